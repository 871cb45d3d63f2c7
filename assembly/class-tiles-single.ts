// Scores and gradients of class-tiles.ts in single precision: x̃, w, z and u are f32, products and their sums over one
// block of rows as well; what blocks add up to is f64.
//
// Tiles have twice as many numbers: 8 rows × 4 classes of scores, 2 classes × 16 columns of gradients, of which 10 classes
// leave no class over.

import { CLASS_BYTES } from "./class-tiles";
import { maddSingle } from "./simd";

/** From a class to the next among z and u, in bytes. */
// @ts-ignore: decorator
@inline
export const SINGLE_CLASS_BYTES: usize = CLASS_BYTES / 2;

/** The next multiple of eight. */
// @ts-ignore: decorator
@inline
export function inEights(n: i32): i32 {
  return (n + 7) & ~7;
}

/** The z of four classes, from w in the panel w[j][4], of rows in whole groups of eight. */
export function scoreClassesSingly(rows: i32, size: i32, x: usize, rowBytes: usize, w: usize, z: usize): void {
  for (; rows > 0; rows -= 8, x += rowBytes * 8, z += 32) {
    let c0 = f32x4.splat(0);
    let c1 = c0;
    let c2 = c0;
    let c3 = c0;
    let c4 = c0;
    let c5 = c0;
    let c6 = c0;
    let c7 = c0;
    let xj = x;
    let wj = w;
    for (let j = size; j > 0; j--, xj += 4, wj += 16) {
      const a = v128.load(wj);
      const x4 = xj + rowBytes * 4;
      c0 = maddSingle(v128.load32_splat(xj), a, c0);
      c1 = maddSingle(v128.load32_splat(xj + rowBytes), a, c1);
      c2 = maddSingle(v128.load32_splat(xj + rowBytes * 2), a, c2);
      c3 = maddSingle(v128.load32_splat(x4 - rowBytes), a, c3);
      c4 = maddSingle(v128.load32_splat(x4), a, c4);
      c5 = maddSingle(v128.load32_splat(x4 + rowBytes), a, c5);
      c6 = maddSingle(v128.load32_splat(x4 + rowBytes * 2), a, c6);
      c7 = maddSingle(v128.load32_splat(x4 + rowBytes * 3), a, c7);
    }
    storeTransposed(c0, c1, c2, c3, z);
    storeTransposed(c4, c5, c6, c7, z + 16);
  }
}

/** Four rows of four classes each, class by class. */
function storeTransposed(a: v128, b: v128, c: v128, d: v128, z: usize): void {
  const ab = v128.shuffle<i32>(a, b, 0, 4, 1, 5);
  const cd = v128.shuffle<i32>(c, d, 0, 4, 1, 5);
  const ab2 = v128.shuffle<i32>(a, b, 2, 6, 3, 7);
  const cd2 = v128.shuffle<i32>(c, d, 2, 6, 3, 7);
  v128.store(z, v128.shuffle<i64>(ab, cd, 0, 2));
  v128.store(z, v128.shuffle<i64>(ab, cd, 1, 3), 128);
  v128.store(z, v128.shuffle<i64>(ab2, cd2, 0, 2), 256);
  v128.store(z, v128.shuffle<i64>(ab2, cd2, 1, 3), 384);
}

/** Adds to the gradients of two classes, over `tiles` tiles of four columns, in tiles of 2 × 16. */
export function addTwoClassesSingly(
  rows: i32,
  tiles: i32,
  x: usize,
  rowBytes: usize,
  u: usize,
  g: usize,
  gBytes: usize,
): void {
  for (; tiles > 0; tiles -= 4, x += 64, g += 128) {
    const right: usize = tiles > 2 ? 32 : 0; // beyond the last column the same once more, and never added
    let c00 = f32x4.splat(0);
    let c01 = c00;
    let c02 = c00;
    let c03 = c00;
    let c10 = c00;
    let c11 = c00;
    let c12 = c00;
    let c13 = c00;
    let xi = x;
    let ui = u;
    for (let i = rows; i > 0; i--, xi += rowBytes, ui += 4) {
      const a = v128.load32_splat(ui);
      const b = v128.load32_splat(ui, 128);
      let xs = v128.load(xi);
      c00 = maddSingle(a, xs, c00);
      c10 = maddSingle(b, xs, c10);
      xs = v128.load(xi, 16);
      c01 = maddSingle(a, xs, c01);
      c11 = maddSingle(b, xs, c11);
      xs = v128.load(xi + right);
      c02 = maddSingle(a, xs, c02);
      c12 = maddSingle(b, xs, c12);
      xs = v128.load(xi + right, 16);
      c03 = maddSingle(a, xs, c03);
      c13 = maddSingle(b, xs, c13);
    }
    addFour(c00, g);
    addFour(c10, g + gBytes);
    if (tiles == 1) return;
    addFour(c01, g + 32);
    addFour(c11, g + gBytes + 32);
    if (tiles == 2) return;
    addFour(c02, g + 64);
    addFour(c12, g + gBytes + 64);
    if (tiles == 3) return;
    addFour(c03, g + 96);
    addFour(c13, g + gBytes + 96);
  }
}

/** Four f32 numbers to four of f64. */
// @ts-ignore: decorator
@inline
function addFour(a: v128, g: usize): void {
  const last = v128.shuffle<i64>(a, a, 1, 1);
  v128.store(g, f64x2.add(v128.load(g), f64x2.promote_low_f32x4(a)));
  v128.store(g, f64x2.add(v128.load(g, 16), f64x2.promote_low_f32x4(last)), 16);
}

