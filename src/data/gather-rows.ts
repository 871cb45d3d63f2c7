import type { Arena } from "../wasm/arena.ts";
import type { Pointer } from "../wasm/kernels.ts";
import { Workspace } from "../wasm/workspace.ts";
import { RowStorage, type Segment } from "./storage.ts";

/** About the bytes of rows that are gathered at a time, on their way to a memory that may be another. */
const GATHERED_BYTES = 2 ** 16;

/** Rows that lie one after the other. */
export interface GatheredRows {
  readonly arena: Arena;
  readonly x: Pointer;
  /** Where in the picked the first of them is. */
  readonly from: number;
  readonly rows: number;
}

/** A few of the picked rows, of one segment. */
interface Run {
  readonly segment: Segment;
  /** Their numbers within the segment, as u32. */
  readonly indices: Pointer;
  /** Where in the picked the first of them is. */
  readonly from: number;
  readonly rows: number;
}

/** Calls back with rows of these numbers, a few at a time: copies, which are good until the callback returns. */
export function eachGathered(
  storage: RowStorage,
  picked: ArrayLike<number>,
  job: (gathered: GatheredRows) => void,
): void {
  const { rowBytes } = storage;
  eachRun(storage, picked, ({ segment: { arena, x }, indices, from, rows }) => {
    const workspace = new Workspace(arena);
    try {
      const gathered = workspace.space(rows * rowBytes);
      arena.kernels.gatherRows(rows, rowBytes, x, indices, gathered);
      job({ arena, x: gathered, from, rows });
    } finally {
      workspace.dispose();
    }
  });
}

/** Copies the rows of these numbers to a storage of as many: straight to their place, where that is in the same memory. */
function copyRows(storage: RowStorage, picked: ArrayLike<number>, into: RowStorage): void {
  const { cols, dtype, rowBytes } = storage;
  const [source, target] = [storage.segments[0], into.segments[0]];
  if (storage.segments.length === 1 && into.segments.length === 1 && source.arena === target.arena) {
    eachRun(storage, picked, ({ segment: { arena, x }, indices, from, rows }) => {
      arena.kernels.gatherRows(rows, rowBytes, x, indices, target.x + from * rowBytes);
    });
    return;
  }
  eachGathered(storage, picked, ({ arena, x, from, rows }) => {
    const values = dtype === "f64" ? arena.f64(x, rows * cols) : arena.f32(x, rows * cols);
    for (let row = from; row < from + rows;) {
      const segment = into.segmentOf(row);
      const count = Math.min(from + rows, segment.firstRow + segment.rows) - row;
      into
        .view(segment, row - segment.firstRow, count)
        .set(values.subarray((row - from) * cols, (row - from + count) * cols));
      row += count;
    }
  });
}

/** Goes through the picked, whose numbers lie in a few bytes of the memory of their rows meanwhile. */
function eachRun(storage: RowStorage, picked: ArrayLike<number>, job: (run: Run) => void): void {
  const most = Math.max(1, Math.min(picked.length, Math.floor(GATHERED_BYTES / storage.rowBytes)));
  for (let k = 0; k < picked.length;) {
    const segment = storage.segmentOf(picked[k]);
    const { arena, firstRow, rows } = segment;
    const workspace = new Workspace(arena);
    try {
      const indices = workspace.space(most * 4);
      const isHere = () => k < picked.length && picked[k] >= firstRow && picked[k] < firstRow + rows;
      while (isHere()) {
        const from = k;
        const numbers = arena.u32(indices, most);
        for (; k - from < most && isHere(); k++) numbers[k - from] = picked[k] - firstRow;
        job({ segment, indices, from, rows: k - from });
      }
    } finally {
      workspace.dispose();
    }
  }
}

/**
 * A storage of its own for the rows of these numbers.
 *
 * @throws {@link MemoryError} if there isn't room
 */
export function copyOfRows(storage: RowStorage, picked: ArrayLike<number>): RowStorage {
  const known = storage.pickRows?.(picked);
  if (known) return known;
  const { runtime, cols, dtype } = storage;
  const copy = new RowStorage(runtime, picked.length, cols, dtype);
  try {
    copyRows(storage, picked, copy);
  } catch (error) {
    copy.release();
    throw error;
  }
  return copy;
}
