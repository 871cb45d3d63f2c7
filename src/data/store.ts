import { InputError } from "../errors.ts";
import { describe, oneOf } from "../options.ts";
import { defaultRuntime } from "../wasm/default-runtime.ts";
import { Runtime } from "../wasm/runtime.ts";
import type { CsrMatrix } from "./csr.ts";
import { checkCsr } from "./csr-source.ts";
import type { RowSource } from "./rows.ts";
import { SparseStorage } from "./sparse-storage.ts";
import { type Dtype, type RowBlock, RowStorage, type Segment } from "./storage.ts";

export interface StorageOptions {
  /** How values are stored: `"f32"` takes half the memory and, on large data, half the time. Default `"f64"`. */
  dtype?: Dtype;
  /** One name for each column, each once. */
  featureNames?: readonly string[];
  /** Whose memory the rows go to. Default: the default runtime. */
  runtime?: Runtime;
}

/** Space for rows, of unknown content. */
export function createStorage(rows: number, cols: number, options: StorageOptions): RowStorage {
  const { runtime, dtype } = resolve(options);
  return new RowStorage(runtime, rows, cols, dtype);
}

function resolve({ dtype = "f64", runtime = defaultRuntime() }: StorageOptions): {
  dtype: Dtype;
  runtime: Runtime;
} {
  oneOf("options.dtype", dtype, ["f64", "f32"]);
  if (!(runtime instanceof Runtime)) {
    throw new InputError("options.runtime", `${describe(runtime)}; expected what createRuntime answers`);
  }
  return { dtype, runtime };
}

/** A copy of a caller's rows in linear memory. Where a value can't be used, nothing stays allocated. */
export function store(argument: string, source: RowSource, options: StorageOptions): RowStorage {
  const storage = createStorage(source.rows, source.cols, options);
  try {
    fill(argument, source, storage);
  } catch (error) {
    storage.release();
    throw error;
  }
  return storage;
}

/** A copy of a caller's sparse rows. */
export function storeSparse(argument: string, csr: CsrMatrix, options: StorageOptions): RowStorage {
  checkCsr(argument, csr);
  const { runtime, dtype } = resolve(options);
  return SparseStorage.from(argument, csr, runtime, dtype);
}

/**
 * Copies rows to a storage of as many.
 *
 * @throws {@link InputError} that names the first value that can't be used
 */
export function fill(argument: string, source: RowSource, storage: RowStorage): void {
  for (const segment of storage.segments) {
    for (const block of segment.blocks) {
      const first = segment.firstRow + block.offset;
      source.copy(first, first + block.rows, storage.view(segment, block.offset, block.rows));
      checkBlock(argument, storage, segment, block, source);
    }
  }
}

/** @throws {@link InputError} that names the first value that is NaN or infinite */
export function checkFinite(argument: string, storage: RowStorage): void {
  for (const segment of storage.segments) {
    for (const block of segment.blocks) checkBlock(argument, storage, segment, block);
  }
}

function checkBlock(
  argument: string,
  storage: RowStorage,
  segment: Segment,
  block: RowBlock,
  source?: RowSource,
): void {
  const { offset, rows, x } = block;
  const { kernels } = segment.arena;
  const kernel = storage.dtype === "f64" ? kernels.firstNonFiniteF64 : kernels.firstNonFiniteF32;
  const index = kernel(rows * storage.cols, x);
  if (index < 0) return;
  const row = segment.firstRow + offset + Math.floor(index / storage.cols);
  const column = index % storage.cols;
  const given = source ? valueAt(source, row, column) : storage.view(segment, offset, rows)[index];
  const expected = Number.isFinite(given) ? "a number that f32 can hold" : "a finite number";
  const name = source?.names ? `"${source.names[column]}"` : column;
  throw new InputError(argument, `${given} at row ${row}, column ${name}; expected ${expected}`);
}

function valueAt(source: RowSource, row: number, column: number): number {
  const values = new Float64Array(source.cols);
  source.copy(row, row + 1, values);
  return values[column];
}
