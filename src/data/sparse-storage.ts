import { InputError } from "../errors.ts";
import { type Pointer, SPARSE_ROW_BYTES } from "../wasm/kernels.ts";
import type { Runtime } from "../wasm/runtime.ts";
import { Workspace } from "../wasm/workspace.ts";
import type { CsrMatrix, IndexArray } from "./csr.ts";
import type { RealArray } from "./real-array.ts";
import {
  BESIDE_A_ROW,
  blocksOf,
  type Dtype,
  type Layout,
  placeRows,
  RowStorage,
  type Segment,
  SEGMENT_BYTES,
} from "./storage.ts";

/** About the bytes of non-zeros of a block, for kernels that are called a block at a time. */
const BLOCK_BYTES = 2 ** 19;
const LEAST_BLOCK_ROWS = 64;

/**
 * A strip of rows, which starts from a vector of zeros and ends in a sum of vectors, has so many non-zeros for each column,
 * and so many in all, or there is one strip only.
 */
const LEAST_PER_COLUMN = 20;
const LEAST_NON_ZEROS = 2 ** 14;
const MOST_STRIPS = 64;

/** A record in words: where the row's values lie, where the numbers of their columns lie, and how many there are. */
const WORDS = SPARSE_ROW_BYTES / 4;

/** What a storage is, but for its rows. */
type Shape = Pick<RowStorage, "runtime" | "rows" | "cols" | "dtype">;

/**
 * Rows that hold their non-zeros only, in linear memory: a segment is a record for each row (see assembly/sparse-rows.ts),
 * then the values of all its rows, then the numbers of their columns, u32. As records say where rows lie, some of the
 * rows are records of their own, and no copies.
 */
export class SparseStorage extends RowStorage {
  /** How many values are stored. */
  readonly nonZeros: number;
  readonly #parent: SparseStorage | undefined;

  private constructor(shape: Shape, nonZeros: number, place: () => Segment[], parent?: SparseStorage) {
    super(shape.runtime, shape.rows, shape.cols, shape.dtype, SEGMENT_BYTES, place);
    this.nonZeros = nonZeros;
    this.#parent = parent;
    parent?.hold();
  }

  /**
   * A copy of a matrix that was checked.
   *
   * @throws {@link InputError} for values that the dtype can't hold
   * @throws {@link MemoryError} if there isn't room
   */
  static from(argument: string, csr: CsrMatrix, runtime: Runtime, dtype: Dtype): SparseStorage {
    const { rows, cols, indptr } = csr;
    const storage = SparseStorage.#empty({ runtime, rows, cols, dtype }, indptr);
    try {
      for (const segment of storage.segments) fill(argument, csr, segment.firstRow, new Rows(segment, dtype));
    } catch (error) {
      storage.release();
      throw error;
    }
    return storage;
  }

