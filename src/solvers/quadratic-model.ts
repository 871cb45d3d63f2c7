import type { SeparablePenalty } from "../objectives/separable-penalty.ts";
import type { Arena } from "../wasm/arena.ts";
import type { Pointer } from "../wasm/kernels.ts";
import { SymmetricMatrix } from "../wasm/matrix.ts";
import type { Vector } from "../wasm/vector.ts";
import { square } from "../numerics/square.ts";
import { choleskyInPieces, largestEntry, LEAST_PIVOT } from "./factorise.ts";
import { Pauses } from "./pauses.ts";
import { type Part, PAUSE } from "./solver.ts";
import type { State } from "./state.ts";

/**
 * Sweeps go on until none moves a variable by more than this part of what the first sweep moved one by, squared and in
 * units of curvature: a step then leaves about as small a part of the decrease, and Newton's method is faster for it.
 */
const ACCURACY = 1e-8;

/**
 * Sweeps over the variables that move, before their equations are solved and all have their turn again: they end where one
 * moves less than this part of what the last sweep over all moved, or where as many would cost what the factorisation does.
 */
const LEAST_SWEEPS = 20;
const SETTLED = 1e-2;
const FACTORISATION = 1 / 6;

/** Trials of shorter steps, each this part of the one before. */
const MOST_TRIALS = 6;
const SHRINK = 0.3;

/** Rounds of sweeps and solutions; each lowers Q, so that fewer do no harm. */
const MOST_ROUNDS = 100;

/**
 * What the diagonal is raised by, relative to it, where more variables move than H has directions of curvature: the step
 * goes far in the others, and through or to corners there.
 */
const RIDGES = [0, 1e-12, 1e-9];

const ROUNDING = 4 * Number.EPSILON;

/** A variable without curvature gets as much of the largest. */
const LEAST_CURVATURE = 1e-14;

/**
 * The model of F + P about x that a Hessian makes:
 *
 *   Q(z) = gᵀ(z − x) + ½ (z − x)ᵀ H (z − x) + P(z)    l ≤ z ≤ u
 *
 * Its minimum is found by coordinate descent, which tells the variables that stay at 0 or at a bound, and by the linear
 * equations of the others, which make it exact however ill-conditioned H is.
 */
export class QuadraticModel {
  /** H: its upper triangle is for the caller to write, then `prepare`. */
  readonly hessian: SymmetricMatrix;
  /** How many multiplications the last minimum took. */
  work = 0;
  /** Whether some of the variables solved for, since `prepare`, have so little curvature of their own that H must be exact. */
  isDelicate = false;
  readonly #penalty: SeparablePenalty;
  readonly #layers: number;
  readonly #factor: SymmetricMatrix;
  /** The variables that it is of. */
  #factored: Uint32Array | undefined;
  readonly #z: Vector;
  readonly #q: Vector;
  readonly #rhs: Vector;
  readonly #slopes: Vector;
  readonly #next: Vector;
  readonly #change: Vector;
  readonly #all: Indices;
  readonly #moving: Indices;
  readonly #pauses = new Pauses();

  /** @param layers - see {@link Composite.layers} */
  constructor(state: State, penalty: SeparablePenalty, layers = 1) {
    const { size } = state;
    this.#layers = layers;
    // A vector, so that it outlives a checkpoint.
    const { arena, pointer } = state.vector("model.hessian", SymmetricMatrix.bytes(size) / 8);
    this.hessian = new SymmetricMatrix(arena, pointer, size);
    this.#penalty = penalty;
    this.#factor = state.matrix("factor");
    this.#z = state.vector("model.z");
    this.#q = state.vector("model.q");
    this.#rhs = state.vector("model.rhs");
    this.#slopes = state.vector("model.slopes");
    this.#next = state.vector("model.next");
    this.#change = state.vector("model.change");
    this.#all = new Indices(state.vector("model.all", Math.ceil(size / 2)), size);
    this.#moving = new Indices(state.vector("model.moving", Math.ceil(size / 2)), size);
    this.#all.fill(() => true);
  }

