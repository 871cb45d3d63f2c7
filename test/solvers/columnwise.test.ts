import { describe, expect, it } from "vitest";
import { createRuntime, LogisticRegression, type LogisticRegressionOptions } from "../../src/index.ts";
import { Extrapolation } from "../../src/solvers/extrapolation.ts";
import { Workspace } from "../../src/wasm/workspace.ts";
import { violation } from "../support/optimality.ts";
import { normals, seeded } from "../support/random.ts";
import { csrOf, sparseRows } from "../support/sparse.ts";

const TIGHT = { tol: 1e-9, onWarning: () => {} };
const [ROWS, COLS] = [500, 300];

/** Rows of which a twentieth is not 0, some columns in units of their own, and labels that depend on every tenth. */
function problem(seed: number) {
  const uniform = seeded(seed);
  const X = sparseRows(ROWS, COLS, 0.05, seed).map((row) =>
    row.map((value, j) => value * (j % 7 === 0 ? 1000 : 1)),
  );
  const y = X.map((row) => {
    const z = row.reduce(
      (sum, value, j) => sum + (j % 10 === 0 ? (4 * value) / (j % 7 === 0 ? 1000 : 1) : 0),
      0.5,
    );
    return uniform() < 1 / (1 + Math.exp(-z)) ? 1 : 0;
  });
  return { X, y, isSecond: y.map((label) => label === 1) };
}

