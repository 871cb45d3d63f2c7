import type { Label } from "../data/label.ts";
import type { RealArray } from "../data/real-array.ts";
import type { Matrix, RowsInput } from "../data/rows.ts";
import { type LinearModel, scoreOne, scoresOfRows } from "../data/score-rows.ts";
import { InputError } from "../errors.ts";
import { sigmoid, sigmoidPairs } from "../numerics/exp.ts";
import { scoreRows } from "../numerics/score-rows.ts";
import { checkOptions, describe } from "../options.ts";
import { scoreRowsByKernel } from "./kernels.ts";
import { isRow } from "./row.ts";

/** Options of `predict`. */
export interface PredictOptions {
  /** P(second class) from which on the second class is predicted, in [0, 1]. Default 0.5. */
  threshold?: number;
}

/** A fitted `LogisticRegression`, for predictions only: they are the same as the estimator's to the bit. */
export class LogisticPredictor<out L extends Label = Label> {
  /** Sorted: numbers by value, strings by code units, false before true. */
  readonly classes: readonly L[];
  readonly #model: LinearModel;
  #score = scoreRows;

  /** @internal Use `loadModel`. */
  constructor(model: LinearModel, classes: readonly L[]) {
    this.#model = model;
    this.classes = classes;
  }

  /** The names of the columns, where the rows of the fit had them. */
  get featureNames(): readonly string[] | undefined {
    return this.#model.featureNames;
  }

  /** P(second class) of one row of d numbers. Nothing is allocated. */
  probability(row: RealArray): number {
    return sigmoid(scoreOne(row, this.#model.w, this.#model.b));
  }

  /** z = x · w + b, of one row of d numbers or of each of many. */
  decisionFunction(row: RealArray): number;
  decisionFunction(X: RowsInput): Float64Array;
  decisionFunction(X: RealArray | RowsInput): number | Float64Array {
    return isRow(X) ? scoreOne(X, this.#model.w, this.#model.b) : this.#scores(X);
  }

  /** Probabilities, n × 2, columns in the order of `classes`. */
  predictProba(X: RowsInput): Matrix {
    const z = this.#scores(X);
    return { data: sigmoidPairs(z), rows: z.length, cols: 2 };
  }

  /** The class of one row or of each of many: the second where its probability is at least the threshold. */
  predict(row: RealArray, options?: PredictOptions): L;
  predict(X: RowsInput, options?: PredictOptions): L[];
  predict(X: RealArray | RowsInput, options: PredictOptions = {}): L | L[] {
    checkOptions("options", options, ["threshold"]);
    const { threshold = 0.5 } = options;
    if (typeof threshold !== "number" || !(threshold >= 0 && threshold <= 1)) {
      throw new InputError("options.threshold", `${describe(threshold)}; expected a number in [0, 1]`);
    }
    const [first, second] = this.classes;
    const label = (p: number) => (p >= threshold ? second : first);
    if (isRow(X)) return label(this.probability(X));
    return Array.from(this.#scores(X), (z) => label(sigmoid(z)));
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
    return scoresOfRows(this.#model, X, this.#score);
  }
}
