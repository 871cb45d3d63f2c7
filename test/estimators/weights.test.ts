import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LogisticRegression, type LogisticRegressionOptions } from "../../src/index.ts";
import { manyClasses } from "../support/classes.ts";
import { matrix, overlapping } from "../support/data.ts";
import { expectInputError } from "../support/errors.ts";
import { seeded } from "../support/random.ts";

const fits: [string, LogisticRegressionOptions, number][] = [
  ["two classes", {}, 2],
  ["two classes without penalty", { C: Infinity }, 2],
  ["two classes, elastic net", { C: 0.5, l1Ratio: 0.4 }, 2],
  ["a softmax", {}, 3],
  ["each class against the rest", { multiClass: "ovr" }, 3],
];

const sample = (classes: number, seed: number) =>
  classes === 2 ? overlapping(60, 3, seed) : manyClasses(80, 3, classes, seed);

const repeat = <T>(values: readonly T[], times: readonly number[]): T[] =>
  values.flatMap((value, i) => Array.from({ length: times[i] }, () => value));

function expectSame(found: LogisticRegression, expected: LogisticRegression): void {
  const all = (model: LogisticRegression) => [...model.coef.flatMap((row) => [...row]), ...model.intercept];
  const wanted = all(expected);
  const scale = Math.max(...wanted.map(Math.abs));
  const errors = all(found).map((value, j) => Math.abs(value - wanted[j]) / scale);
  expect(Math.max(...errors)).toBeLessThan(1e-7);
  expect(found.loss / expected.loss).toBeCloseTo(1, 10);
}

describe.each(fits)("%s", (_, options, classes) => {
  const fit = (X: number[][], y: number[], more: LogisticRegressionOptions = {}, sampleWeight?: number[]) => {
    const model = new LogisticRegression({ tol: 1e-11, onWarning: () => {}, ...options, ...more });
    return model.fit(X, y, sampleWeight ? { sampleWeight } : {});
  };

  it("sample weights are repetitions of rows, none for 0", () =>
    fc.assert(
      fc.asyncProperty(fc.nat(), async (seed) => {
        const { X, y } = sample(classes, seed);
        const random = seeded(seed);
        const times = y.map(() => Math.floor(4 * random()));
        const counts = Array.from({ length: classes }, (__, k) => y.filter((label, i) => label === k && times[i] > 0).length); // prettier-ignore
        fc.pre(Math.min(...counts) > 12);
        expectSame(await fit(X, y, {}, times), await fit(repeat(X, times), repeat(y, times)));
      }),
      { seed: 3, numRuns: 12 },
    ));

  it("class weights are repetitions of the classes' rows, beside sample weights as well", () =>
    fc.assert(
      fc.asyncProperty(fc.nat(), async (seed) => {
        const { X, y } = sample(classes, seed);
        const classWeight = { 0: 3, 1: 1, ...(classes > 2 && { 2: 2 }) };
        const random = seeded(seed);
        const weights = y.map(() => 0.5 + random());
        const times = y.map((label) => classWeight[label as 0 | 1] ?? 0);
        expectSame(await fit(X, y, { classWeight }), await fit(repeat(X, times), repeat(y, times)));
        expectSame(
          await fit(X, y, { classWeight }, weights),
          await fit(repeat(X, times), repeat(y, times), {}, repeat(weights, times)),
        );
      }),
      { seed: 4, numRuns: 8 },
    ));

  it("a corrected intercept gives each class its share where columns tell nothing", async () => {
    const { y } = sample(classes, 5);
    const X = y.map(() => [0]);
    const weights = y.map((__, i) => 1 + (i % 3));
    const classWeight = { 0: 5, 1: 0.5 };
    const { data } = (await fit(X, y, { classWeight, correctIntercept: true }, weights)).predictProba([[0]]);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const shares = Array.from(data, (__, k) => y.reduce((sum, label, i) => sum + (label === k ? weights[i] : 0), 0) / total); // prettier-ignore
    data.forEach((p, k) => expect(p).toBeCloseTo(shares[k], 6));
  });

  it("a corrected intercept is all that a correction changes, and a fit goes on from there", async () => {
    const { X, y } = sample(classes, 6);
    const classWeight = "balanced";
    const plain = await fit(X, y, { classWeight });
    const model = await fit(X, y, { classWeight, correctIntercept: true });
    expect(model.coef).toEqual(plain.coef);
    expect(model.loss).toBe(plain.loss);
    expect(model.intercept).not.toEqual(plain.intercept);
    const again = new LogisticRegression({ ...options, tol: 1e-9, classWeight, correctIntercept: true });
    await again.fit(X, y, { initial: model });
    expect(again.nIter).toBeLessThanOrEqual(1);
    expectSame(again, model);
    const json = (await fit(X, y)).toJSON();
    const corrected = await fit(X, y, { correctIntercept: true });
    expect(corrected.toJSON()).toEqual({ ...json, correctIntercept: true });
  });
});

