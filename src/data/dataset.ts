/// <reference lib="esnext.disposable" preserve="true" />
import { DisposedError, InputError } from "../errors.ts";
import { checkOptions } from "../options.ts";
import type { Runtime } from "../wasm/runtime.ts";
import { type CsrMatrix, isCsr } from "./csr.ts";
import { csrOfRows, refusePairs } from "./csr-builder.ts";
import {
  isTextStream,
  type LibsvmFormat,
  type LibsvmRows,
  readLibsvm,
  readLibsvmStream,
  type TextStream,
} from "./libsvm.ts";
import { readFeatureNames } from "./feature-names.ts";
import { type Offset, type OffsetInput, readOffset } from "./offset.ts";
import type { RealArray } from "./real-array.ts";
import { pickNumbers, readRowNumbers, type RowNumbers } from "./row-numbers.ts";
import { pickTarget } from "./pick-target.ts";
import { type RowsInput, rowSource } from "./rows.ts";
import { readSampleWeight } from "./sample-weight.ts";
import type { Dtype, RowStorage } from "./storage.ts";
import { type StorageOptions, store, storeSparse } from "./store.ts";
import { type Labels, Target } from "./target.ts";

export interface DatasetOptions extends StorageOptions {
  /** One weight for each row: finite, not negative, not all 0. Default: 1 each. */
  sampleWeight?: RealArray;
  /** What is added to the score of each row: n numbers, or, of K > 2 classes, n × K. Default: nothing. */
  offset?: OffsetInput;
}

/** Of rows that are to be. */
export type Shape = Pick<RowStorage, "rows" | "cols">;

export interface SparseRowsOptions extends DatasetOptions {
  /** How many columns there are. Default: up to the last that has a value. */
  cols?: number;
}

export interface LibsvmOptions extends SparseRowsOptions, LibsvmFormat {}

/**
 * Rows of numbers in linear memory, with their labels and weights where they have them: copied once, then
 * used by any number of fits and predictions. A fit may leave a copy in single precision beside dense rows, of 4 bytes
 * a number, for those that follow. Give the memory back with `dispose()` or `using`; a data set that is
 * garbage-collected gives it back as well, but nobody knows when.
 */
export class Dataset {
  readonly rows: number;
  readonly cols: number;
  readonly dtype: Dtype;
  /** The names of the columns, or undefined where they have none. */
  readonly featureNames: readonly string[] | undefined;
  readonly runtime: Runtime;
  readonly #target: Target | undefined;
  readonly #sampleWeight: Float64Array | undefined;
  readonly #selection: Uint32Array | undefined;
  readonly #offset: Offset | undefined;
  #storage: RowStorage | undefined;

  private constructor(
    storage: RowStorage,
    featureNames: readonly string[] | undefined,
    target: Target | undefined,
    sampleWeight: Float64Array | undefined,
    offset: Offset | undefined,
    selection?: Uint32Array,
  ) {
    this.rows = selection?.length ?? storage.rows;
    this.cols = storage.cols;
    this.dtype = storage.dtype;
    this.runtime = storage.runtime;
    this.featureNames = featureNames;
    this.#target = target;
    this.#sampleWeight = sampleWeight;
    this.#selection = selection;
    this.#offset = offset;
    this.#storage = storage;
    this.runtime.leftovers.register(this, () => storage.release(), this);
  }

  /**
   * Copies rows, and labels where given, into linear memory.
   *
   * @param X - n × d: an array of rows, `{ data, rows, cols }` row-major, or `{ columns }` by name, or the non-zeros of a
   *   {@link CsrMatrix}, which stays sparse
   * @param y - n labels: numbers, strings or booleans
   * @throws {@link InputError} for anything but finite numbers in rows of one length, and for labels,
   *   weights, offsets or names that don't fit them
   * @throws {@link MemoryError} if there isn't room
   * @throws {@link UnsupportedError} where compiling WebAssembly from bytes is forbidden: call `init` first
   */
  static from(X: RowsInput, y?: Labels, options: DatasetOptions = {}): Dataset {
    return Dataset.forFit(X, y, options, () => false);
  }

  /** @internal As `from`; `wantsTiles` says whether a fit to such rows and labels needs a copy in tiles, to make on the way. */
  static forFit(
    X: RowsInput,
    y: Labels | undefined,
    options: DatasetOptions,
    wantsTiles: (shape: Shape, target: Target | undefined) => boolean,
  ): Dataset {
    checkOptions("options", options, ["dtype", "featureNames", "runtime", "sampleWeight", "offset"]);
    if (isCsr(X)) return Dataset.#fromCsr("X", X, y, options);
    refusePairs("X", X);
    const source = rowSource("X", X);
    if (source.names && options.featureNames !== undefined) {
      throw new InputError(
        "options.featureNames",
        "X names its columns already; expected names in one place only",
      );
    }
    const names = source.names ?? options.featureNames;
    const featureNames =
      names === undefined ? undefined : readFeatureNames("options.featureNames", names, source.cols);
    const target = y === undefined ? undefined : new Target("y", y, source.rows);
    const weights = options.sampleWeight;
    const sampleWeight =
      weights === undefined ? undefined : readSampleWeight("options.sampleWeight", weights, source.rows);
    const offset =
      options.offset === undefined ? undefined : readOffset("options.offset", options.offset, source.rows);
    const storage = store("X", source, options, wantsTiles(source, target));
    return new Dataset(storage, featureNames, target, sampleWeight, offset);
  }

