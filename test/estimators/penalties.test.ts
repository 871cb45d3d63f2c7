import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readTable } from "../../examples/demo/csv.ts";
import { Dataset, LogisticRegression, type LogisticRegressionOptions } from "../../src/index.ts";
import { hardDesigns } from "../support/hard-designs.ts";
import { type PenalisedProblem, violation } from "../support/optimality.ts";
import { normals, seeded } from "../support/random.ts";

const TIGHT = { tol: 1e-9, onWarning: () => {} };

function table(name: string) {
  const { rows, labels } = readTable(new URL(`../../examples/data/${name}.csv`, import.meta.url));
  const second = [...new Set(labels)].toSorted()[1];
  return { X: rows, y: labels, isSecond: labels.map((label) => label === second) };
}

function violationOf(model: LogisticRegression, problem: PenalisedProblem): number {
  return violation(problem, model.coef[0], model.intercept[0]);
}

/** Rows with as many true coefficients as there are columns not named noise. */
function simulated(rows: number, cols: number, seed: number, noise = 0) {
  const normal = normals(seed);
  const uniform = seeded(seed + 1);
  const X = Array.from({ length: rows }, () => Float64Array.from({ length: cols }, normal));
  const y = X.map((row) => {
    const z = row.reduce((sum, value, j) => sum + (j < cols - noise ? value : 0), -0.3);
    return uniform() < 1 / (1 + Math.exp(-z)) ? 1 : 0;
  });
  return { X, y, isSecond: y.map((label) => label === 1) };
}

describe.each(["breast_cancer", "spambase", "heights"])("%s", (name) => {
  const { X, y, isSecond } = table(name);
  const cases = [1e-3, 1, 1e3].flatMap((C) => [1, 0.5].map((l1Ratio) => ({ C, l1Ratio })));

  it.each(cases)("meets the optimality conditions with %j", async ({ C, l1Ratio }) => {
    const model = await new LogisticRegression({ C, l1Ratio, ...TIGHT }).fit(X, y);
    expect(model.converged, model.status).toBe(true);
    expect(model.solver).toBe("proximal-newton");
    expect(violationOf(model, { X, isSecond, C, l1Ratio })).toBeLessThan(1e-8);
  });

  it("meets them without an intercept, and with f32 storage those of the rounded rows", async () => {
    const options = { C: 0.1, l1Ratio: 0.7, fitIntercept: false };
    const model = await new LogisticRegression({ ...options, ...TIGHT }).fit(X, y);
    expect(violationOf(model, { X, isSecond, ...options })).toBeLessThan(1e-8);
    const single = await new LogisticRegression({ ...options, ...TIGHT, tol: 1e-7, dtype: "f32" }).fit(X, y);
    const rounded = X.map((row) => Float32Array.from(row));
    expect(single.converged, single.status).toBe(true);
    expect(violationOf(single, { X: rounded, isSecond, ...options })).toBeLessThan(1e-6);
  });
});

describe.each(Object.entries(hardDesigns))("%s", (_, make) => {
  it.each([1, 0.5])("meets the optimality conditions with an l1Ratio of %d", async (l1Ratio) => {
    const { X, y, sampleWeight } = make(3);
    const rows = Array.from({ length: X.rows }, (_row, i) => X.data.subarray(i * X.cols, (i + 1) * X.cols));
    const model = new LogisticRegression({ C: 0.1, l1Ratio, ...TIGHT });
    await model.fit(X, [...y], sampleWeight ? { sampleWeight } : {});
    expect(model.converged, model.status).toBe(true);
    const problem = { X: rows, isSecond: [...y].map((label) => label === 1), C: 0.1, l1Ratio };
    expect(violationOf(model, { ...problem, ...(sampleWeight && { weights: sampleWeight }) })).toBeLessThan(
      1e-8,
    );
  });
});

