import type { RealArray } from "../data/real-array.ts";
import type { Dtype } from "../data/storage.ts";
import { InputError } from "../errors.ts";
import { boolean, checkOptions, describe, oneOf, optionalFunction } from "../options.ts";
import { Runtime } from "../wasm/runtime.ts";
import { withoutUndefined } from "./logistic-options.ts";

/** The methods that a linear regression can be fitted with, by name. */
export type LinearSolverName = "cholesky" | "qr";

export const linearSolverNames: readonly LinearSolverName[] = ["cholesky", "qr"];

/** Something about a linear fit that its caller should know. */
export interface LinearWarning {
  /**
   * `"singular"`: columns depend on one another, so that many coefficients are as good as one another;
   * `"ill-conditioned"`: they nearly do, and coefficients have few correct digits.
   */
  readonly code: "singular" | "ill-conditioned";
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
   * turn out ill-conditioned. Default `"auto"`.
   */
  solver?: "auto" | LinearSolverName;
  /** How rows that are not in a Dataset yet are stored during the fit. Default `"f64"`. */
  dtype?: Dtype;
  /** Where fits run. Default: the default runtime. */
  runtime?: Runtime;
  /** Called with each warning. Default: `console.warn`. */
  onWarning?: (warning: LinearWarning) => void;
}

export interface LinearFitOptions {
  /** One weight for each row: finite, not negative, not all 0. Default: 1 each. */
  sampleWeight?: RealArray;
}

/** The options with their defaults. */
export type ResolvedLinearOptions = Required<Omit<LinearRegressionOptions, "dtype" | "runtime">> &
  Pick<LinearRegressionOptions, "dtype" | "runtime">;

const OPTIONS = ["alpha", "fitIntercept", "solver", "dtype", "runtime", "onWarning"];

/** @throws {@link InputError} for an unknown option or a value out of range */
export function resolveLinearOptions(options: LinearRegressionOptions): ResolvedLinearOptions {
  checkOptions("options", options, OPTIONS);
  const resolved: ResolvedLinearOptions = {
    alpha: 0,
    fitIntercept: true,
    solver: "auto",
    onWarning: ({ message }) => console.warn(`logit-wasm: ${message}`),
    ...withoutUndefined(options),
  };
  checkAlpha("options.alpha", resolved.alpha);
  boolean("options.fitIntercept", resolved.fitIntercept);
  oneOf("options.solver", resolved.solver, ["auto", ...linearSolverNames]);
  if (resolved.dtype !== undefined) oneOf("options.dtype", resolved.dtype, ["f64", "f32"]);
  if (resolved.runtime !== undefined && !(resolved.runtime instanceof Runtime)) {
    const found = describe(resolved.runtime);
    throw new InputError("options.runtime", `${found}; expected what createRuntime answers`);
  }
  optionalFunction("options.onWarning", resolved.onWarning);
  return resolved;
}

export function checkAlpha(argument: string, alpha: unknown): void {
  if (Number.isFinite(alpha) && (alpha as number) >= 0) return;
  throw new InputError(argument, `${describe(alpha)}; expected a finite number of at least 0`);
}
