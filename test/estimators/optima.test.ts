import { describe, expect, it } from "vitest";
import { LogisticRegression, type LogisticRegressionOptions } from "../../src/index.ts";
import { deviations, type ReferenceCase, referenceCases, rowsOf, weightsOf } from "../support/reference.ts";

const TIGHT = { tol: 1e-12, maxIter: 10000 };

async function fit(reference: ReferenceCase, options: LogisticRegressionOptions) {
  const { X, y } = rowsOf(reference);
  const { C, fitIntercept } = reference;
  const model = new LogisticRegression({ C, fitIntercept, onWarning: () => {}, ...options });
  const sampleWeight = weightsOf(reference, X.length);
  return model.fit(X, y, sampleWeight ? { sampleWeight } : {});
}

/** By how much the model's loss lies above the minimum, relative to it. */
function excess(model: LogisticRegression, { objective }: ReferenceCase): number {
  return (model.loss - objective) / objective;
}

/** f by its definition, in plain TypeScript: what `model.loss` is checked against. */
function objectiveAt(model: LogisticRegression, reference: ReferenceCase): number {
  const { X, y } = rowsOf(reference);
  const s = weightsOf(reference, X.length);
  const w = model.coef[0];
  let loss = 0;
  X.forEach((row, i) => {
    const z = row.reduce((sum, value, j) => sum + value * w[j], model.intercept[0]);
    const margin = y[i] === model.classes[1] ? z : -z;
    loss += (s?.[i] ?? 1) * (Math.max(-margin, 0) + Math.log1p(Math.exp(-Math.abs(margin))));
  });
  const penalty = w.reduce((sum, value) => sum + value * value, 0) / 2;
  return reference.C === Number.POSITIVE_INFINITY ? loss : reference.C * loss + penalty;
}

/** max |wⱼ − w*ⱼ| sdⱼ / max |w*ⱼ| sdⱼ */
function coefficientError(model: LogisticRegression, reference: ReferenceCase): number {
  const { X } = rowsOf(reference);
  const sd = deviations(X, weightsOf(reference, X.length));
  const largest = (values: ArrayLike<number>) =>
    Math.max(...sd.map((scale, j) => Math.abs(values[j]) * scale));
  return largest(reference.coef.map((value, j) => value - model.coef[0][j])) / largest(reference.coef);
}

const cases = referenceCases.map((reference) => [reference.name, reference] as const);

describe.each(cases)("%s", (_, reference) => {
  it.each(["auto", "lbfgs", "newton-cholesky"] as const)("%s reaches the optimum", async (solver) => {
    const model = await fit(reference, { solver, ...TIGHT });
    expect(model.converged, model.status).toBe(true);
    expect(excess(model, reference)).toBeLessThan(1e-10);
    expect(coefficientError(model, reference)).toBeLessThan(1e-6);
    expect(objectiveAt(model, reference) / model.loss).toBeCloseTo(1, 11);
  });

  it.each([
    ["auto", 1e-9],
    ["lbfgs", 1e-7],
    ["newton-cholesky", 1e-7],
  ] as const)("%s comes close with default options", async (solver, bound) => {
    const model = await fit(reference, { solver });
    expect(model.status).toBe("converged");
    expect(model.gradientNorm).toBeLessThanOrEqual(1e-6);
    expect(excess(model, reference)).toBeLessThan(bound);
  });

  it("is near in f32 storage", async () => {
    const model = await fit(reference, { dtype: "f32", ...TIGHT });
    expect(model.converged, model.status).toBe(true);
    expect(Math.abs(excess(model, reference))).toBeLessThan(1e-5);
  });

  it("is told truthfully by gradient-descent", async () => {
    const wellConditioned = reference.C === 1e-3;
    const maxIter = wellConditioned ? 10000 : 1000;
    const model = await fit(reference, { solver: "gradient-descent", tol: 1e-12, maxIter });
    if (wellConditioned || model.converged) expect(excess(model, reference)).toBeLessThan(1e-6);
    if (model.converged) return;
    expect(model.status).toBe("max-iterations");
    expect(model.nIter).toBe(maxIter);
    expect(model.gradientNorm).toBeGreaterThan(1e-12);
  });
});

describe("auto on raw columns", () => {
  const raw = referenceCases.filter(({ data, C, weighted, standardised }) => {
    return data !== "heights" && C === 1 && !weighted && !standardised;
  });

  it.each(raw.map((reference) => [reference.name, reference] as const))(
    "%s: few passes",
    async (_, reference) => {
      const model = await fit(reference, {});
      expect(model.status).toBe("converged");
      expect(model.passes).toBeLessThanOrEqual(60);
    },
  );
});
