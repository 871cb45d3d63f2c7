import { inFours } from "../wasm/kernels.ts";
import { Program } from "../wasm/program.ts";
import type { Vector } from "../wasm/vector.ts";
import type { Workspace } from "../wasm/workspace.ts";
import type { Batch } from "./objective.ts";
import type { SegmentSpace } from "./row-sums.ts";
import type { SoftmaxSums } from "./softmax-sums.ts";

/** The most rows that are gathered at once. */
const MOST_ROWS = 256;

/** Room for rows of a segment that are out of order, with what lies beside them. */
interface Gathered {
  readonly indices: Uint32Array;
  readonly x: number;
  readonly weight: Vector;
  readonly y: Vector;
  readonly offset: Vector;
  readonly sum: Vector;
  readonly inPlace: Program;
  readonly inOrder: Program;
}

/** Sums over some of the rows of K classes: those in sequence where they lie, others gathered first. */
export class SoftmaxBatches {
  readonly #sums: SoftmaxSums;
  readonly #segments: ReadonlyMap<SegmentSpace, Gathered>;

  constructor(sums: SoftmaxSums, workspace: Workspace) {
    this.#sums = sums;
    const { rowBytes } = sums.rows.storage;
    this.#segments = new Map(
      sums.rows.spaces.map((space) => {
        const { arena } = space.segment;
        const x = workspace.space(MOST_ROWS * rowBytes, arena);
        const [weight, y] = [workspace.vector(MOST_ROWS, arena), workspace.vector(MOST_ROWS, arena)];
        const sum = workspace.vector(inFours(sums.classes) * inFours(sums.size), arena);
        const width = space.offset.length > 0 ? sums.classes : 0;
        const offset = workspace.vector(MOST_ROWS * width, arena);
        const at = width > 0 ? offset.pointer : 0;
        const gathered = { x, weight: weight.pointer, y: y.pointer, offset: at };
        const program = (places?: typeof gathered) =>
          new Program(arena, space.division, 0, [
            sums.gradientCall(space, sum.pointer, places && { places }),
          ]);
        const indices = arena.u32(workspace.space(MOST_ROWS * 4, arena), MOST_ROWS);
        return [
          space,
          { indices, x, weight, y, offset, sum, inPlace: program(), inOrder: program(gathered) },
        ];
      }),
    );
  }

  /** Σ lossᵢ over the batch at the coefficients w; `out` gets its derivative. */
  sum(w: Float64Array, { order, from, to }: Batch, out: Float64Array): number {
    this.#sums.setCoefficients(w);
    out.fill(0);
    let total = 0;
    for (const [space, known] of this.#segments) {
      known.sum.values.fill(0);
      total += order
        ? inOrder(space, known, order.subarray(from, to), this.#sums.rows.storage.rowBytes)
        : inPlace(space, known, from, to);
      this.#sums.addTo(out, known.sum.values);
    }
    return total;
  }
}

/** The rows `from` to `to − 1`, as far as they lie in the segment. */
function inPlace(
  { segment }: SegmentSpace,
  { inPlace: program }: Gathered,
  from: number,
  to: number,
): number {
  const { firstRow, rows } = segment;
  const end = Math.min(to - firstRow, rows);
  const most = program.division.stepRows;
  let total = 0;
  for (let row = Math.max(from - firstRow, 0); row < end; row += most) {
    total += run(program, row, Math.min(most, end - row));
  }
  return total;
}

/** The rows of the order that lie in the segment. */
function inOrder(space: SegmentSpace, known: Gathered, order: Uint32Array, rowBytes: number): number {
  const { firstRow, rows, x, arena } = space.segment;
  const { indices, weight, y, offset, inOrder: program } = known;
  const width = offset.length / MOST_ROWS;
  let total = 0;
  let count = 0;
  const add = () => {
    arena.kernels.gatherRows(count, rowBytes, x, indices.byteOffset, known.x);
    total += run(program, 0, count);
    count = 0;
  };
  for (const number of order) {
    const row = number - firstRow;
    if (row < 0 || row >= rows) continue;
    indices[count] = row;
    weight.values[count] = space.target.values[row];
    y.values[count] = space.y.values[row];
    for (let k = 0; k < width; k++) {
      offset.values[count * width + k] = space.offset.values[row * width + k];
    }
    count += 1;
    if (count === MOST_ROWS) add();
  }
  if (count > 0) add();
  return total;
}

function run(program: Program, row: number, count: number): number {
  program.results[0] = 0;
  program.arena.runStep(program.words, program.results, 0, row, count, 0);
  return program.results[0];
}
