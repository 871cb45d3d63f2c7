import { InputError } from "../errors.ts";
import { copyClassWeight } from "../data/class-weight.ts";
import type { Label } from "../data/label.ts";
import type { OffsetInput } from "../data/offset.ts";
import { isRealArray, type RealArray } from "../data/real-array.ts";
import type { Labels } from "../data/target.ts";
import { copyCoefficientOptions } from "../estimators/coefficient-options.ts";
import { LOGISTIC_FOREIGN, refuseForeign } from "../estimators/foreign-options.ts";
import type { FitStatus } from "../estimators/fit-report.ts";
import {
  type FittedCoefficients,
  LOGISTIC_OPTIONS,
  type LogisticRegressionOptions,
} from "../estimators/logistic-options.ts";
import type { LogisticRegression } from "../estimators/logistic-regression.ts";
import { exp } from "../numerics/exp.ts";
import {
  boolean,
  checkOptions,
  describe,
  isPlainObject,
  oneOf,
  optionalFunction,
  wholeNumber,
} from "../options.ts";
import { checkCv, copyCv, type CrossValidationFolds } from "./folds-of.ts";
import { checkScoring, type Scoring } from "./scoring.ts";

/** Options of {@link LogisticRegressionCV}: those of every fit, and which fits there are. */
export interface LogisticRegressionCVOptions<L extends Label = Label> extends Omit<
  LogisticRegressionOptions<L>,
  "C" | "l1Ratio"
> {
  /** The C to choose from, or how many of them, from 1e-4 to 1e4 at equal ratios. Default 10. */
  Cs?: number | RealArray;
  /** The l1Ratio to choose from. Default [0]. */
  l1Ratios?: RealArray;
  /** How many folds, which hold the classes alike; or a splitter; or the folds themselves. Default 5. */
  cv?: CrossValidationFolds;
  /** For a number of folds: rows come to them at random, as this whole number decides. Default: in their order. */
  seed?: number;
  /** What the C and l1Ratio are chosen by, on the rows that a fit has not seen. Default `"accuracy"`. */
  scoring?: Scoring<LogisticRegression>;
  /**
   * The C and l1Ratio of the best mean score, or, of that l1Ratio, the least C whose mean is not more than one standard
   * error of the best below it (Breiman et al. 1984, section 3.4.3). Default `"best"`.
   */
  selection?: Selection;
  /**
   * Whether the model is fitted to all rows with the C and l1Ratio that were chosen. Without it coefficients, C and l1Ratio
   * are means over the folds, of what was best in each. Default true.
   */
  refit?: boolean;
  /** Called after each fit of a fold. */
  onFit?: (progress: CVProgress) => void;
}

/** How the C and l1Ratio are chosen by their scores. */
export type Selection = "best" | "one-standard-error";

/** Options of {@link LogisticRegressionCV.fit}. */
export interface CVFitOptions {
  /** One weight for each row, for fits and scores. Default: those of the Dataset, or 1 each. */
  sampleWeight?: RealArray;
  /** What is added to the score of each row, in fits and scores. Default: that of the Dataset, or nothing. */
  offset?: OffsetInput;
  /** The group of each row, for a splitter that keeps groups together. */
  groups?: Labels;
  /** A fitted model, or such numbers, to start the fits of the strongest penalty from. Default: all coefficients 0. */
  initial?: FittedCoefficients;
  /** Ends the fit that runs and rejects with the signal's reason; the model is unchanged then. */
  signal?: AbortSignal;
}

/** One fit of a fold. */
export interface CVProgress {
  /** From 0 on. */
  readonly fold: number;
  readonly C: number;
  readonly l1Ratio: number;
  readonly score: number;
  readonly status: FitStatus;
  readonly nIter: number;
  /** How many fits are done, and how many there are, without the last one, to all rows. */
  readonly done: number;
  readonly total: number;
}

/** The options with their defaults: copies of those that are arrays, maps or objects of numbers. */
export interface ResolvedCVOptions {
  /** Those of every fit. */
  readonly fit: Omit<LogisticRegressionOptions, "C" | "l1Ratio">;
  readonly Cs: Float64Array;
  readonly l1Ratios: Float64Array;
  readonly cv: CrossValidationFolds;
  readonly seed: number | undefined;
  readonly scoring: Scoring;
  readonly selection: Selection;
  readonly refit: boolean;
  readonly onFit: ((progress: CVProgress) => void) | undefined;
}

