/** Sparse rows with what else takes a data set: subsets, cross-validation, paths. */
import { afterAll, describe, expect, it } from "vitest";
import {
  crossValidate,
  type CsrMatrix,
  Dataset,
  LogisticRegression,
  LogisticRegressionCV,
  logisticPath,
  StratifiedKFold,
  trainTestSplit,
} from "../../src/index.ts";
import { loadModel } from "../../src/predict/index.ts";
import { normals, seeded } from "../support/random.ts";

const ROWS = 160;
const COLS = 12;
const QUIET = { tol: 1e-10, onWarning: () => {} };

const uniform = seeded(3);
const normal = normals(4);
const dense = Array.from({ length: ROWS }, () =>
  Array.from({ length: COLS }, (_, j) => (uniform() < 0.25 ? 10 ** ((j % 3) - 1) * normal() : 0)),
);
const y = dense.map((row) => (row[0] * 8 - row[1] + 0.7 * normal() > 0 ? "up" : "down"));
const three = dense.map((row, i) => (row[0] > 0 ? "a" : i % 2 === 0 ? "b" : "c"));

function sparseOf(rows: readonly (readonly number[])[]): CsrMatrix {
  const entries = rows.map((row) => [...row.entries()].filter(([, value]) => value !== 0));
  const indptr = [0];
  for (const row of entries) indptr.push(indptr[indptr.length - 1] + row.length);
  return {
    values: entries.flatMap((row) => row.map(([, value]) => value)),
    indices: entries.flatMap((row) => row.map(([j]) => j)),
    indptr,
    rows: rows.length,
    cols: COLS,
  };
}

const csr = sparseOf(dense);
const sparse = Dataset.from(csr, y);
const sparseThree = Dataset.from(csr, three);
afterAll(() => {
  sparse.dispose();
  sparseThree.dispose();
});

function expectNear(a: LogisticRegression, b: LogisticRegression): void {
  a.coef.forEach((row, k) => row.forEach((w, j) => expect(Math.abs(w - b.coef[k][j])).toBeLessThan(1e-7)));
  a.intercept.forEach((w, k) => expect(Math.abs(w - b.intercept[k])).toBeLessThan(1e-7));
}

describe("a subset of sparse rows", () => {
  const most = Array.from({ length: ROWS }, (_, i) => i).filter((i) => i % 3 !== 0);
  const few = [5, 17, 3, 80, 81, 82, 83, 120, 121, 159, 3, 44];

  it.each([
    ["most of them", most, {}],
    ["few of them, one twice", few, {}],
    ["most of them, a lasso", most, { l1Ratio: 1, C: 2 }],
    ["most of them, by mini-batches' kin", most, { solver: "saga" as const, maxIter: 3 }],
    ["most of them, by truncated Newton", most, { solver: "newton-cg" as const }],
    ["few of them, by samples", few, { solver: "sampled-newton" as const }],
  ])("is fitted as rows of its own: %s", async (_, picked, options) => {
    using subset = sparse.subset(picked);
    using own = Dataset.from(
      sparseOf(picked.map((i) => dense[i])),
      picked.map((i) => y[i]),
    );
    const [a, b] = await Promise.all(
      [subset, own].map((dataset) => new LogisticRegression({ ...QUIET, ...options }).fit(dataset)),
    );
    expectNear(a, b);
    expect([...a.predictProba(subset).data]).toEqual([...a.predictProba(own).data]);
    expect(a.score(subset)).toBe(a.score(own));
  });

  it("of many classes too, and outlives its parent", async () => {
    const parent = Dataset.from(csr, three);
    using subset = parent.subset(most);
    parent.dispose();
    using own = Dataset.from(
      most.map((i) => dense[i]),
      most.map((i) => three[i]),
    );
    const [a, b] = await Promise.all(
      [subset, own].map((dataset) => new LogisticRegression(QUIET).fit(dataset)),
    );
    expectNear(a, b);
  });
});

describe("cross-validation of sparse rows", () => {
  it("scores as that of dense rows", async () => {
    const cv = new StratifiedKFold({ nSplits: 4 });
    const scoring = ["negLogLoss", "accuracy"] as const;
    const [a, b] = await Promise.all(
      [csr, dense].map((X) => crossValidate(new LogisticRegression(QUIET), X, y, { cv, scoring })),
    );
    for (const name of scoring) {
      const [scores, expected] = [a, b].map(({ testScores }) => testScores[name]);
      expect(scores).toHaveLength(4);
      scores.forEach((score, k) => expect(score).toBeCloseTo(expected[k], 8));
    }
  });

  it("chooses the C that dense rows choose, of two classes and of three", async () => {
    for (const labels of [y, three]) {
      const [a, b] = await Promise.all(
        [csr, dense].map((X) =>
          new LogisticRegressionCV({
            Cs: 4,
            cv: 3,
            scoring: "negLogLoss",
            tol: 1e-9,
            onWarning: () => {},
          }).fit(X, labels),
        ),
      );
      expect(a.C).toBe(b.C);
      a.coef.forEach((row, k) => row.forEach((w, j) => expect(w).toBeCloseTo(b.coef[k][j], 6)));
    }
  });
});

it("trainTestSplit parts sparse rows as dense ones", () => {
  const [a, b] = [csr, dense].map((X) => trainTestSplit(X as typeof csr, y, { seed: 5, stratify: true }));
  for (const side of ["train", "test"] as const) {
    expect(a[side].rows).toEqual(b[side].rows);
    expect(a[side].y).toEqual(b[side].y);
    expect(a[side].X.indptr.length).toBe(a[side].rows.length + 1);
    using part = Dataset.from(a[side].X);
    using whole = Dataset.from(b[side].X as never);
    const model = LogisticRegression.fromJSON({
      version: 1,
      classes: [0, 1],
      coef: [dense[0].map((_, j) => j + 1)],
      intercept: [0.5],
    });
    expect(model.decisionFunction(part)).toEqual(model.decisionFunction(whole));
  }
});

describe("a path of sparse rows", () => {
  it.each([
    ["two classes", y],
    ["three classes", three],
  ])("is that of dense rows: %s", async (_, labels) => {
    const options = { nLambda: 12, tol: 1e-9, onWarning: () => {} };
    const [a, b] = await Promise.all([csr, dense].map((X) => logisticPath(X, labels, options)));
    expect(a.length).toBe(b.length);
    expect([...a.nonZeros]).toEqual([...b.nonZeros]);
    a.lambdas.forEach((lambda, k) => {
      expect(lambda / b.lambdas[k]).toBeCloseTo(1, 10);
      a.coef[k].forEach((row, c) => row.forEach((w, j) => expect(w).toBeCloseTo(b.coef[k][c][j], 6)));
    });
    expect(a.predict(csr, 5)).toEqual(b.predict(dense, 5));
  });
});

it("an offset goes with sparse rows, in logit-wasm/predict as well", async () => {
  const offset = dense.map((_, i) => 0.3 * Math.sin(i));
  const model = await new LogisticRegression(QUIET).fit(csr, y, { offset });
  expectNear(model, await new LogisticRegression(QUIET).fit(dense, y, { offset }));
  const loaded = loadModel<string>(JSON.parse(JSON.stringify(model)));
  expect(loaded.predictProba(csr, { offset })).toEqual(model.predictProba(csr, { offset }));
});
