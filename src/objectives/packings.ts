import { PACKED_ROWS, PANEL_ROW_BYTES, panelRows } from "../wasm/kernels.ts";

/** Consecutive rows of a block that are packed at a time. */
export interface Packing {
  readonly from: number;
  readonly rows: number;
}

/** The rows of a block in as few packings as they fit in, of about the same size. */
export function* packings(rows: number): Generator<Packing> {
  const most = Math.ceil(rows / Math.ceil(rows / PACKED_ROWS));
  for (let from = 0; from < rows; from += most) yield { from, rows: Math.min(most, rows - from) };
}

/** The space for the panels of one packing, of columns that are f64; f32 needs no more. */
export function panelsBytes(columns: number): number {
  return Math.ceil(columns / 4) * panelRows(PACKED_ROWS) * PANEL_ROW_BYTES;
}
