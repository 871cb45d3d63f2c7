// Groups of four rows of x: what every pass over the rows is made of. The rows of a group lie `stride` bytes apart,
// the groups `step` bytes; the four come from far apart, because hardware prefetchers follow one stream a page and
// neighbours fight over it (200000 × 100 with neighbours: 12.0 ms instead of 7.1).
//
//   zₛ = xₛ · w + b     g += Σ uₛ xₛ
//
// The inner loops advance by one pair of columns, and derive the rows' addresses from one pointer: with more, V8 runs
// out of registers and spills accumulators, and it unrolls the loops itself. Only `add`, which has no accumulators, takes
// two pairs (20000 × 1000: 6.1 instead of 6.3 ms; four are no better, nor are two groups at once).

import { madd, multiplyThenAdd, rowPair, rowSingle, sum, sumEach } from "./simd";

/** The scores of each group, one behind the other. */
export function score<T>(
  groups: i32,
  cols: i32,
  x: usize,
  stride: usize,
  step: usize,
  w: usize,
  b: f64,
  z: usize,
): void {
  for (; groups > 0; groups--, x += step, z += 32) scoreGroup<T>(true, cols, x, stride, w, b, z, 8);
}

/**
 * As `score`, but never fused, the same bits in every build, and the four `zStride` bytes apart, groups `zStep` bytes. Of a
 * row with products pⱼ = xⱼ wⱼ, the sums over even and over odd j, each in ascending j, are added as (even + odd) + b.
 */
export function scoreExactly<T>(
  groups: i32,
  cols: i32,
  x: usize,
  stride: usize,
  step: usize,
  w: usize,
  b: f64,
  z: usize,
  zStride: usize,
  zStep: usize,
): void {
  for (; groups > 0; groups--, x += step, z += zStep) scoreGroup<T>(false, cols, x, stride, w, b, z, zStride);
}

/** g += Σ uₛ xₛ, and Σ uₛ behind it. The u are contiguous. */
export function add<T>(
  groups: i32,
  cols: i32,
  x: usize,
  stride: usize,
  step: usize,
  u: usize,
  g: usize,
): void {
  const stride2 = stride * 2;
  const stride3 = stride * 3;
  let total = f64x2.splat(0);
  for (; groups > 0; groups--, x += step, u += 32) {
    const u0 = v128.load64_splat(u);
    const u1 = v128.load64_splat(u, 8);
    const u2 = v128.load64_splat(u, 16);
    const u3 = v128.load64_splat(u, 24);
    total = f64x2.add(total, f64x2.add(v128.load(u), v128.load(u, 16)));
    let xj = x;
    let gj = g;
    for (let n = cols >> 2; n > 0; n--, xj += sizeof<T>() * 4, gj += 32) {
      addPair<T>(0, u0, u1, u2, u3, xj, xj + stride, xj + stride2, xj + stride3, gj);
      addPair<T>(1, u0, u1, u2, u3, xj, xj + stride, xj + stride2, xj + stride3, gj);
    }
    if (cols & 2) {
      addPair<T>(0, u0, u1, u2, u3, xj, xj + stride, xj + stride2, xj + stride3, gj);
      xj += sizeof<T>() * 2;
      gj += 16;
    }
    if (cols & 1) {
      const a = madd(u1, rowSingle<T>(xj + stride), madd(u0, rowSingle<T>(xj), v128.load64_zero(gj)));
      const c = madd(u3, rowSingle<T>(xj + stride3), f64x2.mul(u2, rowSingle<T>(xj + stride2)));
      v128.store64_lane(gj, f64x2.add(a, c), 0);
    }
  }
  const end = g + <usize>cols * 8;
  store<f64>(end, load<f64>(end) + sum(total));
}

/** The scores of four rows, wherever they are. */
export function scoreFour<T>(
  cols: i32,
  x0: usize,
  x1: usize,
  x2: usize,
  x3: usize,
  w: usize,
  b: f64,
  z: usize,
): void {
  let z0 = f64x2.splat(0);
  let z1 = f64x2.splat(0);
  let z2 = f64x2.splat(0);
  let z3 = f64x2.splat(0);
  const step = sizeof<T>() * 2;
  for (let n = cols >> 1; n > 0; n--, x0 += step, x1 += step, x2 += step, x3 += step, w += 16) {
    const v = v128.load(w);
    z0 = madd(v, rowPair<T>(x0), z0);
    z1 = madd(v, rowPair<T>(x1), z1);
    z2 = madd(v, rowPair<T>(x2), z2);
    z3 = madd(v, rowPair<T>(x3), z3);
  }
  if (cols & 1) {
    const v = v128.load64_zero(w);
    z0 = madd(v, rowSingle<T>(x0), z0);
    z1 = madd(v, rowSingle<T>(x1), z1);
    z2 = madd(v, rowSingle<T>(x2), z2);
    z3 = madd(v, rowSingle<T>(x3), z3);
  }
  v128.store(z, f64x2.add(sumEach(z0, z1), f64x2.splat(b)));
  v128.store(z, f64x2.add(sumEach(z2, z3), f64x2.splat(b)), 16);
}

