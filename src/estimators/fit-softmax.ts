import { rowWeights } from "../data/class-target.ts";
import type { Offset } from "../data/offset.ts";
import { InputError } from "../errors.ts";
import { SoftmaxObjective } from "../objectives/softmax.ts";
import { constraintsFor } from "./coefficient-options.ts";
import type { FitData } from "./fit-logistic.ts";
import { type Fit, fitObjective } from "./fit-objective.ts";
import type { FitOptions, ResolvedOptions } from "./logistic-options.ts";
import { separationBound } from "./separation.ts";

/** More than two classes, all at once. */
export function fitSoftmax(
  { storage, classCodes, sampleWeight, offset }: FitData,
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
    offset: offset?.values,
  };
  return fitObjective<SoftmaxObjective>(
    storage,
    options,
    { signal, start, bound: separationBound(target.weight, offset && ownMargins(classCodes.codes, offset)) },
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

/** How far the offset alone puts each row's class before the best of the others. */
function ownMargins(codes: Int32Array, { values, width }: Offset): Float64Array {
  return Float64Array.from(codes, (own, i) => {
    let most = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < width; k++) if (k !== own) most = Math.max(most, values[i * width + k]);
    return values[i * width + own] - most;
  });
}
