import type { RowTarget } from "../data/binary-target.ts";
import { canBeTiled } from "../data/row-tiles.ts";
import {
  type BaseKernelName,
  kernelName,
  type RowBlock,
  type RowKernels,
  type RowStorage,
  rowKernels,
  type Segment,
} from "../data/storage.ts";
import { divisionOf } from "../data/step-rows.ts";
import { after, type Later } from "../later.ts";
import type { Arena } from "../wasm/arena.ts";
import type { Crew } from "../wasm/crew.ts";
import type { Turns } from "../wasm/event-loop-turns.ts";
import { type Kernels, type Pointer, SCRATCH_BYTES } from "../wasm/kernels.ts";
import {
  type Argument,
  type Call,
  type Division,
  type KernelName,
  Program,
  stripCount,
  type Varying,
} from "../wasm/program.ts";
import type { Vector } from "../wasm/vector.ts";
import type { Workspace } from "../wasm/workspace.ts";

/** What the passes over a segment need beside its rows, in the segment's arena. */
export interface SegmentSpace {
  readonly segment: Segment;
  readonly kernels: Kernels;
  readonly rowKernels: RowKernels;
  /** One entry a row: sᵢ for the second class, −sᵢ for the first; or sᵢ alone, beside `y`. */
  readonly target: Vector;
  /** One value a row; or, where the rows have none, of length 0. */
  readonly y: Vector;
  /** What is added to the rows' scores, as many numbers for each; or, where nothing is, of length 0. */
  readonly offset: Vector;
  /** The vector that rows are multiplied with, of length cols. */
  readonly w: Vector;
  /** How passes go through the rows: the blocks of the segment, in strips. */
  readonly division: Division;
  /** Where a step answers, with a vector of length cols + 1: for each lane, or, where a strip is one step, its sum. */
  readonly answer: Lanes;
  /** What the strips have added up, of length cols + 1 each. */
  readonly sums: Strips;
  /** Space for kernels that ask for it, for each lane. */
  readonly scratch: Varying;
}

/** Vectors of one length, one for each lane. */
export interface Lanes {
  /** Where a lane's is. */
  readonly at: Varying;
  /** That of the calling thread. */
  readonly own: Vector;
}

/** Vectors of one length, one for each strip. */
export interface Strips {
  /** Where a strip's is. */
  readonly at: Varying;
  readonly vectors: readonly Vector[];
}

/** A pass over all rows: for each segment what is done with its rows. */
export type Pass = ReadonlyMap<SegmentSpace, Program>;

/**
 * The one place where work meets data. A pass runs kernels on each block of rows; what they add up they add to the sum
 * of the block's strip, and strips are added up in their order. Neither depends on how many threads there are.
 */
export class RowSums {
  readonly storage: RowStorage;
  readonly spaces: readonly SegmentSpace[];
  /** As it was given, of all rows. */
  readonly target: RowTarget;
  readonly turns: Turns | undefined;
  readonly #crew: Crew;
  #passes = 0;

  /**
   * @param turns - when passes over the rows make way for the event loop; without it they never wait, and one thread
   *   does them all
   * @param y - what the rows' scores are compared with, where that is a number
   * @param offset - what is added to the rows' scores: as many numbers for each row, row-major
   * @throws {@link MemoryError} if there isn't room for a vector of the rows, and one more each with y and offset
   */
  constructor(
    storage: RowStorage,
    target: RowTarget,
    workspace: Workspace,
    turns?: Turns,
    y?: Float64Array,
    offset?: Float64Array,
  ) {
    this.storage = storage;
    this.target = target;
    this.#crew = storage.runtime.crew;
    this.turns = turns;
    this.spaces = storage.segments.map((segment) => {
      const { firstRow, rows } = segment;
      const ofSegment = (values: RowTarget = new Float64Array()) => {
        const width = values.length / storage.rows;
        return values.subarray(firstRow * width, (firstRow + rows) * width);
      };
      const beside = { target: ofSegment(target), y: ofSegment(y), offset: ofSegment(offset) };
      return createSpace(segment, storage, beside, this.lanes, workspace);
    });
  }

  /** How many times all the rows were gone through. */
  get passes(): number {
    return this.#passes;
  }

  /** Whether a copy of the rows in tiles may pay. */
  get canBeTiled(): boolean {
    return canBeTiled(this.storage) && this.spaces.every(({ offset }) => offset.length === 0);
  }

  /** The most lanes of a pass: each needs what its kernels write on the way for itself. */
  get lanes(): number {
    return this.turns ? this.#crew.lanes : 1;
  }

  /**
   * A pass made of calls for each segment.
   *
   * @param cost - in multiplications for each value of the rows
   */
  pass(
    calls: (space: SegmentSpace) => readonly Call[],
    cost = 1,
    division?: (space: SegmentSpace) => Division,
  ): Pass {
    const { valuesPerRow } = this.storage;
    return new Map(
      this.spaces.map((space) => {
        const divided = division?.(space) ?? space.division;
        const whole = cost * divided.rows * valuesPerRow;
        return [space, new Program(space.segment.arena, divided, whole, calls(space))];
      }),
    );
  }

  /** A pass over the rows of one segment that a division of them has, from row `from` on. */
  partialPass(
    space: SegmentSpace,
    calls: readonly Call[],
    cost: number,
    division: Division,
    from: number,
  ): Pass {
    const whole = cost * division.rows * this.storage.valuesPerRow;
    return new Map([[space, new Program(space.segment.arena, division, whole, startingAt(calls, from))]]);
  }

