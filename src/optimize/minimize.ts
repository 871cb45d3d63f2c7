import { InputError } from "../errors.ts";
import type { Curved, Dense, FiniteSum, Smooth } from "../objectives/objective.ts";
import type { UserCurved, UserDense, UserFiniteSum, UserObjective } from "../objectives/user-objective.ts";
import { runThrough, waitFor } from "../solvers/drive.ts";
import { Iterate, type Solver } from "../solvers/solver.ts";
import { Minimization } from "./minimization.ts";
import type { MinimizeOptions, StepInfo } from "./options.ts";
import type { MinimizeResult } from "./result.ts";

/** What a method that asks for F takes: a user's functions, or an objective of the package's. */
export type ObjectiveFor<F extends Smooth, Waits extends boolean = false> =
  | F
  | (F extends Dense
      ? UserDense<Waits>
      : F extends Curved
        ? UserCurved<Waits>
        : F extends FiniteSum
          ? UserFiniteSum<Waits>
          : UserObjective<Waits> | UserFiniteSum<Waits>);

/**
 * Minimises a function, from x0, by a method:
 *
 * ```ts
 * const result = minimize({ value, gradient }, [0, 0], lbfgs(), { tol: 1e-8 });
 * ```
 *
 * @param objective - F with what the method needs of it, over arrays of n numbers
 * @param x0 - n numbers to start at
 * @throws {@link InputError} for options, a start or answers that can't be used; a run that fails only says so in
 *   its `status`
 */
export function minimize<F extends Smooth>(
  objective: ObjectiveFor<F>,
  x0: ArrayLike<number>,
  method: Solver<F>,
  options: MinimizeOptions = {},
): MinimizeResult {
  const minimization = new Minimization(objective, x0, method, options);
  const waits = () =>
    new InputError("objective", "it answered a promise; expected a value, or use minimizeAsync");
  try {
    return minimization.result(runThrough(minimization.drive, waits));
  } finally {
    minimization.dispose();
  }
}

/**
 * As {@link minimize}, for an objective whose answers may be promises. It gives the event loop a turn about every
 * 10 ms.
 */
export async function minimizeAsync<F extends Smooth>(
  objective: ObjectiveFor<F, true>,
  x0: ArrayLike<number>,
  method: Solver<F>,
  options: MinimizeOptions = {},
): Promise<MinimizeResult> {
  const minimization = new Minimization(objective, x0, method, options);
  try {
    return minimization.result(await waitFor(minimization.drive, minimization.turns));
  } finally {
    minimization.dispose();
  }
}

/**
 * As {@link minimize}, one iterate at a time, the start first; what it returns in the end is the result. By default it
 * takes as many steps as it needs. Its memory stays the same however many they are: the result's trace is the last iterate
 * only, unless `recordPath` is set. Linear memory goes back at the end, at `return()`, which leaving a loop calls, or when a
 * generator that was left lying is garbage-collected.
 *
 * ```ts
 * for (const step of iterate(objective, [1, 1], gradientDescent())) draw(step.x, step.value);
 * ```
 */
export function iterate<F extends Smooth>(
  objective: ObjectiveFor<F>,
  x0: ArrayLike<number>,
  method: Solver<F>,
  options: MinimizeOptions = {},
): Generator<StepInfo, MinimizeResult, void> {
  const unlimited = { maxIter: Number.POSITIVE_INFINITY, ...options };
  const steps: Generator<StepInfo, MinimizeResult, void> = stepThrough(
    () => new Minimization(objective, x0, method, unlimited, false),
    () => steps,
  );
  return steps;
}

/** Begins at the first `next()`; the memory goes back with the owner, if not before. */
function* stepThrough<F extends Smooth>(
  begin: () => Minimization<F>,
  owner: () => object,
): Generator<StepInfo, MinimizeResult, void> {
  const minimization = begin();
  minimization.disposeWith(owner());
  const { drive } = minimization;
  try {
    for (let step = drive.next(); ;) {
      if (step.done) return minimization.result(step.value);
      if (step.value instanceof Iterate) {
        yield minimization.info;
        step = drive.next();
      } else step = drive.next(step.value);
    }
  } finally {
    drive.return(undefined as never);
    minimization.dispose();
  }
}
