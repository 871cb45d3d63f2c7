// The logistic function and loss of scores z, from e = e^−|z|, which cannot overflow.
//
//   mᵢ = sign(tᵢ) zᵢ     lossᵢ = |tᵢ| (max(−mᵢ, 0) + log(1 + e))     residualᵢ = −tᵢ σ(−mᵢ)
//   σ(z) = (z ≥ 0 ? 1 : e) / (1 + e)     curvatureᵢ = |tᵢ| e / (1 + e)²
//
// The target t of a row is its sample weight, negative for the first class. Where it is 0, z counts as 0.
//
// Rows of one weight share a logarithm: Π (1 + eᵢ) is tracked as 1 + q, q ← q + e + q e, which keeps the relative
// accuracy of tiny eᵢ. That takes a third off the time of a row (5.8 → 3.9 ns on a Zen 5).

import { expOf, expOfNegative } from "./exp";
import { loadPair, madd, storePair, sum } from "./simd";

// Each twice, one a lane.
const CONSTANTS = memory.data<f64>([
  // 0: the sign bit, 0, 1, 2
  -0.0, -0.0, 0, 0, 1, 1, 2, 2,
  // 4: 2 artanh s = 2 s + s³ p(s²)
  0.6666666666666631, 0.6666666666666631, 0.400000000001552, 0.400000000001552, 0.2857142854810611,
  0.2857142854810611, 0.2222222395442598, 0.2222222395442598, 0.18181744450734538, 0.18181744450734538,
  0.15386549007505956, 0.15386549007505956, 0.13301113227858669, 0.13301113227858669, 0.12105009645081669,
  0.12105009645081669, 0.08344688598651427, 0.08344688598651427, 0.1701027953926233, 0.1701027953926233,
  // 14: 2⁵², 2⁵² + 1023, ln 2
  4503599627370496, 4503599627370496, 4503599627371519, 4503599627371519, 0.6931471805599453,
  0.6931471805599453,
]);

/** Sums of the sums of so many rows: where there are many rows, little is lost. */
const CHUNK = 1024;

/** σ(z), the same bits in every build. */
export function sigmoid(n: i32, z: usize, out: usize): void {
  for (; n > 0; n -= 2, z += 16, out += 16) {
    const zi = loadPair(z, n == 1);
    const e = expOf(negativeAbs(zi));
    const numerator = choose(f64x2.ge(zi, constant(1)), constant(2), e);
    storePair(out, f64x2.div(numerator, f64x2.add(constant(2), e)), n == 1);
  }
}

export function logisticLoss(n: i32, z: usize, target: usize, residual: usize): f64 {
  let loss = 0.0;
  for (; n > 0; n -= CHUNK, z += CHUNK * 8, target += CHUNK * 8, residual += CHUNK * 8)
    loss += lossOfChunk(min(n, CHUNK), z, target, residual);
  return loss;
}

export function logisticCurvature(n: i32, z: usize, target: usize, curvature: usize): void {
  for (; n > 0; n -= 2, z += 16, target += 16, curvature += 16) {
    const t = loadPair(target, n == 1);
    const e = expOfNegative(negativeAbs(whereWeighted(loadPair(z, n == 1), t)));
    const d = f64x2.add(constant(2), e);
    storePair(curvature, f64x2.div(f64x2.mul(f64x2.abs(t), e), f64x2.mul(d, d)), n == 1);
  }
}

export function logisticRay(n: i32, z: usize, dz: usize, step: f64, target: usize, out: usize): void {
  let loss = 0.0;
  let slope = 0.0;
  for (; n > 0; n -= CHUNK, z += CHUNK * 8, dz += CHUNK * 8, target += CHUNK * 8) {
    lossOfChunkOnRay(min(n, CHUNK), z, dz, step, target, out);
    loss += load<f64>(out);
    slope += load<f64>(out, 8);
  }
  store<f64>(out, loss);
  store<f64>(out, slope, 8);
}

function lossOfChunk(n: i32, z: usize, target: usize, residual: usize): f64 {
  const pairs = <usize>(n & ~1) * 8;
  let loss = lossOfPairs(n & ~1, z, target, residual, false, false, 0);
  if (n & 1) loss += lossOfPairs(1, z + pairs, target + pairs, residual + pairs, true, false, 0);
  return loss;
}

// The same loss in parts, for callers with rows that come a few at a time, which would make a logarithm for a few rows
// cost as much as the rest: its state is kept in 48 bytes between the parts.

export function startLoss(state: usize): void {
  v128.store(state, constant(1));
  v128.store(state, constant(1), 16);
  v128.store(state, constant(2), 32);
}

/** The rows' losses go to the state, for an even n. */
export function addLoss(n: i32, z: usize, target: usize, residual: usize, state: usize): void {
  lossOfPairs(n, z, target, residual, false, true, state);
}

export function endLoss(state: usize): f64 {
  return sum(madd(v128.load(state, 32), log1p(v128.load(state, 16)), v128.load(state)));
}

