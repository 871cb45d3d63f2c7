import { Dataset, StandardScaler } from "logit-wasm";
import { logisticObjective, minimize, newton } from "logit-wasm/optimize";
import { pick } from "../../data/csv.ts";
import { tumourNames } from "../../data/tumour-names.ts";
import { tumours } from "../../data/tumours.ts";
import type { Values } from "../../params/schema.ts";
import { quadratic } from "../../problems/quadratic.ts";
import { curvatures, largestTerm } from "./curvature.ts";
import type { Curvatures } from "./methods.ts";
import type { schema } from "./schema.ts";

export type MethodName = Values<typeof schema>["methods"][number];

/** Rows and classes, for the copied code. */
export interface Rows {
  readonly names: readonly string[];
  readonly X: Float64Array;
  readonly cols: number;
  readonly y: readonly number[];
}

/** A cost with all that is known of it. */
export interface Known extends Disposable {
  readonly objective: ReturnType<typeof logisticObjective> | ReturnType<typeof quadratic>;
  readonly start: Float64Array;
  readonly optimum: Float64Array;
  /** f* */
  readonly least: number;
  /** The condition number of the Hessian at the optimum. */
  readonly kappa: number;
  /** The largest curvature there. */
  readonly L: number;
  /** What methods choose their steps by. */
  readonly steps: Curvatures;
  /** Of the sum; 1 where it is none. */
  readonly terms: number;
  readonly rows: Rows | undefined;
}

const MEASURES = {
  two: ["mean_radius", "mean_texture"],
  ten: tumourNames.slice(0, 10),
  thirty: tumourNames,
} as const;

export function problemOf(values: Values<typeof schema>): Known {
  return values.problem === "quadratic" ? bowl(values) : logistic(values);
}

function bowl({ condition, start }: Values<typeof schema>): Known {
  const objective = quadratic(condition);
  const optimum = new Float64Array(2);
  const [mu = 1, L = 1] = curvatures(objective, optimum);
  return {
    objective,
    start: Float64Array.from(start),
    optimum,
    least: 0,
    kappa: L / mu,
    L,
    steps: { L, mu, most: L },
    terms: 1,
    rows: undefined,
    [Symbol.dispose]: () => undefined,
  };
}

function logistic({ features, standardise, C }: Values<typeof schema>): Known {
  const table = pick(tumours, MEASURES[features]);
  const y = table.labels.map((label) => Number(label === "malignant"));
  const raw = { data: table.X, rows: table.rows, cols: table.cols };
  const X = standardise ? new StandardScaler().fitTransform(raw) : raw;
  const dataset = Dataset.from(X, y);
  // as it is: the package would scale the columns by itself
  const objective = logisticObjective(dataset, { C, equilibrate: false });
  const start = new Float64Array(objective.size);
  const { x: optimum, value: least } = minimize(objective, start, newton(), { tol: 0 });
  const [mu = 1, ...others] = curvatures(objective, optimum);
  const L = others.at(-1) ?? mu;
  const everywhere = curvatures(objective, start).at(-1) ?? L;
  return {
    objective,
    start,
    optimum,
    least,
    kappa: L / mu,
    L,
    steps: { L: everywhere, mu, most: largestTerm(X.data, X.cols, everywhere) },
    terms: y.length,
    rows: { names: table.names, X: table.X, cols: table.cols, y },
    [Symbol.dispose]() {
      objective.dispose();
      dataset.dispose();
    },
  };
}
