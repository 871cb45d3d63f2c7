import type { Label } from "../data/label.ts";
import type { RowStorage } from "../data/storage.ts";
import type { ClassCodes } from "../data/target.ts";
import { InputError } from "../errors.ts";
import { LogisticObjective } from "../objectives/logistic.ts";
import type { Dense } from "../objectives/objective.ts";
import { drive, waitFor } from "../solvers/drive.ts";
import { EventLoopTurns } from "../solvers/event-loop-turns.ts";
import { State } from "../solvers/state.ts";
import type { Vector } from "../wasm/vector.ts";
import { Workspace } from "../wasm/workspace.ts";
import { binaryTarget } from "./binary-target.ts";
import { chooseSolver, type SolverName } from "./choose-solver.ts";
import type { FitProgress, FitStatus } from "./fit-report.ts";
import type { FitOptions, ResolvedOptions } from "./logistic-options.ts";
import { isSeparable, type ProofLimits, separates, separationBound } from "./separation.ts";

/** By how much F may still fall at the end, relative to F, where the solver has a metric that tells. */
const RELATIVE_DECREASE = 1e-11;

/** What a fit found: plain data. */
export interface FittedLogistic {
  readonly classes: readonly Label[];
  readonly coef: readonly Float64Array[];
  readonly intercept: Float64Array;
  readonly featureNames: readonly string[] | undefined;
  readonly solver: SolverName | undefined;
  readonly solverReason: string;
  readonly status: FitStatus;
  readonly nIter: number;
  readonly loss: number;
  readonly gradientNorm: number;
  readonly passes: number;
  readonly trace: readonly FitProgress[];
}

/** Rows with all that a fit must know of them. */
export interface FitData {
  readonly storage: RowStorage;
  readonly classCodes: ClassCodes;
  readonly sampleWeight: Float64Array | undefined;
  readonly featureNames: readonly string[] | undefined;
}

/**
 * Two classes, by any of the methods: C Σ sᵢ ℓᵢ + ½ ‖w‖² at its minimum, or as near as the status says. The clock
 * of `maxSeconds` runs from `start`, in ms as of performance.now().
 */
export async function fitLogistic(
  { storage, classCodes, sampleWeight, featureNames }: FitData,
  options: ResolvedOptions,
  { initial, signal }: FitOptions,
  start: number,
): Promise<FittedLogistic> {
  const { C, fitIntercept, onIteration } = options;
  const target = binaryTarget(classCodes, sampleWeight, options.classWeight);
  const workspace = new Workspace(storage.runtime.arena);
  storage.hold();
  try {
    const turns = new EventLoopTurns();
    const objective = await LogisticObjective.create(storage, target, workspace, { C, fitIntercept }, turns);
    const { solver, reason } = chooseSolver(options.solver, storage.rows, objective.size);
    const state = new State(objective.size, workspace);
    const x = state.vector("x");
    if (initial) objective.start(initial.coef[0], initial.intercept[0], x);

    const secondsLeft = () => options.maxSeconds - (performance.now() - start) / 1000;
    const penalised = C < Number.POSITIVE_INFINITY;
    const bound = separationBound(target);
    const trace: FitProgress[] = [];
    const run = drive<Dense, "separable" | "stopped">(solver, objective, state, {
      ...options,
      norm: (gradient) => gradient.normMax(),
      relativeDecrease: RELATIVE_DECREASE,
      promptly: true,
      maxSeconds: secondsLeft(),
      signal,
      observe({ value, ...rest }) {
        const progress = { ...rest, loss: value * objective.total, passes: objective.passes };
        trace.push(progress);
        if (ask(onIteration, progress) === "stop") return "stopped";
        return !penalised && progress.loss < bound ? "separable" : undefined;
      },
    });
    const result = await waitFor(run, turns);
    const { coef, intercept } = objective.coefficients(x);
    const limits = { signal, turns, maxSeconds: secondsLeft() };
    const separable = !penalised && (await provesSeparable(result.status, objective, x, workspace, limits));
    const { iteration, value, gradientNorm } = result.last;
    return {
      classes: Object.freeze([...classCodes.classes]),
      coef: [coef],
      intercept: Float64Array.of(intercept),
      featureNames,
      solver: solver.name as SolverName,
      solverReason: reason,
      status: separable ? "separable" : result.status,
      nIter: iteration,
      loss: value * objective.total,
      gradientNorm,
      passes: objective.passes,
      trace,
    };
  } finally {
    workspace.dispose();
    storage.release();
  }
}

/** What an end without a penalty leaves to be found out. Where the caller ended the run, its status stands. */
async function provesSeparable(
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

/** A callback that answers later can't be waited for, and must not be overlooked. */
function ask(onIteration: ResolvedOptions["onIteration"], progress: FitProgress): unknown {
  const answer = onIteration(progress);
  if (typeof (answer as PromiseLike<unknown> | undefined)?.then === "function") {
    throw new InputError(
      "options.onIteration",
      'it returned a promise; expected "stop" or anything else, at once',
    );
  }
  return answer;
}
