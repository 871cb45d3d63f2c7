// The loss of a linear model on dense, row-major data and its gradient, in one pass over the data.
//
//   zᵢ = xᵢ · w + b     loss = Σ lossᵢ(zᵢ)     ∂loss/∂w = Σ residualᵢ xᵢ     ∂loss/∂b = Σ residualᵢ

import { sweep } from "./sweep";

export function lossGradientF64(
  rows: i32,
  cols: i32,
  x: usize,
  target: usize,
  w: usize,
  b: f64,
  scratch: usize,
  gradient: usize,
): f64 {
  return sweep<f64>(false, rows, cols, x, target, w, b, scratch, gradient);
}

export function lossGradientF32(
  rows: i32,
  cols: i32,
  x: usize,
  target: usize,
  w: usize,
  b: f64,
  scratch: usize,
  gradient: usize,
): f64 {
  return sweep<f32>(false, rows, cols, x, target, w, b, scratch, gradient);
}
