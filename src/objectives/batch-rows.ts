import type { ReadBatch } from "../data/batch-source.ts";
import { fill } from "../data/fill.ts";
import { type Dtype, RowStorage } from "../data/storage.ts";
import type { Turns } from "../wasm/event-loop-turns.ts";
import type { Runtime } from "../wasm/runtime.ts";
import { Workspace } from "../wasm/workspace.ts";
import { RowSums } from "./row-sums.ts";

/** What lies beside the rows of a batch, see {@link RowSums}. */
export interface BesideRows {
  readonly target: Float64Array;
  readonly y?: Float64Array;
}

/** Where batches are put, and as what. */
export interface BatchSpace {
  readonly runtime: Runtime;
  readonly dtype: Dtype;
  readonly turns: Turns;
  readonly cols: number;
}

/** What there is while batches have as many rows. */
interface Held<T> {
  readonly count: number;
  readonly storage: RowStorage;
  readonly workspace: Workspace;
  readonly rows: RowSums;
  readonly made: T;
}

/**
 * The rows of one batch in linear memory, and what is made of them. The next batch takes their place: as long as batches
 * have as many rows, all stays where it is. Who made it disposes of it.
 */
export class BatchRows<T> {
  readonly #space: BatchSpace;
  readonly #make: (rows: RowSums, workspace: Workspace) => T;
  #held: Held<T> | undefined;

  constructor(space: BatchSpace, make: (rows: RowSums, workspace: Workspace) => T) {
    this.#space = space;
    this.#make = make;
  }

  /**
   * Copies a batch over the one before.
   *
   * @throws {@link InputError} for a value that is NaN or infinite
   * @throws {@link MemoryError} if there isn't room
   */
  put({ name, rows: source, offset }: ReadBatch, { target, y }: BesideRows): T {
    const { rows, storage, made } = this.room(source.rows, offset ? offset.width : 0, y !== undefined);
    for (const { segment, ...space } of rows.spaces) {
      const part = (values: Float64Array, width = 1) =>
        values.subarray(segment.firstRow * width, (segment.firstRow + segment.rows) * width);
      space.target.values.set(part(target));
      if (y) space.y.values.set(part(y));
      if (offset) space.offset.values.set(part(offset.values, offset.width));
    }
    fill(`X of ${name}`, source, storage);
    return made;
  }

  /** Gives the rows of the latest batch another target. */
  weigh(target: Float64Array): void {
    for (const { segment, target: at } of this.rows.spaces) {
      at.values.set(target.subarray(segment.firstRow, segment.firstRow + segment.rows));
    }
  }

  /** Room for batches of so many rows, with so many numbers of an offset for each, and with or without y. */
  room(count: number, offsetWidth: number, hasY: boolean): Held<T> {
    if (this.#held?.count === count) return this.#held;
    this.dispose();
    const { runtime, dtype, turns, cols } = this.#space;
    const storage = new RowStorage(runtime, count, cols, dtype);
    const workspace = new Workspace(runtime.arena);
    try {
      const zeros = (width: number) => new Float64Array(count * width);
      const [y, offset] = [zeros(Number(hasY)), zeros(offsetWidth)];
      const rows = new RowSums(storage, zeros(1), workspace, turns, y, offset);
      this.#held = { count, storage, workspace, rows, made: this.#make(rows, workspace) };
      return this.#held;
    } catch (error) {
      workspace.dispose();
      storage.release();
      throw error;
    }
  }

  /** What was made last. */
  get made(): T {
    return (this.#held as Held<T>).made;
  }

  /** The rows where the latest batch is. */
  get rows(): RowSums {
    return (this.#held as Held<T>).rows;
  }

  dispose(): void {
    const held = this.#held;
    this.#held = undefined;
    held?.workspace.dispose();
    held?.storage.release();
  }
}
