import { round } from "../../charts/marks.tsx";
import type { Frame } from "../../charts/plot.tsx";

/** Where the cost is least. */
export function OptimumMark({
  at,
  frame,
}: {
  readonly at: readonly [number, number];
  readonly frame: Frame;
}) {
  const [x, y] = [round(frame.x(at[0])), round(frame.y(at[1]))];
  return <path class="optimum" d={`M${x - 6} ${y - 6}l12 12M${x - 6} ${y + 6}l12 -12`} />;
}
