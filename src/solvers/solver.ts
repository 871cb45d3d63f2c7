import type { Later, Smooth } from "../objectives/objective.ts";
import type { Vector } from "../wasm/vector.ts";
import type { State } from "./state.ts";

/** A point that a solver has reached, shown to the driver before the next step. */
export class Iterate {
  readonly x: Vector;
  readonly value: number;
  /** Undefined where the method doesn't know the whole gradient. */
  readonly gradient: Vector | undefined;
  readonly details: StepDetails;

  constructor(x: Vector, value: number, gradient: Vector | undefined, details: StepDetails) {
    this.x = x;
    this.value = value;
    this.gradient = gradient;
    this.details = details;
  }
}

/** How a solver came to an iterate. */
export interface StepDetails {
  /** t of the step t p that led here; 0 at the start. */
  readonly stepSize: number;
  /**
   * gᵀ H⁻¹ g / 2: by how much F can still fall, in a metric that knows more than the gradient. Only solvers
   * that have such a metric tell it, and then it takes part in the stop rule.
   */
  readonly predictedDecrease?: number;
  /** What was added to the Hessian's diagonal to make the step possible; 0 or absent if nothing was. */
  readonly ridge?: number;
  /** How far x is from satisfying constraints. Only methods that have any tell it, and then it takes part in the stop rule. */
  readonly infeasibility?: number;
  /** Whether value and gradient are approximate. */
  readonly isApproximate?: boolean;
  /** False for a method that may go uphill on its way. Default true. */
  readonly descends?: boolean;
  /** The loss of each mini-batch on the way, in order; filled anew at every iterate. */
  readonly batchLosses?: Float64Array;
}

/** Why a solver can't go on by itself. */
export type Impasse =
  "line-search-failed" | "precision-limit" | "not-finite" | "singular" | "gradient-mismatch" | "infeasible";

/**
 * A place between two iterates, or before the first, where a run may be left as well: it goes on from there bit for bit,
 * and until then `x` of the state is that of the last iterate, or of the start.
 */
export const WAYPOINT: unique symbol = Symbol("waypoint");

/**
 * A place in the middle of a long computation, where the event loop may have a turn, and a run that is to end promptly does:
 * it can't go on from there, and is then where it was at the last iterate, or at the start.
 */
export const PAUSE: unique symbol = Symbol("pause");

/** What a run yields: an answer it may have to wait for, an iterate, a waypoint, or a pause. */
export type Signal = Later<unknown> | Iterate | typeof WAYPOINT | typeof PAUSE;

/**
 * A run in progress. It is sent each answer it yielded, once that has come, and nothing for the others; to
 * end it early, call `return()`.
 */
export type Run = Generator<Signal, Impasse, unknown>;

/** What only some objectives can tell. */
export type Capability = "hessian" | "hessianProduct" | "terms" | "sample";

/** A method of minimisation, for objectives that can do what F says. */
export interface Solver<F extends Smooth> {
  readonly name: string;
  /** What it asks beyond value and gradient: checked before a run, for callers without types. */
  readonly needs?: readonly Capability[];
  /** The most iterations, where the method has a limit of its own. */
  readonly maxIter?: number;
  /** Whether it may be elsewhere than at 0, where a run started, at its first iterate already. */
  readonly approaches?: boolean;
  /** What a run found out beside x, from its state at the end. */
  report?(state: State): object;
  /** Starts at the vector `"x"` of the state; all that a run must remember is in the state. */
  readonly run: (objective: F, state: State) => Run; // a property, so that what it needs of F is checked
}

/** Part of a run, with a result of its own. */
export type Part<T> = Generator<Signal, T, unknown>;

/** Yields an answer of the objective's, and goes on with it. */
export function* later<T>(answer: Later<T>): Part<T> {
  return (yield answer) as T;
}
