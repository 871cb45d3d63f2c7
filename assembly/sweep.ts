// One pass over the rows for what is a sum of weighted rows, with weights that depend on the rows' scores:
//
//   zᵢ = xᵢ · w + b     uᵢ = a function of zᵢ     out = [Σ uᵢ xᵢ, Σ uᵢ]
//
// Groups of four rows, one from each quarter, so that memory is read in four streams. In narrow rows the sum over one
// batch of groups and the scores of the next share their loops: memory is busy all the time. In rows past a third
// of a page that makes eight streams out of four and costs more than it gains (1000 columns: 12.6 instead of 8.2 ms);
// there batches are long, and are read again from the second level cache.

import { addLoss, endLoss, startLoss } from "./logistic";
import { add, addAndScore, score } from "./rows";
import { multiply } from "./vector";

/** Where in the scratch space are the z and u of a batch, the state of the loss, and the targets of the batch. */
const STATE: usize = 1984;
const TARGETS: usize = 2048;
const MOST_GROUPS = 62;

/** In bytes a row, up to which the loops are shared, and how much of each stream a batch takes then. */
const NARROW: usize = 1280;
const BATCH = 1024;

/**
 * uᵢ are the residuals for targets tᵢ, and the answer is Σ lossᵢ; or, for a Hessian, uᵢ = tᵢ zᵢ with curvatures tᵢ,
 * and the answer is 0.
 */
// @ts-ignore: decorator
@inline
export function sweep<T>(
  hessian: bool,
  rows: i32,
  cols: i32,
  x: usize,
  t: usize,
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
  const narrow = rowBytes <= NARROW;
  const batch = narrow ? min(MOST_GROUPS, max(1, BATCH / ((<i32>rowBytes) | 1))) : MOST_GROUPS;

  let n = min(batch, quarter); // groups that have been scored, but not been added
  let left = quarter - n;
  let ti = t;
  let next = x + <usize>n * rowBytes;
  score<T>(n, cols, x, stride, rowBytes, w, b, scratch, 8, 32);
  while (n > 0) {
    gather(n, ti, <usize>quarter * 8, scratch + TARGETS);
    weigh(hessian, 4 * n, scratch);
    const m = min(batch, left);
    if (narrow) {
      addAndScore<T>(m, cols, x, next, stride, rowBytes, w, b, scratch, out);
      if (m < n) add<T>(n - m, cols, x + <usize>m * rowBytes, stride, rowBytes, scratch + <usize>m * 32, out);
    } else {
      add<T>(n, cols, x, stride, rowBytes, scratch, out);
      score<T>(m, cols, next, stride, rowBytes, w, b, scratch, 8, 32);
    }
    x += <usize>n * rowBytes;
    next += <usize>m * rowBytes;
    ti += <usize>n * 8;
    left -= m;
    n = m;
  }

  // The last rows, up to three: each as a group of four times itself, three of them without weight.
  x += stride * 3;
  ti += <usize>quarter * 24;
  v128.store(scratch + TARGETS, f64x2.splat(0));
  v128.store(scratch + TARGETS, f64x2.splat(0), 16);
  for (let i = 4 * quarter; i < rows; i++, x += rowBytes, ti += 8) {
    score<T>(1, cols, x, 0, 0, w, b, scratch, 8, 32);
    store<f64>(scratch + TARGETS, load<f64>(ti));
    weigh(hessian, 4, scratch);
    add<T>(1, cols, x, 0, 0, scratch, out);
  }
  return endLoss(scratch + STATE);
}

/** The targets of the rows in n groups, whose four targets lie `stride` bytes apart. */
function gather(n: i32, t: usize, stride: usize, out: usize): void {
  for (; n > 0; n--, t += 8, out += 32) {
    store<f64>(out, load<f64>(t));
    store<f64>(out, load<f64>(t + stride), 8);
    store<f64>(out, load<f64>(t + stride * 2), 16);
    store<f64>(out, load<f64>(t + stride * 3), 24);
  }
}

/** From scores to weights, in place. */
// @ts-ignore: decorator
@inline
function weigh(hessian: bool, n: i32, scratch: usize): void {
  if (hessian) multiply(n, scratch, scratch + TARGETS, scratch);
  else addLoss(n, scratch, scratch + TARGETS, scratch, scratch + STATE);
}
