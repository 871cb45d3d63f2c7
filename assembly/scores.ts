// The scores of a linear model on dense, row-major data.
//
//   zᵢ = xᵢ · w + b
//
// In one order of additions, whatever the build, the storage and the rows around: with pⱼ = xⱼ wⱼ, the sums over even
// and over odd j, each in ascending j, are added as (even + odd) + b. Nothing is fused. src/numerics/score-row.ts does
// the same steps in TypeScript, bit for bit.

import { scoreExactly } from "./rows";

export function scoresF64(rows: i32, cols: i32, x: usize, w: usize, b: f64, z: usize): void {
  scores<f64>(rows, cols, x, w, b, z);
}

export function scoresF32(rows: i32, cols: i32, x: usize, w: usize, b: f64, z: usize): void {
  scores<f32>(rows, cols, x, w, b, z);
}

// @ts-ignore: decorator
@inline
function scores<T>(rows: i32, cols: i32, x: usize, w: usize, b: f64, z: usize): void {
  const quarter = rows >> 2;
  const rowBytes = <usize>cols * sizeof<T>();
  const stride = <usize>quarter * rowBytes;
  scoreExactly<T>(quarter, cols, x, stride, rowBytes, w, b, z, <usize>quarter * 8, 8);
  // The last rows, up to three: each as a group of four times itself.
  x += stride * 4;
  z += <usize>quarter * 32;
  scoreExactly<T>(rows & 3, cols, x, 0, rowBytes, w, b, z, 0, 8);
}
