import type { Pointer } from "../wasm/kernels.ts";
import { Workspace, whereRoom } from "../wasm/workspace.ts";
import { BESIDE_A_ROW, type Dtype, type RowStorage, type Segment, SEGMENT_BYTES } from "./storage.ts";

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
  readonly #storage: RowStorage;
  readonly #workspaces: Workspace[] = [];

  /**
   * @param rowAt - the values of a row, as the storage has them
   * @throws {@link MemoryError} if there isn't room for the copy; nothing stays allocated then
   */
  constructor(storage: RowStorage, rowAt: (row: number) => ArrayLike<number>) {
    const { cols } = storage;
    this.#storage = storage;
    ({ center: this.center, scale: this.scale } = aboutWhere(storage, rowAt));
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

  /** Copies some rows of a segment, from `offset` on, where a tile starts. */
  take(segment: Segment, offset: number, rows: number): void {
    const { cols, dtype, rowBytes } = this.#storage;
    const { x, center, scale } = this.at(segment);
    const tileRows = segment.arena.kernels[tileKernel(dtype)];
    tileRows(rows, cols, segment.x + offset * rowBytes, center, scale, x + offset * cols * 4);
  }

  dispose(): void {
    for (const workspace of this.#workspaces.splice(0)) workspace.dispose();
  }
}

/** The name of the kernel that copies rows. */
export function tileKernel(dtype: Dtype): "tileRowsF64" | "tileRowsF32" {
  return dtype === "f64" ? "tileRowsF64" : "tileRowsF32";
}

/** Fewer values are not worth a copy. */
const LEAST_TILED = 2 ** 15;

/** Whether a copy in tiles may pay. */
export function canBeTiled({ layout, rows, cols }: RowStorage): boolean {
  return layout.startsWith("F") && rows * cols >= LEAST_TILED;
}

/**
 * Space for a copy of the rows, which `take` fills as they come.
 *
 * @param data - their values, row-major
 * @returns undefined where no copy can pay, or there isn't room for it
 */
export function tilesBeside(storage: RowStorage, data: Float64Array): RowTiles | undefined {
  const { cols, dtype } = storage;
  const values = (row: number) => data.subarray(row * cols, (row + 1) * cols);
  const rowAt = dtype === "f64" ? values : (row: number) => Float32Array.from(values(row));
  return canBeTiled(storage) ? roomForTiles(storage, rowAt) : undefined;
}

/** Undefined unless half of all memory is left, for what can't do without, and in that of the rows what belongs beside them. */
export function roomForTiles(
  storage: RowStorage,
  rowAt: (row: number) => ArrayLike<number>,
): RowTiles | undefined {
  const { runtime, segments, cols, rows } = storage;
  const { used, limit } = runtime.memory;
  const most = (segment: Segment) => segment.arena.used + segment.rows * (4 * cols + BESIDE_A_ROW);
  const hasRoom =
    2 * (used + 4 * rows * cols) <= limit && segments.every((segment) => most(segment) <= SEGMENT_BYTES);
  return hasRoom ? whereRoom(() => new RowTiles(storage, rowAt)) : undefined;
}

/** Mean and 1 / deviation of rows far apart; a deviation that these rows or f64 don't know counts as 1. */
function aboutWhere(
  { rows, cols }: RowStorage,
  rowAt: (row: number) => ArrayLike<number>,
): Record<"center" | "scale", Float64Array> {
  const count = Math.min(rows, SAMPLED_ROWS);
  const sample = Array.from({ length: count }, (_, k) => rowAt(Math.floor(((k + 0.5) * rows) / count)));
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
