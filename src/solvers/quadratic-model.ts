import type { SeparablePenalty } from "../objectives/separable-penalty.ts";
import type { Arena } from "../wasm/arena.ts";
import type { Pointer } from "../wasm/kernels.ts";
import { SymmetricMatrix } from "../wasm/matrix.ts";
import type { Vector } from "../wasm/vector.ts";
import { largestEntry } from "./factorise.ts";
import type { State } from "./state.ts";

/**
 * Sweeps go on until none moves a variable by more than this part of what the first sweep moved one by, squared and in
 * units of curvature: a step then leaves about as small a part of the decrease, and Newton's method is faster for it.
 */
const ACCURACY = 1e-8;

/**
 * Sweeps over the variables that move, before all have their turn again: they end where one moves less than this part of
 * what the last sweep over all moved.
 */
const MOST_SWEEPS = 20;
const SETTLED = 1e-2;

/** Rounds of sweeps and solutions; each lowers Q, so that fewer do no harm. */
const MOST_ROUNDS = 100;

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
  readonly #penalty: SeparablePenalty;
  readonly #factor: SymmetricMatrix;
  readonly #z: Vector;
  readonly #q: Vector;
  readonly #rhs: Vector;
  readonly #all: Indices;
  readonly #moving: Indices;

  constructor(state: State, penalty: SeparablePenalty) {
    const { size } = state;
    // A vector, so that it outlives a checkpoint.
    const { arena, pointer } = state.vector("model.hessian", SymmetricMatrix.bytes(size) / 8);
    this.hessian = new SymmetricMatrix(arena, pointer, size);
    this.#penalty = penalty;
    this.#factor = state.matrix("factor");
    this.#z = state.vector("model.z");
    this.#q = state.vector("model.q");
    this.#rhs = state.vector("model.rhs");
    this.#all = new Indices(state.vector("model.all", Math.ceil(size / 2)), size);
    this.#moving = new Indices(state.vector("model.moving", Math.ceil(size / 2)), size);
    this.#all.fill(() => true);
  }

  /** Once the upper triangle is there: false where it isn't finite. */
  prepare(): boolean {
    const { hessian } = this;
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
  minimise(x: Vector, gradient: Vector, p: Vector): number {
    const [z, q] = [this.#z, this.#q];
    z.copy(x);
    q.copy(gradient);
    const first = this.#sweep(this.#all);
    let largest = first;
    for (let round = 0; round < MOST_ROUNDS && largest > ACCURACY * first; round++) {
      this.#moving.fill((j) => this.#moves(j));
      for (let k = 0; k < MOST_SWEEPS; k++) if (this.#sweep(this.#moving) <= SETTLED * largest) break;
      // A factorisation costs hundreds of sweeps: it pays once it is known who moves.
      if (!this.#moving.fill((j) => this.#moves(j))) this.#solve();
      largest = this.#sweep(this.#all);
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

  /** Whether z can move both ways without P's having a corner, or the box an end, there. */
  #moves(j: number): boolean {
    const { weight, lower, upper } = this.#penalty;
    const zj = this.#z.values[j];
    return (weight.values[j] === 0 || zj !== 0) && zj > lower.values[j] && zj < upper.values[j];
  }

  /**
   * The step to where Q is least over the variables that move, their signs as they are: H_MM d = −(q + c sign(z))_M; or as
   * much of it as leaves the signs and the box.
   */
  #solve(): void {
    const { hessian } = this;
    const { arena } = hessian;
    const { weight, lower, upper } = this.#penalty;
    const [z, q, d] = [this.#z.values, this.#q, this.#rhs.values];
    const moving = this.#moving;
    const { count, values: indices } = moving;
    if (count === 0) return;
    const factor = new SymmetricMatrix(arena, this.#factor.pointer, count);
    arena.kernels.gatherSymmetric(
      count,
      hessian.stride,
      hessian.pointer,
      moving.pointer,
      factor.stride,
      factor.pointer,
    );
    if (factor.cholesky() >= 0) return;
    for (let k = 0; k < count; k++) {
      const j = indices[k];
      d[k] = -(q.values[j] + weight.values[j] * Math.sign(z[j]));
    }
    arena.kernels.choleskySolve(count, factor.stride, factor.pointer, this.#rhs.pointer);

    let t = 1;
    let first = -1; // the variable that reaches a corner or an end first, and where that is
    let corner = 0;
    for (let k = 0; k < count; k++) {
      if (d[k] === 0) continue;
      const j = indices[k];
      const wall = d[k] > 0 ? upper.values[j] : lower.values[j];
      const passesZero = weight.values[j] > 0 && z[j] * d[k] < 0 && z[j] * wall <= 0;
      const ahead = passesZero ? 0 : wall;
      const room = (ahead - z[j]) / d[k];
      if (room < t) [t, first, corner] = [room, j, ahead];
    }
    for (let k = 0; k < count; k++) {
      const j = indices[k];
      const next = j === first ? corner : z[j] + t * d[k];
      const row = hessian.pointer + j * hessian.stride * 8;
      arena.kernels.axpy(hessian.size, next - z[j], row, q.pointer);
      z[j] = next;
    }
  }
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
