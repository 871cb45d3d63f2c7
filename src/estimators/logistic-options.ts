import type { Label } from "../data/label.ts";
import type { OffsetInput } from "../data/offset.ts";
import type { RealArray } from "../data/real-array.ts";
import { MULTI_CLASS, type MultiClass } from "../data/model-entries.ts";
import type { Dtype } from "../data/storage.ts";
import { InputError } from "../errors.ts";
import {
  boolean,
  checkOptions,
  describe,
  oneOf,
  optionalFunction,
  positive,
  wholeNumber,
} from "../options.ts";
import { Runtime } from "../wasm/runtime.ts";
import { copyClassWeight, type ClassWeight } from "../data/class-weight.ts";
import { copyCoefficientOptions, type CoefficientOptions } from "./coefficient-options.ts";
import { LOGISTIC_FOREIGN, refuseForeign } from "./foreign-options.ts";
import type { FitProgress, FitWarning } from "./fit-report.ts";
import { checkSolver } from "./choose-solver.ts";
import type { Method, MethodName } from "./methods-by-name.ts";

export interface LogisticRegressionOptions<L extends Label = Label> extends CoefficientOptions {
  /** Inverse strength of the penalty, greater than 0; Infinity for no penalty. Default 1. */
  C?: number;
  /**
   * The method, by name or as a value (`miniBatch(adam({ learningRate: 0.1 }), { epochs: 20 })`), or `"auto"` to have it
   * chosen by the size of the work. Learning rates apply in solver coordinates. Default `"auto"`.
   */
  solver?: "auto" | MethodName | Method;
  /**
   * How more than two classes are modelled: all at once by a softmax, or each against the rest (`"ovr"`), in a fit of its
   * own. Default `"multinomial"`.
   */
  multiClass?: MultiClass;
  /** Whether the model has an intercept, which is never penalised. Default true. */
  fitIntercept?: boolean;
  /**
   * What the gradient's norm, `gradientNorm`, must come down to. Methods that know by how much the objective may still
   * fall go on until that is at most 1e-11 of it as well, or (tol / 1e-6)² times as much where `tol` is larger: 1e-4 is for
   * fits within 1e-7. Default 1e-6.
   */
  tol?: number;
  /**
   * The most steps. 0 leaves all coefficients where they start: at 0, or at the bound nearest to it where bounds exclude it.
   * Default: the method's own limit, such as its epochs, or else 1000.
   */
  maxIter?: number;
  /** The most time for one fit, in seconds. Default: no limit. */
  maxSeconds?: number;
  /** How rows that are not in a Dataset yet are stored during the fit. Default `"f64"`. */
  dtype?: Dtype;
  /** Weights of the classes, on top of sample weights. Default: 1 each. */
  classWeight?: ClassWeight<L>;
  /**
   * Whether the shift that class weights give the intercept is taken back after the fit, so that probabilities are those
   * of the rows as they are (King & Zeng 2001, prior correction). Coefficients, loss and trace stay those of the weighted
   * fit; the intercept of `initial` counts as one that was corrected. Default false.
   */
  correctIntercept?: boolean;
  /** Where fits run. Default: the default runtime. */
  runtime?: Runtime;
  /** Called at each iterate, the start included; `"stop"` ends the fit there. */
  onIteration?: (progress: FitProgress) => unknown;
  /** Called with each warning. Default: `console.warn`. */
  onWarning?: (warning: FitWarning) => void;
}

export interface FitOptions<L extends Label = Label> {
  /** One weight for each row: finite, not negative, not all 0 in any class. Default: 1 each. */
  sampleWeight?: RealArray;
  /**
   * What is added to the score of each row, and stays as it is: n numbers, or, of K > 2 classes, n × K. Predictions then
   * need one as well. Default: nothing.
   */
  offset?: OffsetInput;
  /**
   * A fitted model of the same classes and columns to start from, its coefficients within this model's bounds. Default: all
   * coefficients 0.
   */
  initial?: FittedCoefficients<L>;
  /**
   * Ends the fit at the next iterate when it fires, or in the middle of a pass over batches; the status is `"aborted"` then.
   * Where batches haven't been gone through for a first iterate yet, the fit rejects with the signal's reason.
   */
  signal?: AbortSignal;
}

