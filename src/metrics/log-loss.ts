import type { Label } from "../data/label.ts";
import type { Labels } from "../data/target.ts";
import { log } from "../numerics/log.ts";
import { checkOptions } from "../options.ts";
import { type Probabilities, readForecast } from "./forecast.ts";
import { readLabels } from "./labels.ts";
import { POSITIVE_OPTIONS, type PositiveOptions } from "./options.ts";
import { readWeights, weightedMean } from "./weights.ts";

/**
 * The logarithmic loss, also called cross-entropy: the weighted mean of −log pᵢ, where pᵢ is the probability
 * that was given to the class that row i has. From 0, the best, upwards (Good 1952, Rational decisions).
 *
 * Probabilities are clipped to [ε, 1 − ε], ε = 2⁻⁵², as scikit-learn does: a row that was certain and wrong
 * costs 36.04, not ∞.
 *
 * @param yTrue - the classes the rows have, of one type of label
 * @param probabilities - `{ data, rows, cols }` with a column for each class, as `predictProba` answers, or an array of
 *   such rows, or a vector with the probability of the positive class of two
 * @param options - the columns follow `options.classes`; `options.positive` says whose probability a vector
 *   holds
 * @throws {@link InputError} for labels of mixed types or outside `options.classes`, lengths that differ,
 *   probabilities outside [0, 1], rows that don't add up to 1, and unknown options
 * @example
 * ```ts
 * logLoss(["ham", "spam", "spam"], [0.1, 0.8, 0.6]); // 0.28
 * logLoss(y, model.predictProba(X), { classes: model.classes });
 * ```
 */
export function logLoss<L extends Label>(
  yTrue: Labels<L>,
  probabilities: Probabilities,
  options: PositiveOptions = {},
): number {
  checkOptions("options", options, POSITIVE_OPTIONS);
  const truth = readLabels("yTrue", yTrue);
  const forecast = readForecast(truth, probabilities, options);
  const weights = readWeights(options.sampleWeight, truth);
  return weightedMean(weights, (i) => {
    const p = forecast.probabilities[i * forecast.classes + forecast.codes[i]];
    return -log(Math.min(Math.max(p, Number.EPSILON), 1 - Number.EPSILON));
  });
}