/** `last` is a constant wherever this is inlined: a branch before the store would spill what comes after it. */
// @ts-ignore: decorator
@inline
function lossOfPairs(
  n: i32,
  z: usize,
  target: usize,
  residual: usize,
  last: bool,
  inParts: bool,
  state: usize,
): f64 {
  let loss = inParts ? v128.load(state) : constant(1);
  let q = inParts ? v128.load(state, 16) : constant(1);
  let weight = inParts ? v128.load(state, 32) : constant(2); // of all rows in q
  for (; n > 0; n -= 2, z += 16, target += 16, residual += 16) {
    const t = loadPair(target, last);
    const m = marginOf(whereWeighted(loadPair(z, last), t), t);
    const e = expOfNegative(negativeAbs(m));
    if (mustStartAnew(q, weight, t)) {
      loss = madd(weight, log1p(q), loss);
      q = constant(1);
      weight = choose(weighted(t), f64x2.abs(t), weight);
    }
    q = timesOnePlus(q, whereWeighted(e, t));
    loss = madd(f64x2.abs(t), positivePart(f64x2.neg(m)), loss);
    storePair(residual, f64x2.mul(f64x2.neg(t), missOf(m, e)), last);
  }
  if (!inParts) return sum(madd(weight, log1p(q), loss));
  v128.store(state, loss);
  v128.store(state, q, 16);
  v128.store(state, weight, 32);
  return 0;
}

function lossOfChunkOnRay(n: i32, z: usize, dz: usize, step: f64, target: usize, out: usize): void {
  const alpha = f64x2.splat(step);
  let slope = constant(1);
  let loss = constant(1);
  let q = constant(1);
  let weight = constant(2);
  for (; n > 0; n -= 2, z += 16, dz += 16, target += 16) {
    const t = loadPair(target, n == 1);
    const d = whereWeighted(loadPair(dz, n == 1), t);
    const m = marginOf(whereWeighted(madd(alpha, d, loadPair(z, n == 1)), t), t);
    const e = expOfNegative(negativeAbs(m));
    if (mustStartAnew(q, weight, t)) {
      loss = madd(weight, log1p(q), loss);
      q = constant(1);
      weight = choose(weighted(t), f64x2.abs(t), weight);
    }
    q = timesOnePlus(q, whereWeighted(e, t));
    loss = madd(f64x2.abs(t), positivePart(f64x2.neg(m)), loss);
    slope = f64x2.sub(slope, f64x2.mul(f64x2.mul(t, missOf(m, e)), d));
  }
  store<f64>(out, sum(madd(weight, log1p(q), loss)));
  store<f64>(out, sum(slope), 8);
}

// @ts-ignore: decorator
@inline
function constant(i: i32): v128 {
  return v128.load(CONSTANTS + <usize>i * 16);
}

// @ts-ignore: decorator
@inline
function choose(condition: v128, yes: v128, no: v128): v128 {
  return v128.bitselect(yes, no, condition);
}

/** −|z| */
// @ts-ignore: decorator
@inline
export function negativeAbs(z: v128): v128 {
  return v128.or(z, constant(0));
}

/** max(a, 0) */
// @ts-ignore: decorator
@inline
function positivePart(a: v128): v128 {
  return f64x2.pmax(a, constant(1));
}

// @ts-ignore: decorator
@inline
function weighted(t: v128): v128 {
  return f64x2.ne(t, constant(1));
}

/** a where the weight is not 0, else 0. */
// @ts-ignore: decorator
@inline
export function whereWeighted(a: v128, t: v128): v128 {
  return v128.and(a, weighted(t));
}

/** Whether a row has a weight that is not that of the product, or the product grows too large. */
// @ts-ignore: decorator
@inline
function mustStartAnew(q: v128, weight: v128, t: v128): bool {
  const other = whereWeighted(f64x2.ne(f64x2.abs(t), weight), t);
  return v128.any_true(v128.or(other, f64x2.gt(q, constant(14))));
}

/** m = sign(t) z */
// @ts-ignore: decorator
@inline
export function marginOf(z: v128, t: v128): v128 {
  return v128.xor(z, v128.and(t, constant(0)));
}

/** σ(−m) = (m < 0 ? 1 : e) / (1 + e), from e = e^−|m| ≤ 1. */
// @ts-ignore: decorator
@inline
export function missOf(m: v128, e: v128): v128 {
  const one = constant(2);
  return f64x2.div(f64x2.pmax(e, v128.and(f64x2.lt(m, constant(1)), one)), f64x2.add(e, one));
}

/** q' of 1 + q' = (1 + q) (1 + e) */
// @ts-ignore: decorator
@inline
function timesOnePlus(q: v128, e: v128): v128 {
  return madd(q, e, f64x2.add(q, e));
}

/** log(1 + q) for q ≥ 0: with 1 + q = 2ᵏ (1 + a), 0 ≤ a < 1, it is k ln 2 + 2 artanh(a / (2 + a)). */
// @ts-ignore: decorator
@inline
function log1p(q: v128): v128 {
  const y = f64x2.add(q, constant(2));
  const k = f64x2.sub(v128.or(i64x2.shr_u(y, 52), constant(14)), constant(15)); // the exponent of y
  const mantissa = v128.or(v128.andnot(y, f64x2.splat(-Infinity)), constant(2));
  const a = choose(f64x2.eq(k, constant(1)), q, f64x2.sub(mantissa, constant(2)));
  return madd(k, constant(16), twiceArtanh(f64x2.div(a, f64x2.add(a, constant(3)))));
}

/** For 0 ≤ s ≤ 1/3, off by 1e-18 of it at most. */
// @ts-ignore: decorator
@inline
function twiceArtanh(s: v128): v128 {
  const u = f64x2.mul(s, s);
  const u2 = f64x2.mul(u, u);
  const u4 = f64x2.mul(u2, u2);
  const p01 = madd(constant(5), u, constant(4));
  const p23 = madd(constant(7), u, constant(6));
  const p45 = madd(constant(9), u, constant(8));
  const p67 = madd(constant(11), u, constant(10));
  const p89 = madd(constant(13), u, constant(12));
  const low = madd(p23, u2, p01);
  const high = madd(p89, u4, madd(p67, u2, p45));
  return madd(f64x2.mul(s, u), madd(high, u4, low), f64x2.add(s, s));
}
