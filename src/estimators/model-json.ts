import type { Label } from "../data/label.ts";
import { checkParsed, type MultiClass, readLogistic } from "../data/model-entries.ts";
import { InputError } from "../errors.ts";
import { checkKeys, describe, positive } from "../options.ts";
import type { FittedLogistic } from "./fit-logistic.ts";
import type { FitStatus } from "./fit-report.ts";
import type { ResolvedOptions } from "./logistic-options.ts";

/** A fitted model as plain data. All but the first four entries may be missing. */
export interface LogisticModelJSON<L extends Label = Label> {
  readonly version: 1;
  /** Sorted. */
  readonly classes: readonly L[];
  /** One row for two classes, else one for each class. */
  readonly coef: readonly (readonly number[])[];
  readonly intercept: readonly number[];
  /** Whether scores need an offset beside them; missing: no. */
  readonly offset?: boolean;
  readonly featureNames?: readonly string[];
  readonly C?: number | "Infinity";
  readonly l1Ratio?: number;
  readonly fitIntercept?: boolean;
  /** How more than two classes are modelled; missing: `"multinomial"`. */
  readonly multiClass?: MultiClass;
  readonly solver?: string;
  readonly solverReason?: string;
  readonly status?: FitStatus;
  readonly nIter?: number;
  readonly loss?: number;
  readonly gradientNorm?: number;
  readonly passes?: number;
}

const KEYS = [
  "version",
  "classes",
  "coef",
  "intercept",
  "offset",
  "featureNames",
  "C",
  "l1Ratio",
  "fitIntercept",
  "multiClass",
  "solver",
  "solverReason",
  "status",
  "nIter",
  "loss",
  "gradientNorm",
  "passes",
];

const STATUSES: ReadonlySet<unknown> = new Set<FitStatus>([
  "converged",
  "precision-limit",
  "max-iterations",
  "max-seconds",
  "aborted",
  "stopped",
  "line-search-failed",
  "not-finite",
  "max-evaluations",
  "diverged",
  "singular",
  "gradient-mismatch",
  "separable",
  "streaming",
  "infeasible",
  "imported",
]);

/** The options that a model's JSON holds. */
type ModelOptions = Pick<ResolvedOptions, "C" | "l1Ratio" | "fitIntercept" | "multiClass">;

export function writeModel<L extends Label>(
  fitted: FittedLogistic,
  { C, l1Ratio = 0, fitIntercept, multiClass }: ModelOptions,
): LogisticModelJSON<L> {
  const { featureNames, solver } = fitted;
  return {
    version: 1,
    classes: [...fitted.classes] as L[],
    coef: fitted.coef.map((row) => [...row]),
    intercept: [...fitted.intercept],
    ...(fitted.offset && { offset: true }),
    ...(featureNames && { featureNames: [...featureNames] }),
    C: C === Number.POSITIVE_INFINITY ? "Infinity" : C,
    ...(l1Ratio > 0 && { l1Ratio }),
    fitIntercept,
    ...(multiClass === "ovr" && { multiClass }),
    ...(solver && { solver }),
    solverReason: fitted.solverReason,
    status: fitted.status,
    nIter: fitted.nIter,
    ...finite("loss", fitted.loss),
    ...finite("gradientNorm", fitted.gradientNorm),
    passes: fitted.passes,
  };
}

/** @throws {@link InputError} that names the first entry of the model that can't be used */
export function readModel(value: unknown): ModelOptions & { fitted: FittedLogistic } {
  checkParsed(value, "LogisticRegression.fromJSON");
  checkKeys("model", value, KEYS);
  const model = value as Record<string, unknown>;
  const { multiClass, ...known } = readLogistic(model);
  return {
    fitted: {
      ...known,
      solver: optional(model, "solver", undefined, (solver) => typeof solver === "string"),
      solverReason: optional(model, "solverReason", "", (reason) => typeof reason === "string"),
      status: optional(model, "status", "imported", (status) => STATUSES.has(status)),
      nIter: optional(model, "nIter", 0, isCount),
      maxIter: undefined,
      loss: optional(model, "loss", Number.NaN, Number.isFinite),
      gradientNorm: optional(model, "gradientNorm", Number.NaN, Number.isFinite),
      passes: optional(model, "passes", 0, isSize),
      trace: [],
    },
    C: readC(model.C),
    multiClass,
    l1Ratio: optional(model, "l1Ratio", 0, (ratio) => isSize(ratio) && (ratio as number) <= 1),
    fitIntercept: optional(model, "fitIntercept", true, (fit) => typeof fit === "boolean"),
  };
}

function readC(C: unknown): number {
  if (C === undefined) return 1;
  if (C === "Infinity") return Number.POSITIVE_INFINITY;
  positive("model.C", C);
  return C as number;
}

/** An entry that may be missing, and then has the given value. */
function optional<T>(
  model: Record<string, unknown>,
  key: keyof LogisticModelJSON,
  missing: T,
  isValid: (value: unknown) => boolean,
): T {
  const value = model[key];
  if (value === undefined) return missing;
  if (!isValid(value))
    throw new InputError(`model.${key}`, `${describe(value)}; expected what toJSON writes there`);
  return value as T;
}

/** Passes over samples and batches count as parts of whole ones. */
function isSize(value: unknown): boolean {
  return Number.isFinite(value) && (value as number) >= 0;
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && isSize(value);
}

/** JSON has no way to write what isn't finite: such an entry is left out. */
function finite(key: "loss" | "gradientNorm", value: number): Partial<Record<typeof key, number>> {
  return Number.isFinite(value) ? { [key]: value } : {};
}