describe("the lasso", () => {
  it("sets noise and constant columns to exactly 0", async () => {
    const { X, y } = simulated(2000, 12, 5, 8);
    const rows = X.map((row) => [...row, 7]);
    const model = await new LogisticRegression({ C: 0.01, l1Ratio: 1 }).fit(rows, y);
    expect([...model.coef[0]].map((w) => w !== 0)).toEqual([...Array(13).keys()].map((j) => j < 4));
    expect([...model.coef[0]].slice(4).every((w) => Object.is(w, 0))).toBe(true);
  });

  it("is the null model where C is small enough, whose intercept is the log odds", async () => {
    const { X, y } = simulated(500, 5, 1);
    const model = await new LogisticRegression({ C: 1e-4, l1Ratio: 1, tol: 1e-12 }).fit(X, y);
    const rate = y.reduce<number>((sum, label) => sum + label, 0) / y.length;
    expect([...model.coef[0]]).toEqual([0, 0, 0, 0, 0]);
    expect(model.intercept[0]).toBeCloseTo(Math.log(rate / (1 - rate)), 10);
  });

  it("has more columns than rows", async () => {
    const { X, y, isSecond } = simulated(40, 120, 2, 110);
    const model = await new LogisticRegression({ C: 0.5, l1Ratio: 1, ...TIGHT }).fit(X, y);
    expect(violationOf(model, { X, isSecond, C: 0.5, l1Ratio: 1 })).toBeLessThan(1e-8);
    expect(model.coef[0].filter((w) => w !== 0).length).toBeLessThan(40);
  });

  it.each([0.1, 10])("leaves most of very many columns out, with a C of %d", async (C) => {
    const { X, y, isSecond } = simulated(150, 700, 3, 690);
    const model = await new LogisticRegression({ C, l1Ratio: 1, ...TIGHT }).fit(X, y);
    expect(model.converged, model.status).toBe(true);
    expect(violationOf(model, { X, isSecond, C, l1Ratio: 1 })).toBeLessThan(1e-8);
    expect(model.coef[0].filter((w) => w !== 0).length).toBeLessThan(150);
  });
});

describe("proximal-lbfgs", () => {
  const { X, y, isSecond } = table("breast_cancer");

  it.each<LogisticRegressionOptions>([
    { C: 0.1, l1Ratio: 1 },
    { l1Ratio: 0.5 },
    { lower: -0.05, upper: 0.02, C: 100 },
    { lower: 0, l1Ratio: 1, fitIntercept: false },
  ])("meets the optimality conditions with %j", async (options) => {
    const model = await new LogisticRegression({ ...options, ...TIGHT, solver: "proximal-lbfgs" }).fit(X, y);
    expect(model.converged, model.status).toBe(true);
    expect(model.solver).toBe("proximal-lbfgs");
    const each = (bound: unknown) =>
      typeof bound === "number" ? { bound: new Float64Array(30).fill(bound) } : {};
    const [{ bound: lower }, { bound: upper }] = [each(options.lower), each(options.upper)];
    const { C = 1, l1Ratio = 0, fitIntercept = true } = options;
    const bounds = { ...(lower && { lower }), ...(upper && { upper }) };
    const problem = { X, isSecond, C, l1Ratio, fitIntercept, ...bounds };
    expect(violationOf(model, problem)).toBeLessThan(1e-8);
  });

  it.each([0.05, 1])("is as near as it says with far more columns than rows and a C of %d", async (C) => {
    const { X: wide, y: labels, isSecond: second } = simulated(200, 900, 6, 880);
    const fit = (solver: "auto" | "proximal-lbfgs", tol: number) =>
      new LogisticRegression({ C, l1Ratio: 1, solver, tol, onWarning: () => {} }).fit(wide, labels);
    const best = await fit("auto", 1e-10);
    const loose = await fit("proximal-lbfgs", 1e-6);
    expect(loose.converged, loose.status).toBe(true);
    expect(loose.loss / best.loss - 1).toBeLessThan(1e-10);
    const tight = await fit("proximal-lbfgs", 1e-9);
    expect(violationOf(tight, { X: wide, isSecond: second, C, l1Ratio: 1 })).toBeLessThan(1e-8);
    expect([...tight.coef[0]].map((w) => w !== 0)).toEqual([...best.coef[0]].map((w) => w !== 0));
  });
});

