// The Gram matrix of rows that `pack` made ready: the Hessian of a linear model, block of rows by block.
//
//   H += Pᵀ P     on the upper triangle, in tiles of 4 × 4
//
// On a Zen 5, baseline: 27 to 31 GFLOP/s for 100 to 1000 columns and 62 to 254 rows, as fast as a loop that multiplies
// and adds in registers only (28 to 33).

import { panelBytes } from "./pack";
import { addProduct } from "./tile";

export function gram(rows: i32, size: i32, stride: i32, panels: usize, h: usize): void {
  const between = panelBytes(rows);
  const rowBytes = (<usize>stride) << 3;
  for (let tiles = (size + 3) >> 2; tiles > 0; tiles--) {
    addProduct(rows, tiles, 1, panels, 32, panels, 32, between, h, rowBytes);
    panels += between;
    h += 4 * rowBytes + 32;
  }
}
