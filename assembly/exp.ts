// The exponential function, two lanes at a time.
//
//   x = k ln 2 + r,  |r| ≤ ½ ln 2     eˣ = 2ᵏ eʳ     eʳ ≈ 1 + r + r² q(r)
//
// q is a minimax polynomial of degree 9, off by 4e-18 of eʳ at most. k comes from adding 1.5 · 2⁵², which leaves
// it in the low bits of the sum; ln 2 is split in two so that k times its high part is exact. src/numerics/exp.ts
// does the same steps in TypeScript, bit for bit.

import { loadPair, madd, multiplyThenAdd, storePair } from "./simd";

// Each twice, one a lane: a constant that is loaded occupies a register only while it is in use, and `splat` in
// the loop costs 30 % of a sigmoid.
const CONSTANTS = memory.data<f64>([
  // 0: log₂ e, −ln 2 (high and low part)
  1.4426950408889634, 1.4426950408889634, -0.6931471805598903, -0.6931471805598903, -5.497923018708371e-14,
  -5.497923018708371e-14,
  // 3: q
  0.5000000000000011, 0.5000000000000011, 0.16666666666666413, 0.16666666666666413, 0.04166666666653027,
  0.04166666666653027, 0.00833333333349484, 0.00833333333349484, 0.0013888888943635511, 0.0013888888943635511,
  0.0001984126950578481, 0.0001984126950578481, 2.4801493065096505e-5, 2.4801493065096505e-5,
  2.7557586977075274e-6, 2.7557586977075274e-6, 2.763026870160077e-7, 2.763026870160077e-7,
  2.499992063370999e-8, 2.499992063370999e-8,
  // 13: 1, 1.5 · 2⁵², 1.5 · 2⁵² + 1023
  1, 1, 6755399441055744, 6755399441055744, 6755399441056767, 6755399441056767,
  // 16: from where on eˣ is 0, is ∞, and is less than any normal number
  -746, -746, 710, 710, -709, -709,
]);

// @ts-ignore: decorator
@inline
function constant(i: i32): v128 {
  return v128.load(CONSTANTS + <usize>i * 16);
}

// @ts-ignore: decorator
@inline
function madd2(fused: bool, a: v128, b: v128, c: v128): v128 {
  return fused ? madd(a, b, c) : multiplyThenAdd(a, b, c);
}

/** r = x − k ln 2 */
// @ts-ignore: decorator
@inline
function remainder(fused: bool, x: v128, k: v128): v128 {
  return madd2(fused, k, constant(2), madd2(fused, k, constant(1), x));
}

/** eʳ */
// @ts-ignore: decorator
@inline
function expOfRemainder(fused: bool, r: v128): v128 {
  // In Estrin's order: it takes one more product than Horner's, but waits a third as long.
  const r2 = f64x2.mul(r, r);
  const r4 = f64x2.mul(r2, r2);
  const q01 = madd2(fused, constant(4), r, constant(3));
  const q23 = madd2(fused, constant(6), r, constant(5));
  const q45 = madd2(fused, constant(8), r, constant(7));
  const q67 = madd2(fused, constant(10), r, constant(9));
  const q89 = madd2(fused, constant(12), r, constant(11));
  const low = madd2(fused, q23, r2, q01);
  const high = madd2(fused, q89, r4, madd2(fused, q67, r2, q45));
  const q = madd2(fused, high, r4, low);
  return f64x2.add(madd2(fused, q, r2, r), constant(13));
}

/** eˣ for any x, the same bits in every build. */
// @ts-ignore: decorator
@inline
export function expOf(x: v128): v128 {
  x = f64x2.pmin(f64x2.pmax(x, constant(16)), constant(17)); // keeps NaN
  const shifted = multiplyThenAdd(x, constant(0), constant(14));
  const p = expOfRemainder(false, remainder(false, x, f64x2.sub(shifted, constant(14))));
  // In two steps, as 2ᵏ alone may be too large or too small for a number.
  const half = i32x4.shr_s(shifted, 1);
  return f64x2.mul(f64x2.mul(p, powerOfTwo(half)), powerOfTwo(i64x2.sub(shifted, half)));
}

/** 2ᵏ, from k in the low bits of each lane. */
// @ts-ignore: decorator
@inline
function powerOfTwo(k: v128): v128 {
  return i64x2.add(i64x2.shl(k, 52), constant(13)); // the bits of 1, with k added to its exponent
}

/** eˣ for x ≤ 0, fused where possible; what is too small to be a normal number may be 0. */
// @ts-ignore: decorator
@inline
export function expOfNegative(x: v128): v128 {
  x = notTooSmall(x);
  const shifted = shiftedExponent(x);
  return expOfParts(remainderOf(x, shifted), shifted);
}

// The parts of `expOfNegative`, for loops that take one each.

// @ts-ignore: decorator
@inline
export function notTooSmall(x: v128): v128 {
  return f64x2.pmax(x, constant(18)); // keeps NaN
}

/** k + 1023 in the low bits */
// @ts-ignore: decorator
@inline
export function shiftedExponent(x: v128): v128 {
  return madd(x, constant(0), constant(15));
}

// @ts-ignore: decorator
@inline
export function remainderOf(x: v128, shifted: v128): v128 {
  return remainder(true, x, f64x2.sub(shifted, constant(15)));
}

// @ts-ignore: decorator
@inline
export function expOfParts(r: v128, shifted: v128): v128 {
  return f64x2.mul(expOfRemainder(true, r), i64x2.shl(shifted, 52)); // k + 1023 are the bits of 2ᵏ, 0 those of 0
}

export function exp(n: i32, x: usize, out: usize): void {
  for (; n > 0; n -= 2, x += 16, out += 16) storePair(out, expOf(loadPair(x, n == 1)), n == 1);
}
