import { Dataset } from "../data/dataset.ts";
import { PassRows } from "../data/pass-rows.ts";
import type { RowsInput } from "../data/rows.ts";
import { readSampleWeight } from "../data/sample-weight.ts";
import type { Dtype } from "../data/storage.ts";
import { type Labels, Target } from "../data/target.ts";
import { InputError, NotFittedError } from "../errors.ts";
import { r2Score } from "../metrics/r2-score.ts";
import { describe } from "../options.ts";
import { defaultRuntime } from "../wasm/default-runtime.ts";
import type { Runtime } from "../wasm/runtime.ts";
import { countsRows } from "./choose-solver.ts";
import { type FittedLinear, fitLinear, type LinearFitData, warningsOfLinear } from "./fit-linear.ts";
import { fitLinearByMethod } from "./fit-linear-by-method.ts";
import type { FitProgress } from "./fit-report.ts";
import { type LinearModelJSON, readLinearModel, writeLinearModel } from "./linear-model-json.ts";
import {
  checkLinearFitOptions,
  isClosedForm,
  type LinearFitOptions,
  type LinearRegressionOptions,
  type LinearStatus,
  type LinearWarning,
  type ResolvedLinearOptions,
  resolveLinearOptions,
} from "./linear-options.ts";
import { warningsOfMethod } from "./linear-report.ts";
import { refuseOffset } from "./offset-options.ts";
import { checkRuntime, scores } from "./scores.ts";

/**
 * Linear regression, with a ridge penalty where `alpha` is above 0:
 *
 *   f(w, b) = ½ Σ sᵢ (xᵢ · w + b − yᵢ)² + ½ alpha ‖w‖²
 *
 * the intercept b not penalised: twice it is what scikit-learn's Ridge minimises. By default it is solved in closed form, by
 * Cholesky's factorisation of the normal equations of columns that are centred and brought to one scale, followed
 * by a correction by the residuals; from a condition estimate of 1e4 on by Householder's QR factorisation, which
 * goes through the rows in blocks. Where columns depend on one another and no penalty decides, the coefficients
 * are those of least ‖w‖, and a warning says so.
 *
 * Any of the package's methods finds the same minimum step by step. They start at w = 0 and b = ȳ and work in solver
 * coordinates, in which learning rates apply and which units of X and y don't change: y is centred and measured in
 * its standard deviation, columns are centred and measured in (sdⱼ² + alpha / S)^½, S = Σ sᵢ (without an intercept
 * nothing is centred, and root mean squares stand for deviations). Such a fit stops when the largest entry of the
 * gradient of f / S there is at most `tol`; Newton's method and L-BFGS also want the decrease they predict,
 * gᵀ H⁻¹ g / 2, at most 1e-11 of the value.
 *
 * ```ts
 * const model = await new LinearRegression({ alpha: 1 }).fit(X, y);
 * model.predict(X);
 * await new LinearRegression({ solver: "gradient-descent", tol: 1e-8 }).fit(X, y);
 * await new LinearRegression({ solver: miniBatch(adam(), { epochs: 20, seed: 1 }) }).fit(X, y);
 * ```
 */
export class LinearRegression {
  readonly #options: ResolvedLinearOptions;
  #fitted: FittedLinear | undefined;
  #fitting = false;

  /** @throws {@link InputError} for an unknown option or a value out of range */
  constructor(options: LinearRegressionOptions = {}) {
    this.#options = resolveLinearOptions(options);
  }

