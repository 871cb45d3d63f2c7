import { Bench } from "tinybench";

/** So many rounds go over all tasks in turn, so that a noisy spell of the machine hits each of them. */
const ROUNDS = 3;

/** The median time of each task in its best round, in ms. */
export async function compare<Name extends string>(
  tasks: Record<Name, () => unknown>,
  { time = 200, iterations = 4 } = {},
): Promise<Record<Name, number>> {
  const best = {} as Record<Name, number>;
  for (let round = 0; round < ROUNDS; round++) {
    const bench = new Bench({ time, iterations, warmupTime: time / 4, warmupIterations: 2 });
    for (const [name, task] of Object.entries(tasks) as [Name, () => unknown][]) bench.add(name, task);
    await bench.run();
    for (const { name, result } of bench.tasks) {
      if (result.state !== "completed") throw new Error(`${name}: ${result.state}`, { cause: result });
      best[name as Name] = Math.min(best[name as Name] ?? Number.POSITIVE_INFINITY, result.latency.p50);
    }
  }
  return best;
}

/** One measurement, in ms; it may be taken by another process. */
export type Measurement = () => number | Promise<number>;

/** A batch of calls should take so long, in ms, that clock and call don't matter. */
export const LEAST_MS = 20;

/** Measures a call, as the mean of as many as take `LEAST_MS`. */
export function timed(task: () => unknown): Measurement {
  let calls = 1;
  return async () => {
    for (;;) {
      const start = performance.now();
      for (let i = 0; i < calls; i++) {
        const answer = task();
        if (answer instanceof Promise) await answer;
      }
      const ms = performance.now() - start;
      if (ms >= LEAST_MS) return ms / calls;
      calls = Math.max(calls + 1, Math.floor(calls * Math.min(10, (1.2 * LEAST_MS) / Math.max(ms, 1e-3))));
    }
  };
}

export interface AlternateOptions {
  /** No new round begins after so many seconds, once there are `least` rounds. */
  readonly seconds?: number;
  readonly least?: number;
  readonly most?: number;
}

/** The median of each measurement over rounds that take them in turn, after one that doesn't count. */
export async function alternate<Name extends string>(
  measurements: Record<Name, Measurement>,
  { seconds = 4, least = 3, most = 25 }: AlternateOptions = {},
): Promise<Record<Name, number>> {
  const names = Object.keys(measurements) as Name[];
  const times = new Map(names.map((name) => [name, [] as number[]]));
  for (const name of names) await measurements[name]();
  const start = performance.now();
  for (let round = 0; round < most; round++) {
    if (round >= least && performance.now() - start > seconds * 1000) break;
    for (const name of names) times.get(name)!.push(await measurements[name]());
  }
  return Object.fromEntries([...times].map(([name, list]) => [name, median(list)])) as Record<Name, number>;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
