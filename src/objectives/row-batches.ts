import type { Pointer } from "../wasm/kernels.ts";
import { Program } from "../wasm/program.ts";
import type { Vector } from "../wasm/vector.ts";
import type { Workspace } from "../wasm/workspace.ts";
import { gradientAtCall, gradientCall, INTERCEPT } from "./loss-calls.ts";
import type { Batch } from "./objective.ts";
import type { RowLoss } from "./row-loss.ts";
import { accumulate, type RowSums, type SegmentSpace } from "./row-sums.ts";

/** The most rows that a kernel is told the numbers of at once. */
const MOST_INDICES = 1024;

/** What sums over some rows of a segment need. */
interface SegmentBatches {
  readonly space: SegmentSpace;
  /** Numbers of rows, in the segment's arena. */
  readonly indices: Uint32Array;
  readonly inPlace: Program;
  readonly inOrder: Program;
}

/**
 * Sums over some of the rows: all where they lie, in sequence or in any other order. It allocates nothing for a batch.
 */
export class RowBatches {
  readonly #segments: readonly SegmentBatches[];

  constructor(rows: RowSums, loss: RowLoss, workspace: Workspace) {
    this.#segments = rows.spaces.map((space) => {
      const { arena, rows: count } = space.segment;
      const length = Math.min(count, MOST_INDICES);
      const pointer: Pointer = workspace.space(length * 4, arena);
      return {
        space,
        indices: arena.u32(pointer, length),
        inPlace: new Program(arena, space.division, 0, [gradientCall(rows, loss, space)]),
        inOrder: new Program(arena, space.division, 0, [gradientAtCall(rows, loss, space, pointer)]),
      };
    });
  }

  /** Σ lossᵢ over the batch at the scores xᵢ · w + b; `out` gets its derivative. */
  sum(w: Vector, b: number, { order, from, to }: Batch, out: Vector): number {
    out.values.fill(0);
    let total = 0;
    for (const segment of this.#segments) {
      segment.space.w.copy(w);
      total += order ? inOrder(segment, b, order, from, to, out) : inPlace(segment, b, from, to, out);
    }
    return total;
  }
}

/** The rows `from` to `to − 1`, as far as they lie in the segment. */
function inPlace(
  { space, inPlace: program }: SegmentBatches,
  b: number,
  from: number,
  to: number,
  out: Vector,
): number {
  const { firstRow, rows } = space.segment;
  const end = Math.min(to - firstRow, rows);
  const most = program.division.stepRows;
  program.set(INTERCEPT.name, b);
  let total = 0;
  for (let row = Math.max(from - firstRow, 0); row < end; row += most) {
    total += add(space, program, row, Math.min(most, end - row), out);
  }
  return total;
}

/** The rows of the order that lie in the segment. */
function inOrder(
  { space, inOrder: program, indices }: SegmentBatches,
  b: number,
  order: Uint32Array,
  from: number,
  to: number,
  out: Vector,
): number {
  const { firstRow, rows } = space.segment;
  program.set(INTERCEPT.name, b);
  let total = 0;
  let count = 0;
  for (let k = from; k < to; k++) {
    const row = order[k] - firstRow;
    if (row >= 0 && row < rows) indices[count++] = row;
    if (count < indices.length && (k < to - 1 || count === 0)) continue;
    total += add(space, program, 0, count, out);
    count = 0;
  }
  return total;
}

/** Runs a program that answers a number, and leaves a partial vector, on one step of rows. */
function add(space: SegmentSpace, program: Program, row: number, count: number, out: Vector): number {
  program.results[0] = 0;
  program.arena.runStep(program.words, program.results, 0, row, count, 0);
  accumulate(space.answer.own.values, out.values);
  return program.results[0];
}
