import { Dataset } from "../data/dataset.ts";
import { labelsAndOptions } from "../data/labels-and-options.ts";
import { type OffsetInput, readOffset } from "../data/offset.ts";
import type { RealArray } from "../data/real-array.ts";
import type { RowsInput } from "../data/rows.ts";
import { readSampleWeight } from "../data/sample-weight.ts";
import type { Labels } from "../data/target.ts";
import { InputError } from "../errors.ts";
import { offsetTwice } from "../estimators/offset-options.ts";
import { boolean, checkOptions, describe, optionalFunction } from "../options.ts";
import type { StorageOptions } from "../data/store.ts";
import type { CheckedFold } from "./fold.ts";
import { checkClasses, checkCv, type CrossValidationFolds, foldsOf, labelsOf } from "./folds-of.ts";
import { readScorings, type ScoredModel, type Scorer, type Scoring } from "./scoring.ts";
import { labelsFor } from "./splitting.ts";

/** What can be cross-validated: `LogisticRegression`, `LogisticRegressionCV`, `LinearRegression`, and what is like them. */
export interface Estimator extends ScoredModel {
  /** An unfitted one with the same options. */
  clone(): Estimator;
  /** Fits to rows that hold their labels, and weights and offsets where they have any. */
  fit(dataset: Dataset, options?: { signal?: AbortSignal }): Promise<unknown>;
  /** @internal Where and how it stores rows that are not in a Dataset yet. */
  readonly storageOptions?: Pick<StorageOptions, "dtype" | "runtime">;
}

/** Options of {@link crossValidate}. */
export interface CrossValidateOptions<M = Estimator> {
  /**
   * How many folds, which hold the classes alike where the estimator is a classifier; or a splitter; or the folds
   * themselves. Default 5.
   */
  cv?: CrossValidationFolds;
  /** For a number of folds: rows come to them at random, as this whole number decides. Default: in their order. */
  seed?: number;
  /**
   * One score by name or as a function, or several: an array of names, or an object of either. Default `"accuracy"` of
   * classifiers, else `"r2"`.
   */
  scoring?: Scoring<M> | readonly Scoring[] | Readonly<Record<string, Scoring<M>>>;
  /** The group of each row, for a splitter that keeps groups together. */
  groups?: Labels;
  /** One weight for each row, for fits and scores. Default: those of the Dataset, or 1 each. */
  sampleWeight?: RealArray;
  /** What is added to the score of each row, in fits and scores. Default: that of the Dataset, or nothing. */
  offset?: OffsetInput;
  /** Whether models are scored on the rows that they were fitted to as well. Default false. */
  returnTrainScore?: boolean;
  /** Whether the fitted models are returned. Default false. */
  returnEstimator?: boolean;
  /** Called after each fold. */
  onFold?: (progress: FoldProgress) => void;
  /** Ends the fit that runs and rejects with the signal's reason. */
  signal?: AbortSignal;
}

/** What is known after a fold. */
export interface FoldProgress {
  /** From 0 on. */
  readonly fold: number;
  /** How many there are. */
  readonly folds: number;
  /** By the names of the scores. */
  readonly testScores: Readonly<Record<string, number>>;
}

/** What {@link crossValidate} answers: entry k of everything belongs to fold number k. */
export interface CrossValidation<M = Estimator> {
  /** The first score on the rows that the model was not fitted to. */
  readonly testScore: Float64Array;
  /** All scores, by name; a function alone is called `"score"`. */
  readonly testScores: Readonly<Record<string, Float64Array>>;
  /** The same on the rows of the fit, where they were asked for. */
  readonly trainScore?: Float64Array;
  readonly trainScores?: Readonly<Record<string, Float64Array>>;
  /** In seconds. */
  readonly fitTime: Float64Array;
  readonly scoreTime: Float64Array;
  readonly folds: readonly CheckedFold[];
  /** The fitted models, where they were asked for. */
  readonly estimators?: readonly M[];
}

