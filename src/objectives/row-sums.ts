import {
  type RowBlock,
  type RowKernels,
  type RowStorage,
  rowKernels,
  type Segment,
} from "../data/storage.ts";
import { type Kernels, type Pointer, SCRATCH_BYTES } from "../wasm/kernels.ts";
import type { Vector } from "../wasm/vector.ts";
import type { Workspace } from "../wasm/workspace.ts";
import { after, type Later } from "./objective.ts";

/** What the passes over a segment need beside its rows, in the segment's arena. */
export interface SegmentSpace {
  readonly segment: Segment;
  readonly kernels: Kernels;
  readonly rowKernels: RowKernels;
  /** One entry a row: sᵢ for the second class, −sᵢ for the first; or sᵢ alone, beside `y`. */
  readonly target: Vector;
  /** One value a row; or, where the rows have none, of length 0. */
  readonly y: Vector;
  /** The vector that rows are multiplied with, of length cols. */
  readonly w: Vector;
  /** What a block answered, and the sum of the blocks so far: of length cols + 1. */
  readonly partial: Vector;
  readonly sum: Vector;
  readonly scratch: Pointer;
}

/** What a kernel adds up over one block: it overwrites `space.partial` and answers a number. */
export type BlockJob = (space: SegmentSpace, block: RowBlock) => number;

/** When a long pass makes way for the event loop. */
export interface Turns {
  readonly due: boolean;
  take(): Promise<void>;
}

/**
 * The one place where work meets data. A pass runs a job on each block of rows, each into a partial result,
 * and adds the partial results up in the order of the blocks.
 */
export class RowSums {
  readonly storage: RowStorage;
  readonly spaces: readonly SegmentSpace[];
  readonly turns: Turns | undefined;
  #passes = 0;

  /**
   * @param y - what the rows' scores are compared with, where that is a number
   * @throws {@link MemoryError} if there isn't room for a vector of the rows, and one more with y
   */
  constructor(
    storage: RowStorage,
    target: Float64Array,
    workspace: Workspace,
    turns?: Turns,
    y?: Float64Array,
  ) {
    this.storage = storage;
    this.spaces = storage.segments.map((segment) => {
      const space = createSpace(segment, storage, y !== undefined, workspace);
      const { firstRow, rows } = segment;
      space.target.values.set(target.subarray(firstRow, firstRow + rows));
      if (y) space.y.values.set(y.subarray(firstRow, firstRow + rows));
      return space;
    });
    this.turns = turns;
  }

  /** How many times all the rows were gone through. */
  get passes(): number {
    return this.#passes;
  }

  /** The sum of what the job answers over all blocks; `out` gets the sum of the partial vectors. */
  sum(w: Vector, out: Vector, job: BlockJob): Later<number> {
    let total = 0;
    for (const space of this.spaces) {
      space.w.copy(w);
      space.sum.values.fill(0);
    }
    const pass = this.each((space, block) => {
      total += job(space, block);
      space.sum.add(1, space.partial);
    });
    return after(pass, () => {
      out.values.fill(0);
      for (const { sum } of this.spaces) accumulate(sum.values, out.values);
      return total;
    });
  }

  /** Runs a job on each block of rows, in order: one pass. */
  each(job: (space: SegmentSpace, block: RowBlock) => void): Later<void> {
    this.#passes += 1;
    return this.#goOn(this.#blocks(), job);
  }

  #goOn(
    blocks: Iterator<[SegmentSpace, RowBlock]>,
    job: (space: SegmentSpace, block: RowBlock) => void,
  ): Later<void> {
    for (let next = blocks.next(); !next.done; next = blocks.next()) {
      job(...next.value);
      if (this.turns?.due) return this.turns.take().then(() => this.#goOn(blocks, job));
    }
  }

  *#blocks(): Generator<[SegmentSpace, RowBlock]> {
    for (const space of this.spaces) for (const block of space.segment.blocks) yield [space, block];
  }
}

/** sum += values. The two may lie in different memories. */
export function accumulate(values: Float64Array, sum: Float64Array): void {
  for (let i = 0; i < values.length; i++) sum[i] += values[i];
}

function createSpace(
  segment: Segment,
  { cols, dtype }: RowStorage,
  hasValues: boolean,
  workspace: Workspace,
): SegmentSpace {
  const { arena, rows } = segment;
  return {
    segment,
    kernels: arena.kernels,
    rowKernels: rowKernels(arena, dtype),
    target: workspace.vector(rows, arena),
    y: workspace.vector(hasValues ? rows : 0, arena),
    w: workspace.vector(cols, arena),
    partial: workspace.vector(cols + 1, arena),
    sum: workspace.vector(cols + 1, arena),
    scratch: workspace.space(SCRATCH_BYTES, arena),
  };
}
