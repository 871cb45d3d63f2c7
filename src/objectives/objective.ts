import type { SparseStorage } from "../data/sparse-storage.ts";
import type { Coordinates } from "./coordinates.ts";
import type { SymmetricMatrix } from "../wasm/matrix.ts";
import type { Later } from "../later.ts";
import type { SeparablePenalty } from "./separable-penalty.ts";
import type { Vector } from "../wasm/vector.ts";

export { after, isPromise, type Later } from "../later.ts";

/** t -> F(x + t p), for some x and p. It is good until the next one is made. */
export interface Ray {
  value(t: number): Later<number>;
  /** The directional derivative. */
  slope(t: number): Later<number>;
}

/** A function of `size` variables with a gradient. */
export interface Smooth {
  readonly size: number;
  /** By how much the latest value may be off beyond the rounding of sums, where the objective knows. */
  readonly uncertainty?: number;
  /** F(x); the gradient is overwritten. */
  valueAndGradient(x: Vector, gradient: Vector): Later<number>;
  /** The function along x + t p. */
  ray(x: Vector, p: Vector): Later<Ray>;
}

/** A function that can tell the product of its Hessian with a vector. */
export interface Curved extends Smooth {
  /** ∇²F(x) v; `out` is overwritten. */
  hessianProduct(x: Vector, v: Vector, out: Vector): Later<void>;
  /** The diagonal of ∇²F(x), or what stands for it in a preconditioner; `out` is overwritten. */
  hessianDiagonal?: ((x: Vector, out: Vector) => Later<void>) | undefined;
}

/** Puts the numbers 0, 1, 2, ... in an order of its own. */
export type Shuffle = (order: Uint32Array) => void;

/** What the dual says of F at the least. */
export interface DualBound {
  /** At most the least F, of all variables but the intercept. */
  readonly value: number;
  /**
   * How fast the least F of all other variables changes with the intercept, but for the sign, 0 where there is none, and
   * the least that this may bend by.
   */
  readonly slope: number;
  readonly curvature: number;
}

/** An ascent on the dual of F, of which each epoch gives every term of a sum one turn. */
export interface DualSteps {
  /** From the start; answers F(0). */
  begin(): Later<number>;
  /** Answers by about how much the dual rose. */
  epoch(shuffle: Shuffle): Later<number>;
  /** Writes the x that the dual's variables stand for. */
  point(x: Vector): void;
  bound(): Later<DualBound>;
}

/** A function that may have a dual to go uphill on. */
export interface Dual extends Curved {
  /** Undefined where it has none. */
  readonly dual?: (() => Later<DualSteps>) | undefined;
}

/** A function that can tell its whole Hessian. */
export interface Dense extends Smooth {
  /** ∇²F(x) on the upper triangle; `out` is overwritten. */
  hessian(x: Vector, out: SymmetricMatrix): Later<void>;
  /**
   * As `hessian`, for less, where that can be had: each entry is off by about 1e-7 √(hᵢᵢ hⱼⱼ), or is not finite. It is
   * good enough to go downhill with, as long as no direction has much less curvature than its variables have.
   */
  approximateHessian?(x: Vector, out: SymmetricMatrix): Later<void>;
}

/**
 * A smooth function, of which all of this is, plus a penalty that is a sum over the variables, within bounds on each:
 *
 *   F(x) + Σ cⱼ |xⱼ|    lⱼ ≤ xⱼ ≤ uⱼ
 */
export interface Composite extends Dense {
  /** Undefined where there is neither penalty nor bound. */
  readonly separable?: SeparablePenalty | undefined;
  /**
   * How many layers the variables are in, one behind the other, where it changes F little, if at all, to add the same to one
   * variable of each, which have one penalty. Default 1.
   */
  readonly layers?: number;
  /**
   * The same function of the variables with these numbers, ascending, the others 0, for which it copies what it needs: for
   * objectives that cost less then. Where there are layers, one variable of each comes with those of the others.
   */
  restrict?(variables: Uint32Array): Later<Restricted>;
  /** What models by columns are made of, for objectives that can do with them. */
  readonly transposable?: Transposable | undefined;
}

/** A mean of convex functions of the scores of sparse rows, plus a ridge: its Hessian is X̃ᵀ diag(h) X̃ + diag(ridge). */
export interface Transposable {
  readonly storage: SparseStorage;
  /** In which its variables are, w and b being the model's. */
  readonly coordinates: Coordinates;
  /** The curvature of the ridge along wⱼ. */
  ridge(j: number): number;
  /** Writes h, of all rows, at x. */
  curvatures(x: Vector, out: Vector): Later<void>;
}

/** Whoever asked for it gives its memory back. */
export interface Restricted extends Composite, Sampled {
  dispose(): void;
}

/** Some terms of a finite sum: `order[from]` to `order[to − 1]`, or, without an order, `from` to `to − 1`. */
export interface Batch {
  readonly order: Uint32Array | undefined;
  readonly from: number;
  readonly to: number;
}

/** A mean over terms, plus what belongs to all of them alike. */
export interface FiniteSum extends Smooth {
  readonly terms: number;
  /** What these terms say of F(x), an unbiased estimate of all of it; the gradient is overwritten with their estimate. */
  batch(x: Vector, batch: Batch, gradient: Vector): Later<number>;
}

/** A function whose terms can stand for all of it, some of them for many: an estimate, in the same coordinates. */
export interface Sampled extends Dense {
  readonly terms: number;
  /** In how many directions a term bends: as many variables as it tells the curvature of at once. Default 1. */
  readonly perTerm?: number;
  /**
   * As `valueAndGradient`, for less, off by little beside the gradient, or beside `tol` where that is more; by how much the
   * value may be, `uncertainty` tells.
   */
  readonly approximateGradient?: ((x: Vector, gradient: Vector, tol?: number) => Later<number>) | undefined;
  /** Whether that was good enough where it was asked for last; if not, its answer is without approximation. */
  readonly isApproximate?: boolean;
  /** ∇²F(x) v, off by about 1e-7 of the curvature, for objectives whose Hessian costs many such products. */
  readonly approximateProduct?: ((x: Vector, v: Vector, out: Vector) => Later<void>) | undefined;
  /** By how much F can still fall at most where it and its gradient are those; infinite where nothing is known. */
  mostDecrease?(value: number, gradient: Vector): number;
  /** About `count` of the terms, each weighing as much as those it stands for, copied to where they are at hand. */
  sample(count: number): Later<Sample>;
}

/** Whoever asked for a sample gives its memory back. */
export interface Sample extends Sampled {
  dispose(): void;
}
