import type { RealArray } from "../data/real-array.ts";
import type { RowsInput } from "../data/rows.ts";
import { type LinearModel, scoreOne, scoresOfRows } from "../data/score-rows.ts";
import { rowFunctions } from "../numerics/row-functions.ts";
import { isRow } from "./row.ts";

/** A fitted `LinearRegression`, for predictions only: they are the same as the estimator's to the bit. */
export class LinearPredictor {
  readonly #model: LinearModel;
  #by = rowFunctions;

  /** @internal Use `loadModel`. */
  constructor(model: LinearModel) {
    this.#model = model;
  }

  /** The names of the columns, where the rows of the fit had them. */
  get featureNames(): readonly string[] | undefined {
    return this.#model.featureNames;
  }

  /** x · w + b, of one row of d numbers or of each of many. */
  predict(row: RealArray): number;
  predict(X: RowsInput): Float64Array;
  predict(X: RealArray | RowsInput): number | Float64Array {
    const model = this.#model;
    return isRow(X) ? scoreOne(X, model.w, model.b) : scoresOfRows(model, X, this.#by.scoreRows);
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
}
