import { describe, expect, it } from "vitest";
import { backtracking, bfgs, lbfgs, minimize } from "../../src/optimize/index.ts";
import { State } from "../../src/solvers/state.ts";
import { InverseHessian } from "../../src/solvers/inverse-hessian.ts";
import { defaultRuntime } from "../../src/wasm/default-runtime.ts";
import { Workspace } from "../../src/wasm/workspace.ts";
import { expectInputError } from "../support/errors.ts";
import { quadratic, rosenbrock } from "../support/functions.ts";
import { expectToResume } from "../support/resumes.ts";
import { asUserObjective } from "../support/user-functions.ts";

const valley = asUserObjective(rosenbrock);
const methods = [
  ["bfgs", bfgs()],
  ["bfgs with backtracking", bfgs({ lineSearch: backtracking() })],
  ["bfgs without scaling", bfgs({ initialScaling: false })],
  ["lbfgs", lbfgs({ history: 5 })],
  ["lbfgs with backtracking", lbfgs({ lineSearch: backtracking() })],
  ["lbfgs without scaling", lbfgs({ initialScaling: false })],
] as const;

describe.each(methods)("%s", (_, method) => {
  it("solves Rosenbrock's valley", () => {
    const { status, x, iterations } = minimize(valley, [-1.2, 1], method, { tol: 1e-9 });
    expect(status).toBe("converged");
    x.forEach((value) => expect(value).toBeCloseTo(1, 8));
    expect(iterations).toBeLessThan(60);
  });

  it("solves a badly scaled quadratic", () => {
    const curvatures = Array.from({ length: 13 }, (__, j) => 10 ** (j / 3 - 1));
    const { status, x } = minimize(
      asUserObjective(quadratic(curvatures)),
      Array<number>(13).fill(9),
      method,
      {
        tol: 1e-6,
      },
    );
    expect(status).toBe("converged");
    x.forEach((value, j) => expect(value).toBeCloseTo(j, 4));
  });

  it("goes on bit for bit from a checkpoint", () => {
    expectToResume(method, valley, [-1.2, 1], { tol: 1e-9 });
  });

  it("names a gradient that disagrees with the value", () => {
    const value = (at: Float64Array) => at[0] ** 2 + 2 * at[1] ** 2;
    const gradient = (at: Float64Array, into: Float64Array) => into.set([-2 * at[0], -4 * at[1]]);
    const { status, x } = minimize({ value, gradient }, [3, 3], method);
    expect([status, [...x]]).toEqual(["gradient-mismatch", [3, 3]]);
    // Right in x, wrong in y: it gets somewhere, and then notices.
    const half = (at: Float64Array, into: Float64Array) => into.set([2 * at[0], -4 * at[1]]);
    const later = minimize({ value, gradient: half }, [3, 0.1], method);
    expect(later.status).toBe("gradient-mismatch");
    expect(later.iterations).toBeGreaterThan(0);
  });

  it("never blames the gradient where it is only out of digits", () => {
    for (const offset of [0, 1, 1e3, -1e9, 1e15]) {
      const value = (x: Float64Array) => offset + valley.value(x);
      const { status } = minimize({ ...valley, value }, [-1.2, 1], method, { tol: 1e-300, maxIter: 500 });
      expect(["precision-limit", "converged", "line-search-failed", "max-iterations"]).toContain(status);
    }
  });
});

describe("bfgs", () => {
  it("is what lbfgs with a long history approximates", () => {
    const f = asUserObjective(quadratic([1, 3, 10, 30, 100]));
    const start = [1, -1, 2, -2, 3];
    const options = { maxIter: 4, recordPath: true };
    const dense = minimize(f, start, bfgs({ initialScaling: false }), options);
    const limited = minimize(f, start, lbfgs({ history: 50, initialScaling: false }), options);
    dense.trace.forEach(({ x }, i) =>
      x?.forEach((value, j) => expect(limited.trace[i].x?.[j]).toBeCloseTo(value, 9)),
    );
  });

  it("converges faster than linearly", () => {
    const { trace } = minimize(valley, [-1.2, 1], bfgs(), { tol: 1e-13 });
    const norms = trace.map(({ gradientNorm }) => gradientNorm).filter((norm) => norm > 1e-9);
    expect(norms[norms.length - 1] / norms[norms.length - 2]).toBeLessThan(0.1);
  });

  it("can't keep an inverse Hessian that a checkpoint loses: it is in the state", () => {
    const { checkpoint } = minimize(valley, [-1.2, 1], bfgs(), { maxIter: 5 });
    expect(Object.keys(checkpoint.state.vectors)).toContain("inverse-hessian");
  });
});

