import {
  type DenseDatasetObjective,
  gradientDescent,
  miniBatch,
  minimize,
  newton,
  type Schedule,
} from "logit-wasm/optimize";
import { planeData } from "../../data/plane.ts";
import type { Values } from "../../params/schema.ts";
import { planeLogistic } from "../../problems/plane-logistic.ts";
import { recordUpdates } from "../../recording/updates.ts";
import type { Job } from "../../worker/protocol.ts";
import { START } from "./start.ts";
import { samples } from "./samples.ts";
import { meanOf, type Misses } from "./means.ts";
import { type Length, lengthOf, schedulesOf } from "./schedules.ts";
import type { schema, ScheduleName } from "./schema.ts";

type Settings = Values<typeof schema>;

/** A run with one schedule, at some hundred updates. */
export interface Run {
  readonly name: ScheduleName;
  /** Numbers of updates. */
  readonly at: readonly number[];
  /** The rate of the update to come there; at the end, of the last one. */
  readonly rates: readonly number[];
  readonly distance: readonly number[];
  readonly excess: readonly number[];
  /** The error that is measured, over the seeds, at `meanAt`; the one seed's own until they have run. */
  readonly mean: readonly number[];
  readonly meanAt: readonly number[];
  /** Of all updates: how far the run could go. */
  readonly sum: number;
  /** At the end, seed by seed: the first is the run's own. */
  readonly ends: readonly Misses[];
}

export interface Result {
  readonly perEpoch: number;
  readonly updates: number;
  readonly least: number;
  /** What is shown, in the order of the schema. */
  readonly runs: readonly Run[];
}

export async function compute(settings: Settings, { signal, show }: Job<Result>): Promise<Result> {
  const { rows, labels } = planeData(settings.data);
  const { cost, dataset } = planeLogistic(rows, labels);
  try {
    const length = lengthOf(settings, rows.length);
    const { updates, perEpoch } = length;
    const best = minimize(cost, [0, 0], newton(), { tol: 1e-10 });
    const missesAt = missesOf(cost, best);
    const schedules = schedulesOf(settings, length);
    const runs = settings.shown.map((name): Run => {
      const schedule = schedules[name];
      const path = descend(cost, settings, schedule, settings.seed);
      const point = (k: number) => path.slice(2 * k, 2 * k + 2);
      const at = samples(updates);
      const meanAt = samples(updates, MEANS);
      const misses = at.map((k) => missesAt(point(k)));
      return {
        name,
        at,
        rates: at.map((k) => rateAt(schedule, Math.min(k, updates - 1), perEpoch)),
        distance: misses.map(({ distance }) => distance),
        excess: misses.map(({ excess }) => excess),
        mean: meanAt.map((k) => missesAt(point(k))[settings.measure]),
        meanAt,
        sum: sumOf(schedule, length),
        ends: [missesAt(point(updates))],
      };
    });
    const result = { perEpoch, updates, least: best.value, runs };
    if (updates * settings.seeds * runs.length > LONG) show(result);

    const complete: Run[] = [];
    for (const run of runs) {
      const paths = Array.from({ length: settings.seeds }, (_, k) =>
        descend(cost, settings, schedules[run.name], settings.seed + k),
      );
      const misses = (k: number) => paths.map((path) => missesAt(path.slice(2 * k, 2 * k + 2)));
      const mean = run.meanAt.map((k) => meanOf(misses(k), settings.measure));
      complete.push({ ...run, mean, ends: misses(updates) });
      await new Promise((go) => setTimeout(go)); // newer values may have come
      signal.throwIfAborted();
    }
    return { ...result, runs: complete };
  } finally {
    cost.dispose();
    dataset.dispose();
  }
}

/** From so many updates on the other seeds come later. */
const LONG = 30_000;

/** At how many updates means over the seeds are taken. */
const MEANS = 80;

/** The weights after each update, one after the other, from the start on. */
function descend(
  cost: DenseDatasetObjective,
  { batch: batchSize, epochs }: Settings,
  learningRate: Schedule,
  seed: number,
): readonly number[] {
  const path: number[] = [...START];
  const rule = recordUpdates(gradientDescent({ learningRate }), path);
  minimize(cost, START, miniBatch(rule, { batchSize, epochs, seed }));
  return path;
}

function missesOf(cost: DenseDatasetObjective, best: { readonly x: Float64Array; readonly value: number }) {
  const [a = 0, b = 0] = best.x;
  return (x: readonly number[]): Misses => {
    const [da, db] = [(x[0] ?? 0) - a, (x[1] ?? 0) - b];
    return { distance: Math.sqrt(da * da + db * db), excess: cost.value(x) - best.value };
  };
}

function sumOf(schedule: Schedule, { updates, perEpoch }: Length): number {
  let sum = 0;
  for (let k = 0; k < updates; k++) sum += rateAt(schedule, k, perEpoch);
  return sum;
}

function rateAt(schedule: Schedule, update: number, perEpoch: number): number {
  return schedule(update, Math.floor(update / perEpoch));
}