const OPTIONS = [
  "Cs",
  "l1Ratios",
  "cv",
  "seed",
  "scoring",
  "selection",
  "refit",
  "onFit",
  ...LOGISTIC_OPTIONS.filter((name) => name !== "C" && name !== "l1Ratio"),
];

/** @throws {@link InputError} for a value out of range; options of fits are looked at by who fits */
export function resolveCVOptions(options: LogisticRegressionCVOptions): ResolvedCVOptions {
  refuseSingle("C", "Cs", options);
  refuseSingle("l1Ratio", "l1Ratios", options);
  refuseForeign(options, {
    ...LOGISTIC_FOREIGN,
    penalty: '"l1Ratios", from 0 for a ridge to 1 for the lasso',
    alpha: '"l1Ratios" where glmnet has alpha; "Cs", the inverse, for strengths',
    lambda: '"Cs", which are 1 / (λ Σ sᵢ) for λ as of logisticPath',
    random_state: '"seed"',
  });
  checkOptions("options", options, OPTIONS);
  const { Cs = 10, l1Ratios = [0], cv = 5, seed, scoring = "accuracy", ...others } = options;
  const { selection = "best", refit = true, onFit, ...fit } = others;
  const isPositive = (C: number) => C > 0;
  const isRatio = (ratio: number) => ratio >= 0 && ratio <= 1;
  if (typeof Cs === "number") wholeNumber("options.Cs", Cs, 1);
  else checkEach("options.Cs", Cs, "a number greater than 0", isPositive);
  checkEach("options.l1Ratios", l1Ratios, "a number from 0 to 1", isRatio);
  checkCv(cv, seed);
  checkScoring("options.scoring", scoring);
  oneOf("options.selection", selection, ["best", "one-standard-error"]);
  boolean("options.refit", refit);
  if (!refit && selection !== "best") {
    throw new InputError(
      "options.selection",
      `${describe(selection)} without refit; expected refit: true with it`,
    );
  }
  optionalFunction("options.onFit", onFit);
  return {
    fit: copyFitOptions(fit),
    Cs: typeof Cs === "number" ? powersOfTen(Cs) : Float64Array.from(Cs),
    l1Ratios: Float64Array.from(l1Ratios),
    cv: copyCv(cv),
    seed,
    scoring: scoring as Scoring,
    selection,
    refit,
    onFit,
  };
}

/** Many fits read these, one after the other. */
function copyFitOptions(fit: ResolvedCVOptions["fit"]): ResolvedCVOptions["fit"] {
  const { classWeight } = fit;
  return {
    ...fit,
    ...copyCoefficientOptions(fit),
    ...(classWeight !== undefined && { classWeight: copyClassWeight("options.classWeight", classWeight) }),
  };
}

/** 10⁻⁴ to 10⁴ at equal ratios. */
function powersOfTen(count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, k) => {
    const exponent = count === 1 ? -4 : -4 + (8 * k) / (count - 1);
    const whole = Math.floor(exponent);
    return Number(`1e${whole}`) * exp((exponent - whole) * Math.LN10);
  });
}

function refuseSingle(name: "C" | "l1Ratio", instead: string, options: unknown): void {
  if (!isPlainObject(options) || !Object.hasOwn(options, name)) return;
  throw new InputError(`options.${name}`, `is what is chosen; expected those to choose from, ${instead}`);
}

function checkEach(
  argument: string,
  values: unknown,
  expected: string,
  isValid: (value: number) => boolean,
): void {
  if (!isRealArray(values)) {
    throw new InputError(argument, `${describe(values)}; expected an array, each ${expected}`);
  }
  if (values.length === 0) throw new InputError(argument, "none; expected at least one");
  for (let k = 0; k < values.length; k++) {
    const value: unknown = values[k];
    if (typeof value === "number" && isValid(value)) continue;
    throw new InputError(argument, `${describe(value)} at index ${k}; expected ${expected}`);
  }
}
