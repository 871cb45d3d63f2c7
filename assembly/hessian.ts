// The Hessian of a linear model's loss, block of rows by block, from the rows' curvatures:
//
//   H += Σ curvatureᵢ x̃ᵢ x̃ᵢᵀ     x̃ᵢ = [(xᵢ − center) scale, 1], or without the 1, as `size` says
//
// A block is packed in as few parts as it fits in, of about the same size: two panels of one (8 KiB) stay in the L1
// cache, and the matrix is read and written once for each. Here and not a call for each part, which would cost 4 of
// the 27 ms for 1000000 × 20.

import { gram } from "./gram";
import { gramSingle } from "./gram-single";
import { packF32, packF64, packIntercept, packInterceptSingle, packSingleF32, packSingleF64 } from "./pack";

/** The most rows of a part. */
const PACKED_ROWS = 126;

export function hessianF64(
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
  hessian<f64>(false, rows, cols, size, stride, x, curvature, center, scale, panels, h);
}

export function hessianF32(
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
  hessian<f32>(false, rows, cols, size, stride, x, curvature, center, scale, panels, h);
}

// The same with products and sums in single precision.

export function hessianSingleF64(
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
  hessian<f64>(true, rows, cols, size, stride, x, curvature, center, scale, panels, h);
}

export function hessianSingleF32(
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
  hessian<f32>(true, rows, cols, size, stride, x, curvature, center, scale, panels, h);
}

// @ts-ignore: decorator
@inline
function hessian<T>(
  single: bool,
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
  const rowBytes = <usize>cols * sizeof<T>();
  const parts = (rows + PACKED_ROWS - 1) / PACKED_ROWS;
  const most = parts > 0 ? (rows + parts - 1) / parts : 0;
  while (rows > 0) {
    const n = min(most, rows);
    if (single) {
      if (sizeof<T>() == 8) packSingleF64(n, cols, x, curvature, center, scale, panels);
      else packSingleF32(n, cols, x, curvature, center, scale, panels);
      if (size > cols) packInterceptSingle(n, cols, curvature, panels);
      gramSingle(n, size, stride, panels, h);
    } else {
      if (sizeof<T>() == 8) packF64(n, cols, x, curvature, center, scale, panels);
      else packF32(n, cols, x, curvature, center, scale, panels);
      if (size > cols) packIntercept(n, cols, curvature, panels);
      gram(n, size, stride, panels, h);
    }
    rows -= n;
    x += <usize>n * rowBytes;
    curvature += <usize>n * 8;
  }
}
