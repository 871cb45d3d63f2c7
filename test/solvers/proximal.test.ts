import { describe, expect, it } from "vitest";
import { LogisticRegression } from "../../src/index.ts";
import { hardDesigns } from "../support/hard-designs.ts";
import { normals, seeded } from "../support/random.ts";

const quiet = { onWarning: () => {} };

/** What the stop rule states, and some rounding. */
const STATED = 1.1e-11;

/** Curvature pairs don't see directions in which F hardly bends; see the README on how a fit ends. */
const STATED_BY_PAIRS = 1e-7;

describe.each(Object.keys(hardDesigns))("on %s", (name) => {
  const { X, y, sampleWeight } = hardDesigns[name](1);
  const weights = sampleWeight ? { sampleWeight } : {};

  it.each([0.01, 1, 100])("the lasso of C = %d ends as near the optimum as it says", async (C) => {
    const options = { ...quiet, C, l1Ratio: 1 };
    const exact = await new LogisticRegression({ ...options, tol: 1e-11 }).fit(X, y, weights);
    expect(["converged", "precision-limit"]).toContain(exact.status);
    for (const [solver, most] of [
      ["proximal-newton", STATED],
      ["proximal-lbfgs", STATED_BY_PAIRS],
    ] as const) {
      const model = await new LogisticRegression({ ...options, solver }).fit(X, y, weights);
      expect(model.converged, `${solver}: ${model.status}`).toBe(true);
      expect(model.loss / exact.loss - 1).toBeLessThan(most);
    }
  });
});

describe("hundreds of columns in use, of which each is nearly another's", () => {
  it.each([1, 100])("end as near the optimum as they say, for a C of %d", async (C) => {
    const [rows, cols] = [900, 600];
    const normal = normals(31);
    const uniform = seeded(32);
    const X = Array.from({ length: rows }, () => {
      const row = Float64Array.from({ length: cols }, normal);
      for (let j = 1; j < cols; j += 2) row[j] = row[j - 1] + 1e-3 * row[j];
      return row;
    });
    const y = X.map(
      (row) => row.reduce((sum, x, j) => sum + (j % 4 === 0 ? x : 0), 0) > 8 * (uniform() - 0.5),
    );
    const options = { ...quiet, C, l1Ratio: 0.6 };
    const exact = await new LogisticRegression({ ...options, tol: 1e-10 }).fit(X, y);
    const model = await new LogisticRegression(options).fit(X, y);
    expect(model.converged, model.status).toBe(true);
    expect(model.loss / exact.loss - 1).toBeLessThan(STATED);
    expect(model.coef[0].filter((w) => w !== 0).length).toBeGreaterThan(200);
  });
});
