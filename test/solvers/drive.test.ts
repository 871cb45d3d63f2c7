import { afterEach, describe, expect, it } from "vitest";
import type { Dense, Later } from "../../src/objectives/objective.ts";
import { SeparablePenalty } from "../../src/objectives/separable-penalty.ts";
import { backtracking } from "../../src/solvers/backtracking.ts";
import { drive, waitFor } from "../../src/solvers/drive.ts";
import { EventLoopTurns } from "../../src/wasm/event-loop-turns.ts";
import { gradientDescent } from "../../src/solvers/gradient-descent.ts";
import { lbfgs } from "../../src/solvers/lbfgs.ts";
import { newtonCholesky } from "../../src/solvers/newton-cholesky.ts";
import { Iterate, later, PAUSE, type Run, type Solver } from "../../src/solvers/solver.ts";
import { State } from "../../src/solvers/state.ts";
import { strongWolfe } from "../../src/solvers/strong-wolfe.ts";
import type { Progress, StopRules } from "../../src/solvers/watch.ts";
import { defaultRuntime } from "../../src/wasm/default-runtime.ts";
import { Workspace } from "../../src/wasm/workspace.ts";
import { asObjective, quadratic, rosenbrock, type TestFunction } from "../support/functions.ts";

const { arena } = defaultRuntime();
const workspace = new Workspace(arena);
afterEach(() => workspace.dispose());

interface Outcome {
  status: string;
  last: Progress;
  trace: Progress[];
  x: Float64Array;
}

async function minimise(
  solver: Solver<Dense>,
  objective: Dense,
  start: number[],
  options: Partial<StopRules<"asked">> = {},
): Promise<Outcome> {
  const state = new State(objective.size, workspace);
  const x = state.vector("x");
  x.values.set(start);
  const trace: Progress[] = [];
  const run = drive<Dense, "asked">(solver, objective, state, {
    norm: (gradient) => gradient.norm2(),
    tol: 1e-10,
    relativeDecrease: Number.POSITIVE_INFINITY,
    maxIter: 1000,
    maxSeconds: Number.POSITIVE_INFINITY,
    signal: undefined,
    ...options,
    observe(progress, iterate) {
      trace.push(progress);
      return options.observe?.(progress, iterate);
    },
  });
  const result = await waitFor(run, new EventLoopTurns());
  return { ...result, trace, x: x.values.slice() };
}

const solvers = {
  lbfgs: lbfgs(),
  "newton-cholesky": newtonCholesky(),
  "gradient-descent": gradientDescent(),
};
const each = Object.entries(solvers) as [string, Solver<Dense>][];

