import { InputError } from "../errors.ts";
import { checkOptions, describe, notNegative, optionalFunction, positive, wholeNumber } from "../options.ts";
import type { StateJSON } from "./state-json.ts";
import type { Progress } from "../solvers/watch.ts";

/** A run as plain data, to go on with later: bit for bit as if it had never stopped. */
export interface Checkpoint {
  readonly version: 1;
  /** The name of the method. */
  readonly method: string;
  readonly state: StateJSON;
}

/** What a callback is told of each iterate. */
export interface StepInfo extends Progress {
  /** The iterate: a copy. */
  readonly x: Float64Array;
}

export interface MinimizeOptions {
  /** What the Euclidean norm of the gradient must come down to. Default 1e-5. */
  tol?: number;
  /** What the infeasibility must come down to, with methods that have constraints. Default `tol`. */
  feasibilityTol?: number;
  /** The most steps, those before a checkpoint included. Default: the method's own limit, such as epochs, or 1000. */
  maxIter?: number;
  /**
   * The most evaluations, those before a checkpoint included: each call of a function of the objective's counts as one, be it
   * for a value, a gradient, both at once, a Hessian or a product with one. A value and a gradient that are asked apart
   * are two; a batch of terms is its part of a call; constraints don't count. It is looked at between steps, so that the
   * last one may exceed it. Default: no limit.
   */
  maxEvaluations?: number;
  /** The most time, in seconds. Default: no limit. */
  maxSeconds?: number;
  /** Ends the run at the next iterate when it fires, of the inner method too with {@link augmentedLagrangian}. */
  signal?: AbortSignal;
  /** Called at each iterate, the start included; `"stop"` ends the run there. */
  onIteration?: (info: StepInfo) => unknown;
  /** Whether each row of the trace holds x. Default false. */
  recordPath?: boolean;
  /** What an earlier run gave: it goes on from there. x0's numbers are ignored then, and x0 may be empty. */
  checkpoint?: Checkpoint;
}

/** The options with their defaults. */
export type ResolvedMinimizeOptions = Required<
  Omit<MinimizeOptions, "signal" | "checkpoint" | "onIteration">
> &
  Pick<MinimizeOptions, "signal" | "checkpoint" | "onIteration">;

const OPTIONS = [
  "tol",
  "feasibilityTol",
  "maxIter",
  "maxEvaluations",
  "maxSeconds",
  "signal",
  "onIteration",
  "recordPath",
  "checkpoint",
];

/** @throws {@link InputError} for an unknown option, a value out of range, or the checkpoint of another method */
export function resolveMinimizeOptions(
  options: MinimizeOptions,
  method: { readonly name: string; readonly maxIter?: number },
): ResolvedMinimizeOptions {
  checkOptions("options", options, OPTIONS);
  const {
    tol = 1e-5,
    feasibilityTol = tol,
    maxIter = method.maxIter ?? 1000,
    maxEvaluations = Number.POSITIVE_INFINITY,
    maxSeconds = Number.POSITIVE_INFINITY,
    recordPath = false,
    signal,
    onIteration,
    checkpoint,
  } = options;
  notNegative("options.tol", tol);
  notNegative("options.feasibilityTol", feasibilityTol);
  if (maxIter !== Number.POSITIVE_INFINITY) wholeNumber("options.maxIter", maxIter, 0);
  positive("options.maxEvaluations", maxEvaluations);
  positive("options.maxSeconds", maxSeconds);
  optionalFunction("options.onIteration", onIteration);
  if (typeof recordPath !== "boolean") {
    throw new InputError("options.recordPath", `${describe(recordPath)}; expected true or false`);
  }
  if (signal !== undefined && typeof signal?.aborted !== "boolean") {
    throw new InputError("options.signal", `${describe(signal)}; expected an AbortSignal`);
  }
  if (checkpoint !== undefined) checkCheckpoint(checkpoint, method.name);
  return {
    tol,
    feasibilityTol,
    maxIter,
    maxEvaluations,
    maxSeconds,
    recordPath,
    ...(signal && { signal }),
    ...(onIteration && { onIteration }),
    ...(checkpoint && { checkpoint }),
  };
}

function checkCheckpoint(checkpoint: Checkpoint, method: string): void {
  if (checkpoint?.version !== 1) {
    throw new InputError(
      "options.checkpoint",
      `${describe(checkpoint)}; expected the checkpoint of an earlier run`,
    );
  }
  wholeNumber("options.checkpoint.state.size", checkpoint.state?.size, 1);
  if (checkpoint.method !== method) {
    const found = `it is of method ${describe(checkpoint.method)}`;
    throw new InputError("options.checkpoint", `${found}; expected ${describe(method)}`);
  }
}
