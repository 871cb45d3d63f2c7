import type { Problem } from "../data.ts";

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
  const { data, rows, cols } = X;
  const w = Float64Array.from(coef);
  let sum = 0;
  let lost = 0;
  for (let i = 0, start = 0; i < rows; i++, start += cols) {
    let z = intercept;
    for (let j = 0; j < cols; j++) z += data[start + j] * w[j];
    const loss = Math.log1p(Math.exp(-Math.abs(z))) + Math.max(z, 0) - y[i] * z;
    const next = sum + loss;
    lost += sum >= loss ? sum - next + loss : loss - next + sum;
    sum = next;
  }
  const total = sum + lost;
  if (C === Number.POSITIVE_INFINITY) return total;
  return C * total + 0.5 * w.reduce((squares, value) => squares + value * value, 0);
}
