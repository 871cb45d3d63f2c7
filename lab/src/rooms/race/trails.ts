import type { ColorOf } from "../../charts/color-of.ts";
import { lookOf, symbolPath } from "../../charts/looks.ts";
import type { Frame } from "../../charts/plot.tsx";

/** A racer's way, in pixels of the map. */
export interface Trail {
  readonly label: string;
  readonly look: number;
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** On the clock. */
  readonly at: readonly number[];
}

type Painter = (context: CanvasRenderingContext2D, colorOf: ColorOf) => (position: number) => void;

/** Farther out than anything that is seen, and near enough for a canvas to draw a line to. */
const FAR = 20_000;

/** With more points than that a line is thin, so that the noise of mini-batches doesn't become a blot. */
const MANY = 600;

/** What a diverging run's coordinates become where they are beyond all pixels. */
export function trailOf(
  label: string,
  look: number,
  path: readonly (readonly number[])[],
  at: readonly number[],
  frame: Frame,
): Trail {
  const clamp = (value: number) => Math.min(FAR, Math.max(-FAR, value));
  return {
    label,
    look,
    at,
    x: Float64Array.from(path, ([a = 0]) => clamp(frame.x(a))),
    y: Float64Array.from(path, ([, b = 0]) => clamp(frame.y(b))),
  };
}

/** Where a racer is: between the two points that the clock's position lies between. */
export function placeAt({ x, y, at }: Trail, position: number): readonly [number, number] {
  let [low, high] = [0, at.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((at[middle] ?? 0) <= position) low = middle;
    else high = middle - 1;
  }
  const next = Math.min(low + 1, at.length - 1);
  const [from = 0, to = 0] = [at[low], at[next]];
  const part = to > from ? Math.min(1, Math.max(0, (position - from) / (to - from))) : 0;
  const between = (of: Float64Array) => (of[low] ?? 0) + part * ((of[next] ?? 0) - (of[low] ?? 0));
  return [between(x), between(y)];
}

/**
 * Draws the lines behind the racers. What has been drawn stays, and each frame adds the little that is new, however long the
 * lines are; only a way back begins anew.
 */
export function linesPainter(trails: readonly Trail[], { width, height }: Frame): Painter {
  return (context, colorOf) => {
    const colors = trails.map(({ look }) => colorOf(lookOf(look).color));
    const dashes = trails.map(({ look }) => lookOf(look).dash.split(" ").filter(Boolean).map(Number));
    let drawn = trails.map(startOf);
    let before = 0;
    context.lineJoin = context.lineCap = "round";

    return (position) => {
      if (position < before) {
        context.clearRect(0, 0, width, height);
        drawn = trails.map(startOf);
      }
      before = position;
      for (const [i, trail] of trails.entries()) {
        const pen = drawn[i];
        if (!pen) continue;
        context.strokeStyle = colors[i] ?? "";
        context.lineWidth = trail.at.length > MANY ? 1 : 2;
        context.setLineDash(dashes[i] ?? []);
        context.lineDashOffset = pen.length;
        context.beginPath();
        context.moveTo(pen.x, pen.y);
        const lineTo = ([x, y]: readonly [number, number]) => {
          pen.length += Math.hypot(x - pen.x, y - pen.y);
          [pen.x, pen.y] = [x, y];
          context.lineTo(x, y);
        };
        for (; (trail.at[pen.next] ?? Infinity) <= position; pen.next++) {
          lineTo([trail.x[pen.next] ?? 0, trail.y[pen.next] ?? 0]);
        }
        if (pen.next < trail.at.length) lineTo(placeAt(trail, position));
        context.stroke();
      }
    };
  };
}

/** Where a line's end is, how long the line is, and which point comes next. */
function startOf({ x, y }: Trail) {
  return { x: x[0] ?? 0, y: y[0] ?? 0, length: 0, next: 1 };
}

/** Where text is as large as usual. */
const LABEL_HEIGHT = 15;

/** Draws the racers' heads, each in its shape and with its name; one that has left the map waits at its edge, hollow. */
export function headsPainter(trails: readonly Trail[], { width, height, zoom }: Frame): Painter {
  return (context, colorOf) => {
    const colors = trails.map(({ look }) => colorOf(lookOf(look).color));
    const shapes = trails.map(({ look }) => new Path2D(symbolPath(lookOf(look).shape, 110)));
    const [surface, ground] = [colorOf("var(--surface)"), colorOf("var(--ground)")];
    context.font = `600 ${12 * zoom}px ${colorOf("inherit") && getComputedStyle(context.canvas).fontFamily}`;
    context.lineJoin = "round";
    const widths = trails.map(({ label }) => context.measureText(label).width);

    return (position) => {
      context.clearRect(0, 0, width, height);
      const heads = trails.map((trail, i) => {
        const [x, y] = placeAt(trail, position);
        const inside = [Math.min(width - 9, Math.max(9, x)), Math.min(height - 9, Math.max(9, y))] as const;
        return { i, x: inside[0], y: inside[1], isOut: Math.hypot(inside[0] - x, inside[1] - y) > 9 };
      });
      for (const { i, x, y, isOut } of heads) {
        const shape = shapes[i];
        if (!shape) continue;
        context.translate(x, y);
        context.lineWidth = isOut ? 2 : 1;
        context.fillStyle = isOut ? surface : (colors[i] ?? "");
        context.strokeStyle = isOut ? (colors[i] ?? "") : surface;
        context.fill(shape);
        context.stroke(shape);
        context.translate(-x, -y);
      }
      context.lineWidth = 3;
      context.strokeStyle = ground;
      for (const { i, left, y } of placeLabels(heads, widths, width, height, zoom * LABEL_HEIGHT)) {
        context.fillStyle = colors[i] ?? "";
        context.strokeText(trails[i]?.label ?? "", left, y);
        context.fillText(trails[i]?.label ?? "", left, y);
      }
    };
  };
}

/** Names to the right of their heads, or to the left near the right edge, moved down where they would lie on one another. */
function placeLabels(
  heads: readonly { readonly i: number; readonly x: number; readonly y: number }[],
  widths: readonly number[],
  width: number,
  height: number,
  labelHeight: number,
) {
  const placed: { i: number; left: number; right: number; y: number }[] = [];
  for (const { i, x, y } of heads.toSorted((a, b) => a.y - b.y)) {
    const length = widths[i] ?? 0;
    const left = x + 12 + length > width ? x - 12 - length : x + 12;
    const right = left + length;
    let line = y + 4;
    for (const other of placed) {
      const meet = left < other.right + 4 && right > other.left - 4;
      if (meet && line < other.y + labelHeight) line = other.y + labelHeight;
    }
    placed.push({ i, left, right, y: line });
    placed.sort((a, b) => a.y - b.y);
  }
  // Where the bottom edge leaves no room below, a column of names moves up as a whole.
  const over = Math.max(0, ...placed.map(({ y }) => y - (height - 6)));
  return over === 0
    ? placed
    : placed.map((label) => (label.y > height - 120 - over ? { ...label, y: label.y - over } : label));
}
