import type { RealArray } from "../data/real-array.ts";
import type { Labels } from "../data/target.ts";
import { square } from "../numerics/square.ts";
import { readNumbers } from "./numbers.ts";
import type { MetricOptions } from "./options.ts";
import { weightedMean } from "./weights.ts";

/**
 * The root of the weighted mean of squared errors: from 0, the best, in y's unit.
 *
 * @param yTrue - the numbers the rows have
 * @param yPredicted - the numbers that were predicted for them, as `LinearRegression` answers
 * @throws {@link InputError} for what is no finite number, lengths that differ, no rows, and unknown options
 * @example
 * ```ts
 * rootMeanSquaredError([1, 2, 4], [1, 3, 2]); // 1.291
 * ```
 */
export function rootMeanSquaredError(
  yTrue: Labels<number>,
  yPredicted: RealArray,
  options: MetricOptions = {},
): number {
  const { truth, predicted, weights } = readNumbers(yTrue, yPredicted, options);
  return Math.sqrt(weightedMean(weights, (i) => square(truth[i] - predicted[i])));
}
