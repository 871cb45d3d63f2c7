import { afterEach, describe, expect, it } from "vitest";
import { Dataset } from "../../src/data/dataset.ts";
import { LinearRegression, LogisticRegression } from "../../src/index.ts";
import { LogisticObjective } from "../../src/objectives/logistic.ts";
import { drive } from "../../src/solvers/drive.ts";
import { sampledNewton } from "../../src/solvers/sampled-newton.ts";
import { firstSample, hessianCost, sampleSize } from "../../src/solvers/sample-size.ts";
import type { Sampled } from "../../src/objectives/objective.ts";
import type { LineSearch } from "../../src/solvers/line-search.ts";
import { WAYPOINT } from "../../src/solvers/solver.ts";
import { strongWolfe } from "../../src/solvers/strong-wolfe.ts";
import { readState, type StateJSON, writeState } from "../../src/optimize/state-json.ts";
import { State } from "../../src/solvers/state.ts";
import { createRuntime } from "../../src/wasm/create-runtime.ts";
import { Workspace } from "../../src/wasm/workspace.ts";
import { expectInputError } from "../support/errors.ts";
import { hardDesigns } from "../support/hard-designs.ts";
import { normals, seeded } from "../support/random.ts";

const runtime = createRuntime();
const quiet = { runtime, onWarning: () => {} };
const { "independent columns": easy, "one-hot columns": oneHot } = hardDesigns;

