import { describe, expect, it } from "vitest";
import { type FitWarning, LogisticRegression, type LogisticRegressionOptions } from "../../src/index.ts";
import { overlapping } from "../support/data.ts";

const solvers = ["newton-cholesky", "lbfgs", "gradient-descent"] as const;

async function fit(X: number[][], y: number[], options: LogisticRegressionOptions = {}) {
  const warnings: FitWarning["code"][] = [];
  const onWarning = ({ code }: FitWarning) => warnings.push(code);
  const model = await new LogisticRegression({ tol: 1e-9, onWarning, ...options }).fit(X, y);
  return { model, warnings };
}

/** The largest component of ∇f by its definition, in plain TypeScript. */
function gradientOf({ coef, intercept }: LogisticRegression, X: number[][], y: number[], C: number): number {
  const w = coef[0];
  const gradient = [...(C === Infinity ? w.map(() => 0) : w), 0];
  X.forEach((row, i) => {
    const z = row.reduce((sum, value, j) => sum + value * w[j], intercept[0]);
    const residual = (C === Infinity ? 1 : C) * (1 / (1 + Math.exp(-z)) - y[i]);
    row.forEach((value, j) => (gradient[j] += residual * value));
    gradient[w.length] += residual;
  });
  return Math.max(...gradient.map(Math.abs));
}