describe("tens of thousands of columns, whose Hessian no memory has room for", () => {
  const [cols, count, perRow] = [60_000, 200, 300];
  const uniform = seeded(31);
  const isSecond = Array.from({ length: count }, () => uniform() < 0.4);

  /** On rows of which so many columns have a value at all. */
  async function fit(used: number, options: LogisticRegressionOptions) {
    const X = isSecond.map((is, i) => {
      const row = new Float64Array(cols);
      for (let k = 0; k < perRow; k++) row[(i * perRow + k * 7) % used] = uniform() + Number(is && k < 5);
      return row;
    });
    const pairs = X.map((row) => Array.from(row.entries()).filter(([, value]) => value !== 0));
    using dataset = Dataset.fromSparseRows(pairs, isSecond, { cols });
    return { model: await new LogisticRegression({ ...TIGHT, ...options }).fit(dataset), X };
  }

  it("leave the lasso to those that aren't constant", async () => {
    const options = { C: 0.5, l1Ratio: 1 };
    const { model, X } = await fit(cols / 4, options);
    expect(model.converged, model.status).toBe(true);
    expect(violationOf(model, { X, isSecond, ...options })).toBeLessThan(1e-8);
  });

  it("have bounds without a lasso", async () => {
    const { model, X } = await fit(cols, { C: 1, lower: 0 });
    expect(model.solver).toBe("proximal-newton");
    expect(model.converged, model.status).toBe(true);
    const lower = new Float64Array(cols);
    expect(violationOf(model, { X, isSecond, C: 1, l1Ratio: 0, lower })).toBeLessThan(1e-8);
  });
});

describe("hundreds of columns in use", () => {
  it.each([0, 0.95])("are minimised over, correlated by %d", async (rho) => {
    const { X, y, isSecond } = simulated(1500, 400, 8);
    for (const row of X) {
      for (let j = 1; j < 400; j++) row[j] = rho * row[j - 1] + Math.sqrt(1 - rho * rho) * row[j];
    }
    const model = await new LogisticRegression({ C: 1, l1Ratio: 1, ...TIGHT }).fit(X, y);
    expect(model.converged, model.status).toBe(true);
    expect(violationOf(model, { X, isSecond, C: 1, l1Ratio: 1 })).toBeLessThan(1e-8);
    expect(model.coef[0].filter((w) => w !== 0).length).toBeGreaterThan(rho > 0 ? 100 : 250);
  });
});

describe("columns far from zero without an intercept, all nearly the same", () => {
  it.each([10, 100])("%d deviations away are told apart in few steps", async (shift) => {
    const { X, y, isSecond } = simulated(150, 60, 17, 55);
    for (const row of X) row.forEach((value, j) => (row[j] = value + shift));
    const options = { C: 20, l1Ratio: 1, fitIntercept: false };
    const model = await new LogisticRegression({ ...options, ...TIGHT, tol: 1e-8 }).fit(X, y);
    expect(model.converged, model.status).toBe(true);
    expect(model.nIter).toBeLessThan(60); // of hundreds, where steps end at the first corner, or H is one of f32
    expect(violationOf(model, { X, isSecond, ...options })).toBeLessThan(1e-7);
  });
});

describe("many columns, of which a strong penalty lets none in", () => {
  it.each([0.5, 1])("leave the intercept of unequal classes, with an l1Ratio of %d", async (l1Ratio) => {
    const { X } = simulated(100, 300, 14);
    const isSecond = X.map((_, i) => i < 20);
    const options = { C: 1e-6, l1Ratio };
    using sparse = Dataset.fromSparseRows(
      X.map((row) => Array.from(row.entries())),
      isSecond,
    );
    const dense = await new LogisticRegression({ ...options, ...TIGHT }).fit(X, isSecond);
    const other = await new LogisticRegression({ ...options, ...TIGHT }).fit(sparse);
    for (const model of [dense, other]) {
      expect(model.converged, model.status).toBe(true);
      expect(model.coef[0].every((w) => w === 0)).toBe(true);
      expect(model.intercept[0]).toBeCloseTo(Math.log(20 / 80), 8);
    }
  });
});

