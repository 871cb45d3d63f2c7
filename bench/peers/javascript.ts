import { createRequire } from "node:module";
import { LogisticRegression } from "logit-wasm";
import type { Problem } from "../data.ts";
import { duration, printTable } from "../table.ts";
import { alternate, timed } from "../timing.ts";
import type { Verdict } from "../verdict.ts";
import { dataSet } from "./data-sets.ts";
import { objective } from "./objective.ts";
import type { Session } from "./session.ts";
import { ACCURACY, mlLogisticRegression } from "./targets.ts";

/** Of ml-matrix and ml-logistic-regression, which have no types for this. */
interface PeerMatrix {
  readonly columns: number;
  to1DArray(): number[];
}
interface PeerModel {
  train(X: PeerMatrix, y: PeerMatrix): void;
  readonly classifiers: readonly { readonly weights: PeerMatrix }[];
}

const require = createRequire(new URL("js/package.json", import.meta.url));

/** Its rule makes one step of a fixed length after the other: so many, by default or as far as patience goes. */
const RUNS = [
  ["50x3", 50_000],
  ["150x4", 50_000],
  ["2000x40", 2000],
] as const;

/**
 * ml-logistic-regression at the accuracy it reaches. It knows neither penalty nor intercept, so it gets a column of
 * ones, and ours no penalty.
 */
export async function javascript(session: Session, verdict: Verdict): Promise<void> {
  const rows: string[][] = [];
  const chosen = new Map(session.chosen({ "50x3": 0, "150x4": 0, "2000x40": 0 }));
  for (const [name, numSteps] of RUNS) {
    if (!chosen.has(name)) continue;
    const data = dataSet(name, session.seed);
    const train = peerOn(data, numSteps);
    const fit = () =>
      new LogisticRegression({ C: Number.POSITIVE_INFINITY, runtime: session.runtime }).fit(data.X, data.y);
    const times = await alternate(
      { ours: timed(fit), theirs: timed(train) },
      { seconds: session.quick ? 0 : 6, least: 1 },
    );
    const model = await fit();
    const loss = (coef: ArrayLike<number>, intercept: number) =>
      objective(data, { coef, intercept }, Number.POSITIVE_INFINITY);
    const ours = loss(model.coef[0], model.intercept[0]);
    const [intercept, ...coef] = train().classifiers[0].weights.to1DArray();
    const theirs = loss(coef, intercept);
    const above = theirs / ours - 1;
    // Negative by more than what counts as there: ours is the one that stopped short.
    verdict.atMost(`${name}, ours above ml-logistic-regression`, -above, ACCURACY);
    const ratio = verdict.atLeast(
      `${name}, ml-logistic-regression`,
      times.theirs / times.ours,
      mlLogisticRegression,
    );
    const steps = `${numSteps} steps`;
    rows.push([name, steps, duration(times.theirs), above.toExponential(1), duration(times.ours), ratio]);
  }
  const head = ["data", "ml-logistic-regression", "time", "above ours", "ours, array", "ratio (target)"];
  if (rows.length > 0) printTable("Without a penalty, beside ml-logistic-regression", head, rows);
}

/** Training, on matrices made beforehand. Its class 0 is the one whose probability the first classifier models. */
function peerOn({ X, y }: Problem, numSteps: number): () => PeerModel {
  const { Matrix } = require("ml-matrix") as {
    Matrix: { new (rows: number[][]): PeerMatrix; columnVector(values: ArrayLike<number>): PeerMatrix };
  };
  const Peer = require("ml-logistic-regression") as new (options: { numSteps: number }) => PeerModel;
  const matrix = new Matrix(
    Array.from({ length: X.rows }, (_, i) => [1, ...X.data.subarray(i * X.cols, (i + 1) * X.cols)]),
  );
  const labels = Matrix.columnVector(y);
  return () => {
    const model = new Peer({ numSteps });
    model.train(matrix, labels);
    return model;
  };
}
