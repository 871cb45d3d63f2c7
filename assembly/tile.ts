// The work of `gram` and `cholesky`: four rows of a product of matrices, in tiles of 4 × 4.
//
//   C += α Aᵀ B     A is count × 4, B is count × 4 tiles, C is 4 × 4 tiles, all by rows `…Stride` bytes apart
//
// A tile's sums, a pair of B, one splat of A and a product are 12 of x86's 16 registers; unrolling the k loop
// twice made it 1.6 times slower (Node 20). A function per row of tiles, not inlined, lets V8 optimise it while
// the first call of `gram` still runs: 10 ms instead of 28 for 256 × 1000.

import { madd } from "./simd";

export function addProduct(
  count: i32,
  tiles: i32,
  alpha: f64,
  a: usize,
  aStride: usize,
  b: usize,
  bStride: usize,
  bTile: usize, // from a tile of B to the next, in bytes
  c: usize,
  cStride: usize,
): void {
  for (; tiles > 0; tiles--) {
    let c00 = f64x2.splat(0);
    let c01 = c00;
    let c10 = c00;
    let c11 = c00;
    let c20 = c00;
    let c21 = c00;
    let c30 = c00;
    let c31 = c00;
    let ak = a;
    let bk = b;
    for (let k = count; k > 0; k--) {
      const b0 = v128.load(bk);
      const b1 = v128.load(bk, 16);
      let ai = v128.load64_splat(ak);
      c00 = madd(ai, b0, c00);
      c01 = madd(ai, b1, c01);
      ai = v128.load64_splat(ak, 8);
      c10 = madd(ai, b0, c10);
      c11 = madd(ai, b1, c11);
      ai = v128.load64_splat(ak, 16);
      c20 = madd(ai, b0, c20);
      c21 = madd(ai, b1, c21);
      ai = v128.load64_splat(ak, 24);
      c30 = madd(ai, b0, c30);
      c31 = madd(ai, b1, c31);
      ak += aStride;
      bk += bStride;
    }
    const scale = f64x2.splat(alpha);
    addRow(scale, c00, c01, c);
    addRow(scale, c10, c11, c + cStride);
    addRow(scale, c20, c21, c + 2 * cStride);
    addRow(scale, c30, c31, c + 3 * cStride);
    b += bTile;
    c += 32;
  }
}

// @ts-ignore: decorator
@inline
function addRow(alpha: v128, left: v128, right: v128, c: usize): void {
  v128.store(c, madd(alpha, left, v128.load(c)));
  v128.store(c, madd(alpha, right, v128.load(c, 16)), 16);
}
