// softmax-gradient.ts with products, exponentials and probabilities in single precision, without offsets, which would be
// lost in it. A group of lanes is four rows, one from each quarter of the rows: memory is read in four streams here too,
// and probabilities lie group by group.

import { BLOCK, inFours } from "./class-tiles";
import { addTwoClassesSingly, LANE_BYTES, scoreTwoClassesSingly } from "./class-tiles-single";
import { softmaxCurvatureSingle, softmaxLossSingle } from "./softmax-single";
import { standardiseGroup } from "./standardise-group";

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
  return sweep(8, false, rows, cols, size, classes, x, weight, y, center, scale, w, p, pBytes, scratch, out);
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
  return sweep(4, false, rows, cols, size, classes, x, weight, y, center, scale, w, p, pBytes, scratch, out);
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
  sweep(8, true, rows, cols, size, classes, x, weight, 0, center, scale, v, p, pBytes, scratch, out);
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
  sweep(4, true, rows, cols, size, classes, x, weight, 0, center, scale, v, p, pBytes, scratch, out);
}

/** Groups in a block. */
const BLOCK_GROUPS = BLOCK >> 2;

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
  center: usize,
  scale: usize,
  w: usize,
  p: usize,
  pBytes: usize,
  scratch: usize,
  out: usize,
): f64 {
  memory.fill(scratch, 0, <usize>inFours(size) * LANE_BYTES); // columns up to the next multiple of four stay 0
  w = demoted(inFours(classes) * size, w, scratch + <usize>(inFours(size) + inFours(classes)) * LANE_BYTES);
  const xBytes = <usize>cols * itemBytes;
  const quarter = rows >> 2;
  let apart = quarter;
  let left = quarter;
  let loss: f64 = 0;
  // Whole groups, then the last rows, up to three: each a group of its own.
  for (let phase = 0; phase < 2; phase++) {
    while (left > 0) {
      const n = min(BLOCK_GROUPS, left);
      loss += block(itemBytes, product, n, apart, cols, size, classes, x, weight, y, center, scale, w, p, pBytes, scratch, out);
      x += <usize>n * xBytes;
      weight += <usize>n * 8;
      y += <usize>n * 8;
      if (p != 0) p += <usize>n * 16; // behind the last rows nothing follows
      left -= n;
    }
    const before = <usize>(3 * quarter);
    x += before * xBytes;
    weight += before * 8;
    y += before * 8;
    apart = 0;
    left = rows & 3;
  }
  return loss;
}

/** n groups, of rows that lie `apart` rows apart; or of one row each, if that is 0. */
function block(
  itemBytes: usize,
  product: bool,
  n: i32,
  apart: i32,
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
  const tiles = inFours(size) >> 2;
  const outBytes = <usize>tiles * 32;
  const xBytes = <usize>cols * itemBytes;
  const between = <usize>apart * xBytes;
  const z = scratch + <usize>inFours(size) * LANE_BYTES;
  for (let i = 0; i < n; i++, x += xBytes) {
    const group = scratch + <usize>i * 16;
    if (itemBytes == 8) standardiseGroup<f64>(cols, size, x, between, center, scale, group);
    else standardiseGroup<f32>(cols, size, x, between, center, scale, group);
  }
  for (let k = 0; k < classes; k += 2) {
    const panel = w + <usize>(k >> 2) * <usize>size * 16 + ((<usize>k & 2) << 2);
    scoreTwoClassesSingly(n, size, scratch, panel, z + <usize>k * LANE_BYTES);
  }
  let loss: f64 = 0;
  if (product) softmaxCurvatureSingle(n, classes, <usize>apart * 8, weight, p, pBytes, z);
  else loss = softmaxLossSingle(n, classes, <usize>apart * 8, weight, y, z, p, pBytes);
  for (let k = 0; k < classes; k += 2) {
    addTwoClassesSingly(n, tiles, scratch, z + <usize>k * LANE_BYTES, out + <usize>k * outBytes, outBytes);
  }
  return loss;
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
