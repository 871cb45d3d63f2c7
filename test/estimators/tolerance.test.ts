import { describe, expect, it } from "vitest";
import { Dataset, LogisticRegression, type LogisticRegressionOptions } from "../../src/index.ts";
import { manyClasses } from "../support/classes.ts";
import { overlapping } from "../support/data.ts";

const silent = { onWarning: () => {} };

const two = overlapping(20_000, 12);
const five = manyClasses(6000, 20, 5);

describe("a looser tol", () => {
  it.each<[string, { X: number[][]; y: number[] }, LogisticRegressionOptions]>([
    ["sampled-newton", two, { solver: "sampled-newton" }],
    ["newton-cg", two, { solver: "newton-cg" }],
    ["the lasso", two, { l1Ratio: 1, C: 0.01 }],
    ["sampled-newton, five classes", five, { solver: "sampled-newton" }],
    ["newton-cg, five classes", five, { solver: "newton-cg" }],
  ])("ends %s earlier, as near as it says", async (_, { X, y }, options) => {
    using dataset = Dataset.from(X, y);
    const fit = (tol?: number) =>
      new LogisticRegression({ ...silent, ...options, ...(tol && { tol }) }).fit(dataset);
    const best = await fit(1e-9);
    const asUsual = await fit();
    expect((asUsual.loss - best.loss) / best.loss).toBeLessThan(1e-11);
    for (const tol of [1e-4, 1e-3]) {
      const model = await fit(tol);
      expect(model.status).toBe("converged");
      expect(model.gradientNorm).toBeLessThan(tol);
      expect((model.loss - best.loss) / best.loss).toBeLessThan(1e-11 * (tol / 1e-6) ** 2);
      if (tol === 1e-3) expect(model.passes).toBeLessThan(asUsual.passes);
    }
  });
});
