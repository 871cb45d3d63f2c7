import type { MinimizeResult } from "logit-wasm/optimize";

/** Browsers round clocks, some to a whole millisecond: a run is repeated until so many have passed. */
const ENOUGH = 60;
const MOST_RUNS = 30;

/** When each iterate was there, in milliseconds: the mean of repeated runs. */
export async function timed(
  run: () => Promise<MinimizeResult>,
  first: MinimizeResult,
): Promise<readonly number[]> {
  const sums = first.trace.map(() => 0);
  let [count, passed] = [0, 0];
  while (count === 0 || (passed < ENOUGH && count < MOST_RUNS)) {
    const { trace, seconds, status } = await run();
    if (status === "aborted") break;
    for (const [n, row] of trace.entries()) sums[n] = (sums[n] ?? 0) + 1000 * row.seconds;
    passed += 1000 * seconds;
    count++;
  }
  return sums.map((sum) => sum / Math.max(1, count));
}
