/** What predictions make of scores: the estimator and logit-wasm/predict do it alike. */
import { InputError } from "../errors.ts";
import { sigmoid, sigmoidPairs } from "../numerics/exp.ts";
import { largestOfRows, sigmoidRows, softmaxRows } from "../numerics/softmax.ts";
import { checkOptions, describe } from "../options.ts";
import type { MultiClass } from "./model-entries.ts";
import type { RealArray } from "./real-array.ts";
import type { Matrix } from "./rows.ts";
import type { ClassModel } from "./score-classes.ts";
import { scoreOne } from "./score-rows.ts";

/** Options of `predict`. */
export interface PredictOptions {
  /** P(second class) from which on the second class is predicted, in [0, 1]; for two classes only. Default 0.5. */
  threshold?: number;
}

/** A model of classes, and how it makes probabilities of scores. */
export interface FittedClasses extends ClassModel {
  readonly multiClass: MultiClass;
}

/** P(second class) of one row. Nothing is allocated. */
export function probabilityOf({ coef, intercept }: ClassModel, row: RealArray, offset: number): number {
  if (coef.length > 1) refuseScore(coef);
  return sigmoid(scoreOne(row, coef[0]!, intercept[0]!) + offset);
}

function refuseScore({ length }: ClassModel["coef"]): never {
  refuseMany("probability", "probabilities(row)", length);
}

function refuseMany(method: string, instead: string, classes: number): never {
  throw new InputError(method, `a model of ${classes} classes; expected two classes, or ${instead}`);
}

/** The scores of one row: one of two classes, else one of each class. */
export function scoresOfRow({ coef, intercept }: ClassModel, row: RealArray): Float64Array {
  return Float64Array.from(coef, (w, k) => scoreOne(row, w, intercept[k]!));
}

/**
 * Probabilities, K a row, from the scores of rows, which may be used up.
 *
 * @param pairs - what makes those of two classes, or a twin of it
 */
export function toProbabilities(
  { coef, multiClass }: FittedClasses,
  scores: Float64Array,
  pairs: typeof sigmoidPairs = sigmoidPairs,
): Float64Array {
  const { length } = coef;
  if (length === 1) return pairs(scores);
  (multiClass === "ovr" ? sigmoidRows : softmaxRows)(scores, length);
  return scores;
}

export function probabilityMatrix(
  model: FittedClasses,
  scores: Float64Array,
  pairs?: typeof sigmoidPairs,
): Matrix {
  const cols = model.classes.length;
  const data = toProbabilities(model, scores, pairs);
  return { data, rows: data.length / cols, cols };
}

/** Scores of two classes as they are, else as a matrix. */
export function asScores({ coef: { length } }: ClassModel, scores: Float64Array): Float64Array | Matrix {
  return length === 1 ? scores : { data: scores, rows: scores.length / length, cols: length };
}

/** The numbers of the classes of rows, from their scores. */
export function predictCodes(
  { coef: { length } }: ClassModel,
  options: PredictOptions,
  scores: () => Float64Array,
): number[] {
  checkOptions("options", options, ["threshold"]);
  const { threshold = 0.5 } = options;
  if (typeof threshold !== "number" || !(threshold >= 0 && threshold <= 1)) {
    throw new InputError("options.threshold", `${describe(threshold)}; expected a number in [0, 1]`);
  }
  if (length === 1) return Array.from(scores(), (z) => Number(sigmoid(z) >= threshold));
  if (options.threshold !== undefined) refuseMany("options.threshold", "none", length);
  return largestOfRows(scores(), length);
}
