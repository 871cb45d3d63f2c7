import { square } from "../numerics/square.ts";
import type { Transposable } from "../objectives/objective.ts";
import type { SeparablePenalty } from "../objectives/separable-penalty.ts";
import { type ColumnList, SparseColumns } from "../objectives/sparse-columns.ts";
import type { Arena } from "../wasm/arena.ts";
import type { Vector } from "../wasm/vector.ts";
import { Workspace } from "../wasm/workspace.ts";
import type { CompositeSearch } from "./composite-search.ts";
import { Extrapolation } from "./extrapolation.ts";
import { later, type Part } from "./solver.ts";

/** All variables have their turn again where a sweep over those that move lowers Q by this part of what their last turn did. */
const SETTLED = 0.01;

/** Sweeps over those that move, at a time, and, counted in those over all variables, of one model. */
const MOST_SWEEPS = 200;
const MOST_IN_ALL = 500;

/** Slower rates than this, of sweeps, are not believed. */
const SLOWEST = 0.98;

/** Columns are copied together with those of which the slope is this part of their penalty, or more: they may be next. */
const NEAR = 0.8;

/**
 * Sweeps are dear once they cost what Newton's method does with so many Hessians, and were as many as so many over all
 * non-zeros: strongly correlated columns that a lasso leaves in use together take thousands. A step costs for each non-zero
 * so many multiplications of a Hessian or a factorisation.
 */
const HESSIANS = 8;
const LEAST_SWEEPS = 60;
const STEP_COST = 4;

/** How near sweeps come to a model's minimum. */
export interface Accuracy {
  /** What the last one may lower Q by, as a part of all before. */
  relative(decrease: number): number;
  /** Or at most. */
  readonly absolute: number;
}

export interface Minimum {
  /** By how much Q is lower there than at x. */
  readonly decrease: number;
  /** How much lower it may still get, as far as sweeps tell. */
  readonly toCome: number;
  /** Whether sweeps, all of the run's, cost more than Hessians would. */
  readonly isDear: boolean;
}

/**
 * The model of F + P about x that a Hessian makes,
 *
 *   Q(z) = gᵀ(z − x) + ½ (z − x)ᵀ H (z − x) + P(z)    l ≤ z ≤ u
 *
 * of sparse rows, with H as their columns have it (see {@link SparseColumns}). Its minimum over the variables that aren't 0,
 * or whose slopes exceed their penalty, is found by coordinate descent, of which a step costs as much as its column has
 * non-zeros: on all of them, then on those that move, extrapolated, and again.
 */
export class ColumnwiseModel {
  readonly #workspace: Workspace;
  readonly #penalty: SeparablePenalty;
  readonly #columns: SparseColumns;
  readonly #active: ColumnList;
  readonly #moving: ColumnList;
  readonly #z: Vector;
  readonly #extrapolation: Extrapolation;
  /** What it comes to: z of the variables that move, and what columns share. */
  #ahead = new Float64Array();
  readonly #sharedAhead: Vector;

  /** @throws {@link MemoryError} if there isn't room for a few vectors of the rows and of the variables */
  constructor(transposable: Transposable, penalty: SeparablePenalty, arena: Arena) {
    this.#workspace = new Workspace(arena);
    this.#penalty = penalty;
    try {
      this.#columns = new SparseColumns(transposable, this.#workspace);
      this.#active = this.#columns.list();
      this.#moving = this.#columns.list();
      this.#z = this.#workspace.vector(penalty.weight.length);
      const { length } = this.#columns.shared;
      this.#sharedAhead = this.#workspace.vector(length);
      this.#extrapolation = new Extrapolation(length, this.#workspace);
    } catch (error) {
      this.#workspace.dispose();
      throw error;
    }
  }

