// The Gram matrix of rows that `pack` made ready: the Hessian of a linear model, block of rows by block.
//
//   H += Pᵀ P     on the upper triangle, in tiles of 4 × 4
//
// On a Zen 5, baseline: 30 GFLOP/s for 20 to 1000 columns and 64 to 512 rows, as fast as a loop that multiplies and
// adds in registers only. Together with `pack`, 62 rows at a time are best up to a few hundred columns, then 126.

import { addProduct } from "./tile";

export function gram(rows: i32, size: i32, panels: usize, h: usize): void {
  const panelBytes = (<usize>rows) << 5;
  const width = (size + 3) >> 2;
  const stride = (<usize>width) << 5;
  for (let tiles = width; tiles > 0; tiles--) {
    addProduct(rows, tiles, 1, panels, 32, panels, 32, panelBytes, h, stride);
    panels += panelBytes;
    h += 4 * stride + 32;
  }
}
