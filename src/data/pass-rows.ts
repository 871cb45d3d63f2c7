import type { Dataset } from "./dataset.ts";
import { copyOfRows } from "./gather-rows.ts";
import type { RowStorage } from "./storage.ts";

/** A subset of less than this part of the rows is copied for a fit: passes over all of them would take longer. */
const LEAST_SHARE = 0.5;

/**
 * The rows of a data set as passes go through them. A subset shares the storage of the data set that it was taken from:
 * its own rows are told from the others by weights, which are 0 for those. Where rows count by themselves, where it
 * repeats some or has few, they are a copy.
 */
export class PassRows {
  /** It stays until `release`. */
  readonly storage: RowStorage;
  /** How many of its rows are those of the data set; the others have no weight. */
  readonly rows: number;
  /** Where they are in the storage; undefined where it has no others. */
  readonly #at: Uint32Array | undefined;

  /**
   * @param countsRows - whether rows are taken by number, a few at a time, so that none may be there without weight
   * @throws {@link MemoryError} if there isn't room for a copy
   */
  constructor(dataset: Dataset, countsRows: boolean) {
    const { storage, selection, rows } = dataset;
    this.rows = rows;
    const isCopied = selection && (countsRows || !isMostOf(selection, storage));
    if (isCopied) this.storage = copyOfRows(storage, selection);
    else {
      this.storage = storage;
      this.#at = selection;
      storage.hold();
    }
  }

  /** Whether all rows of the storage are those of the data set. */
  get areAll(): boolean {
    return this.#at === undefined;
  }

  release(): void {
    this.storage.release();
  }

  /** From so many values for each row of the data set to as many for each of the storage, 0 for the others. */
  spread(values: Float64Array, width?: number): Float64Array;
  spread(values: Int32Array, width?: number): Int32Array;
  spread(values: Float64Array | Int32Array, width = 1): Float64Array | Int32Array {
    const at = this.#at;
    if (!at) return values;
    const length = this.storage.rows * width;
    const all = values instanceof Float64Array ? new Float64Array(length) : new Int32Array(length);
    for (let i = 0, k = 0; i < at.length; i++) {
      for (let c = 0; c < width; c++, k++) all[at[i] * width + c] = values[k];
    }
    return all;
  }

  /** The same of weights, which are 1 where none are given. Undefined where all rows weigh 1. */
  spreadWeight(weights: Float64Array | undefined): Float64Array | undefined {
    if (!this.#at) return weights;
    return this.spread(weights ?? new Float64Array(this.rows).fill(1));
  }
}

/** Whether these are so many of the rows, each once, that it is no loss to go through all. */
function isMostOf(selection: Uint32Array, { rows }: RowStorage): boolean {
  if (selection.length < LEAST_SHARE * rows) return false;
  const isTaken = new Uint8Array(rows);
  for (const row of selection) {
    if (isTaken[row]) return false;
    isTaken[row] = 1;
  }
  return true;
}