/** The `tol` of estimators, unless they are told another. */
export const DEFAULT_TOL = 1e-6;

/** What a fit can start from. */
export interface FittedCoefficients<L extends Label = Label> {
  readonly classes: readonly L[];
  readonly coef: readonly Float64Array[];
  readonly intercept: Float64Array;
}

/** The options with their defaults. */
export type ResolvedOptions = Required<Omit<LogisticRegressionOptions, OptionWithoutDefault>> &
  Pick<LogisticRegressionOptions, OptionWithoutDefault>;

type OptionWithoutDefault = "dtype" | "classWeight" | "runtime" | "maxIter" | keyof CoefficientOptions;

export const LOGISTIC_OPTIONS: readonly string[] = [
  "C",
  "l1Ratio",
  "penaltyFactor",
  "lower",
  "upper",
  "solver",
  "multiClass",
  "fitIntercept",
  "tol",
  "maxIter",
  "maxSeconds",
  "dtype",
  "classWeight",
  "correctIntercept",
  "runtime",
  "onIteration",
  "onWarning",
];

/** @throws {@link InputError} for an unknown option or a value out of range */
export function resolveOptions(options: LogisticRegressionOptions): ResolvedOptions {
  refuseForeign(options, LOGISTIC_FOREIGN);
  checkOptions("options", options, LOGISTIC_OPTIONS);
  const resolved: ResolvedOptions = {
    C: 1,
    solver: "auto",
    multiClass: "multinomial",
    fitIntercept: true,
    correctIntercept: false,
    tol: DEFAULT_TOL,
    maxSeconds: Number.POSITIVE_INFINITY,
    onIteration: () => undefined,
    onWarning: ({ message }) => console.warn(`logit-wasm: ${message}`),
    ...withoutUndefined(options),
  };
  positive("options.C", resolved.C);
  Object.assign(resolved, copyCoefficientOptions(resolved));
  checkSolver("options.solver", resolved.solver);
  oneOf("options.multiClass", resolved.multiClass, MULTI_CLASS);
  boolean("options.fitIntercept", resolved.fitIntercept);
  boolean("options.correctIntercept", resolved.correctIntercept);
  if (resolved.correctIntercept && !resolved.fitIntercept) {
    throw new InputError("options.correctIntercept", "true without an intercept; expected fitIntercept true");
  }
  positive("options.tol", resolved.tol);
  if (resolved.maxIter !== undefined) wholeNumber("options.maxIter", resolved.maxIter, 0);
  positive("options.maxSeconds", resolved.maxSeconds);
  if (resolved.dtype !== undefined) oneOf("options.dtype", resolved.dtype, ["f64", "f32"]);
  if (resolved.classWeight !== undefined) {
    resolved.classWeight = copyClassWeight("options.classWeight", resolved.classWeight);
  }
  if (resolved.runtime !== undefined && !(resolved.runtime instanceof Runtime)) {
    const found = describe(resolved.runtime);
    throw new InputError("options.runtime", `${found}; expected what createRuntime answers`);
  }
  optionalFunction("options.onIteration", resolved.onIteration);
  optionalFunction("options.onWarning", resolved.onWarning);
  return resolved;
}

/** @throws {@link InputError} for an unknown option or a signal that is none */
export function checkFitOptions(options: FitOptions): void {
  checkOptions("options", options, ["sampleWeight", "offset", "initial", "signal"]);
  const { signal } = options;
  if (signal !== undefined && typeof signal?.aborted !== "boolean") {
    throw new InputError("options.signal", `${describe(signal)}; expected an AbortSignal`);
  }
}

/** Options given as undefined are options not given. */
export function withoutUndefined<T extends object>(options: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as never;
}
