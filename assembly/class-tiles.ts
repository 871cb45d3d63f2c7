// Scores of a block of rows for all classes, and what the block adds to the classes' gradients, in tiles of 4 × 4 that
// stay in registers (see tile.ts for why 4 × 4).
//
//   zₖᵢ = xᵢ · wₖ     gₖ += Σ uₖᵢ xᵢ
//
// A block has up to BLOCK rows, in whole groups of four, contiguous from row to row. z and u lie class by class,
// BLOCK numbers each, so that a softmax over the classes works on two rows at a time.

import { madd } from "./simd";

/** The most rows of a block: with 100 columns they fill half of a first level cache. */
// @ts-ignore: decorator
@inline
export const BLOCK: i32 = 32;

/** From a class to the next, in bytes. */
// @ts-ignore: decorator
@inline
export const CLASS_BYTES: usize = 256;

/** The next multiple of four. */
// @ts-ignore: decorator
@inline
export function inFours(n: i32): i32 {
  return (n + 3) & ~3;
}

/** The z of four classes, from w in the panel w[j][4]. */
export function scoreClasses(rows: i32, size: i32, x: usize, rowBytes: usize, w: usize, z: usize): void {
  const rowBytes2 = rowBytes * 2;
  const rowBytes3 = rowBytes * 3;
  for (; rows > 0; rows -= 4, x += rowBytes * 4, z += 32) {
    let c00 = f64x2.splat(0);
    let c01 = c00;
    let c10 = c00;
    let c11 = c00;
    let c20 = c00;
    let c21 = c00;
    let c30 = c00;
    let c31 = c00;
    let xj = x;
    let wj = w;
    for (let j = size; j > 0; j--, xj += 8, wj += 32) {
      const w0 = v128.load(wj);
      const w1 = v128.load(wj, 16);
      let a = v128.load64_splat(xj);
      c00 = madd(a, w0, c00);
      c01 = madd(a, w1, c01);
      a = v128.load64_splat(xj + rowBytes);
      c10 = madd(a, w0, c10);
      c11 = madd(a, w1, c11);
      a = v128.load64_splat(xj + rowBytes2);
      c20 = madd(a, w0, c20);
      c21 = madd(a, w1, c21);
      a = v128.load64_splat(xj + rowBytes3);
      c30 = madd(a, w0, c30);
      c31 = madd(a, w1, c31);
    }
    v128.store(z, v128.shuffle<i64>(c00, c10, 0, 2));
    v128.store(z, v128.shuffle<i64>(c20, c30, 0, 2), 16);
    v128.store(z, v128.shuffle<i64>(c00, c10, 1, 3), 256);
    v128.store(z, v128.shuffle<i64>(c20, c30, 1, 3), 256 + 16);
    v128.store(z, v128.shuffle<i64>(c01, c11, 0, 2), 512);
    v128.store(z, v128.shuffle<i64>(c21, c31, 0, 2), 512 + 16);
    v128.store(z, v128.shuffle<i64>(c01, c11, 1, 3), 768);
    v128.store(z, v128.shuffle<i64>(c21, c31, 1, 3), 768 + 16);
  }
}

/** Adds to the gradients of four classes, over `tiles` tiles of four columns. */
export function addClasses(
  rows: i32,
  tiles: i32,
  x: usize,
  rowBytes: usize,
  u: usize,
  g: usize,
  gBytes: usize,
): void {
  for (; tiles > 0; tiles--, x += 32, g += 32) {
    let c00 = f64x2.splat(0);
    let c01 = c00;
    let c10 = c00;
    let c11 = c00;
    let c20 = c00;
    let c21 = c00;
    let c30 = c00;
    let c31 = c00;
    let xi = x;
    let ui = u;
    for (let i = rows; i > 0; i--, xi += rowBytes, ui += 8) {
      const x0 = v128.load(xi);
      const x1 = v128.load(xi, 16);
      let a = v128.load64_splat(ui);
      c00 = madd(a, x0, c00);
      c01 = madd(a, x1, c01);
      a = v128.load64_splat(ui, 256);
      c10 = madd(a, x0, c10);
      c11 = madd(a, x1, c11);
      a = v128.load64_splat(ui, 512);
      c20 = madd(a, x0, c20);
      c21 = madd(a, x1, c21);
      a = v128.load64_splat(ui, 768);
      c30 = madd(a, x0, c30);
      c31 = madd(a, x1, c31);
    }
    addPairs(c00, c01, g);
    addPairs(c10, c11, g + gBytes);
    addPairs(c20, c21, g + 2 * gBytes);
    addPairs(c30, c31, g + 3 * gBytes);
  }
}

/**
 * Adds to the gradients of two classes, over `tiles` tiles of four columns: where one or two are left, tiles of 2 × 8 take
 * 0.6 of the time of 4 × 4 that are half padding. Scores of two classes gain nothing by tiles of their own.
 */
export function addTwoClasses(
  rows: i32,
  tiles: i32,
  x: usize,
  rowBytes: usize,
  u: usize,
  g: usize,
  gBytes: usize,
): void {
  // Of an odd number of tiles the last is computed twice, and added once.
  for (; tiles > 0; tiles -= 2, x += 64, g += 64) {
    const both = tiles > 1;
    const right: usize = both ? 32 : 0;
    let c00 = f64x2.splat(0);
    let c01 = c00;
    let c02 = c00;
    let c03 = c00;
    let c10 = c00;
    let c11 = c00;
    let c12 = c00;
    let c13 = c00;
    let xi = x;
    let ui = u;
    for (let i = rows; i > 0; i--, xi += rowBytes, ui += 8) {
      const a = v128.load64_splat(ui);
      const b = v128.load64_splat(ui, 256);
      let xs = v128.load(xi);
      c00 = madd(a, xs, c00);
      c10 = madd(b, xs, c10);
      xs = v128.load(xi, 16);
      c01 = madd(a, xs, c01);
      c11 = madd(b, xs, c11);
      xs = v128.load(xi + right);
      c02 = madd(a, xs, c02);
      c12 = madd(b, xs, c12);
      xs = v128.load(xi + right, 16);
      c03 = madd(a, xs, c03);
      c13 = madd(b, xs, c13);
    }
    addPairs(c00, c01, g);
    addPairs(c10, c11, g + gBytes);
    if (!both) return;
    addPairs(c02, c03, g + 32);
    addPairs(c12, c13, g + gBytes + 32);
  }
}

// @ts-ignore: decorator
@inline
function addPairs(left: v128, right: v128, g: usize): void {
  v128.store(g, f64x2.add(v128.load(g), left));
  v128.store(g, f64x2.add(v128.load(g, 16), right), 16);
}
