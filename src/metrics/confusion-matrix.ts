import type { Label } from "../data/label.ts";
import type { Labels } from "../data/target.ts";
import { checkOptions } from "../options.ts";
import { codesIn, readClasses } from "./classes.ts";
import { readPair } from "./labels.ts";
import { CLASS_OPTIONS, type ClassOptions } from "./options.ts";
import { readWeights } from "./weights.ts";

/** How often, or with how much weight, each class was taken for each. */
export interface ConfusionMatrix<L extends Label = Label> {
  /** What the rows and the columns stand for. */
  readonly classes: L[];
  /** `counts[i][j]`: the rows of class i that were predicted to be of class j, each with its weight. */
  readonly counts: number[][];
}

/**
 * The confusion matrix: a row for each true class, a column for each predicted class.
 *
 * @param yTrue - the classes the rows have, of one type of label
 * @param yPredicted - the classes that were predicted for them, as `predict` answers
 * @param options - rows and columns follow `options.classes`
 * @throws {@link InputError} for labels of mixed types or outside `options.classes`, lengths that differ, no
 *   rows, and unknown options
 * @example
 * ```ts
 * confusionMatrix(["ham", "spam", "spam"], ["ham", "ham", "spam"]);
 * // { classes: ["ham", "spam"], counts: [[1, 0], [1, 1]] }
 * ```
 */
export function confusionMatrix<L extends Label>(
  yTrue: Labels<L>,
  yPredicted: Labels<L>,
  options: ClassOptions = {},
): ConfusionMatrix<L> {
  checkOptions("options", options, CLASS_OPTIONS);
  const { truth, predicted } = readPair(yTrue, yPredicted);
  const classes = readClasses(options.classes, truth, predicted);
  const trueCodes = codesIn(classes, "yTrue", truth);
  const predictedCodes = codesIn(classes, "yPredicted", predicted);
  const counts = classes.map(() => classes.map(() => 0));
  readWeights(options.sampleWeight, truth).forEach((weight, i) => {
    counts[trueCodes[i]][predictedCodes[i]] += weight;
  });
  return { classes: [...classes] as L[], counts };
}