  /**
   * Fits the model; what it was fitted to before is forgotten once the new fit has ended.
   *
   * @param X - n × d rows in any form that `Dataset.from` takes, or a Dataset, which may hold y and weights already
   * @param y - n numbers
   * @throws {@link InputError} for rows, numbers, weights or options that can't be used; the model is unchanged then
   * @throws {@link MemoryError} if there isn't room
   */
  fit(X: RowsInput | Dataset, y: Labels<number>, options?: LinearFitOptions): Promise<this>;
  fit(dataset: Dataset, options?: LinearFitOptions): Promise<this>;
  async fit(
    X: RowsInput | Dataset,
    yOrOptions?: Labels<number> | LinearFitOptions,
    more?: LinearFitOptions,
  ): Promise<this> {
    const isOptions = X instanceof Dataset && more === undefined && isBag(yOrOptions);
    const y = isOptions ? undefined : (yOrOptions as Labels<number> | undefined);
    const given = isOptions ? (yOrOptions as LinearFitOptions) : more;
    const options = given === undefined ? {} : given;
    checkLinearFitOptions(options);
    if (this.#fitting)
      throw new InputError("fit", "another fit of this model is running; expected one at a time");
    this.#fitting = true;
    try {
      await this.#fit(X, y, options);
    } finally {
      this.#fitting = false;
    }
    return this;
  }

  /** Coefficients: one for each column; 0 for a constant column beside an intercept. */
  get coef(): Float64Array {
    return this.#model.coef;
  }

  /** 0 without `fitIntercept`. */
  get intercept(): number {
    return this.#model.intercept;
  }

  /** The names of the columns, where the rows of the fit had them. */
  get featureNames(): readonly string[] | undefined {
    return this.#model.featureNames;
  }

  /** The solver that ran; undefined for a model that was never fitted here. */
  get solver(): string | undefined {
    return this.#model.solver;
  }

  /** Why it was this solver. */
  get solverReason(): string {
    return this.#model.solverReason;
  }

  /**
   * About the condition number (1-norm) of the columns, centred and of one scale, with the penalty. Infinity where
   * they depend on one another; NaN after an iterative method, which doesn't know.
   */
  get conditionEstimate(): number {
    return this.#model.conditionEstimate;
  }

  /**
   * How many columns are independent of one another, constant ones beside an intercept not counted; undefined after an
   * iterative method, which doesn't know.
   */
  get rank(): number | undefined {
    return this.#model.rank;
  }

  /**
   * √(Σ sᵢ rᵢ² / (n − rank − 1)), n the number of rows whose weight is not 0, the 1 for the intercept. NaN where no
   * degree of freedom is left. After an iterative method all columns but constant ones count as independent.
   */
  get residualStandardError(): number {
    return this.#model.residualStandardError;
  }

  /** Why the fit ended. */
  get status(): LinearStatus {
    return this.#model.status;
  }

  /** Whether the status is a success: `"converged"` or `"precision-limit"`. */
  get converged(): boolean {
    return this.status === "converged" || this.status === "precision-limit";
  }

  /** How many steps an iterative method took; 0 in closed form. */
  get nIter(): number {
    return this.#model.nIter;
  }

  /** f at the coefficients. */
  get loss(): number {
    return this.#model.loss;
  }

  /** The norm that was compared with `tol`; NaN in closed form. */
  get gradientNorm(): number {
    return this.#model.gradientNorm;
  }

  /** Every iterate of an iterative method, the start included. Empty in closed form, and for a model from JSON. */
  get trace(): readonly FitProgress[] {
    return this.#model.trace;
  }

  /** How many times the fit went through all rows; a mini-batch counts as its part of them. */
  get passes(): number {
    return this.#model.passes;
  }

  /** x · w + b of each row. */
  predict(X: RowsInput | Dataset): Float64Array {
    const { coef, intercept, featureNames } = this.#model;
    return scores({ w: coef, b: intercept, featureNames }, X, () => this.#runtime);
  }

  /** R², the part of the variance that is explained: at most 1. A Dataset may hold y already. */
  score(
    X: RowsInput | Dataset,
    y?: Labels<number>,
    options: Pick<LinearFitOptions, "sampleWeight"> = {},
  ): number {
    const predicted = this.predict(X);
    return r2Score(numbersOf(X, y, predicted.length), predicted, options);
  }

  /** An unfitted model with the same options. */
  clone(): LinearRegression {
    return new LinearRegression(this.#options);
  }

  /** The model as plain data, for `JSON.stringify`. */
  toJSON(): LinearModelJSON {
    return writeLinearModel(this.#model, this.#options.alpha, this.#options.fitIntercept);
  }

  /**
   * The model that `toJSON` wrote. Only `version`, `coef` and `intercept` must be there.
   *
   * @param options - what a model's JSON can't hold, for predictions on data sets and for fits from there on
   * @throws {@link InputError} that names the first entry that can't be used, and for unknown entries
   */
  static fromJSON(
    value: unknown,
    options: Omit<LinearRegressionOptions, "alpha" | "fitIntercept"> = {},
  ): LinearRegression {
    const { fitted, alpha, fitIntercept } = readLinearModel(value);
    for (const name of ["alpha", "fitIntercept"]) {
      if (!Object.hasOwn(options ?? {}, name)) continue;
      throw new InputError(`options.${name}`, "the model's JSON has it; expected only what JSON can't hold");
    }
    const model = new LinearRegression({ ...options, alpha, fitIntercept });
    model.#fitted = fitted;
    return model;
  }

  /** @internal Where and how rows that are not in a Dataset yet are stored. */
  get storageOptions(): { dtype: Dtype; runtime: Runtime } {
    return { dtype: this.#options.dtype ?? "f64", runtime: this.#runtime };
  }

  get #model(): FittedLinear {
    if (!this.#fitted) throw new NotFittedError("this LinearRegression is not fitted yet; call fit first");
    return this.#fitted;
  }

  get #runtime(): Runtime {
    return this.#options.runtime ?? defaultRuntime();
  }

  async #fit(
    X: RowsInput | Dataset,
    y: Labels<number> | undefined,
    options: LinearFitOptions,
  ): Promise<void> {
    const start = performance.now();
    const { onWarning, solver } = this.#options;
    const given = X instanceof Dataset;
    const dataset = given ? X : Dataset.from(X, y, this.storageOptions);
    try {
      const { y: numbers, sampleWeight } = this.#read(dataset, given ? y : undefined, options);
      const rows = new PassRows(dataset, !isClosedForm(solver) && countsRows(solver));
      const data = {
        storage: rows.storage,
        y: rows.spread(numbers),
        sampleWeight: rows.spreadWeight(sampleWeight),
        featureNames: dataset.featureNames,
      };
      const { fitted, warnings } = await this.#solve(data, options, start).finally(() => rows.release());
      for (const warning of warnings) onWarning(warning);
      this.#fitted = fitted;
    } finally {
      if (!given) dataset.dispose();
    }
  }

  async #solve(
    data: LinearFitData,
    fitOptions: LinearFitOptions,
    start: number,
  ): Promise<{ fitted: FittedLinear; warnings: LinearWarning[] }> {
    const { solver } = this.#options;
    if (isClosedForm(solver)) {
      const fitted = await fitLinear(data, solver, this.#options);
      return { fitted, warnings: warningsOfLinear(fitted) };
    }
    const fitted = await fitLinearByMethod(data, solver, this.#options, fitOptions, start);
    return { fitted, warnings: warningsOfMethod(fitted, this.#options) };
  }

  /** What is known of the rows, once it all can be used. */
  #read(dataset: Dataset, y: Labels | undefined, { sampleWeight }: LinearFitOptions) {
    const { dtype } = this.#options;
    checkRuntime(dataset, this.#runtime);
    refuseOffset(dataset, "LinearRegression");
    if (dtype !== undefined && dtype !== dataset.dtype) {
      throw new InputError("X", `a Dataset in ${dataset.dtype}; expected ${dtype}, the model's dtype`);
    }
    if (sampleWeight !== undefined && dataset.sampleWeight) {
      throw new InputError(
        "options.sampleWeight",
        "the Dataset has weights already; expected them in one place only",
      );
    }
    return {
      y: numbersOf(dataset, y, dataset.rows),
      sampleWeight:
        sampleWeight === undefined
          ? dataset.sampleWeight
          : readSampleWeight("options.sampleWeight", sampleWeight, dataset.rows),
    };
  }
}

/** The numbers given, or else those of the data set. */
function numbersOf(X: RowsInput | Dataset, y: Labels | undefined, rows: number): Float64Array {
  const target = y !== undefined ? new Target("y", y, rows) : X instanceof Dataset ? X.target : undefined;
  if (!target) throw new InputError("y", "no numbers; expected one for each row, here or in the Dataset");
  const { values } = target;
  if (values instanceof Float64Array) return values;
  if (typeof values[0] === "number") return Float64Array.from(values as readonly number[]);
  throw new InputError("y", `${describe(values[0])} at index 0; expected numbers`);
}

function isBag(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
}
