// The logistic function and loss of scores z, from e = e^−|z|, which cannot overflow.
//
//   mᵢ = sign(tᵢ) zᵢ     lossᵢ = |tᵢ| (max(−mᵢ, 0) + log(1 + e))     residualᵢ = −tᵢ σ(−mᵢ)
//   σ(z) = (z ≥ 0 ? 1 : e) / (1 + e)     curvatureᵢ = |tᵢ| e / (1 + e)²
//
// The target t of a row is its sample weight, negative for the first class. Where it is 0, z counts as 0.
//
// Rows of one weight share a logarithm: Π (1 + eᵢ) is tracked as 1 + q, q ← q + e + q e, which keeps the relative
// accuracy of tiny eᵢ. Whether they have one weight is asked once for many rows: asked for each pair, V8 loads all the
// constants before the branch and spills them (4.7 instead of 3.8 ns a row on a Zen 5). Where weights differ, each row
// takes a logarithm, of a number up to 2, which is a short one.

import { expOfNegative, expOfParts, notTooSmall, remainderOf, shiftedExponent } from "./exp";
import { MOST_GROUPS, STATE, TARGETS, VALUES } from "./scratch";
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

/** Sums of the sums of so many rows: where there are many rows, little is lost; nor is q ever too large then. */
const CHUNK = 1024;

/** How many rows `addLoss` takes at once. */
const MOST_ROWS = 4 * MOST_GROUPS;

export function logisticLoss(n: i32, z: usize, target: usize, residual: usize, scratch: usize): f64 {
  const state = scratch + STATE;
  const t = scratch + TARGETS;
  startLoss(state);
  for (; n > 0; n -= MOST_ROWS, z += MOST_ROWS * 8, target += MOST_ROWS * 8, residual += MOST_ROWS * 8) {
    const rows = min(n, MOST_ROWS);
    const bytes = <usize>rows * 8;
    if (rows & 1) store<f64>(t + bytes, 0); // one more row, without weight
    memory.copy(scratch, z, bytes);
    memory.copy(t, target, bytes);
    addLoss((rows + 1) & ~1, scratch, t, scratch, state, scratch + VALUES);
    memory.copy(residual, scratch, bytes);
  }
  return endLoss(state);
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
  v128.store(out, f64x2.splat(0));
  for (; n > 0; n -= CHUNK, z += CHUNK * 8, dz += CHUNK * 8, target += CHUNK * 8) {
    const rows = min(n, CHUNK);
    const even = rows & ~1;
    const weight = weightOfAll(even, target);
    if (weight == 0) addRay(false, even, z, dz, step, target, 0, false, out);
    else addRay(true, even, z, dz, step, target, weight, false, out);
    if (rows & 1) {
      const pairs = <usize>even * 8;
      addRay(false, 1, z + pairs, dz + pairs, step, target + pairs, 0, true, out);
    }
  }
}

/** out += [Σ loss, Σ slope]. Rows of one weight, that of all, share a logarithm. */
// @ts-ignore: decorator
@inline
function addRay(
  equal: bool,
  n: i32,
  z: usize,
  dz: usize,
  step: f64,
  target: usize,
  weight: f64,
  last: bool,
  out: usize,
): void {
  const alpha = f64x2.splat(step);
  let slope = f64x2.splat(0);
  let loss = f64x2.splat(0);
  let q = f64x2.splat(0);
  for (; n > 0; n -= 2, z += 16, dz += 16, target += 16) {
    const t = loadPair(target, last);
    const d = whereWeighted(loadPair(dz, last), t);
    const m = marginOf(whereWeighted(madd(alpha, d, loadPair(z, last)), t), t);
    const e = expOfNegative(negativeAbs(m));
    if (equal) {
      loss = f64x2.sub(loss, negativePart(m));
      q = timesOnePlus(q, whereWeighted(e, t));
    } else {
      loss = madd(f64x2.abs(t), f64x2.sub(log1pToOne(e), negativePart(m)), loss);
    }
    slope = f64x2.sub(slope, f64x2.mul(f64x2.mul(t, missOf(m, e)), d));
  }
  const total = equal ? weight * sum(f64x2.add(loss, log1p(q))) : sum(loss);
  store<f64>(out, load<f64>(out) + total);
  store<f64>(out, load<f64>(out, 8) + sum(slope), 8);
}

// The loss of rows that come a few at a time, which would make a logarithm for a few rows cost as much as the rest. Its
// state is kept between the parts, in 56 bytes: the losses that are done with, as a pair of sums; and of the rows since
// then, which have one weight, Σ max(−m, 0) and q, in pairs, and the weight.

export function startLoss(state: usize): void {
  memory.fill(state, 0, 56);
}

/**
 * The rows' losses go to the state, for an even n up to MOST_ROWS. `work` has room for 2 MOST_ROWS numbers.
 *
 * In three loops: from z to the residual each operation waits for the one before, and the shorter that chain, the more
 * pairs a processor has in flight (2000000 × 0: 7.8 ms in one loop, 6.7 ms in three; two pairs at a time in one
 * loop, whose constants V8 spills: 5.5 instead of 3.1 ns a row).
 */