  /** Records, and room for values of unknown content: `before[i]` of them come before row i. */
  static #empty(shape: Shape, before: ArrayLike<number>): SparseStorage {
    const { rows, runtime } = shape;
    const nonZeros = before[rows];
    const valueBytes = shape.dtype === "f64" ? 8 : 4;
    const perRow = SPARSE_ROW_BYTES + (nonZeros / rows) * (valueBytes + 4);
    const place = () => {
      const rowsEach = Math.max(1, Math.floor(SEGMENT_BYTES / (perRow + BESIDE_A_ROW)));
      const places = { rows, rowsEach, blockRows: blockRows(perRow), rowBytes: SPARSE_ROW_BYTES };
      const segments = placeRows(
        runtime,
        places,
        (from, to) => recordBytes(to - from) + (before[to] - before[from]) * (valueBytes + 4),
      );
      for (const { arena, x, firstRow, rows: count } of segments) {
        const records = arena.u32(x, count * WORDS);
        const first = before[firstRow];
        const values = x + recordBytes(count);
        const columns = values + (before[firstRow + count] - first) * valueBytes;
        for (let i = 0; i < count; i++) {
          const start = before[firstRow + i] - first;
          records[i * WORDS] = values + start * valueBytes;
          records[i * WORDS + 1] = columns + start * 4;
          records[i * WORDS + 2] = before[firstRow + i + 1] - first - start;
        }
      }
      return segments;
    };
    return new SparseStorage(shape, nonZeros, place);
  }

  override get layout(): Layout {
    return this.dtype === "f64" ? "SparseF64" : "SparseF32";
  }

  override get rowBytes(): number {
    return SPARSE_ROW_BYTES;
  }

  override get valuesPerRow(): number {
    return this.nonZeros / this.rows;
  }

  override get moments(): RowStorage["moments"] {
    return { column: 4, moment: 1, length: 4 * this.cols };
  }

  override get centresHessian(): boolean {
    return false;
  }

  /** A step is a whole strip. */
  override stepRows(rows: number): number {
    const strips = (rows * this.valuesPerRow) / Math.max(LEAST_PER_COLUMN * this.cols, LEAST_NON_ZEROS);
    return Math.ceil(rows / Math.max(1, Math.min(MOST_STRIPS, Math.floor(strips))));
  }

  /** A copy, with all zeros. */
  override view(segment: Segment, offset: number, count: number): Float64Array {
    const { cols } = this;
    const { values, columns, at } = new Rows(segment, this.dtype);
    const dense = new Float64Array(count * cols);
    for (let i = 0; i < count; i++) {
      const { value, column, length } = at(offset + i);
      for (let k = 0; k < length; k++) dense[i * cols + columns[column + k]] = values[value + k];
    }
    return dense;
  }

  override eachCentredScore(
    segment: Segment,
    center: Float64Array,
    w: Float64Array,
    use: (row: number, sum: number, size: number) => void,
  ): void {
    let ofZeros = 0;
    let sizeOfZeros = 0;
    for (let j = 0; j < w.length; j++) {
      ofZeros -= center[j] * w[j];
      sizeOfZeros += Math.abs(center[j] * w[j]);
    }
    const { values, columns, at } = new Rows(segment, this.dtype);
    for (let row = 0; row < segment.rows; row++) {
      const { value, column, length } = at(row);
      let sum = ofZeros;
      let size = sizeOfZeros;
      for (let k = 0; k < length; k++) {
        const term = values[value + k] * w[columns[column + k]];
        sum += term;
        size += Math.abs(term);
      }
      use(row, sum, size);
    }
  }

  /** Records that point to the same values. */
  override pickRows(picked: ArrayLike<number>): SparseStorage {
    let nonZeros = 0;
    const parts: { segment: Segment; records: Uint32Array }[] = [];
    let next = 0;
    while (next < picked.length) {
      const segment = this.segmentOf(picked[next]);
      const known = segment.arena.u32(segment.x, segment.rows * WORDS);
      const firstRow = next;
      const records: number[] = [];
      for (; next < picked.length; next++) {
        const row = picked[next] - segment.firstRow;
        if (row < 0 || row >= segment.rows) break;
        const at = row * WORDS;
        records.push(...known.subarray(at, at + WORDS));
        nonZeros += known[at + 2];
      }
      parts.push({
        segment: { ...segment, firstRow, rows: next - firstRow },
        records: Uint32Array.from(records),
      });
    }
    const { runtime, cols, dtype } = this;
    const most = blockRows(SPARSE_ROW_BYTES + (nonZeros / picked.length) * (dtype === "f64" ? 12 : 8));
    const place = () => {
      const segments: Segment[] = [];
      try {
        for (const { segment, records } of parts) {
          const { arena, rows } = segment;
          const x = arena.allocate(records.byteLength);
          segments.push({ ...segment, x, blocks: blocksOf(x, rows, most, SPARSE_ROW_BYTES) });
          arena.u32(x, records.length).set(records);
        }
      } catch (error) {
        for (const { arena, x } of segments) arena.release(x);
        throw error;
      }
      return segments;
    };
    return new SparseStorage({ runtime, rows: picked.length, cols, dtype }, nonZeros, place, this);
  }

  /** A copy. */
  override pickColumns(picked: Uint32Array): SparseStorage {
    const { runtime, rows, cols, dtype } = this;
    const numbers = new Int32Array(cols).fill(-1);
    picked.forEach((j, k) => (numbers[j] = k));
    const before = this.#countBefore(numbers);
    const into = SparseStorage.#empty({ runtime, rows, cols: picked.length, dtype }, before);
    try {
      for (const segment of this.segments) copyColumns(segment, numbers, before, into);
    } catch (error) {
      into.release();
      throw error;
    }
    return into;
  }

  /** How many values rows have, before each, in the columns whose number isn't negative. */
  #countBefore(numbers: Int32Array): Float64Array {
    const before = new Float64Array(this.rows + 1);
    for (const { arena, x, firstRow, rows } of this.segments) {
      const workspace = new Workspace(arena);
      try {
        const counts = workspace.space(4 * rows);
        arena.kernels.countSparseColumns(rows, x, putNumbers(numbers, workspace), counts);
        const found = arena.u32(counts, rows);
        for (let i = 0; i < rows; i++) before[firstRow + i + 1] = before[firstRow + i] + found[i];
      } finally {
        workspace.dispose();
      }
    }
    return before;
  }

  protected override free(): void {
    if (!this.#parent) return super.free();
    for (const { arena, x } of (this.segments as Segment[]).splice(0)) arena.release(x);
    this.#parent.release();
  }
}

/** The rows of a segment as TypeScript reads and writes them. */
class Rows {
  readonly values: Float64Array | Float32Array;
  readonly columns: Uint32Array;
  readonly records: Uint32Array;
  readonly dtype: Dtype;
  readonly #valueBytes: number;

  constructor({ arena, x, rows }: Segment, dtype: Dtype) {
    this.dtype = dtype;
    this.#valueBytes = dtype === "f64" ? 8 : 4;
    this.records = arena.u32(x, rows * WORDS);
    // All of the memory, for records hold addresses.
    const { reserved } = arena;
    this.values = dtype === "f64" ? arena.f64(0, reserved / 8) : arena.f32(0, reserved / 4);
    this.columns = arena.u32(0, reserved / 4);
  }

