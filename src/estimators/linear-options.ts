import type { RealArray } from "../data/real-array.ts";
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
import type { Capability } from "../solvers/solver.ts";
import type { Status } from "../solvers/watch.ts";
import { Runtime } from "../wasm/runtime.ts";
import type { FitProgress } from "./fit-report.ts";
import { DEFAULT_TOL, withoutUndefined } from "./logistic-options.ts";
import { type Method, METHOD_AS_VALUE, type MethodName, methodNames } from "./methods-by-name.ts";

/** The closed forms of a linear regression. */
export type LinearSolverName = "cholesky" | "qr";

export const linearSolverNames: readonly LinearSolverName[] = ["cholesky", "qr"];

/**
 * Why a fit ended: a closed form has `"converged"`; an iterative method's `"converged"` and `"precision-limit"` (no
 * further decrease is representable in f64) are successes; `"imported"`: the model was never fitted here.
 */
export type LinearStatus = Status | "imported";

/** Something about a linear fit that its caller should know. */
export interface LinearWarning {
  /**
   * `"singular"`: columns depend on one another, so that many coefficients are as good as one another;
   * `"ill-conditioned"`: they nearly do, and coefficients have few correct digits;
   * `"not-converged"`: an iterative method ended before `tol` was reached.
   */
  readonly code: "singular" | "ill-conditioned" | "not-converged";
  /** What happened and what to do about it. */
  readonly message: string;
}

export interface LinearRegressionOptions {
  /** Strength of the penalty ½ alpha ‖w‖², at least 0. Default 0: ordinary least squares. */
  alpha?: number;
  /** Whether the model has an intercept, which is never penalised. Default true. */
  fitIntercept?: boolean;
  /**
   * `"cholesky"`: normal equations; `"qr"`: Householder's QR factorisation; `"auto"`: QR where the normal equations
   * turn out ill-conditioned. Or an iterative method, by name (`"lbfgs"`) or as a value
   * (`miniBatch(adam({ learningRate: 0.01 }), { epochs: 20 })`): see {@link LinearRegression}. Default `"auto"`.
   */
  solver?: "auto" | LinearSolverName | MethodName | Method;
  /** What the gradient's norm, `gradientNorm`, must come down to, as of {@link LogisticRegression}. For iterative methods. Default 1e-6. */
  tol?: number;
  /**
   * The most steps. 0 leaves all coefficients 0, and the intercept at the mean of y. For iterative methods. Default: the
   * method's own limit, such as its epochs, or else 1000.
   */
  maxIter?: number;
  /** The most time for one fit, in seconds. For iterative methods. Default: no limit. */
  maxSeconds?: number;
  /** How rows that are not in a Dataset yet are stored during the fit. Default `"f64"`. */
  dtype?: Dtype;
  /** Where fits run. Default: the default runtime. */
  runtime?: Runtime;
  /** Called at each iterate of an iterative method, the start included; `"stop"` ends the fit there. */
  onIteration?: (progress: FitProgress) => unknown;
  /** Called with each warning. Default: `console.warn`. */
  onWarning?: (warning: LinearWarning) => void;
}

export interface LinearFitOptions {
  /** One weight for each row: finite, not negative, not all 0. Default: 1 each. */
  sampleWeight?: RealArray;
  /** Ends the fit by an iterative method at the next iterate when it fires; the status is `"aborted"` then. */
  signal?: AbortSignal;
}

/** The options with their defaults. */
export type ResolvedLinearOptions = Required<Omit<LinearRegressionOptions, "dtype" | "runtime" | "maxIter">> &
  Pick<LinearRegressionOptions, "dtype" | "runtime" | "maxIter">;

const OPTIONS = [
  "alpha",
  "fitIntercept",
  "solver",
  "tol",
  "maxIter",
  "maxSeconds",
  "dtype",
  "runtime",
  "onIteration",
  "onWarning",
];

/** What the squared error of a linear model can tell beyond value and gradient. */
const CAPABILITIES: readonly Capability[] = ["hessian", "hessianProduct", "terms", "sample"];

/** @throws {@link InputError} for an unknown option or a value out of range */
export function resolveLinearOptions(options: LinearRegressionOptions): ResolvedLinearOptions {
  checkOptions("options", options, OPTIONS);
  const resolved: ResolvedLinearOptions = {
    alpha: 0,
    fitIntercept: true,
    solver: "auto",
    tol: DEFAULT_TOL,
    maxSeconds: Number.POSITIVE_INFINITY,
    onIteration: () => undefined,
    onWarning: ({ message }) => console.warn(`logit-wasm: ${message}`),
    ...withoutUndefined(options),
  };
  checkAlpha("options.alpha", resolved.alpha);
  boolean("options.fitIntercept", resolved.fitIntercept);
  checkLinearSolver("options.solver", resolved.solver);
  positive("options.tol", resolved.tol);
  if (resolved.maxIter !== undefined) wholeNumber("options.maxIter", resolved.maxIter, 0);
  positive("options.maxSeconds", resolved.maxSeconds);
  if (resolved.dtype !== undefined) oneOf("options.dtype", resolved.dtype, ["f64", "f32"]);
  if (resolved.runtime !== undefined && !(resolved.runtime instanceof Runtime)) {
    const found = describe(resolved.runtime);
    throw new InputError("options.runtime", `${found}; expected what createRuntime answers`);
  }
  optionalFunction("options.onIteration", resolved.onIteration);
  optionalFunction("options.onWarning", resolved.onWarning);
  return resolved;
}

/** @throws {@link InputError} for an unknown option or a signal that is none */
export function checkLinearFitOptions(options: LinearFitOptions): void {
  checkOptions("options", options, ["sampleWeight", "signal"]);
  const { signal } = options;
  if (signal !== undefined && typeof signal?.aborted !== "boolean") {
    throw new InputError("options.signal", `${describe(signal)}; expected an AbortSignal`);
  }
}

/** Whether the solver is one of the closed forms, or is to be chosen from them. */
export function isClosedForm(solver: ResolvedLinearOptions["solver"]): solver is "auto" | LinearSolverName {
  return solver === "auto" || linearSolverNames.includes(solver as LinearSolverName);
}

function checkLinearSolver(argument: string, solver: unknown): void {
  const names = ["auto", ...linearSolverNames, ...methodNames];
  if (names.includes(solver as string)) return;
  const { name, run, needs = [] } = (solver ?? {}) as Partial<Method>;
  if (typeof name !== "string" || typeof run !== "function") {
    const known = names.map((one) => `"${one}"`).join(", ");
    throw new InputError(argument, `${describe(solver)}; expected ${known}, or ${METHOD_AS_VALUE}`);
  }
  const lacking = needs.find((capability) => !CAPABILITIES.includes(capability));
  if (lacking === undefined) return;
  throw new InputError(
    argument,
    `${name} needs ${describe(lacking)}; the squared error of a linear model has only ${CAPABILITIES.join(", ")}`,
  );
}

export function checkAlpha(argument: string, alpha: unknown): void {
  if (Number.isFinite(alpha) && (alpha as number) >= 0) return;
  throw new InputError(argument, `${describe(alpha)}; expected a finite number of at least 0`);
}