  /**
   * Writes the direction of the search, to about the minimum.
   *
   * @throws {@link MemoryError} if there isn't room for a copy of the columns
   */
  *minimise(search: CompositeSearch, accuracy: Accuracy): Part<Minimum> {
    const { x, direction, at } = search;
    at["columnwise.work"] ??= 0;
    const [columns, active, moving, z] = [this.#columns, this.#active, this.#moving, this.#z];
    yield* this.#choose(search);
    yield* later(columns.weigh(x, active));
    z.copy(x);
    let [decrease, before, latest, work] = [0, 0, 0, 0];
    const target = () => Math.max(accuracy.relative(decrease) * decrease, accuracy.absolute);
    const isOver = () => work > MOST_IN_ALL * active.nonZeros || this.#isDear(at);
    const sweep = function* (this: ColumnwiseModel, list: ColumnList): Part<number> {
      work += list.nonZeros;
      at["columnwise.work"] += list.nonZeros;
      before = latest;
      latest = yield* this.#sweep(list, search);
      decrease += latest;
      return latest;
    }.bind(this);

    while ((yield* sweep(active)) > target() && !isOver()) {
      columns.narrow(active, moving, (j) => z.values[j] !== 0 || this.#isFree(j));
      const settled = Math.max(SETTLED * latest, target() / 2);
      this.#extrapolation.start(moving.count);
      for (let k = 0; k < MOST_SWEEPS && !isOver(); k++) {
        const { change, end, shared } = this.#extrapolation.next();
        this.#gather(change);
        if ((yield* sweep(moving)) <= settled) break;
        this.#gather(end);
        for (let i = 0; i < end.length; i++) change[i] = end[i] - change[i];
        shared.copy(columns.shared);
        decrease += this.#extrapolate(search);
      }
    }

    direction.copy(z);
    direction.add(-1, x);
    const rate = before > 0 ? Math.min(latest / before, SLOWEST) : SLOWEST;
    return { decrease, toCome: (latest * rate) / (1 - rate), isDear: this.#isDear(at) };
  }

  /** Lists the variables that the minimum is over, and sees to it that their columns are there. */
  *#choose({ x, gradient, residual }: CompositeSearch): Part<void> {
    const [points, slopes, left] = [x.values, gradient.values, residual.values];
    const columns = this.#columns;
    columns.fill(this.#active, (j) => points[j] !== 0 || left[j] !== 0 || this.#isFree(j));
    if (columns.has(this.#active)) return;
    const { values: weight } = this.#penalty.weight;
    const isNear = (j: number) => Math.abs(slopes[j]) > NEAR * weight[j];
    yield* columns.copy((j) => points[j] !== 0 || isNear(j) || this.#isFree(j));
  }

  /** One step for each variable of a list; answers by how much they lower Q. */
  *#sweep(list: ColumnList, { x, gradient }: CompositeSearch): Part<number> {
    const vectors = { gradient, penalty: this.#penalty, x, z: this.#z };
    let sum = 0;
    for (let from = 0; from < list.count;) {
      const { decrease, next } = this.#columns.sweep(list, from, vectors);
      sum += decrease;
      from = next;
      yield* later(undefined); // the event loop may be waiting for its turn
    }
    return sum;
  }

  /** z of the variables that move. */
  #gather(into: Float64Array): void {
    const { values: indices, count } = this.#moving;
    const { values: z } = this.#z;
    for (let k = 0; k < count; k++) into[k] = z[indices[k]];
  }

  /** Moves on to where the latest sweeps lead, if that is in the box and Q is lower there; answers by how much. */
  #extrapolate(search: CompositeSearch): number {
    const { values: indices, count } = this.#moving;
    if (this.#ahead.length !== count) this.#ahead = new Float64Array(count);
    if (!this.#extrapolation.combine(this.#ahead, this.#sharedAhead)) return 0;
    const rise = this.#rise(search);
    if (!(rise < 0)) return 0;
    const { values: z } = this.#z;
    for (let k = 0; k < count; k++) z[indices[k]] = this.#ahead[k];
    this.#columns.shared.copy(this.#sharedAhead);
    return -rise;
  }

  /**
   * What Q changes by from z to the point ahead, from differences, as it may be little beside Q; infinite out of the box.
   * With d = z − x and Δ the step, the quadratic part of it is (d + ½ Δ)ᵀ H Δ.
   */
  #rise({ x, gradient }: CompositeSearch): number {
    const { values: indices, count } = this.#moving;
    const { weight, lower, upper } = this.#penalty;
    const { h, shared, ridge, total } = this.#columns;
    const [from, to, z, ahead] = [shared.values, this.#sharedAhead.values, this.#z.values, this.#ahead];
    let rise = 0;
    for (let k = 0; k < count; k++) {
      const j = indices[k];
      const step = ahead[k] - z[j];
      if (!(ahead[k] >= lower.values[j] && ahead[k] <= upper.values[j])) return Number.POSITIVE_INFINITY;
      rise += step * (gradient.values[j] + ridge.values[j] * (z[j] - x.values[j] + step / 2));
      rise += weight.values[j] * (Math.abs(ahead[k]) - Math.abs(z[j]));
    }
    const rows = h.length;
    for (let i = 0; i < rows; i++) {
      const step = to[i] - from[i];
      if (step !== 0) rise += ((from[i] + step / 2) * step) / h.values[i];
    }
    const [c, ofRows] = [from[rows], from[rows + 1]];
    const [cStep, ofRowsStep] = [to[rows] - c, to[rows + 1] - ofRows];
    rise += (c + cStep / 2) * (ofRowsStep + cStep * total) + cStep * (ofRows + ofRowsStep / 2);
    return rise;
  }

  /** See {@link HESSIANS}; a Hessian costs n q² / 2, with q non-zeros in each of n rows, and its factor M³ / 6. */
  #isDear({ "columnwise.work": work }: Readonly<Record<string, number>>): boolean {
    const { h, nonZeros: all } = this.#columns;
    const { count, nonZeros } = this.#active;
    const hessian = square(nonZeros) / (2 * h.length) + (count * count * count) / 6;
    return work > LEAST_SWEEPS * all && STEP_COST * work > HESSIANS * hessian;
  }

  /** Whether P has no corner at 0 there, and the box more than a point. */
  #isFree(j: number): boolean {
    const { weight, lower, upper } = this.#penalty;
    return weight.values[j] === 0 && lower.values[j] < upper.values[j];
  }

  dispose(): void {
    this.#workspace.dispose();
  }
}
