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

/** Calls back with rows of these numbers, a few at a time: copies, which are good until the callback returns. */
export function eachGathered(
  storage: RowStorage,
  picked: ArrayLike<number>,
  job: (gathered: GatheredRows) => void,
): void {
  const { rowBytes } = storage;
  const most = Math.max(1, Math.min(picked.length, Math.floor(GATHERED_BYTES / rowBytes)));
  for (let k = 0; k < picked.length;) {
    const { arena, firstRow, rows, x } = storage.segmentOf(picked[k]);
    const workspace = new Workspace(arena);
    try {
      const indices = workspace.space(most * 4);
      const gathered = workspace.space(most * rowBytes);
      const isHere = () => k < picked.length && picked[k] >= firstRow && picked[k] < firstRow + rows;
      while (isHere()) {
        const from = k;
        const numbers = arena.u32(indices, most);
        for (; k - from < most && isHere(); k++) numbers[k - from] = picked[k] - firstRow;
        arena.kernels.gatherRows(k - from, rowBytes, x, indices, gathered);
        job({ arena, x: gathered, from, rows: k - from });
      }
    } finally {
      workspace.dispose();
    }
  }
}

/** Copies the rows of these numbers to a storage of as many. */
function copyRows(storage: RowStorage, picked: ArrayLike<number>, into: RowStorage): void {
  const { cols, dtype } = storage;
  const [from, to] = [storage.segments[0], into.segments[0]];
  if (storage.segments.length === 1 && into.segments.length === 1 && from.arena === to.arena) {
    gatherWithin(from, picked, storage.rowBytes, to.x);
    return;
  }
  eachGathered(storage, picked, ({ arena, x, from, rows }) => {
    const values = dtype === "f64" ? arena.f64(x, rows * cols) : arena.f32(x, rows * cols);
    for (let row = from; row < from + rows;) {
      const target = into.segmentOf(row);
      const count = Math.min(from + rows, target.firstRow + target.rows) - row;
      into
        .view(target, row - target.firstRow, count)
        .set(values.subarray((row - from) * cols, (row - from + count) * cols));
      row += count;
    }
  });
}

/** The rows of these numbers, to where they are wanted in the same memory. */
function gatherWithin(
  { arena, x }: Segment,
  picked: ArrayLike<number>,
  rowBytes: number,
  out: Pointer,
): void {
  const workspace = new Workspace(arena);
  try {
    const indices = workspace.space(picked.length * 4);
    arena.u32(indices, picked.length).set(picked);
    arena.kernels.gatherRows(picked.length, rowBytes, x, indices, out);
  } finally {
    workspace.dispose();
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
