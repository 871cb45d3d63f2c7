/** Tables as people have them, with categories that become indicators, all of them, and with gaps. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { Dataset, LogisticRegression, type MethodName } from "../../src/index.ts";
import { type Prepared, prepare } from "../support/indicators.ts";

interface Optimum {
  readonly data: string;
  readonly target: string;
  readonly C: number;
  readonly l1Ratio: number;
  readonly names: readonly string[];
  readonly coef: readonly number[];
  readonly intercept: number;
  readonly loss: number;
}

const { optima } = JSON.parse(readFileSync(new URL("../reference/tables.json", import.meta.url), "utf8")) as {
  optima: readonly Optimum[];
};

const tables = new Map<string, Prepared>(
  optima.map(({ data, target }) => [data, prepare(data, target)] as const),
);

const RIDGE_SOLVERS: MethodName[] = ["newton-cholesky", "newton-cg", "lbfgs", "sampled-newton"];

const cases = optima.flatMap((optimum) =>
  (["auto", ...(optimum.l1Ratio === 0 ? RIDGE_SOLVERS : [])] as const).map(
    (solver) =>
      [`${optimum.data}, C ${optimum.C}, l1Ratio ${optimum.l1Ratio}, ${solver}`, optimum, solver] as const,
  ),
);

describe.each(cases)("glmnet's optimum of %s", (_, reference, solver) => {
  const { names, X, y } = tables.get(reference.data) as Prepared;

  it("is ours", async () => {
    expect(names).toEqual(reference.names);
    using dataset = Dataset.from(X, y, { featureNames: names });
    const { C, l1Ratio } = reference;
    const model = await new LogisticRegression({ C, l1Ratio, solver, tol: 1e-9 }).fit(dataset);
    expect(model.converged).toBe(true);
    expect(model.loss / reference.loss - 1).toBeLessThan(1e-11); // never above
    expect(model.loss / reference.loss - 1).toBeGreaterThan(-1e-9);
    // All indicators of a text add up to 1: a lasso may share their coefficients out in many ways, but scores are the same.
    const scores = model.decisionFunction(dataset);
    X.forEach((row, i) => {
      const score = row.reduce((sum, x, j) => sum + x * reference.coef[j], reference.intercept);
      expect(Math.abs(scores[i] - score), `row ${i}`).toBeLessThan(1e-4 * Math.max(1, Math.abs(score)));
    });
    const used = (coef: ArrayLike<number>) => Array.from(coef).filter((w) => w !== 0).length;
    if (l1Ratio === 1) expect(Math.abs(used(model.coef[0]) - used(reference.coef))).toBeLessThanOrEqual(2);
    else {
      const largest = Math.max(...reference.coef.map(Math.abs));
      reference.coef.forEach((w, j) => {
        expect(Math.abs(model.coef[0][j] - w), names[j]).toBeLessThan(1e-4 * largest);
      });
    }
  });
});