  /** Where the row's entries are in `values` and `columns`, and how many there are. */
  readonly at = (row: number): { value: number; column: number; length: number } => ({
    value: this.records[row * WORDS] / this.#valueBytes,
    column: this.records[row * WORDS + 1] / 4,
    length: this.records[row * WORDS + 2],
  });
}

/** The bytes of so many records; behind them, values are aligned. */
function recordBytes(rows: number): number {
  return Math.ceil((rows * SPARSE_ROW_BYTES) / 8) * 8;
}

function blockRows(bytesPerRow: number): number {
  return Math.max(LEAST_BLOCK_ROWS, Math.floor(BLOCK_BYTES / bytesPerRow));
}

/** Puts numbers of columns where kernels find them. */
function putNumbers(numbers: Int32Array, workspace: Workspace): Pointer {
  const pointer = workspace.space(numbers.byteLength);
  workspace.arena.i32(pointer, numbers.length).set(numbers);
  return pointer;
}

/**
 * Copies the values in columns whose number isn't negative, of which `before[i]` come before row i: a block at a time, on
 * their way to a memory that may be another.
 */
function copyColumns(
  { arena, firstRow, blocks }: Segment,
  numbers: Int32Array,
  before: Float64Array,
  { segments, dtype }: SparseStorage,
): void {
  const ends = blocks.map(({ offset, rows }) => firstRow + offset + rows);
  const counts = blocks.map(({ offset }, k) => before[ends[k]] - before[firstRow + offset]);
  const most = Math.max(...counts) + 1;
  const workspace = new Workspace(arena);
  try {
    const known = putNumbers(numbers, workspace);
    const [values, columns] = [workspace.space(8 * most), workspace.space(4 * most)];
    blocks.forEach(({ x, offset, rows }, k) => {
      arena.kernels.pickSparseColumns(rows, dtype === "f64" ? 8 : 4, x, known, values, columns);
      const first = firstRow + offset;
      for (const target of segments) {
        const from = Math.max(first, target.firstRow);
        const to = Math.min(ends[k], target.firstRow + target.rows);
        if (from >= to || before[from] === before[to]) continue;
        const room = new Rows(target, dtype);
        const { value, column } = room.at(from - target.firstRow);
        const [start, count] = [before[from] - before[first], before[to] - before[from]];
        const found =
          dtype === "f64" ? arena.f64(values + 8 * start, count) : arena.f32(values + 4 * start, count);
        room.values.set(found, value);
        room.columns.set(arena.u32(columns + 4 * start, count), column);
      }
    });
  } finally {
    workspace.dispose();
  }
}

/** Copies a matrix's rows from `firstRow` on, their columns ascending, each once. */
function fill(argument: string, csr: CsrMatrix, firstRow: number, rows: Rows): void {
  const { indptr } = csr;
  const { values, columns, records, dtype } = rows;
  const count = records.length / WORDS;
  const [from, to] = [indptr[firstRow], indptr[firstRow + count]];
  const { value: firstValue, column: firstColumn } = rows.at(0);
  values.set(part(csr.values, from, to), firstValue);
  columns.set(part(csr.indices, from, to), firstColumn);
  for (let i = 0, row = firstRow; i < count; i++, row++) {
    const start = indptr[row] - from;
    let length = indptr[row + 1] - indptr[row];
    const ascends = isAscending(columns, firstColumn + start, length);
    if (!ascends) {
      const entries = inOrder(csr, row);
      entries.forEach(([j, sum], k) => {
        columns[firstColumn + start + k] = j;
        values[firstValue + start + k] = sum;
      });
      records[i * WORDS + 2] = length = entries.length;
    }
    if (ascends && dtype === "f64") continue; // the same numbers, which were checked
    for (let k = 0; k < length; k++) {
      if (Number.isFinite(values[firstValue + start + k])) continue;
      const j = columns[firstColumn + start + k];
      const found = `${countOf(csr, row, j) > 1 ? "values that add up" : "a value"} at row ${row}, column ${j}`;
      throw new InputError(
        argument,
        `${found}, beyond ${dtype}'s range; expected numbers that ${dtype} can hold`,
      );
    }
  }
}

/** Without a copy, where that can be. */
function part(list: RealArray | IndexArray, from: number, to: number): ArrayLike<number> {
  return "subarray" in list ? list.subarray(from, to) : list.slice(from, to);
}

function isAscending(columns: Uint32Array, start: number, count: number): boolean {
  for (let k = start + 1; k < start + count; k++) if (columns[k] <= columns[k - 1]) return false;
  return true;
}

/** How many values a row has for a column. */
function countOf({ indices, indptr }: CsrMatrix, row: number, column: number): number {
  let count = 0;
  for (let k = indptr[row]; k < indptr[row + 1]; k++) count += Number(indices[k] === column);
  return count;
}

/** The entries of a row by ascending column; those of one column are added up. */
function inOrder({ indices, values, indptr }: CsrMatrix, row: number): [number, number][] {
  const sums = new Map<number, number>();
  for (let k = indptr[row]; k < indptr[row + 1]; k++) {
    sums.set(indices[k], (sums.get(indices[k]) ?? 0) + values[k]);
  }
  return [...sums].toSorted(([i], [j]) => i - j);
}
