// The softmax loss of a block of rows, from scores that lie class by class (see class-tiles.ts). With the row's weight s
// and its class y:
//
//   pₖ = e^(zₖ − m) / Σ e^(zₗ − m)     m = max zₖ     loss = s (m − z_y + log Σ e^(zₖ − m))     residualₖ = s (pₖ − [k = y])
//
// No exponent is positive, so nothing overflows. The sum is kept as 1 + q, one class with zₖ = m being the 1, so that
// a loss far below 1 keeps its digits. Two rows at a time, one a lane. Where the weight is 0, all zₖ count as 0.

import { CLASS_BYTES } from "./class-tiles";
import { expOfNegative } from "./exp";
import { log1p } from "./logistic";
import { loadPair, madd, storePair, sum } from "./simd";

/**
 * Residuals in place of the scores; answers Σ loss. Probabilities are kept at `p`, `pBytes` from a class to the next,
 * unless that is 0.
 */
export function softmaxLoss(
  rows: i32,
  classes: i32,
  weight: usize,
  y: usize,
  z: usize,
  p: usize,
  pBytes: usize,
): f64 {
  const all = <usize>classes * CLASS_BYTES;
  const one = f64x2.splat(1);
  let loss = f64x2.splat(0);
  for (; rows > 0; rows -= 2, weight += 16, y += 16, z += 16, p += 16) {
    const last = rows == 1;
    const end = z + all;
    const s = loadPair(weight, last);
    const own = loadPair(y, last);
    const weighted = f64x2.ne(s, f64x2.splat(0));
    let most = v128.and(v128.load(z), weighted);
    for (let zk = z + CLASS_BYTES; zk < end; zk += CLASS_BYTES) {
      most = f64x2.pmax(most, v128.and(v128.load(zk), weighted));
    }
    let q = f64x2.splat(0);
    let ones = f64x2.splat(-1);
    // Looked up, which spares comparing each class with the rows' own.
    const first = z + <usize>(<i32>f64x2.extract_lane(own, 0)) * CLASS_BYTES;
    const second = z + <usize>(<i32>f64x2.extract_lane(own, 1)) * CLASS_BYTES + 8;
    const score = v128.and(v128.load64_lane(second, v128.load64_zero(first), 1), weighted);
    for (let zk = z; zk < end; zk += CLASS_BYTES) {
      const zi = v128.and(v128.load(zk), weighted);
      const e = expOfNegative(f64x2.sub(zi, most));
      const isMost = f64x2.eq(zi, most);
      q = f64x2.add(q, v128.andnot(e, isMost));
      ones = f64x2.add(ones, v128.and(isMost, one));
      v128.store(zk, e);
    }
    q = f64x2.add(q, f64x2.pmax(ones, f64x2.splat(0)));
    loss = madd(s, f64x2.add(f64x2.sub(most, score), log1p(q)), loss);
    const inverse = f64x2.div(one, f64x2.add(q, one));
    let pk = p;
    for (let zk = z; zk < end; zk += CLASS_BYTES, pk += pBytes) {
      const probability = f64x2.mul(v128.load(zk), inverse);
      if (p != 0) storePair(pk, probability, last);
      v128.store(zk, f64x2.mul(s, probability));
    }
    store<f64>(first, load<f64>(first) - f64x2.extract_lane(s, 0));
    store<f64>(second, load<f64>(second) - f64x2.extract_lane(s, 1));
  }
  return sum(loss);
}

/**
 * From scores v of a direction, in place, to the weights of rows in the product of the Hessian with it:
 *
 *   uₖ = s pₖ (vₖ − Σ pₗ vₗ)
 */
export function softmaxCurvature(
  rows: i32,
  classes: i32,
  weight: usize,
  p: usize,
  pBytes: usize,
  v: usize,
): void {
  const all = <usize>classes * CLASS_BYTES;
  for (; rows > 0; rows -= 2, weight += 16, v += 16, p += 16) {
    const last = rows == 1;
    const end = v + all;
    let mean = f64x2.splat(0);
    let pk = p;
    for (let vk = v; vk < end; vk += CLASS_BYTES, pk += pBytes) {
      mean = madd(loadPair(pk, last), v128.load(vk), mean);
    }
    const s = loadPair(weight, last);
    pk = p;
    for (let vk = v; vk < end; vk += CLASS_BYTES, pk += pBytes) {
      const u = f64x2.mul(loadPair(pk, last), f64x2.sub(v128.load(vk), mean));
      v128.store(vk, f64x2.mul(s, u));
    }
  }
}