describe("every solver", () => {
  it.each(each)("%s finds the minimum of a quadratic", async (_, solver) => {
    const { status, x, last } = await minimise(
      solver,
      asObjective(quadratic([1, 10, 4, 0.5])),
      [9, 9, -9, 3],
    );
    expect(status).toBe("converged");
    expect(last.gradientNorm).toBeLessThanOrEqual(1e-10);
    x.forEach((value, j) => expect(value).toBeCloseTo(j, 8));
  });

  it.each(each)("%s takes the same steps whether it has to wait for answers or not", async (_, solver) => {
    const promised = <T>(answer: T): Later<T> => Promise.resolve(answer);
    const at = { maxIter: 12 };
    const now = await minimise(solver, asObjective(rosenbrock), [-1.2, 1], at);
    const waited = await minimise(solver, asObjective(rosenbrock, promised), [-1.2, 1], at);
    expect(waited.x).toEqual(now.x);
    expect(waited.trace.map(({ value }) => value)).toEqual(now.trace.map(({ value }) => value));
  });

  it.each(each)("%s makes exactly maxIter steps", async (_, solver) => {
    for (const maxIter of [0, 1, 2]) {
      const { status, last, trace } = await minimise(solver, asObjective(rosenbrock), [-1.2, 1], { maxIter });
      expect(status).toBe("max-iterations");
      expect(last.iteration).toBe(maxIter);
      expect(trace.map(({ iteration }) => iteration)).toEqual([...Array(maxIter + 1).keys()]);
    }
  });

  it.each(each)("%s never goes uphill", async (_, solver) => {
    const { trace } = await minimise(solver, asObjective(rosenbrock), [-1.2, 1], { maxIter: 60 });
    for (let i = 1; i < trace.length; i++) {
      expect(trace[i].value).toBeLessThanOrEqual(trace[i - 1].value * (1 + 1e-14));
      expect(trace[i].stepSize).toBeGreaterThan(0);
    }
  });

  it.each(each)("%s ends at a start without a gradient", async (_, solver) => {
    const { status, last } = await minimise(solver, asObjective(quadratic([1, 1])), [0, 1]);
    expect([status, last.iteration]).toEqual(["converged", 0]);
  });

  it.each(each)("%s says that F is not finite", async (_, solver) => {
    const broken: TestFunction = { ...quadratic([1, 1]), value: () => Number.NaN };
    expect((await minimise(solver, asObjective(broken), [3, 3])).status).toBe("not-finite");
  });

  it.each(each)("%s steps back from where F is not finite", async (_, solver) => {
    // −log x + x, which is NaN for negative x; a full step from 1.9 may land there.
    const barrier: TestFunction = {
      size: 1,
      value: ([x]) => x - Math.log(x),
      gradient: ([x]) => [1 - 1 / x],
      hessian: ([x]) => [[1 / (x * x)]],
    };
    const { status, x } = await minimise(solver, asObjective(barrier), [3.9]);
    expect(status).toBe("converged");
    expect(x[0]).toBeCloseTo(1, 8);
  });

  it.each(each)("%s gives up on a gradient that points uphill", async (_, solver) => {
    const honest = quadratic([1, 2]);
    const lying: TestFunction = { ...honest, gradient: (x) => honest.gradient(x).map((g) => -g) };
    const { status, x } = await minimise(solver, asObjective(lying), [3, 3]);
    expect(status).toBe("gradient-mismatch");
    expect([...x]).toEqual([3, 3]);
  });

  it.each(each)("%s ends where the observer says so, at that very iterate", async (_, solver) => {
    const observe = ({ iteration }: Progress) => (iteration === 3 ? "asked" : undefined);
    const { status, last } = await minimise(solver, asObjective(rosenbrock), [-1.2, 1], { observe });
    expect([status, last.iteration]).toEqual(["asked", 3]);
  });

  it.each(each)("%s obeys a signal and a clock", async (_, solver) => {
    const aborted = await minimise(solver, asObjective(rosenbrock), [-1.2, 1], {
      signal: AbortSignal.abort(),
    });
    expect([aborted.status, aborted.last.iteration]).toEqual(["aborted", 0]);
    const late = await minimise(solver, asObjective(rosenbrock), [-1.2, 1], { maxSeconds: 1e-9 });
    expect(late.status).toBe("max-seconds");
  });

  it.each(each)("%s goes on to the last digit and then says that there is none left", async (_, solver) => {
    const { status, x } = await minimise(solver, asObjective(rosenbrock), [0.9, 0.8], {
      tol: 1e-300,
      maxIter: 1e5,
    });
    expect(["precision-limit", "converged"]).toContain(status);
    x.forEach((value) => expect(value).toBeCloseTo(1, 6));
  });
});

