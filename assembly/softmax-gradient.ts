// Loss and gradient of a linear model of many classes, and products with the loss's Hessian, in one pass over the rows:
//
//   zₖᵢ = x̃ᵢ · wₖ     out += Σ uₖᵢ x̃ᵢ, for each class
//
// with u the residuals of the softmax (softmax.ts), or s p (v − p · v) for the product with v. A block of rows is
// standardised into the scratch space, and stays there from its scores to its gradient: memory is read once.

import { addClasses, BLOCK, CLASS_BYTES, inFours, scoreClasses } from "./class-tiles";
import { softmaxCurvature, softmaxLoss } from "./softmax";
import { standardise } from "./standardise";

export function softmaxGradientF64(
  rows: i32,
  cols: i32,
  size: i32,
  classes: i32,
  x: usize,
  weight: usize,
  y: usize,
  center: usize,
  scale: usize,
  w: usize,
  p: usize,
  pBytes: usize,
  scratch: usize,
  out: usize,
): f64 {
  return sweep<f64>(false, rows, cols, size, classes, x, weight, y, center, scale, w, p, pBytes, scratch, out);
}

export function softmaxGradientF32(
  rows: i32,
  cols: i32,
  size: i32,
  classes: i32,
  x: usize,
  weight: usize,
  y: usize,
  center: usize,
  scale: usize,
  w: usize,
  p: usize,
  pBytes: usize,
  scratch: usize,
  out: usize,
): f64 {
  return sweep<f32>(false, rows, cols, size, classes, x, weight, y, center, scale, w, p, pBytes, scratch, out);
}

export function softmaxProductF64(
  rows: i32,
  cols: i32,
  size: i32,
  classes: i32,
  x: usize,
  weight: usize,
  center: usize,
  scale: usize,
  v: usize,
  p: usize,
  pBytes: usize,
  scratch: usize,
  out: usize,
): void {
  sweep<f64>(true, rows, cols, size, classes, x, weight, 0, center, scale, v, p, pBytes, scratch, out);
}

export function softmaxProductF32(
  rows: i32,
  cols: i32,
  size: i32,
  classes: i32,
  x: usize,
  weight: usize,
  center: usize,
  scale: usize,
  v: usize,
  p: usize,
  pBytes: usize,
  scratch: usize,
  out: usize,
): void {
  sweep<f32>(true, rows, cols, size, classes, x, weight, 0, center, scale, v, p, pBytes, scratch, out);
}

function sweep<T>(
  product: bool,
  rows: i32,
  cols: i32,
  size: i32,
  classes: i32,
  x: usize,
  weight: usize,
  y: usize,
  center: usize,
  scale: usize,
  w: usize,
  p: usize,
  pBytes: usize,
  scratch: usize,
  out: usize,
): f64 {
  const width = inFours(size);
  const rowBytes = <usize>width * 8;
  const z = scratch + <usize>BLOCK * rowBytes;
  const panels = inFours(classes) >> 2;
  memory.fill(scratch, 0, <usize>BLOCK * rowBytes); // columns up to `width` stay 0
  let loss: f64 = 0;
  while (rows > 0) {
    const n = min(rows, BLOCK);
    const padded = inFours(n);
    standardise<T>(n, cols, size, x, center, scale, scratch, rowBytes);
    if (n < padded) memory.fill(scratch + <usize>n * rowBytes, 0, <usize>(padded - n) * rowBytes);
    for (let k = 0; k < panels; k++) {
      scoreClasses(padded, size, scratch, rowBytes, w + <usize>(k * size) * 32, z + <usize>k * 4 * CLASS_BYTES);
    }
    if (product) softmaxCurvature(n, classes, weight, p, pBytes, z);
    else loss += softmaxLoss(n, classes, weight, y, z, p, pBytes);
    for (let k = 0; k < panels; k++) {
      const u = z + <usize>k * 4 * CLASS_BYTES;
      addClasses(n, width >> 2, scratch, rowBytes, u, out + <usize>k * 4 * rowBytes, rowBytes);
    }
    rows -= n;
    x += <usize>(n * cols) * sizeof<T>();
    weight += <usize>n * 8;
    y += <usize>n * 8;
    if (p != 0) p += <usize>n * 8;
  }
  return loss;
}
