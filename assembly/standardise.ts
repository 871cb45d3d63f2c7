// A block of rows, centred and scaled as it is copied to where it stays in the first level cache:
//
//   x̃ᵢ = [(xᵢ − center) scale, 1], or without the 1, as `size` says
//
// Columns far from zero cost what is computed with x̃ no digits, and the copy is f64 whatever the rows are.

import { rowPair } from "./simd";

/** To `out`, in rows `rowBytes` bytes apart. */
// @ts-ignore: decorator
@inline
export function standardise<T>(
  rows: i32,
  cols: i32,
  size: i32,
  x: usize,
  center: usize,
  scale: usize,
  out: usize,
  rowBytes: usize,
): void {
  for (; rows > 0; rows--, out += rowBytes) {
    let at: usize = 0;
    for (let n = cols >> 1; n > 0; n--, at += 16, x += 2 * sizeof<T>()) {
      const u = f64x2.sub(rowPair<T>(x), v128.load(center + at));
      v128.store(out + at, f64x2.mul(u, v128.load(scale + at)));
    }
    if (cols & 1) {
      store<f64>(out + at, (<f64>load<T>(x) - load<f64>(center + at)) * load<f64>(scale + at));
      at += 8;
      x += sizeof<T>();
    }
    if (size > cols) store<f64>(out + at, 1);
  }
}