describe("classes of as many rows each", () => {
  it("and factors are those of the call, whatever becomes of their arrays", async () => {
    const { X, y } = simulated(200, 3, 5);
    const given = () => ({
      lower: Float64Array.of(-1, -1, -1),
      upper: [1, 1, 1],
      penaltyFactor: Float64Array.of(1, 5, 0),
    });
    const options = given();
    const model = new LogisticRegression({ ...options, ...TIGHT });
    const running = model.fit(X, y);
    options.lower.fill(0.5);
    options.upper.fill(0.6);
    options.penaltyFactor.fill(9);
    await running;
    const expected = await new LogisticRegression({ ...given(), ...TIGHT }).fit(X, y);
    expect(model.coef).toEqual(expected.coef);
    expect((await model.fit(X, y)).coef).toEqual(expected.coef);
  });

  it("leave the intercept in use, though its slope is 0 at the start", async () => {
    const { X, isSecond: all } = simulated(400, 300, 12, 295);
    const [first, second] = [false, true].map((is) => X.filter((_, i) => all[i] === is).slice(0, 150));
    const rows = [...first, ...second];
    const isSecond = rows.map((_, i) => i >= 150);
    const model = await new LogisticRegression({ C: 0.1, l1Ratio: 1, ...TIGHT }).fit(rows, isSecond);
    expect(model.converged, model.status).toBe(true);
    expect(violationOf(model, { X: rows, isSecond, C: 0.1, l1Ratio: 1 })).toBeLessThan(1e-8);
  });
});

describe("l1Ratio", () => {
  it("0 is the ridge, by the same solver too", async () => {
    const { X, y } = table("breast_cancer");
    const ridge = await new LogisticRegression({ ...TIGHT }).fit(X, y);
    for (const options of [
      { l1Ratio: 0 },
      { l1Ratio: 0, solver: "proximal-newton" },
      { l1Ratio: 1e-12 },
    ] as const) {
      const model = await new LogisticRegression({ ...options, ...TIGHT }).fit(X, y);
      expect(Math.abs(model.loss / ridge.loss - 1)).toBeLessThan(1e-10);
    }
  });

  it("makes no difference without a penalty", async () => {
    const { X, y } = table("heights");
    const [a, b] = [0, 1].map(
      (l1Ratio) => new LogisticRegression({ C: Number.POSITIVE_INFINITY, l1Ratio, ...TIGHT }),
    );
    await a.fit(X, y);
    await b.fit(X, y);
    expect(b.coef[0][0]).toBeCloseTo(a.coef[0][0], 7);
  });
});

describe("penaltyFactor", () => {
  const { X, y, isSecond } = table("breast_cancer");
  const penaltyFactor = Float64Array.from({ length: 30 }, (_, j) => j % 3);

  it.each([0, 0.5, 1])("meets the optimality conditions with an l1Ratio of %d", async (l1Ratio) => {
    const options = { C: 0.1, l1Ratio, penaltyFactor };
    const model = await new LogisticRegression({ ...options, ...TIGHT }).fit(X, y);
    expect(model.converged, model.status).toBe(true);
    expect(violationOf(model, { X, isSecond, ...options })).toBeLessThan(1e-8);
  });

  it.each(["lbfgs", "newton-cg", "newton-cholesky", "sampled-newton"] as const)(
    "works with %s",
    async (solver) => {
      const options = { C: 0.1, penaltyFactor };
      const model = await new LogisticRegression({ ...options, solver, tol: 1e-7, onWarning: () => {} }).fit(
        X,
        y,
      );
      expect(violationOf(model, { X, isSecond, ...options })).toBeLessThan(1e-6);
    },
  );

  it("of f is a column divided by f, in the lasso", async () => {
    const scaled = X.map((row) => row.map((value, j) => (j === 2 ? value / 4 : value)));
    const factors = Float64Array.from({ length: 30 }, (_, j) => (j === 2 ? 4 : 1));
    const byFactor = new LogisticRegression({ l1Ratio: 1, penaltyFactor: factors, ...TIGHT });
    const byScale = new LogisticRegression({ l1Ratio: 1, ...TIGHT });
    await byFactor.fit(X, y);
    await byScale.fit(scaled, y);
    expect(Math.abs(byFactor.loss / byScale.loss - 1)).toBeLessThan(1e-9);
  });
});

