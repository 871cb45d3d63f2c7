import { classTotals } from "../data/class-weight.ts";
import { weightOfClasses } from "../data/class-target.ts";
import { log } from "../numerics/log.ts";
import type { FitClasses, FitData } from "./fit-logistic.ts";
import type { FittedCoefficients, ResolvedOptions } from "./logistic-options.ts";

/**
 * What the weights cₖ of classes add to intercepts: the log of the factor by which they change the odds of a class, with
 * the sample weights' totals nₗ of the classes (King & Zeng 2001, section 4.1, prior correction):
 *
 *   of a class against the rest    log cₖ − log (Σₗ cₗ nₗ / Σₗ nₗ), l ≠ k, which of two classes is log (c₁ / c₀)
 *   of a softmax                   log cₖ − mean log cₗ
 */
function interceptShift(
  { classCodes, sampleWeight }: FitData,
  { classWeight, multiClass }: Pick<ResolvedOptions, "classWeight" | "multiClass">,
): Float64Array {
  const weights = weightOfClasses(classCodes, sampleWeight, classWeight);
  const { length } = weights;
  if (length > 2 && multiClass !== "ovr") {
    const mean = weights.reduce((sum, weight) => sum + log(weight), 0) / length;
    return weights.map((weight) => log(weight) - mean);
  }
  const totals = classTotals(classCodes.codes, length, sampleWeight);
  const shifts = weights.map((weight, k) => {
    let [weighted, plain] = [0, 0];
    totals.forEach((total, l) => {
      if (l === k) return;
      weighted += weights[l] * total;
      plain += total;
    });
    return log(weight) - log(weighted / plain);
  });
  return length > 2 ? shifts : shifts.subarray(1);
}

/** The fit with that shift taken back from its intercepts. Those of `initial` count as corrected, too. */
export function corrected(fit: FitClasses): FitClasses {
  return async (data, options, fitOptions, start) => {
    const shift = interceptShift(data, options);
    const { initial } = fitOptions;
    const from = initial && { initial: moved(initial, shift) };
    const found = await fit(data, options, { ...fitOptions, ...from }, start);
    return { ...found, intercept: plus(found.intercept, shift, -1) };
  };
}

function moved({ classes, coef, intercept }: FittedCoefficients, shift: Float64Array): FittedCoefficients {
  return { classes, coef, intercept: plus(intercept, shift, 1) };
}

/** x + factor · y */
function plus(x: Float64Array, y: Float64Array, factor: number): Float64Array {
  return x.map((value, k) => value + factor * y[k]);
}
