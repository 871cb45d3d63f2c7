import { line } from "d3-shape";
import type { Frame } from "./plot.tsx";
import { looks, symbolPath, type Look } from "./looks.ts";

/** Two lists of the same length, or pairs. */
export type Points = readonly (readonly [number, number])[];

/** The line through points; where a number isn't finite, or not positive on a log scale, it is interrupted. */
export function Line({
  points,
  frame,
  class: name = "",
  look,
}: {
  readonly points: Points;
  readonly frame: Frame;
  readonly class?: string;
  readonly look?: Look;
}) {
  const path = linePath(points, frame);
  return (
    <path
      class={`line ${name}`}
      d={path}
      {...(look && { style: { stroke: look.color }, "stroke-dasharray": look.dash })}
    />
  );
}

export function linePath(points: Points, { x, y }: Frame): string {
  const draw = line<readonly [number, number]>()
    .defined(([a, b]) => Number.isFinite(x(a)) && Number.isFinite(y(b)))
    .x(([a]) => round(x(a)))
    .y(([, b]) => round(y(b)));
  return draw([...points]) ?? "";
}

/** A mark of a kind's own shape and colour. */
export function Symbol({
  at,
  frame,
  look,
  size = 64,
  class: name = "",
}: {
  readonly at: readonly [number, number];
  readonly frame: Frame;
  readonly look: Look;
  readonly size?: number;
  readonly class?: string;
}) {
  const [a, b] = [frame.x(at[0]), frame.y(at[1])];
  if (!Number.isFinite(a) || !Number.isFinite(b)) return null;
  return (
    <path
      class={`symbol ${name}`}
      transform={`translate(${round(a)} ${round(b)})`}
      d={symbolPath(look.shape, size)}
      style={{ fill: look.color }}
    />
  );
}

/** A label beside what it names, kept inside the frame. */
export function Label({
  at,
  frame,
  children,
  color,
  dx = 8,
  dy = -8,
  class: name = "",
}: {
  readonly at: readonly [number, number];
  readonly frame: Frame;
  readonly children: string;
  readonly color?: string;
  readonly dx?: number;
  readonly dy?: number;
  readonly class?: string;
}) {
  const [a, b] = [frame.x(at[0]), frame.y(at[1])];
  if (!Number.isFinite(a) || !Number.isFinite(b)) return null;
  const isRight = a > frame.width * 0.72;
  return (
    <text
      class={`label ${name}`}
      x={round(Math.min(frame.width - 4, Math.max(4, a + (isRight ? -dx : dx))))}
      y={round(Math.min(frame.height - 4, Math.max(14 * frame.zoom, b + dy * frame.zoom)))}
      text-anchor={isRight ? "end" : "start"}
      {...(color && { style: { fill: color } })}
    >
      {children}
    </text>
  );
}

/** An arrow from one point to another. */
export function Arrow({
  from,
  to,
  frame,
  color,
  class: name = "",
}: {
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
  readonly frame: Frame;
  readonly color: string;
  readonly class?: string;
}) {
  const [x1, y1, x2, y2] = [frame.x(from[0]), frame.y(from[1]), frame.x(to[0]), frame.y(to[1])];
  const length = Math.hypot(x2 - x1, y2 - y1);
  if (!Number.isFinite(length) || length < 1) return null;
  const [ux, uy] = [(x2 - x1) / length, (y2 - y1) / length];
  const head = Math.min(9, length);
  const side = (turn: number) =>
    `${round(x2 - head * ux - turn * head * 0.45 * uy)} ${round(y2 - head * uy + turn * head * 0.45 * ux)}`;
  return (
    <g class={`arrow ${name}`} style={{ stroke: color, fill: color }}>
      <path d={`M${round(x1)} ${round(y1)}L${round(x2 - 0.6 * head * ux)} ${round(y2 - 0.6 * head * uy)}`} />
      <path class="head" d={`M${round(x2)} ${round(y2)}L${side(1)}L${side(-1)}Z`} />
    </g>
  );
}

/** Tenths of a pixel: enough to see, and short. */
export function round(value: number): number {
  return Math.round(value * 10) / 10;
}

export { looks };
