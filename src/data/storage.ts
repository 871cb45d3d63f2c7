import { MemoryError } from "../errors.ts";
import type { Arena } from "../wasm/arena.ts";
import type { GatherColumns, Pack, Pointer, Scores } from "../wasm/kernels.ts";
import type { KernelName } from "../wasm/program.ts";
import type { Runtime } from "../wasm/runtime.ts";
import type { ColumnStatistics } from "./column-statistics.ts";

/** How the values of a data set are stored. Arithmetic is f64, but where products of f32 are as good. */
export type Dtype = "f64" | "f32";

/** Consecutive rows that lie in one arena. */
export interface Segment {
  readonly arena: Arena;
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
  readonly scores: Scores;
  readonly pack: Pack;
  readonly gatherColumns: GatherColumns;
  readonly firstNonFinite: (n: number, x: Pointer) => number;
}

/** The most bytes of a segment with the vectors beside it: some of its memory's 4 GiB is left for what else there is. */
const SEGMENT_BYTES = 2 ** 32 - 2 ** 28;

/** What is put beside each row: target and y and, for line searches along a ray, two scores, or a curvature. */
const BESIDE_A_ROW = 40;

/**
 * About the bytes of a block: small enough that a second kernel finds the block in the L2 cache and that
 * calls are short enough for the engine to change to optimised code, large enough that the call is free.
 */
const BLOCK_BYTES = 2 ** 19;

/** Even a block of very long rows has as many, so that adding up its partial result stays cheap. */
const MIN_BLOCK_ROWS = 64;

/** The rows of a data set in linear memory, row-major without padding. Who owns it must release it. */
export class RowStorage {
  readonly runtime: Runtime;
  readonly rows: number;
  readonly cols: number;
  readonly dtype: Dtype;
  readonly segments: readonly Segment[];
  /** Those of the rows with a weight of 1 each, once somebody needed them: they cost a pass. */
  statistics: ColumnStatistics | undefined;
  readonly #release: () => void;
  #holders = 1;

  /** @throws {@link MemoryError} if there isn't room for the rows */
  constructor(
    runtime: Runtime,
    rows: number,
    cols: number,
    dtype: Dtype,
    segmentBytes: number = SEGMENT_BYTES,
  ) {
    this.runtime = runtime;
    this.rows = rows;
    this.cols = cols;
    this.dtype = dtype;
    const segments: Segment[] = [];
    this.#release = () => {
      for (const { arena, x } of segments.splice(0)) runtime.release({ arena, pointer: x });
    };
    const rowBytes = this.rowBytes;
    const { reserved, limit } = runtime.memory;
    if (rows * rowBytes > limit) throw new MemoryError(rows * rowBytes, reserved, limit);
    const rowsEach = Math.max(1, Math.floor(segmentBytes / (rowBytes + BESIDE_A_ROW)));
    try {
      for (let firstRow = 0; firstRow < rows; firstRow += rowsEach) {
        const count = Math.min(rowsEach, rows - firstRow);
        const { arena, pointer } = runtime.allocate(count * rowBytes);
        segments.push({ arena, x: pointer, firstRow, rows: count, blocks: split(pointer, count, rowBytes) });
      }
    } catch (error) {
      this.#release();
      throw error;
    }
    this.segments = segments;
  }

  get rowBytes(): number {
    return this.cols * (this.dtype === "f64" ? 8 : 4);
  }

  /** A view of `count` rows from `row` on, which must lie in one segment. */
  view(segment: Segment, offset: number, count: number): Float64Array | Float32Array {
    const { arena } = segment;
    const pointer = segment.x + offset * this.rowBytes;
    return this.dtype === "f64"
      ? arena.f64(pointer, count * this.cols)
      : arena.f32(pointer, count * this.cols);
  }

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
    if (this.#holders === 0) this.#release();
  }
}

/** The name of a kernel that there is one of for either storage, without what tells them apart. */
export type BaseKernelName = {
  [Name in KernelName]: Name extends `${infer Base}F64`
    ? `${Base}F32` extends KernelName
      ? Base
      : never
    : never;
}[KernelName];

/** The name of the kernel for a storage. */
export function kernelName(base: BaseKernelName, dtype: Dtype): KernelName {
  return `${base}${dtype === "f64" ? "F64" : "F32"}` as KernelName;
}

/** The kernels for a storage, in one arena. */
export function rowKernels({ kernels }: Arena, dtype: Dtype): RowKernels {
  return dtype === "f64"
    ? {
        scores: kernels.scoresF64,
        pack: kernels.packF64,
        gatherColumns: kernels.gatherColumnsF64,
        firstNonFinite: kernels.firstNonFiniteF64,
      }
    : {
        scores: kernels.scoresF32,
        pack: kernels.packF32,
        gatherColumns: kernels.gatherColumnsF32,
        firstNonFinite: kernels.firstNonFiniteF32,
      };
}

function split(x: Pointer, rows: number, rowBytes: number): RowBlock[] {
  // Whole groups of four rows, as the kernels take them: a left-over row costs as much as a group.
  const most = Math.max(MIN_BLOCK_ROWS, 4 * Math.floor(BLOCK_BYTES / (4 * rowBytes)));
  const blocks: RowBlock[] = [];
  for (let offset = 0; offset < rows; offset += most) {
    blocks.push({ x: x + offset * rowBytes, offset, rows: Math.min(most, rows - offset) });
  }
  return blocks;
}
