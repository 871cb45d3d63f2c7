import type { Offset } from "../data/offset.ts";
import { LogisticObjective } from "../objectives/logistic.ts";
import type { Vector } from "../wasm/vector.ts";
import type { Workspace } from "../wasm/workspace.ts";
import { constraintsFor } from "./coefficient-options.ts";
import type { FitData } from "./fit-logistic.ts";
import { type Fit, fitObjective } from "./fit-objective.ts";
import type { FitStatus } from "./fit-report.ts";
import type { FitOptions, ResolvedOptions } from "./logistic-options.ts";
import { isSeparable, type ProofLimits, separates, separationBound } from "./separation.ts";

/** Two classes, of which the target tells (see `binaryTarget`). */
export function fitTwoClasses(
  { storage, scale, rows, offset }: FitData,
  target: Float64Array,
  options: ResolvedOptions,
  { initial, signal }: FitOptions,
  start: number,
): Promise<Fit> {
  const { C, fitIntercept } = options;
  const constraints = constraintsFor(options, storage.cols, scale);
  return fitObjective<LogisticObjective>(
    storage,
    options,
    { signal, start, rows, bound: separationBound(target, offset && ownMargins(target, offset)) },
    {
      create: (workspace, turns) =>
        LogisticObjective.create(
          storage,
          target,
          workspace,
          { C, fitIntercept, constraints, offset: offset?.values },
          turns,
        ),
      begin: (objective, x) => {
        if (initial) objective.start(initial.coef[0], initial.intercept[0], x);
      },
      prove: provesSeparable,
      coefficients: (objective, x) => {
        const { coef, intercept } = objective.coefficients(x);
        constraints?.clip(coef);
        return { coef: [coef], intercept: Float64Array.of(intercept) };
      },
    },
  );
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

/** The margins that the offset alone gives: sign(tᵢ) oᵢ. */
function ownMargins(target: Float64Array, { values }: Offset): Float64Array {
  return values.map((value, i) => (target[i] > 0 ? value : -value));
}
