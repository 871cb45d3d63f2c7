// Exponentials of numbers ≤ 0 in single precision. Of eˣ, four lanes at a time, as in exp.ts:
//
//   x = k ln 2 + r,  |r| ≤ ½ ln 2     eˣ = 2ᵏ eʳ     eʳ ≈ 1 + r + r² q(r)
//
// q is a minimax polynomial of degree 4, off by 4e-9 of eʳ at most: what is left is rounding, about 1e-7.

import { maddSingle } from "./simd";

// Each four times, one a lane.
const CONSTANTS = memory.data<f32>([
  // 0: log₂ e, −ln 2 (high and low part)
  1.4426950216293335, 1.4426950216293335, 1.4426950216293335, 1.4426950216293335, -0.693145751953125,
  -0.693145751953125, -0.693145751953125, -0.693145751953125, -1.428606765330187e-6, -1.428606765330187e-6,
  -1.428606765330187e-6, -1.428606765330187e-6,
  // 3: q
  0.4999999403953552, 0.4999999403953552, 0.4999999403953552, 0.4999999403953552, 0.1666652113199234,
  0.1666652113199234, 0.1666652113199234, 0.1666652113199234, 0.04166838899254799, 0.04166838899254799,
  0.04166838899254799, 0.04166838899254799, 0.00836874544620514, 0.00836874544620514, 0.00836874544620514,
  0.00836874544620514, 0.0013814539415761828, 0.0013814539415761828, 0.0013814539415761828,
  0.0013814539415761828,
  // 8: 1, 1.5 · 2²³ + 127, from where on eˣ is less than any normal number
  1, 1, 1, 1, 12583039, 12583039, 12583039, 12583039, -87, -87, -87, -87,
]);

// @ts-ignore: decorator
@inline
function constant(i: i32): v128 {
  return v128.load(CONSTANTS + <usize>i * 16);
}

/** eˣ for x ≤ 0; never less than about e⁻⁸⁷. */
// @ts-ignore: decorator
@inline
export function expOfNegativeSingle(x: v128): v128 {
  x = f32x4.pmax(x, constant(10)); // keeps NaN
  const shifted = maddSingle(x, constant(0), constant(9)); // k + 127 in the low bits
  const k = f32x4.sub(shifted, constant(9));
  const r = maddSingle(k, constant(2), maddSingle(k, constant(1), x));
  const r2 = f32x4.mul(r, r);
  const q01 = maddSingle(constant(4), r, constant(3));
  const q23 = maddSingle(constant(6), r, constant(5));
  const q = maddSingle(maddSingle(constant(7), r2, q23), r2, q01);
  const p = f32x4.add(maddSingle(q, r2, r), constant(8));
  return f32x4.mul(p, i32x4.shl(shifted, 23)); // k + 127 are the bits of 2ᵏ
}

const CONSTANTS_OF_TWO = memory.data<f32>([
  // 0: 1.5 · 2²³ + 127, and the exponent of the least normal number
  12583039, -126,
  // 2: p, and 1
  0.6931471824645996, 0.24022647738456726, 0.055503323674201965, 0.00961843691766262, 0.0013398875016719103,
  0.00015353361959569156, 1,
]);

// @ts-ignore: decorator
@inline
function ofTwo(i: i32): v128 {
  return v128.load32_splat(CONSTANTS_OF_TWO + <usize>i * 4);
}

/**
 * 2^−|x| of eight numbers at x, never less than 2⁻¹²⁶:
 *
 *   −|x| = k + f,  |f| ≤ ½     2^−|x| = 2ᵏ 2ᶠ     2ᶠ ≈ 1 + f p(f)
 *
 * p is of degree 5; with coefficients in single precision it is off by 2e-8 of 2ᶠ at most. Eight at a time share what is
 * loaded of constants (0.75 instead of 0.88 ns a number).
 *
 * @param sign - −0 in each lane
 */
// @ts-ignore: decorator
@inline
export function powersOfTwo(x: usize, out: usize, sign: v128): void {
  let c = ofTwo(1);
  let d = ofTwo(0);
  const xa = f32x4.pmax(v128.or(v128.load(x), sign), c); // keeps NaN
  const xb = f32x4.pmax(v128.or(v128.load(x, 16), sign), c);
  const shiftedA = f32x4.add(xa, d); // k + 127 in the low bits
  const shiftedB = f32x4.add(xb, d);
  const fa = f32x4.sub(xa, f32x4.sub(shiftedA, d));
  const fb = f32x4.sub(xb, f32x4.sub(shiftedB, d));
  const fa2 = f32x4.mul(fa, fa);
  const fb2 = f32x4.mul(fb, fb);
  c = ofTwo(7);
  d = ofTwo(6);
  let pa = maddSingle(c, fa, d);
  let pb = maddSingle(c, fb, d);
  c = ofTwo(5);
  d = ofTwo(4);
  pa = maddSingle(pa, fa2, maddSingle(c, fa, d));
  pb = maddSingle(pb, fb2, maddSingle(c, fb, d));
  c = ofTwo(3);
  d = ofTwo(2);
  pa = maddSingle(pa, fa2, maddSingle(c, fa, d));
  pb = maddSingle(pb, fb2, maddSingle(c, fb, d));
  c = ofTwo(8);
  v128.store(out, f32x4.mul(maddSingle(pa, fa, c), i32x4.shl(shiftedA, 23))); // k + 127 are the bits of 2ᵏ
  v128.store(out, f32x4.mul(maddSingle(pb, fb, c), i32x4.shl(shiftedB, 23)), 16);
}
