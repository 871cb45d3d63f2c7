import { normals, seeded } from "../test/support/random.ts";

/** Rows and labels 0 or 1. */
export interface Problem {
  readonly X: { readonly data: Float64Array; readonly rows: number; readonly cols: number };
  readonly y: Float64Array;
}

/** Standard normal columns, w ~ N(0, 1/d), labels from the logistic model with logit 2 x · w − 0.3. */
export function syntheticProblem(rows: number, cols: number, seed = 1): Problem {
  const normal = normals(seed);
  const uniform = seeded(seed + 1);
  const w = Float64Array.from({ length: cols }, () => normal() / Math.sqrt(cols));
  const data = Float64Array.from({ length: rows * cols }, normal);
  const y = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    let z = -0.3;
    for (let j = 0; j < cols; j++) z += 2 * data[i * cols + j] * w[j];
    y[i] = uniform() < 1 / (1 + Math.exp(-z)) ? 1 : 0;
  }
  return { X: { data, rows, cols }, y };
}
