import type { SymmetricMatrix } from "../wasm/matrix.ts";
import type { Vector } from "../wasm/vector.ts";
import type { Workspace } from "../wasm/workspace.ts";

/** So many steps are combined: five take a tenth more sweeps on text, twelve as many. */
const DEPTH = 8;

/** What is added to the diagonal of the equations, for steps of length 1: late ones are nearly parallel. */
const RIDGE = 1e-12;

/** A step of the iteration. */
export interface Step {
  /** What y moved by, and where it came to. */
  readonly change: Float64Array;
  readonly end: Float64Array;
  /** What depends on y there, linearly. */
  readonly shared: Vector;
}

/**
 * Anderson's extrapolation of an iteration with a linear map M, as coordinate descent is as long as no variable comes to a
 * corner or leaves one (Bertrand & Massias, AISTATS 2021):
 *
 *   y ← Σ αₖ M(yₖ)    Σ αₖ = 1    ‖Σ αₖ (M(yₖ) − yₖ)‖ least
 */
export class Extrapolation {
  readonly #shared: readonly Vector[];
  #steps: Step[] = [];
  #size = -1;
  #count = 0;
  /** Of the steps' changes. */
  readonly #products = new Float64Array(DEPTH * DEPTH);
  readonly #matrix: SymmetricMatrix;
  readonly #alpha: Vector;

  /** @param shared - how many numbers depend on y */
  constructor(shared: number, workspace: Workspace) {
    this.#shared = Array.from({ length: DEPTH }, () => workspace.vector(shared));
    this.#matrix = workspace.matrix(DEPTH);
    this.#alpha = workspace.vector(DEPTH);
  }

  /** Forgets all steps; y has so many entries from now on. */
  start(size: number): void {
    this.#count = 0;
    if (this.#size === size) return;
    this.#size = size;
    this.#steps = this.#shared.map((shared) => ({
      change: new Float64Array(size),
      end: new Float64Array(size),
      shared,
    }));
  }

  /** Room for the next step, in place of the oldest. */
  next(): Step {
    return this.#steps[this.#count++ % DEPTH];
  }

  /** Writes the combination, once the latest step is there. Answers false where there is none. */
  combine(y: Float64Array, shared: Vector): boolean {
    const count = Math.min(this.#count, DEPTH);
    this.#multiply(count);
    if (count < 2 || !this.#solve(count)) return false;
    y.fill(0);
    shared.values.fill(0);
    for (let k = 0; k < count; k++) {
      const part = this.#alpha.values[k];
      const { end } = this.#steps[k];
      for (let i = 0; i < end.length; i++) y[i] += part * end[i];
      shared.add(part, this.#steps[k].shared);
    }
    return true;
  }

  /** The products of the latest change with each. */
  #multiply(count: number): void {
    const latest = (this.#count - 1) % DEPTH;
    const { change } = this.#steps[latest];
    for (let k = 0; k < count; k++) {
      const other = this.#steps[k].change;
      let sum = 0;
      for (let i = 0; i < change.length; i++) sum += change[i] * other[i];
      this.#products[latest * DEPTH + k] = sum;
      this.#products[k * DEPTH + latest] = sum;
    }
  }

  /** α from the equations of the changes, each of length 1: Dᵀ D β = 1 / ‖dₖ‖, α = β / ‖dₖ‖ but for a factor. */
  #solve(count: number): boolean {
    const products = this.#products;
    const matrix = this.#matrix;
    const alpha = this.#alpha.values;
    const lengthOf = (k: number) => Math.sqrt(products[k * DEPTH + k]);
    matrix.values.fill(0);
    for (let k = 0; k < DEPTH; k++) {
      matrix.addDiagonal(k, 1 + RIDGE); // there may be fewer steps
      alpha[k] = k < count ? 1 / lengthOf(k) : 0;
      for (let l = k + 1; l < count; l++) {
        matrix.values[k * matrix.stride + l] = products[k * DEPTH + l] / (lengthOf(k) * lengthOf(l));
      }
    }
    if (matrix.cholesky() >= 0) return false;
    matrix.choleskySolve(this.#alpha);
    let total = 0;
    for (let k = 0; k < count; k++) total += alpha[k] /= lengthOf(k);
    this.#alpha.scale(1 / total);
    return true;
  }
}
