import type { RealArray } from "../data/real-array.ts";
import type { RowStorage } from "../data/storage.ts";
import { MemoryError } from "../wasm/memory-error.ts";
import type { Later } from "../later.ts";
import type { LogisticObjective } from "../objectives/logistic.ts";
import type { Margins } from "../objectives/margins.ts";
import type { Dense } from "../objectives/objective.ts";
import { log } from "../numerics/log.ts";
import { drive, waitFor } from "../solvers/drive.ts";
import type { EventLoopTurns } from "../wasm/event-loop-turns.ts";
import { newtonCholesky } from "../solvers/newton-cholesky.ts";
import { State } from "../solvers/state.ts";
import type { Vector } from "../wasm/vector.ts";
import { Workspace } from "../wasm/workspace.ts";
import type { FittedLogistic } from "./fit-logistic.ts";
import type { FitStatus } from "./fit-report.ts";
import type { ResolvedOptions } from "./logistic-options.ts";

/** Beyond as many variables, Hessians are not worth what they tell here. */
export const MOST_VARIABLES = 2000;

/** So many steps of Newton's method tell, from wherever another method ended. */
export const MOST_STEPS = 50;

/** Margins beyond leave rows so little weight in the Hessian that the others' steps drown in rounding. */
export const LARGE_MARGIN = 20;

/** What the margins are brought down to then; smaller ones show nothing that grows. */
export const MODERATE_MARGIN = 8;

/** On separable data each step changes some scores by about 1. Steps that change all by less lead to an optimum. */
export const SMALL_CHANGE = 0.1;

/** How far on its wrong side a row may be for want of convergence, relative to the largest margin of any row. */
const TOLERANCE = 1e-10;

/** How runs end that nobody ended, and that may be on their way to infinity. */
const ENDS = new Set<FitStatus>([
  "converged",
  "precision-limit",
  "line-search-failed",
  "max-iterations",
  "separable",
]);

/** What limits the search for a proof: the limits of the fit that it belongs to. */
export interface ProofLimits {
  readonly maxSeconds: number;
  readonly signal: AbortSignal | undefined;
  readonly turns: EventLoopTurns;
  /** Where no margin is larger, nothing is looked for; default: it is, whatever they are. */
  readonly leastMargin?: number;
}

/**
 * What grows for ever has come to such a margin by the time that a gradient is below `tol`. For many classes, whose Hessians
 * cost more than all the rest, that tells most fits apart.
 */
export function grownMargin(tol: number): number {
  return Math.min(MODERATE_MARGIN, -log(tol));
}

/** A loss of rows of two classes or more, without a penalty. */
type Separable = Dense & Pick<LogisticObjective, "margins">;

/**
 * Whether θ is the normal of a hyperplane with no row on its wrong side and some on their right side. Then the
 * classes are separable, completely or quasi-completely, and without a penalty the loss has no minimum: it falls
 * for ever in the direction θ (Albert & Anderson 1984). An offset, which doesn't grow, changes nothing of that. Of many
 * classes it is a direction in which no row's class falls behind another, and some get ahead.
 */
export function separates(objective: Separable, theta: Vector): boolean {
  return isSeparating(objective.margins(theta));
}

/** Whether margins are those of such a hyperplane. */
export function isSeparating({ least, largest }: Margins): boolean {
  return largest > 0 && least >= -TOLERANCE * largest;
}