describe("a pause in a long computation", () => {
  /** A step to 5 in two halves, with a pause in the middle of it. */
  function restless(abort: () => void, atFirst: boolean): Solver<Dense> {
    return {
      name: "restless",
      *run(objective, state): Run {
        const [x, gradient] = [state.vector("x"), state.vector("gradient")];
        if (!atFirst) {
          const value = yield* later(objective.valueAndGradient(x, gradient));
          yield new Iterate(x, value, gradient, { stepSize: 0 });
        }
        x.values[0] = 4;
        abort();
        yield PAUSE;
        x.values[0] = 5;
        const value = yield* later(objective.valueAndGradient(x, gradient));
        yield new Iterate(x, value, gradient, { stepSize: 1 });
        return "precision-limit";
      },
    };
  }

  it.each([true, false])(
    "ends a run that is to end promptly, before its first iterate: %s",
    async (atFirst) => {
      const objective = asObjective(quadratic([1, 1]));
      const solver = restless(() => {}, atFirst);
      const through = await minimise(solver, objective, [3, 3], { promptly: true });
      expect([through.status, ...through.x]).toEqual(["precision-limit", 5, 3]);
      const stop = new AbortController();
      const aborting = restless(() => stop.abort(), atFirst);
      const rules = { promptly: true, signal: stop.signal };
      const { status, last, x } = await minimise(aborting, objective, [3, 3], rules);
      expect([status, last.iteration, last.value, ...x]).toEqual(["aborted", 0, 6.5, 3, 3]);
    },
  );

  it("ends it at the start moved within bounds, with its penalty and least subgradient", async () => {
    const separable = SeparablePenalty.none(() => workspace.vector(2));
    separable.weight.values[1] = 0.5;
    separable.upper.values[1] = 2;
    const stop = new AbortController();
    const rules = { promptly: true, signal: stop.signal };
    const aborting = restless(() => stop.abort(), true);
    const objective = Object.assign(asObjective(quadratic([1, 1])), { separable });
    const { status, last, x } = await minimise(aborting, objective, [3, 3], rules);
    expect([status, last.iteration, last.value, ...x]).toEqual(["aborted", 0, 6, 3, 2]);
    expect(last.gradientNorm).toBeCloseTo(Math.hypot(3, 1.5), 14);
  });

  it("lets others go on to the next iterate", async () => {
    const stop = new AbortController();
    const solver = restless(() => stop.abort(), false);
    const { status, x } = await minimise(solver, asObjective(quadratic([1, 1])), [3, 3], {
      signal: stop.signal,
    });
    expect([status, ...x]).toEqual(["aborted", 5, 3]);
  });

  it("gives the event loop a turn where one is due", async () => {
    let ticks = 0;
    const ticking = setInterval(() => (ticks += 1), 1);
    const solver: Solver<Dense> = {
      name: "long",
      *run(objective, state): Run {
        for (let k = 0; k < 4; k++) {
          for (const start = performance.now(); performance.now() - start < 15;);
          yield PAUSE;
        }
        expect(ticks).toBeGreaterThanOrEqual(3);
        return yield* lbfgs().run(objective, state);
      },
    };
    const { status } = await minimise(solver, asObjective(quadratic([1, 1])), [3, 3]);
    clearInterval(ticking);
    expect(status).toBe("converged");
  });
});

describe("lbfgs", () => {
  it.each([1, 2, 5, 20])("solves Rosenbrock's valley with %i pairs", async (history) => {
    const { status, x, last } = await minimise(lbfgs({ history }), asObjective(rosenbrock), [-1.2, 1]);
    expect(status).toBe("converged");
    expect(last.iteration).toBeLessThan(100);
    x.forEach((value) => expect(value).toBeCloseTo(1, 9));
  });

  it("takes backtracking as well", async () => {
    const solver = lbfgs({ lineSearch: backtracking() });
    expect((await minimise(solver, asObjective(rosenbrock), [-1.2, 1])).status).toBe("converged");
  });
});

