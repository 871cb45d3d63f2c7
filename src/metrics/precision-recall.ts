import type { Label } from "../data/label.ts";
import type { Labels } from "../data/target.ts";
import { checkOptions } from "../options.ts";
import { codesIn, readClasses, readPositive } from "./classes.ts";
import { readPair } from "./labels.ts";
import { POSITIVE_OPTIONS, type PositiveOptions } from "./options.ts";
import { readWeights } from "./weights.ts";

/** What {@link precisionRecallF1} answers. */
export interface PrecisionRecallF1 {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/**
 * Precision, recall and F1 of the positive class (van Rijsbergen 1979, Information Retrieval), with TP, FP and
 * FN the weights of the true positives, false positives and false negatives:
 *
 * - precision = TP / (TP + FP), the share of what was predicted positive that is;
 * - recall = TP / (TP + FN), the share of what is positive that was predicted so;
 * - F1 = 2 TP / (2 TP + FP + FN), their harmonic mean.
 *
 * All lie between 0 and 1, the best. Where one is 0 / 0, it is 0, as in scikit-learn: precision if nothing
 * was predicted positive, recall if nothing is positive, F1 if neither.
 *
 * @param yTrue - the classes the rows have, of one type of label
 * @param yPredicted - the classes that were predicted for them, as `predict` answers
 * @param options - `options.positive` is needed unless there are two classes; with more, it is held against
 *   all others
 * @throws {@link InputError} for labels of mixed types or outside `options.classes`, a positive class that is
 *   missing or unknown, lengths that differ, no rows, and unknown options
 * @example
 * ```ts
 * precisionRecallF1(["ham", "spam", "spam"], ["ham", "ham", "spam"]); // { precision: 1, recall: 0.5, f1: 0.667 }
 * ```
 */
export function precisionRecallF1<L extends Label>(
  yTrue: Labels<L>,
  yPredicted: Labels<L>,
  options: PositiveOptions = {},
): PrecisionRecallF1 {
  checkOptions("options", options, POSITIVE_OPTIONS);
  const { truth, predicted } = readPair(yTrue, yPredicted);
  const classes = readClasses(options.classes, truth, predicted);
  const positive = classes.indexOf(readPositive(options.positive, classes));
  const trueCodes = codesIn(classes, "yTrue", truth);
  const predictedCodes = codesIn(classes, "yPredicted", predicted);
  let truePositive = 0;
  let falsePositive = 0;
  let falseNegative = 0;
  readWeights(options.sampleWeight, truth).forEach((weight, i) => {
    const isPositive = trueCodes[i] === positive;
    const saidPositive = predictedCodes[i] === positive;
    if (isPositive && saidPositive) truePositive += weight;
    else if (saidPositive) falsePositive += weight;
    else if (isPositive) falseNegative += weight;
  });
  return {
    precision: share(truePositive, falsePositive),
    recall: share(truePositive, falseNegative),
    f1: share(2 * truePositive, falsePositive + falseNegative),
  };
}

/** The precision of {@link precisionRecallF1} alone: TP / (TP + FP), or 0 if nothing was predicted positive. */
export function precision<L extends Label>(
  yTrue: Labels<L>,
  yPredicted: Labels<L>,
  options: PositiveOptions = {},
): number {
  return precisionRecallF1(yTrue, yPredicted, options).precision;
}

/** The recall of {@link precisionRecallF1} alone: TP / (TP + FN), or 0 if nothing is positive. */
export function recall<L extends Label>(
  yTrue: Labels<L>,
  yPredicted: Labels<L>,
  options: PositiveOptions = {},
): number {
  return precisionRecallF1(yTrue, yPredicted, options).recall;
}

/** The F1 of {@link precisionRecallF1} alone: 2 TP / (2 TP + FP + FN), or 0 if nothing is positive or said to be. */
export function f1<L extends Label>(
  yTrue: Labels<L>,
  yPredicted: Labels<L>,
  options: PositiveOptions = {},
): number {
  return precisionRecallF1(yTrue, yPredicted, options).f1;
}

function share(part: number, rest: number): number {
  return part === 0 ? 0 : part / (part + rest);
}
