import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readTable } from "../../examples/demo/csv.ts";
import { Dataset, LogisticRegression, type LogisticRegressionOptions } from "../../src/index.ts";
import { softmaxViolation } from "../support/optimality.ts";
import { normals, seeded } from "../support/random.ts";

const TIGHT = { tol: 1e-9, onWarning: () => {} };

interface Case {
  readonly C: number;
  readonly l1Ratio: number;
  readonly fitIntercept: boolean;
  readonly weighted: boolean;
  readonly objective: number;
  readonly coef: readonly (readonly number[])[];
  readonly intercept: readonly number[];
}

const reference = JSON.parse(
  readFileSync(new URL("../reference/softmax_l1.json", import.meta.url), "utf8"),
) as { X: number[][]; y: number[]; cases: readonly Case[] };

function violationOf(
  model: LogisticRegression<number>,
  X: readonly ArrayLike<number>[],
  y: ArrayLike<number>,
  options: LogisticRegressionOptions<number> & { weights?: ArrayLike<number> },
): number {
  const codes = Array.from(y, (label) => model.classes.indexOf(label));
  const { C = 1, l1Ratio = 0, penaltyFactor, fitIntercept = true, weights } = options;
  const each = (bound: LogisticRegressionOptions["lower"]) =>
    typeof bound === "number" ? new Float64Array(X[0].length).fill(bound) : bound;
  const [lower, upper] = [each(options.lower), each(options.upper)];
  const problem = { X, codes, C, l1Ratio, fitIntercept };
  const more = {
    ...(penaltyFactor && { penaltyFactor }),
    ...(weights && { weights }),
    ...(lower && { lower }),
    ...(upper && { upper }),
  };
  return softmaxViolation({ ...problem, ...more }, model.coef, model.intercept);
}

/** Rows of four classes of which the last columns tell nothing. */
function simulated(rows: number, cols: number, seed: number, noise = 0) {
  const normal = normals(seed);
  const uniform = seeded(seed + 1);
  const w = Array.from({ length: 4 }, () => Array.from({ length: cols - noise }, () => 1.5 * normal()));
  const X = Array.from({ length: rows }, () => Float64Array.from({ length: cols }, normal));
  const y = X.map((row) => {
    const e = w.map((wk) => Math.exp(wk.reduce((sum, value, j) => sum + value * row[j], 0)));
    let left = uniform() * e.reduce((sum, value) => sum + value, 0);
    const drawn = e.findIndex((value) => (left -= value) < 0);
    return drawn < 0 ? 3 : drawn;
  });
  return { X, y };
}

function digits() {
  const { rows, labels } = readTable(new URL("../../examples/data/digits.csv", import.meta.url));
  return { X: rows, y: labels.map(Number) };
}

describe.each(reference.cases.map((each, i) => [i, each] as const))(
  "scikit-learn's case %d",
  (_, expected) => {
    const { C, l1Ratio, fitIntercept, weighted } = expected;
    const { X, y } = reference;
    const weights = y.map((_label, i) => 0.5 + ((i * 7919) % 101) / 101);

    it("has the same optimum, zeros included", async () => {
      const options = { C, l1Ratio, fitIntercept };
      const model = await new LogisticRegression({ ...options, ...TIGHT }).fit(
        X,
        y,
        weighted ? { sampleWeight: weights } : {},
      );
      expect(model.converged, model.status).toBe(true);
      expect(model.solver).toBe("proximal-newton");
      expect(model.loss / expected.objective).toBeCloseTo(1, 9);
      expected.coef.forEach((row, k) => {
        row.forEach((w, j) => expect(Math.abs(model.coef[k][j] - w)).toBeLessThan(1e-5));
        expect(Math.abs(model.intercept[k] - expected.intercept[k])).toBeLessThan(1e-5);
        expect([...model.coef[k]].map((w) => w === 0)).toEqual(row.map((w) => w === 0));
      });
      const problem = { ...options, ...(weighted && { weights }) };
      expect(violationOf(model, X, y, problem)).toBeLessThan(1e-8);
    });
  },
);

