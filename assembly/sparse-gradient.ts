// What sweep.ts does, for rows that hold their non-zeros only (see sparse-rows.ts):
//
//   zᵢ = xᵢ · w + b + oᵢ     uᵢ = a function of zᵢ     out = [Σ uᵢ xᵢ, Σ uᵢ]
//
// in time that grows with the non-zeros, but for the zeros that `out` starts from. A batch of rows is scored and then
// added, from the caches. One body for all kinds of weights and for rows in any order: what tells them apart is asked
// once for a batch.

import { startLoss } from "./logistic";
import { MOST_GROUPS, STATE, TARGETS, VALUES } from "./scratch";
import { addSparse, dotSparse, ROW_BYTES } from "./sparse-rows";
import { BRIER, hasOffsets, HESSIAN, LOGISTIC, lossOf, SQUARED_ERROR, weigh } from "./sweep";

const MOST_ROWS = 4 * MOST_GROUPS;

/**
 * `count` rows from x on, or, unless `indices` is 0, those with the numbers there, u32. Unless `z` is 0, the zᵢ go
 * there.
 */
function sweepSparse<T>(
  kind: i32,
  count: i32,
  cols: i32,
  x: usize,
  indices: usize,
  t: usize,
  y: usize,
  w: usize,
  b: f64,
  scratch: usize,
  out: usize,
  z: usize = 0,
): f64 {
  memory.fill(out, 0, (<usize>cols + 1) * 8);
  startLoss(scratch + STATE);
  let total: f64 = 0;
  for (let from = 0; from < count; from += MOST_ROWS) {
    const n = min(MOST_ROWS, count - from);
    for (let i = n; i < ((n + 3) & ~3); i++) store<f64>(scratch + TARGETS + <usize>i * 8, 0);
    for (let i = 0; i < n; i++) {
      const row = numberOf(from + i, indices);
      const at = <usize>i * 8;
      const offset = hasOffsets(kind, y) ? load<f64>(y + row * 8) : 0;
      store<f64>(scratch + at, dotSparse<T>(x + row * ROW_BYTES, w) + b + offset);
      store<f64>(scratch + TARGETS + at, load<f64>(t + row * 8));
      if (kind == SQUARED_ERROR) store<f64>(scratch + VALUES + at, load<f64>(y + row * 8));
    }
    if (z != 0) memory.copy(z + <usize>from * 8, scratch, <usize>n * 8);
    weigh(kind, (n + 3) & ~3, scratch);
    for (let i = 0; i < n; i++) {
      const u = load<f64>(scratch + <usize>i * 8);
      total += u;
      addSparse<T>(x + numberOf(from + i, indices) * ROW_BYTES, u, out);
    }
  }
  store<f64>(out + <usize>cols * 8, total);
  return lossOf(kind, scratch);
}

// @ts-ignore: decorator
@inline
function numberOf(i: i32, indices: usize): usize {
  return indices == 0 ? <usize>i : <usize>load<u32>(indices + <usize>i * 4);
}

export function lossGradientSparseF64(
  rows: i32,
  cols: i32,
  x: usize,
  target: usize,
  offset: usize,
  w: usize,
  b: f64,
  scratch: usize,
  gradient: usize,
): f64 {
  return sweepSparse<f64>(LOGISTIC, rows, cols, x, 0, target, offset, w, b, scratch, gradient);
}

export function lossGradientSparseF32(
  rows: i32,
  cols: i32,
  x: usize,
  target: usize,
  offset: usize,
  w: usize,
  b: f64,
  scratch: usize,
  gradient: usize,
): f64 {
  return sweepSparse<f32>(LOGISTIC, rows, cols, x, 0, target, offset, w, b, scratch, gradient);
}

export function scoredSparseLossGradientF64(
  rows: i32,
  cols: i32,
  x: usize,
  target: usize,
  offset: usize,
  w: usize,
  b: f64,
  scratch: usize,
  gradient: usize,
  z: usize,
): f64 {
  return sweepSparse<f64>(LOGISTIC, rows, cols, x, 0, target, offset, w, b, scratch, gradient, z);
}

export function scoredSparseLossGradientF32(
  rows: i32,
  cols: i32,
  x: usize,
  target: usize,
  offset: usize,
  w: usize,
  b: f64,
  scratch: usize,
  gradient: usize,
  z: usize,
): f64 {
  return sweepSparse<f32>(LOGISTIC, rows, cols, x, 0, target, offset, w, b, scratch, gradient, z);
}

