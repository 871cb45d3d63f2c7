// What rows that hold their non-zeros only add to the Hessian of a linear model's loss, as they are, neither centred nor
// scaled, which the caller does to the sum:
//
//   H += Σ curvatureᵢ xᵢ xᵢᵀ     or, if size > cols, of [xᵢ, 1]
//
// on the upper triangle, in time that grows with the squares of the rows' numbers of non-zeros.

import { addTo, columnsOf, countOf, ROW_BYTES, valuesOf } from "./sparse-rows";

export function hessianSparseF64(
  rows: i32,
  cols: i32,
  size: i32,
  stride: i32,
  x: usize,
  curvature: usize,
  center: usize,
  scale: usize,
  panels: usize,
  h: usize,
): void {
  hessian<f64>(rows, cols, size, stride, x, curvature, h);
}

export function hessianSparseF32(
  rows: i32,
  cols: i32,
  size: i32,
  stride: i32,
  x: usize,
  curvature: usize,
  center: usize,
  scale: usize,
  panels: usize,
  h: usize,
): void {
  hessian<f32>(rows, cols, size, stride, x, curvature, h);
}

function hessian<T>(rows: i32, cols: i32, size: i32, stride: i32, x: usize, curvature: usize, h: usize): void {
  const rowBytes = <usize>stride * 8;
  const last = <usize>cols * 8;
  for (; rows > 0; rows--, x += ROW_BYTES, curvature += 8) {
    const c = load<f64>(curvature);
    if (c == 0) continue;
    let value = valuesOf(x);
    let column = columnsOf(x);
    for (let n = countOf(x); n > 0; n--, value += sizeof<T>(), column += 4) {
      const u = c * <f64>load<T>(value);
      const out = h + <usize>load<u32>(column) * rowBytes;
      addRow<T>(n, u, value, column, out);
      if (size > cols) addTo(out + last, u);
    }
    if (size > cols) addTo(h + <usize>cols * rowBytes + last, c);
  }
}

// @ts-ignore: decorator
@inline
function addRow<T>(n: i32, u: f64, value: usize, column: usize, out: usize): void {
  for (; n > 0; n--, value += sizeof<T>(), column += 4) {
    addTo(out + ((<usize>load<u32>(column)) << 3), u * <f64>load<T>(value));
  }
}
