/** The variables of a softmax over K classes: rows θ that the classes' rows w are made of, and back. */
export interface ClassVariables {
  readonly classes: number;
  /** How many rows θ has. */
  readonly rows: number;
  /** Writes the classes' rows w, of any length, of θ. */
  toClasses(theta: Float64Array, w: Float64Array): void;
  /** Writes θ of the classes' rows, or, of a gradient by w, that by θ. */
  fromClasses(w: Float64Array, theta: Float64Array): void;
  /**
   * What the block of a pair k < l of classes, in Σ (eₖ − eₗ)(eₖ − eₗ)ᵀ ⊗ Gₖₗ, weighs in the blocks by θ: eₖ − eₗ stays as
   * it is where both have rows, and eₖ − e_L, of a last class L without one, becomes eₖ − γ Σ eₐ.
   */
  readonly gamma: number;
}

/** The classes' rows themselves. What is added to all of them alike is for a penalty to settle, or for who asks. */
export class ClassRows implements ClassVariables {
  readonly classes: number;
  readonly gamma = 0;

  constructor(classes: number) {
    this.classes = classes;
  }

  get rows(): number {
    return this.classes;
  }

  toClasses(theta: Float64Array, w: Float64Array): void {
    w.set(theta);
  }

  fromClasses(w: Float64Array, theta: Float64Array): void {
    theta.set(w);
  }
}

/**
 * A softmax over K classes doesn't change when one vector is added to the coefficients of every class, so of all
 * optima we want the one whose classes add up to zero. Such coefficients are K − 1 rows θ in an orthonormal basis, the
 * reflection that takes the last class to the direction that all classes share:
 *
 *   wₖ = θₖ − α Σ θₗ  (k < K − 1)    w_K₋₁ = Σ θₗ / √K    α = 1 / (K − √K)    Σₖ wₖ = 0    Σ ‖wₖ‖² = Σ ‖θₖ‖²
 *
 * In θ nothing is redundant: a Hessian has its Cholesky factor, and no method has to mind the sum.
 */
export class ClassBasis implements ClassVariables {
  readonly classes: number;
  readonly #alpha: number;
  readonly #last: number;

  constructor(classes: number) {
    const root = Math.sqrt(classes);
    this.classes = classes;
    this.#alpha = 1 / (classes - root);
    this.#last = 1 / root;
  }

  get rows(): number {
    return this.classes - 1;
  }

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

  /** What adds up to more than zero over the classes is dropped. */
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

  /** α + 1 / √K */
  get gamma(): number {
    return this.#alpha + this.#last;
  }
}
