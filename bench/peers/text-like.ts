import type { CsrMatrix } from "logit-wasm";
import { normals, seeded } from "../../test/support/random.ts";

/** Sparse rows and labels 0 or 1. */
export interface SparseProblem {
  readonly X: CsrMatrix;
  readonly y: Float64Array;
}

/**
 * Rows like those of texts: each holds so many words, word k with frequency ∝ 1 / (k + 10) (Zipf's law), its columns in no
 * order of frequency. Values are tf-idf, (1 + log tf) log(n / df), in rows of length 1. Labels are from the logistic
 * model with logit 5 x · w, w ~ N(0, 1).
 */
export function textLikeProblem(rows: number, cols: number, perRow: number, seed: number): SparseProblem {
  const uniform = seeded(seed);
  const column = permutation(cols, uniform);
  const cumulative = new Float64Array(cols);
  for (let k = 0, sum = 0; k < cols; k++) cumulative[k] = sum += 1 / (k + 10);
  const word = () => firstAbove(cumulative, uniform() * cumulative[cols - 1]);

  const indices = new Int32Array(rows * perRow);
  const values = new Float64Array(rows * perRow);
  const documents = new Float64Array(cols);
  for (let from = 0; from < indices.length; from += perRow) {
    const drawn = new Set<number>();
    while (drawn.size < perRow) drawn.add(column[word()]);
    const row = indices.subarray(from, from + perRow);
    row.set([...drawn]);
    row.sort();
    for (let k = 0; k < perRow; k++) {
      documents[row[k]] += 1;
      values[from + k] = 1 + Math.log(1 + Math.floor(-Math.log(1 - uniform())));
    }
  }
  const idf = documents.map((count) => Math.log(rows / count));
  const normal = normals(seed + 1);
  const w = Float64Array.from({ length: cols }, normal);
  const y = Float64Array.from({ length: rows }, (_, i) => {
    const row = values.subarray(i * perRow, (i + 1) * perRow);
    const columns = indices.subarray(i * perRow, (i + 1) * perRow);
    row.forEach((tf, k) => (row[k] = tf * idf[columns[k]]));
    const length = Math.hypot(...row);
    let z = 0;
    row.forEach((value, k) => {
      row[k] = value / length;
      z += 5 * row[k] * w[columns[k]];
    });
    return uniform() < 1 / (1 + Math.exp(-z)) ? 1 : 0;
  });
  const indptr = Int32Array.from({ length: rows + 1 }, (_, i) => i * perRow);
  return { X: { values, indices, indptr, rows, cols }, y };
}

/** 0 to length − 1 in a random order (Fisher and Yates). */
function permutation(length: number, uniform: () => number): Int32Array {
  const order = Int32Array.from({ length }, (_, i) => i);
  for (let i = length - 1; i > 0; i--) {
    const j = Math.floor(uniform() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

/** The first index whose value is above. The values ascend. */
function firstAbove(values: Float64Array, least: number): number {
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle] > least) high = middle;
    else low = middle + 1;
  }
  return low;
}
