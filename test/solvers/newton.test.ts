import { describe, expect, it, vi } from "vitest";
import { Dataset } from "../../src/index.ts";
import { DenseDatasetObjective } from "../../src/optimize/dataset-objective.ts";
import { backtracking, logisticObjective, minimize, newton } from "../../src/optimize/index.ts";
import type { SymmetricMatrix } from "../../src/wasm/matrix.ts";
import { expectInputError } from "../support/errors.ts";
import { quadratic, rosenbrock } from "../support/functions.ts";
import { normals, seeded } from "../support/random.ts";
import { expectToResume } from "../support/resumes.ts";
import { asUserObjective, saddle, univariate } from "../support/user-functions.ts";

const searches = [
  ["strongWolfe", newton()],
  ["backtracking", newton({ lineSearch: backtracking() })],
  ["no line search", newton({ lineSearch: false })],
] as const;

describe("newton", () => {
  it.each(searches)("solves a quadratic in one step, with %s", (_, method) => {
    const result = minimize(asUserObjective(quadratic([1, 1e6, 1e-3, 7])), [5, 5, 5, 5], method);
    expect([result.status, result.iterations]).toEqual(["converged", 1]);
    result.x.forEach((value, j) => expect(value).toBeCloseTo(j, 9));
  });

  it.each(searches)("goes by f′/f″ in one dimension, with %s", (_, method) => {
    // eˣ − 2 x, f′ = eˣ − 2, f″ = eˣ: from 0.5 the whole step is fine.
    const f = univariate(
      (x) => Math.exp(x) - 2 * x,
      (x) => Math.exp(x) - 2,
      Math.exp,
    );
    const { trace, status, x } = minimize(asUserObjective(f), [0.5], method, {
      recordPath: true,
      tol: 1e-12,
    });
    expect(trace[1].x?.[0]).toBeCloseTo(0.5 - (Math.exp(0.5) - 2) / Math.exp(0.5), 14);
    expect(status).toBe("converged");
    expect(x[0]).toBeCloseTo(Math.LN2, 9);
  });

  it.each(searches)("squares the error with each step, with %s", (_, method) => {
    const { trace } = minimize(asUserObjective(rosenbrock), [1.001, 1.001], method, {
      recordPath: true,
      tol: 1e-13,
    });
    const errors = trace.map(({ x }) => Math.hypot(...(x as Float64Array).map((value) => value - 1)));
    for (let i = 1; i < errors.length; i++) {
      if (errors[i] > 1e-14) expect(errors[i]).toBeLessThan(1000 * errors[i - 1] ** 2);
    }
    expect(errors[errors.length - 1]).toBeLessThan(1e-12);
  });

  it.each(searches.slice(0, 2))("leaves a region of negative curvature downhill, with %s", (_, method) => {
    const { status, value, trace } = minimize(asUserObjective(saddle), [1, 0.1], method);
    expect(status).toBe("converged");
    expect(value).toBeCloseTo(-1, 9);
    expect(trace[1].ridge).toBeGreaterThan(1.9);
  });

  it("copes with negative curvature of any size", () => {
    for (const scale of [1e-9, 1, 1e9]) {
      const f = univariate(
        (x) => scale * (x ** 4 / 4 - x ** 2 / 2),
        (x) => scale * (x ** 3 - x),
        (x) => scale * (3 * x * x - 1),
      );
      const { status, x } = minimize(asUserObjective(f), [0.1], newton(), { tol: 1e-9 * scale });
      expect(status).toBe("converged");
      expect(x[0]).toBeCloseTo(1, 7);
    }
  });

  it("can deal with a Hessian that is negative off its diagonal only", () => {
    // x y + (x⁴ + y⁴) / 4: the Hessian at 0 has a zero diagonal.
    const f = {
      size: 2,
      value: ([x, y]: Float64Array) => x * y + (x ** 4 + y ** 4) / 4,
      gradient: ([x, y]: Float64Array) => [y + x ** 3, x + y ** 3],
      hessian: ([x, y]: Float64Array) => [
        [3 * x * x, 1],
        [1, 3 * y * y],
      ],
    };
    const { status, value } = minimize(asUserObjective(f), [0.01, 0.02], newton());
    expect(status).toBe("converged");
    expect(value).toBeCloseTo(-0.5, 9);
  });

  it("goes on bit for bit from a checkpoint", () => {
    for (const [, method] of searches)
      expectToResume(method, asUserObjective(rosenbrock), [-1.2, 1], { tol: 1e-12 });
    expectToResume(newton(), asUserObjective(saddle), [1, 0.1]);
  });

  it("names a gradient that disagrees with the value", () => {
    const { value, hessian } = asUserObjective(quadratic([1, 2]));
    const gradient = (x: Float64Array, into: Float64Array) => into.set([-x[0], -2 * (x[1] - 1)]);
    expect(minimize({ value, gradient, hessian }, [3, 3], newton()).status).toBe("gradient-mismatch");
  });

  it("says that the Hessian is not finite", () => {
    const objective = { ...asUserObjective(quadratic([1, 1])), hessian: () => [Number.NaN, 0, 0, 1] };
    for (const [, method] of searches) expect(minimize(objective, [3, 3], method).status).toBe("not-finite");
  });
});