describe("bounds", () => {
  const { X, y, isSecond } = table("breast_cancer");

  it.each<LogisticRegressionOptions>([
    { lower: 0 },
    { upper: 0.01, l1Ratio: 1 },
    { lower: -0.05, upper: 0.02, C: 100 },
    { lower: -0.1, upper: 0.1, C: Number.POSITIVE_INFINITY },
    { lower: Float64Array.from({ length: 30 }, (_, j) => (j % 2 ? 0.1 : -1)), l1Ratio: 0.5 },
  ])("meets the optimality conditions within %j", async (options) => {
    const model = await new LogisticRegression({ ...options, ...TIGHT }).fit(X, y);
    expect(model.converged, model.status).toBe(true);
    const each = (bound: LogisticRegressionOptions["lower"]) =>
      typeof bound === "number" ? new Float64Array(30).fill(bound) : bound;
    const { C = 1, l1Ratio = 0 } = options;
    const lower = each(options.lower);
    const upper = each(options.upper);
    const problem = { X, isSecond, C, l1Ratio, ...(lower && { lower }), ...(upper && { upper }) };
    expect(violationOf(model, problem)).toBeLessThan(1e-8);
    model.coef[0].forEach((w, j) => {
      expect(w).toBeGreaterThanOrEqual(lower?.[j] ?? Number.NEGATIVE_INFINITY);
      expect(w).toBeLessThanOrEqual(upper?.[j] ?? Number.POSITIVE_INFINITY);
    });
  });

  it("that hold a coefficient at a value leave the others their optimum", async () => {
    const bound = Float64Array.from({ length: 30 }, (_, j) => (j === 4 ? 0.5 : Number.NEGATIVE_INFINITY));
    const upper = bound.map((value) => (value === 0.5 ? 0.5 : Number.POSITIVE_INFINITY));
    const model = await new LogisticRegression({ lower: bound, upper, ...TIGHT }).fit(X, y);
    expect(model.coef[0][4]).toBe(0.5);
    expect(violationOf(model, { X, isSecond, C: 1, lower: bound, upper })).toBeLessThan(1e-8);
  });
});

describe("sample weights", () => {
  it("of whole numbers are repetitions", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 1000 }), fc.constantFrom(0.3, 1), async (seed, l1Ratio) => {
        const { X, y } = simulated(60, 5, seed, 2);
        const times = X.map((_, i) => (i * 7 + seed) % 4);
        const repeat = <T>(items: readonly T[]) => items.flatMap((item, i) => Array<T>(times[i]).fill(item));
        const labels = repeat(y);
        if (new Set(labels).size < 2) return;
        const [weighted, repeated] = [0, 1].map(() => new LogisticRegression({ C: 0.2, l1Ratio, ...TIGHT }));
        await weighted.fit(X, y, { sampleWeight: times });
        await repeated.fit(repeat(X), labels);
        const largest = Math.max(...repeated.coef[0].map(Math.abs), 1e-3);
        weighted.coef[0].forEach((w, j) =>
          expect(Math.abs(w - repeated.coef[0][j])).toBeLessThan(1e-6 * largest),
        );
      }),
      { numRuns: 30 },
    );
  });
});

