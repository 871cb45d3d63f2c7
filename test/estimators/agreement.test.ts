/** What scikit-learn's own tests of its logistic regression ask of every solver, asked of ours. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  Dataset,
  LogisticRegression,
  type LogisticRegressionOptions,
  type MethodName,
} from "../../src/index.ts";
import { manyClasses } from "../support/classes.ts";
import { normals } from "../support/random.ts";

const DETERMINISTIC: MethodName[] = [
  "lbfgs",
  "newton-cholesky",
  "newton",
  "newton-cg",
  "sampled-newton",
  "bfgs",
];
const TIGHT = { tol: 1e-10, maxIter: 5000, onWarning: () => {} };

interface Sample {
  readonly X: number[][];
  readonly y: number[];
}

const fit = ({ X, y }: Sample, options: LogisticRegressionOptions = {}) =>
  new LogisticRegression({ ...TIGHT, ...options }).fit(X, y);

/** All coefficients and intercepts behind one another. */
const numbers = ({ coef, intercept }: LogisticRegression) => [
  ...coef.flatMap((row) => [...row]),
  ...intercept,
];

function expectNear(a: readonly number[], b: readonly number[], bound: number): void {
  const largest = Math.max(1, ...b.map(Math.abs));
  a.forEach((value, i) => expect(Math.abs(value - b[i])).toBeLessThan(bound * largest));
}

const SAMPLES: [string, Sample][] = [
  ["two classes", manyClasses(200, 5, 2, 1)],
  ["two classes, more columns than rows", manyClasses(20, 50, 2, 2)],
  ["four classes", manyClasses(150, 6, 4, 3)],
  ["three classes, more columns than rows", manyClasses(15, 40, 3, 4)],
];

describe.each(SAMPLES)("all deterministic solvers agree on %s", (_, sample) => {
  it.each([
    [0.01, true],
    [1, true],
    [10, false],
  ])("with C = %d, fitIntercept %s", async (C, fitIntercept) => {
    const models = await Promise.all(DETERMINISTIC.map((solver) => fit(sample, { C, fitIntercept, solver })));
    for (const model of models) {
      expect(model.converged, `${model.solver}: ${model.status}`).toBe(true);
      for (const other of models) expectNear(numbers(model), numbers(other), 1e-6);
    }
  });
});

it("an elastic net's solvers agree with the others where its ratio is 0", async () => {
  for (const [, sample] of SAMPLES.slice(0, 2)) {
    const [proximal, byPairs, newton] = await Promise.all(
      (["proximal-newton", "proximal-lbfgs", "newton-cholesky"] as const).map((solver) =>
        fit(sample, { solver }),
      ),
    );
    expectNear(numbers(proximal), numbers(newton), 1e-6);
    expectNear(numbers(byPairs), numbers(newton), 1e-6);
  }
});

describe("steps", () => {
  const sample = manyClasses(300, 4, 2, 5);

  it.each(["newton-cholesky", "newton"] as const)("of %s: two are one and one more", async (solver) => {
    const two = await fit(sample, { solver, maxIter: 2 });
    const one = await fit(sample, { solver, maxIter: 1 });
    const more = await new LogisticRegression({ ...TIGHT, solver, maxIter: 1 }).fit(sample.X, sample.y, {
      initial: one,
    });
    expect([two.nIter, one.nIter, more.nIter]).toEqual([2, 1, 1]);
    expectNear(numbers(more), numbers(two), 1e-9);
  });

  it.each(DETERMINISTIC)("of %s are told of where they are not enough", async (solver) => {
    const warnings: string[] = [];
    const onWarning = ({ code }: { code: string }) => warnings.push(code);
    const one = await fit(sample, { solver, maxIter: 1, onWarning });
    const none = await fit(sample, { solver, maxIter: 0, onWarning });
    expect([one.status, one.nIter]).toEqual(["max-iterations", 1]);
    expect([none.status, none.nIter]).toEqual(["max-iterations", 0]);
    expect(numbers(none).every((value) => value === 0)).toBe(true);
    expect(one.loss).toBeLessThan(none.loss);
    expect(warnings).toHaveLength(2);
  });
});

