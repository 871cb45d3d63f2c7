import { type FitStatus, LogisticRegression, PolynomialFeatures, StandardScaler } from "logit-wasm";
import { accuracy, confusionMatrix, rocAuc } from "logit-wasm/metrics";
import type { Matrix } from "logit-wasm/predict";
import type { Grid } from "../../charts/contours.tsx";
import type { Values } from "../../params/schema.ts";
import type { Job } from "../../worker/protocol.ts";
import { CsvError } from "./csv-cells.ts";
import { type Heat, heatOf, marginsOf } from "./heat.ts";
import { fitOptions, hasL1, PATH_STEPS } from "./penalty.ts";
import { productName } from "./readable.ts";
import { rocCurve } from "./roc.ts";
import { freshSample, type Sample, sampleOf } from "./sample.ts";
import type { schema } from "./schema.ts";
import { type Window, windowOf } from "./window.ts";

export interface Result {
  /** Undefined where the data can't be read. */
  readonly sample: Sample | undefined;
  /** Why there is no fit. */
  readonly problem: string | undefined;
  readonly window: Window;
  readonly fit: Fit | undefined;
  /** How large the weights are at each C; undefined until it is known. */
  readonly path: Path | undefined;
}

export interface Fit {
  readonly status: FitStatus;
  readonly solver: string;
  readonly iterations: number;
  /** What the weights are of: standardised columns, and their products. */
  readonly features: readonly string[];
  /** Of each class its weights and its intercept; of two classes those of the second alone. */
  readonly learnt: readonly { readonly weights: readonly number[]; readonly intercept: number }[];
  /** ‖w‖ */
  readonly norm: number;
  /** How many weights are exactly 0, where the penalty has an L1 part. */
  readonly zeros: number | undefined;
  /** The class of each row: of two at the threshold, else the likeliest. */
  readonly predicted: readonly number[];
  readonly counts: Counts;
  readonly accuracy: number;
  /** On rows that it was not trained on; undefined where there are none. */
  readonly freshAccuracy: number | undefined;
  /** Of two classes the area under the curve, of more the mean of the areas. */
  readonly auc: number;
  /** The second class of two against the first, or each of more against the rest. */
  readonly curves: readonly Curve[];
  /** Over the window: of two classes the score; of more by how much each class's is above the others'. */
  readonly margins: readonly Grid[];
  readonly heat: Heat;
}

/** A ROC curve. */
export interface Curve {
  /** The number of the class. */
  readonly of: number;
  readonly auc: number;
  readonly points: readonly (readonly [number, number])[];
}

/** Rows by what they are, then by what they are taken for. */
export type Counts = readonly (readonly number[])[];

export interface Path {
  readonly points: readonly { readonly C: number; readonly norm: number }[];
  /** Whether a fit took more than `PATH_STEPS`, so that the points end before it. */
  readonly isCut: boolean;
  /** Without a penalty, where there is a best fit; undefined where the classes can be separated, and there is none. */
  readonly limit: number | undefined;
}

/** Strengths for the curve of weights against C. */
const PATH = [1e-3, 1e-2, 1e-1, 1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6];

/** Points of the grid over the window; of several classes, whose borders meet at sharp corners, it is finer. */
const GRID_OF_TWO = [81, 61] as const;
const GRID_OF_SEVERAL = [161, 121] as const;

export async function compute(values: Values<typeof schema>, job: Job<Result>): Promise<Result> {
  const sample = trySample(values);
  if (typeof sample === "string") {
    return {
      sample: undefined,
      problem: sample,
      window: windowOf(undefined),
      fit: undefined,
      path: undefined,
    };
  }
  const window = windowOf(sample, values.data === "clicked");
  const nothing = { sample, window, fit: undefined, path: undefined };
  if (sample.classes.length < 2) {
    return { ...nothing, problem: "A model needs points of at least two classes: add some of another." };
  }
  const features = prepare(sample, values.degree);
  const settings = { ...settingsOf(values), ...fitOptions(values), maxIter: values.maxIter };
  const model = new LogisticRegression(settings);
  await model.fit(features.rows, sample.y, { signal: job.signal });
  const fit = describe(model, features, sample, window, values);
  job.show({ ...nothing, problem: undefined, fit });
  return {
    ...nothing,
    problem: undefined,
    fit,
    path: await pathOf(values, features.rows, sample.y, job.signal),
  };
}

function trySample(values: Values<typeof schema>): Sample | string {
  if (values.data === "own" && values.own === "")
    return "No file yet: drop one here, choose one, or paste its text.";
  try {
    return sampleOf(values);
  } catch (error) {
    if (error instanceof CsvError) return error.message;
    throw error;
  }
}

interface Features {
  /** Standardised columns, and their products. */
  readonly rows: { readonly data: Float64Array; readonly rows: number; readonly cols: number };
  readonly names: readonly string[];
  /** The same of other rows. */
  readonly of: (X: Float64Array, rows: number) => Features["rows"];
}

