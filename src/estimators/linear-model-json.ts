import { checkParsed, readLinear } from "../data/model-entries.ts";
import { InputError } from "../errors.ts";
import { checkKeys, describe } from "../options.ts";
import type { FittedLinear } from "./fit-linear.ts";
import { checkAlpha, type LinearStatus } from "./linear-options.ts";

/** A fitted linear model as plain data. All but the first three entries may be missing. */
export interface LinearModelJSON {
  readonly version: 1;
  readonly coef: readonly number[];
  readonly intercept: number;
  readonly featureNames?: readonly string[];
  readonly alpha?: number;
  readonly fitIntercept?: boolean;
  readonly solver?: string;
  readonly solverReason?: string;
  readonly conditionEstimate?: number;
  readonly rank?: number;
  readonly residualStandardError?: number;
  readonly status?: LinearStatus;
  readonly nIter?: number;
  readonly loss?: number;
  readonly gradientNorm?: number;
  readonly passes?: number;
}

const KEYS = [
  "version",
  "coef",
  "intercept",
  "featureNames",
  "alpha",
  "fitIntercept",
  "solver",
  "solverReason",
  "conditionEstimate",
  "rank",
  "residualStandardError",
  "status",
  "nIter",
  "loss",
  "gradientNorm",
  "passes",
];

const STATUSES: ReadonlySet<unknown> = new Set<LinearStatus>([
  "converged",
  "precision-limit",
  "max-iterations",
  "max-evaluations",
  "max-seconds",
  "aborted",
  "stopped",
  "diverged",
  "line-search-failed",
  "not-finite",
  "singular",
  "gradient-mismatch",
  "infeasible",
  "imported",
]);

export function writeLinearModel(
  fitted: FittedLinear,
  alpha: number,
  fitIntercept: boolean,
): LinearModelJSON {
  const { featureNames, solver, rank } = fitted;
  return {
    version: 1,
    coef: [...fitted.coef],
    intercept: fitted.intercept,
    ...(featureNames && { featureNames: [...featureNames] }),
    alpha,
    fitIntercept,
    ...(solver && { solver }),
    solverReason: fitted.solverReason,
    ...finite("conditionEstimate", fitted.conditionEstimate),
    ...(rank !== undefined && { rank }),
    ...finite("residualStandardError", fitted.residualStandardError),
    status: fitted.status,
    nIter: fitted.nIter,
    ...finite("loss", fitted.loss),
    ...finite("gradientNorm", fitted.gradientNorm),
    passes: fitted.passes,
  };
}

/** @throws {@link InputError} that names the first entry of the model that can't be used */
export function readLinearModel(value: unknown): {
  fitted: FittedLinear;
  alpha: number;
  fitIntercept: boolean;
} {
  checkParsed(value, "LinearRegression.fromJSON");
  checkKeys("model", value, KEYS);
  const model = value as Record<string, unknown>;
  const { w, b, featureNames } = readLinear(model);
  const { alpha = 0 } = model;
  checkAlpha("model.alpha", alpha);
  return {
    fitted: {
      coef: w,
      intercept: b,
      featureNames,
      solver: optional(model, "solver", undefined, (name) => typeof name === "string"),
      solverReason: optional(model, "solverReason", "", (reason) => typeof reason === "string"),
      conditionEstimate: optional(model, "conditionEstimate", Number.NaN, isSize),
      rank: optional(model, "rank", undefined, isCount),
      residualStandardError: optional(model, "residualStandardError", Number.NaN, isSize),
      status: optional(model, "status", "imported", (status) => STATUSES.has(status)),
      nIter: optional(model, "nIter", 0, isCount),
      maxIter: undefined,
      loss: optional(model, "loss", Number.NaN, isSize),
      gradientNorm: optional(model, "gradientNorm", Number.NaN, isSize),
      passes: optional(model, "passes", 0, isSize),
      trace: [],
    },
    alpha: alpha as number,
    fitIntercept: optional(model, "fitIntercept", true, (fit) => typeof fit === "boolean"),
  };
}

/** An entry that may be missing, and then has the given value. */
function optional<T>(
  model: Record<string, unknown>,
  key: keyof LinearModelJSON,
  missing: T,
  isValid: (value: unknown) => boolean,
): T {
  const value = model[key];
  if (value === undefined) return missing;
  if (!isValid(value))
    throw new InputError(`model.${key}`, `${describe(value)}; expected what toJSON writes there`);
  return value as T;
}

function isSize(value: unknown): boolean {
  return Number.isFinite(value) && (value as number) >= 0;
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && isSize(value);
}

/** JSON has no way to write what isn't finite: such an entry is left out. */
function finite(
  key: "conditionEstimate" | "residualStandardError" | "loss" | "gradientNorm",
  value: number,
): Partial<LinearModelJSON> {
  return Number.isFinite(value) ? { [key]: value } : {};
}
