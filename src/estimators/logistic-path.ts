import type { ClassWeight } from "../data/class-weight.ts";
import { Dataset } from "../data/dataset.ts";
import type { Label } from "../data/label.ts";
import { labelsAndOptions } from "../data/labels-and-options.ts";
import type { OffsetInput } from "../data/offset.ts";
import type { ScoreOptions } from "../data/prediction-offset.ts";
import { PassRows } from "../data/pass-rows.ts";
import { isRealArray, type RealArray } from "../data/real-array.ts";
import type { PredictOptions } from "../data/predict-classes.ts";
import type { Matrix, RowsInput } from "../data/rows.ts";
import { readSampleWeight } from "../data/sample-weight.ts";
import type { Dtype } from "../data/storage.ts";
import { type Labels, Target } from "../data/target.ts";
import { InputError } from "../errors.ts";
import { boolean, checkOptions, describe, wholeNumber } from "../options.ts";
import { between } from "../solvers/rules/options.ts";
import { defaultRuntime } from "../wasm/default-runtime.ts";
import type { Runtime } from "../wasm/runtime.ts";
import { type FittedLogistic, fitLogistic, spreadOver } from "./fit-logistic.ts";
import { type FitStatus, type FitWarning, warnOf } from "./fit-report.ts";
import { refuseForeign } from "./foreign-options.ts";
import { lambdaGrid } from "./lambda-grid.ts";
import {
  type FittedCoefficients,
  type LogisticRegressionOptions,
  type ResolvedOptions,
  resolveOptions,
} from "./logistic-options.ts";
import { LogisticRegression } from "./logistic-regression.ts";
import { offsetOfFit } from "./offset-options.ts";
import { nullModel } from "./null-model.ts";
import { checkRuntime } from "./scores.ts";

/** Options of {@link logisticPath}; names and meanings are glmnet's, in camel case. */
export interface LogisticPathOptions<L extends Label = Label> {
  /** α of glmnet: 1 for the lasso, 0 for the ridge. Default 1. */
  l1Ratio?: number;
  /** How many λ there are. Default 100. */
  nLambda?: number;
  /** The least λ, as a part of the greatest. Default 1e-4, or 1e-2 where there are more columns than rows. */
  lambdaMinRatio?: number;
  /** The λ themselves, in any order, in place of the two above: finite, none below 0. */
  lambdas?: RealArray;
  /** Whether coefficients are penalised in units of their columns' deviations. They are always told in the columns' own. Default true. */
  standardize?: boolean;
  /** fⱼ, a factor for the penalty of each of the d coefficients: 0 for none. They are scaled to a mean of 1. Default: 1 each. */
  penaltyFactor?: RealArray;
  /** Default true. */
  fitIntercept?: boolean;
  /** One weight for each row. Default: 1 each. */
  sampleWeight?: RealArray;
  /** What is added to the score of each row, as in a fit; predictions then need one as well. Default: nothing. */
  offset?: OffsetInput;
  /** Weights of the classes, on top of sample weights. Default: 1 each. */
  classWeight?: ClassWeight<L>;
  /** As of {@link LogisticRegression}, for each fit. Default 1e-6. */
  tol?: number;
  /** As of {@link LogisticRegression}, for each fit. */
  maxIter?: number;
  /** As of {@link LogisticRegression}, for each fit. */
  maxSeconds?: number;
  /** As of {@link LogisticRegression}, of each fit; `"stop"` ends that fit, and the path with it. */
  onIteration?: LogisticRegressionOptions["onIteration"];
  /** A fitted model, or such numbers, to start the first fit from. Default: the model of the intercept alone. */
  initial?: FittedCoefficients<L>;
  /** As of {@link LogisticRegression}. */
  dtype?: Dtype;
  runtime?: Runtime;
  /** Ends the path before the next fit, and the one that runs; what is there by then is answered. */
  signal?: AbortSignal;
  onWarning?: (warning: FitWarning) => void;
}

/** What each of the fits is told. */
const OF_FITS = [
  "penaltyFactor",
  "fitIntercept",
  "classWeight",
  "tol",
  "maxIter",
  "maxSeconds",
  "dtype",
  "runtime",
  "onIteration",
  "onWarning",
] as const;

const OPTIONS = [
  "l1Ratio",
  "nLambda",
  "lambdaMinRatio",
  "lambdas",
  "standardize",
  "sampleWeight",
  "offset",
  "initial",
  "signal",
  ...OF_FITS,
];

/** For the greatest λ a ridge counts as so much of a lasso, as in glmnet; it alone never makes a coefficient 0. */
const LEAST_L1_RATIO = 1e-3;

/** The model of the intercept alone is none of the fits that are told of, or that end early. */
const UNLIMITED = {
  maxIter: 1000,
  maxSeconds: Number.POSITIVE_INFINITY,
  onIteration: (): undefined => undefined,
};

