import type { BatchSource, SourceOf } from "../data/batch-source.ts";
import { refuseIterator } from "../data/refuse-iterator.ts";
import { Dataset, type Shape } from "../data/dataset.ts";
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
import { addOffset } from "../data/offset.ts";
import { offsetOfRow, offsetOfScore, type RowOptions, type ScoreOptions } from "../data/prediction-offset.ts";
import { PassRows } from "../data/pass-rows.ts";
import type { RealArray } from "../data/real-array.ts";
import type { Matrix, RowsInput } from "../data/rows.ts";
import { readSampleWeight } from "../data/sample-weight.ts";
import { scoresOfClasses } from "../data/score-classes.ts";
import type { Dtype } from "../data/storage.ts";
import { type Labels, type NumericArray, Target } from "../data/target.ts";
import { InputError, NotFittedError } from "../errors.ts";
import { checkOptions, describe } from "../options.ts";
import { defaultRuntime, startedRuntime } from "../wasm/default-runtime.ts";
import type { Runtime } from "../wasm/runtime.ts";
import { countsRows } from "./choose-solver.ts";
import { type FittedLogistic, fitLogistic, spreadOver } from "./fit-logistic.ts";
import { type FitProgress, type FitStatus, warnOf } from "./fit-report.ts";
import {
  checkFitOptions,
  type FitOptions,
  type LogisticRegressionOptions,
  type ResolvedOptions,
  resolveOptions,
} from "./logistic-options.ts";
import { type LogisticModelJSON, readModel, writeModel } from "./model-json.ts";
import { offsetOfFit, offsetOfPrediction, refuseOffset } from "./offset-options.ts";
import type { Stream } from "./partial-fit.ts";
import { checkPartialOptions, type PartialFitOptions } from "./partial-fit-options.ts";
import { checkRuntime, probabilityPairs, scores } from "./scores.ts";
import { usesTiles } from "./uses-tiles.ts";

/**
 * Logistic regression, here with a ridge penalty ({@link LogisticRegressionOptions} has the others), of two classes:
 *
 *   f(w, b) = C Σ sᵢ log(1 + e^−mᵢ) + ½ ‖w‖²    mᵢ = ±(xᵢ · w + b), + for the second class
 *
 * and of K > 2 classes, with coefficients and an intercept for each, by a softmax (`multiClass: "multinomial"`):
 *
 *   f(w, b) = C Σ sᵢ (log Σₖ e^zₖᵢ − z_yᵢ) + ½ Σ ‖wₖ‖²    zₖᵢ = xᵢ · wₖ + bₖ
 *
 * intercepts not penalised; C = Infinity: without the penalty and C. Of several classes' optima it is the one whose
 * intercepts, and coefficients, add up to 0 over the classes (with an l1Ratio above 0 or bounds, those without either). Every solver minimises this very objective, whatever units
 * the columns have. Names and meanings follow scikit-learn's.
 *
 * A fit stops when, with F = f / (C Σ sᵢ) (f / Σ sᵢ without penalty), the largest of |∂F/∂b| and
 * |tⱼ (∂F/∂wⱼ − x̄ⱼ ∂F/∂b)| is at most `tol`, where tⱼ = (sdⱼ² / 4 + 1 / (C Σ sᵢ))^(−½), the last term 0 without
 * penalty, x̄ and sd weighted by s (without intercept x̄ = 0 and sd is the root mean square), of any class. Newton's method
 * and L-BFGS also want the decrease they predict, gᵀ H⁻¹ g / 2, at most 1e-11 F.
 *
 * ```ts
 * const model = await new LogisticRegression({ C: 1 }).fit(X, y);
 * model.predict(X);
 * ```
 */
export class LogisticRegression<out L extends Label = Label> {
  readonly #options: ResolvedOptions;
  #fitted: FittedLogistic | undefined;
  #stream: Stream | undefined;
  #fitting = false;

  /** @throws {@link InputError} for an unknown option or a value out of range */
  constructor(options: LogisticRegressionOptions<L> = {}) {
    this.#options = resolveOptions(options as LogisticRegressionOptions);
  }