describe.each(solvers)("%s", (solver) => {
  it("finds the optimum of more columns than rows", async () => {
    const { X, y } = overlapping(12, 40);
    const { model, warnings } = await fit(X, y, { solver, C: 2 });
    expect(model.status).toBe("converged");
    expect(warnings).toEqual([]);
    expect(gradientOf(model, X, y, 2)).toBeLessThan(1e-6);
  });

  it("shares a coefficient out over columns that repeat, with a penalty", async () => {
    const { X, y } = overlapping(60, 2);
    const twice = X.map(([a, b]) => [a, b, a]);
    // Two equal columns x, w each, are one column √2 x with √2 w.
    const once = X.map(([a, b]) => [Math.SQRT2 * a, b]);
    const { model, warnings } = await fit(twice, y, { solver });
    const { model: reference } = await fit(once, y, { solver });
    expect(warnings).toEqual([]);
    const [first, second, third] = model.coef[0];
    expect(third).toBeCloseTo(first, 7);
    expect(first).toBeCloseTo(reference.coef[0][0] / Math.SQRT2, 7);
    expect(second).toBeCloseTo(reference.coef[0][1], 7);
    expect(model.loss / reference.loss).toBeCloseTo(1, 12);
  });

  it("predicts the same with columns that repeat, without a penalty", async () => {
    const { X, y } = overlapping(60, 2);
    const { model, warnings } = await fit(X.map(([a, b]) => [a, b, a, 2 * a - b]), y, { solver, C: Infinity }); // prettier-ignore
    const { model: reference } = await fit(X, y, { solver, C: Infinity });
    expect(model.converged).toBe(true);
    expect(warnings).toEqual(solver === "newton-cholesky" ? ["singular-hessian"] : []);
    expect(model.trace.some(({ ridge }) => ridge > 0)).toBe(solver === "newton-cholesky");
    expect(model.loss / reference.loss).toBeCloseTo(1, 11);
    const expected = reference.decisionFunction(X);
    const scores = model.decisionFunction(X.map(([a, b]) => [a, b, a, 2 * a - b])); // prettier-ignore
    scores.forEach((z, i) => expect(z).toBeCloseTo(expected[i], 5));
  });

  it.each([1, Infinity])("leaves constant columns at exactly 0 beside an intercept, C = %d", async (C) => {
    const { X, y } = overlapping(60, 2);
    const constants = [0, 1, -0.1, 1e9 + 0.1, 1e-300, 1e300];
    const { model, warnings } = await fit(X.map((row) => [...constants, ...row]), y, { solver, C }); // prettier-ignore
    const { model: reference } = await fit(X, y, { solver, C });
    expect(warnings).toEqual([]);
    expect([...model.coef[0].subarray(0, 6)]).toEqual([0, 0, 0, 0, 0, 0]);
    model.coef[0].subarray(6).forEach((value, j) => expect(value).toBeCloseTo(reference.coef[0][j], 7));
    expect(model.intercept[0]).toBeCloseTo(reference.intercept[0], 7);
  });

  it("counts a column as constant where only rows of weight 0 differ", async () => {
    const { X, y } = overlapping(60, 2);
    for (const odd of [0, 7]) {
      const rows = X.map((row, i) => [...row, i === odd ? 1e6 : 0.3]);
      const sampleWeight = y.map((_, i) => Number(i !== odd));
      const model = await new LogisticRegression({ solver, C: Infinity }).fit(rows, y, { sampleWeight });
      expect(model.coef[0][2]).toBe(0);
      expect(model.converged).toBe(true);
    }
  });

  it("takes a column of ones for the intercept where there is none", async () => {
    const { X, y } = overlapping(60, 2);
    const ones = X.map((row) => [...row, 1, 0]);
    const { model } = await fit(ones, y, { solver, C: Infinity, fitIntercept: false });
    const { model: reference } = await fit(X, y, { solver, C: Infinity });
    expect(model.coef[0][2]).toBeCloseTo(reference.intercept[0], 6);
    expect(model.coef[0][3]).toBe(0);
    expect(model.intercept[0]).toBe(0);
  });

  it("finds nothing but an intercept where all columns are constant", async () => {
    const { model } = await fit([[5], [5], [5], [5]], [0, 1, 1, 1], { solver, C: Infinity });
    expect(model.coef[0][0]).toBe(0);
    expect(model.intercept[0]).toBeCloseTo(Math.log(3), 6);
    expect(model.converged).toBe(true);
  });

  it.each([1, Infinity])("leaves all at 0 with maxIter 0, C = %d", async (C) => {
    const { X, y } = overlapping(60, 3);
    const { model, warnings } = await fit(X, y, { solver, C, maxIter: 0 });
    expect([...model.coef[0], ...model.intercept]).toEqual([0, 0, 0, 0]);
    expect(model).toMatchObject({ status: "max-iterations", nIter: 0, converged: false });
    expect(model.loss).toBeCloseTo(60 * Math.LN2, 9);
    expect(model.trace).toHaveLength(1);
    expect(warnings).toEqual(["not-converged"]);
  });

  it.each([1, Infinity])("needs a step or two from the optimum, C = %d", async (C) => {
    const { X, y } = overlapping(60, 3);
    const far = X.map((row) => row.map((value, j) => (value + 3) * 10 ** j));
    const options = { solver, C, tol: 1e-8 } as const;
    const first = await new LogisticRegression(options).fit(far, y);
    const again = await new LogisticRegression(options).fit(far, y, { initial: first });
    expect(again.nIter).toBeLessThanOrEqual(2);
    expect(again.loss / first.loss).toBeCloseTo(1, 12);
    const loaded = LogisticRegression.fromJSON(JSON.parse(JSON.stringify(first)));
    const fromLoaded = await new LogisticRegression(options).fit(far, y, { initial: loaded });
    expect(fromLoaded.coef).toEqual(again.coef);
    const self = await loaded.fit(far, y, { initial: loaded });
    expect(self.loss / first.loss).toBeCloseTo(1, 9);
  });

  it("starts where initial says", async () => {
    const { X, y } = overlapping(60, 3);
    const other = await new LogisticRegression({ C: 0.01 }).fit(X.map((row) => row.map((v) => -v)), y); // prettier-ignore
    const { model: cold } = await fit(X, y, { solver });
    const options = { solver, maxIter: 0, onWarning: () => {} };
    const start = await new LogisticRegression(options).fit(X, y, { initial: other });
    start.coef[0].forEach((value, j) => expect(value).toBeCloseTo(other.coef[0][j], 12));
    expect(start.intercept[0]).toBeCloseTo(other.intercept[0], 12);
    const warm = await new LogisticRegression({ solver, tol: 1e-9 }).fit(X, y, { initial: other });
    warm.coef[0].forEach((value, j) => expect(value).toBeCloseTo(cold.coef[0][j], 6));
  });
});

it("the warning of a singular Hessian counts it among the iterates", async () => {
  const { X, y } = overlapping(60, 2);
  const messages: string[] = [];
  const onWarning = ({ message }: FitWarning) => messages.push(message);
  const model = new LogisticRegression({ C: Infinity, onWarning });
  const twice = X.map(([a, b]) => [a, b, a]);
  await model.fit(twice, y);
  expect(messages).toHaveLength(1);
  const singular = model.trace.filter(({ ridge }) => ridge > 0);
  const [{ iteration }] = singular;
  const of = `singular at ${singular.length} of ${model.nIter + 1} iterates (first at iterate ${iteration})`;
  expect(messages[0]).toContain(of);
});
