// A row, centred and scaled as it is copied to where it stays in the first level cache:
//
//   x̃ᵢ = [(xᵢ − center) scale, 1], or without the 1, as `size` says
//
// Columns far from zero cost what is computed with x̃ no digits, and the copy is f64 whatever the rows are.

import { rowPair } from "./simd";

/** One row, to `out`. */
// @ts-ignore: decorator
@inline
export function standardise<T>(cols: i32, size: i32, x: usize, center: usize, scale: usize, out: usize): void {
  const end = out + <usize>cols * 8;
  const toCenter = center - out;
  const toScale = scale - out;
  for (; out + 32 <= end; out += 32, x += 4 * sizeof<T>()) {
    const a = f64x2.sub(rowPair<T>(x), v128.load(out + toCenter));
    const b = f64x2.sub(rowPair<T>(x, 1), v128.load(out + toCenter, 16));
    v128.store(out, f64x2.mul(a, v128.load(out + toScale)));
    v128.store(out, f64x2.mul(b, v128.load(out + toScale, 16)), 16);
  }
  for (; out < end; out += 8, x += sizeof<T>()) {
    store<f64>(out, (<f64>load<T>(x) - load<f64>(out + toCenter)) * load<f64>(out + toScale));
  }
  if (size > cols) store<f64>(end, 1);
}
