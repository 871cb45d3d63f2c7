import { square } from "../numerics/square.ts";
import type { SeparablePenalty } from "../objectives/separable-penalty.ts";
import type { Vector } from "../wasm/vector.ts";
import type { CurvaturePairs } from "./curvature-pairs.ts";
import { Pauses, PIECE } from "./pauses.ts";
import { type Part, PAUSE } from "./solver.ts";
import type { State } from "./state.ts";

/** Sweeps end where none moves a variable by more than this part of the first one's largest move, squared. */
const ACCURACY = 1e-6;

/** What it takes to put a number of two vectors beside others, in multiplications. */
const INTERLEAVED = 8;

/**
 * The model of F + P about x that curvature pairs make:
 *
 *   Q(z) = gᵀ(z − x) + ½ (z − x)ᵀ B (z − x) + P(z)    l ≤ z ≤ u
 *
 *   B = σ I + Σ bᵢ bᵢᵀ − Σ aᵢ aᵢᵀ    bᵢ = yᵢ / √(sᵢᵀ yᵢ)    aᵢ = Bᵢ sᵢ / √(sᵢᵀ Bᵢ sᵢ)
 *
 * Bᵢ the matrix of the pairs before i (Nocedal & Wright 2006, equation 7.20 unrolled). Its minimum is found by coordinate
 * descent, of which a step costs as much as there are pairs.
 */
export class QuasiNewtonModel {
  readonly #penalty: SeparablePenalty;
  readonly #history: number;
  readonly #mostSweeps: number;
  readonly #vectors: { readonly a: Vector; readonly b: Vector }[];
  readonly #rows: Vector;
  readonly #diagonal: Vector;
  readonly #products: Vector;
  readonly #z: Vector;
  readonly #pauses = new Pauses();
  #pairs = 0;
  #sigma = 1;

  /** @param mostSweeps - more make fewer steps of the method, each of which takes longer */
  constructor(state: State, penalty: SeparablePenalty, history: number, mostSweeps: number) {
    const { size } = state;
    this.#penalty = penalty;
    this.#history = history;
    this.#mostSweeps = mostSweeps;
    this.#vectors = Array.from({ length: history }, (_, i) => ({
      a: state.vector(`model.a${i}`),
      b: state.vector(`model.b${i}`),
    }));
    this.#rows = state.vector("model.rows", 2 * history * size);
    this.#diagonal = state.vector("model.diagonal");
    this.#products = state.vector("model.products", 2 * history);
    this.#z = state.vector("model.z");
  }

  /** Makes B of the pairs. */
  *prepare(pairs: CurvaturePairs): Part<void> {
    const { sigma, all } = pairs;
    this.#sigma = sigma;
    this.#pairs = 0;
    for (const { s, y } of all.slice(-this.#history)) {
      const { a, b } = this.#vectors[this.#pairs];
      a.copy(s);
      a.scale(sigma);
      for (let k = 0; k < this.#pairs; k++) {
        const before = this.#vectors[k];
        a.add(before.b.dot(s), before.b);
        a.add(-before.a.dot(s), before.a);
        if (this.#pauses.after(4 * s.length)) yield PAUSE;
      }
      const curvature = s.dot(a);
      if (!(curvature > 0)) continue; // lost in rounding
      a.scale(1 / Math.sqrt(curvature));
      b.copy(y);
      b.scale(1 / Math.sqrt(s.dot(y)));
      this.#pairs += 1;
    }
    yield* this.#interleave();
  }

  /** Beside each other what a step of coordinate descent needs of each aᵢ and bᵢ. */
  *#interleave(): Part<void> {
    const width = 2 * this.#pairs;
    const rows = this.#rows.values;
    const diagonal = this.#diagonal.values;
    diagonal.fill(this.#sigma);
    for (let i = 0; i < this.#pairs; i++) {
      const [a, b] = [this.#vectors[i].a.values, this.#vectors[i].b.values];
      for (let j = 0, at = 2 * i; j < a.length; j++, at += width) {
        rows[at] = b[j];
        rows[at + 1] = a[j];
        diagonal[j] += b[j] * b[j] - a[j] * a[j];
      }
      if (this.#pauses.after(INTERLEAVED * a.length)) yield PAUSE;
    }
    const least = Number.EPSILON * this.#sigma; // what cancels may be 0
    for (let j = 0; j < diagonal.length; j++) if (!(diagonal[j] > least)) diagonal[j] = least;
  }

  /** Writes p = z − x for the z that about minimises Q; answers Q(x) − Q(z), by how much that should lower F + P. */
  *minimise(x: Vector, gradient: Vector, p: Vector): Part<number> {
    const z = this.#z;
    z.copy(x);
    this.#products.values.fill(0);
    const first = yield* this.#sweepInPieces(x, gradient);
    const isShort = this.#cost * x.length <= PIECE;
    for (let k = 1; k < this.#mostSweeps; k++) {
      const largest = isShort ? this.#sweep(x, gradient) : yield* this.#sweepInPieces(x, gradient);
      if (largest <= ACCURACY * first) break;
      if (this.#pauses.after()) yield PAUSE;
    }
    p.copy(z);
    p.add(-1, x);
    // ½ pᵀ B p = ½ (σ pᵀp + Σ (bᵢ · p)² − Σ (aᵢ · p)²)
    const products = this.#products.values;
    let curvature = this.#sigma * p.dot(p);
    for (let r = 0; r < 2 * this.#pairs; r += 2) curvature += square(products[r]) - square(products[r + 1]);
    return this.#penalty.value(x) - this.#penalty.value(z) - gradient.dot(p) - curvature / 2;
  }

  /** What a sweep costs for each variable, in multiplications. */
  get #cost(): number {
    return 4 * this.#pairs + 1;
  }

  *#sweepInPieces(x: Vector, gradient: Vector): Part<number> {
    const piece = Math.ceil(PIECE / this.#cost);
    let largest = 0;
    for (let from = 0; from < x.length; from += piece) {
      largest = Math.max(largest, this.#sweep(x, gradient, from, Math.min(piece, x.length - from)));
      if (this.#pauses.after()) yield PAUSE;
    }
    return largest;
  }

  /** One step for each of `count` variables from number `from` on. */
  #sweep(x: Vector, gradient: Vector, from = 0, count = x.length): number {
    const { weight, lower, upper } = this.#penalty;
    const at = 8 * from;
    this.#pauses.add(this.#cost * count);
    return x.arena.kernels.quasiNewtonSweep(
      count,
      this.#pairs,
      this.#sigma,
      this.#rows.pointer + 2 * this.#pairs * at,
      this.#diagonal.pointer + at,
      gradient.pointer + at,
      weight.pointer + at,
      lower.pointer + at,
      upper.pointer + at,
      x.pointer + at,
      this.#z.pointer + at,
      this.#products.pointer,
    );
  }
}
