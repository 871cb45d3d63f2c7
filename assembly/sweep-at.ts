// One pass over some of the rows, in any order: what sweep.ts does, for the rows of a mini-batch.
//
// A few rows at a time are touched, one load a cache line, before the work on them: such loads wait for memory all at
// once, and what comes after finds the rows in the first level cache. An epoch of 200000 × 100 in random order takes
// 19.5 ms so; by one load a turn 22.7 ms, and then 34 ms where rows are gathered by copies first, 26 ms where they are
// touched before that.

import { startLoss } from "./logistic";
import { addFour, scoreFour } from "./rows";
import { MOST_GROUPS, STATE, TARGETS, VALUES } from "./scratch";
import { hasOffsets, lossOf, SQUARED_ERROR, weigh } from "./sweep";

/** About the bytes of rows that are touched at once: a part of the first level cache. */
// @ts-ignore: decorator
@inline
export const TOUCHED: usize = 24576;

const LINE: usize = 64;

/** As `sweep` for a loss, for `count` rows with the numbers at `indices`, u32. */
export function sweepAt<T>(
  kind: i32,
  count: i32,
  cols: i32,
  x: usize,
  indices: usize,
  t: usize,
  y: usize,
  w: usize,
  b: f64,
  scratch: usize,
  out: usize,
): f64 {
  memory.fill(out, 0, (<usize>cols + 1) * 8);
  startLoss(scratch + STATE);
  const rowBytes = <usize>cols * sizeof<T>();
  const most = 4 * min(MOST_GROUPS, max(1, <i32>(TOUCHED / (4 * max(rowBytes, 4)))));
  while (count > 0) {
    const n = min(count, most);
    store<u32>(scratch, touch(n, rowBytes, x, indices)); // overwritten, but it keeps the loads from being left out
    gatherAt(n, t, indices, scratch + TARGETS);
    if (kind == SQUARED_ERROR) gatherAt(n, y, indices, scratch + VALUES);
    const groups = (n + 3) >> 2;
    const last = n - 1;
    for (let g = 0; g < groups; g++) {
      const i = 4 * g;
      const x0 = rowAt(x, indices, i, rowBytes);
      const x1 = rowAt(x, indices, min(i + 1, last), rowBytes);
      const x2 = rowAt(x, indices, min(i + 2, last), rowBytes);
      const x3 = rowAt(x, indices, min(i + 3, last), rowBytes);
      scoreFour<T>(cols, x0, x1, x2, x3, w, b, scratch + <usize>i * 8);
    }
    if (hasOffsets(kind, y)) addAt(n, y, indices, scratch);
    weigh(kind, 4 * groups, scratch);
    for (let g = 0; g < groups; g++) {
      const i = 4 * g;
      const x0 = rowAt(x, indices, i, rowBytes);
      const x1 = rowAt(x, indices, min(i + 1, last), rowBytes);
      const x2 = rowAt(x, indices, min(i + 2, last), rowBytes);
      const x3 = rowAt(x, indices, min(i + 3, last), rowBytes);
      addFour<T>(cols, x0, x1, x2, x3, scratch + <usize>i * 8, out);
    }
    indices += <usize>n * 4;
    count -= n;
  }
  return lossOf(kind, scratch);
}

// @ts-ignore: decorator
@inline
function rowAt(x: usize, indices: usize, i: i32, rowBytes: usize): usize {
  return x + <usize>load<u32>(indices + <usize>i * 4) * rowBytes;
}

/**
 * Loads something of each cache line of the rows. Four loads a turn of the loop, next to nothing between them: the fewer
 * instructions, the more rows a processor waits for at once.
 */
export function touch(n: i32, rowBytes: usize, x: usize, indices: usize): u32 {
  let any: u32 = 0;
  for (; n > 0; n--, indices += 4) {
    let from = rowAt(x, indices, 0, rowBytes);
    const end = from + rowBytes;
    for (const last = end - 3 * LINE; from < last; from += 4 * LINE) {
      any |= load<u32>(from) | load<u32>(from, LINE) | load<u32>(from, 2 * LINE) | load<u32>(from, 3 * LINE);
    }
    for (; from < end; from += LINE) any |= load<u32>(from);
  }
  return any;
}

/** Some of the numbers at p, and behind them zeros up to a multiple of four. */
function gatherAt(n: i32, p: usize, indices: usize, out: usize): void {
  for (let rest = (4 - (n & 3)) & 3; rest > 0; rest--) store<f64>(out + <usize>(n + rest - 1) * 8, 0);
  for (; n > 0; n--, indices += 4, out += 8) store<f64>(out, load<f64>(p + <usize>load<u32>(indices) * 8));
}

/** Adds some of the numbers at p to what is at `out`. */
function addAt(n: i32, p: usize, indices: usize, out: usize): void {
  for (; n > 0; n--, indices += 4, out += 8) {
    store<f64>(out, load<f64>(out) + load<f64>(p + <usize>load<u32>(indices) * 8));
  }
}