describe("a fit", () => {
  const { X, y } = simulated(300, 6, 9, 3);

  it("starts where another ended, and ends at once there", async () => {
    const first = await new LogisticRegression({ C: 0.1, l1Ratio: 1, ...TIGHT }).fit(X, y);
    const second = await new LogisticRegression({ C: 0.1, l1Ratio: 1, tol: 1e-8 }).fit(X, y, {
      initial: first,
    });
    expect(second.nIter).toBeLessThanOrEqual(1);
    expect(second.loss).toBeCloseTo(first.loss, 12);
  });

  it("of a large data set is the same as by its definition", async () => {
    const { X: rows, y: labels, isSecond } = simulated(30_000, 8, 4, 5);
    const model = await new LogisticRegression({ C: 0.01, l1Ratio: 1, ...TIGHT }).fit(rows, labels);
    expect(model.passes).toBeLessThan(16);
    expect(violationOf(model, { X: rows, isSecond, C: 0.01, l1Ratio: 1 })).toBeLessThan(1e-8);
  });

  it("with maxIter 0 leaves all coefficients 0", async () => {
    const model = await new LogisticRegression({ l1Ratio: 1, maxIter: 0, onWarning: () => {} }).fit(X, y);
    expect([...model.coef[0], model.intercept[0]]).toEqual([0, 0, 0, 0, 0, 0, 0]);
    expect(model.status).toBe("max-iterations");
  });

  it.each<LogisticRegressionOptions>([
    { C: 0.1, l1Ratio: 1 },
    { l1Ratio: 0.5, solver: "proximal-lbfgs" },
    { lower: 0.5 },
  ])("with maxIter 0 and %j tells what the one that it starts from ended with", async (options) => {
    const first = await new LogisticRegression({ ...options, ...TIGHT }).fit(X, y);
    const again = await new LogisticRegression({ ...options, ...TIGHT, maxIter: 0 }).fit(X, y, {
      initial: first,
    });
    expect(again.coef).toEqual(first.coef);
    expect(again.loss).toBeCloseTo(first.loss, 10);
    expect(again.gradientNorm).toBeLessThan(1e-8);
  });

  it.each<LogisticRegressionOptions>([
    { lower: 0.5 },
    { lower: 0.5, l1Ratio: 1 },
    { lower: 0.5, l1Ratio: 0.5, solver: "proximal-lbfgs" },
  ])("with maxIter 0 and %j is at the bounds nearest to 0, as told", async (options) => {
    const { C, l1Ratio } = { C: 2, l1Ratio: 0, ...options };
    const model = await new LogisticRegression({ ...options, C, ...TIGHT, maxIter: 0 }).fit(X, y);
    expect([...model.coef[0]]).toEqual(Array(6).fill(0.5));
    const losses = X.map((row, i) => {
      const z = row.reduce((sum, value) => sum + value * 0.5, model.intercept[0]);
      return Math.log1p(Math.exp(y[i] === 1 ? -z : z));
    });
    const loss = C * losses.reduce((sum, value) => sum + value, 0);
    expect(model.loss).toBeCloseTo(loss + 6 * (l1Ratio * 0.5 + (1 - l1Ratio) * 0.125), 9);
    const onIteration = () => "stop";
    const stopped = await new LogisticRegression({ ...options, C, ...TIGHT, onIteration }).fit(X, y);
    expect(model.gradientNorm).toBeCloseTo(stopped.gradientNorm, 14);
    expect(model.trace).toMatchObject([{ loss: model.loss, gradientNorm: model.gradientNorm }]);
  });

  it("keeps its penalty in JSON", async () => {
    const model = await new LogisticRegression({ C: 0.1, l1Ratio: 0.5 }).fit(X, y);
    expect(model.toJSON()).toMatchObject({ C: 0.1, l1Ratio: 0.5 });
    expect(LogisticRegression.fromJSON(model.toJSON()).toJSON()).toEqual(model.toJSON());
  });
});

describe("bounds that are infinite", () => {
  const { X, y } = simulated(80, 3, 1);

  it.each<LogisticRegressionOptions>([
    { lower: Number.NEGATIVE_INFINITY },
    { upper: Number.POSITIVE_INFINITY },
    { lower: [-Infinity, -Infinity, -Infinity], upper: Number.POSITIVE_INFINITY },
    { C: Number.POSITIVE_INFINITY, lower: Number.NEGATIVE_INFINITY },
  ])("are none: %o", async (options) => {
    const C = options.C ?? 1;
    const plain = await new LogisticRegression({ C }).fit(X, y);
    const model = await new LogisticRegression({ C, ...options }).fit(X, y);
    expect([model.solver, model.coef]).toEqual([plain.solver, plain.coef]);
  });

  it("need as many values as there are columns all the same", async () => {
    const model = new LogisticRegression({ lower: [-Infinity] });
    await expect(model.fit(X, y)).rejects.toThrow("options.lower: 1 values; expected 3");
  });
});

