// standardise.ts for a group of four rows, one a lane, column by column in f32: rounded once, after both.

import { LANE_BYTES } from "./class-tiles-single";
import { rowPair } from "./simd";

/** Rows that lie `between` bytes apart, or one row in every lane if that is 0; x̃ⱼ is four numbers at `out + j LANE_BYTES`. */
export function standardiseGroup<T>(
  cols: i32,
  size: i32,
  x: usize,
  between: usize,
  center: usize,
  scale: usize,
  out: usize,
): void {
  if (size > cols) v128.store(out + <usize>cols * LANE_BYTES, f32x4.splat(1));
  if (cols < 4) {
    for (let j: usize = 0; j < <usize>cols; j++, x += sizeof<T>(), out += LANE_BYTES) {
      for (let lane: usize = 0; lane < 4; lane++) {
        const xj = <f64>load<T>(x + lane * between);
        store<f32>(out + lane * 4, <f32>((xj - load<f64>(center + j * 8)) * load<f64>(scale + j * 8)));
      }
    }
    return;
  }
  // The last four columns overlap those before, where their number isn't a multiple of four.
  const last = cols - 4;
  for (let j = 0; ; j = min(j + 4, last)) {
    const at = <usize>j;
    const c01 = v128.load(center + at * 8);
    const c23 = v128.load(center + at * 8, 16);
    const s01 = v128.load(scale + at * 8);
    const s23 = v128.load(scale + at * 8, 16);
    const first = x + at * sizeof<T>();
    const third = first + 2 * between;
    const a = fourOf<T>(first, c01, c23, s01, s23);
    const b = fourOf<T>(first + between, c01, c23, s01, s23);
    const c = fourOf<T>(third, c01, c23, s01, s23);
    const d = fourOf<T>(third + between, c01, c23, s01, s23);
    storeTransposed(a, b, c, d, out + at * LANE_BYTES);
    if (j == last) return;
  }
}

/** Four numbers of a row. */
// @ts-ignore: decorator
@inline
function fourOf<T>(x: usize, c01: v128, c23: v128, s01: v128, s23: v128): v128 {
  const a = f64x2.mul(f64x2.sub(rowPair<T>(x), c01), s01);
  const b = f64x2.mul(f64x2.sub(rowPair<T>(x, 1), c23), s23);
  return v128.shuffle<i64>(f32x4.demote_f64x2_zero(a), f32x4.demote_f64x2_zero(b), 0, 2);
}

/** Stores four vectors as the columns of what they are the rows of, `LANE_BYTES` from each to the next. */
// @ts-ignore: decorator
@inline
function storeTransposed(a: v128, b: v128, c: v128, d: v128, out: usize): void {
  const ab = v128.shuffle<i32>(a, b, 0, 4, 1, 5);
  const cd = v128.shuffle<i32>(c, d, 0, 4, 1, 5);
  const ab2 = v128.shuffle<i32>(a, b, 2, 6, 3, 7);
  const cd2 = v128.shuffle<i32>(c, d, 2, 6, 3, 7);
  v128.store(out, v128.shuffle<i64>(ab, cd, 0, 2));
  v128.store(out, v128.shuffle<i64>(ab, cd, 1, 3), 128);
  v128.store(out, v128.shuffle<i64>(ab2, cd2, 0, 2), 256);
  v128.store(out, v128.shuffle<i64>(ab2, cd2, 1, 3), 384);
}
