// What the kernels share: two f64 lanes a vector.

/**
 * a b + c, the one place where the two builds differ: rounded twice in the baseline build, the same bits on
 * every machine; fused in the relaxed build where the processor can.
 */
// @ts-ignore: decorator
@inline
export function madd(a: v128, b: v128, c: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? f64x2.relaxed_madd(a, b, c) : f64x2.add(f64x2.mul(a, b), c);
}

/** `madd` of four f32 lanes. */
// @ts-ignore: decorator
@inline
export function maddSingle(a: v128, b: v128, c: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? f32x4.relaxed_madd(a, b, c) : f32x4.add(f32x4.mul(a, b), c);
}

/** a b + c, rounded twice in every build. */
// @ts-ignore: decorator
@inline
export function multiplyThenAdd(a: v128, b: v128, c: v128): v128 {
  return f64x2.add(f64x2.mul(a, b), c);
}

/** The sum of both lanes. */
// @ts-ignore: decorator
@inline
export function sum(a: v128): f64 {
  return f64x2.extract_lane(a, 0) + f64x2.extract_lane(a, 1);
}

/** [Σ a, Σ b] over the lanes of each. */
// @ts-ignore: decorator
@inline
export function sumEach(a: v128, b: v128): v128 {
  return f64x2.add(v128.shuffle<f64>(a, b, 0, 2), v128.shuffle<f64>(a, b, 1, 3));
}

/** Two numbers, or the last one and 0: loops over pairs end with it. */
// @ts-ignore: decorator
@inline
export function loadPair(p: usize, last: bool): v128 {
  return last ? v128.load64_zero(p) : v128.load(p);
}

// @ts-ignore: decorator
@inline
export function storePair(p: usize, a: v128, last: bool): void {
  if (last) v128.store64_lane(p, a, 0);
  else v128.store(p, a);
}

/** Elements `2 pair` and `2 pair + 1` of the f64 or f32 row at p, as f64. */
// @ts-ignore: decorator
@inline
export function rowPair<T>(p: usize, pair: usize = 0): v128 {
  return sizeof<T>() == 8
    ? v128.load(p + pair * 16)
    : f64x2.promote_low_f32x4(v128.load64_zero(p + pair * 8));
}

/** The one f64 or f32 element at p, as [element, 0]. */
// @ts-ignore: decorator
@inline
export function rowSingle<T>(p: usize): v128 {
  return sizeof<T>() == 8 ? v128.load64_zero(p) : f64x2.promote_low_f32x4(v128.load32_zero(p));
}

/** Two pairs of f64 as f32. */
// @ts-ignore: decorator
@inline
export function demotePairs(a: v128, b: v128): v128 {
  return v128.shuffle<i64>(f32x4.demote_f64x2_zero(a), f32x4.demote_f64x2_zero(b), 0, 2);
}

/** The first two of four f32 as f64. */
// @ts-ignore: decorator
@inline
export function promoteLow(a: v128): v128 {
  return f64x2.promote_low_f32x4(a);
}

/** The last two. */
// @ts-ignore: decorator
@inline
export function promoteHigh(a: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<i64>(a, a, 1, 1));
}
