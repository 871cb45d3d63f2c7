// softmax.ts in single precision: scores, residuals and probabilities are f32, four rows at a time; the loss is added up
// in f64.
//
//   pₖ = e^(zₖ − m) / Σ e^(zₗ − m)     loss = s (m − z_y + log Σ e^(zₖ − m))     residualₖ = s (pₖ − [k = y])
//
// The sum is that of the other classes plus the row's own: so that p_y − 1, minus the part of the others, keeps its digits,
// and so does the loss where its own is the most likely one.

import { LANE_BYTES } from "./class-tiles-single";
import { expOfNegativeSingle } from "./exp-single";
import { log1p } from "./logistic";
import { demotePairs, madd, maddSingle, promoteHigh, promoteLow, sum } from "./simd";

/**
 * As `softmaxLoss`, of n groups of rows that lie `between` bytes apart among weights and y; or of one row each if that is 0,
 * the other lanes having no weight. p is f32, group by group.
 */
export function softmaxLossSingle(
  n: i32,
  classes: i32,
  between: usize,
  weight: usize,
  y: usize,
  z: usize,
  p: usize,
  pBytes: usize,
): f64 {
  const all = <usize>classes * LANE_BYTES;
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  const pStep: usize = between == 0 ? 4 : 16;
  let loss = f64x2.splat(0);
  for (; n > 0; n--, weight += 8, y += 8, z += 16, p += pStep) {
    const end = z + all;
    const s01 = pairOf(weight, between);
    const s23 = lastPairOf(weight, between);
    const s = demotePairs(s01, s23);
    const own0 = ownOf(y, z, 0);
    const own1 = ownOf(y + between, z, 4);
    const own2 = ownOf(y + 2 * between, z, 8);
    const own3 = ownOf(y + 3 * between, z, 12);
    const weighted = f32x4.ne(s, zero);
    let most = f32x4.splat(-Infinity);
    for (let zk = z; zk < end; zk += LANE_BYTES) most = f32x4.pmax(most, v128.and(v128.load(zk), weighted));
    const score = v128.and(gathered(own0, own1, own2, own3), weighted);
    const own = demotePairs(pairOf(y, between), lastPairOf(y, between));
    let others = zero;
    let k = zero;
    for (let zk = z; zk < end; zk += LANE_BYTES, k = f32x4.add(k, one)) {
      const e = expOfNegativeSingle(f32x4.sub(v128.and(v128.load(zk), weighted), most));
      others = f32x4.add(others, v128.andnot(e, f32x4.eq(k, own)));
      v128.store(zk, e);
    }
    // log Σ = log (1 + q), with nothing rounded away where the own class is the most likely one
    const eOwn = gathered(own0, own1, own2, own3);
    const isMost = f32x4.eq(score, most);
    const q = f32x4.pmax(f32x4.add(others, f32x4.sub(v128.bitselect(one, eOwn, isMost), one)), zero);
    const below = f32x4.sub(most, score);
    loss = addLossOfPair(loss, s01, promoteLow(below), promoteLow(q));
    loss = addLossOfPair(loss, s23, promoteHigh(below), promoteHigh(q));
    const inverse = f32x4.div(one, f32x4.add(others, eOwn));
    const weightedInverse = f32x4.mul(s, inverse);
    let pk = p;
    for (let zk = z; zk < end; zk += LANE_BYTES, pk += pBytes) {
      const e = v128.load(zk);
      if (p != 0) storeGroup(pk, f32x4.mul(e, inverse), between);
      v128.store(zk, f32x4.mul(e, weightedInverse));
    }
    const residual = f32x4.neg(f32x4.mul(others, weightedInverse));
    v128.store32_lane(own0, residual, 0);
    v128.store32_lane(own1, residual, 1);
    v128.store32_lane(own2, residual, 2);
    v128.store32_lane(own3, residual, 3);
  }
  return sum(loss);
}

/** As `softmaxCurvature`, with groups and p as those of `softmaxLossSingle`. */
export function softmaxCurvatureSingle(
  n: i32,
  classes: i32,
  between: usize,
  weight: usize,
  p: usize,
  pBytes: usize,
  v: usize,
): void {
  const all = <usize>classes * LANE_BYTES;
  const pStep: usize = between == 0 ? 4 : 16;
  for (; n > 0; n--, weight += 8, v += 16, p += pStep) {
    const end = v + all;
    let mean = f32x4.splat(0);
    let pk = p;
    for (let vk = v; vk < end; vk += LANE_BYTES, pk += pBytes) {
      mean = maddSingle(loadGroup(pk, between), v128.load(vk), mean);
    }
    const s = demotePairs(pairOf(weight, between), lastPairOf(weight, between));
    pk = p;
    for (let vk = v; vk < end; vk += LANE_BYTES, pk += pBytes) {
      const u = f32x4.mul(loadGroup(pk, between), f32x4.sub(v128.load(vk), mean));
      v128.store(vk, f32x4.mul(s, u));
    }
  }
}

/** loss + s (m − z_y + log (1 + q)), of two rows. */
function addLossOfPair(loss: v128, s: v128, below: v128, q: v128): v128 {
  return madd(s, f64x2.add(below, log1p(q)), loss);
}

/** The first two of four numbers that lie `between` bytes apart, or the one there is and 0. */
// @ts-ignore: decorator
@inline
function pairOf(at: usize, between: usize): v128 {
  const first = v128.load64_zero(at);
  return between == 0 ? first : v128.load64_lane(at + between, first, 1);
}

/** The last two, or zeros. */
// @ts-ignore: decorator
@inline
function lastPairOf(at: usize, between: usize): v128 {
  return between == 0 ? f64x2.splat(0) : pairOf(at + 2 * between, between);
}

/** Where the score of the class of a row is, whose lane is `lane` bytes into its group. */
// @ts-ignore: decorator
@inline
function ownOf(y: usize, z: usize, lane: usize): usize {
  return z + <usize>(<i32>load<f64>(y)) * LANE_BYTES + lane;
}

// @ts-ignore: decorator
@inline
function gathered(a: usize, b: usize, c: usize, d: usize): v128 {
  return v128.load32_lane(d, v128.load32_lane(c, v128.load32_lane(b, v128.load32_zero(a), 1), 2), 3);
}

// @ts-ignore: decorator
@inline
function loadGroup(p: usize, between: usize): v128 {
  return between == 0 ? v128.load32_zero(p) : v128.load(p);
}

// @ts-ignore: decorator
@inline
function storeGroup(p: usize, values: v128, between: usize): void {
  if (between == 0) v128.store32_lane(p, values, 0);
  else v128.store(p, values);
}