describe("what can't be used", () => {
  const { X, y } = simulated(20, 3, 1);
  const constant = X.map((row) => [row[0], row[1], 1]);

  it.each<[LogisticRegressionOptions, string]>([
    [{ l1Ratio: 1.5 }, "options.l1Ratio: 1.5; expected a number from 0 to 1"],
    [{ l1Ratio: "lasso" as never }, 'options.l1Ratio: "lasso"; expected a number from 0 to 1'],
    [{ penaltyFactor: [1, 2] }, "options.penaltyFactor: 2 values; expected 3, one for each column of X"],
    [
      { penaltyFactor: [1, -2, 1] },
      "options.penaltyFactor: -2 at index 1; expected a finite number of at least 0",
    ],
    [{ penaltyFactor: 3 as never }, "options.penaltyFactor: 3; expected an array with a finite number"],
    [
      { lower: "0" as never },
      'options.lower: "0"; expected a number, or -Infinity, or an array of these, one for each column',
    ],
    [
      { upper: {} as never },
      "options.upper: an object; expected a number, or Infinity, or an array of these, one for each column",
    ],
    [{ lower: Number.NaN }, "options.lower: NaN; expected a number, or -Infinity"],
    [{ lower: Number.POSITIVE_INFINITY }, "options.lower: Infinity; expected a number, or -Infinity"],
    [{ upper: [1, 1] }, "options.upper: 2 values; expected 3, one for each column of X"],
    [
      { lower: 2, upper: [3, 3, 1] },
      "options.lower: 2 for column 2, whose upper is 1; expected no more than that",
    ],
    [
      { l1Ratio: 1, solver: "lbfgs" },
      'options.solver: "lbfgs" with l1Ratio above 0, or bounds; expected "auto", "proximal-newton" or "proximal-lbfgs"',
    ],
  ])("%j", async (options, message) => {
    await expect(async () => new LogisticRegression(options).fit(X, y)).rejects.toThrow(message);
  });

  it("bounds without 0 for a constant column", async () => {
    const model = new LogisticRegression({ lower: [-1, -1, 0.5] });
    await expect(model.fit(constant, y)).rejects.toThrow(
      "options.lower: [0.5, Infinity] for column 2, which is constant; expected bounds with 0 between them",
    );
  });
});

describe("more than two classes", () => {
  const normal = normals(11);
  const X = Array.from({ length: 90 }, () => [normal(), normal(), normal()]);
  const y = X.map(([a, b]) => (a > 0.3 ? "a" : b > 0 ? "b" : "c"));

  it("each against the rest have both", async () => {
    const options = { C: 0.3, l1Ratio: 1, lower: -0.5 };
    const model = await new LogisticRegression({ ...options, multiClass: "ovr", ...TIGHT }).fit(X, y);
    model.classes.forEach((label, k) => {
      const isSecond = y.map((other) => other === label);
      const problem = { X, isSecond, ...options, lower: [-0.5, -0.5, -0.5] };
      expect(violation(problem, model.coef[k], model.intercept[k])).toBeLessThan(1e-8);
    });
  });

  it("at once have penalty factors: a column of factor 0 has no ridge", async () => {
    const model = await new LogisticRegression({ C: 1e-6, penaltyFactor: [0, 1, 1], ...TIGHT }).fit(X, y);
    expect(Math.max(...model.coef.map((row) => Math.abs(row[0])))).toBeGreaterThan(0.5);
    expect(Math.max(...model.coef.map((row) => Math.abs(row[1])))).toBeLessThan(1e-3);
  });
});