describe("sampledNewton", () => {
  /** What the stop rule states, and some rounding: the references are solved to a gradient of 1e-12. */
  const STATED = 1.1e-11;

  describe.each(Object.keys(hardDesigns))("on %s", (name) => {
    const { X, y, sampleWeight } = hardDesigns[name](1);
    const weights = sampleWeight ? { sampleWeight } : {};

    const hasOptimum = !name.endsWith("of one class only");
    it.each([1, 1e4, 1e6, ...(hasOptimum ? [Infinity] : [])])(
      "with C = %d ends as near the optimum as it says",
      async (C) => {
        const options = { ...quiet, C };
        const exact = await new LogisticRegression({ ...options, solver: "newton-cholesky", tol: 1e-12 }).fit(
          X,
          y,
          weights,
        );
        for (const solver of ["sampled-newton", "newton-cholesky"] as const) {
          const model = await new LogisticRegression({ ...options, solver }).fit(X, y, weights);
          if (name === "nearer duplicates" && C === Infinity) {
            // Its least curvature is 1e-16 of the largest.
            expect(model.status).toBe("precision-limit");
            expect(model.loss / exact.loss - 1).toBeLessThan(1e-6);
          } else {
            // One-hot columns beside an intercept are singular without a penalty: then Cholesky may need a ridge.
            const isSingular = name === "one-hot columns" && C === Infinity;
            expect(isSingular ? ["converged", "precision-limit"] : ["converged"]).toContain(model.status);
            expect(model.loss / exact.loss - 1).toBeLessThan(STATED);
          }
          const isEasy = C <= 1e4 && !name.startsWith("rare indicators");
          if (solver === "sampled-newton" && isEasy) expect(model.passes).toBeLessThan(18);
        }
      },
    );
  });

  it("takes few passes where columns are correlated, with or without an intercept, in f32 as well", async () => {
    const { X, y } = hardDesigns["AR(0.999) columns"](3);
    for (const options of [{}, { fitIntercept: false }, { dtype: "f32" }] as const) {
      const model = await new LogisticRegression({ ...quiet, ...options }).fit(X, y);
      expect(model.solver).toBe("sampled-newton");
      expect(model.passes).toBeLessThan(9);
    }
  });

  it.each([1, 5, 100, 15_000, 1e9])("finds the optimum with a sample of %d rows", async (sample) => {
    const { X, y } = oneHot(2);
    const exact = await new LogisticRegression({ ...quiet, solver: "newton-cholesky", tol: 1e-12 }).fit(X, y);
    const model = await new LogisticRegression({ ...quiet, solver: sampledNewton({ sample }) }).fit(X, y);
    expect(model.converged).toBe(true);
    expect(model.loss / exact.loss - 1).toBeLessThan(STATED);
  });

  it("minimises where there are too few rows for a sample", async () => {
    const X = [[1, 2], [2, 1], [3, 5], [4, 3], [0, 1], [2, 2]]; // prettier-ignore
    const y = [0, 1, 0, 1, 1, 0];
    const exact = await new LogisticRegression({ ...quiet, tol: 1e-12 }).fit(X, y);
    const model = await new LogisticRegression({ ...quiet, solver: "sampled-newton" }).fit(X, y);
    expect(model.loss / exact.loss - 1).toBeLessThan(STATED);
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])("converges where classes hardly overlap, seed %d", async (seed) => {
    const normal = normals(seed);
    const uniform = seeded(seed);
    const X = Array.from({ length: 3070 }, () => Array.from({ length: 12 }, normal));
    const y = X.map((row) => {
      const z = row.reduce((sum, value, j) => sum + 40 * ((j % 3) - 1) * value, 0);
      return Number(uniform() < 1 / (1 + Math.exp(-z)));
    });
    const options = { ...quiet, C: Infinity };
    const exact = await new LogisticRegression({ ...options, solver: "newton-cholesky", tol: 1e-12 }).fit(
      X,
      y,
    );
    const model = await new LogisticRegression(options).fit(X, y);
    expect(model.solver).toBe("sampled-newton");
    expect(model.status).toBe(exact.status);
    expect(model.loss / exact.loss - 1).toBeLessThan(STATED);
    expect(model.passes).toBeLessThan(70);
  });

  it.each([0, 1, 2, 3])(
    "tells the loss at its coefficients where it ends after %d steps",
    async (maxIter) => {
      const { X, y } = hardDesigns["near-duplicate columns"](2);
      const model = await new LogisticRegression({ ...quiet, C: 1e4, maxIter }).fit(X, y);
      expect(model.status).toBe("max-iterations");
      let loss = 0;
      for (let i = 0; i < X.rows; i++) {
        let z = model.intercept[0];
        for (let j = 0; j < X.cols; j++) z += model.coef[0][j] * X.data[i * X.cols + j];
        const m = y[i] > 0 ? z : -z;
        loss += 1e4 * (Math.max(-m, 0) + Math.log1p(Math.exp(-Math.abs(m))));
      }
      loss += model.coef[0].reduce((sum, value) => sum + value * value, 0) / 2;
      expect(Math.abs(model.loss / loss - 1)).toBeLessThan(1e-12);
    },
  );

  it("starts from a given model where that is", async () => {
    const { X, y } = easy(1);
    const model = await new LogisticRegression({ ...quiet, tol: 1e-8 }).fit(X, y);
    const again = await new LogisticRegression(quiet).fit(X, y, { initial: model });
    expect(again.nIter).toBe(0);
    expect(again.loss).toBeCloseTo(model.loss, 8);
  });

  it("serves linear regression, whose rows have values", async () => {
    const { X } = hardDesigns["AR(0.999) columns"](1);
    const y = Float64Array.from(
      { length: X.rows },
      (_, i) => X.data[i * 20] - X.data[i * 20 + 19] + Math.sin(i),
    );
    const exact = await new LinearRegression(quiet).fit(X, y);
    const model = await new LinearRegression({ ...quiet, solver: "sampled-newton", tol: 1e-9 }).fit(X, y);
    model.coef.forEach((value, j) => expect(value).toBeCloseTo(exact.coef[j], 4));
  });

  it("counts passes over samples as parts of whole ones", async () => {
    const { X, y } = easy(1);
    const { passes, nIter, trace } = await new LogisticRegression(quiet).fit(X, y);
    // one for the start, one a step; the copy in single precision is made as the rows are copied
    expect(passes - nIter - 1).toBeGreaterThan(0.05);
    expect(passes - nIter - 1).toBeLessThan(2);
    expect(trace[0].passes).toBeGreaterThan(1);
    expect(
      LogisticRegression.fromJSON({ version: 1, classes: [0, 1], coef: [[1]], intercept: [0], passes: 1.25 })
        .passes,
    ).toBe(1.25);
  });

  it("makes its metric anew where curvature falls, as it does at rare indicators", async () => {
    const { X, y } = hardDesigns["rare indicators, some of one class only"](1);
    for (const C of [1e4, 1e6]) {
      const model = await new LogisticRegression({ ...quiet, C }).fit(X, y);
      expect(model.solver).toBe("sampled-newton");
      expect(model.nIter).toBeLessThan(25); // in the first metric of all rows 41
    }
  });

  it("says of a start at which nothing is finite that it is not", async () => {
    const { X, y } = easy(1);
    const model = await new LogisticRegression(quiet).fit(X, y);
    const coef = model.coef.map((w) => w.map((_, j) => (j % 2 === 0 ? 1e308 : -1e308)));
    const far = LogisticRegression.fromJSON({
      version: 1,
      classes: [0, 1],
      coef: [[...coef[0]]],
      intercept: [0],
    });
    const failed = await new LogisticRegression({ ...quiet, solver: "sampled-newton" }).fit(X, y, {
      initial: far,
    });
    expect(failed.status).toBe("not-finite");
    expect(failed.nIter).toBe(0);
  });

  it("is on time where its samples alone take longer than it has", async () => {
    const { X, y } = easy(1);
    const model = await new LogisticRegression({ ...quiet, maxSeconds: 1e-9 }).fit(X, y);
    expect(model.solver).toBe("sampled-newton");
    expect(model.status).toBe("max-seconds");
    expect(model.nIter).toBe(0);
    expect(model.coef[0].every((w) => w === 0)).toBe(true);
    expect(model.loss).toBeCloseTo(X.rows * Math.LN2, 6);
    expect(model.passes).toBeLessThan(2.5);
  });

  it("refuses options that it doesn't know or can't use", async () => {
    const least = "expected a whole number of at least 1";
    await expectInputError(() => sampledNewton({ sample: 0 }), "sampledNewton.sample", `0; ${least}`);
    await expectInputError(() => sampledNewton({ history: 0.5 }), "sampledNewton.history", `0.5; ${least}`);
    await expect(async () => sampledNewton({ samples: 3 } as object)).rejects.toThrow(
      "sampledNewton.samples",
    );
  });
});

