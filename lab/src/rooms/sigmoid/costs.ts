import { Dataset } from "logit-wasm";
import {
  type DatasetObjective,
  gradientDescent,
  lbfgs,
  logisticObjective,
  minimize,
} from "logit-wasm/optimize";
import type { Grid } from "../../charts/contours.tsx";
import type { Values } from "../../params/schema.ts";
import { inputs, type Fit } from "./fits.ts";
import type { People } from "./people.ts";
import { B, type schema, W } from "./schema.ts";

/** Cross-entropy, and the squared error of σ. */
export interface Both<T> {
  readonly cross: T;
  readonly squared: T;
}

/** The mean costs along w, at one b. */
export interface Slice extends Both<readonly number[]> {
  readonly w: readonly number[];
  /** At which part of the w's the curve bends down: nowhere, if it is convex. */
  readonly bendsDown: Both<number>;
}

export interface Descent {
  readonly path: readonly (readonly [number, number])[];
  readonly values: readonly number[];
  readonly status: string;
  readonly value: number;
}

/** A cost's minimum. */
export interface Least extends Fit {
  readonly value: number;
}

export interface Costs {
  /** At the reader's w and b. */
  readonly here: Both<number>;
  readonly least: Both<Least>;
  readonly slice: Slice;
  readonly surfaces: Both<Grid>;
  /** The same for the same people. */
  readonly surfacesKey: string;
  readonly descents: Both<Descent>;
  /** The same for the same descents. */
  readonly descentsKey: string;
}

const PLAIN = { C: Infinity, equilibrate: false } as const;
/** The slope of the ground at which a descent ends. */
export const FLAT = 1e-4;

const SLICE = 121;
const GRID = 49;

export function costsOf(people: People, best: Fit, values: Values<typeof schema>): Costs {
  using dataset = Dataset.from(inputs(people), people.isMan, { sampleWeight: people.count });
  using cross = logisticObjective(dataset, PLAIN);
  using squared = logisticObjective(dataset, { ...PLAIN, loss: "squared" });
  const both = <T>(of: (objective: DatasetObjective) => T): Both<T> => ({
    cross: of(cross),
    squared: of(squared),
  });
  const { data, count, extra, start, rate, steps } = values;
  const surfacesKey = [data, count, ...(count > 0 ? extra : [])].join();
  return {
    here: both((objective) => objective.value([values.w, values.b])),
    least: {
      cross: { ...best, value: cross.value([best.w, best.b]) },
      squared: leastNear(squared, best),
    },
    slice: sliceAt(values.b, both),
    surfaces: both(surface),
    surfacesKey,
    descentsKey: [surfacesKey, ...start, rate, steps].join(),
    descents: both((objective) => descend(objective, values)),
  };
}

function sliceAt(b: number, both: <T>(of: (objective: DatasetObjective) => T) => Both<T>): Slice {
  const w = Array.from({ length: SLICE }, (_, i) => W[0] + ((W[1] - W[0]) * i) / (SLICE - 1));
  const curves = both((objective) => w.map((slope) => objective.value([slope, b])));
  const bendsDown = { cross: partBentDown(curves.cross), squared: partBentDown(curves.squared) };
  return { w, ...curves, bendsDown };
}

/** The part of the inner points where a curve lies above the middle of its neighbours, by more than rounding. */
function partBentDown(values: readonly number[]): number {
  const inner = values.slice(1, -1);
  const bent = inner.filter((value, i) => (values[i] ?? 0) + (values[i + 2] ?? 0) - 2 * value < -1e-12);
  return bent.length / inner.length;
}

function surface(objective: DatasetObjective): Grid {
  const values = new Float64Array(GRID * GRID);
  const at = ([low, high]: readonly [number, number], i: number) => low + ((high - low) * i) / (GRID - 1);
  for (let j = 0; j < GRID; j++) {
    for (let i = 0; i < GRID; i++) values[i + GRID * j] = objective.value([at(W, i), at(B, j)]);
  }
  return { values, cols: GRID, rows: GRID, x: W, y: B };
}

/** The minimum of squared error that is found from the best sigmoid, which is near. */
function leastNear(objective: DatasetObjective, { w, b }: Fit): Least {
  const { x, value } = minimize(objective, [w, b], lbfgs(), { tol: 1e-9 });
  return { w: x[0] ?? 0, b: x[1] ?? 0, value };
}

function descend(objective: DatasetObjective, { start, rate, steps }: Values<typeof schema>): Descent {
  const method = gradientDescent({ learningRate: rate });
  const result = minimize(objective, start, method, { maxIter: steps, tol: FLAT, recordPath: true });
  return {
    path: result.trace.map(({ x }) => [x?.[0] ?? 0, x?.[1] ?? 0] as const),
    values: result.trace.map(({ value }) => value),
    status: result.status,
    value: result.value,
  };
}