/** glmnet ends a path of its own where the deviance explained grows by no more than this part, or is nearly all. */
const LEAST_GAIN = 1e-5;
const MOST_DEVIANCE = 0.999;
const LEAST_FITS = 5;

/**
 * Fits of a logistic regression along a path of penalties, each from the one before, with glmnet's conventions:
 *
 *   (1 / S) Σ sᵢ ℓᵢ + λ Σ fⱼ (r |vⱼ wⱼ| + ½ (1 − r) (vⱼ wⱼ)²)     λ = 1 / (C S), S = Σ sᵢ
 *
 * from the least λ that leaves all penalised coefficients 0. v are the columns' deviations with `standardize`, else 1. Of
 * more than two classes ℓ is the softmax's loss, and the penalty is summed over the classes (family "multinomial" of
 * glmnet, its type "ungrouped"). A path without `lambdas` ends early where the deviance explained grows no more; where no
 * column says anything of the classes it is λ = 0 alone, and where none varies an error, as it is glmnet's.
 *
 * ```ts
 * const path = await logisticPath(X, y, { l1Ratio: 1 });
 * path.lambdas; path.coef[10][0]; path.predictProba(X, 10);
 * ```
 *
 * @param X - n × d rows in any form that `Dataset.from` takes, or a Dataset, which may hold y and weights already
 * @param y - n labels of two classes or more
 * @throws {@link InputError} for rows, labels or options that can't be used
 * @throws {@link MemoryError} if there isn't room
 */
export function logisticPath<L extends Label = Label>(
  X: RowsInput | Dataset,
  y?: Labels<L>,
  options?: LogisticPathOptions<L>,
): Promise<LogisticPath<L>>;
export function logisticPath<L extends Label = Label>(
  X: Dataset,
  options?: LogisticPathOptions<L>,
): Promise<LogisticPath<L>>;
export async function logisticPath<L extends Label = Label>(
  X: RowsInput | Dataset,
  yOrOptions?: Labels<L> | LogisticPathOptions<L>,
  more?: LogisticPathOptions<L>,
): Promise<LogisticPath<L>> {
  const { y, options } = labelsAndOptions<Labels<L>, LogisticPathOptions<L>>(X, yOrOptions, more);
  const { fit: asked, lambdas, nLambda, lambdaMinRatio, standardize, signal } = resolve(options);
  const runtime = options.runtime ?? defaultRuntime();
  const given = X instanceof Dataset;
  const dataset = given ? X : Dataset.from(X, y, { dtype: options.dtype ?? "f64", runtime });
  let rows: PassRows | undefined;
  try {
    checkRuntime(dataset, runtime);
    if (options.dtype !== undefined && options.dtype !== dataset.dtype) {
      throw new InputError(
        "X",
        `a Dataset in ${dataset.dtype}; expected ${options.dtype}, the dtype of options`,
      );
    }
    const known = dataOf(dataset, given ? y : undefined, options);
    rows = new PassRows(dataset, false); // holds them before anything is waited for
    const { constraintsFor } = await import("./constraints-for.ts");
    const fit = withMeanFactor(asked, constraintsFor(asked, dataset.cols)?.penaltyFactor);
    const data = spreadOver(rows, known);
    const start = await nullModel(data, { ...fit, ...UNLIMITED }, standardize);
    const scaled = { ...data, ...(standardize && { scale: start.scale }) };
    const ratio = lambdaMinRatio ?? (dataset.rows < dataset.cols ? 1e-2 : 1e-4);
    if (!lambdas && !start.hasColumns) {
      throw new InputError("X", "no column varies; expected one that does, or options.lambdas");
    }
    const greatest = start.lambdaMax(Math.max(fit.l1Ratio ?? 0, LEAST_L1_RATIO));
    // Where no column says anything of the classes, all λ have the same optimum.
    const grid = lambdas ?? (greatest > 0 ? lambdaGrid(greatest, nLambda, ratio) : Float64Array.of(0));

    const constraints = constraintsFor(fit, dataset.cols, scaled.scale);
    const points: PathPoint[] = [];
    let initial: FittedCoefficients = start.fitted;
    if (options.initial !== undefined) {
      const { checkInitial } = await import("./check-initial.ts");
      checkInitial(options.initial, known.classCodes.classes, dataset.cols, fit);
      ({ initial } = options);
    }
    for (const lambda of grid) {
      if (signal?.aborted) break;
      const C = 1 / (lambda * start.weight);
      const fitted = await fitLogistic(
        scaled,
        { ...fit, C },
        { initial, ...(signal && { signal }) },
        performance.now(),
      );
      await warnOf(fitted, fit);
      const penalties = fitted.coef.map((row) => constraints?.value(row) ?? halfOfSquares(row));
      const penalty = C === Number.POSITIVE_INFINITY ? 0 : penalties.reduce((sum, value) => sum + value, 0);
      const loss = (fitted.loss - penalty) / (C === Number.POSITIVE_INFINITY ? 1 : C);
      const before = points.at(-1)?.devianceExplained ?? 0;
      const devianceExplained = 1 - loss / start.loss;
      points.push({ lambda, C, fitted, devianceExplained });
      initial = fitted;
      const gain = devianceExplained - before;
      const isOver = gain < LEAST_GAIN * devianceExplained || devianceExplained > MOST_DEVIANCE;
      if (fitted.status === "stopped" || (!lambdas && points.length >= LEAST_FITS && isOver)) break;
    }
    return new LogisticPath<L>(points, fit);
  } finally {
    rows?.release();
    if (!given) dataset.dispose();
  }
}