  /**
   * A pass for `sum`: the calls leave a vector where the space has its answers, which is added to the strip's, unless it
   * is the strip's.
   *
   * @param calls - of which one may be marked `sums`, for the number that is added up
   */
  summing(calls: (space: SegmentSpace) => readonly Call[]): Pass {
    const length = this.storage.cols + 1;
    return this.pass((space) => {
      const { answer, sums } = space;
      if (answer.at === sums.at) return calls(space);
      return [...calls(space), { kernel: "axpy", args: [length, 1, answer.at, sums.at] }];
    });
  }

  /** The name of a kernel for this storage of rows. */
  kernel(base: BaseKernelName): KernelName {
    return kernelName(base, this.storage.layout);
  }

  /** The sum of what the kernels answer over all rows; `out` gets the sum of the partial vectors. */
  sum(w: Vector, out: Vector, pass: Pass): Later<number> {
    for (const { w: copy, sums, answer } of this.spaces) {
      copy.copy(w);
      if (answer.at !== sums.at) for (const { values } of sums.vectors) values.fill(0);
    }
    return after(this.run(pass), () => {
      let total = 0;
      let isFirst = true;
      for (const [{ sums }, { results }] of pass) {
        sums.vectors.forEach((vector, strip) => {
          if (isFirst) out.copy(vector);
          else if (vector.arena === out.arena) out.add(1, vector);
          else accumulate(vector.values, out.values);
          isFirst = false;
          total += results[strip];
        });
      }
      return total;
    });
  }

  /** One pass. */
  run(pass: Pass): Later<void> {
    this.count();
    return this.evaluate(pass);
  }

  /** Counts a pass, whose parts are evaluated one by one. */
  count(): void {
    this.#passes += 1;
  }

  /** As `run`, for what goes through vectors beside the rows only, which is no pass. */
  evaluate(pass: Pass): Later<void> {
    let done: Later<void> = undefined;
    for (const program of pass.values()) done = after(done, () => this.#crew.run(program, this.turns));
    return done;
  }

  /** Runs a job on each block of rows, in order, in the calling thread: one pass. */
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

/** The division of the space, for kernels that work through a whole strip at once. */
export function stripwise({ division }: SegmentSpace): Division {
  return { ...division, stepRows: division.stripRows };
}

/** The address of something that has so many bytes for each row. */
export function ofRow(pointer: Pointer, bytes: number): Varying {
  return { base: pointer, perRow: bytes };
}

/** The calls for rows from `from` on, of which the first is their row 0. */
function startingAt(calls: readonly Call[], from: number): readonly Call[] {
  const moved = (argument: Argument): Argument => {
    if (typeof argument === "number" || "name" in argument || !argument.perRow) return argument;
    return { ...argument, base: (argument.base ?? 0) + from * argument.perRow };
  };
  return from === 0 ? calls : calls.map(({ args, ...call }) => ({ ...call, args: args.map(moved) }));
}

/** Each lane's own space, of unknown content. */
export function spaceOfEachLane(lanes: number, bytes: number, workspace: Workspace, arena: Arena): Varying {
  const stride = cacheLines(bytes);
  return { base: workspace.space(lanes * stride, arena), perLane: stride };
}

/** Each lane's own vector of zeros. */
export function vectorOfEachLane(lanes: number, length: number, workspace: Workspace, arena: Arena): Lanes {
  const stride = cacheLines(length * 8);
  const all = workspace.vector((lanes * stride) / 8, arena);
  return { at: { base: all.pointer, perLane: stride }, own: all.part(0, length) };
}

/** Each strip's own vector of zeros. */
export function vectorOfEachStrip(
  division: Division,
  length: number,
  workspace: Workspace,
  arena: Arena,
): Strips {
  const stride = cacheLines(length * 8);
  const all = workspace.vector((stripCount(division) * stride) / 8, arena);
  const vectors = Array.from({ length: stripCount(division) }, (_, k) => all.part((k * stride) / 8, length));
  return { at: { base: all.pointer, perStrip: stride }, vectors };
}

/** No two threads write to one cache line. */
function cacheLines(bytes: number): number {
  return Math.ceil(bytes / 64) * 64;
}

function createSpace(
  segment: Segment,
  storage: RowStorage,
  { target, y, offset }: Record<"target" | "y" | "offset", RowTarget>,
  lanes: number,
  workspace: Workspace,
): SegmentSpace {
  const { arena, rows } = segment;
  const { cols, layout } = storage;
  const division = divisionOf(storage, rows);
  const sums = vectorOfEachStrip(division, cols + 1, workspace, arena);
  const answer =
    division.stepRows === division.stripRows
      ? { at: sums.at, own: sums.vectors[0] }
      : vectorOfEachLane(lanes, cols + 1, workspace, arena);
  return {
    segment,
    kernels: arena.kernels,
    rowKernels: rowKernels(arena, layout),
    target: workspace.copy(target, arena),
    y: workspace.copy(y, arena),
    offset: workspace.copy(offset, arena),
    w: workspace.vector(cols, arena),
    division,
    answer,
    sums,
    scratch: spaceOfEachLane(lanes, SCRATCH_BYTES, workspace, arena),
  };
}
