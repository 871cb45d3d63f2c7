import type { Evaluations } from "../solvers/count-evaluations.ts";
import type { Criterion, Progress, Status } from "../solvers/watch.ts";
import type { Checkpoint } from "./options.ts";

/** One iterate of a run. */
export interface TraceRow extends Progress {
  /** So far. */
  readonly evaluations: Evaluations;
  /** The iterate, with `recordPath`. */
  readonly x?: Float64Array;
}

/** How a run ended. */
export interface MinimizeResult {
  /** The last finite iterate. */
  readonly x: Float64Array;
  /** F(x). */
  readonly value: number;
  /** The Euclidean norm of the gradient at x; NaN where the method doesn't know the whole gradient. */
  readonly gradientNorm: number;
  /** Steps in all, those before a checkpoint included. */
  readonly iterations: number;
  readonly status: Status;
  /**
   * With status `"gradient-mismatch"`: whose gradient it is, and what to do about it. A run whose fixed steps got nowhere
   * has one as well.
   */
  readonly hint?: string;
  /** Each stop test's value beside its tolerance. */
  readonly criteria: readonly Criterion[];
  /** In all, those before a checkpoint included. A batch of terms counts as its part of the whole. */
  readonly evaluations: Evaluations;
  /** Of this run. */
  readonly seconds: number;
  /** Every iterate of this run, the start included; from {@link iterate} the last only, unless `recordPath` is set. */
  readonly trace: readonly TraceRow[];
  /** The iterate with the lowest value, of those that satisfy constraints best. */
  readonly best: { readonly x: Float64Array; readonly value: number };
  /**
   * λ and μ ≥ 0 of the Lagrangian F + Σ λᵢ hᵢ + Σ μⱼ fⱼ, with {@link augmentedLagrangian}: to first order, the lowest value
   * would rise by λᵢ ε if hᵢ + ε took the place of hᵢ, and by μⱼ ε with fⱼ + ε.
   */
  readonly multipliers?: { readonly equalities: Float64Array; readonly inequalities: Float64Array };
  /** How far x is from satisfying constraints, with {@link augmentedLagrangian}: the norm of (h, max(f, −μ/ρ)). */
  readonly infeasibility?: number;
  /** The run's state, ready for `JSON.stringify`; made when it is first asked for. */
  readonly checkpoint: Checkpoint;
}