describe("newton with an approximate Hessian", () => {
  /** An objective whose approximate Hessian is what `change` makes of the exact one; both are counted. */
  function objectiveOf(
    X: number[][],
    { C = 1, change }: { C?: number; change?: (hessian: SymmetricMatrix) => void } = {},
  ) {
    const uniform = seeded(3);
    const y = X.map(([first], i) => Number(uniform() < 1 / (1 + Math.exp(-2 * (first - X[i][1])))));
    const objective = logisticObjective(Dataset.from(X, y), { C });
    const exact = vi.spyOn(objective, "hessian");
    const approximate = vi.spyOn(objective, "approximateHessian");
    if (change) {
      approximate.mockImplementation((x, out) => {
        DenseDatasetObjective.prototype.hessian.call(objective, x as never, out as never);
        change(out);
      });
    }
    const zeros = new Float64Array(objective.size);
    return { objective, zeros, exact, approximate };
  }

  const normal = normals(4);
  const independent = Array.from({ length: 500 }, () => Array.from({ length: 5 }, normal));
  const duplicates = (distance: number) =>
    independent.map((row) => [...row, ...row.map((value) => value + distance * normal())]);
  const powers = independent.map(([value]) => [1, 2, 3, 4, 5, 6, 7, 8].map((k) => (1 + value / 8) ** k));

  /** Where the exact Hessian alone leads. */
  const reference = (X: number[][], C: number) => {
    const { objective, zeros } = objectiveOf(X, { C });
    const { size, runtime } = objective;
    const exactly = {
      size,
      runtime,
      valueAndGradient: objective.valueAndGradient.bind(objective),
      value: objective.value.bind(objective),
      gradient: objective.gradient.bind(objective),
      hessian: (x: Float64Array, into: Float64Array) => objective.hessian(x, into),
    };
    return minimize(exactly, zeros, newton(), { tol: 1e-9 });
  };

  it("never asks for the exact one of a well-conditioned problem, and takes as many steps", () => {
    const { objective, zeros, exact } = objectiveOf(independent);
    const { status, iterations } = minimize(objective, zeros, newton(), { tol: 1e-9 });
    expect([status, iterations]).toEqual(["converged", reference(independent, 1).iterations]);
    expect(exact).not.toHaveBeenCalled();
  });

  it.each([
    ["columns that differ by 1e-3", duplicates(1e-3)],
    ["columns that differ by 1e-7", duplicates(1e-7)],
    ["columns that are the same", duplicates(0)],
    ["powers of a column", powers],
  ])("leaves it for the exact one for good with %s", (_, X) => {
    const { objective, zeros, exact, approximate } = objectiveOf(X, { C: Number.POSITIVE_INFINITY });
    const { status, iterations, value } = minimize(objective, zeros, newton(), { tol: 1e-9 });
    const expected = reference(X, Number.POSITIVE_INFINITY);
    expect([status, iterations]).toEqual([expected.status, expected.iterations]);
    expect(value).toBeCloseTo(expected.value, 13);
    expect([approximate.mock.calls.length, exact.mock.calls.length]).toEqual([1, iterations]);
  });

  it.each<[string, (hessian: SymmetricMatrix) => void]>([
    ["not finite", (hessian) => hessian.values.fill(Number.NaN)],
    ["0", (hessian) => hessian.values.fill(0)],
    ["indefinite", (hessian) => hessian.addDiagonal(2, -10)],
    ["three times too large", (hessian) => hessian.scale(3)],
    ["far too large in one direction", (hessian) => hessian.addDiagonal(1, 30)],
    ["so small that no step is short enough", (hessian) => hessian.scale(1e-30)],
  ])("converges where it is %s", (_, change) => {
    const { objective, zeros, exact } = objectiveOf(independent, { change });
    const { status, value, x } = minimize(objective, zeros, newton(), { tol: 1e-9 });
    const expected = reference(independent, 1);
    expect(status).toBe("converged");
    expect(value).toBeCloseTo(expected.value, 13);
    x.forEach((coordinate, j) => expect(coordinate).toBeCloseTo(expected.x[j], 8));
    expect(exact).toHaveBeenCalled();
  });

  it("goes on bit for bit from a checkpoint, before and after it was left", () => {
    for (const X of [independent, duplicates(1e-7)]) {
      const { objective, zeros } = objectiveOf(X);
      expectToResume(newton(), objective, [...zeros], { tol: 1e-9 });
    }
  });
});

