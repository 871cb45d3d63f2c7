import type { Pointer } from "../wasm/kernels.ts";
import { Workspace } from "../wasm/workspace.ts";
import type { RowStorage, Segment } from "./storage.ts";

/** Rows of a tile, as assembly/row-tiles.ts has them. */
export const TILE_ROWS = 32;

/** So many rows tell about where a column is, and how far it spreads. */
const SAMPLED_ROWS = 64;

/**
 * Space for a copy of rows in single precision, beside them in their memories, and what they are centred and scaled with,
 * which depends on the rows alone: about the mean and deviation of each column.
 */
export class RowTiles {
  readonly center: Float64Array;
  readonly scale: Float64Array;
  readonly #places = new Map<
    Segment,
    { readonly x: Pointer; readonly center: Pointer; readonly scale: Pointer }
  >();
  readonly #workspaces: Workspace[] = [];

  /** @throws {@link MemoryError} if there isn't room for the copy; nothing stays allocated then */
  constructor(storage: RowStorage) {
    const { cols } = storage;
    ({ center: this.center, scale: this.scale } = aboutWhere(storage));
    try {
      for (const segment of storage.segments) {
        const workspace = new Workspace(segment.arena);
        this.#workspaces.push(workspace);
        const [center, scale] = [this.center, this.scale].map((values) => workspace.copy(values).pointer);
        const x = workspace.space(Math.ceil(segment.rows / TILE_ROWS) * TILE_ROWS * cols * 4);
        this.#places.set(segment, { x, center, scale });
      }
    } catch (error) {
      this.dispose();
      throw error;
    }
  }

  /** Where those of a segment are. */
  at(segment: Segment): { readonly x: Pointer; readonly center: Pointer; readonly scale: Pointer } {
    return this.#places.get(segment)!;
  }

  dispose(): void {
    for (const workspace of this.#workspaces.splice(0)) workspace.dispose();
  }
}

/** Mean and 1 / deviation of rows far apart; a deviation that these rows or f64 don't know counts as 1. */
function aboutWhere(storage: RowStorage): Record<"center" | "scale", Float64Array> {
  const { rows, cols } = storage;
  const count = Math.min(rows, SAMPLED_ROWS);
  const sample = Array.from({ length: count }, (_, k) => {
    const row = Math.floor(((k + 0.5) * rows) / count);
    const segment = storage.segmentOf(row);
    return storage.view(segment, row - segment.firstRow, 1);
  });
  const center = new Float64Array(cols);
  const scale = new Float64Array(cols);
  for (let j = 0; j < cols; j++) {
    let mean = 0;
    for (let k = 0; k < count; k++) mean += sample[k][j] / count;
    let variance = 0;
    for (let k = 0; k < count; k++) variance += (sample[k][j] - mean) * ((sample[k][j] - mean) / count);
    const inverse = 1 / Math.sqrt(variance);
    center[j] = mean;
    scale[j] = inverse > 0 && inverse < Number.POSITIVE_INFINITY ? inverse : 1;
  }
  return { center, scale };
}