/** What an end without a penalty leaves to be found out. Where the caller ended the run, its status stands. */
export async function provesSeparable(
  status: FitStatus,
  objective: Separable,
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

/** Coefficients and intercepts, a row for each class, or one of two. */
type Coefficients = Pick<FittedLogistic, "coef" | "intercept">;

/**
 * What was found, with 0 for those of the coefficients that a penalty or a bound keeps from growing: where what is left
 * separates the classes, it grows for ever, and what holds the others leaves the loss without a minimum all the same.
 * Undefined where no coefficient is left, and where a run ended that somebody ended.
 */
export function freeOf(
  status: FitStatus,
  { coef, intercept }: Coefficients,
  options: ResolvedOptions,
): Coefficients | undefined {
  if (!ENDS.has(status)) return undefined;
  const left = coef.map((row) =>
    row.map((w, j) => {
      const { down, up } = roomOf(options, j);
      return (w > 0 ? up : down) ? w : 0;
    }),
  );
  return left.some((row) => row.some((w) => w !== 0)) ? { coef: left, intercept } : undefined;
}

/** The columns that neither a penalty nor a bound holds. */
export function freeColumns(options: ResolvedOptions, cols: number): Uint32Array {
  return Uint32Array.from({ length: cols }, (_, j) => j).filter((j) => {
    const { down, up } = roomOf(options, j);
    return down && up;
  });
}

/** Whether nothing holds the coefficients of column j, downwards and upwards. */
function roomOf({ C, penaltyFactor, lower, upper }: ResolvedOptions, j: number) {
  const isPenalised = C < Number.POSITIVE_INFINITY && penaltyFactor?.[j] !== 0;
  const isOpen = (bound: number | RealArray | undefined) =>
    !isPenalised && !Number.isFinite(typeof bound === "number" ? bound : bound?.[j]);
  return { down: isOpen(lower), up: isOpen(upper) };
}

/** How a loss of some of the columns is made, of the rows' classes alone. */
export interface Parts<O> {
  /** Without a penalty, bounds or an offset. */
  create(storage: RowStorage, workspace: Workspace, turns: EventLoopTurns): Later<O>;
  /** Writes the θ of coefficients. */
  start(objective: O, from: Coefficients, theta: Vector): void;
}

/**
 * Whether classes are separated by what is free of all that was found (see `freeOf`), or, where that makes margins so large
 * that something may be growing, by the columns that are free: whatever holds the others, these alone decide.
 */
export async function provesByFree<O extends Separable & { gather(columns: Uint32Array): Later<RowStorage> }>(
  status: FitStatus,
  objective: O,
  found: Coefficients,
  workspace: Workspace,
  limits: ProofLimits,
  options: ResolvedOptions,
  { create, start }: Parts<O>,
): Promise<boolean> {
  const free = freeOf(status, found, options);
  if (!free) return false;
  const direction = workspace.vector(objective.size);
  start(objective, free, direction);
  const margins = objective.margins(direction);
  if (isSeparating(margins)) return true;
  if (status === "max-iterations" || margins.largest < MODERATE_MARGIN) return false;
  const columns = freeColumns(options, free.coef[0].length);
  if (columns.length === 0) return false;
  const own = new Workspace(workspace.arena);
  let storage: RowStorage | undefined;
  try {
    storage = await objective.gather(columns);
    const loss = await create(storage, own, limits.turns);
    const x = own.vector(loss.size);
    const coef = free.coef.map((row) => Float64Array.from(columns, (j) => row[j]));
    start(loss, { coef, intercept: free.intercept }, x);
    return await isSeparable(loss, x, own, limits);
  } catch (error) {
    if (error instanceof MemoryError) return false;
    throw error;
  } finally {
    own.dispose();
    storage?.release();
  }
}

/**
 * Whether it can be proved that the classes are separable: by x, where a run ended, or by a step of Newton's method
 * from there. On separable data its steps go on for ever towards a hyperplane that separates, while all else
 * converges. What can't be found out within the limits counts as not proved.
 */
export async function isSeparable(
  objective: Separable,
  x: Vector,
  workspace: Workspace,
  limits: ProofLimits,
): Promise<boolean> {
  const margins = objective.margins(x);
  if (isSeparating(margins)) return true;
  const { leastMargin = Number.NEGATIVE_INFINITY, ...own } = limits;
  if (objective.size > MOST_VARIABLES || margins.largest < leastMargin) return false;
  try {
    return await newtonProves(objective, x, margins.largest, workspace, own);
  } catch (error) {
    if (error instanceof MemoryError) return false;
    throw error;
  }
}

async function newtonProves(
  objective: Separable,
  x: Vector,
  largest: number,
  workspace: Workspace,
  limits: ProofLimits,
): Promise<boolean> {
  const state = new State(objective.size, workspace);
  const moving = state.vector("x");
  moving.copy(x);
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
