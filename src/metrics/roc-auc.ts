import type { Label } from "../data/label.ts";
import type { RealArray } from "../data/real-array.ts";
import type { Labels, Target } from "../data/target.ts";
import { InputError } from "../errors.ts";
import { checkOptions, describe, oneOf } from "../options.ts";
import { codesIn, readClasses, readPositive, refusePositive } from "./classes.ts";
import { isMatrix, type Probabilities, readScores } from "./forecast.ts";
import { readLabels } from "./labels.ts";
import { AVERAGE_OPTIONS, type AucOptions } from "./options.ts";
import { readVector } from "./vector.ts";
import { readWeights, weightedMean } from "./weights.ts";

/**
 * The area under the receiver operating characteristic curve: how probable it is that a random row of the
 * positive class has a higher score than one of the others, ties counting half (Hanley & McNeil 1982, The
 * meaning and use of the area under a ROC curve). 1 is perfect order, 0.5 is chance. It is the statistic of
 * Mann and Whitney over its greatest value; with weights, pairs count the product of theirs.
 *
 * @param yTrue - the classes the rows have, of one type of label
 * Of more than two classes it is the average of the areas of each against the rest (Provost & Domingos 2003, Tree induction
 * for probability-based ranking).
 *
 * @param scores - a number for each row, higher for the positive class: what `decisionFunction` answers, or
 *   probabilities of the positive class; or `{ data, rows, cols }` with a column for each class. ±Infinity is allowed,
 *   NaN is not
 * @param options - `options.positive` is needed unless there are two classes; with more, it is held against
 *   all others. The columns follow `options.classes`
 * @throws {@link InputError} if the area is undefined, because there are (by weight) only positive rows or
 *   none; for labels of mixed types or outside `options.classes`, a positive class that is missing or
 *   unknown, lengths that differ, NaN, no rows, and unknown options
 * @example
 * ```ts
 * rocAuc([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]); // 0.75
 * rocAuc(y, model.predictProba(X), { classes: model.classes, average: "weighted" });
 * ```
 */
export function rocAuc<L extends Label>(
  yTrue: Labels<L>,
  scores: Probabilities,
  options: AucOptions = {},
): number {
  checkOptions("options", options, AVERAGE_OPTIONS);
  const truth = readLabels("yTrue", yTrue);
  const weights = readWeights(options.sampleWeight, truth);
  if (isMatrix(scores)) return averageArea(truth, scores, weights, options);
  if (options.average !== undefined) {
    const found = `${describe(options.average)} with one score for each row`;
    throw new InputError("options.average", `${found}; expected none, or a column of scores for each class`);
  }
  const values = readVector("scores", scores, truth, (score) => !Number.isNaN(score), "a number");
  const classes = readClasses(options.classes, truth);
  const positive = readPositive(options.positive, classes, ", or scores with a column for each class");
  const isPositive = codesIn(classes, "yTrue", truth).map((code) => (classes[code] === positive ? 1 : 0));
  return areaOf(positive, comparePairs(values, isPositive, weights), options);
}

/** Each class against the rest. */
function averageArea(truth: Target, matrix: unknown, weights: Float64Array, options: AucOptions): number {
  const { average = "macro" } = options;
  oneOf("options.average", average, ["macro", "weighted"]);
  refusePositive(options.positive, "with a column of scores for each class");
  const { classes, values, codes } = readScores(truth, matrix, options);
  const pairs = classes.map((_, k) => {
    const column = Float64Array.from(codes, (__, i) => values[i * classes.length + k]);
    return comparePairs(column, codes.map((code) => (code === k ? 1 : 0)), weights); // prettier-ignore
  });
  const share = pairs.map(({ positives }) => (average === "macro" ? 1 : positives));
  return weightedMean(Float64Array.from(share), (k) => areaOf(classes[k], pairs[k], options));
}

function areaOf(positive: Label, { positives, negatives, won }: Pairs, options: AucOptions): number {
  if (positives === 0 || negatives === 0) {
    const weighted = options.sampleWeight === undefined ? "" : " of a weight above 0";
    const found = positives === 0 ? "no rows" : "only rows";
    throw new InputError(
      "yTrue",
      `${found} of class ${describe(positive)}${weighted}; expected rows of both kinds`,
    );
  }
  return won / (positives * negatives);
}

/** The weights of both kinds of rows, and of the pairs in which the positive row has the higher score. */
interface Pairs {
  readonly positives: number;
  readonly negatives: number;
  readonly won: number;
}

function comparePairs(scores: RealArray, isPositive: Int32Array, weights: Float64Array): Pairs {
  const order = Uint32Array.from(weights.keys()).toSorted((a, b) => scores[a] - scores[b]);
  let positives = 0;
  let negatives = 0;
  let won = 0;
  for (let next = 0; next < order.length;) {
    const score = scores[order[next]];
    let tiedPositives = 0;
    let tiedNegatives = 0;
    for (; next < order.length && scores[order[next]] === score; next++) {
      const row = order[next];
      if (isPositive[row]) tiedPositives += weights[row];
      else tiedNegatives += weights[row];
    }
    won += tiedPositives * (negatives + tiedNegatives / 2);
    positives += tiedPositives;
    negatives += tiedNegatives;
  }
  return { positives, negatives, won };
}