/** One fit of a path. */
interface PathPoint {
  readonly lambda: number;
  readonly C: number;
  readonly fitted: FittedLogistic;
  readonly devianceExplained: number;
}

/** The fits of a path of penalties, from the strongest to the weakest: entry k of everything belongs to λ number k. */
export class LogisticPath<L extends Label = Label> {
  readonly lambdas: Float64Array;
  /** 1 / (λ S): the C with which {@link LogisticRegression} has the same penalty, without `standardize`. */
  readonly Cs: Float64Array;
  /** For each λ the coefficients as a model has them: one row of d for two classes, else one for each class. */
  readonly coef: readonly (readonly Float64Array[])[];
  /** For each λ one intercept for two classes, else one for each class. */
  readonly intercept: readonly Float64Array[];
  /** 1 − deviance / deviance of the intercept alone. */
  readonly devianceExplained: Float64Array;
  /** How many columns have a coefficient that isn't 0, for any class. */
  readonly nonZeros: Uint32Array;
  /** For each λ how many coefficients aren't 0, of each row. */
  readonly nonZerosOfRows: readonly Uint32Array[];
  readonly status: readonly FitStatus[];
  readonly nIter: readonly number[];
  readonly #points: readonly PathPoint[];
  readonly #options: ResolvedOptions;

  /** @internal Use `logisticPath`. */
  constructor(points: readonly PathPoint[], options: ResolvedOptions) {
    this.#points = points;
    this.#options = options;
    this.lambdas = Float64Array.from(points, ({ lambda }) => lambda);
    this.Cs = Float64Array.from(points, ({ C }) => C);
    this.coef = points.map(({ fitted }) => fitted.coef);
    this.intercept = points.map(({ fitted }) => fitted.intercept);
    this.devianceExplained = Float64Array.from(points, (point) => point.devianceExplained);
    this.nonZeros = Uint32Array.from(this.coef, (rows) =>
      count(rows[0], (_, j) => rows.some((row) => row[j] !== 0)),
    );
    this.nonZerosOfRows = this.coef.map((rows) =>
      Uint32Array.from(rows, (row) => count(row, (value) => value !== 0)),
    );
    this.status = points.map(({ fitted }) => fitted.status);
    this.nIter = points.map(({ fitted }) => fitted.nIter);
  }

  /** How many λ the path has. */
  get length(): number {
    return this.#points.length;
  }

