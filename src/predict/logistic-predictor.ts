import type { Label } from "../data/label.ts";
import {
  asScores,
  type FittedClasses,
  predictCodes,
  type PredictOptions,
  probabilityMatrix,
  probabilityOf,
  scoresOfRow,
  toProbabilities,
} from "../data/predict-classes.ts";
import { addOffset, type Offset } from "../data/offset.ts";
import {
  offsetOfRow,
  offsetOfRows,
  offsetOfScore,
  type RowOptions,
  type ScoreOptions,
} from "../data/prediction-offset.ts";
import type { RealArray } from "../data/real-array.ts";
import type { LogisticEntries } from "../data/model-entries.ts";
import type { Matrix, RowsInput } from "../data/rows.ts";
import { scoresOfClasses } from "../data/score-classes.ts";
import { scoresOfRows } from "../data/score-rows.ts";
import { rowFunctions } from "../numerics/row-functions.ts";
import { checkOptions } from "../options.ts";
import { isRow } from "./row.ts";

export type { PredictOptions } from "../data/predict-classes.ts";

/** What predictions are made of: probabilities, and scores that may need an offset. */
type Model = FittedClasses & LogisticEntries;

/** A fitted `LogisticRegression`, for predictions only: they are the same as the estimator's to the bit. */
export class LogisticPredictor<out L extends Label = Label> {
  /** Sorted: numbers by value, strings by code units, false before true. */
  readonly classes: readonly L[];
  readonly #model: Model;
  #by = rowFunctions;

  /** @internal Use `loadModel`. */
  constructor(model: Model) {
    this.#model = model;
    this.classes = model.classes as readonly L[];
  }

  /** The names of the columns, where the rows of the fit had them. */
  get featureNames(): readonly string[] | undefined {
    return this.#model.featureNames;
  }

  /** P(second class) of one row of d numbers, of two classes. Nothing is allocated, without an offset. */
  probability(row: RealArray, options?: RowOptions): number {
    return probabilityOf(this.#model, row, offsetOfScore(this.#model, options));
  }

  /** The probability of each class, of one row of d numbers. */
  probabilities(row: RealArray, options?: RowOptions): Float64Array {
    return toProbabilities(this.#model, this.#scoresOfRow(row, options));
  }

  /**
   * z = x · w + b, of one row of d numbers or of each of many, plus its offset where the model was fitted with one. Of more
   * than two classes, the scores of each: a Float64Array of K for a row, for many rows a Matrix, n × K
   * (`decisionFunction<Matrix>(X)`).
   */
  decisionFunction(row: RealArray, options?: RowOptions): number;
  decisionFunction(X: RowsInput, options?: ScoreOptions): Float64Array;
  decisionFunction<Scores extends number | Float64Array>(row: RealArray, options?: RowOptions): Scores;
  decisionFunction<Scores extends Float64Array | Matrix>(X: RowsInput, options?: ScoreOptions): Scores;
  decisionFunction(
    X: RealArray | RowsInput,
    options?: RowOptions | ScoreOptions,
  ): number | Float64Array | Matrix {
    if (!isRow(X)) return asScores(this.#model, this.#scores(X, options as ScoreOptions));
    const scores = this.#scoresOfRow(X, options as RowOptions);
    return scores.length === 1 ? scores[0]! : scores;
  }

  /** Probabilities, n × K, columns in the order of `classes`. */
  predictProba(X: RowsInput, options?: ScoreOptions): Matrix {
    return probabilityMatrix(this.#model, this.#scores(X, options), this.#by.sigmoidPairs);
  }

  /** The class of one row or of each of many: the likeliest, or, of two, the second where its probability is at least the threshold. */
  predict(row: RealArray, options?: PredictOptions & RowOptions): L;
  predict(X: RowsInput, options?: PredictOptions & ScoreOptions): L[];
  predict(X: RealArray | RowsInput, options: PredictOptions & (RowOptions | ScoreOptions) = {}): L | L[] {
    checkOptions("options", options, ["threshold", "offset"]);
    const { offset, ...rest } = options;
    const given = offset === undefined ? {} : { offset };
    const isOne = isRow(X);
    const codes = predictCodes(this.#model, rest, () =>
      isOne ? this.#scoresOfRow(X, given as RowOptions) : this.#scores(X, given as ScoreOptions),
    );
    const labels = codes.map((code) => this.classes[code]!);
    return isOne ? labels[0]! : labels;
  }

  /**
   * Has batches computed in WebAssembly from here on: the same to the bit, and faster where rows have many columns (200
   * columns of a Float64Array: half the time).
   *
   * @param module - the package's `predict.wasm`, for runtimes that forbid compiling bytes
   * @throws {@link InputError} for another module
   * @throws {@link UnsupportedError} where there is no WebAssembly SIMD, or compiling is forbidden; the model still
   *   predicts as before
   */
  async accelerate(module?: WebAssembly.Module): Promise<this> {
    const { compileRowFunctions } = await import("./kernels.ts");
    this.#by = await compileRowFunctions(module);
    return this;
  }

  #scores(X: RowsInput, options: ScoreOptions = {}): Float64Array {
    checkOptions("options", options, ["offset"]);
    const scores = scoresOfClasses(this.#model, (model) => scoresOfRows(model, X, this.#by.scoreRows));
    return withOffset(scores, offsetOfRows(this.#model, options.offset, scores));
  }

  #scoresOfRow(row: RealArray, options: RowOptions = {}): Float64Array {
    return withOffset(scoresOfRow(this.#model, row), offsetOfRow(this.#model, options));
  }
}

function withOffset(scores: Float64Array, offset: Offset | undefined): Float64Array {
  if (offset) addOffset(scores, offset);
  return scores;
}
