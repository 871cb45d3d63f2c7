import { type ClassWeight, copyClassWeight, entriesOf } from "../data/class-weight.ts";
import type { Label } from "../data/label.ts";
import type { RealArray } from "../data/real-array.ts";
import { checkParsed, type MultiClass, readLogistic } from "../data/model-entries.ts";
import { InputError } from "../errors.ts";
import { boolean, checkKeys, describe, positive } from "../options.ts";
import type { FittedLogistic } from "./fit-logistic.ts";
import type { FitStatus } from "./fit-report.ts";
import type { ResolvedOptions } from "./logistic-options.ts";

/** JSON has no way to write what isn't finite. */
export type NumberJSON = number | "Infinity" | "-Infinity";

/** A bound of all coefficients, or of each. */
export type BoundsJSON = NumberJSON | readonly NumberJSON[];

/** `"balanced"`, or a weight for each label that is named, by its text. */
export type ClassWeightJSON = "balanced" | Readonly<Record<string, number>>;

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
  readonly C?: NumberJSON;
  readonly l1Ratio?: number;
  readonly penaltyFactor?: readonly number[];
  readonly lower?: BoundsJSON;
  readonly upper?: BoundsJSON;
  readonly fitIntercept?: boolean;
  /** How more than two classes are modelled; missing: `"multinomial"`. */
  readonly multiClass?: MultiClass;
  /** Missing: 1 each. */
  readonly classWeight?: ClassWeightJSON;
  /** Missing: no. */
  readonly correctIntercept?: boolean;
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
  "penaltyFactor",
  "lower",
  "upper",
  "fitIntercept",
  "multiClass",
  "classWeight",
  "correctIntercept",
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

const SIZE = "a number of at least 0";

/** The options that a model's JSON holds. */
type ModelOptions = Pick<
  ResolvedOptions,
  | "C"
  | "l1Ratio"
  | "penaltyFactor"
  | "lower"
  | "upper"
  | "fitIntercept"
  | "multiClass"
  | "classWeight"
  | "correctIntercept"
>;

export function writeModel<L extends Label>(
  fitted: FittedLogistic,
  {
    C,
    l1Ratio = 0,
    penaltyFactor,
    lower,
    upper,
    fitIntercept,
    multiClass,
    classWeight,
    correctIntercept,
  }: ModelOptions,
): LogisticModelJSON<L> {
  const { featureNames, solver } = fitted;
  return {
    version: 1,
    classes: [...fitted.classes] as L[],
    coef: fitted.coef.map((row) => [...row]),
    intercept: [...fitted.intercept],
    ...(fitted.offset && { offset: true }),
    ...(featureNames && { featureNames: [...featureNames] }),
    C: toJSON(C),
    ...(l1Ratio > 0 && { l1Ratio }),
    ...(penaltyFactor && { penaltyFactor: [...penaltyFactor] }),
    ...(lower !== undefined && { lower: boundsToJSON(lower) }),
    ...(upper !== undefined && { upper: boundsToJSON(upper) }),
    fitIntercept,
    ...(multiClass === "ovr" && { multiClass }),
    ...(classWeight && { classWeight: classWeightToJSON(classWeight) }),
    ...(correctIntercept && { correctIntercept }),
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
  const { classWeight, correctIntercept = false, fitIntercept = true } = model;
  boolean("model.correctIntercept", correctIntercept);
  boolean("model.fitIntercept", fitIntercept);
  return {
    fitted: {
      ...known,
      solver: optional(model, "solver", undefined, isString, "a string"),
      solverReason: optional(model, "solverReason", "", isString, "a string"),
      status: optional(
        model,
        "status",
        "imported",
        (status) => STATUSES.has(status),
        [...STATUSES].map(describe).join(", "),
      ),
      nIter: optional(model, "nIter", 0, isCount, "a whole number of at least 0"),
      maxIter: undefined,
      loss: optional(model, "loss", Number.NaN, Number.isFinite, "a finite number"),
      gradientNorm: optional(model, "gradientNorm", Number.NaN, Number.isFinite, "a finite number"),
      passes: optional(model, "passes", 0, isSize, SIZE),
      trace: [],
    },
    C: readC(model.C),
    multiClass,
    ...(model.penaltyFactor !== undefined && {
      penaltyFactor: readEach(model, "penaltyFactor", isSize, SIZE),
    }),
    ...(model.lower !== undefined && { lower: readBounds(model, "lower", "-Infinity") }),
    ...(model.upper !== undefined && { upper: readBounds(model, "upper", "Infinity") }),
    ...(classWeight !== undefined && { classWeight: copyClassWeight("model.classWeight", classWeight) }),
    correctIntercept: correctIntercept as boolean,
    l1Ratio: optional(model, "l1Ratio", 0, (r) => isSize(r) && (r as number) <= 1, "a number from 0 to 1"),
    fitIntercept: fitIntercept as boolean,
  };
}

function readC(C: unknown = 1): number {
  const read = fromJSON(C);
  positive("model.C", read);
  return read as number;
}

function toJSON(value: number): NumberJSON {
  return Number.isFinite(value) ? value : (`${value}` as NumberJSON);
}

function fromJSON(value: unknown): unknown {
  return value === "Infinity" || value === "-Infinity" ? Number(value) : value;
}

/** Keys are texts of labels, as in an object that was given. */
function classWeightToJSON(weight: ClassWeight): ClassWeightJSON {
  return weight === "balanced" ? weight : Object.fromEntries(entriesOf(weight) as [string, number][]);
}

function boundsToJSON(bounds: number | RealArray): BoundsJSON {
  return typeof bounds === "number" ? toJSON(bounds) : Array.from(bounds, toJSON);
}

function readBounds(
  model: Record<string, unknown>,
  key: "lower" | "upper",
  none: "-Infinity" | "Infinity",
): number | Float64Array {
  const isBound = (value: unknown) => Number.isFinite(value) || value === Number(none);
  const value = fromJSON(model[key]);
  return isBound(value) ? (value as number) : readEach(model, key, isBound, `a number or "${none}"`);
}

/** Numbers for each column, of which there are as many as the model has. */
function readEach(
  model: Record<string, unknown>,
  key: "penaltyFactor" | "lower" | "upper",
  isValid: (value: unknown) => boolean,
  expected: string,
): Float64Array {
  const { length } = (model.coef as number[][])[0]!;
  const list = model[key];
  const argument = `model.${key}`;
  if (!Array.isArray(list) || list.length !== length) {
    const each = `an array of ${length}, ${expected} for each column`;
    const all = key === "penaltyFactor" ? "" : ", or one for all";
    throw new InputError(argument, `${describe(list)}; expected ${each}${all}`);
  }
  return Float64Array.from(list, (entry: unknown, j) => {
    const value = fromJSON(entry);
    if (isValid(value)) return value as number;
    throw new InputError(`${argument}[${j}]`, `${describe(entry)}; expected ${expected}`);
  });
}

/** An entry that may be missing, and then has the given value. */
function optional<T>(
  model: Record<string, unknown>,
  key: keyof LogisticModelJSON,
  missing: T,
  isValid: (value: unknown) => boolean,
  expected: string,
): T {
  const value = model[key];
  if (value === undefined) return missing;
  if (!isValid(value)) throw new InputError(`model.${key}`, `${describe(value)}; expected ${expected}`);
  return value as T;
}

function isString(value: unknown): boolean {
  return typeof value === "string";
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