describe("correctIntercept", () => {
  it("takes log (c₁ / c₀) back from the intercept of two classes", async () => {
    const { X, y } = overlapping(80, 2);
    const classWeight = { 0: 0.25, 1: 4 };
    const plain = await new LogisticRegression({ classWeight }).fit(X, y);
    const model = await new LogisticRegression({ classWeight, correctIntercept: true }).fit(X, y);
    expect(model.intercept[0]).toBeCloseTo(plain.intercept[0] - Math.log(16), 12);
  });

  it("keeps the intercepts of a softmax adding up to 0", async () => {
    const { X, y } = manyClasses(90, 3, 3);
    const model = new LogisticRegression({ classWeight: { 0: 9, 1: 2 }, correctIntercept: true });
    const { intercept } = await model.fit(X, y);
    expect(intercept.reduce((sum, b) => sum + b, 0)).toBeCloseTo(0, 9);
  });

  it("makes probabilities right again where the model is", async () => {
    const random = seeded(11);
    const X = Array.from({ length: 40000 }, () => [4 * random() - 2]);
    const y = X.map(([x]) => Number(random() < 1 / (1 + Math.exp(3 - 1.5 * x))));
    const rows = matrix(X);
    const meanOf = (model: LogisticRegression) =>
      model.predictProba(rows).data.reduce((sum, p, i) => sum + (i % 2) * p, 0) / y.length;
    const share = y.reduce((sum, label) => sum + label, 0) / y.length;
    const options = { C: Infinity, classWeight: "balanced" } as const;
    const plain = await new LogisticRegression(options).fit(rows, y);
    const model = await new LogisticRegression({ ...options, correctIntercept: true }).fit(rows, y);
    expect(meanOf(plain)).toBeGreaterThan(2 * share);
    expect(meanOf(model) / share).toBeCloseTo(1, 2);
    expect(model.coef[0][0]).toBeCloseTo(1.5, 1);
    expect(model.intercept[0]).toBeCloseTo(-3, 1);
  });

  it("has to have an intercept, and no stream", async () => {
    await expectInputError(
      () => new LogisticRegression({ correctIntercept: true, fitIntercept: false }),
      "options.correctIntercept",
      "true without an intercept; expected fitIntercept true",
    );
    await expectInputError(
      () => new LogisticRegression({ correctIntercept: 1 as never }),
      "options.correctIntercept",
      "1; expected true or false",
    );
    const stream = { classes: [0, 1], totalWeight: 10 };
    await expectInputError(
      () => new LogisticRegression({ correctIntercept: true }).partialFit([[1], [2]], [0, 1], stream),
      "options.correctIntercept",
      "true; a stream expects false",
    );
  });
});

describe("clone", () => {
  it("has the same options, and no fit", async () => {
    const { X, y } = overlapping(60, 3);
    const model = new LogisticRegression({ C: 0.2, l1Ratio: 0.5, classWeight: { 1: 3 }, tol: 1e-9 });
    await model.fit(X, y);
    const copy = model.clone();
    expect(() => copy.coef).toThrow("not fitted");
    await copy.fit(X, y);
    expect(copy.toJSON()).toEqual(model.toJSON());
  });
});
