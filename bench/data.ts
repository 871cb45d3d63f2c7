import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { normals, seeded } from "../test/support/random.ts";

/** Rows and labels 0 or 1. */
export interface Problem {
  readonly X: { readonly data: Float64Array; readonly rows: number; readonly cols: number };
  readonly y: Float64Array;
}

/** From standard normal numbers that a row holds, in place, the row that is wanted. */
export type Shaping = (row: Float64Array) => void;

/** Standard normal columns, w ~ N(0, 1/d), labels from the logistic model with logit 2 x · w − 0.3. */
export function syntheticProblem(rows: number, cols: number, seed = 1, shape?: Shaping): Problem {
  const normal = normals(seed);
  const uniform = seeded(seed + 1);
  const w = Float64Array.from({ length: cols }, () => normal() / Math.sqrt(cols));
  const data = new Float64Array(rows * cols);
  for (let k = 0; k < data.length; k++) data[k] = normal();
  const y = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    const row = data.subarray(i * cols, (i + 1) * cols);
    shape?.(row);
    let z = -0.3;
    for (let j = 0; j < cols; j++) z += 2 * row[j] * w[j];
    y[i] = uniform() < 1 / (1 + Math.exp(-z)) ? 1 : 0;
  }
  return { X: { data, rows, cols }, y };
}

/** Neighbouring columns correlate: xⱼ = ρ xⱼ₋₁ + √(1 − ρ²) εⱼ. */
export function autoregressive(rho: number): Shaping {
  const rest = Math.sqrt(1 - rho * rho);
  return (row) => {
    for (let j = 1; j < row.length; j++) row[j] = rho * row[j - 1] + rest * row[j];
  };
}

/** The same rows and labels with columns in units that differ: from `low` to `high`, in equal ratios. */
export function rescaled({ X, y }: Problem, low: number, high: number): Problem {
  const { data, rows, cols } = X;
  const unit = Float64Array.from({ length: cols }, (_, j) => low * (high / low) ** (j / (cols - 1)));
  return { X: { data: data.map((value, k) => value * unit[k % cols]), rows, cols }, y };
}

/** A file of examples/data, columns raw: its last column is the label, and 1 stands for the greater one. */
export function exampleProblem(name: string): Problem {
  const text = readFileSync(new URL(`../examples/data/${name}.csv`, import.meta.url), "utf8");
  const lines = parse(text, { from_line: 2 }) as string[][];
  const cols = lines[0].length - 1;
  const data = Float64Array.from(lines.flatMap((line) => line.slice(0, -1).map(Number)));
  const labels = lines.map((line) => line[cols]);
  const greatest = labels.reduce((a, b) => (a > b ? a : b));
  const y = Float64Array.from(labels, (label) => (label === greatest ? 1 : 0));
  return { X: { data, rows: lines.length, cols }, y };
}

/** The same rows over and over, up to so many. */
export function tiled({ X, y }: Problem, rows: number): Problem {
  const { cols } = X;
  const data = new Float64Array(rows * cols);
  for (let at = 0; at < data.length; at += X.data.length) {
    data.set(X.data.subarray(0, Math.min(X.data.length, data.length - at)), at);
  }
  return { X: { data, rows, cols }, y: Float64Array.from({ length: rows }, (_, i) => y[i % X.rows]) };
}
