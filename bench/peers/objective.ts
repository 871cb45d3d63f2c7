import type { Problem } from "../data.ts";
import type { SparseProblem } from "./text-like.ts";

export interface Coefficients {
  readonly coef: ArrayLike<number>;
  readonly intercept: number;
}

/**
 * The objective by its formula alone, with nothing of the package in it: the judge of what each side reached.
 *
 *   f(w, b) = C Σ (log(1 + e^−|zᵢ|) + max(zᵢ, 0) − yᵢ zᵢ) + ½ ‖w‖²     zᵢ = xᵢ · w + b
 *
 * The sum over the rows is compensated (Neumaier), so that it is exact to the last digits however many there are.
 */
export function objective({ X, y }: Problem, { coef, intercept }: Coefficients, C = 1): number {
  const { data, cols } = X;
  const w = Float64Array.from(coef);
  const total = lossOf(y, (i) => {
    let z = intercept;
    for (let j = 0, at = i * cols; j < cols; j++, at++) z += data[at] * w[j];
    return z;
  });
  if (C === Number.POSITIVE_INFINITY) return total;
  return C * total + 0.5 * w.reduce((squares, value) => squares + value * value, 0);
}

/** The same of sparse rows without an intercept; with an l1Ratio of 1, Σ |wⱼ| is in the place of ½ ‖w‖². */
export function sparseObjective(
  { X, y }: SparseProblem,
  coef: ArrayLike<number>,
  C: number,
  l1Ratio: 0 | 1,
): number {
  const { values, indices, indptr } = X;
  const w = Float64Array.from(coef);
  const total = lossOf(y, (i) => {
    let z = 0;
    for (let k = indptr[i]; k < indptr[i + 1]; k++) z += values[k] * w[indices[k]];
    return z;
  });
  const size = (value: number) => (l1Ratio === 1 ? Math.abs(value) : 0.5 * value * value);
  return C * total + w.reduce((sum, value) => sum + size(value), 0);
}

function lossOf(y: Float64Array, score: (row: number) => number): number {
  let sum = 0;
  let lost = 0;
  for (let i = 0; i < y.length; i++) {
    const z = score(i);
    const loss = Math.log1p(Math.exp(-Math.abs(z))) + Math.max(z, 0) - y[i] * z;
    const next = sum + loss;
    lost += sum >= loss ? sum - next + loss : loss - next + sum;
    sum = next;
  }
  return sum + lost;
}
