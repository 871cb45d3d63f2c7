import { format } from "../../params/format.ts";
import type { Ground, Run } from "./model.ts";

/** Differences of costs below it are rounding. */
export const FLOOR = 1e-14;

/** How many steps a run made. */
export function stepsOf({ path }: Run): number {
  return path.length - 1;
}

/** What became of a run. */
export function outcome(run: Run): string {
  const { status, excess } = run;
  const steps = `${stepsOf(run)} step${stepsOf(run) === 1 ? "" : "s"}`;
  const [first = 0, last = 0, nearest] = [excess[0], excess.at(-1), Math.min(...excess)];
  if (status === "diverged" || status === "not-finite") {
    return `Diverged: after ${steps} the cost is beyond 10¹² times that of the start, and the run was ended.`;
  }
  if (status === "converged" || status === "precision-limit") return `Arrived after ${steps}.`;
  if (last > first) {
    return `After ${steps} the cost is higher than at the start: ${format(last, 3)} above the least.`;
  }
  if (last > 10 * Math.max(nearest, FLOOR)) {
    return `It came as near as ${format(Math.max(nearest, FLOOR), 2)}; after ${steps} it is ${format(last, 3)} above the least cost.`;
  }
  if (isJumping(excess)) {
    return `After ${steps} it still jumps to and fro, ${format(last, 3)} above the least cost.`;
  }
  if (last < FLOOR) return `After ${steps} the cost is the least that 64-bit numbers tell.`;
  return `After ${steps} the cost is ${format(last, 3)} above the least.`;
}

/** Whether the cost still rises now and then at the end of a run. */
function isJumping(excess: readonly number[]): boolean {
  return excess.slice(-10).some((value, i, last) => i > 0 && value > (last[i - 1] ?? value) + FLOOR);
}

/** Why: what a step leaves of the error along the steepest and along the flattest axis near the minimum. */
export function reason(run: Run, { curvature, scene, highest }: Ground): string {
  const { rate, excess } = run;
  const { largest, least, limit, best, safe } = curvature;
  const steep = format(1 - rate * largest, 3);
  const flat = rate * least < 0.001 ? `all but ${format(rate * least, 2)}` : format(1 - rate * least, 3);
  if (rate > limit) {
    const end =
      scene === "bowl"
        ? "In a bowl the slope grows with the distance, so nothing ever stops it."
        : "The slope of a logistic cost is bounded, though: far out it stops growing, so the run can’t explode. It can’t settle either.";
    return `The step is beyond 2 / L: along the steepest axis each step multiplies the error by ${steep}, so it jumps over the minimum and lands farther away than before. ${end}`;
  }
  if (rate > 2 / highest && isJumping(excess)) {
    return `Near the minimum this step would do. But L is the curvature there, ${format(largest, 3)}; at w = b = 0 it is ${format(highest, 3)}, and 2 / L only ${format(2 / highest, 3)}. The run is caught out there, where the cost bends more.`;
  }
  if (rate > best) {
    return `Near the minimum each step multiplies the error along the steepest axis by ${steep}: it jumps to the other side and comes a little nearer each time.`;
  }
  if (rate > safe) {
    return `Near the minimum each step multiplies the error along the steepest axis by ${steep}, so it changes sides; along the flattest axis it leaves ${flat}.`;
  }
  return `Near the minimum no step overshoots, but along the flattest axis each leaves ${flat} of the error.`;
}