const OPTIONS = [
  "cv",
  "seed",
  "scoring",
  "groups",
  "sampleWeight",
  "offset",
  "returnTrainScore",
  "returnEstimator",
  "onFold",
  "signal",
];

/**
 * Fits clones of an estimator to all folds but one, in turn, and scores each on the one that it did not see. It is the loop
 * that one would write by hand: the folds are subsets of one data set, which share its memory, and all that a fit knows of
 * its rows, weights of classes and units of columns included, comes from the rows of its training part.
 *
 * ```ts
 * const { testScore } = await crossValidate(new LogisticRegression({ C: 0.1 }), X, y, { cv: 5 });
 * ```
 *
 * @param X - n × d rows in any form that `Dataset.from` takes, or a Dataset, which may hold y, weights and an offset
 *   already
 * @param y - n labels, or numbers
 * @throws {@link InputError} for rows, labels, folds or options that can't be used
 * @throws {@link MemoryError} if there isn't room
 */
export function crossValidate<M extends Estimator>(
  estimator: M,
  X: RowsInput | Dataset,
  y?: Labels,
  options?: CrossValidateOptions<M>,
): Promise<CrossValidation<M>>;
export function crossValidate<M extends Estimator>(
  estimator: M,
  dataset: Dataset,
  options?: CrossValidateOptions<M>,
): Promise<CrossValidation<M>>;
export async function crossValidate<M extends Estimator>(
  estimator: M,
  X: RowsInput | Dataset,
  yOrOptions?: Labels | CrossValidateOptions<M>,
  more?: CrossValidateOptions<M>,
): Promise<CrossValidation<M>> {
  const { y, options } = labelsAndOptions<Labels, CrossValidateOptions<M>>(X, yOrOptions, more);
  checkEstimator(estimator);
  const isClassifier = typeof estimator.predictProba === "function";
  const { cv, scorings, returnTrainScore, returnEstimator } = resolve(
    options as CrossValidateOptions,
    isClassifier,
  );
  const { seed, groups, signal, onFold } = options;

  // All that callers may change or dispose of is read before the first await.
  const dataset = datasetOf(X, y, options, estimator);
  try {
    const folds = foldsOf({ cv, seed, groups, isStratified: isClassifier }, dataset);
    if (isClassifier) checkClasses(folds, labelsFor(dataset, undefined));
    const { scorerOf } = await import("./scorers.ts"); // a chunk of its own, with the metrics
    const scorers = new Map([...scorings].map(([name, scoring]) => [name, scorerOf(scoring)]));
    const found: Record<"test" | "train", Scores[]> = { test: [], train: [] };
    const times: Record<"fit" | "score", number[]> = { fit: [], score: [] };
    const estimators: M[] = [];
    for (const [fold, rows] of folds.entries()) {
      const model = estimator.clone() as M;
      await withFold(dataset, rows, async ({ train, test }) => {
        const start = performance.now();
        await fitUnless(signal, model, train);
        const end = performance.now();
        found.test.push(scoresOf(test, model, scorers));
        if (returnTrainScore) found.train.push(scoresOf(train, model, scorers));
        times.fit.push((end - start) / 1000);
        times.score.push((performance.now() - end) / 1000);
      });
      if (returnEstimator) estimators.push(model);
      onFold?.({ fold, folds: folds.length, testScores: found.test[fold] });
    }
    const [first] = scorers.keys();
    const byName = (scores: readonly Scores[]): Record<string, Float64Array> =>
      Object.fromEntries(
        Array.from(scorers.keys(), (name) => [name, Float64Array.from(scores, (of) => of[name])]),
      );
    const testScores = byName(found.test);
    const trainScores = byName(found.train);
    return {
      testScore: testScores[first],
      testScores,
      ...(returnTrainScore && { trainScore: trainScores[first], trainScores }),
      fitTime: Float64Array.from(times.fit),
      scoreTime: Float64Array.from(times.score),
      folds,
      ...(returnEstimator && { estimators }),
    };
  } finally {
    dataset.dispose();
  }
}

