import { Workspace } from "../wasm/workspace.ts";
import { addStrip, betterUnits, type Moments, noMoments, ones, statisticsFrom } from "./column-moments.ts";
import { checkRows, copyRows } from "./put-rows.ts";
import type { RowTiles } from "./row-tiles.ts";
import type { RowSource } from "./rows.ts";
import { divisionOf } from "./step-rows.ts";
import { type RowStorage, rowKernels, type Segment } from "./storage.ts";

/**
 * Copies a source to a storage of as many rows, where there is one, and measures the columns on the way: strip after strip as
 * passes have them, each while it is in the caches after it was written (1000000 × 20, with a copy in tiles: 26 instead of
 * 32 ms). Their squares tell as well whether all is finite.
 *
 * @param tiles - of these rows, to be filled as well
 * @throws {@link InputError} that names the first value that can't be used
 * @throws {@link MemoryError} if there isn't room for a few vectors of the columns
 */
export function measureRows(
  argument: string,
  storage: RowStorage,
  source?: RowSource,
  tiles?: RowTiles,
): void {
  const { cols } = storage;
  const total = noMoments(cols);
  const workspace = new Workspace(storage.runtime.arena);
  try {
    for (const segment of storage.segments) {
      const add = measuring(storage, segment, total, workspace);
      const { stripRows } = divisionOf(storage, segment.rows);
      for (let offset = 0; offset < segment.rows; offset += stripRows) {
        const rows = Math.min(stripRows, segment.rows - offset);
        if (source) copyRows(source, storage, segment, offset, rows);
        if (!add(offset, rows)) checkRows(argument, storage, segment, offset, rows, source);
        tiles?.take(segment, offset, rows);
      }
    }
  } finally {
    workspace.dispose();
  }
  const isOut = betterUnits(total) !== undefined;
  storage.statistics = isOut ? undefined : statisticsFrom(total, total.constant, ones(cols));
}

/** Adds strips of a segment to the total, and answers whether their squares are finite. */
function measuring(
  storage: RowStorage,
  segment: Segment,
  total: Moments,
  workspace: Workspace,
): (offset: number, rows: number) => boolean {
  const { cols, rowBytes, moments, layout } = storage;
  const { arena, x } = segment;
  const shift = workspace.vector(cols, arena);
  const unit = workspace.copy(ones(cols), arena);
  const found = workspace.vector(moments.length, arena);
  const { columnMoments } = rowKernels(arena, layout);
  return (offset, rows) => {
    shift.values.set(storage.view(segment, offset, 1));
    columnMoments(rows, cols, x + offset * rowBytes, 0, shift.pointer, unit.pointer, found.pointer);
    addStrip(total, moments, {
      weight: rows,
      shift: shift.values,
      unit: unit.values,
      found: found.values,
    });
    let squares = 0;
    for (let j = 0; j < cols; j++) squares += found.values[moments.moment + j];
    return Number.isFinite(squares);
  };
}
