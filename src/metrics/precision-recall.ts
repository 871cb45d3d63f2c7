import type { Label } from "../data/label.ts";
import type { Labels } from "../data/target.ts";
import { checkOptions, oneOf } from "../options.ts";
import { codesIn, readClasses, readPositive, refusePositive } from "./classes.ts";
import { readPair } from "./labels.ts";
import { AVERAGE_OPTIONS, type AverageOptions } from "./options.ts";
import { readWeights, weightedMean } from "./weights.ts";

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
 * With `average`, they are those of all classes instead: the mean of each, or, with `"micro"`, from the counts of all.
 *
 * All lie between 0 and 1, the best. Where one is 0 / 0, it is 0, as in scikit-learn: precision if nothing
 * was predicted positive, recall if nothing is positive, F1 if neither.
 *
 * @param yTrue - the classes the rows have, of one type of label
 * @param yPredicted - the classes that were predicted for them, as `predict` answers
 * @param options - `options.positive` is needed unless there are two classes; with more, it is held against
 *   all others. With `options.average` there is none
 * @throws {@link InputError} for labels of mixed types or outside `options.classes`, a positive class that is
 *   missing or unknown, lengths that differ, no rows, and unknown options
 * @example
 * ```ts
 * precisionRecallF1(["ham", "spam", "spam"], ["ham", "ham", "spam"]); // { precision: 1, recall: 0.5, f1: 0.667 }
 * precisionRecallF1(["a", "b", "c"], ["a", "c", "c"], { average: "macro" }).recall; // 0.667
 * ```
 */
export function precisionRecallF1<L extends Label>(
  yTrue: Labels<L>,
  yPredicted: Labels<L>,
  options: AverageOptions = {},
): PrecisionRecallF1 {
  checkOptions("options", options, AVERAGE_OPTIONS);
  const { average = "binary" } = options;
  oneOf("options.average", average, ["binary", "macro", "weighted", "micro"]);
  const { truth, predicted } = readPair(yTrue, yPredicted);
  const classes = readClasses(options.classes, truth, predicted);
  if (average !== "binary") refusePositive(options.positive, "with an average");
  const positive =
    average === "binary" ? classes.indexOf(readPositive(options.positive, classes, ", or an average")) : -1;
  const trueCodes = codesIn(classes, "yTrue", truth);
  const predictedCodes = codesIn(classes, "yPredicted", predicted);
  const counts = classes.map(noCounts);
  readWeights(options.sampleWeight, truth).forEach((weight, i) => {
    const [is, said] = [trueCodes[i], predictedCodes[i]];
    if (is === said) counts[is].truePositive += weight;
    else {
      counts[said].falsePositive += weight;
      counts[is].falseNegative += weight;
    }
  });
  if (average === "binary") return sharesOf(counts[positive] ?? noCounts()); // the positive class may not occur
  if (average === "micro") return sharesOf(counts.reduce(sumOf));
  const support = counts.map(({ truePositive, falseNegative }) =>
    average === "macro" ? 1 : truePositive + falseNegative,
  );
  const shares = counts.map(sharesOf);
  const mean = (name: keyof PrecisionRecallF1) =>
    weightedMean(Float64Array.from(support), (k) => shares[k][name]);
  return { precision: mean("precision"), recall: mean("recall"), f1: mean("f1") };
}

/** Weights of rows, of one class against the others. */
interface Counts {
  truePositive: number;
  falsePositive: number;
  falseNegative: number;
}

function noCounts(): Counts {
  return { truePositive: 0, falsePositive: 0, falseNegative: 0 };
}

function sharesOf({ truePositive, falsePositive, falseNegative }: Counts): PrecisionRecallF1 {
  return {
    precision: share(truePositive, falsePositive),
    recall: share(truePositive, falseNegative),
    f1: share(2 * truePositive, falsePositive + falseNegative),
  };
}

function sumOf(a: Counts, b: Counts): Counts {
  return {
    truePositive: a.truePositive + b.truePositive,
    falsePositive: a.falsePositive + b.falsePositive,
    falseNegative: a.falseNegative + b.falseNegative,
  };
}

/** The precision of {@link precisionRecallF1} alone: TP / (TP + FP), or 0 if nothing was predicted positive. */
export function precision<L extends Label>(
  yTrue: Labels<L>,
  yPredicted: Labels<L>,
  options: AverageOptions = {},
): number {
  return precisionRecallF1(yTrue, yPredicted, options).precision;
}

/** The recall of {@link precisionRecallF1} alone: TP / (TP + FN), or 0 if nothing is positive. */
export function recall<L extends Label>(
  yTrue: Labels<L>,
  yPredicted: Labels<L>,
  options: AverageOptions = {},
): number {
  return precisionRecallF1(yTrue, yPredicted, options).recall;
}

/** The F1 of {@link precisionRecallF1} alone: 2 TP / (2 TP + FP + FN), or 0 if nothing is positive or said to be. */
export function f1<L extends Label>(
  yTrue: Labels<L>,
  yPredicted: Labels<L>,
  options: AverageOptions = {},
): number {
  return precisionRecallF1(yTrue, yPredicted, options).f1;
}

function share(part: number, rest: number): number {
  return part === 0 ? 0 : part / (part + rest);
}
