import type { Label } from "../data/label.ts";
import type { Labels } from "../data/target.ts";
import { square } from "../numerics/square.ts";
import { checkOptions } from "../options.ts";
import { type Probabilities, readForecast } from "./forecast.ts";
import { readLabels } from "./labels.ts";
import { POSITIVE_OPTIONS, type PositiveOptions } from "./options.ts";
import { readWeights, weightedMean } from "./weights.ts";

/**
 * The Brier score, a weighted mean of squared errors of probabilities (Brier 1950, Verification of forecasts
 * expressed in terms of probability). For two classes it is the mean of (pᵢ − yᵢ)², with yᵢ = 1 for the
 * positive class and 0 for the other: from 0, the best, to 1. For more it is the mean of
 * Σₖ (pᵢₖ − yᵢₖ)² over all classes k: from 0 to 2. scikit-learn does the same.
 *
 * @param yTrue - the classes the rows have, of one type of label
 * @param probabilities - `{ data, rows, cols }` with a column for each class, as `predictProba` answers, or a
 *   vector with the probability of the positive class of two
 * @param options - the columns follow `options.classes`; `options.positive` says whose probability a vector
 *   holds
 * @throws {@link InputError} for labels of mixed types or outside `options.classes`, lengths that differ,
 *   probabilities outside [0, 1], rows that don't add up to 1, and unknown options
 * @example
 * ```ts
 * brierScore([0, 1, 1, 0], [0.1, 0.9, 0.8, 0.3]); // 0.0375
 * ```
 */
export function brierScore<L extends Label>(
  yTrue: Labels<L>,
  probabilities: Probabilities,
  options: PositiveOptions = {},
): number {
  checkOptions("options", options, POSITIVE_OPTIONS);
  const truth = readLabels("yTrue", yTrue);
  const { classes, codes, probabilities: p } = readForecast(truth, probabilities, options);
  const weights = readWeights(options.sampleWeight, truth);
  // Of two classes both have the same error, which counts once.
  const scale = classes === 2 ? 1 / 2 : 1;
  return weightedMean(weights, (i) => {
    let sum = 0;
    for (let k = 0; k < classes; k++) sum += square(p[i * classes + k] - (codes[i] === k ? 1 : 0));
    return scale * sum;
  });
}
