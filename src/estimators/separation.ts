import type { LogisticObjective } from "../objectives/logistic.ts";
import { factorise } from "../solvers/factorise.ts";
import type { State } from "../solvers/state.ts";

/** Beyond as many variables a Hessian is not worth what it tells here. */
const MOST_VARIABLES = 2000;

/** A row whose margin is below has weight enough in the Hessian to hold the optimum where it is. */
const SUSPICIOUS_MARGIN = 5;

/**
 * Whether classes can be separated, so that without a penalty there is no finite optimum (Albert & Anderson
 * 1984). Complete: every row is on its right side of the present hyperplane. Quasi-complete: Newton's step where
 * the gradient has vanished still moves some rows' scores by about 1, to their right side, and none the other
 * way; at a finite optimum it would move nothing. Of a run that was cut short it proves nothing.
 */
export function isSeparable(objective: LogisticObjective, state: State, cutShort: boolean): boolean {
  const x = state.vector("x");
  const { least, largest } = objective.margins(x);
  if (least > 0) return true;
  if (cutShort || largest < SUSPICIOUS_MARGIN || objective.size > MOST_VARIABLES) return false;
  const factor = state.matrix("factor");
  objective.hessian(x, state.matrix("hessian"));
  if (factorise(state.matrix("hessian"), factor) === undefined) return false;
  const direction = state.vector("direction");
  direction.copy(state.vector("gradient"));
  direction.scale(-1);
  factor.choleskySolve(direction);
  const moved = objective.margins(direction);
  return moved.largest > 0.1 && moved.least >= -0.01 * moved.largest;
}

/**
 * The least total loss that a hyperplane with a row on its wrong side can have: a row there costs at least
 * its weight times log 2. Less proves that the classes are separable.
 */
export function separationBound(target: Float64Array): number {
  let least = Number.POSITIVE_INFINITY;
  for (const t of target) if (t !== 0 && Math.abs(t) < least) least = Math.abs(t);
  return least * Math.LN2;
}