export function brierLossGradientSparseF64(
  rows: i32,
  cols: i32,
  x: usize,
  target: usize,
  offset: usize,
  w: usize,
  b: f64,
  scratch: usize,
  gradient: usize,
): f64 {
  return sweepSparse<f64>(BRIER, rows, cols, x, 0, target, offset, w, b, scratch, gradient);
}

export function brierLossGradientSparseF32(
  rows: i32,
  cols: i32,
  x: usize,
  target: usize,
  offset: usize,
  w: usize,
  b: f64,
  scratch: usize,
  gradient: usize,
): f64 {
  return sweepSparse<f32>(BRIER, rows, cols, x, 0, target, offset, w, b, scratch, gradient);
}

export function squaredErrorGradientSparseF64(
  rows: i32,
  cols: i32,
  x: usize,
  weight: usize,
  y: usize,
  w: usize,
  b: f64,
  scratch: usize,
  gradient: usize,
): f64 {
  return sweepSparse<f64>(SQUARED_ERROR, rows, cols, x, 0, weight, y, w, b, scratch, gradient);
}

export function squaredErrorGradientSparseF32(
  rows: i32,
  cols: i32,
  x: usize,
  weight: usize,
  y: usize,
  w: usize,
  b: f64,
  scratch: usize,
  gradient: usize,
): f64 {
  return sweepSparse<f32>(SQUARED_ERROR, rows, cols, x, 0, weight, y, w, b, scratch, gradient);
}

// The same for some of the rows, those with the numbers at `indices`.

export function lossGradientAtSparseF64(
  count: i32,
  cols: i32,
  x: usize,
  indices: usize,
  target: usize,
  offset: usize,
  w: usize,
  b: f64,
  scratch: usize,
  gradient: usize,
): f64 {
  return sweepSparse<f64>(LOGISTIC, count, cols, x, indices, target, offset, w, b, scratch, gradient);
}

export function lossGradientAtSparseF32(
  count: i32,
  cols: i32,
  x: usize,
  indices: usize,
  target: usize,
  offset: usize,
  w: usize,
  b: f64,
  scratch: usize,
  gradient: usize,
): f64 {
  return sweepSparse<f32>(LOGISTIC, count, cols, x, indices, target, offset, w, b, scratch, gradient);
}

export function brierLossGradientAtSparseF64(
  count: i32,
  cols: i32,
  x: usize,
  indices: usize,
  target: usize,
  offset: usize,
  w: usize,
  b: f64,
  scratch: usize,
  gradient: usize,
): f64 {
  return sweepSparse<f64>(BRIER, count, cols, x, indices, target, offset, w, b, scratch, gradient);
}

export function brierLossGradientAtSparseF32(
  count: i32,
  cols: i32,
  x: usize,
  indices: usize,
  target: usize,
  offset: usize,
  w: usize,
  b: f64,
  scratch: usize,
  gradient: usize,
): f64 {
  return sweepSparse<f32>(BRIER, count, cols, x, indices, target, offset, w, b, scratch, gradient);
}

export function squaredErrorGradientAtSparseF64(
  count: i32,
  cols: i32,
  x: usize,
  indices: usize,
  weight: usize,
  y: usize,
  w: usize,
  b: f64,
  scratch: usize,
  gradient: usize,
): f64 {
  return sweepSparse<f64>(SQUARED_ERROR, count, cols, x, indices, weight, y, w, b, scratch, gradient);
}

export function squaredErrorGradientAtSparseF32(
  count: i32,
  cols: i32,
  x: usize,
  indices: usize,
  weight: usize,
  y: usize,
  w: usize,
  b: f64,
  scratch: usize,
  gradient: usize,
): f64 {
  return sweepSparse<f32>(SQUARED_ERROR, count, cols, x, indices, weight, y, w, b, scratch, gradient);
}

export function hessianProductSparseF64(
  rows: i32,
  cols: i32,
  x: usize,
  curvature: usize,
  v: usize,
  c: f64,
  scratch: usize,
  out: usize,
): void {
  sweepSparse<f64>(HESSIAN, rows, cols, x, 0, curvature, 0, v, c, scratch, out);
}

export function hessianProductSparseF32(
  rows: i32,
  cols: i32,
  x: usize,
  curvature: usize,
  v: usize,
  c: f64,
  scratch: usize,
  out: usize,
): void {
  sweepSparse<f32>(HESSIAN, rows, cols, x, 0, curvature, 0, v, c, scratch, out);
}
