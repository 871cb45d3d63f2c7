import type { Label } from "../data/label.ts";
import type { Labels } from "../data/target.ts";
import { checkOptions } from "../options.ts";
import { readPair } from "./labels.ts";
import { METRIC_OPTIONS, type MetricOptions } from "./options.ts";
import { readWeights, weightedMean } from "./weights.ts";

/**
 * The share of the rows, by weight, whose class was predicted: from 0 to 1, the best.
 *
 * @param yTrue - the classes the rows have, of one type of label
 * @param yPredicted - the classes that were predicted for them, as `predict` answers
 * @throws {@link InputError} for labels of mixed types, lengths that differ, no rows, and unknown options
 * @example
 * ```ts
 * accuracy(["ham", "spam", "spam"], ["ham", "ham", "spam"]); // 0.667
 * ```
 */
export function accuracy<L extends Label>(
  yTrue: Labels<L>,
  yPredicted: Labels<L>,
  options: MetricOptions = {},
): number {
  checkOptions("options", options, METRIC_OPTIONS);
  const { truth, predicted } = readPair(yTrue, yPredicted);
  const weights = readWeights(options.sampleWeight, truth);
  return weightedMean(weights, (i) => (truth.values[i] === predicted.values[i] ? 1 : 0));
}
