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
