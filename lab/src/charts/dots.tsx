import type { Look } from "./looks.ts";
import { type Points, round } from "./marks.tsx";
import type { Frame } from "./plot.tsx";

interface Props {
  readonly points: Points;
  readonly frame: Frame;
  readonly look: Look;
}

/** A dot for each of many points: lines of no length with round ends, which is one element for all of them. */
export function Dots({ points, frame: { x, y }, look }: Props) {
  return (
    <path
      class="dots"
      d={points.map(([a, b]) => `M${round(x(a))} ${round(y(b))}h0`).join("")}
      style={{ fill: "none", stroke: look.color, strokeWidth: 4, strokeLinecap: "round" }}
    />
  );
}
