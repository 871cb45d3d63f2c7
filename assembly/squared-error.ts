// The squared error of scores z, for values y and weights s.
//
//   lossᵢ = ½ sᵢ (zᵢ − yᵢ)²     residualᵢ = sᵢ (zᵢ − yᵢ)     curvatureᵢ = sᵢ
//
// Where a weight is 0, so is the row's part, whatever z is.

import { whereWeighted } from "./logistic";
import { loadPair, madd, sum } from "./simd";

/** For an even n; the losses go to the state, which starts as zeros. */
export function addSquaredError(
  n: i32,
  z: usize,
  weight: usize,
  y: usize,
  residual: usize,
  state: usize,
): void {
  let loss = v128.load(state);
  for (; n > 0; n -= 2, z += 16, weight += 16, y += 16, residual += 16) {
    const s = v128.load(weight);
    const error = whereWeighted(f64x2.sub(v128.load(z), v128.load(y)), s);
    const r = f64x2.mul(s, error);
    loss = madd(r, error, loss);
    v128.store(residual, r);
  }
  v128.store(state, loss);
}

export function endSquaredError(state: usize): f64 {
  return 0.5 * sum(v128.load(state));
}

export function squaredErrorRay(
  n: i32,
  z: usize,
  dz: usize,
  step: f64,
  weight: usize,
  y: usize,
  out: usize,
): void {
  const alpha = f64x2.splat(step);
  let loss = f64x2.splat(0);
  let slope = f64x2.splat(0);
  for (; n > 0; n -= 2, z += 16, dz += 16, weight += 16, y += 16) {
    const s = loadPair(weight, n == 1);
    const d = whereWeighted(loadPair(dz, n == 1), s);
    const moved = madd(alpha, d, loadPair(z, n == 1));
    const error = whereWeighted(f64x2.sub(moved, loadPair(y, n == 1)), s);
    const r = f64x2.mul(s, error);
    loss = madd(r, error, loss);
    slope = madd(r, d, slope);
  }
  store<f64>(out, 0.5 * sum(loss));
  store<f64>(out, sum(slope), 8);
}