export function addLoss(n: i32, z: usize, target: usize, residual: usize, state: usize, work: usize): void {
  exponentials(n, z, target, work, work + MOST_ROWS * 8);
  const weight = weightOfAll(n, target);
  if (weight == 0) {
    addOfEach(n, z, target, work, residual, state);
    return;
  }
  const tooLarge = v128.any_true(f64x2.gt(v128.load(state, 32), constant(14)));
  if (tooLarge || weight != load<f64>(state, 48)) {
    v128.store(state, lossOfState(state));
    v128.store(state, f64x2.splat(0), 16);
    v128.store(state, f64x2.splat(0), 32);
    store<f64>(state, weight, 48);
  }
  addOfEqual(n, z, target, work, residual, state);
}

export function endLoss(state: usize): f64 {
  return sum(lossOfState(state));
}

function lossOfState(state: usize): v128 {
  const ofEqual = f64x2.add(v128.load(state, 16), log1p(v128.load(state, 32)));
  return madd(v128.load64_splat(state, 48), ofEqual, v128.load(state));
}

/** e^−|m|. */
function exponentials(n: i32, z: usize, target: usize, e: usize, exponent: usize): void {
  const ends = e + <usize>n * 8;
  const fromE = exponent - e;
  for (let p = e; p < ends; p += 16, z += 16, target += 16) {
    const t = v128.load(target);
    const x = notTooSmall(negativeAbs(whereWeighted(v128.load(z), t)));
    const s = shiftedExponent(x);
    v128.store(p, remainderOf(x, s));
    v128.store(p + fromE, s);
  }
  for (let p = e; p < ends; p += 16) v128.store(p, expOfParts(v128.load(p), v128.load(p + fromE)));
}

/** Rows with the state's weight or none, from e. */
function addOfEqual(n: i32, z: usize, target: usize, e: usize, residual: usize, state: usize): void {
  let linear = v128.load(state, 16);
  let q = v128.load(state, 32);
  for (; n > 0; n -= 2, z += 16, target += 16, e += 16, residual += 16) {
    const t = v128.load(target);
    const m = marginOf(whereWeighted(v128.load(z), t), t);
    const ei = v128.load(e);
    linear = f64x2.sub(linear, negativePart(m));
    q = timesOnePlus(q, whereWeighted(ei, t));
    v128.store(residual, f64x2.mul(f64x2.neg(t), missOf(m, ei)));
  }
  v128.store(state, linear, 16);
  v128.store(state, q, 32);
}

/** Rows of any weights, from e: each takes a logarithm. */
function addOfEach(n: i32, z: usize, target: usize, e: usize, residual: usize, state: usize): void {
  let loss = v128.load(state);
  for (; n > 0; n -= 2, z += 16, target += 16, e += 16, residual += 16) {
    const t = v128.load(target);
    const m = marginOf(whereWeighted(v128.load(z), t), t);
    const ei = v128.load(e);
    loss = madd(f64x2.abs(t), f64x2.sub(log1pToOne(ei), negativePart(m)), loss);
    v128.store(residual, f64x2.mul(f64x2.neg(t), missOf(m, ei)));
  }
  v128.store(state, loss);
}

/** The weight |t| of the first of an even number of rows if the others have it too, or none; else 0. */
function weightOfAll(n: i32, target: usize): f64 {
  const weight = f64x2.abs(v128.load64_splat(target));
  let differs = f64x2.splat(0);
  for (; n > 0; n -= 2, target += 16) {
    const t = v128.load(target);
    differs = v128.or(differs, whereWeighted(f64x2.ne(f64x2.abs(t), weight), t));
  }
  return v128.any_true(differs) ? 0 : f64x2.extract_lane(weight, 0);
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

/** min(a, 0) */
// @ts-ignore: decorator
@inline
function negativePart(a: v128): v128 {
  return f64x2.pmin(a, f64x2.splat(0));
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

/** log(1 + q) for q ≥ 0: with 1 + q = 2ᵏ (1 + a), 0 ≤ a < 1, it is k ln 2 + log(1 + a). */
// @ts-ignore: decorator
@inline
export function log1p(q: v128): v128 {
  const y = f64x2.add(q, constant(2));
  const k = f64x2.sub(v128.or(i64x2.shr_u(y, 52), constant(14)), constant(15)); // the exponent of y
  const mantissa = v128.or(v128.andnot(y, f64x2.splat(-Infinity)), constant(2));
  const a = choose(f64x2.eq(k, constant(1)), q, f64x2.sub(mantissa, constant(2)));
  return madd(k, constant(16), log1pToOne(a));
}

/** log(1 + e) = 2 artanh(e / (2 + e)), for 0 ≤ e ≤ 1. */
// @ts-ignore: decorator
@inline
function log1pToOne(e: v128): v128 {
  return twiceArtanh(f64x2.div(e, f64x2.add(e, constant(3))));
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
