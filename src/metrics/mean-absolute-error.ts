import type { RealArray } from "../data/real-array.ts";
import type { Labels } from "../data/target.ts";
import { readNumbers } from "./numbers.ts";
import type { MetricOptions } from "./options.ts";
import { weightedMean } from "./weights.ts";

/**
 * The weighted mean of errors regardless of their sign: from 0, the best, in y's unit.
 *
 * @param yTrue - the numbers the rows have
 * @param yPredicted - the numbers that were predicted for them, as `LinearRegression` answers
 * @throws {@link InputError} for what is no finite number, lengths that differ, no rows, and unknown options
 * @example
 * ```ts
 * meanAbsoluteError([1, 2, 4], [1, 3, 2]); // 1
 * ```
 */
export function meanAbsoluteError(
  yTrue: Labels<number>,
  yPredicted: RealArray,
  options: MetricOptions = {},
): number {
  const { truth, predicted, weights } = readNumbers(yTrue, yPredicted, options);
  return weightedMean(weights, (i) => Math.abs(truth[i] - predicted[i]));
}
