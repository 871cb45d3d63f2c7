import { type FitStatus, LogisticRegression, PolynomialFeatures, StandardScaler } from "logit-wasm";
import { accuracy, confusionMatrix, rocAuc } from "logit-wasm/metrics";
import type { Grid } from "../../charts/contours.tsx";
import type { Values } from "../../params/schema.ts";
import type { Job } from "../../worker/protocol.ts";
import { CsvError } from "./csv-cells.ts";
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
  /** Weights of the standardised features, by name. */
  readonly weights: readonly { readonly name: string; readonly value: number }[];
  readonly intercept: number;
  /** ‖w‖ */
  readonly norm: number;
  /** Of each row: the second class where it isn't negative. */
  readonly scores: Float64Array;
  /** What is predicted at the threshold. */
  readonly predicted: readonly number[];
  readonly counts: Counts;
  readonly accuracy: number;
  /** On rows that it was not trained on; undefined where there are none. */
  readonly freshAccuracy: number | undefined;
  readonly auc: number;
  readonly roc: readonly (readonly [number, number])[];
  /** Scores over the window. */
  readonly grid: Grid;
}

/** Rows by what they are and what they are taken for; positive is the second class. */
export interface Counts {
  readonly trueNegatives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
  readonly truePositives: number;
}

export interface Path {
  readonly points: readonly { readonly C: number; readonly norm: number }[];
  /** Without a penalty, where there is a best fit; undefined where the classes can be separated, and there is none. */
  readonly limit: number | undefined;
}

/** Strengths for the curve of weights against C. */
const PATH = [1e-3, 1e-2, 1e-1, 1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6];

const [COLS, ROWS] = [81, 61];

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
  if (new Set(sample.y).size < 2) {
    return { ...nothing, problem: "A model needs points of both classes: add some of the other." };
  }
  const features = prepare(sample, values.degree);
  const settings = { ...settingsOf(values), maxIter: values.maxIter, solver: values.solver };
  const model = new LogisticRegression({ ...settings, C: values.penalty ? values.C : Infinity });
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
  { y, cols }: Sample,
  window: Window,
  values: Values<typeof schema>,
): Fit {
  const { threshold } = values;
  const scores = model.decisionFunction(features.rows);
  const predicted = model.predict(features.rows, { threshold });
  const [[trueNegatives = 0, falsePositives = 0] = [], [falseNegatives = 0, truePositives = 0] = []] =
    confusionMatrix(y, predicted, { classes: [0, 1] }).counts;
  const coef = model.coef[0] ?? new Float64Array();
  const fresh = freshSample(values);
  return {
    status: model.status,
    solver: model.solver ?? "",
    iterations: model.nIter,
    weights: features.names.map((name, j) => ({ name, value: coef[j] ?? 0 })),
    intercept: model.intercept[0] ?? 0,
    norm: normOf(coef),
    scores,
    predicted,
    counts: { trueNegatives, falsePositives, falseNegatives, truePositives },
    accuracy: accuracy(y, predicted),
    freshAccuracy:
      fresh && accuracy(fresh.y, model.predict(features.of(fresh.X, fresh.y.length), { threshold })),
    auc: rocAuc(y, scores),
    roc: rocCurve(y, scores),
    grid: scoresOver(window, (X, rows) => model.decisionFunction(features.of(X, rows)), cols),
  };
}

function scoresOver(
  { x, y }: Window,
  score: (X: Float64Array, rows: number) => Float64Array,
  cols: number,
): Grid {
  const X = new Float64Array(COLS * ROWS * cols);
  for (let j = 0; j < ROWS; j++) {
    for (let i = 0; i < COLS; i++) {
      const at = (i + COLS * j) * cols;
      X[at] = x[0] + ((x[1] - x[0]) * i) / (COLS - 1);
      if (cols > 1) X[at + 1] = y[0] + ((y[1] - y[0]) * j) / (ROWS - 1);
    }
  }
  return { values: score(X, COLS * ROWS), cols: COLS, rows: ROWS, x, y };
}

/** The size of the best weights for C after C, each fit beginning at the one before; and without penalty. */
async function pathOf(
  values: Values<typeof schema>,
  rows: Features["rows"],
  y: readonly number[],
  signal: AbortSignal,
): Promise<Path> {
  const points: Path["points"][number][] = [];
  let initial: LogisticRegression<number> | undefined;
  for (const C of [...PATH, Infinity]) {
    const model = new LogisticRegression<number>({ ...settingsOf(values), C });
    await model.fit(rows, y, { signal, ...(initial && { initial }) });
    points.push({ C, norm: normOf(model.coef[0] ?? new Float64Array()) });
    initial = model;
  }
  const limit = initial?.status === "separable" ? undefined : points.at(-1)?.norm;
  return { points: points.slice(0, -1), limit };
}

function normOf(w: Float64Array): number {
  return Math.sqrt(w.reduce((sum, value) => sum + value * value, 0));
}
