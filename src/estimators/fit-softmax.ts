import { rowWeights } from "../data/class-target.ts";
import { InputError } from "../errors.ts";
import { SoftmaxObjective } from "../objectives/softmax.ts";
import { constraintsFor } from "./coefficient-options.ts";
import type { FitData } from "./fit-logistic.ts";
import { type Fit, fitObjective } from "./fit-objective.ts";
import type { FitOptions, ResolvedOptions } from "./logistic-options.ts";
import { separationBound } from "./separation.ts";

/** More than two classes, all at once. */
export function fitSoftmax(
  { storage, classCodes, sampleWeight, rows }: FitData,
  options: ResolvedOptions,
  { initial, signal }: FitOptions,
  start: number,
): Promise<Fit> {
  const { C, fitIntercept } = options;
  const constraints = constraintsFor(options, storage.cols);
  if (constraints?.isSeparable) {
    const found = `${classCodes.classes.length} classes at once, with an l1Ratio above 0 or bounds`;
    throw new InputError("options.multiClass", `${found}; expected "ovr" with them`);
  }
  const target = {
    classes: classCodes.classes.length,
    codes: Float64Array.from(classCodes.codes),
    weight: rowWeights(classCodes, sampleWeight, options.classWeight),
  };
  return fitObjective<SoftmaxObjective>(
    storage,
    options,
    // A row that another class is likelier for costs its weight times log 2, or more.
    { signal, start, rows, bound: separationBound(target.weight) },
    {
      create: (workspace, turns) =>
        SoftmaxObjective.create(storage, target, workspace, { C, fitIntercept, constraints }, turns),
      begin: (objective, x) => {
        if (initial) objective.start(initial.coef, initial.intercept, x);
      },
      prove: (status) => status === "separable",
      coefficients: (objective, x) => objective.coefficients(x),
    },
  );
}