describe("a run of sampledNewton", () => {
  const { X, y } = oneHot(7); // with a metric that is made anew on the way
  const dataset = Dataset.from(X, undefined, { runtime });
  const target = y.map((label) => 2 * label - 1);
  const workspaces: Workspace[] = [];
  afterEach(() => {
    for (const workspace of workspaces.splice(0)) workspace.dispose();
  });

  interface Setting {
    readonly sample?: number;
    readonly maxIter?: number;
    readonly saved?: StateJSON;
    readonly lineSearch?: LineSearch;
    /** The waypoint at which the run is aborted. */
    readonly abortAt?: number;
  }

  async function run({
    sample = 600,
    maxIter = 100,
    saved,
    lineSearch = strongWolfe(),
    abortAt,
  }: Setting = {}) {
    const workspace = new Workspace(runtime.arena);
    workspaces.push(workspace);
    const options = { C: 1, fitIntercept: true };
    const objective = LogisticObjective.create(
      dataset.storage,
      target,
      workspace,
      options,
    ) as LogisticObjective;
    const state = new State(objective.size, workspace, saved && readState(saved));
    const xs: Float64Array[] = [];
    const decreases: (number | undefined)[] = [];
    const controller = new AbortController();
    const driven = drive(sampledNewton({ sample, lineSearch }), objective, state, {
      norm: (gradient) => gradient.normMax(),
      tol: 1e-8,
      relativeDecrease: 1e-13,
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
      step = driven.next(await step.value);
    }
    const json = JSON.parse(JSON.stringify(writeState(state.snapshot()))) as StateJSON;
    return { result: step.value, xs, decreases, waypoints, passes: objective.passes, saved: json };
  }

  it("goes on from any checkpoint with the same bits", async () => {
    const whole = await run();
    expect(whole.result.status).toBe("converged");
    expect(whole.xs.length).toBeGreaterThan(7);
    const terms = (scalars: StateJSON["scalars"]) => scalars["metric.terms"];
    expect(terms(whole.saved.scalars)).not.toBe(terms((await run({ maxIter: 0 })).saved.scalars));
    for (let k = 0; k < whole.xs.length - 1; k++) {
      const rest = await run({ saved: (await run({ maxIter: k })).saved });
      expect(rest.xs).toEqual(whole.xs.slice(k));
      expect(rest.saved.vectors.x).toBe(whole.saved.vectors.x);
    }
  });

  it("can be left between the steps on samples, at its start, and goes on with the same bits", async () => {
    const sample = 6000;
    const whole = await run({ sample });
    expect(whole.waypoints).toBeGreaterThan(4);
    for (let abortAt = 1; abortAt <= whole.waypoints; abortAt++) {
      const { result, xs, passes, saved } = await run({ sample, abortAt });
      expect(result.status).toBe("aborted");
      expect(result.last.iteration).toBe(0);
      expect(result.last.value).toBeCloseTo(Math.LN2, 12);
      expect(xs).toEqual([new Float64Array(saved.size)]);
      expect(passes).toBeLessThan(whole.passes);
      if (abortAt === 1) expect(passes).toBeLessThan(2.3); // the columns' statistics, F at the start, and the copy
      expect((await run({ sample, saved })).xs).toEqual(whole.xs);
    }
  });

  it("concludes nothing from a metric that it had to forget, and makes another", async () => {
    let searches = 0;
    const search = strongWolfe();
    const whole = await run();
    const last = whole.xs.length - 1;
    const failing: LineSearch = function* (objective, start, state) {
      // the last step, after which −g would say too little of what is left to be had; it is without approximation
      const isWhole = !("terms" in objective && (objective as Sampled).terms < X.rows);
      if (isWhole && ++searches === last) return { failure: "line-search-failed" };
      return yield* search(objective, start, state);
    };
    const { result, xs, decreases } = await run({ lineSearch: failing });
    const after = last;
    expect(decreases[after]).toBe(Infinity);
    expect(decreases.filter((decrease) => decrease === Infinity)).toHaveLength(1);
    expect(result.status).toBe("converged");
    expect(xs.length).toBeGreaterThan(after + 1);
  });

  it("gives all memory back, wherever it ends", async () => {
    const data = Dataset.from(X, y, { runtime });
    await new LogisticRegression({ ...quiet, solver: "sampled-newton" }).fit(data); // a copy stays with it
    const { used } = runtime.memory;
    for (let stop = 0; stop < 4; stop++) {
      const model = new LogisticRegression({
        ...quiet,
        solver: "sampled-newton",
        onIteration: ({ iteration }) => (iteration === stop ? "stop" : undefined),
      });
      await model.fit(data);
      expect(model.status).toBe("stopped");
      expect(runtime.memory.used).toBe(used);
    }
    const failing = new LogisticRegression({
      ...quiet,
      solver: "sampled-newton",
      onIteration() {
        throw new Error("enough");
      },
    });
    await expect(failing.fit(data)).rejects.toThrow("enough");
    expect(runtime.memory.used).toBe(used);
    data.dispose();
  });

  it("has nothing left where there is no room for a sample", async () => {
    const bytes = X.data.length * 8;
    const small = createRuntime({ maxMemory: bytes * 1.25 });
    const data = Dataset.from(X, y, { runtime: small });
    const { used } = small.memory;
    const model = new LogisticRegression({ runtime: small, solver: sampledNewton({ sample: 14_000 }) });
    await expect(model.fit(data)).rejects.toThrow(RangeError);
    expect(small.memory.used).toBe(used);
  });
});

describe("sampleSize", () => {
  it("is no more than a tenth of the terms, and grows with them more slowly than they do", () => {
    let before = 0;
    for (const terms of [1e5, 1e6, 1e7]) {
      const { terms: sample, passes } = sampleSize(terms, 20);
      expect(sample).toBeLessThanOrEqual(terms / 10);
      expect(sample).toBeGreaterThan(before);
      expect(passes).toBeLessThan(12);
      before = sample;
    }
    expect(before / 1e7).toBeLessThan(0.03);
  });

  it("says where no sample pays", () => {
    expect(sampleSize(20_000, 1000)).toEqual({ terms: 20_000, passes: Infinity });
    expect(sampleSize(3, 2)).toEqual({ terms: 3, passes: Infinity });
  });
});

describe("firstSample", () => {
  it("has few terms where a metric of more, or all, is to take its place", () => {
    for (const [terms, variables] of [
      [2000, 40],
      [10_000, 100],
      [20_000, 1000],
    ]) {
      const first = firstSample(terms, variables);
      expect(first.terms).toBe(7 * variables);
      expect(first.passes).toBeLessThan(sampleSize(terms, variables).passes);
    }
  });

  it("is the one that lasts where terms are many for each variable, or tell of several directions", () => {
    expect(firstSample(1e6, 20)).toEqual(sampleSize(1e6, 20));
    expect(firstSample(3000, 150, 9)).toEqual(sampleSize(3000, 150, 9));
  });

  it("is all terms where half of them are too few, which costs Hessians of all", () => {
    expect(firstSample(800, 100)).toMatchObject({ terms: 400 });
    const all = firstSample(799, 100);
    expect(all.terms).toBe(799);
    expect(all.passes).toBeGreaterThan(2 * hessianCost(100));
    expect(all.passes).toBeLessThan(30);
  });
});
