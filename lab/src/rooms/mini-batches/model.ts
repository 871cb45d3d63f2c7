import type { Matrix } from "logit-wasm/predict";
import {
  averaged,
  type DenseDatasetObjective,
  type MiniBatch,
  miniBatch,
  minimize,
  newton,
  saga,
} from "logit-wasm/optimize";
import { type Grid, gridOf } from "../../charts/contours.tsx";
import { planeMaps } from "../../data/plane-maps.ts";
import { planeData } from "../../data/plane.ts";
import type { Values } from "../../params/schema.ts";
import { planeLogistic } from "../../problems/plane-logistic.ts";
import { recordQuestions } from "../../recording/questions.ts";
import { recordUpdates } from "../../recording/updates.ts";
import type { Job } from "../../worker/protocol.ts";
import { lastHalf } from "./last-half.ts";
import { plan, rules } from "./methods.ts";
import type { schema } from "./schema.ts";

type Settings = Values<typeof schema>;

/** A run, update by update. */
export interface Run {
  /** The two weights at the start and after each update, one after the other. */
  readonly path: Float64Array;
  /** The loss of each batch, just before its update; none of the full batch. */
  readonly losses: Float64Array;
  /** Number of the update, and how far the true cost is above the least, at some hundred updates. */
  readonly excess: readonly (readonly [number, number])[];
  readonly end: End;
}

export interface End {
  readonly value: number;
  readonly excess: number;
  /** From the optimum. */
  readonly distance: number;
}

export interface Result {
  /** Changes whenever the path on the map does. */
  readonly key: string;
  readonly inputs: Matrix;
  readonly labels: readonly number[];
  readonly grid: Grid;
  /** The cost near the optimum, where the last half of each path is. */
  readonly near: Grid;
  readonly optimum: readonly [number, number];
  readonly least: number;
  /** Rows a batch. */
  readonly size: number;
  readonly perEpoch: number;
  readonly updates: number;
  readonly plain: Run;
  readonly averaged: Run;
  readonly saga: Run;
  readonly full: Run;
  /** Paths of the method on the map with other seeds. */
  readonly ghosts: readonly Float64Array[];
}

export async function compute(settings: Settings, { show, signal }: Job<Result>): Promise<Result> {
  const { data, sorted, method, ghosts, seed } = settings;
  const { rows, labels } = planeData(data, sorted);
  const { cost, dataset, inputs } = planeLogistic(rows, labels);
  try {
    const best = minimize(cost, [0, 0], newton(), { tol: 1e-10 });
    const map = planeMaps[data];
    const along = runsOf(cost, settings, { x: best.x, value: best.value });
    const runs = { plain: along.plain(seed), averaged: along.averaged(seed), saga: along.saga(seed) };
    const optimum = pairOf(best.x);
    const half = Math.max(1e-3, ...Object.values(runs).map(({ path }) => reach(lastHalf(path), optimum)));
    const height = (a: number, b: number) => cost.value([a, b]);
    const result: Result = {
      key: JSON.stringify(settings, (name, value: unknown) => (STILL.has(name) ? undefined : value)),
      inputs,
      labels,
      grid: gridOf(height, map.x, stretched(map.y), 30, 30),
      near: gridOf(height, about(optimum[0], half), stretched(about(optimum[1], half)), 20, 32),
      optimum,
      least: best.value,
      ...plan(settings, rows.length),
      ...runs,
      full: along.full(),
      ghosts: [],
    };
    if (result.updates > LONG) show(result);
    const paths: Float64Array[] = [];
    for (let k = 1; k <= ghosts; k++) {
      await new Promise((go) => setTimeout(go)); // newer values may have come
      signal.throwIfAborted();
      paths.push(thinned(along[method](seed + k).path));
    }
    return { ...result, ghosts: paths };
  } finally {
    cost.dispose();
    dataset.dispose();
  }
}

/** From so many updates on the ghosts come later. */
const LONG = 4000;

