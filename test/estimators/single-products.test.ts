import { expect, it } from "vitest";
import { LinearRegression, LogisticRegression } from "../../src/index.ts";
import { normals, seeded } from "../support/random.ts";

/** Columns so many deviations from zero, of values that f32 holds. */
function problem(rows: number, cols: number, offset: number) {
  const normal = normals(rows + cols);
  const uniform = seeded(8);
  const w = Float64Array.from({ length: cols }, () => normal() / Math.sqrt(cols));
  const data = new Float64Array(rows * cols);
  const response = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) {
      const value = normal();
      response[i] += 2 * value * w[j]!;
      data[i * cols + j] = Math.fround(value + offset * (j % 2 ? -1 : 1));
    }
  }
  const labels = response.map((z) => (uniform() < 1 / (1 + Math.exp(-z)) ? 1 : 0));
  return { X: { data, rows, cols }, response: response.map((z) => z + normal()), labels };
}

const cases = [60, 2000].flatMap((rows) =>
  [0, 1, 10, 100, 1e4].flatMap((offset) => [1e-8, 1e-12].map((tol) => [rows, offset, tol] as const)),
);

it.each(cases)("f32 is as good as f64: %i rows, columns %d deviations from zero, to %d", async (...some) => {
  const [rows, offset, tol] = some;
  const { X, response, labels } = problem(rows, 45, offset);
  const options = { solver: "lbfgs", tol: Math.max(tol, offset * 1e-13), maxIter: 1000 } as const;
  const logistic = (dtype: "f64" | "f32") => new LogisticRegression({ ...options, dtype }).fit(X, labels);
  const linear = (dtype: "f64" | "f32") =>
    new LinearRegression({ ...options, dtype, alpha: 0.1 }).fit(X, response);
  for (const fit of [logistic, linear]) {
    const [f64, f32] = [await fit("f64"), await fit("f32")];
    expect(f32.status).toBe("converged");
    expect(Math.abs(f32.loss / f64.loss - 1)).toBeLessThan(1e-12);
  }
});
