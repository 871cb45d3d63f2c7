import { classTotals } from "../data/class-weight.ts";
import { weightOfClasses } from "../data/class-target.ts";
import { log } from "../numerics/log.ts";
import type { FitClasses, FitData } from "./fit-logistic.ts";
import type { Fit } from "./fit-objective.ts";
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
  if (length === 2 || multiClass !== "ovr") return shiftOfAll(weights);
  const totals = classTotals(classCodes.codes, length, sampleWeight);
  return weights.map((weight, k) => {
    let [weighted, plain] = [0, 0];
    totals.forEach((total, l) => {
      if (l === k) return;
      weighted += weights[l] * total;
      plain += total;
    });
    return log(weight) - log(weighted / plain);
  });
}

/** The shift where the classes are modelled all at once, for which their totals don't matter. */
function shiftOfAll(weights: Float64Array): Float64Array {
  const logs = weights.map(log);
  if (logs.length === 2) return Float64Array.of(logs[1] - logs[0]);
  const mean = logs.reduce((sum, value) => sum + value, 0) / logs.length;
  return logs.map((value) => value - mean);
}

/** The fit with that shift taken back from its intercepts. Those of `initial` count as corrected, too. */
export function corrected(fit: FitClasses): FitClasses {
  return (data, options, fitOptions, start) =>
    takenBack(interceptShift(data, options), fitOptions.initial, (initial) =>
      fit(data, options, { ...fitOptions, ...(initial && { initial }) }, start),
    );
}

/** As `corrected`, of classes modelled all at once, from their weights. */
export function correctedByWeights(weights: Float64Array, initial: Initial, fit: FitFrom): Promise<Fit> {
  return takenBack(shiftOfAll(weights), initial, fit);
}

type Initial = FittedCoefficients | undefined;
type FitFrom = (initial: Initial) => Promise<Fit>;

async function takenBack(shift: Float64Array, initial: Initial, fit: FitFrom): Promise<Fit> {
  const found = await fit(initial && moved(initial, shift));
  return { ...found, intercept: plus(found.intercept, shift, -1) };
}

function moved({ classes, coef, intercept }: FittedCoefficients, shift: Float64Array): FittedCoefficients {
  return { classes, coef, intercept: plus(intercept, shift, 1) };
}

/** x + factor · y */
function plus(x: Float64Array, y: Float64Array, factor: number): Float64Array {
  return x.map((value, k) => value + factor * y[k]);
}
