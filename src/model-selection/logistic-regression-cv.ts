import { Dataset } from "../data/dataset.ts";
import type { Label } from "../data/label.ts";
import { labelsAndOptions } from "../data/labels-and-options.ts";
import type { ScoreOptions } from "../data/prediction-offset.ts";
import type { PredictOptions } from "../data/predict-classes.ts";
import type { Matrix, RowsInput } from "../data/rows.ts";
import { readSampleWeight } from "../data/sample-weight.ts";
import type { Labels, NumericArray } from "../data/target.ts";
import { InputError, NotFittedError } from "../errors.ts";
import type { FitStatus, FitWarning } from "../estimators/fit-report.ts";
import type { FittedCoefficients } from "../estimators/logistic-options.ts";
import { LogisticRegression } from "../estimators/logistic-regression.ts";
import type { LogisticModelJSON } from "../estimators/model-json.ts";
import { checkOptions } from "../options.ts";
import { checkSignal, datasetOf, fitUnless, scoreOn, withFold } from "./cross-validate.ts";
import {
  type CVFitOptions,
  type LogisticRegressionCVOptions,
  type ResolvedCVOptions,
  resolveCVOptions,
} from "./cv-options.ts";
import { checkClasses, foldsOf, labelsOf } from "./folds-of.ts";
import type { Scorer } from "./scoring.ts";
import { type Choice, choose, meanOf, standardErrorOf } from "./select.ts";
import { labelsFor } from "./splitting.ts";

/** The coefficients of one fit of a fold. */
export type FoldCoefficients = Pick<FittedCoefficients, "coef" | "intercept">;

/** What a cross-validated fit found: entry [fold][l1Ratio][C] of what has three indices. */
interface FittedCV {
  readonly score: Scorer;
  readonly scores: readonly (readonly Float64Array[])[];
  readonly coefPaths: readonly (readonly (readonly FoldCoefficients[])[])[];
  readonly C: number;
  readonly l1Ratio: number;
  readonly model: LogisticRegression;
}

/**
 * {@link LogisticRegression} whose C and l1Ratio are chosen by cross-validation: each of them is fitted to all folds but one,
 * in turn, and scored on the rows of that one. Folds share one data set; along the path of Cs, from the strongest penalty
 * to the weakest, each fit starts from the one before. Names and defaults follow scikit-learn's.
 *
 * ```ts
 * const model = await new LogisticRegressionCV({ Cs: 10, cv: 5, scoring: "negLogLoss" }).fit(X, y);
 * model.C; model.meanScores[0]; model.predict(X);
 * ```
 */
export class LogisticRegressionCV<out L extends Label = Label> {
  /** The C to choose from, in the order given. */
  readonly Cs: Float64Array;
  /** The l1Ratio to choose from, in the order given. */
  readonly l1Ratios: Float64Array;
  readonly #options: ResolvedCVOptions;
  #fitted: FittedCV | undefined;
  #fitting = false;

  /** @throws {@link InputError} for an unknown option or a value out of range */
  constructor(options: LogisticRegressionCVOptions<L> = {}) {
    this.#options = resolveCVOptions(options as LogisticRegressionCVOptions);
    this.Cs = this.#options.Cs.slice();
    this.l1Ratios = this.#options.l1Ratios.slice();
    this.#create(this.Cs[0], this.l1Ratios[0]); // looks at the options of fits
  }

