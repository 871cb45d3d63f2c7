// `gram` in single precision, for a Hessian that decides how fast a solver gets there but not where.
//
//   H += Pᵀ P     on the upper triangle, in tiles of 4 × 8; P and the products are f32, H is f64
//
// A tile's sums over one block of rows are f32 as well. Each is off by about 1e-7 √(hᵢᵢ hⱼⱼ), whatever the units of
// the columns.
//
// A tile takes 12 of x86's 16 registers, as in `addProduct`. On a Zen 5, baseline: 50 to 58 GFLOP/s for 100 to 1000
// columns, as fast as a loop that multiplies and adds in registers only (56). One load of four values of A, of which
// shuffles make splats, was 1.16 times slower than four loads that splat.

import { panelBytes } from "./pack";
import { maddSingle } from "./simd";

export function gramSingle(rows: i32, size: i32, stride: i32, panels: usize, h: usize): void {
  const between = panelBytes(rows);
  const rowBytes = (<usize>stride) << 3;
  for (let tiles = (size + 7) >> 3; tiles > 0; tiles--) {
    addTiles(rows, tiles, panels, panels, between, h, rowBytes);
    addTiles(rows, tiles, panels + 16, panels, between, h + 4 * rowBytes, rowBytes);
    panels += between;
    h += 8 * rowBytes + 64;
  }
}

/** C += Aᵀ B: A is four columns of a panel, B is panels `bTile` bytes apart, C is 4 × 8 tiles. */
export function addTiles(rows: i32, tiles: i32, a: usize, b: usize, bTile: usize, c: usize, cStride: usize): void {
  for (; tiles > 0; tiles--) {
    let c00 = f32x4.splat(0);
    let c01 = c00;
    let c10 = c00;
    let c11 = c00;
    let c20 = c00;
    let c21 = c00;
    let c30 = c00;
    let c31 = c00;
    let ak = a;
    let bk = b;
    for (let k = rows; k > 0; k--) {
      const b0 = v128.load(bk);
      const b1 = v128.load(bk, 16);
      let ai = v128.load32_splat(ak);
      c00 = maddSingle(ai, b0, c00);
      c01 = maddSingle(ai, b1, c01);
      ai = v128.load32_splat(ak, 4);
      c10 = maddSingle(ai, b0, c10);
      c11 = maddSingle(ai, b1, c11);
      ai = v128.load32_splat(ak, 8);
      c20 = maddSingle(ai, b0, c20);
      c21 = maddSingle(ai, b1, c21);
      ai = v128.load32_splat(ak, 12);
      c30 = maddSingle(ai, b0, c30);
      c31 = maddSingle(ai, b1, c31);
      ak += 32;
      bk += 32;
    }
    addRow(c00, c01, c);
    addRow(c10, c11, c + cStride);
    addRow(c20, c21, c + 2 * cStride);
    addRow(c30, c31, c + 3 * cStride);
    b += bTile;
    c += 64;
  }
}

// @ts-ignore: decorator
@inline
function addRow(left: v128, right: v128, c: usize): void {
  addFour(left, c);
  addFour(right, c + 32);
}

/** Four f32 numbers to four of f64. */
// @ts-ignore: decorator
@inline
function addFour(a: v128, c: usize): void {
  const last = v128.shuffle<i64>(a, a, 1, 1);
  v128.store(c, f64x2.add(v128.load(c), f64x2.promote_low_f32x4(a)));
  v128.store(c, f64x2.add(v128.load(c, 16), f64x2.promote_low_f32x4(last)), 16);
}
