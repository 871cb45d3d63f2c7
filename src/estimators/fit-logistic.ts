import type { Label } from "../data/label.ts";
import type { RowStorage } from "../data/storage.ts";
import type { ClassCodes } from "../data/target.ts";
import { LogisticObjective } from "../objectives/logistic.ts";
import { drive } from "../solvers/drive.ts";
import { State } from "../solvers/state.ts";
import { Workspace } from "../wasm/workspace.ts";
import { binaryTarget } from "./binary-target.ts";
import { chooseSolver, type SolverName } from "./choose-solver.ts";
import type { FitProgress, FitStatus } from "./fit-report.ts";
import type { FitOptions, ResolvedOptions } from "./logistic-options.ts";
import { isSeparable, separationBound } from "./separation.ts";

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

/** How a run ends by itself. */
const ENDED: ReadonlySet<string> = new Set(["converged", "precision-limit", "line-search-failed"]);

/** Two classes, by any of the methods: C Σ sᵢ ℓᵢ + ½ ‖w‖² at its minimum, or as near as the status says. */
export async function fitLogistic(
  { storage, classCodes, sampleWeight, featureNames }: FitData,
  options: ResolvedOptions,
  { initial, signal }: FitOptions,
): Promise<FittedLogistic> {
  const { C, fitIntercept, onIteration } = options;
  const target = binaryTarget(classCodes, sampleWeight, options.classWeight);
  const workspace = new Workspace(storage.runtime.arena);
  storage.hold();
  try {
    const objective = new LogisticObjective(storage, target, workspace, { C, fitIntercept });
    const { solver, reason } = chooseSolver(options.solver, storage.rows, objective.size);
    const state = new State(objective.size, workspace);
    const x = state.vector("x");
    if (initial) objective.start(initial.coef[0], initial.intercept[0], x);

    const penalised = C < Number.POSITIVE_INFINITY;
    const bound = separationBound(target);
    const trace: FitProgress[] = [];
    const result = await drive(solver, objective, state, {
      ...options,
      norm: (gradient) => gradient.normMax(),
      relativeDecrease: RELATIVE_DECREASE,
      signal,
      observe({ value, ...rest }) {
        const progress = { ...rest, loss: value * objective.total, passes: objective.passes };
        trace.push(progress);
        const asked = onIteration(progress);
        if (!penalised && progress.loss < bound) return "separable";
        return asked === "stop" ? "stopped" : undefined;
      },
    });
    const { coef, intercept } = objective.coefficients(x);
    const { status } = result;
    const cutShort = !ENDED.has(status);
    const separable = !penalised && status !== "not-finite" && isSeparable(objective, state, cutShort);
    const { iteration, value, gradientNorm } = result.last;
    return {
      classes: classCodes.classes,
      coef: [coef],
      intercept: Float64Array.of(intercept),
      featureNames,
      solver: solver.name as SolverName,
      solverReason: reason,
      status: separable ? "separable" : status,
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
