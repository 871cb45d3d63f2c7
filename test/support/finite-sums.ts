import type { UserFiniteSum } from "../../src/optimize/index.ts";
import { normals } from "./random.ts";

/** Its optimum is known. */
export interface KnownSum extends UserFiniteSum {
  readonly minimum: { readonly x: Float64Array; readonly value: number };
}

/** The mean of ½ c (x − aᵢ)² over the terms, with what batches were asked for kept. */
export function parabolas(centres: readonly number[], curvature = 1): KnownSum & { asked: number[][] } {
  const asked: number[][] = [];
  const over = (rows: Uint32Array | undefined, of: (a: number) => number) => {
    const values = rows ? Array.from(rows, (row) => centres[row]) : centres;
    return values.reduce((sum, a) => sum + of(a), 0) / values.length;
  };
  const value = (x: ArrayLike<number>, rows?: Uint32Array) =>
    over(rows, (a) => (curvature / 2) * (x[0] - a) ** 2);
  const centre = over(undefined, (a) => a);
  return {
    terms: centres.length,
    asked,
    minimum: { x: Float64Array.of(centre), value: value([centre]) },
    value: (x, rows) => {
      if (rows) asked.push([...rows]);
      return value(x, rows);
    },
    gradient(x, into, rows) {
      into[0] = over(rows, (a) => curvature * (x[0] - a));
    },
  };
}

/** Ridge regression on normal rows: the mean of ½ (aᵢ · x − bᵢ)² plus ½ α ‖x‖², with noise in b. */
export function ridge(terms: number, size: number, { alpha = 0.1, seed = 1 } = {}): KnownSum {
  const normal = normals(seed);
  const A = Array.from({ length: terms }, () => Float64Array.from({ length: size }, normal));
  const truth = Float64Array.from({ length: size }, (_, j) => j - 1);
  const b = A.map((a) => dot(a, truth) + normal());
  const rowsOf = (rows: Uint32Array | undefined) => rows ?? Uint32Array.from(A.keys());
  const sum: UserFiniteSum = {
    terms,
    value(x, rows) {
      let total = 0;
      for (const i of rowsOf(rows)) total += 0.5 * (dot(A[i], x) - b[i]) ** 2;
      return total / rowsOf(rows).length + 0.5 * alpha * dot(x, x);
    },
    gradient(x, into, rows) {
      const chosen = rowsOf(rows);
      into.forEach((_, j) => (into[j] = alpha * x[j]));
      for (const i of chosen) {
        const residual = (dot(A[i], x) - b[i]) / chosen.length;
        for (let j = 0; j < size; j++) into[j] += residual * A[i][j];
      }
    },
  };
  const x = solve(
    Array.from(truth, (_, j) =>
      Array.from(truth, (__, k) => A.reduce((s, a) => s + a[j] * a[k], j === k ? alpha * terms : 0) / terms),
    ),
    Array.from(truth, (_, j) => A.reduce((s, a, i) => s + a[j] * b[i], 0) / terms),
  );
  return { ...sum, minimum: { x, value: sum.value(x) } };
}

export function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Math.hypot(...Array.from(a, (value, j) => value - b[j]));
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j] * b[j];
  return sum;
}

/** Gauss and Jordan, for matrices that need no pivots. */
function solve(matrix: number[][], right: number[]): Float64Array {
  const rows = matrix.map((row, i) => [...row, right[i]]);
  rows.forEach((pivot, i) => {
    for (let j = rows.length; j >= i; j--) pivot[j] /= pivot[i];
    rows.forEach((row, k) => {
      if (k === i) return;
      for (let j = rows.length; j >= i; j--) row[j] -= row[i] * pivot[j];
    });
  });
  return Float64Array.from(rows, (row) => row[rows.length]);
}
