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
import type { RealArray } from "../data/real-array.ts";
import type { Matrix, RowsInput } from "../data/rows.ts";
import { scoresOfClasses } from "../data/score-classes.ts";
import { scoresOfRows } from "../data/score-rows.ts";
import { scoreRows } from "../numerics/score-rows.ts";
import { scoreRowsByKernel } from "./kernels.ts";
import { isRow } from "./row.ts";

export type { PredictOptions } from "../data/predict-classes.ts";

/** A fitted `LogisticRegression`, for predictions only: they are the same as the estimator's to the bit. */
export class LogisticPredictor<out L extends Label = Label> {
  /** Sorted: numbers by value, strings by code units, false before true. */
  readonly classes: readonly L[];
  readonly #model: FittedClasses;
  #score = scoreRows;

  /** @internal Use `loadModel`. */
  constructor(model: FittedClasses) {
    this.#model = model;
    this.classes = model.classes as readonly L[];
  }

  /** The names of the columns, where the rows of the fit had them. */
  get featureNames(): readonly string[] | undefined {
    return this.#model.featureNames;
  }

  /** P(second class) of one row of d numbers, of two classes. Nothing is allocated. */
  probability(row: RealArray): number {
    return probabilityOf(this.#model, row);
  }

  /** The probability of each class, of one row of d numbers. */
  probabilities(row: RealArray): Float64Array {
    return toProbabilities(this.#model, scoresOfRow(this.#model, row));
  }

  /**
   * z = x · w + b, of one row of d numbers or of each of many. Of more than two classes, the scores of each: a
   * Float64Array of K for a row, for many rows a Matrix, n × K (`decisionFunction<Matrix>(X)`).
   */
  decisionFunction(row: RealArray): number;
  decisionFunction(X: RowsInput): Float64Array;
  decisionFunction<Scores extends number | Float64Array>(row: RealArray): Scores;
  decisionFunction<Scores extends Float64Array | Matrix>(X: RowsInput): Scores;
  decisionFunction(X: RealArray | RowsInput): number | Float64Array | Matrix {
    if (!isRow(X)) return asScores(this.#model, this.#scores(X));
    const scores = scoresOfRow(this.#model, X);
    return scores.length === 1 ? scores[0]! : scores;
  }

  /** Probabilities, n × K, columns in the order of `classes`. */
  predictProba(X: RowsInput): Matrix {
    return probabilityMatrix(this.#model, this.#scores(X));
  }

  /** The class of one row or of each of many: the likeliest, or, of two, the second where its probability is at least the threshold. */
  predict(row: RealArray, options?: PredictOptions): L;
  predict(X: RowsInput, options?: PredictOptions): L[];
  predict(X: RealArray | RowsInput, options: PredictOptions = {}): L | L[] {
    const codes = predictCodes(this.#model, options, () =>
      isRow(X) ? scoresOfRow(this.#model, X) : this.#scores(X),
    );
    return isRow(X) ? this.classes[codes[0]!]! : codes.map((code) => this.classes[code]!);
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
    this.#score = await scoreRowsByKernel(module);
    return this;
  }

  #scores(X: RowsInput): Float64Array {
    return scoresOfClasses(this.#model, (model) => scoresOfRows(model, X, this.#score));
  }
}
