import { InputError } from "../errors.ts";
import { describe, oneOf } from "../options.ts";
import { defaultRuntime } from "../wasm/default-runtime.ts";
import { Runtime } from "../wasm/runtime.ts";
import type { CsrMatrix } from "./csr.ts";
import { checkCsr } from "./csr-source.ts";
import { measureRows } from "./measure-rows.ts";
import { tilesBeside } from "./row-tiles.ts";
import type { RowSource } from "./rows.ts";
import { SparseStorage } from "./sparse-storage.ts";
import { type Dtype, RowStorage } from "./storage.ts";

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

/**
 * A copy of a caller's rows in linear memory. Where a value can't be used, nothing stays allocated.
 *
 * @param wantsTiles - whether to make a copy in tiles beside it, if the source is one array of rows
 */
export function store(
  argument: string,
  source: RowSource,
  options: StorageOptions,
  wantsTiles = false,
): RowStorage {
  const storage = createStorage(source.rows, source.cols, options);
  try {
    const tiles = wantsTiles && source.data ? tilesBeside(storage, source.data) : undefined;
    storage.tiles = tiles;
    measureRows(argument, storage, source, tiles);
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
