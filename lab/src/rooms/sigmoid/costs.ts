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
import { inputs } from "./fits.ts";
import type { Fit } from "./fit.ts";
import type { People } from "./people.ts";
import { B, FLAT, GRID, type schema, W } from "./schema.ts";

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

const SLICE = 121;

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
  const surfaces = both(surface);
  return {
    here: both((objective) => objective.value([values.w, values.b])),
    least: {
      cross: { ...best, value: cross.value([best.w, best.b]) },
      squared: leastFrom(surfaces.squared, squared),
    },
    slice: sliceAt(values.b, both),
    surfaces,
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

/** Number i of the grid's places from one end to the other. */
function gridAt([low, high]: readonly [number, number], i: number): number {
  return low + ((high - low) * i) / (GRID - 1);
}

function surface(objective: DatasetObjective): Grid {
  const values = new Float64Array(GRID * GRID);
  for (let j = 0; j < GRID; j++) {
    for (let i = 0; i < GRID; i++) values[i + GRID * j] = objective.value([gridAt(W, i), gridAt(B, j)]);
  }
  return { values, cols: GRID, rows: GRID, x: W, y: B };
}

/** The minimum that is found from the lowest point of the grid: squared error can have several. */
function leastFrom({ values, cols }: Grid, objective: DatasetObjective): Least {
  const lowest = values.indexOf(Math.min(...values));
  const from = [gridAt(W, lowest % cols), gridAt(B, Math.floor(lowest / cols))];
  const { x, value } = minimize(objective, from, lbfgs(), { tol: 1e-9 });
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
