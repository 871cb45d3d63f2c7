// The loss of a linear model, of each kind, on dense, row-major data and its gradient, in one pass over the data.
//
//   zᵢ = xᵢ · w + b + oᵢ     loss = Σ lossᵢ(zᵢ)     ∂loss/∂w = Σ residualᵢ xᵢ     ∂loss/∂b = Σ residualᵢ
//
// The offsets oᵢ are only for classes, and 0 where their address is.

import { BRIER, LOGISTIC, SQUARED_ERROR, sweep } from "./sweep";
import { sweepAt } from "./sweep-at";

export function lossGradientF64(
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
  return sweep<f64>(LOGISTIC, rows, cols, x, target, offset, w, b, scratch, gradient);
}

export function lossGradientF32(
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
  return sweep<f32>(LOGISTIC, rows, cols, x, target, offset, w, b, scratch, gradient);
}

export function brierLossGradientF64(
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
  return sweep<f64>(BRIER, rows, cols, x, target, offset, w, b, scratch, gradient);
}

export function brierLossGradientF32(
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
  return sweep<f32>(BRIER, rows, cols, x, target, offset, w, b, scratch, gradient);
}

export function squaredErrorGradientF64(
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
  return sweep<f64>(SQUARED_ERROR, rows, cols, x, weight, y, w, b, scratch, gradient);
}

export function squaredErrorGradientF32(
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
  return sweep<f32>(SQUARED_ERROR, rows, cols, x, weight, y, w, b, scratch, gradient);
}

// The same for some of the rows, those with the numbers at `indices`.

export function lossGradientAtF64(
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
  return sweepAt<f64>(LOGISTIC, count, cols, x, indices, target, offset, w, b, scratch, gradient);
}

export function lossGradientAtF32(
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
  return sweepAt<f32>(LOGISTIC, count, cols, x, indices, target, offset, w, b, scratch, gradient);
}

export function brierLossGradientAtF64(
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
  return sweepAt<f64>(BRIER, count, cols, x, indices, target, offset, w, b, scratch, gradient);
}

export function brierLossGradientAtF32(
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
  return sweepAt<f32>(BRIER, count, cols, x, indices, target, offset, w, b, scratch, gradient);
}

export function squaredErrorGradientAtF64(
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
  return sweepAt<f64>(SQUARED_ERROR, count, cols, x, indices, weight, y, w, b, scratch, gradient);
}

export function squaredErrorGradientAtF32(
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
  return sweepAt<f32>(SQUARED_ERROR, count, cols, x, indices, weight, y, w, b, scratch, gradient);
}
