import { rowWeights } from "../data/class-target.ts";
import { SoftmaxObjective } from "../objectives/softmax.ts";
import { constraintsFor } from "./coefficient-options.ts";
import type { FitData } from "./fit-logistic.ts";
import { type Fit, fitObjective } from "./fit-objective.ts";
import type { FitOptions, ResolvedOptions } from "./logistic-options.ts";
import { separationBound } from "./separation.ts";

/** More than two classes, all at once. */
export function fitSoftmax(
  { storage, classCodes, sampleWeight, scale }: FitData,
  options: ResolvedOptions,
  { initial, signal }: FitOptions,
  start: number,
): Promise<Fit> {
  const { C, fitIntercept } = options;
  const constraints = constraintsFor(options, storage.cols, scale);
  const target = {
    classes: classCodes.classes.length,
    codes: Float64Array.from(classCodes.codes),
    weight: rowWeights(classCodes, sampleWeight, options.classWeight),
  };
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
