import { isPlainObject } from "../options.ts";
import { InputError } from "../errors.ts";
import type { StateNumbers } from "../solvers/state.ts";
import type { Checkpoint } from "./options.ts";
import { readState } from "./state-json.ts";

/** The numbers that a method remembers, by the names that it gives them. */
export interface CheckpointNumbers {
  readonly scalars: Readonly<Record<string, number>>;
  readonly vectors: Readonly<Record<string, Float64Array>>;
  /** Those of runs within the run, where there are any under way. */
  readonly parts: Readonly<Record<string, CheckpointNumbers>>;
}

/**
 * What is in a checkpoint, as numbers: the iterate `x`, and what the method remembers beside it, such as
 * `momentum.velocity`, `adam.mean`, or the curvature pairs of L-BFGS.
 *
 * ```ts
 * const { checkpoint } = minimize(objective, x0, momentum(), { maxIter: 3 });
 * readCheckpoint(checkpoint).vectors["momentum.velocity"];
 * ```
 *
 * @throws {@link InputError} for what isn't a checkpoint
 */
export function readCheckpoint(checkpoint: Checkpoint): CheckpointNumbers {
  const state: unknown = checkpoint?.state;
  if (!isPlainObject(state)) {
    throw new InputError("checkpoint", "it has no state; expected the checkpoint of an earlier run");
  }
  return numbersOf(readState(state));
}

function numbersOf({ scalars, vectors, parts }: StateNumbers): CheckpointNumbers {
  const named = Object.entries(parts).map(([name, part]) => [name, numbersOf(part)] as const);
  return { scalars, vectors, parts: Object.fromEntries(named) };
}
