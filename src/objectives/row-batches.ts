import type { Pointer } from "../wasm/kernels.ts";
import type { Vector } from "../wasm/vector.ts";
import type { Workspace } from "../wasm/workspace.ts";
import type { Batch } from "./objective.ts";
import type { RowLoss } from "./row-loss.ts";
import { accumulate, type RowSums, type SegmentSpace } from "./row-sums.ts";

/** The most rows that a kernel is told the numbers of at once. */
const MOST_INDICES = 1024;

/** The numbers of rows in a segment, in its arena. */
interface Indices {
  readonly values: Uint32Array;
  readonly pointer: Pointer;
}

/**
 * Sums over some of the rows: all where they lie, in sequence or in any other order. It allocates nothing for a batch.
 */
export class RowBatches {
  readonly #rows: RowSums;
  readonly #loss: RowLoss;
  readonly #indices: readonly Indices[];

  constructor(rows: RowSums, loss: RowLoss, workspace: Workspace) {
    this.#rows = rows;
    this.#loss = loss;
    this.#indices = rows.spaces.map(({ segment: { arena, rows: count } }) => {
      const length = Math.min(count, MOST_INDICES);
      const pointer = workspace.space(length * 4, arena);
      return { values: arena.u32(pointer, length), pointer };
    });
  }

  /** Σ lossᵢ over the batch at the scores xᵢ · w + b; `out` gets its derivative. */
  sum(w: Vector, b: number, { order, from, to }: Batch, out: Vector): number {
    const { spaces } = this.#rows;
    out.values.fill(0);
    let total = 0;
    for (let k = 0; k < spaces.length; k++) {
      const space = spaces[k];
      space.w.copy(w);
      total += order
        ? this.#inOrder(space, this.#indices[k], b, order, from, to, out)
        : this.#inPlace(space, b, from, to, out);
    }
    return total;
  }

  /** The rows `from` to `to − 1`, as far as they lie in the segment. */
  #inPlace(space: SegmentSpace, b: number, from: number, to: number, out: Vector): number {
    const { firstRow, rows, blocks, x } = space.segment;
    const end = Math.min(to - firstRow, rows);
    const most = blocks[0].rows;
    let total = 0;
    for (let row = Math.max(from - firstRow, 0); row < end; row += most) {
      const count = Math.min(most, end - row);
      const target = space.target.pointer + row * 8;
      const y = space.y.pointer + row * 8;
      total += this.#loss.gradient(space, count, x + row * this.#rows.storage.rowBytes, target, y, b);
      accumulate(space.partial.values, out.values);
    }
    return total;
  }

  /** The rows of the order that lie in the segment. */
  #inOrder(
    space: SegmentSpace,
    { values, pointer }: Indices,
    b: number,
    order: Uint32Array,
    from: number,
    to: number,
    out: Vector,
  ): number {
    const { firstRow, rows, x } = space.segment;
    const { target, y, partial } = space;
    let total = 0;
    let count = 0;
    for (let k = from; k < to; k++) {
      const row = order[k] - firstRow;
      if (row >= 0 && row < rows) values[count++] = row;
      if (count < values.length && (k < to - 1 || count === 0)) continue;
      total += this.#loss.gradientAt(space, count, x, pointer, target.pointer, y.pointer, b);
      accumulate(partial.values, out.values);
      count = 0;
    }
    return total;
  }
}