  /**
   * Fits the model; what it was fitted to before is forgotten once the new fit has ended. It resolves for a
   * fit that stopped early as well: `status` says why. TypeScript takes the type of the labels from y, for what is
   * answered: `predict` gives `string[]` after a fit to strings.
   *
   * Rows that don't fit into memory come in batches, from a function that makes them anew for each pass: an async generator
   * that reads a file, for example. The fit comes to the same optimum, by Newton's method or L-BFGS, and has one batch in
   * memory at a time: one pass for the classes and the columns' statistics, and one for each evaluation.
   *
   * ```ts
   * await model.fit(async function* () {
   *   for (const day of [1, 2, 3]) yield await fetch(`/rows/${day}.json`).then((file) => file.json());
   * });
   * ```
   *
   * @param X - n × d rows in any form that `Dataset.from` takes, or a Dataset, which may hold y, weights and an offset
   *   already, or a function that answers batches `{ X, y, sampleWeight, offset }`
   * @param y - n labels of two classes or more; batches have their own
   * @throws {@link InputError} for rows, labels, weights or options that can't be used; the model is unchanged then
   * @throws {@link MemoryError} if there isn't room
   */
  fit<Y>(
    X: RowsInput | Dataset,
    y: readonly Y[] & readonly L[],
    options?: FitOptions<L>,
  ): Promise<LogisticRegression<Y & L>>;
  fit(
    X: RowsInput | Dataset,
    y: NumericArray & ArrayLike<L>,
    options?: FitOptions<L>,
  ): Promise<LogisticRegression<number & L>>;
  fit(X: RowsInput | Dataset, y: Labels<L>, options?: FitOptions<L>): Promise<this>;
  fit<Y>(
    source: SourceOf<readonly Y[] & readonly L[]>,
    options?: FitOptions<L>,
  ): Promise<LogisticRegression<Y & L>>;
  fit(
    source: SourceOf<NumericArray & ArrayLike<L>>,
    options?: FitOptions<L>,
  ): Promise<LogisticRegression<number & L>>;
  fit(X: Dataset | BatchSource<L>, options?: FitOptions<L>): Promise<this>;
  async fit(
    X: RowsInput | Dataset | BatchSource<L>,
    yOrOptions?: Labels<L> | FitOptions<L>,
    more?: FitOptions<L>,
  ): Promise<LogisticRegression> {
    const isWhole = X instanceof Dataset || typeof X === "function";
    const isOptions = isWhole && more === undefined && isPlainObject(yOrOptions);
    const y = isOptions ? undefined : (yOrOptions as Labels<L> | undefined);
    const given = isOptions ? (yOrOptions as FitOptions<L>) : more;
    const options = given === undefined ? {} : given;
    checkFitOptions(options as FitOptions);
    const { initial } = options;
    if (initial instanceof LogisticRegression && !initial.#fitted) {
      throw new InputError(
        "options.initial",
        "a LogisticRegression that is not fitted; expected a fitted one",
      );
    }
    if (this.#fitting)
      throw new InputError("fit", "another fit of this model is running; expected one at a time");
    this.#fitting = true;
    try {
      await this.#fit(X, y, options as FitOptions);
    } finally {
      this.#fitting = false;
    }
    return this;
  }

  /**
   * Learns from one more chunk of a stream: one update of a stochastic rule (`solver: adam({ learningRate: 0.01 })`; Adam
   * where it is `"auto"`) by the rows of this call as its mini-batch. What the rule remembers is kept from call to call;
   * `fit` ends the stream. A stream knows neither its spread nor its length, so columns are taken as they are: scale them
   * before. The status is `"streaming"`, and `loss` and `gradientNorm` are NaN. The first call needs `classes`, and
   * `totalWeight` unless C is Infinity.
   *
   * @param X - rows in any form that `Dataset.from` takes
   * @param y - their labels
   * @throws {@link InputError} for rows, labels or options that can't be used, or a method that is no rule; the model is
   *   unchanged then
   */
  async partialFit(X: RowsInput | Dataset, y?: Labels<L>, options: PartialFitOptions<L> = {}): Promise<this> {
    checkPartialOptions(options as PartialFitOptions);
    if (this.#fitting)
      throw new InputError("partialFit", "another fit of this model is running; expected one at a time");
    this.#fitting = true;
    const given = X instanceof Dataset;
    const { sampleWeight } = options;
    const runtime = this.#runtime;
    try {
      const dataset = given ? X : Dataset.from(X, y, { runtime, ...(sampleWeight && { sampleWeight }) });
      try {
        checkRuntime(dataset, runtime);
        refuseOffset(dataset, "partialFit");
        const target = targetOf(dataset, given ? y : undefined, dataset.rows);
        const rows = new PassRows(dataset, true); // holds them before anything is waited for
        try {
          const { updateStream } = await import("./partial-fit.ts");
          const known = { dataset, storage: rows.storage, target };
          const stream = await updateStream(this.#stream, known, this.#options, options as PartialFitOptions);
          this.#stream = stream;
          this.#fitted = fittedBy(stream);
        } finally {
          rows.release();
        }
      } finally {
        if (!given) dataset.dispose();
      }
    } finally {
      this.#fitting = false;
    }
    return this;
  }

  /** Sorted: numbers by value, strings by code units, false before true. */
  get classes(): readonly L[] {
    return this.#model.classes as readonly L[];
  }

  /** Coefficients: one row of length d for two classes, else one for each class. */
  get coef(): readonly Float64Array[] {
    return this.#model.coef;
  }

  /** Intercepts: one for two classes, else one for each class; 0 without `fitIntercept`. */
  get intercept(): Float64Array {
    return this.#model.intercept;
  }

  /** The names of the columns, where the rows of the fit had them. */
  get featureNames(): readonly string[] | undefined {
    return this.#model.featureNames;
  }

  /** Why the fit ended. */
  get status(): FitStatus {
    return this.#model.status;
  }

  /** Whether the status is a success: `"converged"` or `"precision-limit"`. */
  get converged(): boolean {
    return this.status === "converged" || this.status === "precision-limit";
  }

  /** How many steps the solver took. */
  get nIter(): number {
    return this.#model.nIter;
  }

  /** f at the coefficients. */
  get loss(): number {
    return this.#model.loss;
  }

  /** The norm that was compared with `tol`. */
  get gradientNorm(): number {
    return this.#model.gradientNorm;
  }

  /** Every iterate of the fit, the start included. Empty for a model from JSON. */
  get trace(): readonly FitProgress[] {
    return this.#model.trace;
  }

  /** How many times the fit went through all rows; a mini-batch counts as its part of them. */
  get passes(): number {
    return this.#model.passes;
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
   * z = x · w + b of each row, plus its offset where the model was fitted with one. The class is the second where z >= 0.
   * Of more than two classes, the scores of each, n × K (`decisionFunction<Matrix>(X)`): the class is that of the largest.
   */
  decisionFunction(X: RowsInput | Dataset, options?: ScoreOptions): Float64Array;
  decisionFunction<Scores extends Float64Array | Matrix>(
    X: RowsInput | Dataset,
    options?: ScoreOptions,
  ): Scores;
  decisionFunction(X: RowsInput | Dataset, options: ScoreOptions = {}): Float64Array | Matrix {
    return asScores(this.#model, this.#scores(X, options));
  }

  /** Probabilities, n × K, columns in the order of `classes`. */
  predictProba(X: RowsInput | Dataset, options: ScoreOptions = {}): Matrix {
    return probabilityMatrix(this.#classes, this.#scores(X, options), (z) =>
      probabilityPairs(z, this.#options.runtime ?? startedRuntime()),
    );
  }

  /** The class of each row: the likeliest, or, of two, the second where its probability is at least the threshold. */
  predict(X: RowsInput | Dataset, options: PredictOptions & ScoreOptions = {}): L[] {
    const { classes } = this;
    checkOptions("options", options, ["threshold", "offset"]);
    const { offset, ...rest } = options;
    const scored = () => this.#scores(X, offset === undefined ? {} : { offset });
    return predictCodes(this.#model, rest, scored).map((code) => classes[code]);
  }

  /** P(second class) of one row of d numbers, of two classes. Nothing is allocated, without an offset. */
  probability(row: RealArray, options?: RowOptions): number {
    const model = this.#fitted ?? this.#model; // the getter alone is a call into the engine
    return probabilityOf(model, row, offsetOfScore(model, options));
  }

  /** The probability of each class, of one row of d numbers. */
  probabilities(row: RealArray, options: RowOptions = {}): Float64Array {
    const found = scoresOfRow(this.#model, row);
    const offset = offsetOfRow(this.#model, options);
    if (offset) addOffset(found, offset);
    return toProbabilities(this.#classes, found);
  }

  /** Accuracy: the part of rows whose class is predicted right. A Dataset may hold y already. */
  score(X: RowsInput | Dataset, y?: Labels<L>, options: ScoreOptions = {}): number {
    const predicted = this.predict(X, options);
    const target = targetOf(X, y, predicted.length);
    const { classes } = this.#model;
    if (typeof target.values[0] !== typeof classes[0]) {
      const found = `${describe(target.values[0])} at index 0`;
      throw new InputError(
        "y",
        `${found}; expected labels of one type with the model's, like ${describe(classes[0])}`,
      );
    }
    let right = 0;
    for (let i = 0; i < predicted.length; i++) right += Number(predicted[i] === target.values[i]);
    return right / predicted.length;
  }

  /** An unfitted model with the same options. */
  clone(): LogisticRegression<L> {
    return new LogisticRegression<L>(this.#options as LogisticRegressionOptions<L>);
  }

  /** The model as plain data, for `JSON.stringify`. */
  toJSON(): LogisticModelJSON<L> {
    return writeModel(this.#model, this.#options);
  }

  /**
   * The model that `toJSON` wrote. Only `version`, `classes`, `coef` and `intercept` must be there.
   *
   * @param options - what a model's JSON can't hold, for predictions on data sets and for fits from there on
   * @throws {@link InputError} that names the first entry that can't be used, and for unknown entries
   */
  static fromJSON<L extends Label = Label>(
    value: unknown,
    options: Omit<
      LogisticRegressionOptions<L>,
      "C" | "l1Ratio" | "fitIntercept" | "multiClass" | "correctIntercept"
    > = {},
  ): LogisticRegression<L> {
    const { fitted, ...known } = readModel(value);
    for (const name of Object.keys(known)) {
      if (!Object.hasOwn(options ?? {}, name)) continue;
      throw new InputError(`options.${name}`, "the model's JSON has it; expected only what JSON can't hold");
    }
    const model = new LogisticRegression<L>({ ...options, ...known } as LogisticRegressionOptions<L>);
    model.#fitted = fitted;
    return model;
  }

  /** @internal A model that was fitted elsewhere. */
  static of<L extends Label>(
    fitted: FittedLogistic,
    options: LogisticRegressionOptions<L>,
  ): LogisticRegression<L> {
    const model = new LogisticRegression<L>(options);
    model.#fitted = fitted;
    return model;
  }

  /** @internal Where and how rows that are not in a Dataset yet are stored. */
  get storageOptions(): { dtype: Dtype; runtime: Runtime } {
    return { dtype: this.#options.dtype ?? "f64", runtime: this.#runtime };
  }

  get #model(): FittedLogistic {
    if (!this.#fitted) throw new NotFittedError("this LogisticRegression is not fitted yet; call fit first");
    return this.#fitted;
  }

  get #classes(): FittedClasses {
    return { ...this.#model, multiClass: this.#options.multiClass };
  }

  #scores(X: RowsInput | Dataset, options: ScoreOptions): Float64Array {
    checkOptions("options", options, ["offset"]);
    const all = scoresOfClasses(this.#model, (model) => scores(model, X, () => this.#runtime));
    const offset = offsetOfPrediction(this.#model, X, options.offset, all);
    if (offset) addOffset(all, offset);
    return all;
  }

  get #runtime(): Runtime {
    return this.#options.runtime ?? defaultRuntime();
  }

  async #fit(
    X: RowsInput | Dataset | BatchSource,
    y: Labels | undefined,
    options: FitOptions,
  ): Promise<void> {
    const fitted = await (typeof X === "function"
      ? this.#fitBatches(X, y, options)
      : this.#fitRows(X, y, options));
    await warnOf(fitted, this.#options);
    this.#fitted = fitted;
    this.#stream = undefined;
  }

  async #fitRows(
    X: RowsInput | Dataset,
    y: Labels | undefined,
    options: FitOptions,
  ): Promise<FittedLogistic> {
    const start = performance.now();
    const given = X instanceof Dataset;
    refuseIterator(X);
    const wantsTiles = (shape: Shape, target?: Target) =>
      options.offset === undefined && usesTiles(shape, target, this.#options);
    const dataset = given ? X : Dataset.forFit(X, y, this.storageOptions, wantsTiles);
    try {
      const known = this.#read(dataset, given ? y : undefined, options);
      const rows = new PassRows(dataset, countsRows(this.#options.solver)); // holds them before anything is waited for
      try {
        if (options.initial !== undefined) {
          const { checkInitial } = await import("./check-initial.ts"); // a chunk of its own, for warm starts
          checkInitial(options.initial, known.classCodes.classes, dataset.cols, this.#options);
        }
        return await fitLogistic(spreadOver(rows, known), this.#options, options, start);
      } finally {
        rows.release();
      }
    } finally {
      if (!given) dataset.dispose();
    }
  }

  /** A chunk of its own, for those whose rows come in batches. */
  async #fitBatches(
    source: BatchSource,
    y: Labels | undefined,
    options: FitOptions,
  ): Promise<FittedLogistic> {
    const start = performance.now();
    if (y !== undefined) throw new InputError("y", "labels beside a function; expected them in each batch");
    const { fitBatches } = await import("./fit-batches.ts");
    return fitBatches(source, this.#runtime, this.#options, options, start);
  }

  /** What is known of the rows, once it all can be used. */
  #read(dataset: Dataset, y: Labels | undefined, { sampleWeight, offset }: FitOptions) {
    const { dtype } = this.#options;
    checkRuntime(dataset, this.#runtime);
    if (dtype !== undefined && dtype !== dataset.dtype) {
      throw new InputError("X", `a Dataset in ${dataset.dtype}; expected ${dtype}, the model's dtype`);
    }
    if (sampleWeight !== undefined && dataset.sampleWeight) {
      throw new InputError(
        "options.sampleWeight",
        "the Dataset has weights already; expected them in one place only",
      );
    }
    const { classCodes } = targetOf(dataset, y, dataset.rows);
    return {
      classCodes,
      offset: offsetOfFit(dataset, offset, classCodes.classes.length),
      sampleWeight:
        sampleWeight === undefined
          ? dataset.sampleWeight
          : readSampleWeight("options.sampleWeight", sampleWeight, dataset.rows),
      featureNames: dataset.featureNames,
    };
  }
}

function fittedBy({
  classes,
  coef,
  intercept,
  featureNames,
  method,
  reason,
  updates,
}: Stream): FittedLogistic {
  return {
    classes,
    featureNames,
    solver: method,
    solverReason: reason,
    status: "streaming",
    coef,
    intercept,
    nIter: updates,
    maxIter: undefined,
    loss: Number.NaN,
    gradientNorm: Number.NaN,
    passes: 1, // each row came once
    trace: [],
  };
}

/** The labels given, or else those of the data set. */
function targetOf(X: RowsInput | Dataset, y: Labels | undefined, rows: number): Target {
  if (y !== undefined) return new Target("y", y, rows);
  const target = X instanceof Dataset ? X.target : undefined;
  if (!target) throw new InputError("y", "no labels; expected one for each row, here or in the Dataset");
  return target;
}

function isPlainObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
}
