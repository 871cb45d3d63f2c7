// The squared loss of probabilities (Brier 1950), of scores z: not convex in z, and flat where a row is far on its
// wrong side.
//
//   qᵢ = σ(−mᵢ), the probability of the wrong class     pᵢ = 1 − qᵢ     mᵢ = sign(tᵢ) zᵢ
//   lossᵢ = |tᵢ| qᵢ²     residualᵢ = −2 tᵢ qᵢ² pᵢ     curvatureᵢ = 2 |tᵢ| qᵢ² pᵢ (2 pᵢ − qᵢ), which may be negative
//
// Targets are as in logistic.ts: where one is 0, z counts as 0.

import { expOfNegative } from "./exp";
import { marginOf, missOf, negativeAbs, whereWeighted } from "./logistic";
import { loadPair, madd, storePair, sum } from "./simd";

/** For an even n; the losses go to the state, which starts as zeros. */
export function addBrierLoss(n: i32, z: usize, target: usize, residual: usize, state: usize): void {
  let loss = v128.load(state);
  for (; n > 0; n -= 2, z += 16, target += 16, residual += 16) {
    const t = v128.load(target);
    const m = marginOf(whereWeighted(v128.load(z), t), t);
    const e = expOfNegative(negativeAbs(m));
    const q = missOf(m, e);
    const p = missOf(f64x2.neg(m), e);
    const tq2 = f64x2.mul(t, f64x2.mul(q, q));
    loss = f64x2.add(loss, f64x2.abs(tq2));
    v128.store(residual, f64x2.mul(f64x2.mul(f64x2.splat(-2), p), tq2));
  }
  v128.store(state, loss);
}

export function endBrierLoss(state: usize): f64 {
  return sum(v128.load(state));
}

export function brierCurvature(n: i32, z: usize, target: usize, curvature: usize): void {
  for (; n > 0; n -= 2, z += 16, target += 16, curvature += 16) {
    const t = loadPair(target, n == 1);
    const m = marginOf(whereWeighted(loadPair(z, n == 1), t), t);
    const e = expOfNegative(negativeAbs(m));
    const q = missOf(m, e);
    const p = missOf(f64x2.neg(m), e);
    const bend = f64x2.mul(p, f64x2.sub(f64x2.add(p, p), q));
    const tq = f64x2.mul(f64x2.abs(t), f64x2.add(q, q));
    storePair(curvature, f64x2.mul(f64x2.mul(tq, q), bend), n == 1);
  }
}

export function brierRay(n: i32, z: usize, dz: usize, step: f64, target: usize, out: usize): void {
  const alpha = f64x2.splat(step);
  let loss = f64x2.splat(0);
  let slope = f64x2.splat(0);
  for (; n > 0; n -= 2, z += 16, dz += 16, target += 16) {
    const t = loadPair(target, n == 1);
    const d = whereWeighted(loadPair(dz, n == 1), t);
    const m = marginOf(whereWeighted(madd(alpha, d, loadPair(z, n == 1)), t), t);
    const e = expOfNegative(negativeAbs(m));
    const q = missOf(m, e);
    const tq2 = f64x2.mul(t, f64x2.mul(q, q));
    loss = f64x2.add(loss, f64x2.abs(tq2));
    slope = f64x2.sub(slope, f64x2.mul(f64x2.mul(tq2, missOf(f64x2.neg(m), e)), d));
  }
  store<f64>(out, sum(loss));
  store<f64>(out, 2 * sum(slope), 8);
}