describe("hundreds of columns", () => {
  it.each<[LogisticRegressionOptions<number>, boolean]>([
    [{ C: 0.2, l1Ratio: 1 }, false],
    [{ C: 5, l1Ratio: 1 }, false],
    [{ C: 0.2, l1Ratio: 0.7, lower: -0.3, fitIntercept: false }, false],
    [{ C: 0.2, l1Ratio: 1 }, true],
    [{ C: 1, l1Ratio: 1, solver: "proximal-lbfgs" }, false],
  ])("meet the optimality conditions with %j, sparse rows: %s", async (options, sparse) => {
    const { X, y } = simulated(150, 320, 21, 310);
    const data = sparse
      ? Dataset.fromSparseRows(
          X.map((row) => [...row.entries()]),
          y,
        )
      : undefined;
    const model = new LogisticRegression<number>({ ...options, ...TIGHT });
    await (data ? model.fit(data) : model.fit(X, y));
    expect(model.converged, model.status).toBe(true);
    expect(violationOf(model, X, y, options)).toBeLessThan(1e-8);
    const used = model.coef[0].filter((_w, j) => model.coef.some((row) => row[j] !== 0));
    expect(used.length).toBeLessThan(250);
    data?.dispose();
  });

  it("need no Hessian of all variables, which no memory would hold", async () => {
    const { X, y } = simulated(60, 6000, 22, 5990);
    const model = await new LogisticRegression({ C: 0.3, l1Ratio: 1, ...TIGHT }).fit(X, y);
    expect(model.converged, model.status).toBe(true);
    expect(violationOf(model, X, y, { C: 0.3, l1Ratio: 1 })).toBeLessThan(1e-8);
  });
});

describe("digits", () => {
  const { X, y } = digits();

  it.each([
    [1, 1],
    [0.01, 1],
    [0.1, 0.5],
    [100, 1],
  ])("meet the optimality conditions with a C of %d and an l1Ratio of %d", async (C, l1Ratio) => {
    const model = await new LogisticRegression({ C, l1Ratio, ...TIGHT }).fit(X, y);
    expect(model.converged, model.status).toBe(true);
    expect(violationOf(model, X, y, { C, l1Ratio })).toBeLessThan(1e-8);
    expect(Math.abs(model.intercept.reduce((sum, b) => sum + b, 0))).toBeLessThan(1e-9);
    // Three pixels are always white.
    for (const row of model.coef) expect([row[0], row[32], row[39]]).toEqual([0, 0, 0]);
  });
});

describe("hard designs", () => {
  const { X, y } = simulated(400, 6, 3);

  it.each<[string, (row: Float64Array, i: number) => number[]]>([
    [
      "columns that are almost sums of others",
      (row) => [...row, row[0] + row[1] + 1e-4 * row[2], row[3] * 2],
    ],
    [
      "columns of scales from 1e-6 to 1e6",
      (row) => Array.from(row, (value, j) => value * 10 ** (6 - 2.4 * j)),
    ],
    ["columns far from zero", (row) => Array.from(row, (value, j) => value + 10 ** j)],
    ["a column twice", (row) => [...row, row[0]]],
  ])("%s", async (_, make) => {
    const rows = X.map(make);
    for (const options of [
      { C: 0.1, l1Ratio: 1 },
      { C: 10, l1Ratio: 0.5 },
      { C: 1000, l1Ratio: 1 },
    ]) {
      const model = await new LogisticRegression({ ...options, ...TIGHT }).fit(rows, y);
      expect(model.converged, `${model.status} ${model.gradientNorm}`).toBe(true);
      expect(violationOf(model, rows, y, options)).toBeLessThan(1e-8);
    }
  });
});

