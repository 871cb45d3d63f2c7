// One pass over the rows for what is a sum of weighted rows, with weights that depend on the rows' scores:
//
//   zᵢ = xᵢ · w + b + oᵢ     uᵢ = a function of zᵢ     out = [Σ uᵢ xᵢ, Σ uᵢ]
//
// Groups of four rows, one from each quarter, so that memory is read in four streams. A batch of groups is scored and then
// added, from the caches. In narrow rows batches are short: meanwhile the processor's prefetchers run ahead by a few cache
// lines of each stream, so that memory is hardly idle (without exponentials, 200000 × 100: 7.0 ms, by 64 rows 9.4). Past a
// third of a page they don't (20000 × 1000: 10.4 and 8.9), and long batches, which are read again from the second level
// cache, cost less. Both at once, the sum over a batch and the scores of the next in one loop, makes eight streams out of
// four (200000 × 100: 9.8 instead of 7.8 ms, 20000 × 1000 12.6 instead of 8.2). Nothing else may be read meanwhile: loads of
// the next rows, one a cache line, while a batch is added (20000 × 1000: 9 to 12 instead of 7 ms), or one a page ahead of
// the scores (10 ms), cost more than they save.

import { addBrierLoss, endBrierLoss } from "./brier";
import { addLoss, endLoss, startLoss } from "./logistic";
import { add, score } from "./rows";
import { MOST_GROUPS, STATE, TARGETS, VALUES } from "./scratch";
import { addSquaredError, endSquaredError } from "./squared-error";
import { multiply } from "./vector";

// What makes weights of scores: a loss, whose residuals they are, or a Hessian.
// @ts-ignore: decorator
@inline
export const LOGISTIC: i32 = 0;
// @ts-ignore: decorator
@inline
export const BRIER: i32 = 1;
// @ts-ignore: decorator
@inline
export const SQUARED_ERROR: i32 = 2;
// @ts-ignore: decorator
@inline
export const HESSIAN: i32 = 3;

/** In bytes a row, up to which batches are short. */
const NARROW: usize = 1280;

/** In bytes, what passes over large data give a kernel more of at a time: less may come from the caches (src/data/step-rows.ts). */
const SMALL: usize = 2 ** 19;

/** How much of each stream a batch takes, of large data and of small, and of rows that aren't narrow. */
const BATCH: usize = 640;
const SMALL_BATCH: usize = 2048;
const LONG_BATCH: usize = 131072;

/**
 * uᵢ are the residuals of a loss for targets tᵢ, and the answer is Σ lossᵢ; or, for a Hessian, uᵢ = tᵢ zᵢ with
 * curvatures tᵢ, and the answer is 0. At y are the values of a squared error, beside weights tᵢ; of the other losses the
 * offsets oᵢ, which are 0 if y is. `kind` is a constant wherever this is inlined.
 */
// @ts-ignore: decorator
@inline
export function sweep<T>(
  kind: i32,
  rows: i32,
  cols: i32,
  x: usize,
  t: usize,
  y: usize,
  w: usize,
  b: f64,
  scratch: usize,
  out: usize,
): f64 {
  memory.fill(out, 0, (<usize>cols + 1) * 8);
  startLoss(scratch + STATE);
  const quarter = rows >> 2;
  const rowBytes = <usize>cols * sizeof<T>();
  const stride = <usize>quarter * rowBytes;
  const narrow = <usize>rows * rowBytes > SMALL ? BATCH : SMALL_BATCH;
  const bytes = rowBytes > NARROW ? LONG_BATCH : narrow;
  const batch = min(MOST_GROUPS, max(1, <i32>((bytes + rowBytes - 1) / max(rowBytes, 1))));

  const apart = <usize>quarter * 8;
  let at: usize = 0; // of the batch's first target
  for (let left = quarter; left > 0; left -= batch) {
    const n = min(batch, left);
    score<T>(n, cols, x, stride, rowBytes, w, b, scratch);
    gather(n, t + at, apart, scratch + TARGETS);
    if (kind == SQUARED_ERROR) gather(n, y + at, apart, scratch + VALUES);
    else if (hasOffsets(kind, y)) addGathered(n, y + at, apart, scratch);
    weigh(kind, 4 * n, scratch);
    add<T>(n, cols, x, stride, rowBytes, scratch, out);
    x += <usize>n * rowBytes;
    at += <usize>n * 8;
  }

  // The last rows, up to three: each as a group of four times itself, three of them without weight.
  x += stride * 3;
  at = apart * 4;
  v128.store(scratch + TARGETS, f64x2.splat(0));
  v128.store(scratch + TARGETS, f64x2.splat(0), 16);
  for (let i = 4 * quarter; i < rows; i++, x += rowBytes, at += 8) {
    score<T>(1, cols, x, 0, 0, w, b, scratch);
    store<f64>(scratch + TARGETS, load<f64>(t + at));
    if (kind == SQUARED_ERROR) store<f64>(scratch + VALUES, load<f64>(y + at));
    else if (hasOffsets(kind, y)) store<f64>(scratch, load<f64>(scratch) + load<f64>(y + at));
    weigh(kind, 4, scratch);
    add<T>(1, cols, x, 0, 0, scratch, out);
  }
  return lossOf(kind, scratch);
}

/** What the state says in the end. */
// @ts-ignore: decorator
@inline
export function lossOf(kind: i32, scratch: usize): f64 {
  if (kind == BRIER) return endBrierLoss(scratch + STATE);
  if (kind == SQUARED_ERROR) return endSquaredError(scratch + STATE);
  return endLoss(scratch + STATE);
}

/** The targets, or values, of the rows in n groups, whose four lie `stride` bytes apart. */
function gather(n: i32, t: usize, stride: usize, out: usize): void {
  for (; n > 0; n--, t += 8, out += 32) {
    store<f64>(out, load<f64>(t));
    store<f64>(out, load<f64>(t + stride), 8);
    store<f64>(out, load<f64>(t + stride * 2), 16);
    store<f64>(out, load<f64>(t + stride * 3), 24);
  }
}

/** As `gather`, added to what is there. */
function addGathered(n: i32, o: usize, stride: usize, z: usize): void {
  for (; n > 0; n--, o += 8, z += 32) {
    store<f64>(z, load<f64>(z) + load<f64>(o));
    store<f64>(z, load<f64>(z, 8) + load<f64>(o + stride), 8);
    store<f64>(z, load<f64>(z, 16) + load<f64>(o + stride * 2), 16);
    store<f64>(z, load<f64>(z, 24) + load<f64>(o + stride * 3), 24);
  }
}

/** Whether there are offsets at y. */
// @ts-ignore: decorator
@inline
export function hasOffsets(kind: i32, y: usize): bool {
  return (kind == LOGISTIC || kind == BRIER) && y != 0;
}

/** From scores to weights, in place. */
// @ts-ignore: decorator
@inline
export function weigh(kind: i32, n: i32, scratch: usize): void {
  const t = scratch + TARGETS;
  const state = scratch + STATE;
  if (kind == HESSIAN) multiply(n, scratch, t, scratch);
  else if (kind == BRIER) addBrierLoss(n, scratch, t, scratch, state);
  else if (kind == SQUARED_ERROR) addSquaredError(n, scratch, t, scratch + VALUES, scratch, state);
  else addLoss(n, scratch, t, scratch, state, scratch + VALUES);
}
