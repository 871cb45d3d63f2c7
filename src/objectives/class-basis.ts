/**
 * A softmax over K classes doesn't change when one vector is added to the coefficients of every class, so of all
 * optima we want the one whose classes add up to zero. Such coefficients are K − 1 rows θ in an orthonormal basis, the
 * reflection that takes the last class to the direction that all classes share:
 *
 *   wₖ = θₖ − α Σ θₗ  (k < K − 1)    w_K₋₁ = Σ θₗ / √K    α = 1 / (K − √K)    Σₖ wₖ = 0    Σ ‖wₖ‖² = Σ ‖θₖ‖²
 *
 * In θ nothing is redundant: a Hessian has its Cholesky factor, and no method has to mind the sum.
 */
export class ClassBasis {
  readonly classes: number;
  readonly #alpha: number;
  readonly #last: number;

  constructor(classes: number) {
    const root = Math.sqrt(classes);
    this.classes = classes;
    this.#alpha = 1 / (classes - root);
    this.#last = 1 / root;
  }

  /** Writes the classes' rows w, of any length, of θ. */
  toClasses(theta: Float64Array, w: Float64Array): void {
    const others = this.classes - 1;
    const size = theta.length / others;
    for (let j = 0; j < size; j++) {
      let sum = 0;
      for (let k = 0; k < others; k++) sum += theta[k * size + j];
      for (let k = 0; k < others; k++) w[k * size + j] = theta[k * size + j] - this.#alpha * sum;
      w[others * size + j] = this.#last * sum;
    }
  }

  /** Writes θ of the classes' rows, or, of a gradient by w, that by θ: what adds up to more than zero is dropped. */
  fromClasses(w: Float64Array, theta: Float64Array): void {
    const others = this.classes - 1;
    const size = theta.length / others;
    for (let j = 0; j < size; j++) {
      let sum = 0;
      for (let k = 0; k < others; k++) sum += w[k * size + j];
      const shared = this.#last * w[others * size + j] - this.#alpha * sum;
      for (let k = 0; k < others; k++) theta[k * size + j] = w[k * size + j] + shared;
    }
  }

  /**
   * What the block of a pair k < l of classes, in Σ (eₖ − eₗ)(eₖ − eₗ)ᵀ ⊗ Gₖₗ, weighs in the blocks by θ: with L = K − 1
   * and γ = α + 1 / √K, eₖ − eₗ stays as it is for l < L, and eₖ − e_L becomes eₖ − γ Σ eₐ.
   */
  get gamma(): number {
    return this.#alpha + this.#last;
  }
}
