// softmax.ts in single precision: scores, residuals and probabilities are f32, four rows at a time; the loss is added up
// in f64.
//
//   pₖ = e^(zₖ − m) / Σ e^(zₗ − m)     loss = s (m − z_y + log Σ e^(zₖ − m))     residualₖ = s (pₖ − [k = y])
//
// The sum is that of the other classes plus the row's own: so that p_y − 1, minus the part of the others, keeps its digits,
// and so does the loss where its own is the most likely one.

import { SINGLE_CLASS_BYTES } from "./class-tiles-single";
import { expOfNegativeSingle } from "./exp-single";
import { log1p } from "./logistic";
import { loadPair, madd, maddSingle, sum } from "./simd";

/** As `softmaxLoss`; p is f32. */
export function softmaxLossSingle(
  rows: i32,
  classes: i32,
  weight: usize,
  y: usize,
  z: usize,
  p: usize,
  pBytes: usize,
): f64 {
  const all = <usize>classes * SINGLE_CLASS_BYTES;
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  let loss = f64x2.splat(0);
  for (; rows > 0; rows -= 4, weight += 32, y += 32, z += 16, p += 16) {
    const end = z + all;
    const s01 = loadPair(weight, rows == 1);
    const s23 = rows > 2 ? loadPair(weight + 16, rows == 3) : f64x2.splat(0);
    const s = four(s01, s23);
    const y01 = loadPair(y, rows == 1);
    const y23 = rows > 2 ? loadPair(y + 16, rows == 3) : f64x2.splat(0);
    const own = four(y01, y23);
    const weighted = f32x4.ne(s, zero);
    let most = f32x4.splat(-Infinity);
    let score = zero;
    let k = zero;
    for (let zk = z; zk < end; zk += SINGLE_CLASS_BYTES, k = f32x4.add(k, one)) {
      const zi = v128.and(v128.load(zk), weighted);
      most = f32x4.pmax(most, zi);
      score = v128.bitselect(zi, score, f32x4.eq(k, own));
    }
    let others = zero;
    let eOwn = zero;
    k = zero;
    for (let zk = z; zk < end; zk += SINGLE_CLASS_BYTES, k = f32x4.add(k, one)) {
      const e = expOfNegativeSingle(f32x4.sub(v128.and(v128.load(zk), weighted), most));
      const isOwn = f32x4.eq(k, own);
      others = f32x4.add(others, v128.andnot(e, isOwn));
      eOwn = v128.bitselect(e, eOwn, isOwn);
      v128.store(zk, e);
    }
    // log Σ = log (1 + q), with nothing rounded away where the own class is the most likely one
    const isMost = f32x4.eq(score, most);
    const q = f32x4.pmax(f32x4.add(others, f32x4.sub(v128.bitselect(one, eOwn, isMost), one)), zero);
    const below = f32x4.sub(most, score);
    loss = addLossOfPair(loss, s01, low(below), low(q));
    loss = addLossOfPair(loss, s23, high(below), high(q));
    const inverse = f32x4.div(one, f32x4.add(others, eOwn));
    const residual = f32x4.neg(f32x4.mul(others, inverse));
    let pk = p;
    k = zero;
    for (let zk = z; zk < end; zk += SINGLE_CLASS_BYTES, pk += pBytes, k = f32x4.add(k, one)) {
      const probability = f32x4.mul(v128.load(zk), inverse);
      if (p != 0) storeFour(pk, probability, rows);
      v128.store(zk, f32x4.mul(s, v128.bitselect(residual, probability, f32x4.eq(k, own))));
    }
  }
  return sum(loss);
}

/** As `softmaxCurvature`; p is f32. */
export function softmaxCurvatureSingle(
  rows: i32,
  classes: i32,
  weight: usize,
  p: usize,
  pBytes: usize,
  v: usize,
): void {
  const all = <usize>classes * SINGLE_CLASS_BYTES;
  for (; rows > 0; rows -= 4, weight += 32, v += 16, p += 16) {
    const end = v + all;
    let mean = f32x4.splat(0);
    let pk = p;
    for (let vk = v; vk < end; vk += SINGLE_CLASS_BYTES, pk += pBytes) {
      mean = maddSingle(loadFour(pk, rows), v128.load(vk), mean);
    }
    const s01 = loadPair(weight, rows == 1);
    const s = four(s01, rows > 2 ? loadPair(weight + 16, rows == 3) : f64x2.splat(0));
    pk = p;
    for (let vk = v; vk < end; vk += SINGLE_CLASS_BYTES, pk += pBytes) {
      const u = f32x4.mul(loadFour(pk, rows), f32x4.sub(v128.load(vk), mean));
      v128.store(vk, f32x4.mul(s, u));
    }
  }
}

/** loss + s (m − z_y + log (1 + q)), of two rows. */
function addLossOfPair(loss: v128, s: v128, below: v128, q: v128): v128 {
  return madd(s, f64x2.add(below, log1p(q)), loss);
}

/** Two pairs of f64 as f32. */
// @ts-ignore: decorator
@inline
function four(a: v128, b: v128): v128 {
  return v128.shuffle<i64>(f32x4.demote_f64x2_zero(a), f32x4.demote_f64x2_zero(b), 0, 2);
}

// @ts-ignore: decorator
@inline
function low(a: v128): v128 {
  return f64x2.promote_low_f32x4(a);
}

// @ts-ignore: decorator
@inline
function high(a: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<i64>(a, a, 1, 1));
}

// @ts-ignore: decorator
@inline
function loadFour(p: usize, rows: i32): v128 {
  if (rows > 3) return v128.load(p);
  const a = rows > 1 ? v128.load64_zero(p) : v128.load32_zero(p);
  return rows > 2 ? v128.load32_lane(p + 8, a, 2) : a;
}

// @ts-ignore: decorator
@inline
function storeFour(p: usize, values: v128, rows: i32): void {
  if (rows > 3) {
    v128.store(p, values);
    return;
  }
  if (rows > 1) v128.store64_lane(p, values, 0);
  else v128.store32_lane(p, values, 0);
  if (rows > 2) v128.store32_lane(p + 8, values, 2);
}
