import type { Label } from "../data/label.ts";
import type { RealArray } from "../data/real-array.ts";
import type { Matrix } from "../data/rows.ts";
import type { Labels } from "../data/target.ts";
import { InputError } from "../errors.ts";
import { checkOptions, wholeNumber } from "../options.ts";
import { readScores } from "./forecast.ts";
import { readLabels } from "./labels.ts";
import { CLASS_OPTIONS, type TopKOptions } from "./options.ts";
import { readWeights, weightedMean } from "./weights.ts";

/**
 * The share of the rows, by weight, whose class is among the k with the highest scores: from 0 to 1, the best. Of classes
 * with the same score the last comes first, as in scikit-learn.
 *
 * @param yTrue - the classes the rows have, of one type of label
 * @param scores - `{ data, rows, cols }` with a column for each class, as `predictProba` answers, or an array of such rows
 * @param options - the columns follow `options.classes`
 * @throws {@link InputError} for labels of mixed types or outside `options.classes`, lengths that differ, NaN, a k beyond
 *   the number of classes, no rows, and unknown options
 * @example
 * ```ts
 * topKAccuracy(y, model.predictProba(X), { k: 3, classes: model.classes });
 * ```
 */
export function topKAccuracy<L extends Label>(
  yTrue: Labels<L>,
  scores: Matrix<Float64Array | Float32Array> | readonly RealArray[],
  options: TopKOptions = {},
): number {
  checkOptions("options", options, [...CLASS_OPTIONS, "k" satisfies keyof TopKOptions]);
  const { k = 2 } = options;
  wholeNumber("options.k", k, 1);
  const truth = readLabels("yTrue", yTrue);
  const { classes, values, codes } = readScores(truth, scores, options);
  if (k > classes.length) {
    throw new InputError("options.k", `${k}; expected at most ${classes.length}, the number of classes`);
  }
  return weightedMean(readWeights(options.sampleWeight, truth), (i) => {
    const row = values.subarray(i * classes.length, (i + 1) * classes.length);
    const own = row[codes[i]];
    const before = row.reduce((n, score, j) => n + Number(score > own || (score === own && j > codes[i])), 0);
    return Number(before < k);
  });
}
