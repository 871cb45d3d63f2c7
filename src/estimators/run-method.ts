import { atOnce } from "../options.ts";
import type { Composite, Curved, Dual, FiniteSum, Sampled, Smooth } from "../objectives/objective.ts";
import { square } from "../numerics/square.ts";
import { drive, waitFor } from "../solvers/drive.ts";
import type { EventLoopTurns } from "../wasm/event-loop-turns.ts";
import type { Solver } from "../solvers/solver.ts";
import { LEAST_DECREASE, type State } from "../solvers/state.ts";
import type { Vector } from "../wasm/vector.ts";
import type { DriveResult, Status } from "../solvers/watch.ts";
import type { FitProgress } from "./fit-report.ts";
import { DEFAULT_TOL } from "./logistic-options.ts";

/** The most steps where neither the caller nor the method sets a limit. */
const DEFAULT_MAX_ITER = 1000;

export interface MethodRules<Reason extends string = never> {
  readonly tol: number;
  /** Default: the method's own limit, or else 1000. */
  readonly maxIter: number | undefined;
  readonly maxSeconds: number;
  readonly signal: AbortSignal | undefined;
  readonly onIteration: (progress: FitProgress) => unknown;
  readonly turns: EventLoopTurns;
  /** What F times it is the loss that progress tells. */
  readonly lossPerValue: number;
  /** Ends the run for a reason of the estimator's own. */
  readonly judge?: (progress: FitProgress) => Reason | undefined;
}

/** How a run ended; `x` of the state is where. */
export interface MethodResult<Reason extends string = never> {
  readonly status: Status | Reason;
  readonly nIter: number;
  /** The limit of the steps; undefined where the method's own, such as its epochs, was lower. */
  readonly maxIter: number | undefined;
  /** F at x. */
  readonly value: number;
  readonly gradientNorm: number;
  readonly trace: readonly FitProgress[];
}

/** What is known of anything that a method is run on. */
export interface MeasuredObjective extends Smooth {
  readonly passes: number;
  /** What is compared with `tol`. */
  gradientNorm(gradient: Vector): number;
}

/** What any method can be run on. */
export interface FitObjective extends MeasuredObjective, Curved, Dual, FiniteSum, Sampled, Composite {}

/**
 * By how much F may still fall, relative to F, where the gradient's norm may be `tol`: what is left is as its square. A
 * smaller `tol` than the default doesn't ask for less: f64 has few digits more.
 */
function relativeDecreaseOf(tol: number): number {
  return LEAST_DECREASE * square(Math.max(1, tol / DEFAULT_TOL));
}

/** Runs a method on the objective of a fit, from the `x` of the state, or on from where a run that was judged ended. */
export async function runMethod<O extends MeasuredObjective, Reason extends string = never>(
  solver: Solver<O>,
  objective: O,
  state: State,
  { turns, lossPerValue, onIteration, judge, tol, maxSeconds, signal, maxIter: asked }: MethodRules<Reason>,
): Promise<MethodResult<Reason>> {
  const trace: FitProgress[] = [];
  let isApproximate: boolean | undefined;
  let isSeen = !state.isEmpty; // a run that goes on shows the iterate where it ended before once more
  const maxIter = asked ?? solver.maxIter ?? DEFAULT_MAX_ITER;
  const run = drive<O, Reason | "stopped">(solver, objective, state, {
    tol,
    maxIter,
    maxSeconds,
    signal,
    norm: (gradient) => objective.gradientNorm(gradient),
    relativeDecrease: relativeDecreaseOf(tol),
    promptly: true,
    observe({ value, ...seen }, { details }) {
      ({ isApproximate } = details);
      if (isSeen) return void (isSeen = false);
      // To spread `seen` before named properties would take as long as a pass over few rows.
      const progress = Object.assign(seen, { loss: value * lossPerValue, passes: objective.passes });
      trace.push(progress);
      const answer = atOnce("options.onIteration", onIteration(progress));
      return answer === "stop" ? "stopped" : judge?.(progress);
    },
  });
  const result = await waitFor(run, turns);
  const { value, gradientNorm } = await measured(result, isApproximate, objective, state);
  return {
    status: result.status,
    nIter: result.last.iteration,
    maxIter: maxIter < (solver.maxIter ?? Number.POSITIVE_INFINITY) ? maxIter : undefined,
    value,
    gradientNorm,
    trace,
  };
}

/** F and the norm of its gradient at x, evaluated where the last iterate doesn't tell them of x, or not to the last digit. */
async function measured(
  { status, last }: DriveResult<string>,
  isApproximate: boolean | undefined,
  objective: MeasuredObjective,
  state: State,
): Promise<{ value: number; gradientNorm: number }> {
  const isElsewhere = status === "not-finite" || status === "diverged";
  if (!isElsewhere && !isApproximate && !Number.isNaN(last.gradientNorm)) return last;
  const gradient = state.vector("gradient");
  const value = await objective.valueAndGradient(state.vector("x"), gradient);
  return { value, gradientNorm: objective.gradientNorm(gradient) };
}