  /** Once the upper triangle is there: false where it isn't finite. */
  prepare(): boolean {
    const { hessian } = this;
    this.#factored = undefined;
    this.isDelicate = false;
    const largest = largestEntry(hessian);
    if (!Number.isFinite(largest)) return false;
    const least = LEAST_CURVATURE * largest || 1;
    for (let j = 0; j < hessian.size; j++) {
      if (!(hessian.diagonal(j) >= least)) hessian.addDiagonal(j, least);
    }
    hessian.arena.kernels.mirror(hessian.size, hessian.stride, hessian.pointer);
    return true;
  }

  /** Writes p = z − x for the z that minimises Q; answers Q(x) − Q(z), by how much that should lower F + P. */
  *minimise(x: Vector, gradient: Vector, p: Vector): Part<number> {
    const [z, q] = [this.#z, this.#q];
    this.work = 0;
    z.copy(x);
    q.copy(gradient);
    const first = this.#sweep(this.#all);
    let largest = first;
    for (let round = 0; round < MOST_ROUNDS && largest > ACCURACY * first; round++) {
      this.#moving.fill((j) => this.#moves(j));
      if (!this.#isFactored()) {
        const { count } = this.#moving;
        const sweeps = Math.max(LEAST_SWEEPS, (FACTORISATION * count * count) / this.hessian.size);
        for (let k = 0; k < sweeps; k++) {
          if (this.#sweep(this.#moving) <= SETTLED * largest) break;
          if (this.#pauses.after()) yield PAUSE;
        }
      }
      if (this.#layers > 1) yield* this.#shiftColumns();
      this.#moving.fill((j) => this.#moves(j));
      yield* this.#solve();
      largest = this.#sweep(this.#all);
      if (this.#pauses.after()) yield PAUSE;
    }
    p.copy(z);
    p.add(-1, x);
    // Q(x) − Q(z) = P(x) − P(z) − ½ (g + q)ᵀ p
    const { values } = p;
    let decrease = this.#penalty.value(x) - this.#penalty.value(z);
    for (let j = 0; j < values.length; j++) {
      decrease -= 0.5 * (gradient.values[j] + q.values[j]) * values[j];
    }
    return decrease;
  }

  #sweep({ count, pointer }: Indices): number {
    const { size, stride, pointer: h, arena } = this.hessian;
    const { weight, lower, upper } = this.#penalty;
    this.work += count * size;
    this.#pauses.add(count * size);
    const [z, q] = [this.#z, this.#q];
    return arena.kernels.coordinateSweep(
      count,
      size,
      stride,
      pointer,
      h,
      weight.pointer,
      lower.pointer,
      upper.pointer,
      z.pointer,
      q.pointer,
    );
  }

  /**
   * Moves the variables of each column together, by the c that minimises Q: where H hardly bends, neither a variable alone
   * nor a solution of the equations that must keep signs gets far.
   */
  *#shiftColumns(): Part<void> {
    const layers = this.#layers;
    const { size, stride, pointer, values: h, arena } = this.hessian;
    const cols = size / layers;
    const column = new Float64Array(layers);
    const [z, q] = [this.#z.values, this.#q];
    const { weight, lower, upper } = this.#penalty;
    for (let j = 0; j < cols; j++) {
      let slope = 0;
      let curvature = 0;
      let [least, most] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
      for (let k = 0, i = j; k < layers; k++, i += cols) {
        column[k] = z[i];
        slope += q.values[i];
        for (let l = j; l < size; l += cols) curvature += h[i * stride + l];
        least = Math.max(least, lower.values[i] - z[i]);
        most = Math.min(most, upper.values[i] - z[i]);
      }
      const shift = Math.min(Math.max(bestShift(column, weight.values[j], slope, curvature), least), most);
      if (shift === 0 || Number.isNaN(shift)) continue;
      for (let i = j; i < size; i += cols) {
        z[i] += shift;
        arena.kernels.axpy(size, shift, pointer + i * stride * 8, q.pointer);
      }
      if (this.#pauses.after(layers * size)) yield PAUSE;
    }
  }

  /** Whether the factor is that of the variables that move. */
  #isFactored(): boolean {
    const { count, values } = this.#moving;
    return this.#factored?.length === count && this.#factored.every((j, k) => values[k] === j);
  }

  /** Whether z can move both ways without P's having a corner, or the box an end, there. */
  #moves(j: number): boolean {
    const { weight, lower, upper } = this.#penalty;
    const zj = this.#z.values[j];
    return (weight.values[j] === 0 || zj !== 0) && zj > lower.values[j] && zj < upper.values[j];
  }

  /**
   * The step to where Q is least over the variables that move, their signs as they are: H_MM d = −(q + c sign(z))_M. What
   * leaves its sign or the box on the way stays at 0 or at the bound; where that would not lower Q by more than going on
   * through the corners as long as Q falls, it is that.
   */
  *#solve(): Part<void> {
    const { hessian } = this;
    const { arena } = hessian;
    const { weight } = this.#penalty;
    const [z, q, d] = [this.#z.values, this.#q, this.#rhs.values];
    const moving = this.#moving;
    const { count, values: indices } = moving;
    if (count === 0) return;
    const factor = new SymmetricMatrix(arena, this.#factor.pointer, count);
    if (!this.#isFactored()) {
      this.#factored = undefined;
      let isMade = false;
      for (const ridge of RIDGES) if ((isMade ||= yield* this.#factorise(factor, ridge))) break;
      if (!isMade) return;
      this.#factored = moving.values.slice(0, count);
    }
    const slopes = this.#slopes.values;
    for (let k = 0; k < count; k++) {
      const j = indices[k];
      slopes[k] = q.values[j] + weight.values[j] * Math.sign(z[j]);
      d[k] = -slopes[k];
    }
    arena.kernels.choleskySolve(count, factor.stride, factor.pointer, this.#rhs.pointer);

    const across = this.#searchAcross(slopes);
    let t = 1;
    for (let trial = 0; trial < MOST_TRIALS && t > across.room; trial++, t *= SHRINK) {
      if (this.#stepBy(t, slopes, (k) => this.#end(k)) <= across.change) return this.#take();
      if (this.#pauses.after()) yield PAUSE;
    }
    this.#stepBy(across.t, slopes, (k) => this.#wall(k));
    this.#take();
  }

  /** Makes the factor of H_MM, each diagonal entry raised by this part. Answers whether it has one. */
  *#factorise(factor: SymmetricMatrix, ridge: number): Part<boolean> {
    const { hessian } = this;
    const { count, values: indices, pointer } = this.#moving;
    hessian.arena.kernels.gatherSymmetric(
      count,
      hessian.stride,
      hessian.pointer,
      pointer,
      factor.stride,
      factor.pointer,
    );
    for (let k = 0; k < count; k++) factor.addDiagonal(k, ridge * factor.diagonal(k));
    this.work += FACTORISATION * count * count * count;
    const failed = (yield* choleskyInPieces(factor, this.#pauses)) >= 0;
    for (let k = 0; k < count; k++) {
      const isWhole = square(factor.diagonal(k)) >= LEAST_PIVOT * hessian.diagonal(indices[k]);
      this.isDelicate ||= failed || !isWhole;
    }
    return !failed;
  }

  /**
   * Where Q is least along d, through corners and up to the box, what it changes by there, and how far the first corner,
   * or the box, is:
   *
   *   Q'(t) = gᵀd + t dᵀ H d + Σ 2 cⱼ |dⱼ| over the corners before t    dᵀ H d ≤ −gᵀd, as d solves the equations
   */
  #searchAcross(slopes: Float64Array): { t: number; change: number; room: number } {
    const { weight } = this.#penalty;
    const [z, d] = [this.#z.values, this.#rhs.values];
    const { count, values: indices } = this.#moving;
    const corners: { readonly t: number; readonly jump: number }[] = [];
    let slope = 0;
    let most = 1;
    for (let k = 0; k < count; k++) {
      const j = indices[k];
      slope += slopes[k] * d[k];
      if (d[k] === 0) continue;
      most = Math.min(most, (this.#wall(k) - z[j]) / d[k]);
      const t = -z[j] / d[k];
      const jump = 2 * weight.values[j] * Math.abs(d[k]);
      if (t > 0 && t < 1 && jump > 0) corners.push({ t, jump });
    }
    const curvature = -slope;
    let t = 0;
    let change = 0;
    const goTo = (next: number) => {
      const length = next - t;
      change += (slope + (curvature * length) / 2) * length;
      slope += curvature * length;
      t = next;
    };
    corners.sort((a, b) => a.t - b.t);
    const room = Math.min(most, corners[0]?.t ?? 1);
    for (const corner of corners) {
      if (corner.t >= most || slope + curvature * (corner.t - t) >= 0) break;
      goTo(corner.t);
      slope += corner.jump;
      if (slope >= 0) break;
    }
    if (slope < 0) goTo(Math.min(most, t - slope / curvature));
    return { t, change, room };
  }

  /** Where the variable of dₖ leaves the box on its way; infinite for nowhere. */
  #wall(k: number): number {
    const { lower, upper } = this.#penalty;
    const j = this.#moving.values[k];
    return this.#rhs.values[k] > 0 ? upper.values[j] : lower.values[j];
  }

  /** Where it meets a corner, or leaves the box. */
  #end(k: number): number {
    const j = this.#moving.values[k];
    const [z, d, wall] = [this.#z.values[j], this.#rhs.values[k], this.#wall(k)];
    return this.#penalty.weight.values[j] > 0 && z * d < 0 && z * wall <= 0 ? 0 : wall;
  }

  /** Writes z + t d, each as far as its end, and H times the step; answers what Q changes by, where no corner is crossed. */
  #stepBy(t: number, slopes: Float64Array, endOf: (k: number) => number): number {
    const { hessian } = this;
    const { kernels } = hessian.arena;
    const { count, values: indices } = this.#moving;
    const [z, d, next, change] = [this.#z.values, this.#rhs.values, this.#next.values, this.#change];
    change.values.fill(0);
    this.#pauses.add(count * hessian.size);
    let linear = 0;
    for (let k = 0; k < count; k++) {
      const j = indices[k];
      const end = endOf(k);
      const aim = z[j] + t * d[k];
      const moved = Math.abs(aim) <= ROUNDING * Math.abs(z[j]) ? 0 : aim; // a corner is reached exactly
      next[k] = d[k] > 0 ? Math.min(moved, end) : d[k] < 0 ? Math.max(moved, end) : z[j];
      const step = next[k] - z[j];
      if (step === 0) continue;
      linear += slopes[k] * step;
      kernels.axpy(hessian.size, step, hessian.pointer + j * hessian.stride * 8, change.pointer);
    }
    let bent = 0;
    for (let k = 0; k < count; k++) bent += (next[k] - z[indices[k]]) * change.values[indices[k]];
    return linear + bent / 2;
  }

  #take(): void {
    const { count, values: indices } = this.#moving;
    for (let k = 0; k < count; k++) this.#z.values[indices[k]] = this.#next.values[k];
    this.#q.add(1, this.#change);
  }
}

/** The c that minimises a c + ½ κ c² + w Σ |zₖ + c|, where the slope, which rises with c, changes its sign. */
function bestShift(z: Float64Array, w: number, a: number, curvature: number): number {
  const corners = z.map((value) => -value).toSorted();
  const { length } = corners;
  for (let below = 0; below <= length; below++) {
    // Between two corners: `below` of the zₖ + c are positive.
    const slope = a + w * (2 * below - length);
    const from = below > 0 ? corners[below - 1] : Number.NEGATIVE_INFINITY;
    const to = below < length ? corners[below] : Number.POSITIVE_INFINITY;
    if (slope + curvature * from >= 0) return below > 0 && w > 0 ? from : -slope / curvature;
    if (slope + curvature * to >= 0) return -slope / curvature;
  }
  return 0;
}

/** Numbers of variables, ascending, in linear memory. */
class Indices {
  readonly values: Uint32Array;
  readonly pointer: Pointer;
  count = 0;

  constructor({ arena, pointer }: { arena: Arena; pointer: Pointer }, size: number) {
    this.pointer = pointer;
    this.values = arena.u32(pointer, size);
  }

  /** Those that are to be in it. Answers whether they are others than before. */
  fill(isIn: (j: number) => boolean): boolean {
    const { values, count: before } = this;
    let hasChanged = false;
    this.count = 0;
    for (let j = 0; j < values.length; j++) {
      if (!isIn(j)) continue;
      hasChanged ||= this.count >= before || values[this.count] !== j;
      values[this.count++] = j;
    }
    return hasChanged || this.count !== before;
  }
}
