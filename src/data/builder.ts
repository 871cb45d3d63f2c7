/// <reference lib="esnext.disposable" preserve="true" />
import { DisposedError, InputError } from "../errors.ts";
import { checkOptions, wholeNumber } from "../options.ts";
import { anyRowSource } from "./csr-source.ts";
import { Dataset } from "./dataset.ts";
import { readFeatureNames } from "./feature-names.ts";
import { type OffsetInput, readOffset } from "./offset.ts";
import type { RealArray } from "./real-array.ts";
import type { RowsInput } from "./rows.ts";
import { measureRows } from "./measure-rows.ts";
import { readSampleWeight } from "./sample-weight.ts";
import type { RowStorage } from "./storage.ts";
import { createStorage, type StorageOptions } from "./store.ts";
import { type Labels, Target } from "./target.ts";

export interface DatasetBuilderOptions extends StorageOptions {
  rows: number;
  cols: number;
}

/**
 * A data set of known shape that its maker fills in place, without a copy in between.
 *
 * ```ts
 * const builder = new DatasetBuilder({ rows: 1000, cols: 3 });
 * for (let i = 0; i < 1000; i++) measure(builder.row(i)); // writes three numbers
 * const dataset = builder.finish(y);
 * ```
 */
export class DatasetBuilder {
  readonly rows: number;
  readonly cols: number;
  #featureNames: readonly string[] | undefined;
  readonly #filled: Uint8Array;
  #next = 0;
  #storage: RowStorage | undefined;

  /**
   * @throws {@link InputError} for a shape or option out of range
   * @throws {@link MemoryError} if there isn't room
   */
  constructor(options: DatasetBuilderOptions) {
    checkOptions("options", options, ["rows", "cols", "dtype", "featureNames", "runtime"]);
    const { rows, cols, featureNames } = options;
    wholeNumber("options.rows", rows, 1);
    wholeNumber("options.cols", cols, 1);
    this.rows = rows;
    this.cols = cols;
    this.#featureNames =
      featureNames === undefined ? undefined : readFeatureNames("options.featureNames", featureNames, cols);
    const storage = createStorage(rows, cols, options);
    this.#storage = storage;
    this.#filled = new Uint8Array(rows);
    storage.runtime.leftovers.register(this, () => storage.release(), this);
  }

  /** Row `index` itself, to write into: a view of linear memory in the storage's type, 0 at first. */
  row(index: number): Float64Array | Float32Array {
    const storage = this.#open;
    wholeNumber("index", index, 0);
    if (index >= this.rows)
      throw new InputError("index", `${index}; expected less than ${this.rows}, the rows`);
    const segment = storage.segmentOf(index);
    const view = storage.view(segment, index - segment.firstRow, 1);
    if (!this.#filled[index]) view.fill(0);
    this.#filled[index] = 1;
    return view;
  }

  /**
   * Copies the rows of a chunk behind those appended before. Columns by name go where the feature names say;
   * without feature names the chunk's own become them.
   *
   * @throws {@link InputError} for other than `cols` columns, more rows than are left, or what is no number
   */
  append(chunk: RowsInput): void {
    const storage = this.#open;
    const source = anyRowSource("chunk", chunk, this.#featureNames);
    if (source.cols !== this.cols)
      throw new InputError("chunk", `${source.cols} columns; expected ${this.cols}`);
    const left = this.rows - this.#next;
    if (source.rows > left) {
      throw new InputError(
        "chunk",
        `${source.rows} rows; expected at most ${left}, what is left of ${this.rows}`,
      );
    }
    const taken = this.#filled.indexOf(1, this.#next);
    if (taken >= 0 && taken < this.#next + source.rows) {
      throw new InputError("chunk", `it would overwrite row ${taken}, which row(${taken}) handed out`);
    }
    for (let from = 0; from < source.rows;) {
      const row = this.#next + from;
      const segment = storage.segmentOf(row);
      const count = Math.min(source.rows - from, segment.firstRow + segment.rows - row);
      source.copy(from, from + count, storage.view(segment, row - segment.firstRow, count));
      from += count;
    }
    this.#filled.fill(1, this.#next, this.#next + source.rows);
    this.#next += source.rows;
    this.#featureNames ??= source.names && Object.freeze([...source.names]);
  }

  /**
   * The data set, with labels, weights and offsets where given. The builder is used up then: row views must not be
   * written to any more.
   *
   * @throws {@link InputError} for a row never written, for NaN or infinite values, and for labels, weights or
   *   offsets that don't fit; the builder can still be mended then
   */
  finish(y?: Labels, options: { sampleWeight?: RealArray; offset?: OffsetInput } = {}): Dataset {
    const storage = this.#open;
    checkOptions("options", options, ["sampleWeight", "offset"]);
    const missing = this.#filled.indexOf(0);
    if (missing >= 0)
      throw new InputError("rows", `row ${missing} was never written; expected all ${this.rows}`);
    const target = y === undefined ? undefined : new Target("y", y, this.rows);
    const weights = options.sampleWeight;
    const sampleWeight =
      weights === undefined ? undefined : readSampleWeight("options.sampleWeight", weights, this.rows);
    const offset =
      options.offset === undefined ? undefined : readOffset("options.offset", options.offset, this.rows);
    measureRows("rows", storage);
    storage.runtime.leftovers.unregister(this);
    this.#storage = undefined;
    return Dataset.own(storage, this.#featureNames, target, sampleWeight, offset);
  }

  /** Gives the memory back without making a data set. After `finish` it does nothing. */
  dispose(): void {
    const storage = this.#storage;
    if (!storage) return;
    storage.runtime.leftovers.unregister(this);
    storage.release();
    this.#storage = undefined;
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  get #open(): RowStorage {
    if (!this.#storage) throw new DisposedError("this DatasetBuilder is used up; expected a new one");
    return this.#storage;
  }
}
