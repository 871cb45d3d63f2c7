import type { Vector } from "../wasm/vector.ts";
import type { Workspace } from "../wasm/workspace.ts";

/** λ fⱼ of each coefficient, and room for their products with a vector. */
interface Weights {
  readonly each: Vector;
  readonly products: Vector;
}

/**
 * The penalty ½ λ Σ fⱼ wⱼ² of coefficients: λ alike for all, or times a factor fⱼ ≥ 0 for each.
 */
export class Ridge {
  readonly lambda: number;
  readonly #factors: Float64Array | undefined;
  /** λ fⱼ, and room for its products; made with the objective's other vectors. */
  #weights: Weights | undefined;

  constructor(lambda: number, factors?: Float64Array) {
    this.lambda = lambda;
    this.#factors = factors;
  }

  /** Whether there is a penalty, and it is alike for all coefficients. */
  get isEven(): boolean {
    return this.lambda > 0 && !this.#factors;
  }

  /** λ fⱼ, the curvature of the penalty along wⱼ. */
  of(j: number): number {
    return this.#factors ? this.lambda * this.#factors[j] : this.lambda;
  }

  /** That of some of the coefficients. */
  some(columns: Uint32Array, workspace: Workspace): Ridge {
    const factors = this.#factors;
    const ridge = new Ridge(this.lambda, factors && Float64Array.from(columns, (j) => factors[j]));
    ridge.prepare(workspace);
    return ridge;
  }

  /** Makes room where there is a factor for each. */
  prepare(workspace: Workspace): void {
    const factors = this.#factors;
    if (!factors || this.lambda === 0) return;
    this.#weights = {
      each: workspace.copy(factors.map((factor) => this.lambda * factor)),
      products: workspace.vector(factors.length),
    };
  }

  /** Σ λ fⱼ vⱼ wⱼ, which is 0 without a penalty however long v and w are. */
  dot(v: Vector, w: Vector): number {
    if (this.lambda === 0) return 0;
    return this.#weights ? this.#weighted(this.#weights, v).dot(w) : this.lambda * v.dot(w);
  }

  /** into += λ f ∘ w, of which `into` may have more entries. */
  addGradient(w: Vector, into: Vector): void {
    if (this.lambda === 0) return;
    const [alpha, { pointer }] = this.#weights ? [1, this.#weighted(this.#weights, w)] : [this.lambda, w];
    w.arena.kernels.axpy(w.length, alpha, pointer, into.pointer);
  }

  #weighted({ each, products }: Weights, w: Vector): Vector {
    products.product(each, w);
    return products;
  }
}