describe("newton without a line search", () => {
  const method = newton({ lineSearch: false });

  it("diverges where the line search doesn't", () => {
    // √(1 + x²): the whole step leads from x to −x³.
    const f = asUserObjective(
      univariate(
        (x) => Math.hypot(1, x),
        (x) => x / Math.hypot(1, x),
        (x) => Math.hypot(1, x) ** -3,
      ),
    );
    const pure = minimize(f, [2], method, { recordPath: true });
    expect(pure.trace.slice(0, 4).map(({ x }) => Math.round(x?.[0] ?? 0))).toEqual([2, -8, 512, -134217728]);
    expect(pure.status).toBe("diverged");
    expect(pure.x[0]).toBe(pure.trace[pure.iterations].x?.[0]);
    expect(minimize(f, [2], newton()).status).toBe("converged");
    expect(minimize(f, [0.5], method).status).toBe("converged");
  });

  it("finds saddles and maxima as well", () => {
    const { status, x } = minimize(asUserObjective(saddle), [1, 0.1], method);
    expect(status).toBe("converged");
    x.forEach((value) => expect(value).toBeCloseTo(0, 5));
    const cosine = univariate(
      Math.cos,
      (t) => -Math.sin(t),
      (t) => -Math.cos(t),
    );
    expect(minimize(asUserObjective(cosine), [0.3], method, { tol: 1e-12 }).x[0]).toBeCloseTo(0, 9);
  });

  it.each([
    [
      "one zero",
      univariate(
        (x) => x ** 3 + x,
        (x) => 3 * x * x + 1,
        (x) => 6 * x,
      ),
      [0],
    ],
    [
      "a line of minima",
      {
        size: 2,
        value: ([x, y]: Float64Array) => 0.5 * (x + y - 1) ** 2,
        gradient: ([x, y]: Float64Array) => [x + y - 1, x + y - 1],
        hessian: () => [
          [1, 1],
          [1, 1],
        ],
      },
      [3, 0],
    ],
  ])("ends with singular where the Hessian has %s", (_, f, start) => {
    const { status, iterations, x } = minimize(asUserObjective(f), start, method);
    expect([status, iterations, [...x]]).toEqual(["singular", 0, start]);
  });

  it("solves indefinite systems as well as definite ones", () => {
    // ½ xᵀAx with a zero on the diagonal and eigenvalues of both signs: one step to 0.
    const a = [
      [0, 2, 1],
      [2, -3, 4],
      [1, 4, 5],
    ];
    const product = (x: Float64Array) => a.map((row) => row.reduce((sum, entry, j) => sum + entry * x[j], 0));
    const f = {
      size: 3,
      value: (x: Float64Array) => product(x).reduce((sum, entry, j) => sum + (entry * x[j]) / 2, 0),
      gradient: product,
      hessian: () => a,
    };
    const { iterations, x } = minimize(asUserObjective(f), [1, -2, 3], method);
    expect(iterations).toBe(1);
    x.forEach((value) => expect(value).toBeCloseTo(0, 12));
  });
});

describe("newton's bad input", () => {
  it("is named", async () => {
    await expectInputError(
      () => newton({ linesearch: false } as never),
      "newton.linesearch",
      'unknown option; expected "lineSearch"?',
    );
    await expectInputError(
      () => newton({ lineSearch: true as never }),
      "newton.lineSearch",
      "true; expected backtracking(), strongWolfe() or false",
    );
  });

  it("does not compile without a Hessian, and says so at run time", async () => {
    const { value, gradient, hessianProduct } = asUserObjective(rosenbrock);
    await expectInputError(
      // @ts-expect-error: no Hessian
      () => minimize({ value, gradient }, [-1.2, 1], newton()),
      "objective.hessian",
      "undefined; newton needs a function there",
    );
    await expectInputError(
      // @ts-expect-error: products are not enough
      () => minimize({ value, gradient, hessianProduct }, [-1.2, 1], newton()),
      "objective.hessian",
      "undefined; newton needs a function there",
    );
  });
});
