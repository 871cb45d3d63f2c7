import type { Dataset } from "../data/dataset.ts";
import type { Label } from "../data/label.ts";
import type { Matrix, RowsInput } from "../data/rows.ts";
import type { Labels } from "../data/target.ts";
import { InputError } from "../errors.ts";
import { describe, isPlainObject, suggestion } from "../options.ts";

/** Scores by name: the higher, the better, so that losses are negated. */
export const SCORING_NAMES = [
  "accuracy",
  "negLogLoss",
  "negBrierScore",
  "rocAuc",
  "rocAucOvr",
  "rocAucOvrWeighted",
  "topKAccuracy",
  "precision",
  "precisionMacro",
  "precisionMicro",
  "precisionWeighted",
  "recall",
  "recallMacro",
  "recallMicro",
  "recallWeighted",
  "f1",
  "f1Macro",
  "f1Micro",
  "f1Weighted",
  "r2",
  "negMeanSquaredError",
  "negRootMeanSquaredError",
  "negMeanAbsoluteError",
] as const;

/** The name of a score: scikit-learn's, in camel case. */
export type ScoringName = (typeof SCORING_NAMES)[number];

/** What scores may ask a model for. */
export interface ScoredModel {
  /** Of classifiers. */
  readonly classes?: readonly Label[];
  predict(X: RowsInput | Dataset): ArrayLike<Label>;
  predictProba?(X: RowsInput | Dataset): Matrix;
  decisionFunction?(X: RowsInput | Dataset): Float64Array | Matrix;
}

/**
 * How good a model is on rows that it was not fitted to: the higher, the better.
 *
 * @param sampleWeight - undefined where rows have no weights
 */
export type Scorer<M = ScoredModel> = (
  model: M,
  X: RowsInput | Dataset,
  y: Labels,
  sampleWeight: Float64Array | undefined,
) => number;

/** A score by name, or a function of one's own. */
export type Scoring<M = ScoredModel> = ScoringName | Scorer<M>;

/** @throws {@link InputError} for what is neither the name of a score nor a function */
export function checkScoring(argument: string, scoring: unknown): void {
  if (typeof scoring === "function" || SCORING_NAMES.includes(scoring as ScoringName)) return;
  const name = typeof scoring === "string" ? scoring.replaceAll("_", "") : ""; // scikit-learn's names have some
  const expected = suggestion(name, SCORING_NAMES);
  const others = expected.endsWith("?") ? "" : ", or a function";
  throw new InputError(argument, `${describe(scoring)}; expected ${expected}${others}`);
}

/** One score or several, by name: a function alone is called `"score"`. */
export function readScorings(argument: string, scoring: unknown): Map<string, Scoring> {
  const entries: [string, unknown][] = Array.isArray(scoring)
    ? scoring.map((name: unknown) => [String(name), name])
    : isPlainObject(scoring)
      ? Object.entries(scoring)
      : [[typeof scoring === "string" ? scoring : "score", scoring]];
  if (entries.length === 0) throw new InputError(argument, "none; expected at least one");
  for (const [name, one] of entries) {
    checkScoring(entries.length > 1 ? `${argument}.${name}` : argument, one);
  }
  return new Map(entries as [string, Scoring][]);
}
