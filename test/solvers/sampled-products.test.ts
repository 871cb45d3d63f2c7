import { afterEach, describe, expect, it } from "vitest";
import { Dataset } from "../../src/data/dataset.ts";
import { LogisticRegression } from "../../src/index.ts";
import { SoftmaxObjective } from "../../src/objectives/softmax.ts";
import { drive } from "../../src/solvers/drive.ts";
import type { LineSearch } from "../../src/solvers/line-search.ts";
import { sampledNewton } from "../../src/solvers/sampled-newton.ts";
import { isMultiplied, productSample } from "../../src/solvers/sample-size.ts";
import { WAYPOINT } from "../../src/solvers/solver.ts";
import { readState, type StateJSON, writeState } from "../../src/optimize/state-json.ts";
import { State } from "../../src/solvers/state.ts";
import { strongWolfe } from "../../src/solvers/strong-wolfe.ts";
import { createRuntime } from "../../src/wasm/create-runtime.ts";
import { Workspace } from "../../src/wasm/workspace.ts";
import { manyClasses } from "../support/classes.ts";
import { hardDesigns } from "../support/hard-designs.ts";

const runtime = createRuntime();
const quiet = { runtime, onWarning: () => {} };
const CLASSES = 10;
const { X, y } = manyClasses(3000, 20, CLASSES, 3);

/** What the stop rule states, and some rounding. */
const STATED = 1.1e-11;

describe("sampledNewton by products", () => {
  it("is what many classes get, and says of how many rows the products are", async () => {
    const model = await new LogisticRegression(quiet).fit(X, y);
    expect(model.solver).toBe("sampled-newton");
    expect(model.solverReason).toMatch(
      /^products with 1260 of 3000 rows tell the curvature in 189 variables/,
    );
    expect(model.converged).toBe(true);
    // Newton's method has as many steps as that, each with a Hessian that costs some 20 passes
    expect(model.passes).toBeLessThan(60);
  });

  it.each([1, 20, 700, 2000])("ends where it says with products of %d rows", async (sample) => {
    const exact = await new LogisticRegression({ ...quiet, solver: "newton-cholesky", tol: 1e-12 }).fit(X, y);
    const model = await new LogisticRegression({ ...quiet, solver: sampledNewton({ sample }) }).fit(X, y);
    expect(model.converged).toBe(true);
    expect(model.gradientNorm).toBeLessThanOrEqual(1e-6);
    expect(model.loss / exact.loss - 1).toBeLessThan(STATED);
  });

  const designs = ["AR(0.999) columns", "heavy tails", "one-hot columns", "rare indicators"];
  it.each(designs.flatMap((name) => [1, 1e4].map((C) => [name, C] as const)))(
    "on %s with C = %d ends as near the optimum as it says",
    async (name, C) => {
      const { X: all } = hardDesigns[name]!(1);
      const { cols, data } = all;
      const rows = 4000;
      const some = { data: data.subarray(0, rows * cols), rows, cols };
      const classes = Array.from(
        { length: rows },
        (_, i) =>
          Math.floor(6 * (1 + Math.sin(3 * data[i * cols]! + 2 * data[i * cols + 1]! + (i % 97)))) % 12,
      );
      const options = { ...quiet, C };
      const exact = await new LogisticRegression({ ...options, solver: "newton-cholesky", tol: 1e-12 });
      await exact.fit(some, classes);
      const model = await new LogisticRegression({ ...options, solver: "sampled-newton" }).fit(some, classes);
      expect(model.converged, model.status).toBe(true);
      expect(model.loss / exact.loss - 1).toBeLessThan(STATED);
    },
  );

  it("goes on in a metric where no preconditioner makes products few", async () => {
    // No penalty and a column twice: the Hessian is singular.
    const twice = X.map((row) => [...row, row[0]!]);
    const options = { ...quiet, C: Number.POSITIVE_INFINITY };
    const exact = await new LogisticRegression({ ...options, solver: "newton-cholesky" }).fit(X, y);
    const model = await new LogisticRegression({ ...options, solver: "sampled-newton" }).fit(twice, y);
    expect(["converged", "precision-limit"]).toContain(model.status);
    expect(model.loss / exact.loss - 1).toBeLessThan(1e-9);
  });

  it("starts from a given model where that is", async () => {
    const model = await new LogisticRegression(quiet).fit(X, y);
    const again = await new LogisticRegression(quiet).fit(X, y, { initial: model });
    expect(again.nIter).toBeLessThanOrEqual(1);
    expect(again.loss).toBeCloseTo(model.loss, 7);
  });

  it("gives the same bits with two threads", async () => {
    const threaded = createRuntime({ threads: 2 });
    const one = await new LogisticRegression(quiet).fit(X, y);
    const two = await new LogisticRegression({ ...quiet, runtime: threaded }).fit(X, y);
    expect(two.coef).toEqual(one.coef);
    expect(two.loss).toBe(one.loss);
  });
});