/** Columns are standardised first, so that products of high degree stay of moderate size, and C means the same for all data. */
function prepare({ X, cols, y, columns }: Sample, degree: number): Features {
  const scaler = new StandardScaler();
  const polynomial = new PolynomialFeatures({ degree, includeBias: false });
  const rows = polynomial.fitTransform(scaler.fitTransform({ data: X, rows: y.length, cols }));
  return {
    rows,
    names: polynomial.featureNames.map((name) => productName(name, columns)),
    of: (data, count) => polynomial.transform(scaler.transform({ data, rows: count, cols })),
  };
}

function settingsOf({ weights, ratio }: Values<typeof schema>) {
  const classWeight = weights === "balanced" ? weights : new Map([[1, ratio]]);
  return { onWarning: () => undefined, ...(weights !== "equal" && { classWeight }) };
}

function describe(
  model: LogisticRegression<number>,
  features: Features,
  { y, cols, classes }: Sample,
  window: Window,
  values: Values<typeof schema>,
): Fit {
  const isPair = classes.length === 2;
  const options = isPair ? { threshold: values.threshold } : {};
  const predicted = model.predict(features.rows, options);
  const fresh = freshSample(values);
  const curves = curvesOf(model, features.rows, y);
  const [across, up] = isPair ? GRID_OF_TWO : GRID_OF_SEVERAL;
  const places = features.of(placesOf(window, cols, across, up), across * up);
  return {
    status: model.status,
    solver: model.solver ?? "",
    iterations: model.nIter,
    features: features.names,
    learnt: model.coef.map((w, k) => ({ weights: [...w], intercept: model.intercept[k] ?? 0 })),
    norm: normOf(model.coef),
    zeros: hasL1(values) ? model.coef.reduce((sum, w) => sum + zerosOf(w), 0) : undefined,
    predicted,
    counts: confusionMatrix(y, predicted, { classes: [...classes.keys()] }).counts,
    accuracy: accuracy(y, predicted),
    freshAccuracy: fresh && accuracy(fresh.y, model.predict(features.of(fresh.X, fresh.y.length), options)),
    auc: curves.reduce((sum, { auc }) => sum + auc, 0) / curves.length,
    curves,
    margins: (isPair
      ? [model.decisionFunction(places)]
      : marginsOf(model.decisionFunction<Matrix>(places))
    ).map((margin) => ({ values: margin, cols: across, rows: up, ...window })),
    heat: heatOf(model.predictProba(places), across, up),
  };
}

function curvesOf(
  model: LogisticRegression<number>,
  rows: Features["rows"],
  y: readonly number[],
): readonly Curve[] {
  const curve = (of: number, scores: Float64Array): Curve => ({
    of,
    auc: rocAuc(y, scores, { positive: of }),
    points: rocCurve(
      y.map((label) => label === of),
      scores,
    ),
  });
  if (model.classes.length === 2) return [curve(1, model.decisionFunction(rows))];
  const { data, cols } = model.predictProba(rows);
  return model.classes.map((k) =>
    curve(
      k,
      Float64Array.from(y, (_, i) => data[i * cols + k] ?? 0),
    ),
  );
}

/** The points of a grid over the window. */
function placesOf({ x, y }: Window, cols: number, across: number, up: number): Float64Array {
  const X = new Float64Array(across * up * cols);
  for (let j = 0; j < up; j++) {
    for (let i = 0; i < across; i++) {
      const at = (i + across * j) * cols;
      X[at] = x[0] + ((x[1] - x[0]) * i) / (across - 1);
      if (cols > 1) X[at + 1] = y[0] + ((y[1] - y[0]) * j) / (up - 1);
    }
  }
  return X;
}

/** The size of the best weights for C after C, each fit beginning at the one before; and without penalty. */
async function pathOf(
  values: Values<typeof schema>,
  rows: Features["rows"],
  y: readonly number[],
  signal: AbortSignal,
): Promise<Path> {
  const points: Path["points"][number][] = [];
  let before: LogisticRegression<number> | undefined;
  const fit = async (settings: ReturnType<typeof fitOptions>) => {
    const maxIter = "l1Ratio" in settings ? { maxIter: PATH_STEPS } : {};
    const model = new LogisticRegression<number>({ ...settingsOf(values), ...settings, ...maxIter });
    await model.fit(rows, y, { signal, ...(before && { initial: before }) });
    before = model;
    return model;
  };
  for (const C of PATH) {
    const model = await fit(fitOptions({ ...values, penalty: true, C, solver: "auto" }));
    if (model.status === "max-iterations") break;
    points.push({ C, norm: normOf(model.coef) });
  }
  const free = await fit(fitOptions({ ...values, penalty: false, solver: "auto" }));
  return {
    points,
    isCut: points.length < PATH.length,
    limit: free.status === "separable" ? undefined : normOf(free.coef),
  };
}

function normOf(coef: readonly Float64Array[]): number {
  return Math.sqrt(coef.reduce((sum, w) => w.reduce((part, value) => part + value * value, sum), 0));
}

function zerosOf(w: Float64Array): number {
  return w.filter((value) => value === 0).length;
}
