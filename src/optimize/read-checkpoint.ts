import { isPlainObject } from "../options.ts";
import { InputError } from "../errors.ts";
import { decodeNumbers, type StateJSON } from "../solvers/state.ts";
import type { Checkpoint } from "./options.ts";

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
  return numbersOf(state as unknown as StateJSON);
}

function numbersOf({ scalars, vectors, parts = {} }: StateJSON): CheckpointNumbers {
  return {
    scalars: map(scalars, (text) => decodeNumbers(text)[0]),
    vectors: map(vectors, decodeNumbers),
    parts: map(parts, numbersOf),
  };
}

function map<T, R>(record: Readonly<Record<string, T>>, change: (value: T) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(record ?? {}).map(([name, value]) => [name, change(value)]));
}
