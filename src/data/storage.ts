import { MemoryError } from "../wasm/memory-error.ts";
import type { Arena } from "../wasm/arena.ts";
import type { ColumnMoments, Pack, Pointer, Scores } from "../wasm/kernels.ts";
import type { KernelName } from "../wasm/program.ts";
import type { Runtime } from "../wasm/runtime.ts";
import type { ColumnStatistics } from "./column-statistics.ts";

/** How the values of a data set are stored. Arithmetic is f64, but where products of f32 are as good. */
export type Dtype = "f64" | "f32";

/** How rows lie in memory: all their values, or their non-zeros only (see sparse-storage.ts). The names of kernels end in it. */
export type Layout = Uppercase<Dtype> | SparseLayout;

export type SparseLayout = `Sparse${Uppercase<Dtype>}`;

/** Consecutive rows that lie in one arena. */
export interface Segment {
  readonly arena: Arena;
  /** Where the allocation starts, and with it the first row. */
  readonly x: Pointer;
  readonly firstRow: number;
  readonly rows: number;
  /** In order; they depend on shape and dtype only, and so does every sum over blocks in their order. */
  readonly blocks: readonly RowBlock[];
}

/** Consecutive rows of one segment that a kernel works through in one call. */
export interface RowBlock {
  readonly x: Pointer;
  /** Counted from the start of the segment. */
  readonly offset: number;
  readonly rows: number;
}

/** The kernels for one storage of rows that are called by themselves, and not in a program. */
export interface RowKernels {
  readonly columnMoments: ColumnMoments;
  readonly scores: Scores;
  readonly pack: Pack;
}

/** The most bytes of a segment with the vectors beside it: some of its memory's 4 GiB is left for what else there is. */
export const SEGMENT_BYTES: number = 2 ** 32 - 2 ** 28;

/** What is put beside each row: target and y and, for line searches along a ray, two scores, or a curvature. */
export const BESIDE_A_ROW = 40;

/**
 * About the bytes of a block: small enough that a second kernel finds the block in the L2 cache and that
 * calls are short enough for the engine to change to optimised code, large enough that the call is free.
 */
const BLOCK_BYTES = 2 ** 19;

/** Even a block of very long rows has as many, so that adding up its partial result stays cheap. */
const MIN_BLOCK_ROWS = 64;

/** Allocates the rows of a storage in segments of about so many bytes. */
export type Place = (storage: RowStorage, segmentBytes: number) => Segment[];

/** The rows of a data set in linear memory, row-major without padding. Who owns it must release it. */
export class RowStorage {
  readonly runtime: Runtime;
  readonly rows: number;
  readonly cols: number;
  readonly dtype: Dtype;
  readonly segments: readonly Segment[];
  /** Those of the rows with a weight of 1 each, where they were measured: while rows were copied, or by a pass. */
  statistics: ColumnStatistics | undefined;
  /** A copy in single precision, where somebody needs one, which lasts as long as they do. */
  tiles: { dispose(): void } | undefined;
  #holders = 1;

  /**
   * @param place - default: all values of the rows
   * @throws {@link MemoryError} if there isn't room for the rows
   */
  constructor(
    runtime: Runtime,
    rows: number,
    cols: number,
    dtype: Dtype,
    segmentBytes: number = SEGMENT_BYTES,
    place: Place = placeDense,
  ) {
    this.runtime = runtime;
    this.rows = rows;
    this.cols = cols;
    this.dtype = dtype;
    this.segments = place(this, segmentBytes);
  }

  get layout(): Layout {
    return this.dtype === "f64" ? "F64" : "F32";
  }

  /** From a row to the next. */
  get rowBytes(): number {
    return this.cols * (this.dtype === "f64" ? 8 : 4);
  }

  /** How many values of a row are stored, on average. */
  get valuesPerRow(): number {
    return this.cols;
  }

  /** How the kernel `columnMoments` lays out what it writes: from a column to the next, from a moment to the next, and all. */
  get moments(): { readonly column: number; readonly moment: number; readonly length: number } {
    return { column: 1, moment: this.cols, length: 3 * this.cols };
  }

  /** Whether the kernel `hessian` centres and scales columns. */
  get centresHessian(): boolean {
    return true;
  }

  /** A view of `count` rows from `row` on, which must lie in one segment. */
  view(segment: Segment, offset: number, count: number): Float64Array | Float32Array {
    const { arena } = segment;
    const pointer = segment.x + offset * this.rowBytes;
    return this.dtype === "f64"
      ? arena.f64(pointer, count * this.cols)
      : arena.f32(pointer, count * this.cols);
  }