describe("newton-cholesky", () => {
  it("solves a quadratic in one step", async () => {
    const { trace, x } = await minimise(newtonCholesky(), asObjective(quadratic([1, 1e6, 1e-3])), [5, 5, 5]);
    expect(trace[1].gradientNorm).toBeLessThan(1e-9);
    x.forEach((value, j) => expect(value).toBeCloseTo(j, 9));
  });

  it("converges quadratically", async () => {
    const { trace } = await minimise(newtonCholesky(), asObjective(rosenbrock), [0.99, 0.99]);
    const errors = trace.map(({ gradientNorm }) => gradientNorm).filter((norm) => norm > 1e-12);
    expect(errors.length).toBeLessThan(8);
  });

  it("adds a ridge where the Hessian is singular, and tells it", async () => {
    // ½ (x + y − 1)²: a line of minima.
    const ridge: TestFunction = {
      size: 2,
      value: ([x, y]) => 0.5 * (x + y - 1) ** 2,
      gradient: ([x, y]) => [x + y - 1, x + y - 1],
      hessian: () => [
        [1, 1],
        [1, 1],
      ],
    };
    const { status, trace, x } = await minimise(newtonCholesky(), asObjective(ridge), [3, 0]);
    expect(status).toBe("converged");
    expect(trace[1].ridge).toBeGreaterThan(0);
    expect(trace[1].ridge).toBeLessThan(1e-6);
    expect(x[0] + x[1]).toBeCloseTo(1, 9);
  });

  it("gets out of a region of negative curvature", async () => {
    // x⁴/4 − x²/2 is concave about 0.
    const doubleWell: TestFunction = {
      size: 1,
      value: ([x]) => x ** 4 / 4 - x ** 2 / 2,
      gradient: ([x]) => [x ** 3 - x],
      hessian: ([x]) => [[3 * x * x - 1]],
    };
    const { x, trace } = await minimise(newtonCholesky(), asObjective(doubleWell), [0.1]);
    expect(trace[1].ridge).toBeGreaterThan(0);
    expect(x[0]).toBeCloseTo(1, 8);
  });

  it("says so where the Hessian is not finite", async () => {
    const broken: TestFunction = {
      ...quadratic([1, 1]),
      hessian: () => [
        [Number.NaN, 0],
        [0, 1],
      ],
    };
    expect((await minimise(newtonCholesky(), asObjective(broken), [3, 3])).status).toBe("not-finite");
  });
});

describe("line searches", () => {
  const functions: [string, TestFunction, number[]][] = [
    ["Rosenbrock", rosenbrock, [-1.2, 1]],
    ["a steep quadratic", quadratic([1e4, 1]), [3, 3]],
    ["a flat quadratic", quadratic([1e-4, 1e-3]), [300, 300]],
  ];

  it.each(functions)("strongWolfe satisfies its conditions on %s", async (_, f, start) => {
    const [x0, step] = await oneStep(f, start, strongWolfe());
    expect(step.value).toBeLessThanOrEqual(x0.value + 1e-4 * step.t * x0.slope);
    expect(Math.abs(step.slope)).toBeLessThanOrEqual(0.9 * Math.abs(x0.slope));
  });

  it.each(functions)(
    "backtracking takes the first step of its row with enough decrease on %s",
    async (_, f, start) => {
      const [x0, step] = await oneStep(f, start, backtracking({ alpha: 0.3, beta: 0.5 }));
      expect(step.value).toBeLessThanOrEqual(x0.value + 0.3 * step.t * x0.slope);
      expect(Number.isInteger(Math.log2(step.t))).toBe(true);
      if (step.t < 1)
        expect(step.valueAt(2 * step.t)).toBeGreaterThan(x0.value + 0.3 * 2 * step.t * x0.slope);
    },
  );
});

/** One step of steepest descent: the start, and what was found, with values and slopes along the ray. */
async function oneStep(f: TestFunction, start: number[], lineSearch: ReturnType<typeof strongWolfe>) {
  const solver = gradientDescent({ lineSearch, firstTrial: 1 });
  const { last } = await minimise(solver, asObjective(f), start, { maxIter: 1 });
  const direction = f.gradient(Float64Array.from(start)).map((g) => -g);
  const point = (t: number) => Float64Array.from(start, (value, j) => value + t * direction[j]);
  const slopeAt = (t: number) => f.gradient(point(t)).reduce((sum, g, j) => sum + g * direction[j], 0);
  const valueAt = (t: number) => f.value(point(t));
  const t = last.stepSize;
  expect(last.value).toBe(valueAt(t));
  return [
    { value: valueAt(0), slope: slopeAt(0) },
    { t, value: valueAt(t), slope: slopeAt(t), valueAt },
  ] as const;
}