  /**
   * Copies the non-zeros of sparse rows into linear memory, and labels where given.
   *
   * ```ts
   * Dataset.fromSparseRows([[[0, 1.5], [7, 2]], [], [[3, 1]]], [1, 0, 1], { cols: 10 });
   * ```
   *
   * @param rows - of each row its pairs of a column's number, from 0 on, and a value, best in ascending order: if they
   *   aren't, they are put in order, and values of one column are added up
   * @throws as `from` does
   */
  static fromSparseRows(
    rows: Iterable<Iterable<readonly [index: number, value: number]>>,
    y?: Labels,
    options: SparseRowsOptions = {},
  ): Dataset {
    checkOptions("options", options, ["cols", "dtype", "featureNames", "runtime", "sampleWeight", "offset"]);
    return Dataset.#fromCsr("rows", csrOfRows("rows", rows, options.cols), y, options);
  }

  /**
   * Reads svmlight's and libsvm's text, a row a line: `label index:value index:value ... # comment`, labels being
   * numbers. Indices count from 1, unless `indexBase` is 0. Comments and empty lines are passed over; `qid:`, which
   * rankings have, is refused.
   *
   * @param text - a string or bytes of UTF-8, for an answer at once, or a stream of either, for a promise
   * @throws {@link InputError} that names the line of what can't be read, and as `from` does
   */
  static fromLibsvm(text: string | Uint8Array, options?: LibsvmOptions): Dataset;
  static fromLibsvm(text: TextStream, options?: LibsvmOptions): Promise<Dataset>;
  static fromLibsvm(
    text: string | Uint8Array | TextStream,
    options: LibsvmOptions = {},
  ): Dataset | Promise<Dataset> {
    const known = ["cols", "dtype", "featureNames", "indexBase", "runtime", "sampleWeight", "offset"];
    checkOptions("options", options, known);
    const make = ({ csr, labels }: LibsvmRows) => Dataset.#fromCsr("text", csr, labels, options);
    if (isTextStream(text)) return readLibsvmStream(text, options).then(make);
    return make(readLibsvm(text, options));
  }

  static #fromCsr(argument: string, csr: CsrMatrix, y: Labels | undefined, options: DatasetOptions): Dataset {
    const { featureNames: names, sampleWeight: weights, offset } = options;
    const storage = storeSparse(argument, csr, options);
    try {
      return new Dataset(
        storage,
        names === undefined ? undefined : readFeatureNames("options.featureNames", names, csr.cols),
        y === undefined ? undefined : new Target("y", y, csr.rows),
        weights === undefined ? undefined : readSampleWeight("options.sampleWeight", weights, csr.rows),
        offset === undefined ? undefined : readOffset("options.offset", offset, csr.rows),
      );
    } catch (error) {
      storage.release();
      throw error;
    }
  }

  /** @internal The data set takes the storage over. */
  static own(
    storage: RowStorage,
    featureNames: readonly string[] | undefined,
    target: Target | undefined,
    sampleWeight: Float64Array | undefined,
    offset: Offset | undefined,
  ): Dataset {
    return new Dataset(storage, featureNames, target, sampleWeight, offset);
  }

  /**
   * Some of the rows, in this order, as a data set that shares this one's memory; labels, weights and offsets are those of
   * its rows. The memory is given back once this data set and all its subsets are disposed of, in any order.
   *
   * A fit to a subset goes through all rows that lie in the memory, the others without weight; one to less than half of
   * them, to rows that are repeated, or by a method that takes a few rows at a time copies the subset's for as long as it
   * runs.
   *
   * ```ts
   * using even = dataset.subset([0, 2, 4]);
   * ```
   *
   * @param rows - numbers of rows of this data set; one may come more than once
   * @throws {@link InputError} for no rows, and for what is no number of a row
   * @throws {@link DisposedError} after `dispose`
   */
  subset(rows: RowNumbers): Dataset {
    const { storage } = this;
    const own = readRowNumbers("rows", rows, this.rows);
    const weights = this.#sampleWeight;
    const offset = this.#offset;
    const selection = this.#selection ? own.map((row) => this.#selection![row]) : own;
    storage.hold();
    return new Dataset(
      storage,
      this.featureNames,
      this.#target && pickTarget(this.#target, own),
      weights && pickNumbers(weights, own),
      offset && { ...offset, values: pickNumbers(offset.values, own, offset.width) },
      selection,
    );
  }

  /** @internal The same rows with these labels, weights and offsets, in the same memory. */
  sharing(
    target: Target | undefined,
    sampleWeight: Float64Array | undefined,
    offset: Offset | undefined,
  ): Dataset {
    const { storage } = this;
    storage.hold();
    return new Dataset(storage, this.featureNames, target, sampleWeight, offset, this.#selection);
  }

  get disposed(): boolean {
    return this.#storage === undefined;
  }

  /** Gives the memory back. What was computed from the data set stays. Doing it again does nothing. */
  dispose(): void {
    this.runtime.leftovers.unregister(this);
    this.#storage?.release();
    this.#storage = undefined;
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  /** @internal */
  get target(): Target | undefined {
    return this.#target;
  }

  /** @internal */
  get sampleWeight(): Float64Array | undefined {
    return this.#sampleWeight;
  }

  /** @internal */
  get offset(): Offset | undefined {
    return this.#offset;
  }

  /** @internal Of a subset, which rows of the storage are its own; undefined where all are, in their order. */
  get selection(): Uint32Array | undefined {
    return this.#selection;
  }

  /** @internal Where the rows are, see `selection`. @throws {@link DisposedError} */
  get storage(): RowStorage {
    if (!this.#storage)
      throw new DisposedError("this Dataset has been disposed of; expected one still in use");
    return this.#storage;
  }
}