/** The scores of one model, by name. */
type Scores = Readonly<Record<string, number>>;

function scoresOf(dataset: Dataset, model: ScoredModel, scorers: ReadonlyMap<string, Scorer>): Scores {
  return Object.fromEntries(Array.from(scorers, ([name, score]) => [name, scoreOn(dataset, model, score)]));
}

/** Both sides of a fold as data sets, for as long as the job runs. */
export async function withFold(
  dataset: Dataset,
  { train, test }: CheckedFold,
  job: (sides: { train: Dataset; test: Dataset }) => Promise<void>,
): Promise<void> {
  const sides = { train: dataset.subset(train), test: dataset.subset(test) };
  try {
    await job(sides);
  } finally {
    sides.train.dispose();
    sides.test.dispose();
  }
}

/** One fit, which is given up for good when the signal fires. */
export async function fitUnless(
  signal: AbortSignal | undefined,
  model: Estimator,
  dataset: Dataset,
  options: object = {},
): Promise<void> {
  signal?.throwIfAborted();
  await model.fit(dataset, { ...options, ...(signal && { signal }) });
  signal?.throwIfAborted();
}

/** On the rows of a data set that holds their labels. */
export function scoreOn(dataset: Dataset, model: ScoredModel, score: Scorer): number {
  return score(model, dataset, labelsOf(labelsFor(dataset, undefined)), dataset.sampleWeight);
}

/**
 * The rows with labels, weights and offsets where a model's fits want them: a data set of its own, to be disposed of, which
 * shares the memory of one that was given.
 */
export function datasetOf(
  X: RowsInput | Dataset,
  y: Labels | undefined,
  { sampleWeight, offset }: Pick<CrossValidateOptions, "sampleWeight" | "offset">,
  model: { readonly storageOptions?: Pick<StorageOptions, "dtype" | "runtime"> },
): Dataset {
  if (!(X instanceof Dataset)) {
    labelsFor(X, y);
    return Dataset.from(X, y, {
      ...model.storageOptions,
      ...(sampleWeight !== undefined && { sampleWeight }),
      ...(offset !== undefined && { offset }),
    });
  }
  if (sampleWeight !== undefined && X.sampleWeight) {
    throw new InputError(
      "options.sampleWeight",
      "the Dataset has weights already; expected them in one place only",
    );
  }
  const weights =
    sampleWeight === undefined
      ? X.sampleWeight
      : readSampleWeight("options.sampleWeight", sampleWeight, X.rows);
  if (offset !== undefined && X.offset) throw offsetTwice();
  const offsets = offset === undefined ? X.offset : readOffset("options.offset", offset, X.rows);
  return X.sharing(labelsFor(X, y), weights, offsets);
}

/** @throws {@link InputError} for a signal that is none */
export function checkSignal(signal: unknown): void {
  if (signal !== undefined && typeof (signal as Partial<AbortSignal> | null)?.aborted !== "boolean") {
    throw new InputError("options.signal", `${describe(signal)}; expected an AbortSignal`);
  }
}

function resolve(options: CrossValidateOptions, isClassifier: boolean) {
  checkOptions("options", options, OPTIONS);
  const { cv = 5, returnTrainScore = false, returnEstimator = false } = options;
  const { scoring = isClassifier ? "accuracy" : "r2" } = options;
  checkCv(cv, options.seed);
  boolean("options.returnTrainScore", returnTrainScore);
  boolean("options.returnEstimator", returnEstimator);
  optionalFunction("options.onFold", options.onFold);
  checkSignal(options.signal);
  return { cv, scorings: readScorings("options.scoring", scoring), returnTrainScore, returnEstimator };
}

function checkEstimator(estimator: unknown): void {
  const { clone, fit, predict } = (estimator ?? {}) as Partial<Estimator>;
  if ([clone, fit, predict].every((method) => typeof method === "function")) return;
  throw new InputError("estimator", `${describe(estimator)}; expected one with clone, fit and predict`);
}
