// Loss and gradient of a linear model of many classes, and products with the loss's Hessian, in one pass over the rows:
//
//   zₖᵢ = x̃ᵢ · wₖ + oᵢₖ     out += Σ uₖᵢ x̃ᵢ, for each class
//
// with u the residuals of the softmax (softmax.ts), or s p (v − p · v) for the product with v, which has no offsets o. A block of rows is
// standardised into the scratch space, and stays there from its scores to its gradient: memory is read once, in four
// streams, a quarter of the rows each.

import { addClasses, addTwoClasses, BLOCK, CLASS_BYTES, inFours, scoreClasses } from "./class-tiles";
import {
  addTwoClassesSingly,
  inEights,
  scoreClassesSingly,
  SINGLE_CLASS_BYTES,
} from "./class-tiles-single";
import { softmaxCurvature, softmaxLoss } from "./softmax";
import { softmaxCurvatureSingle, softmaxLossSingle } from "./softmax-single";
import { standardise, standardiseSingly } from "./standardise";

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
  return sweep<f64>(false, false, rows, cols, size, classes, x, weight, y, offset, center, scale, w, p, pBytes, scratch, out);
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
  return sweep<f32>(false, false, rows, cols, size, classes, x, weight, y, offset, center, scale, w, p, pBytes, scratch, out);
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
  sweep<f64>(true, false, rows, cols, size, classes, x, weight, 0, 0, center, scale, v, p, pBytes, scratch, out);
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
  sweep<f32>(true, false, rows, cols, size, classes, x, weight, 0, 0, center, scale, v, p, pBytes, scratch, out);
}

// The same with products, exponentials and probabilities in single precision; offsets would be lost in it.

export function softmaxGradientSingleF64(
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
  return sweep<f64>(false, true, rows, cols, size, classes, x, weight, y, offset, center, scale, w, p, pBytes, scratch, out);
}

export function softmaxGradientSingleF32(
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
  return sweep<f32>(false, true, rows, cols, size, classes, x, weight, y, offset, center, scale, w, p, pBytes, scratch, out);
}

export function softmaxProductSingleF64(
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
  sweep<f64>(true, true, rows, cols, size, classes, x, weight, 0, 0, center, scale, v, p, pBytes, scratch, out);
}

export function softmaxProductSingleF32(
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
  sweep<f32>(true, true, rows, cols, size, classes, x, weight, 0, 0, center, scale, v, p, pBytes, scratch, out);
}

/** Rows of one stream in a block, and from a stream's z to the next, in bytes. */
const STREAM_ROWS = 8;
const STREAM_BYTES: usize = 64;

function sweep<T>(
  product: bool,
  single: bool,
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
  if (single) w = demoted(inFours(classes) * size, w, scratch + softmaxBlockBytes(size, classes));
  const xBytes = <usize>cols * sizeof<T>();
  const pStep: usize = single ? 4 : 8;
  const quarter = rows >> 2;
  let loss: f64 = 0;
  for (let done = 0; done < quarter; done += STREAM_ROWS) {
    const n = min(STREAM_ROWS, quarter - done);
    loss += block<T>(product, single, 4, n, quarter, cols, size, classes, x, weight, y, offset, center, scale, w, p, pBytes, scratch, out);
    x += <usize>n * xBytes;
    weight += <usize>n * 8;
    y += <usize>n * 8;
    if (offset != 0) offset += <usize>(n * classes) * 8;
    if (p != 0) p += <usize>n * pStep;
  }
  // The last rows, up to three: each a stream of its own.
  const before = <usize>(3 * quarter);
  x += before * xBytes;
  weight += before * 8;
  y += before * 8;
  if (offset != 0) offset += before * <usize>classes * 8;
  if (p != 0) p += before * pStep;
  return loss + block<T>(product, single, rows & 3, 1, 1, cols, size, classes, x, weight, y, offset, center, scale, w, p, pBytes, scratch, out);
}

/** n rows each of some streams, which lie `apart` rows apart. */
function block<T>(
  product: bool,
  single: bool,
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
  const outBytes = <usize>tiles * 32;
  const rowBytes = single ? <usize>inEights(size) * 4 : outBytes;
  const half = usize(single); // numbers of f32 take half of the bytes
  const rows = streams * STREAM_ROWS;
  const xBytes = <usize>cols * sizeof<T>();
  const z = scratch + <usize>BLOCK * rowBytes;
  const panels = inFours(classes) >> 2;
  const ofFour = (classes + 1) >> 2; // those with three classes or four; one or two are left if they are not all
  if (n < STREAM_ROWS) memory.fill(scratch, 0, <usize>rows * rowBytes);
  for (let i = 0; i < n; i++) {
    for (let stream = 0; stream < streams; stream++) {
      const from = x + <usize>(stream * apart + i) * xBytes;
      const to = scratch + <usize>(stream * STREAM_ROWS + i) * rowBytes;
      if (single) standardiseSingly<T>(cols, size, from, center, scale, to);
      else standardise<T>(cols, size, from, center, scale, to);
    }
  }
  for (let k = 0; k < panels; k++) {
    const wk = w + ((<usize>(k * size) * 32) >> half);
    const zk = z + ((<usize>k * 4 * CLASS_BYTES) >> half);
    if (single) scoreClassesSingly(rows, size, scratch, rowBytes, wk, zk);
    else scoreClasses(rows, size, scratch, rowBytes, wk, zk);
  }
  let loss: f64 = 0;
  for (let stream = 0; stream < streams; stream++) {
    const at = <usize>(stream * apart) * 8;
    const zs = z + ((<usize>stream * STREAM_BYTES) >> half);
    const ps = p == 0 ? p : p + (at >> half);
    if (offset != 0) addOffsets(n, classes, offset + at * <usize>classes, zs);
    if (product) {
      if (single) softmaxCurvatureSingle(n, classes, weight + at, ps, pBytes, zs);
      else softmaxCurvature(n, classes, weight + at, ps, pBytes, zs);
    } else if (single) loss += softmaxLossSingle(n, classes, weight + at, y + at, zs, ps, pBytes);
    else loss += softmaxLoss(n, classes, weight + at, y + at, zs, ps, pBytes);
  }
  if (single) {
    for (let k = 0; k < classes; k += 2) {
      const u = z + <usize>k * SINGLE_CLASS_BYTES;
      addTwoClassesSingly(rows, tiles, scratch, rowBytes, u, out + <usize>k * outBytes, outBytes);
    }
    return loss;
  }
  for (let k = 0; k < panels; k++) {
    const u = z + <usize>k * 4 * CLASS_BYTES;
    const g = out + <usize>k * 4 * outBytes;
    if (k < ofFour) addClasses(rows, tiles, scratch, rowBytes, u, g, outBytes);
    else addTwoClasses(rows, tiles, scratch, rowBytes, u, g, outBytes);
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

/** Where numbers lie as f32: at `out`. Their count is a multiple of four. */
function demoted(count: i32, from: usize, out: usize): usize {
  for (let i: usize = 0; i < <usize>count; i += 4) {
    const a = f32x4.demote_f64x2_zero(v128.load(from + i * 8));
    const b = f32x4.demote_f64x2_zero(v128.load(from + i * 8, 16));
    v128.store(out + i * 4, v128.shuffle<i64>(a, b, 0, 2));
  }
  return out;
}

/** The bytes of scratch in which a block has its columns and scores. */
function softmaxBlockBytes(size: i32, classes: i32): usize {
  return 256 * <usize>(inFours(size) + inFours(classes));
}
