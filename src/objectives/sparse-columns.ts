import type { SparseStorage } from "../data/sparse-storage.ts";
import type { Segment } from "../data/storage.ts";
import { after, type Later } from "../later.ts";
import { type Pointer, SPARSE_ROW_BYTES } from "../wasm/kernels.ts";
import type { Vector } from "../wasm/vector.ts";
import { Workspace } from "../wasm/workspace.ts";
import type { Transposable } from "./objective.ts";
import type { SeparablePenalty } from "./separable-penalty.ts";

/** A variable without curvature gets as much of the intercept's. */
const LEAST_CURVATURE = 1e-14;

/** About so many non-zeros are worked through in one call, so that it stays short. */
const MOST_AT_ONCE = 2 ** 20;

/** A record in words: where a column's values lie, where the numbers of their rows lie, and how many there are. */
const WORDS = SPARSE_ROW_BYTES / 4;

/** Numbers of variables, ascending, in linear memory. */
export interface ColumnList {
  readonly pointer: Pointer;
  readonly values: Uint32Array;
  count: number;
  /** How many their columns have. */
  nonZeros: number;
}

/** What a model is of, beside its columns: one entry a variable each. */
export interface ModelVectors {
  readonly gradient: Vector;
  readonly penalty: SeparablePenalty;
  readonly x: Vector;
  readonly z: Vector;
}

/**
 * Sparse rows by columns, those that are asked for, in solver coordinates, for coordinate descent on the quadratic model of
 * a function of their scores: assembly/sparse-coordinates.ts has the formulas. All of it lies in the workspace.
 */
export class SparseColumns {
  /** h, the curvatures of the rows. */
  readonly h: Vector;
  /** What columns share: r and, behind it, c and R. */
  readonly shared: Vector;
  /** The curvatures of the ridge. */
  readonly ridge: Vector;
  /** W = Σ hᵢ */
  total = 0;
  readonly #source: Transposable;
  readonly #storage: SparseStorage;
  readonly #workspace: Workspace;
  /** How many non-zeros each has, in each segment of rows and in all. */
  readonly #parts: ReadonlyMap<Segment, Uint32Array>;
  readonly #counts: Uint32Array;
  readonly #isThere: Uint8Array;
  readonly #recordsAt: Pointer;
  readonly #records: Uint32Array;
  readonly #center: Vector;
  readonly #sums: Vector;
  readonly #curvature: Vector;