describe("sparse rows of many columns", () => {
  const { X, y, isSecond } = problem(5);
  const csr = csrOf(X);
  const bounds = {
    lower: Array.from({ length: COLS }, (_, j) => (j % 4 === 1 ? 0 : -0.8)),
    upper: Array.from({ length: COLS }, (_, j) => (j % 4 === 2 ? 0.1 : Number.POSITIVE_INFINITY)),
  };
  const penaltyFactor = Array.from({ length: COLS }, (_, j) => [1, 0, 0.5, 2][j < 40 ? j % 4 : 0]);
  const cases: LogisticRegressionOptions[] = [
    { C: 0.05, l1Ratio: 1 },
    { C: 1, l1Ratio: 1 },
    { C: 30, l1Ratio: 1 },
    { C: 1, l1Ratio: 0.3 },
    { C: 1, l1Ratio: 1, fitIntercept: false },
    { C: 1, l1Ratio: 0.8, penaltyFactor },
    { C: 3, l1Ratio: 1, ...bounds },
  ];

  it.each(cases)("have the optimum of dense ones, and meet its conditions, with %j", async (options) => {
    const model = await new LogisticRegression({ ...options, ...TIGHT }).fit(csr, y);
    expect(model.converged, model.status).toBe(true);
    expect(
      violation({ X, isSecond, ...(options as object), C: options.C! }, model.coef[0], model.intercept[0]),
    ).toBeLessThan(1e-8);
    const dense = await new LogisticRegression({ ...options, ...TIGHT }).fit(X, y);
    expect(model.loss / dense.loss - 1).toBeLessThan(1e-11);
    // Models by columns never ask for a Hessian: each step is a pass, and one or two come before the first.
    expect(model.passes).toBeLessThanOrEqual(model.nIter + 4);
  });

  it("count weights as repetition does, and take offsets and f32", async () => {
    const sampleWeight = y.map((_, i) => i % 3);
    const options = { C: 1, l1Ratio: 1, ...TIGHT };
    const weighted = await new LogisticRegression(options).fit(csr, y, { sampleWeight });
    const twice = (i: number) => Array<number>(sampleWeight[i]).fill(i);
    const numbers = y.flatMap((_, i) => twice(i));
    const repeated = await new LogisticRegression(options).fit(
      csrOf(numbers.map((i) => X[i])),
      numbers.map((i) => y[i]),
    );
    expect(weighted.loss / repeated.loss).toBeCloseTo(1, 11);
    weighted.coef[0].forEach((w, j) => expect(w).toBeCloseTo(repeated.coef[0][j], 7));

    const offset = y.map((_, i) => (i % 5) / 2 - 1);
    const shifted = await new LogisticRegression(options).fit(csr, y, { offset });
    const dense = await new LogisticRegression(options).fit(X, y, { offset });
    expect(shifted.loss / dense.loss).toBeCloseTo(1, 11);

    const rounded = X.map((row) => Float32Array.from(row));
    const single = await new LogisticRegression({ ...options, dtype: "f32" }).fit(csr, y);
    expect(
      violation({ X: rounded, isSecond, C: 1, l1Ratio: 1 }, single.coef[0], single.intercept[0]),
    ).toBeLessThan(1e-8);
  });

  it("have the same bits with threads", async () => {
    const [one, two] = [createRuntime({ threads: 1 }), createRuntime({ threads: 2 })];
    const [alone, together] = [
      await new LogisticRegression({ C: 1, l1Ratio: 1, runtime: one }).fit(csr, y),
      await new LogisticRegression({ C: 1, l1Ratio: 1, runtime: two }).fit(csr, y),
    ];
    await two.endThreads();
    expect(together.coef).toEqual(alone.coef);
    expect(together.intercept).toEqual(alone.intercept);
  });

  it("go on by Hessians where columns are nearly one another's", async () => {
    const normal = normals(3);
    const groups = sparseRows(ROWS, COLS, 0.05, 5).map((row) =>
      row.map((_, j) => row[j - (j % 10)] * (j % 10 === 0 ? 1 : 1 + 3e-3 * normal())),
    );
    const labels = groups.map((row) => 4 * row.reduce((sum, value) => sum + value, 0) > 8 * normal());
    const options = { C: 100, l1Ratio: 0.9, onWarning: () => {} };
    const model = await new LogisticRegression(options).fit(csrOf(groups), labels);
    const dense = await new LogisticRegression(options).fit(groups, labels);
    expect(model.converged, model.status).toBe(true);
    expect(model.passes).toBeGreaterThan(model.nIter + 4);
    expect(Math.abs(model.loss / dense.loss - 1)).toBeLessThan(2.2e-11);
  });

  it("are taken by columns far from zero in another way", async () => {
    const far = X.map((row, i) => [...row, 1e6 + (i % 11)]);
    const options = { C: 1, l1Ratio: 1 };
    const model = await new LogisticRegression({ ...options, tol: 1e-7 }).fit(csrOf(far), y);
    const near = await new LogisticRegression({ ...options, ...TIGHT }).fit(
      far.map((row) => row.with(COLS, row[COLS] - 1e6)),
      y,
    );
    expect(model.converged, model.status).toBe(true);
    expect(model.loss / near.loss).toBeCloseTo(1, 9);
  });
});

describe("Extrapolation", () => {
  it("finds the fixed point of a linear map of few dimensions, and what depends on it", () => {
    const runtime = createRuntime({ threads: 1 });
    const workspace = new Workspace(runtime.arena);
    const rates = [0.9, 0.5, -0.3, 0];
    const fixed = [3, -1, 2, 5];
    const extrapolation = new Extrapolation(2, workspace);
    const [y, shared] = [new Float64Array(4), workspace.vector(2)];
    const sums = (z: Float64Array) => [z.reduce((sum, value) => sum + value, 0), z[0] - z[3]];
    extrapolation.start(4);
    let current = new Float64Array(4);
    for (let k = 0; k < 5; k++) {
      const next = current.map((value, i) => fixed[i] + rates[i] * (value - fixed[i]));
      const step = extrapolation.next();
      step.end.set(next);
      step.change.set(next.map((value, i) => value - current[i]));
      step.shared.values.set(sums(next));
      expect(extrapolation.combine(y, shared)).toBe(k > 0);
      current = next;
    }
    y.forEach((value, i) => expect(value).toBeCloseTo(fixed[i], 4));
    const [sum, difference] = sums(Float64Array.from(fixed));
    expect(shared.values[0]).toBeCloseTo(sum, 4);
    expect(shared.values[1]).toBeCloseTo(difference, 4);
    workspace.dispose();
  });
});
