import type { SymmetricMatrix } from "../wasm/matrix.ts";
import type { Vector } from "../wasm/vector.ts";

/** An answer that may have to be waited for. */
export type Later<T> = T | PromiseLike<T>;

/** What follows from an answer: at once where it is there, else once it has come. */
export function after<A, B>(answer: Later<A>, next: (answer: A) => Later<B>): Later<B> {
  return isPromise(answer) ? answer.then(next) : next(answer);
}

export function isPromise<T>(answer: Later<T>): answer is PromiseLike<T> {
  return typeof (answer as PromiseLike<T> | undefined)?.then === "function";
}

/** The objective at one point of a ray. */
export interface RayPoint {
  readonly value: number;
  /** The directional derivative. */
  readonly slope: number;
}

/** t -> F(x + t p), for some x and p. */
export interface Ray {
  at(t: number): Later<RayPoint>;
}

/** A function of `size` variables with a gradient. */
export interface Smooth {
  readonly size: number;
  /** By how much the latest value may be off beyond the rounding of sums, where the objective knows. */
  readonly uncertainty?: number;
  /** F(x); the gradient is overwritten. */
  valueAndGradient(x: Vector, gradient: Vector): Later<number>;
  /** The function along x + t p. It is good until the next call of `ray`. */
  ray(x: Vector, p: Vector): Later<Ray>;
}

/** A function that can tell its whole Hessian. */
export interface Dense extends Smooth {
  /** ∇²F(x) on the upper triangle; `out` is overwritten. */
  hessian(x: Vector, out: SymmetricMatrix): Later<void>;
}
