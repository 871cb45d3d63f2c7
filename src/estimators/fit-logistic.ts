import type { Label } from "../data/label.ts";
import type { RowStorage } from "../data/storage.ts";
import type { ClassCodes } from "../data/target.ts";
import { LogisticObjective } from "../objectives/logistic.ts";
import { EventLoopTurns } from "../wasm/event-loop-turns.ts";
import { State } from "../solvers/state.ts";
import type { Vector } from "../wasm/vector.ts";
import { Workspace } from "../wasm/workspace.ts";
import { binaryTarget } from "../data/binary-target.ts";
import { chooseSeparableSolver, chooseSolver } from "./choose-solver.ts";
import { constraintsFor } from "./coefficient-options.ts";
import type { FitProgress, FitStatus } from "./fit-report.ts";
import type { FitOptions, ResolvedOptions } from "./logistic-options.ts";
import { runMethod } from "./run-method.ts";
import { isSeparable, type ProofLimits, separates, separationBound } from "./separation.ts";

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
  /** The units in which coefficients are penalised; default 1 each. */
  readonly scale?: Float64Array;
}

/**
 * Two classes, by any of the methods: C Σ sᵢ ℓᵢ + ½ ‖w‖² at its minimum, or as near as the status says. The clock
 * of `maxSeconds` runs from `start`, in ms as of performance.now().
 */
export async function fitLogistic(
  { storage, classCodes, sampleWeight, featureNames, scale }: FitData,
  options: ResolvedOptions,
  { initial, signal }: FitOptions,
  start: number,
): Promise<FittedLogistic> {
  const { C, fitIntercept, onIteration } = options;
  const target = binaryTarget(classCodes, sampleWeight, options.classWeight);
  const constraints = constraintsFor(options, storage.cols, scale);
  const workspace = new Workspace(storage.runtime.arena);
  storage.hold();
  try {
    const turns = new EventLoopTurns();
    const strength = { C, fitIntercept, constraints };
    const objective = await LogisticObjective.create(storage, target, workspace, strength, turns);
    const { solver, reason } = objective.separable
      ? chooseSeparableSolver(options.solver)
      : chooseSolver(options.solver, storage.rows, objective.size);
    const state = new State(objective.size, workspace);
    const x = state.vector("x");
    if (initial) objective.start(initial.coef[0], initial.intercept[0], x);

    const secondsLeft = () => options.maxSeconds - (performance.now() - start) / 1000;
    const penalised = C < Number.POSITIVE_INFINITY || objective.separable !== undefined;
    const bound = penalised ? 0 : separationBound(target);
    const result = await runMethod<"separable">(solver, objective, state, {
      tol: options.tol,
      maxIter: options.maxIter,
      maxSeconds: secondsLeft(),
      signal,
      onIteration,
      turns,
      lossPerValue: objective.total,
      judge({ loss, gradientNorm }) {
        // Where the method knows no gradient, the loss is an estimate, and proves nothing.
        const proved = !penalised && loss < bound && !Number.isNaN(gradientNorm);
        return proved ? "separable" : undefined;
      },
    });
    const { coef, intercept } = objective.coefficients(x);
    constraints?.clip(coef);
    const limits = { signal, turns, maxSeconds: secondsLeft() };
    const separable = !penalised && (await provesSeparable(result.status, objective, x, workspace, limits));
    const { nIter, maxIter, value, gradientNorm, trace } = result;
    return {
      classes: Object.freeze([...classCodes.classes]),
      coef: [coef],
      intercept: Float64Array.of(intercept),
      featureNames,
      solver: solver.name,
      solverReason: reason,
      status: separable ? "separable" : result.status,
      nIter,
      maxIter,
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