  /**
   * Chooses C and l1Ratio, and fits the model. TypeScript takes the type of the labels from y, as for a `LogisticRegression`.
   *
   * @param X - n × d rows in any form that `Dataset.from` takes, or a Dataset, which may hold y, weights and an offset already
   * @param y - n labels of two classes or more
   * @throws {@link InputError} for rows, labels, weights, folds or options that can't be used; the model is unchanged then
   * @throws {@link MemoryError} if there isn't room
   */
  fit<Y>(
    X: RowsInput | Dataset,
    y: readonly Y[] & readonly L[],
    options?: CVFitOptions,
  ): Promise<LogisticRegressionCV<Y & L>>;
  fit(
    X: RowsInput | Dataset,
    y: NumericArray & ArrayLike<L>,
    options?: CVFitOptions,
  ): Promise<LogisticRegressionCV<number & L>>;
  fit(X: RowsInput | Dataset, y: Labels<L>, options?: CVFitOptions): Promise<this>;
  fit(dataset: Dataset, options?: CVFitOptions): Promise<this>;
  async fit(
    X: RowsInput | Dataset,
    yOrOptions?: Labels<L> | CVFitOptions,
    more?: CVFitOptions,
  ): Promise<LogisticRegressionCV> {
    const { y, options } = labelsAndOptions<Labels<L>, CVFitOptions>(X, yOrOptions, more);
    checkOptions("options", options, ["sampleWeight", "offset", "groups", "initial", "signal"]);
    checkSignal(options.signal);
    if (this.#fitting)
      throw new InputError("fit", "another fit of this model is running; expected one at a time");
    this.#fitting = true;
    try {
      const dataset = datasetOf(X, y, options, this);
      try {
        this.#fitted = await this.#fit(dataset, options);
      } finally {
        dataset.dispose();
      }
    } finally {
      this.#fitting = false;
    }
    return this;
  }

  /** The C that was chosen; without `refit` the mean of those that were best in each fold. */
  get C(): number {
    return this.#found.C;
  }

  /** The l1Ratio that was chosen; without `refit` the mean of those that were best in each fold. */
  get l1Ratio(): number {
    return this.#found.l1Ratio;
  }

  /** The score of each fit of a fold: `scores[fold][l1Ratio][C]`. */
  get scores(): readonly (readonly Float64Array[])[] {
    return this.#found.scores;
  }

  /** Means of the scores over the folds: `meanScores[l1Ratio][C]`. */
  get meanScores(): Float64Array[] {
    return meanOf(this.#found.scores);
  }

  /** Standard errors of those means, sd / √folds. Folds that share rows make them too small. */
  get standardErrors(): Float64Array[] {
    return standardErrorOf(this.#found.scores);
  }

  /** The coefficients of each fit of a fold: `coefPaths[fold][l1Ratio][C]`. */
  get coefPaths(): readonly (readonly (readonly FoldCoefficients[])[])[] {
    return this.#found.coefPaths;
  }

  /** The model of the C and l1Ratio that were chosen. */
  get model(): LogisticRegression<L> {
    return this.#found.model as LogisticRegression<L>;
  }

  /** As of {@link LogisticRegression}, like all that follows. */
  get classes(): readonly L[] {
    return this.model.classes;
  }

  get coef(): readonly Float64Array[] {
    return this.model.coef;
  }

  get intercept(): Float64Array {
    return this.model.intercept;
  }

  get featureNames(): readonly string[] | undefined {
    return this.model.featureNames;
  }

  /** How the fit to all rows ended; without `refit` the first status of a fold's best fit that is no success. */
  get status(): FitStatus {
    return this.model.status;
  }

  get converged(): boolean {
    return this.model.converged;
  }

  /** How many steps the fit to all rows took; without `refit` the most of a fold's best fit. */
  get nIter(): number {
    return this.model.nIter;
  }

  decisionFunction(X: RowsInput | Dataset, options?: ScoreOptions): Float64Array;
  decisionFunction<Scores extends Float64Array | Matrix>(
    X: RowsInput | Dataset,
    options?: ScoreOptions,
  ): Scores;
  decisionFunction(X: RowsInput | Dataset, options: ScoreOptions = {}): Float64Array | Matrix {
    return this.model.decisionFunction<Float64Array | Matrix>(X, options);
  }

  predictProba(X: RowsInput | Dataset, options: ScoreOptions = {}): Matrix {
    return this.model.predictProba(X, options);
  }

  predict(X: RowsInput | Dataset, options: PredictOptions & ScoreOptions = {}): L[] {
    return this.model.predict(X, options);
  }

  /**
   * The score that C and l1Ratio were chosen by, of these rows. A Dataset may hold y, weights and an offset already.
   */
  score(
    X: RowsInput | Dataset,
    y?: Labels<L>,
    options: Pick<CVFitOptions, "sampleWeight" | "offset"> = {},
  ): number {
    const { model } = this;
    checkOptions("options", options, ["sampleWeight", "offset"]);
    if (options.offset !== undefined) {
      const { runtime } = this.storageOptions;
      const dataset = datasetOf(X, y, options, { storageOptions: { runtime } });
      try {
        return scoreOn(dataset, model, this.#found.score);
      } finally {
        dataset.dispose();
      }
    }
    const target = labelsFor(X, y);
    const weights =
      options.sampleWeight === undefined
        ? X instanceof Dataset
          ? X.sampleWeight
          : undefined
        : readSampleWeight("options.sampleWeight", options.sampleWeight, target.values.length);
    return this.#found.score(model, X, labelsOf(target), weights);
  }

  /** An unfitted model with the same options. */
  clone(): LogisticRegressionCV<L> {
    const { fit, ...choice } = this.#options;
    return new LogisticRegressionCV<L>({ ...fit, ...choice } as LogisticRegressionCVOptions<L>);
  }

  /** The model that was chosen as plain data, for `JSON.stringify`, `LogisticRegression.fromJSON` and `loadModel`. */
  toJSON(): LogisticModelJSON<L> {
    return this.model.toJSON();
  }

  /** @internal Where and how rows that are not in a Dataset yet are stored. */
  get storageOptions(): LogisticRegression["storageOptions"] {
    return this.#create(this.Cs[0], this.l1Ratios[0]).storageOptions;
  }

  get #found(): FittedCV {
    if (!this.#fitted) {
      throw new NotFittedError("this LogisticRegressionCV is not fitted yet; call fit first");
    }
    return this.#fitted;
  }

  #create(C: number, l1Ratio: number, onWarning?: (warning: FitWarning) => void): LogisticRegression {
    return new LogisticRegression({ ...this.#options.fit, C, l1Ratio, ...(onWarning && { onWarning }) });
  }

  async #fit(dataset: Dataset, { groups, initial: first, signal }: CVFitOptions): Promise<FittedCV> {
    const { Cs, l1Ratios, cv, seed, scoring, onFit } = this.#options;
    const folds = foldsOf({ cv, seed, groups, isStratified: true }, dataset);
    checkClasses(folds, labelsFor(dataset, undefined));
    const { scorerOf } = await import("./scorers.ts"); // a chunk of its own, with the metrics
    const score = scorerOf(scoring);
    const fromStrongest = [...Cs.keys()].toSorted((a, b) => Cs[a] - Cs[b]);
    const models: LogisticRegression[][][] = [];
    const scores: Float64Array[][] = [];
    const warnings: FitWarning[] = [];
    const total = folds.length * l1Ratios.length * Cs.length;
    let done = 0;
    for (const [fold, rows] of folds.entries()) {
      models[fold] = [];
      scores[fold] = [];
      await withFold(dataset, rows, async ({ train, test }) => {
        for (const [r, l1Ratio] of l1Ratios.entries()) {
          const path: LogisticRegression[] = [];
          const ofPath = new Float64Array(Cs.length);
          let initial: FittedCoefficients | undefined = first;
          for (const k of fromStrongest) {
            const model = this.#create(Cs[k], l1Ratio, (warning) => void warnings.push(warning));
            await fitUnless(signal, model, train, initial && { initial });
            initial = path[k] = model;
            ofPath[k] = scoreOn(test, model, score);
            done += 1;
            const { status, nIter } = model;
            onFit?.({ fold, C: Cs[k], l1Ratio, score: ofPath[k], status, nIter, done, total });
          }
          models[fold][r] = path;
          scores[fold][r] = ofPath;
        }
      });
    }
    this.#warn(warnings, total);
    const chosen = this.#options.refit
      ? await this.#refit(dataset, models, scores, signal)
      : this.#average(models, scores);
    const coefPaths = models.map((ofFold) =>
      ofFold.map((path) => path.map(({ coef, intercept }) => ({ coef, intercept }))),
    );
    return { score, scores, coefPaths, ...chosen };
  }

  /** Of each kind the first, which stands for all of them. */
  #warn(warnings: readonly FitWarning[], total: number): void {
    const counts = new Map<FitWarning["code"], number>();
    for (const { code } of warnings) counts.set(code, (counts.get(code) ?? 0) + 1);
    for (const [code, count] of counts) {
      const { message } = warnings.find((warning) => warning.code === code) as FitWarning;
      const { onWarning = console.warn } = this.#options.fit;
      onWarning({ code, message: `in ${count} of ${total} fits of folds, first: ${message}` });
    }
  }

  /** All rows, from the mean of the folds' coefficients. */
  async #refit(
    dataset: Dataset,
    models: readonly LogisticRegression[][][],
    scores: readonly Float64Array[][],
    signal: AbortSignal | undefined,
  ): Promise<Pick<FittedCV, "C" | "l1Ratio" | "model">> {
    const { Cs, l1Ratios, selection } = this.#options;
    const { r, k } = choose(scores, Cs, selection);
    const model = this.#create(Cs[k], l1Ratios[r]);
    const initial = meanCoefficients(models.map((ofFold) => ofFold[r][k]));
    await fitUnless(signal, model, dataset, { initial });
    return { C: Cs[k], l1Ratio: l1Ratios[r], model };
  }

  /** Means over the folds, of what was best in each. */
  #average(
    models: readonly LogisticRegression[][][],
    scores: readonly Float64Array[][],
  ): Pick<FittedCV, "C" | "l1Ratio" | "model"> {
    const { Cs, l1Ratios } = this.#options;
    const choices = scores.map((ofFold): Choice => choose([ofFold], Cs, "best"));
    const mean = (value: (choice: Choice) => number) =>
      choices.reduce((sum, choice) => sum + value(choice), 0) / choices.length;
    const [C, l1Ratio] = [mean(({ k }) => Cs[k]), mean(({ r }) => l1Ratios[r])];
    const best = choices.map(({ r, k }, fold) => models[fold][r][k]);
    const [first] = best;
    const fitted = {
      ...meanCoefficients(best),
      featureNames: first.featureNames,
      solver: first.solver,
      solverReason: first.solverReason,
      status: (best.find(({ converged }) => !converged) ?? first).status,
      nIter: Math.max(...best.map(({ nIter }) => nIter)),
      maxIter: undefined,
      loss: Number.NaN,
      gradientNorm: Number.NaN,
      passes: best.reduce((sum, { passes }) => sum + passes, 0),
      trace: [],
    };
    return { C, l1Ratio, model: LogisticRegression.of(fitted, { ...this.#options.fit, C, l1Ratio }) };
  }
}

function meanCoefficients(models: readonly LogisticRegression[]): FittedCoefficients {
  const mean = (values: readonly Float64Array[]) =>
    values[0].map((_, j) => values.reduce((sum, row) => sum + row[j], 0) / values.length);
  const [{ classes, coef }] = models;
  return {
    classes,
    coef: coef.map((_, c) => mean(models.map((model) => model.coef[c]))),
    intercept: mean(models.map(({ intercept }) => intercept)),
  };
}