  /** The labels, sorted. */
  get classes(): readonly L[] {
    return (this.#points[0]?.fitted.classes ?? []) as readonly L[];
  }

  /**
   * The model of λ number k, as if it had been fitted by itself. With `standardize`, penalties were in the units of the
   * columns' deviations, which no option of a model says: to fit it anew, standardise the rows.
   *
   * @throws {@link InputError} where there is none of that number
   */
  model(k: number): LogisticRegression<L> {
    const point = typeof k === "number" ? this.#points[k] : undefined;
    if (!point) {
      const expected = this.length > 0 ? `a whole number from 0 to ${this.length - 1}` : "a path with fits";
      throw new InputError("k", `${describe(k)}; expected ${expected}`);
    }
    const { runtime, l1Ratio, penaltyFactor, fitIntercept } = this.#options;
    const options = {
      C: point.C,
      fitIntercept,
      ...(l1Ratio !== undefined && { l1Ratio }),
      ...(penaltyFactor && { penaltyFactor }),
      ...(runtime && { runtime }),
    };
    return LogisticRegression.of<L>(point.fitted, options);
  }

  /** The scores of rows by λ number k: of more than two classes those of each, n × K (`decisionFunction<Matrix>(X, k)`). */
  decisionFunction(X: RowsInput | Dataset, k: number, options?: ScoreOptions): Float64Array;
  decisionFunction<Scores extends Float64Array | Matrix>(
    X: RowsInput | Dataset,
    k: number,
    options?: ScoreOptions,
  ): Scores;
  decisionFunction(X: RowsInput | Dataset, k: number, options?: ScoreOptions): Float64Array | Matrix {
    return this.model(k).decisionFunction<Float64Array | Matrix>(X, options);
  }

  /** The probabilities of rows by λ number k, n × K, columns in the order of `classes`. */
  predictProba(X: RowsInput | Dataset, k: number, options?: ScoreOptions): Matrix {
    return this.model(k).predictProba(X, options);
  }

  /** The labels of rows by λ number k. */
  predict(X: RowsInput | Dataset, k: number, options?: PredictOptions & ScoreOptions): L[] {
    return this.model(k).predict(X, options);
  }
}

/** A ridge alike for all. */
function halfOfSquares(coef: Float64Array): number {
  return coef.reduce((sum, w) => sum + 0.5 * w * w, 0);
}

function count(values: Float64Array, isIn: (value: number, j: number) => boolean): number {
  return values.reduce((sum, value, j) => sum + Number(isIn(value, j)), 0);
}

function resolve<L extends Label>(options: LogisticPathOptions<L>) {
  refuseForeign(options, {
    alpha: '"l1Ratio"',
    C: '"lambdas", which are 1 / (C Σ sᵢ)',
    weights: '"sampleWeight"',
    lambda: '"lambdas"',
    thresh: '"tol"',
  });
  checkOptions("options", options, OPTIONS);
  const { nLambda = 100, lambdaMinRatio, lambdas, standardize = true, signal } = options;
  const { l1Ratio = 1 } = options;
  const ofFits = OF_FITS.map((name) => [name, options[name]]);
  const fit = resolveOptions({ ...Object.fromEntries(ofFits), l1Ratio });
  for (const name of ["nLambda", "lambdaMinRatio"] as const) {
    if (lambdas === undefined || options[name] === undefined) continue;
    throw new InputError(
      `options.${name}`,
      `${describe(options[name])} beside lambdas; expected one of them`,
    );
  }
  wholeNumber("options.nLambda", nLambda, 1);
  if (lambdaMinRatio !== undefined) between("options.lambdaMinRatio", lambdaMinRatio, 0, 1);
  boolean("options.standardize", standardize);
  if (signal !== undefined && typeof signal?.aborted !== "boolean") {
    throw new InputError("options.signal", `${describe(signal)}; expected an AbortSignal`);
  }
  return {
    fit,
    nLambda,
    lambdaMinRatio,
    standardize,
    signal,
    lambdas: lambdas === undefined ? undefined : readLambdas(lambdas),
  };
}

function readLambdas(lambdas: unknown): Float64Array {
  if (!isRealArray(lambdas)) {
    const expected = "an array, Float64Array or Float32Array";
    throw new InputError("options.lambdas", `${describe(lambdas)}; expected ${expected}`);
  }
  const given = Array.from(lambdas as ArrayLike<unknown>);
  if (given.length === 0) throw new InputError("options.lambdas", "none; expected at least one");
  const wrong = given.findIndex((lambda) => !(Number.isFinite(lambda) && (lambda as number) >= 0));
  if (wrong >= 0) {
    const found = `${describe(given[wrong])} at index ${wrong}`;
    throw new InputError("options.lambdas", `${found}; expected finite numbers of at least 0`);
  }
  return Float64Array.from(given as number[])
    .toSorted()
    .toReversed();
}

function dataOf(
  dataset: Dataset,
  y: Labels | undefined,
  { sampleWeight, offset }: Pick<LogisticPathOptions, "sampleWeight" | "offset">,
) {
  const target = y === undefined ? dataset.target : new Target("y", y, dataset.rows);
  if (!target) throw new InputError("y", "no labels; expected one for each row, here or in the Dataset");
  if (sampleWeight !== undefined && dataset.sampleWeight) {
    throw new InputError(
      "options.sampleWeight",
      "the Dataset has weights already; expected them in one place only",
    );
  }
  return {
    classCodes: target.classCodes,
    offset: offsetOfFit(dataset, offset, target.classCodes.classes.length),
    sampleWeight:
      sampleWeight === undefined
        ? dataset.sampleWeight
        : readSampleWeight("options.sampleWeight", sampleWeight, dataset.rows),
    featureNames: dataset.featureNames,
  };
}

/** With penalty factors whose mean is 1. */
function withMeanFactor(fit: ResolvedOptions, factors: Float64Array | undefined): ResolvedOptions {
  if (!factors) return fit;
  const mean = factors.reduce((sum, factor) => sum + factor, 0) / factors.length;
  if (!(mean > 0)) {
    throw new InputError("options.penaltyFactor", "all 0; expected a penalty of at least one coefficient");
  }
  return { ...fit, penaltyFactor: factors.map((factor) => factor / mean) };
}