describe("a run by products", () => {
  const dataset = Dataset.from(X, undefined, { runtime });
  const target = {
    classes: CLASSES,
    codes: Float64Array.from(y),
    weight: new Float64Array(y.length).fill(1),
  };
  const workspaces: Workspace[] = [];
  afterEach(() => {
    for (const workspace of workspaces.splice(0)) workspace.dispose();
  });

  interface Setting {
    readonly maxIter?: number;
    readonly saved?: StateJSON;
    readonly lineSearch?: LineSearch;
    readonly abortAt?: number;
  }

  function run({ maxIter = 100, saved, lineSearch = strongWolfe(), abortAt }: Setting = {}) {
    const workspace = new Workspace(runtime.arena);
    workspaces.push(workspace);
    const strength = { C: 1, fitIntercept: true };
    const objective = SoftmaxObjective.create(
      dataset.storage,
      target,
      workspace,
      strength,
    ) as SoftmaxObjective;
    const state = new State(objective.size, workspace, saved && readState(saved));
    const xs: Float64Array[] = [];
    const decreases: (number | undefined)[] = [];
    const controller = new AbortController();
    const driven = drive(sampledNewton({ sample: 700, lineSearch }), objective, state, {
      norm: (gradient) => gradient.normMax(),
      tol: 1e-8,
      relativeDecrease: 1e-12,
      maxIter,
      maxSeconds: Infinity,
      signal: controller.signal,
      observe(_, { x, details }) {
        xs.push(x.values.slice());
        decreases.push(details.predictedDecrease);
        return undefined;
      },
    });
    let waypoints = 0;
    let step = driven.next();
    while (!step.done) {
      if (step.value === WAYPOINT && ++waypoints === abortAt) controller.abort();
      step = driven.next(step.value);
    }
    const json = JSON.parse(JSON.stringify(writeState(state.snapshot()))) as StateJSON;
    return { result: step.value, xs, decreases, waypoints, saved: json };
  }

  it("goes on from any checkpoint with the same bits", () => {
    const whole = run();
    expect(whole.result.status).toBe("converged");
    expect(whole.xs.length).toBeGreaterThan(5);
    for (let k = 0; k < whole.xs.length - 1; k++) {
      const rest = run({ saved: run({ maxIter: k }).saved });
      expect(rest.xs).toEqual(whole.xs.slice(k));
    }
  });

  it("can be left between the steps on samples, at its start, and goes on with the same bits", () => {
    const whole = run();
    expect(whole.waypoints).toBeGreaterThan(3);
    for (let abortAt = 1; abortAt <= whole.waypoints; abortAt++) {
      const { result, xs, saved } = run({ abortAt });
      expect(result.status).toBe("aborted");
      expect(xs).toEqual([new Float64Array(saved.size)]);
      expect(run({ saved }).xs).toEqual(whole.xs);
    }
  });

  it("concludes nothing from a model that it had to forget, and finds its way back", () => {
    let searches = 0;
    const search = strongWolfe();
    const failing: LineSearch = function* (objective, start, state) {
      // on all rows: from sums in single precision, and once more from exact ones
      if ("decrease" in state.scalars && [3, 4].includes(++searches))
        return { failure: "line-search-failed" };
      return yield* search(objective, start, state);
    };
    const { result, decreases } = run({ lineSearch: failing });
    expect(searches).toBeGreaterThan(6);
    expect(decreases).toContain(Number.POSITIVE_INFINITY);
    expect(result.status).toBe("converged");
  });

  it("gives all memory back, wherever it ends", async () => {
    const data = Dataset.from(X, y, { runtime });
    const { used } = runtime.memory;
    for (let stop = 0; stop < 4; stop++) {
      const model = new LogisticRegression({
        ...quiet,
        onIteration: ({ iteration }) => (iteration === stop ? "stop" : undefined),
      });
      await model.fit(data);
      expect(model.status).toBe("stopped");
      expect(runtime.memory.used).toBe(used);
    }
    data.dispose();
  });
});

describe("productSample", () => {
  it("is for terms that tell of several scores, and many variables", () => {
    expect(isMultiplied(585, 9)).toBe(true);
    expect(isMultiplied(585, 1)).toBe(false);
    expect(isMultiplied(12, 2)).toBe(false);
  });

  it("takes a tenth of many terms, and of few as many as tell the curvature", () => {
    expect(productSample(100_000, 459, 9).terms).toBe(10_000);
    expect(productSample(20_000, 459, 9).terms).toBe(3060);
    expect(productSample(1797, 585, 9).terms).toBe(1797);
  });

  it("costs less for each term the more there are", () => {
    const passes = [2e3, 2e4, 2e5, 2e6].map((terms) => productSample(terms, 459, 9).passes);
    expect(passes).toEqual(passes.toSorted((a, b) => b - a));
    expect(passes.at(-1)).toBeGreaterThan(2);
  });
});
