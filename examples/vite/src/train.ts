import { type FitProgress, LogisticRegression, type MethodName, PolynomialFeatures } from "logit-wasm";
import { accuracy, logLoss } from "logit-wasm/metrics";
import { makePoints, type Points, type Shape } from "./data.ts";

export interface Task {
  readonly shape: Shape;
  readonly rows: number;
  readonly solver: "auto" | MethodName;
  readonly degree: number;
  readonly C: number;
}

export interface Trained {
  readonly model: LogisticRegression<"no" | "yes">;
  /** Milliseconds in `fit`, the copy of the rows into WebAssembly memory included. */
  readonly milliseconds: number;
  readonly coefficients: number;
  /** On points that the model has not seen. */
  readonly accuracy: number;
  readonly logLoss: number;
  /** The score x · w + b at points of the plane, two numbers a row: 0 is the boundary. */
  scoresAt(data: Float64Array): Float64Array;
}

const TOLERANCE = 1e-6;
const NEW_ROWS = 10_000;

export async function train(
  points: Points,
  task: Task,
  onProgress: (part: number, step: FitProgress) => void,
  signal: AbortSignal,
): Promise<Trained> {
  const powers = new PolynomialFeatures({ degree: task.degree, includeBias: false });
  const X = powers.fitTransform({ data: points.data, rows: points.rows, cols: 2 });
  const partOf = partDone(TOLERANCE);
  const model = new LogisticRegression<"no" | "yes">({
    C: task.C,
    solver: task.solver,
    tol: TOLERANCE,
    onIteration: (step) => onProgress(partOf(step), step),
    onWarning: () => undefined, // the page shows the status
  });
  const start = performance.now();
  await model.fit(X, points.labels, { signal });
  const milliseconds = performance.now() - start;

  const fresh = makePoints(task.shape, NEW_ROWS, 2);
  const unseen = powers.transform({ data: fresh.data, rows: fresh.rows, cols: 2 });
  return {
    model,
    milliseconds,
    coefficients: X.cols + 1,
    accuracy: accuracy(fresh.labels, model.predict(unseen)),
    logLoss: logLoss(fresh.labels, model.predictProba(unseen), { classes: ["no", "yes"] }),
    scoresAt: (data) => model.decisionFunction(powers.transform({ data, rows: data.length / 2, cols: 2 })),
  };
}

/** How much of the way the gradient's norm has come, in digits, from the start to the tolerance: from 0 to 1. */
function partDone(tolerance: number): (step: FitProgress) => number {
  let first = 0;
  let furthest = 0;
  return ({ iteration, gradientNorm }) => {
    if (iteration === 0) first = gradientNorm;
    const part = Math.log(first / gradientNorm) / Math.log(first / tolerance);
    if (part > furthest) furthest = Math.min(1, part);
    return furthest;
  };
}
