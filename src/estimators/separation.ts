import type { RealArray } from "../data/real-array.ts";
import { MemoryError } from "../errors.ts";
import type { LogisticObjective } from "../objectives/logistic.ts";
import type { Margins } from "../objectives/margins.ts";
import type { Dense } from "../objectives/objective.ts";
import { drive, waitFor } from "../solvers/drive.ts";
import type { EventLoopTurns } from "../wasm/event-loop-turns.ts";
import { newtonCholesky } from "../solvers/newton-cholesky.ts";
import { State } from "../solvers/state.ts";
import type { Vector } from "../wasm/vector.ts";
import type { Workspace } from "../wasm/workspace.ts";
import type { FittedLogistic } from "./fit-logistic.ts";
import type { FitStatus } from "./fit-report.ts";
import type { ResolvedOptions } from "./logistic-options.ts";

/** Beyond as many variables, Hessians are not worth what they tell here. */
export const MOST_VARIABLES = 2000;

/** So many steps of Newton's method tell, from wherever another method ended. */
export const MOST_STEPS = 50;

/** Margins beyond leave rows so little weight in the Hessian that the others' steps drown in rounding. */
const LARGE_MARGIN = 20;

/** What the margins are brought down to then. */
const MODERATE_MARGIN = 8;

/** On separable data each step changes some scores by about 1. Steps that change all by less lead to an optimum. */
export const SMALL_CHANGE = 0.1;

/** How far on its wrong side a row may be for want of convergence, relative to the largest margin of any row. */
const TOLERANCE = 1e-10;

/** How runs end that nobody ended, and that may be on their way to infinity. */
const ENDS = new Set<FitStatus>(["converged", "precision-limit", "line-search-failed", "max-iterations"]);

/** What limits the search for a proof: the limits of the fit that it belongs to. */
export interface ProofLimits {
  readonly maxSeconds: number;
  readonly signal: AbortSignal | undefined;
  readonly turns: EventLoopTurns;
}

/**
 * Whether θ is the normal of a hyperplane with no row on its wrong side and some on their right side. Then the
 * classes are separable, completely or quasi-completely, and without a penalty the loss has no minimum: it falls
 * for ever in the direction θ (Albert & Anderson 1984). An offset, which doesn't grow, changes nothing of that.
 */
export function separates(objective: LogisticObjective, theta: Vector): boolean {
  return isSeparating(objective.margins(theta));
}

/** Whether margins are those of such a hyperplane. */
export function isSeparating({ least, largest }: Margins): boolean {
  return largest > 0 && least >= -TOLERANCE * largest;
}

/** What an end without a penalty leaves to be found out. Where the caller ended the run, its status stands. */
export async function provesSeparable(
  status: FitStatus,
  objective: LogisticObjective,
  x: Vector,
  workspace: Workspace,
  limits: ProofLimits,
): Promise<boolean> {
  switch (status) {
    case "converged":
    case "precision-limit":
    case "line-search-failed":
      return isSeparable(objective, x, workspace, limits);
    case "max-iterations":
      return separates(objective, x);
    default:
      return status === "separable";
  }
}

/**
 * Whether classes are separated by those of the coefficients, and the intercept, that neither a penalty nor a bound keeps
 * from growing: then these grow for ever, and what holds the others leaves the loss without a minimum all the same.
 */
export async function provesByFree(
  status: FitStatus,
  objective: LogisticObjective,
  { coef: [coef], intercept: [intercept] }: Pick<FittedLogistic, "coef" | "intercept">,
  workspace: Workspace,
  { C, penaltyFactor, lower, upper }: ResolvedOptions,
): Promise<boolean> {
  if (!ENDS.has(status)) return false;
  const boundOf = (bound: number | RealArray | undefined, j: number, none: number) =>
    typeof bound === "number" ? bound : (bound?.[j] ?? none);
  const free = coef.map((w, j) => {
    const isPenalised = C < Number.POSITIVE_INFINITY && penaltyFactor?.[j] !== 0;
    const limit =
      w > 0 ? boundOf(upper, j, Number.POSITIVE_INFINITY) : boundOf(lower, j, Number.NEGATIVE_INFINITY);
    return isPenalised || Number.isFinite(limit) ? 0 : w;
  });
  const direction = workspace.vector(objective.size);
  objective.start(free, intercept, direction);
  return separates(objective, direction);
}

/**
 * Whether it can be proved that the classes are separable: by x, where a run ended, or by a step of Newton's method
 * from there. On separable data its steps go on for ever towards a hyperplane that separates, while all else
 * converges. What can't be found out within the limits counts as not proved.
 */
export async function isSeparable(
  objective: LogisticObjective,
  x: Vector,
  workspace: Workspace,
  limits: ProofLimits,
): Promise<boolean> {
  if (separates(objective, x)) return true;
  if (objective.size > MOST_VARIABLES) return false;
  try {
    return await newtonProves(objective, x, workspace, limits);
  } catch (error) {
    if (error instanceof MemoryError) return false;
    throw error;
  }
}

async function newtonProves(
  objective: LogisticObjective,
  x: Vector,
  workspace: Workspace,
  limits: ProofLimits,
): Promise<boolean> {
  const state = new State(objective.size, workspace);
  const moving = state.vector("x");
  moving.copy(x);
  const { largest } = objective.margins(x);
  if (largest > LARGE_MARGIN) moving.scale(MODERATE_MARGIN / largest);
  const step = state.vector("step");
  const before = state.vector("before");
  const run = drive<Dense, "separable" | "finite">(newtonCholesky(), objective, state, {
    ...limits,
    promptly: true,
    norm: (gradient) => gradient.normMax(),
    tol: 1e-10,
    relativeDecrease: Number.EPSILON,
    maxIter: MOST_STEPS,
    observe({ iteration }) {
      step.copy(moving);
      step.add(-1, before);
      before.copy(moving);
      if (iteration === 0) return undefined;
      const change = objective.margins(step);
      if (change.largest < SMALL_CHANGE && change.least > -SMALL_CHANGE) return "finite";
      return isSeparating(change) ? "separable" : undefined;
    },
  });
  const { status } = await waitFor(run, limits.turns);
  return status === "separable";
}
