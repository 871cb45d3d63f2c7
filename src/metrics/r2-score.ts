import type { RealArray } from "../data/real-array.ts";
import type { Labels } from "../data/target.ts";
import { square } from "../numerics/square.ts";
import { readNumbers } from "./numbers.ts";
import type { MetricOptions } from "./options.ts";
import { weightedMean } from "./weights.ts";

/**
 * The coefficient of determination R², 1 − Σ sᵢ (yᵢ − pᵢ)² / Σ sᵢ (yᵢ − ȳ)²: 1 is the best, 0 what the mean ȳ
 * alone would do, and below 0 there is no end. Where all yᵢ are the same, it is 1 for predictions without error, else
 * 0, as in scikit-learn; of one row it is undefined, NaN.
 *
 * @param yTrue - the numbers the rows have
 * @param yPredicted - the numbers that were predicted for them, as `LinearRegression` answers
 * @throws {@link InputError} for what is no finite number, lengths that differ, no rows, and unknown options
 * @example
 * ```ts
 * r2Score([1, 2, 4], [1, 3, 2]); // -0.071
 * ```
 */
export function r2Score(yTrue: Labels<number>, yPredicted: RealArray, options: MetricOptions = {}): number {
  const { truth, predicted, weights } = readNumbers(yTrue, yPredicted, options);
  if (truth.length < 2) return Number.NaN;
  const mean = weightedMean(weights, (i) => truth[i]);
  const residual = weightedMean(weights, (i) => square(truth[i] - predicted[i]));
  const total = weightedMean(weights, (i) => square(truth[i] - mean));
  if (total === 0) return residual === 0 ? 1 : 0;
  return 1 - residual / total;
}