/** What the path on the map doesn't depend on. */
const STILL: ReadonlySet<string> = new Set(["ghosts", "budget", "window"]);

/** Ways to run from the start: each method by its seed. */
function runsOf(
  cost: DenseDatasetObjective,
  { rule, rate, epochs, sampling, start, budget, ...others }: Settings,
  best: { readonly x: Float64Array; readonly value: number },
) {
  const { size: batchSize, updates, from } = plan({ epochs, ...others }, cost.terms);
  const made = () => rules[rule].make(rate);
  const plain = (seed: number) => miniBatch(made(), { batchSize, epochs, sampling, seed });

  const run = (path: ArrayLike<number>, losses: ArrayLike<number>, x: Float64Array): Run => {
    const all = Float64Array.from(path);
    const value = cost.value(x);
    const [da, db] = [(x[0] ?? 0) - (best.x[0] ?? 0), (x[1] ?? 0) - (best.x[1] ?? 0)];
    return {
      path: all,
      losses: Float64Array.from(losses),
      excess: sample(all.length / 2).map((k) => [k, cost.value(all.subarray(2 * k, 2 * k + 2)) - best.value]),
      end: { value, excess: value - best.value, distance: Math.sqrt(da * da + db * db) },
    };
  };
  const follow = (method: MiniBatch): Run => {
    const path = [...start];
    const { x, trace } = minimize(
      cost,
      start,
      method.withRule((chosen) => recordUpdates(chosen, path)),
    );
    return run(
      path,
      trace.flatMap(({ batchLosses }) => [...(batchLosses ?? [])]),
      x,
    );
  };
  return {
    plain: (seed: number) => follow(plain(seed)),
    averaged: (seed: number) => follow(averaged(plain(seed), { from })),
    saga(seed: number): Run {
      const [path, losses]: [number[], number[]] = [[], []];
      const { x } = minimize(
        recordQuestions(cost, path, losses),
        start,
        saga({ learningRate: rate, batchSize, epochs, seed, exactGradient: false }),
      );
      // The first pass, over the blocks at the start, fills the table.
      const table = updates / epochs;
      return run(
        [...path.slice(2 * table, 2 * (table + updates)), ...x],
        losses.slice(table, table + updates),
        x,
      );
    },
    full(): Run {
      const maxIter = budget === "rows" ? epochs : updates;
      const { x, trace } = minimize(cost, start, made(), { maxIter, tol: 1e-10, recordPath: true });
      return run(
        trace.flatMap((row) => [...(row.x ?? [])]),
        [],
        x,
      );
    },
  };
}

/** The numbers of some hundred of the points of a path, the first and the last among them. */
function sample(count: number, most = 100): readonly number[] {
  const last = count - 1;
  const steps = Math.min(last, most);
  return Array.from({ length: steps + 1 }, (_, i) => (steps === 0 ? 0 : Math.round((i * last) / steps)));
}

/** Enough of a path to draw it faintly. */
function thinned(path: Float64Array): Float64Array {
  return Float64Array.from(
    sample(path.length / 2, 1000).flatMap((k) => [path[2 * k] ?? 0, path[2 * k + 1] ?? 0]),
  );
}

/** The map keeps its axes alike, so that it may show more of the second than was asked for. */
function stretched([low, high]: readonly [number, number]): readonly [number, number] {
  const more = 0.4 * (high - low);
  return [low - more, high + more];
}

/** How far the farthest point of a path is from a place, along the axes. */
function reach(path: Float64Array, to: readonly [number, number]): number {
  return 1.1 * path.reduce((most, value, i) => Math.max(most, Math.abs(value - (to[i % 2] ?? 0))), 0);
}

function about(middle: number, half: number): readonly [number, number] {
  return [middle - half, middle + half];
}

function pairOf(x: ArrayLike<number>): readonly [number, number] {
  return [x[0] ?? 0, x[1] ?? 0];
}
