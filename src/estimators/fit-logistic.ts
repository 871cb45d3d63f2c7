import type { Label } from "../data/label.ts";
import type { RowStorage } from "../data/storage.ts";
import type { ClassCodes } from "../data/target.ts";
import { InputError } from "../errors.ts";
import { LogisticObjective } from "../objectives/logistic.ts";
import { drive, waitFor } from "../solvers/drive.ts";
import { EventLoopTurns } from "../solvers/event-loop-turns.ts";
import type { DriveResult } from "../solvers/watch.ts";
import { State } from "../solvers/state.ts";
import type { Vector } from "../wasm/vector.ts";
import { Workspace } from "../wasm/workspace.ts";
import { binaryTarget } from "./binary-target.ts";
import { chooseSolver } from "./choose-solver.ts";
import type { FitProgress, FitStatus } from "./fit-report.ts";
import type { FitOptions, ResolvedOptions } from "./logistic-options.ts";
import { isSeparable, type ProofLimits, separates, separationBound } from "./separation.ts";

/** By how much F may still fall at the end, relative to F, where the solver has a metric that tells. */
const RELATIVE_DECREASE = 1e-11;

/** The most steps where neither the caller nor the method sets a limit. */
const DEFAULT_MAX_ITER = 1000;

/** What a fit found: plain data. */
export interface FittedLogistic {
  readonly classes: readonly Label[];
  readonly coef: readonly Float64Array[];
  readonly intercept: Float64Array;
  readonly featureNames: readonly string[] | undefined;
  /** The name of the method. */
  readonly solver: string | undefined;
  readonly solverReason: string;
  readonly status: FitStatus;
  readonly nIter: number;
  /** The limit of the steps; undefined where the method's own, such as its epochs, was lower. */
  readonly maxIter: number | undefined;
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
    const maxIter = options.maxIter ?? solver.maxIter ?? DEFAULT_MAX_ITER;
    const run = drive<LogisticObjective, "separable" | "stopped">(solver, objective, state, {
      ...options,
      maxIter,
      norm: (gradient) => gradient.normMax(),
      relativeDecrease: RELATIVE_DECREASE,
      promptly: true,
      maxSeconds: secondsLeft(),
      signal,
      observe({ value, ...rest }) {
        const progress = { ...rest, loss: value * objective.total, passes: objective.passes };
        trace.push(progress);
        if (ask(onIteration, progress) === "stop") return "stopped";
        // Where the method knows no gradient, the loss is an estimate, and proves nothing.
        const proved = !penalised && progress.loss < bound && !Number.isNaN(progress.gradientNorm);
        return proved ? "separable" : undefined;
      },
    });
    const result = await waitFor(run, turns);
    const { coef, intercept } = objective.coefficients(x);
    const limits = { signal, turns, maxSeconds: secondsLeft() };
    const separable = !penalised && (await provesSeparable(result.status, objective, x, workspace, limits));
    const { value, gradientNorm } = await measured(result, objective, state);
    return {
      classes: Object.freeze([...classCodes.classes]),
      coef: [coef],
      intercept: Float64Array.of(intercept),
      featureNames,
      solver: solver.name,
      solverReason: reason,
      status: separable ? "separable" : result.status,
      nIter: result.last.iteration,
      maxIter: maxIter < (solver.maxIter ?? Number.POSITIVE_INFINITY) ? maxIter : undefined,
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

/** F and the norm of its gradient at x, evaluated where the last iterate doesn't tell them of x. */
async function measured(
  { status, last }: DriveResult<string>,
  objective: LogisticObjective,
  state: State,
): Promise<{ value: number; gradientNorm: number }> {
  const isElsewhere = status === "not-finite" || status === "diverged";
  if (!isElsewhere && !Number.isNaN(last.gradientNorm)) return last;
  const gradient = state.vector("gradient");
  const value = await objective.valueAndGradient(state.vector("x"), gradient);
  return { value, gradientNorm: gradient.normMax() };
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