describe("the lasso", () => {
  it("sets noise and constant columns to exactly 0", async () => {
    const { X, y } = simulated(2000, 10, 5, 7);
    const rows = X.map((row) => [...row, 7]);
    const model = await new LogisticRegression({ C: 0.01, l1Ratio: 1 }).fit(rows, y);
    for (const row of model.coef) expect([...row].slice(3).every((w) => Object.is(w, 0))).toBe(true);
    for (let j = 0; j < 3; j++) expect(model.coef.some((row) => row[j] !== 0)).toBe(true);
  });

  it("is the null model where C is small enough, whose intercepts are the log frequencies", async () => {
    const { X, y } = simulated(500, 5, 1);
    const model = await new LogisticRegression({ C: 1e-4, l1Ratio: 1, tol: 1e-12, onWarning: () => {} }).fit(
      X,
      y,
    );
    const logs = model.classes.map((label) => Math.log(y.filter((other) => other === label).length));
    const mean = logs.reduce((sum, value) => sum + value, 0) / 4;
    for (const row of model.coef) expect([...row]).toEqual([0, 0, 0, 0, 0]);
    logs.forEach((value, k) => expect(model.intercept[k]).toBeCloseTo(value - mean, 9));
  });

  it("has more columns than rows", async () => {
    const { X, y } = simulated(60, 150, 2, 140);
    const model = await new LogisticRegression({ C: 0.5, l1Ratio: 1, ...TIGHT }).fit(X, y);
    expect(violationOf(model, X, y, { C: 0.5, l1Ratio: 1 })).toBeLessThan(1e-8);
  });
});

describe("an l1Ratio of 0", () => {
  const { X, y } = simulated(500, 5, 7);

  it("is the ridge, and next to it is next to the ridge", async () => {
    const ridge = await new LogisticRegression({ ...TIGHT }).fit(X, y);
    for (const options of [
      { l1Ratio: 0, solver: "proximal-newton" },
      { l1Ratio: 1e-12 },
      { l1Ratio: 0, lower: -1e3 },
    ] as const) {
      const model = await new LogisticRegression({ ...options, ...TIGHT }).fit(X, y);
      expect(Math.abs(model.loss / ridge.loss - 1)).toBeLessThan(1e-10);
      model.coef.forEach((row, k) => row.forEach((w, j) => expect(w).toBeCloseTo(ridge.coef[k][j], 6)));
    }
  });
});

describe("factors and bounds", () => {
  const { X, y } = simulated(500, 6, 8);
  const penaltyFactor = [0, 1, 2, 0, 1, 3];

  it.each<LogisticRegressionOptions<number>>([
    { l1Ratio: 1, penaltyFactor, C: 0.05 },
    { l1Ratio: 0.5, penaltyFactor, C: 0.05 },
    { lower: 0 },
    { lower: -0.2, upper: 0.1, l1Ratio: 1, C: 0.5 },
    { lower: -0.3, upper: 0.3, C: Number.POSITIVE_INFINITY },
    { lower: [-1, 0.1, -1, -1, -2, -1], l1Ratio: 0.5 },
  ])("meet the optimality conditions with %j", async (options) => {
    const model = await new LogisticRegression({ ...options, ...TIGHT }).fit(X, y);
    expect(model.converged, model.status).toBe(true);
    expect(violationOf(model, X, y, options)).toBeLessThan(1e-8);
    for (const row of model.coef) {
      row.forEach((w, j) => {
        const bound = (given: LogisticRegressionOptions["lower"], none: number) =>
          typeof given === "number" ? given : (given?.[j] ?? none);
        expect(w).toBeGreaterThanOrEqual(bound(options.lower, Number.NEGATIVE_INFINITY));
        expect(w).toBeLessThanOrEqual(bound(options.upper, Number.POSITIVE_INFINITY));
      });
    }
  });

  it("leave coefficients without a penalty that add up to 0 over the classes", async () => {
    const model = await new LogisticRegression({ l1Ratio: 1, penaltyFactor, C: 0.05 }).fit(X, y);
    expect(model.coef.reduce((sum, row) => sum + row[0], 0)).toBeCloseTo(0, 12);
    expect(model.coef.some((row) => Math.abs(row[0]) > 0.1)).toBe(true);
  });
});