/** g += Σ uₛ xₛ of four rows, wherever they are, and Σ uₛ behind it. */
export function addFour<T>(
  cols: i32,
  x0: usize,
  x1: usize,
  x2: usize,
  x3: usize,
  u: usize,
  g: usize,
): void {
  const u0 = v128.load64_splat(u);
  const u1 = v128.load64_splat(u, 8);
  const u2 = v128.load64_splat(u, 16);
  const u3 = v128.load64_splat(u, 24);
  const total = sum(f64x2.add(v128.load(u), v128.load(u, 16)));
  const step = sizeof<T>() * 2;
  for (let n = cols >> 1; n > 0; n--, x0 += step, x1 += step, x2 += step, x3 += step, g += 16) {
    const a = madd(u1, rowPair<T>(x1), madd(u0, rowPair<T>(x0), v128.load(g)));
    const c = madd(u3, rowPair<T>(x3), f64x2.mul(u2, rowPair<T>(x2)));
    v128.store(g, f64x2.add(a, c));
  }
  if (cols & 1) {
    const a = madd(u1, rowSingle<T>(x1), madd(u0, rowSingle<T>(x0), v128.load64_zero(g)));
    const c = madd(u3, rowSingle<T>(x3), f64x2.mul(u2, rowSingle<T>(x2)));
    v128.store64_lane(g, f64x2.add(a, c), 0);
    g += 8;
  }
  store<f64>(g, load<f64>(g) + total);
}

/** Two columns of g += Σ uₛ xₛ. */
// @ts-ignore: decorator
@inline
function addPair<T>(
  pair: usize,
  u0: v128,
  u1: v128,
  u2: v128,
  u3: v128,
  x0: usize,
  x1: usize,
  x2: usize,
  x3: usize,
  g: usize,
): void {
  const a = madd(u1, rowPair<T>(x1, pair), madd(u0, rowPair<T>(x0, pair), v128.load(g + pair * 16)));
  const c = madd(u3, rowPair<T>(x3, pair), f64x2.mul(u2, rowPair<T>(x2, pair)));
  v128.store(g + pair * 16, f64x2.add(a, c));
}

// @ts-ignore: decorator
@inline
function scoreGroup<T>(
  fused: bool,
  cols: i32,
  x: usize,
  stride: usize,
  w: usize,
  b: f64,
  z: usize,
  zStride: usize,
): void {
  const stride2 = stride * 2;
  const stride3 = stride * 3;
  let z0 = f64x2.splat(0);
  let z1 = f64x2.splat(0);
  let z2 = f64x2.splat(0);
  let z3 = f64x2.splat(0);
  for (let n = cols >> 1; n > 0; n--, x += sizeof<T>() * 2, w += 16) {
    const v = v128.load(w);
    z0 = multiplyAdd(fused, v, rowPair<T>(x), z0);
    z1 = multiplyAdd(fused, v, rowPair<T>(x + stride), z1);
    z2 = multiplyAdd(fused, v, rowPair<T>(x + stride2), z2);
    z3 = multiplyAdd(fused, v, rowPair<T>(x + stride3), z3);
  }
  if (cols & 1) {
    const v = v128.load64_zero(w);
    z0 = multiplyAdd(fused, v, rowSingle<T>(x), z0);
    z1 = multiplyAdd(fused, v, rowSingle<T>(x + stride), z1);
    z2 = multiplyAdd(fused, v, rowSingle<T>(x + stride2), z2);
    z3 = multiplyAdd(fused, v, rowSingle<T>(x + stride3), z3);
  }
  const z01 = f64x2.add(sumEach(z0, z1), f64x2.splat(b));
  const z23 = f64x2.add(sumEach(z2, z3), f64x2.splat(b));
  if (fused) {
    // `score`, whose scores lie one behind the other
    v128.store(z, z01);
    v128.store(z, z23, 16);
    return;
  }
  v128.store64_lane(z, z01, 0);
  v128.store64_lane(z + zStride, z01, 1);
  v128.store64_lane(z + zStride * 2, z23, 0);
  v128.store64_lane(z + zStride * 3, z23, 1);
}

// @ts-ignore: decorator
@inline
function multiplyAdd(fused: bool, a: v128, b: v128, c: v128): v128 {
  return fused ? madd(a, b, c) : multiplyThenAdd(a, b, c);
}