describe("InverseHessian", () => {
  it("follows the formula, and satisfies the secant equation H y = s", () => {
    const workspace = new Workspace(defaultRuntime().arena);
    try {
      const state = new State(5, workspace);
      const [p, before, after, out] = ["p", "before", "after", "out"].map((name) => state.vector(name));
      const inverse = new InverseHessian(state, true);
      let expected: number[][] | undefined;
      for (const seed of [1, 2, 3]) {
        p.values.set([1, -2, 3, 0.5, 1].map((value, j) => value + Math.sin(seed * (j + 1))));
        before.values.set([0.1, 0.2, 0.3, 0.4, 0.5]);
        after.values.set(p.values.map((value, j) => before.values[j] + 0.5 * (j + seed) * value));
        inverse.update(0.5, p, before, after);
        const s = Array.from(p.values, (value) => 0.5 * value);
        const y = Array.from(after.values, (value, j) => value - before.values[j]);
        expected = updated(expected, s, y);
        const g = [3, 1, -4, 1, 5];
        before.values.set(g);
        inverse.direction(before, out);
        const row = (i: number) => g.reduce((sum, value, j) => sum - (expected?.[i][j] ?? 0) * value, 0);
        out.values.forEach((value, i) => expect(value).toBeCloseTo(row(i), 11));
        before.values.set(y);
        inverse.direction(before, out);
        out.values.forEach((value, i) => expect(-value).toBeCloseTo(s[i], 11));
      }
    } finally {
      workspace.dispose();
    }
  });

  /** (I − ρ s yᵀ) H (I − ρ y sᵀ) + ρ s sᵀ, term by term. */
  function updated(h: number[][] | undefined, s: number[], y: number[]): number[][] {
    const dot = (a: number[], b: number[]) => a.reduce((sum, value, i) => sum + value * b[i], 0);
    const rho = 1 / dot(s, y);
    const identity = s.map((_, i) => s.map((__, j) => (i === j ? 1 : 0)));
    const from = h ?? identity.map((row) => row.map((value) => value / (rho * dot(y, y))));
    const left = identity.map((row, i) => row.map((value, j) => value - rho * s[i] * y[j]));
    const times = (a: number[][], b: number[][]) =>
      a.map((row) =>
        b[0].map((_, j) =>
          dot(
            row,
            b.map((other) => other[j]),
          ),
        ),
      );
    const transposed = left[0].map((_, j) => left.map((row) => row[j]));
    return times(times(left, from), transposed).map((row, i) => row.map((v, j) => v + rho * s[i] * s[j]));
  }
});

describe("options of bfgs and lbfgs", () => {
  it("are refused where they aren't known or can't be used", async () => {
    await expectInputError(
      () => bfgs({ history: 5 } as never),
      "bfgs.history",
      'unknown option; expected "lineSearch", "initialScaling"',
    );
    await expectInputError(
      () => bfgs({ lineSearch: 3 as never }),
      "bfgs.lineSearch",
      "3; expected backtracking() or strongWolfe()",
    );
    await expectInputError(
      () => lbfgs({ histroy: 5 } as never),
      "lbfgs.histroy",
      'unknown option; expected "history"?',
    );
    await expectInputError(
      () => lbfgs({ history: 0 }),
      "lbfgs.history",
      "0; expected a whole number of at least 1",
    );
    await expectInputError(
      () => lbfgs({ initialScaling: 1 as never }),
      "lbfgs.initialScaling",
      "1; expected true or false",
    );
  });
});
