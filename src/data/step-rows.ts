import { divide, type Division } from "../wasm/program.ts";
import type { RowStorage } from "./storage.ts";

/** About the bytes of dense rows that a pass gives its kernels at a time. */
const MOST_STEP_BYTES = 3 * 2 ** 20;
const LEAST_STEP_BYTES = 2 ** 19; // by which assembly/sweep.ts tells what may be in the caches

/** In between, as many bytes as leave so many steps, for threads to share evenly. */
const STEPS = 32;

/** Groups of four rows that fill tiles (see row-tiles.ts); even of very long rows as many twice. */
const WHOLE_GROUPS = 8;
const LEAST_GROUPS = 2 * WHOLE_GROUPS;

/** Addresses that differ by a multiple of it share a set in the first level cache. */
const PAGE_BYTES = 4096;

/**
 * How many dense rows a pass gives its kernels at a time: whole groups of four rows, one from each quarter, as the kernels
 * take them: a left-over row costs as much as a group. The kernels read four streams, which each call starts anew: on a
 * Zen 5, loss and gradient of 20000 × 1000 took 6.9 ms with steps of 2 ** 19 bytes and 6.3 with 3 · 2 ** 20,
 * 200000 × 100 6.6 and 6.1. No more was to be had from 2 ** 22.
 *
 * The quarters start about half a page apart, not counting whole pages, if rows are not pages themselves: streams in
 * step fall into the same sets of the cache (1250000 × 16: 10.1 instead of 8.7 ms).
 */
function denseStepRows(rows: number, rowBytes: number): number {
  const bytes = Math.min(MOST_STEP_BYTES, Math.max(LEAST_STEP_BYTES, (rows * rowBytes) / STEPS));
  const most = Math.max(LEAST_GROUPS, Math.floor(bytes / (4 * rowBytes)));
  const whole = most - (most % WHOLE_GROUPS);
  for (let quarter = whole; quarter > whole / 2; quarter -= WHOLE_GROUPS) {
    const apart = (quarter * rowBytes) % PAGE_BYTES;
    if (apart >= PAGE_BYTES / 4 && apart <= (PAGE_BYTES * 3) / 4) return 4 * quarter;
  }
  return 4 * whole;
}

/** How passes divide so many rows of a storage. */
export function divisionOf(storage: RowStorage, rows: number): Division {
  return divide(rows, storage.stepRows?.(rows) ?? denseStepRows(rows, storage.rowBytes));
}
