import { square } from "../numerics/square.ts";
import type { SeparablePenalty } from "../objectives/separable-penalty.ts";
import type { Vector } from "../wasm/vector.ts";
import type { CurvaturePairs } from "./curvature-pairs.ts";
import type { State } from "./state.ts";

/** Sweeps end where none moves a variable by more than this part of the first one's largest move, squared. */
const ACCURACY = 1e-6;

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
  prepare(pairs: CurvaturePairs): void {
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
      }
      const curvature = s.dot(a);
      if (!(curvature > 0)) continue; // lost in rounding
      a.scale(1 / Math.sqrt(curvature));
      b.copy(y);
      b.scale(1 / Math.sqrt(s.dot(y)));
      this.#pairs += 1;
    }
    this.#interleave();
  }

  /** Beside each other what a step of coordinate descent needs of each aᵢ and bᵢ. */
  #interleave(): void {
    const width = 2 * this.#pairs;
    const rows = this.#rows.values;
    const diagonal = this.#diagonal.values;
    diagonal.fill(this.#sigma);
    this.#vectors.slice(0, this.#pairs).forEach(({ a: { values: a }, b: { values: b } }, i) => {
      for (let j = 0, at = 2 * i; j < a.length; j++, at += width) {
        rows[at] = b[j];
        rows[at + 1] = a[j];
        diagonal[j] += b[j] * b[j] - a[j] * a[j];
      }
    });
    const least = Number.EPSILON * this.#sigma; // what cancels may be 0
    for (let j = 0; j < diagonal.length; j++) if (!(diagonal[j] > least)) diagonal[j] = least;
  }

  /** Writes p = z − x for the z that about minimises Q; answers Q(x) − Q(z), by how much that should lower F + P. */
  minimise(x: Vector, gradient: Vector, p: Vector): number {
    const z = this.#z;
    z.copy(x);
    this.#products.values.fill(0);
    const first = this.#sweep(x, gradient);
    for (let k = 1; k < this.#mostSweeps; k++) if (this.#sweep(x, gradient) <= ACCURACY * first) break;
    p.copy(z);
    p.add(-1, x);
    // ½ pᵀ B p = ½ (σ pᵀp + Σ (bᵢ · p)² − Σ (aᵢ · p)²)
    const products = this.#products.values;
    let curvature = this.#sigma * p.dot(p);
    for (let r = 0; r < 2 * this.#pairs; r += 2) curvature += square(products[r]) - square(products[r + 1]);
    return this.#penalty.value(x) - this.#penalty.value(z) - gradient.dot(p) - curvature / 2;
  }

  #sweep(x: Vector, gradient: Vector): number {
    const { weight, lower, upper } = this.#penalty;
    return x.arena.kernels.quasiNewtonSweep(
      x.length,
      this.#pairs,
      this.#sigma,
      this.#rows.pointer,
      this.#diagonal.pointer,
      gradient.pointer,
      weight.pointer,
      lower.pointer,
      upper.pointer,
      x.pointer,
      this.#z.pointer,
      this.#products.pointer,
    );
  }
}