describe("rows", () => {
  it("and labels that can't be written to are read", async () => {
    const { X, y } = manyClasses(60, 3, 3, 6);
    const frozen = Object.freeze(X.map((row) => Object.freeze([...row]) as number[])) as number[][];
    const model = await new LogisticRegression(TIGHT).fit(frozen, Object.freeze([...y]));
    expect(numbers(model)).toEqual(numbers(await fit({ X, y })));
  });

  it("are left as they are", async () => {
    const { X, y } = manyClasses(60, 3, 2, 7);
    const data = Float64Array.from(X.flat());
    const weights = Float64Array.from(y, (_, i) => 1 + (i % 3));
    const before = [data.slice(), weights.slice()];
    const model = await new LogisticRegression(TIGHT).fit({ data, rows: 60, cols: 3 }, y, {
      sampleWeight: weights,
    });
    model.predictProba({ data, rows: 60, cols: 3 });
    expect([data, weights]).toEqual(before);
  });

  it("are answered one by one, in any order and in any part of them, as all at once", async () => {
    const sample = manyClasses(90, 4, 3, 8);
    const model = await fit(sample);
    const all = model.predictProba(sample.X);
    const row = (i: number) => [...all.data.subarray(i * 3, i * 3 + 3)];
    fc.assert(
      fc.property(fc.array(fc.nat(89), { minLength: 1, maxLength: 20 }), (picked) => {
        const part = model.predictProba(picked.map((i) => sample.X[i]));
        picked.forEach((i, k) => expect([...part.data.subarray(k * 3, k * 3 + 3)]).toEqual(row(i)));
      }),
      { numRuns: 20 },
    );
  });

  it("may be two, one of each class, of one column", async () => {
    const model = await fit({ X: [[-1], [1]], y: [0, 1] });
    expect(model.predict([[-1], [1]])).toEqual([0, 1]);
    // C (log(1 + e^−w) · 2) + ½ w²: at its least w (1 + e^w) = 2 C
    const [w] = model.coef[0];
    expect(Math.abs(w * (1 + Math.exp(w)) - 2)).toBeLessThan(1e-8);
    expect(Math.abs(model.intercept[0])).toBeLessThan(1e-9);
  });

  it.each([2, 3])("of %d classes, a class having one", async (classes) => {
    const { X, y } = manyClasses(40, 3, classes, 9);
    const rare = y.map((label, i) => (i === 0 ? classes : label));
    const model = await fit({ X, y: rare });
    expect(model.converged).toBe(true);
    expect(model.classes).toHaveLength(classes + 1);
    const { data } = model.predictProba(X);
    expect(data.every((p) => p > 0 && p < 1)).toBe(true);
  });
});

describe("labels", () => {
  const sample = manyClasses(120, 4, 2, 10);

  it.each<[string, (label: number) => string | boolean | number]>([
    ["strings", (label) => (label === 1 ? "yes" : "no")],
    ["booleans", (label) => label === 1],
    ["other numbers", (label) => (label === 1 ? 1e6 : -3.5)],
  ])("as %s change nothing but their names", async (_, named) => {
    const plain = await fit(sample);
    const labels = sample.y.map(named);
    const model = await new LogisticRegression(TIGHT).fit(sample.X, labels as string[]);
    expect(numbers(model)).toEqual(numbers(plain));
    expect(model.predict(sample.X)).toEqual(plain.predict(sample.X).map(named));
    expect(model.score(sample.X, labels as string[])).toBe(plain.score(sample.X, sample.y));
  });
});

describe("f32", () => {
  it.each(DETERMINISTIC)("rows give %s the optimum of the rounded rows", async (solver) => {
    const normal = normals(11);
    const X = Array.from({ length: 400 }, () => Array.from({ length: 5 }, normal));
    const y = X.map((row) => Number(row[0] + normal() > 0));
    using single = Dataset.from(X, y, { dtype: "f32" });
    const rounded = X.map((row) => row.map(Math.fround));
    const model = await new LogisticRegression({ ...TIGHT, tol: 1e-7, solver }).fit(single);
    expectNear(numbers(model), numbers(await fit({ X: rounded, y }, { solver })), 1e-6);
  });
});