  /** @throws {@link MemoryError} if there isn't room for a few vectors of the rows and of the variables */
  constructor(source: Transposable, workspace: Workspace) {
    const { coordinates, storage, ridge } = source;
    const { center, unit, size, fitIntercept } = coordinates;
    this.#source = source;
    this.#storage = storage;
    this.#workspace = workspace;
    this.h = workspace.vector(storage.rows);
    this.shared = workspace.vector(storage.rows + 3).part(0, storage.rows + 2); // W comes last
    this.ridge = workspace.vector(size);
    this.#recordsAt = workspace.space(size * SPARSE_ROW_BYTES);
    this.#records = workspace.arena.u32(this.#recordsAt, size * WORDS);
    this.#records.fill(0);
    this.#center = workspace.vector(size);
    this.#sums = workspace.vector(size);
    this.#curvature = workspace.vector(size);
    this.#isThere = new Uint8Array(size);
    this.#counts = new Uint32Array(size);
    const units = unit.values;
    for (let j = 0; j < units.length; j++) {
      this.ridge.values[j] = ridge(j) * units[j] * units[j];
      if (fitIntercept) this.#center.values[j] = center.values[j] * units[j];
    }
    if (fitIntercept) {
      this.#center.values[size - 1] = -1;
      this.#isThere[size - 1] = 1;
    }
    this.#parts = new Map(storage.segments.map((segment) => [segment, countByColumn(segment, size)]));
    for (const part of this.#parts.values()) for (let j = 0; j < size; j++) this.#counts[j] += part[j];
  }

  /** How many all columns have. */
  get nonZeros(): number {
    return this.#storage.nonZeros;
  }

  /** A list with room for all variables. */
  list(): ColumnList {
    const { size } = this.#source.coordinates;
    const pointer = this.#workspace.space(4 * size);
    return { pointer, values: this.#workspace.arena.u32(pointer, size), count: 0, nonZeros: 0 };
  }

  /** Writes the numbers of those variables that are to be in it. */
  fill(list: ColumnList, isIn: (j: number) => boolean): void {
    const { values } = list;
    list.count = 0;
    list.nonZeros = 0;
    for (let j = 0; j < values.length; j++) if (isIn(j)) this.#append(j, list);
  }

  /** Writes those numbers of a list that are to be in a narrower one. */
  narrow({ values, count }: ColumnList, narrower: ColumnList, isIn: (j: number) => boolean): void {
    narrower.count = 0;
    narrower.nonZeros = 0;
    for (let k = 0; k < count; k++) if (isIn(values[k])) this.#append(values[k], narrower);
  }

  #append(j: number, list: ColumnList): void {
    list.values[list.count++] = j;
    list.nonZeros += this.#counts[j];
  }

  /** Whether there are copies of all columns of a list. */
  has({ values, count }: ColumnList): boolean {
    for (let k = 0; k < count; k++) if (this.#isThere[values[k]] === 0) return false;
    return true;
  }

  /**
   * Copies the columns that are wanted and not there yet, in parts between which the event loop may have its turn.
   *
   * @throws {@link MemoryError} if there isn't room
   */
  *copy(isWanted: (j: number) => boolean): Generator<undefined, void, unknown> {
    const wanted: number[] = [];
    let nonZeros = 0;
    for (let j = 0; j < this.#isThere.length; j++) {
      if (this.#isThere[j] === 1 || !isWanted(j)) continue;
      wanted.push(j);
      nonZeros += this.#counts[j];
    }
    const values = this.#workspace.space(12 * nonZeros);
    const rows = values + 8 * nonZeros;
    let before = 0;
    for (const j of wanted) {
      this.#records.set([values + 8 * before, rows + 4 * before, 0], j * WORDS);
      before += this.#counts[j];
      this.#isThere[j] = 1;
    }
    for (const [segment, counts] of this.#parts) yield* this.#copyPart(segment, wanted, counts);
  }

  /** Appends what a segment's rows have of the columns to what is there of them. */
  *#copyPart(
    segment: Segment,
    wanted: readonly number[],
    counts: Uint32Array,
  ): Generator<undefined, void, unknown> {
    const { arena } = segment;
    const { unit } = this.#source.coordinates;
    const valueBytes = this.#storage.dtype === "f64" ? 8 : 4;
    const workspace = new Workspace(arena);
    try {
      const units = workspace.copy(unit.values).pointer;
      const cursorsAt = workspace.space(4 * unit.length);
      const cursors = arena.i32(cursorsAt, unit.length);
      cursors.fill(-1);
      let nonZeros = 0;
      for (const j of wanted) {
        cursors[j] = nonZeros;
        nonZeros += counts[j];
      }
      const values = workspace.space(12 * nonZeros);
      const rows = values + 8 * nonZeros;
      for (const { x, offset, rows: count } of segment.blocks) {
        const first = segment.firstRow + offset;
        arena.kernels.transposeSparse(count, valueBytes, x, first, units, cursorsAt, values, rows);
        yield;
      }
      const [foundValues, foundRows] = [arena.f64(values, nonZeros), arena.u32(rows, nonZeros)];
      let start = 0;
      for (const j of wanted) {
        this.#appendTo(j, foundValues.subarray(start, cursors[j]), foundRows.subarray(start, cursors[j]));
        start = cursors[j];
      }
    } finally {
      workspace.dispose();
    }
  }

  #appendTo(j: number, values: Float64Array, rows: Uint32Array): void {
    const { arena } = this.#workspace;
    const [toValues, toRows, count] = this.#records.subarray(j * WORDS, (j + 1) * WORDS);
    arena.f64(toValues + 8 * count, values.length).set(values);
    arena.u32(toRows + 4 * count, rows.length).set(rows);
    this.#records[j * WORDS + 2] = count + values.length;
  }

  /** Makes the model that about x, of the variables of a list, with z = x. */
  weigh(x: Vector, list: ColumnList): Later<void> {
    return after(this.#source.curvatures(x, this.h), () => {
      const { values: h } = this.h;
      this.total = 0;
      for (let i = 0; i < h.length; i++) this.total += h[i];
      this.shared.values.fill(0);
      this.#workspace.arena.f64(this.#totalsAt, 3)[2] = this.total;
      this.#workspace.arena.kernels.weighSparseColumns(
        list.count,
        LEAST_CURVATURE * this.total || 1,
        list.pointer,
        this.#recordsAt,
        this.ridge.pointer,
        this.#center.pointer,
        this.h.pointer,
        this.#totalsAt,
        this.#sums.pointer,
        this.#curvature.pointer,
      );
    });
  }

  /**
   * A step of coordinate descent for each of some variables of a list, from number `from` on. Answers by how much they
   * lower the model, and the number of the next.
   */
  sweep(
    { values, count, pointer }: ColumnList,
    from: number,
    { gradient, penalty, x, z }: ModelVectors,
  ): { readonly decrease: number; readonly next: number } {
    let next = from;
    for (let sum = 0; next < count && sum < MOST_AT_ONCE; next++) sum += this.#counts[values[next]];
    const decrease = this.#workspace.arena.kernels.sparseCoordinateSweep(
      next - from,
      pointer + 4 * from,
      this.#recordsAt,
      this.ridge.pointer,
      this.#center.pointer,
      this.#sums.pointer,
      this.#curvature.pointer,
      gradient.pointer,
      penalty.weight.pointer,
      penalty.lower.pointer,
      penalty.upper.pointer,
      x.pointer,
      z.pointer,
      this.h.pointer,
      this.shared.pointer,
      this.#totalsAt,
    );
    return { decrease, next };
  }

  /** [c, R, W] */
  get #totalsAt(): Pointer {
    return this.shared.pointer + 8 * this.h.length;
  }
}

/** How many non-zeros each column has in a segment's rows. */
function countByColumn({ arena, blocks }: Segment, size: number): Uint32Array {
  const workspace = new Workspace(arena);
  try {
    const pointer = workspace.space(4 * size);
    const counts = arena.u32(pointer, size);
    counts.fill(0);
    for (const { x, rows } of blocks) arena.kernels.countByColumn(rows, x, pointer);
    return counts.slice();
  } finally {
    workspace.dispose();
  }
}
