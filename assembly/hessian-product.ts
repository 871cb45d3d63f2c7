// The product of the Hessian of the loss with a vector [v, c], in one pass over the data.
//
//   uᵢ = curvatureᵢ (xᵢ · v + c)     out = [Σ uᵢ xᵢ, Σ uᵢ]

import { HESSIAN, sweep } from "./sweep";

export function hessianProductF64(
  rows: i32,
  cols: i32,
  x: usize,
  curvature: usize,
  v: usize,
  c: f64,
  scratch: usize,
  out: usize,
): void {
  sweep<f64>(HESSIAN, rows, cols, x, curvature, 0, v, c, scratch, out);
}

export function hessianProductF32(
  rows: i32,
  cols: i32,
  x: usize,
  curvature: usize,
  v: usize,
  c: f64,
  scratch: usize,
  out: usize,
): void {
  sweep<f32>(HESSIAN, rows, cols, x, curvature, 0, v, c, scratch, out);
}