describe("sample weights", () => {
  it("of whole numbers are repetitions", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 1000 }), fc.constantFrom(0.3, 1), async (seed, l1Ratio) => {
        const { X, y } = simulated(80, 4, seed, 2);
        const times = X.map((_, i) => (i * 7 + seed) % 4);
        const repeat = <T>(items: readonly T[]) => items.flatMap((item, i) => Array<T>(times[i]).fill(item));
        const labels = repeat(y);
        fc.pre(new Set(labels).size === new Set(y).size && new Set(y).size > 2);
        const [weighted, repeated] = [0, 1].map(() => new LogisticRegression({ C: 0.2, l1Ratio, ...TIGHT }));
        await weighted.fit(X, y, { sampleWeight: times });
        await repeated.fit(repeat(X), labels);
        expect(Math.abs(weighted.loss / repeated.loss - 1)).toBeLessThan(1e-10);
      }),
      { numRuns: 20 },
    );
  });
});

describe("a fit", () => {
  it("starts where another ended, and ends at once there", async () => {
    const { X, y } = simulated(400, 6, 9, 3);
    const first = await new LogisticRegression({ C: 0.1, l1Ratio: 1, ...TIGHT }).fit(X, y);
    const second = await new LogisticRegression({ C: 0.1, l1Ratio: 1, tol: 1e-7 }).fit(X, y, {
      initial: first,
    });
    expect(second.nIter).toBeLessThanOrEqual(1);
    expect(second.loss).toBeCloseTo(first.loss, 10);
  });

  it.each<LogisticRegressionOptions<number>>([
    { C: 0.1, l1Ratio: 1 },
    { l1Ratio: 0.5, solver: "proximal-lbfgs" },
    { lower: 0.5, upper: 0.7 },
  ])("with maxIter 0 and %j tells what the one that it starts from ended with", async (options) => {
    const { X, y } = simulated(400, 6, 9, 3);
    const first = await new LogisticRegression({ ...options, ...TIGHT }).fit(X, y);
    const again = await new LogisticRegression({ ...options, ...TIGHT, maxIter: 0 }).fit(X, y, {
      initial: first,
    });
    again.coef.forEach((row, k) => row.forEach((w, j) => expect(w).toBeCloseTo(first.coef[k][j], 12)));
    expect(again.loss).toBeCloseTo(first.loss, 10);
    expect(again.gradientNorm).toBeLessThan(1e-8);
  });

  it("with maxIter 0 and bounds that exclude 0 is at those nearest to it, as told", async () => {
    const { X, y } = simulated(400, 6, 9, 3);
    const options = {
      ...TIGHT,
      lower: [0.5, -1, 0.1, -1, -1, -1],
      upper: [1, 1, 1, -0.2, 1, 1],
      l1Ratio: 0.5,
    };
    const model = await new LogisticRegression<number>({ ...options, maxIter: 0 }).fit(X, y);
    for (const row of model.coef) expect([...row]).toEqual([0.5, 0, 0.1, -0.2, 0, 0]);
    // All classes have the same scores.
    const penalty = [0.5, 0.1, 0.2].reduce((sum, w) => sum + 0.5 * w + 0.25 * w * w, 0);
    expect(model.loss).toBeCloseTo(400 * Math.log(4) + 4 * penalty, 9);
    const onIteration = () => "stop";
    const stopped = await new LogisticRegression<number>({ ...options, onIteration }).fit(X, y);
    expect(model.gradientNorm).toBeCloseTo(stopped.gradientNorm, 14);
    expect(model.trace).toMatchObject([{ loss: model.loss, gradientNorm: model.gradientNorm }]);
  });

  it("of a large data set goes through a sample first", async () => {
    const { X, y } = simulated(30_000, 8, 4, 5);
    const model = await new LogisticRegression({ C: 0.01, l1Ratio: 1, ...TIGHT }).fit(X, y);
    expect(violationOf(model, X, y, { C: 0.01, l1Ratio: 1 })).toBeLessThan(1e-8);
  });
});
