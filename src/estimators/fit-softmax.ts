import type { ClassWeight } from "../data/class-weight.ts";
import { rowWeights } from "../data/class-target.ts";
import type { Later } from "../later.ts";
import type { LogisticOptions } from "../objectives/logistic.ts";
import { type ClassTarget, SoftmaxObjective } from "../objectives/softmax.ts";
import type { EventLoopTurns } from "../wasm/event-loop-turns.ts";
import type { Workspace } from "../wasm/workspace.ts";
import { constraintsFor } from "./coefficient-options.ts";
import type { FitData } from "./fit-logistic.ts";
import { type Fit, fitObjective } from "./fit-objective.ts";
import type { FitOptions, ResolvedOptions } from "./logistic-options.ts";
import { separationBound } from "./separation.ts";

/** More than two classes, all at once. */
export function fitSoftmax(
  data: FitData,
  options: ResolvedOptions,
  { initial, signal }: FitOptions,
  start: number,
): Promise<Fit> {
  const { storage, scale } = data;
  const { C, fitIntercept } = options;
  const constraints = constraintsFor(options, storage.cols, scale);
  const target = classTarget(data, options.classWeight);
  return fitObjective<SoftmaxObjective>(
    storage,
    options,
    // A row that another class is likelier for costs its weight times log 2, or more.
    { signal, start, bound: separationBound(target.weight) },
    {
      create: (workspace, turns) =>
        SoftmaxObjective.create(storage, target, workspace, { C, fitIntercept, constraints }, turns),
      begin: (objective, x) => {
        if (initial) objective.start(initial.coef, initial.intercept, x);
      },
      prove: (status) => status === "separable",
      coefficients: (objective, x) => {
        const found = objective.coefficients(x);
        for (const row of found.coef) constraints?.clip(row);
        return found;
      },
    },
  );
}

/** The softmax loss of the rows. */
export function createSoftmax(
  data: FitData,
  classWeight: ClassWeight | undefined,
  strength: Omit<LogisticOptions, "loss">,
  workspace: Workspace,
  turns: EventLoopTurns,
): Later<SoftmaxObjective> {
  return SoftmaxObjective.create(data.storage, classTarget(data, classWeight), workspace, strength, turns);
}

function classTarget(
  { classCodes, sampleWeight }: FitData,
  classWeight: ClassWeight | undefined,
): ClassTarget {
  return {
    classes: classCodes.classes.length,
    codes: Float64Array.from(classCodes.codes),
    weight: rowWeights(classCodes, sampleWeight, classWeight),
  };
}
