import { InputError } from "../errors.ts";
import type { RowSource } from "./rows.ts";
import type { RowStorage, Segment } from "./storage.ts";

/** Copies some rows to their place in a segment, from `offset` on. */
export function copyRows(
  source: RowSource,
  storage: RowStorage,
  segment: Segment,
  offset: number,
  rows: number,
): void {
  const first = segment.firstRow + offset;
  source.copy(first, first + rows, storage.view(segment, offset, rows));
}

/** @throws {@link InputError} that names the first value that is NaN or infinite */
export function checkRows(
  argument: string,
  storage: RowStorage,
  segment: Segment,
  offset: number,
  rows: number,
  source?: RowSource,
): void {
  const values = storage.view(segment, offset, rows);
  const index = values.findIndex((value) => !Number.isFinite(value));
  if (index < 0) return;
  const row = segment.firstRow + offset + Math.floor(index / storage.cols);
  const column = index % storage.cols;
  const given = source ? valueAt(source, row, column) : values[index];
  const expected = Number.isFinite(given) ? "a number that f32 can hold" : "a finite number";
  const name = source?.names ? `"${source.names[column]}"` : column;
  throw new InputError(argument, `${given} at row ${row}, column ${name}; expected ${expected}`);
}

function valueAt(source: RowSource, row: number, column: number): number {
  const values = new Float64Array(source.cols);
  source.copy(row, row + 1, values);
  return values[column];
}
