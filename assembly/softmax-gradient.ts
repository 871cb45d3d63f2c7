// Loss and gradient of a linear model of many classes, and products with the loss's Hessian, in one pass over the rows:
//
//   zₖᵢ = x̃ᵢ · wₖ + oᵢₖ     out += Σ uₖᵢ x̃ᵢ, for each class
//
// with u the residuals of the softmax (softmax.ts), or s p (v − p · v) for the product with v, which has no offsets o. A block of rows is
// standardised into the scratch space, and stays there from its scores to its gradient: memory is read once, in four
// streams, a quarter of the rows each.

import { addClasses, addTwoClasses, BLOCK, CLASS_BYTES, inFours, scoreClasses } from "./class-tiles";
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
  offset: usize,
  center: usize,
  scale: usize,
  w: usize,
  p: usize,
  pBytes: usize,
  scratch: usize,
  out: usize,
): f64 {
  return sweep(8, false, rows, cols, size, classes, x, weight, y, offset, center, scale, w, p, pBytes, scratch, out);
}

export function softmaxGradientF32(
  rows: i32,
  cols: i32,
  size: i32,
  classes: i32,
  x: usize,
  weight: usize,
  y: usize,
  offset: usize,
  center: usize,
  scale: usize,
  w: usize,
  p: usize,
  pBytes: usize,
  scratch: usize,
  out: usize,
): f64 {
  return sweep(4, false, rows, cols, size, classes, x, weight, y, offset, center, scale, w, p, pBytes, scratch, out);
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
  sweep(8, true, rows, cols, size, classes, x, weight, 0, 0, center, scale, v, p, pBytes, scratch, out);
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
  sweep(4, true, rows, cols, size, classes, x, weight, 0, 0, center, scale, v, p, pBytes, scratch, out);
}

/** Rows of one stream in a block, and from a stream's z to the next, in bytes. */
const STREAM_ROWS = 8;
const STREAM_BYTES: usize = 64;

function sweep(
  itemBytes: usize,
  product: bool,
  rows: i32,
  cols: i32,
  size: i32,
  classes: i32,
  x: usize,
  weight: usize,
  y: usize,
  offset: usize,
  center: usize,
  scale: usize,
  w: usize,
  p: usize,
  pBytes: usize,
  scratch: usize,
  out: usize,
): f64 {
  memory.fill(scratch, 0, <usize>BLOCK * <usize>inFours(size) * 8); // columns up to the next multiple of four stay 0
  const xBytes = <usize>cols * itemBytes;
  const quarter = rows >> 2;
  let streams = 4;
  let apart = quarter;
  let left = quarter;
  let loss: f64 = 0;
  // A quarter of the rows each, then the last rows, up to three: each a stream of its own.
  for (let phase = 0; phase < 2; phase++) {
    while (left > 0) {
      const n = min(STREAM_ROWS, left);
      loss += block(itemBytes, product, streams, n, apart, cols, size, classes, x, weight, y, offset, center, scale, w, p, pBytes, scratch, out);
      x += <usize>n * xBytes;
      weight += <usize>n * 8;
      y += <usize>n * 8;
      if (offset != 0) offset += <usize>(n * classes) * 8;
      if (p != 0) p += <usize>n * 8;
      left -= n;
    }
    const before = <usize>(3 * quarter);
    x += before * xBytes;
    weight += before * 8;
    y += before * 8;
    if (offset != 0) offset += before * <usize>classes * 8;
    if (p != 0) p += before * 8;
    streams = rows & 3;
    apart = 1;
    left = min(streams, 1);
  }
  return loss;
}

/** n rows each of some streams, which lie `apart` rows apart. */
function block(
  itemBytes: usize,
  product: bool,
  streams: i32,
  n: i32,
  apart: i32,
  cols: i32,
  size: i32,
  classes: i32,
  x: usize,
  weight: usize,
  y: usize,
  offset: usize,
  center: usize,
  scale: usize,
  w: usize,
  p: usize,
  pBytes: usize,
  scratch: usize,
  out: usize,
): f64 {
  const tiles = inFours(size) >> 2;
  const rowBytes = <usize>tiles * 32;
  const rows = streams * STREAM_ROWS;
  const xBytes = <usize>cols * itemBytes;
  const z = scratch + <usize>BLOCK * rowBytes;
  const panels = inFours(classes) >> 2;
  const ofFour = (classes + 1) >> 2; // those with three classes or four; one or two are left if they are not all
  if (n < STREAM_ROWS) memory.fill(scratch, 0, <usize>rows * rowBytes);
  for (let i = 0; i < n; i++) {
    for (let stream = 0; stream < streams; stream++) {
      const from = x + <usize>(stream * apart + i) * xBytes;
      const to = scratch + <usize>(stream * STREAM_ROWS + i) * rowBytes;
      if (itemBytes == 8) standardise<f64>(cols, size, from, center, scale, to);
      else standardise<f32>(cols, size, from, center, scale, to);
    }
  }
  for (let k = 0; k < panels; k++) {
    scoreClasses(rows, size, scratch, rowBytes, w + <usize>(k * size) * 32, z + <usize>k * 4 * CLASS_BYTES);
  }
  let loss: f64 = 0;
  for (let stream = 0; stream < streams; stream++) {
    const at = <usize>(stream * apart) * 8;
    const zs = z + <usize>stream * STREAM_BYTES;
    const ps = p == 0 ? p : p + at;
    if (offset != 0) addOffsets(n, classes, offset + at * <usize>classes, zs);
    if (product) softmaxCurvature(n, classes, weight + at, ps, pBytes, zs);
    else loss += softmaxLoss(n, classes, weight + at, y + at, zs, ps, pBytes);
  }
  for (let k = 0; k < panels; k++) {
    const u = z + <usize>k * 4 * CLASS_BYTES;
    const g = out + <usize>k * 4 * rowBytes;
    if (k < ofFour) addClasses(rows, tiles, scratch, rowBytes, u, g, rowBytes);
    else addTwoClasses(rows, tiles, scratch, rowBytes, u, g, rowBytes);
  }
  return loss;
}

/** z += o of n rows of one stream, o row-major. */
export function addOffsets(n: i32, classes: i32, o: usize, z: usize): void {
  for (; n > 0; n--, z += 8) {
    let zk = z;
    for (let k = classes; k > 0; k--, o += 8, zk += CLASS_BYTES) store<f64>(zk, load<f64>(zk) + load<f64>(o));
  }
}