  /** Tells of each row of a segment Σ pⱼ and Σ |pⱼ| of pⱼ = (xⱼ − centerⱼ) wⱼ. */
  eachCentredScore(
    segment: Segment,
    center: Float64Array,
    w: Float64Array,
    use: (row: number, sum: number, size: number) => void,
  ): void {
    for (const { offset, rows } of segment.blocks) {
      const x = this.view(segment, offset, rows);
      for (let i = 0, k = 0; i < rows; i++) {
        let sum = 0;
        let size = 0;
        for (let j = 0; j < w.length; j++, k++) {
          const term = (x[k] - center[j]) * w[j];
          sum += term;
          size += Math.abs(term);
        }
        use(offset + i, sum, size);
      }
    }
  }

  /** The rows with these numbers, where that takes no copies of them; who asked for them releases them. */
  pickRows?(picked: ArrayLike<number>): RowStorage;

  /** How many rows a pass gives its kernels at a time, where it isn't as many as dense rows are best in. */
  stepRows?(rows: number): number;

  /** Some of the columns, where the storage has a way of its own; who asked for them releases them. */
  pickColumns?(columns: Uint32Array): RowStorage;

  /** The segment that holds a row. */
  segmentOf(row: number): Segment {
    return this.segments.find(({ firstRow, rows }) => row < firstRow + rows) as Segment;
  }

  /** The rows stay until one more `release`: for work that goes on while their owner may let go of them. */
  hold(): void {
    this.#holders += 1;
  }

  release(): void {
    this.#holders -= 1;
    if (this.#holders > 0) return;
    this.tiles?.dispose();
    this.free();
  }

  protected free(): void {
    free(this.runtime, this.segments as Segment[]);
  }
}

function free(runtime: Runtime, segments: Segment[]): void {
  for (const { arena, x } of segments.splice(0)) runtime.release({ arena, pointer: x });
}

function placeDense({ runtime, rows, rowBytes }: RowStorage, segmentBytes: number): Segment[] {
  const rowsEach = Math.max(1, Math.floor(segmentBytes / (rowBytes + BESIDE_A_ROW)));
  // Whole groups of four rows, as the kernels take them: a left-over row costs as much as a group.
  const blockRows = Math.max(MIN_BLOCK_ROWS, 4 * Math.floor(BLOCK_BYTES / (4 * rowBytes)));
  return placeRows(runtime, { rows, rowsEach, blockRows, rowBytes }, (from, to) => (to - from) * rowBytes);
}

/** How rows are divided. */
interface Places {
  readonly rows: number;
  readonly rowsEach: number;
  readonly blockRows: number;
  readonly rowBytes: number;
}

/**
 * @param bytesOf - how many bytes the rows `from` to `to − 1` need, in one piece
 * @throws {@link MemoryError} if there isn't room for the rows; nothing stays allocated then
 */
export function placeRows(
  runtime: Runtime,
  { rows, rowsEach, blockRows, rowBytes }: Places,
  bytesOf: (from: number, to: number) => number,
): Segment[] {
  const { reserved, limit } = runtime.memory;
  const bytes = bytesOf(0, rows);
  if (bytes > limit) throw new MemoryError(bytes, reserved, limit);
  const segments: Segment[] = [];
  try {
    for (let firstRow = 0; firstRow < rows; firstRow += rowsEach) {
      const count = Math.min(rowsEach, rows - firstRow);
      const { arena, pointer } = runtime.allocate(bytesOf(firstRow, firstRow + count));
      const blocks = blocksOf(pointer, count, blockRows, rowBytes);
      segments.push({ arena, x: pointer, firstRow, rows: count, blocks });
    }
  } catch (error) {
    free(runtime, segments);
    throw error;
  }
  return segments;
}

export function blocksOf(x: Pointer, rows: number, most: number, rowBytes: number): RowBlock[] {
  const blocks: RowBlock[] = [];
  for (let offset = 0; offset < rows; offset += most) {
    blocks.push({ x: x + offset * rowBytes, offset, rows: Math.min(most, rows - offset) });
  }
  return blocks;
}

/** The name of a kernel that there is one of for each layout, without what tells them apart. */
export type BaseKernelName = {
  [Name in KernelName]: Name extends `${infer Base}SparseF64` ? Base : never;
}[KernelName];

/** The name of the kernel for a layout of rows. */
export function kernelName(base: BaseKernelName, layout: Layout): KernelName {
  return `${base}${layout}`;
}

/** The kernels for a layout of rows, in one arena. */
export function rowKernels({ kernels }: Arena, layout: Layout): RowKernels {
  return {
    columnMoments: kernels[`columnMoments${layout}`],
    scores: kernels[`scores${layout}`],
    pack: kernels[`pack${layout}`],
  };
}
