import { lazily } from "../lazily.ts";
import type { Label } from "../data/label.ts";
import type { Offset } from "../data/offset.ts";
import type { PassRows } from "../data/pass-rows.ts";
import type { RowStorage } from "../data/storage.ts";
import { ClassCodes } from "../data/target.ts";
import { binaryTarget } from "../data/binary-target.ts";
import type { Fit } from "./fit-objective.ts";
import type { FitProgress, FitStatus } from "./fit-report.ts";
import type { FitOptions, ResolvedOptions } from "./logistic-options.ts";
import { fitTwoClasses } from "./fit-two-classes.ts";

/** What a fit found: plain data. */
export interface FittedLogistic {
  readonly classes: readonly Label[];
  readonly coef: readonly Float64Array[];
  readonly intercept: Float64Array;
  /** Whether scores need an offset beside them. */
  readonly offset?: boolean;
  readonly featureNames: readonly string[] | undefined;
  /** The name of the method. */
  readonly solver: string | undefined;
  readonly solverReason: string;
  readonly status: FitStatus;
  readonly nIter: number;
  /** The limit of the steps; undefined where the method's own, such as its epochs, was lower. */
  readonly maxIter: number | undefined;
  readonly loss: number;
  readonly gradientNorm: number;
  readonly passes: number;
  readonly trace: readonly FitProgress[];
}

/** Rows with all that a fit must know of them. */
export interface FitData {
  readonly storage: RowStorage;
  readonly classCodes: ClassCodes;
  readonly sampleWeight: Float64Array | undefined;
  /** What is added to the rows' scores. */
  readonly offset?: Offset | undefined;
  readonly featureNames: readonly string[] | undefined;
  /** How many rows are meant where the others only lie between them, without weight. Default: all. */
  readonly rows?: number;
  /** The units in which coefficients are penalised; default 1 each. */
  readonly scale?: Float64Array;
}

/** Labels and weights of a data set, for the rows that passes go through. */
export function spreadOver(
  rows: PassRows,
  { classCodes, sampleWeight, offset, featureNames }: Omit<FitData, "storage" | "rows" | "scale">,
): FitData {
  return {
    storage: rows.storage,
    rows: rows.rows,
    classCodes: rows.areAll ? classCodes : new ClassCodes(classCodes.classes, rows.spread(classCodes.codes)),
    sampleWeight: rows.spreadWeight(sampleWeight),
    offset: offset && { ...offset, values: rows.spread(offset.values, offset.width) },
    featureNames,
  };
}

/**
 * C Σ sᵢ ℓᵢ + ½ ‖w‖² at its minimum, or as near as the status says, by any of the methods. The clock of `maxSeconds`
 * runs from `start`, in ms as of performance.now().
 */
export async function fitLogistic(
  data: FitData,
  options: ResolvedOptions,
  fitOptions: FitOptions,
  start: number,
): Promise<FittedLogistic> {
  const { classes } = data.classCodes;
  const fit = classes.length <= 2 ? fitTwo : await fitOfMany(options);
  const asked = options.correctIntercept ? (await import("./correct-intercept.ts")).corrected(fit) : fit;
  return {
    classes: Object.freeze([...classes]),
    featureNames: data.featureNames,
    ...(data.offset && { offset: true }),
    ...(await asked(data, options, fitOptions, start)),
  };
}

/** One of the ways to fit. */
export type FitClasses = typeof fitTwo;

function fitTwo(
  data: FitData,
  options: ResolvedOptions,
  fitOptions: FitOptions,
  start: number,
): Promise<Fit> {
  const target = binaryTarget(data.classCodes, data.sampleWeight, options.classWeight);
  return fitTwoClasses(data, target, options, fitOptions, start);
}

// Chunks of their own, for those who have more than two classes.
const eachClass = /* @__PURE__ */ lazily(() => import("./fit-each-class.ts"));
const softmax = /* @__PURE__ */ lazily(() => import("./fit-softmax.ts"));

async function fitOfMany({ multiClass }: ResolvedOptions): Promise<FitClasses> {
  return multiClass === "ovr" ? (await eachClass()).fitEachClass : (await softmax()).fitSoftmax;
}
