import { type Look, lookOf, symbolPath } from "../../charts/looks.ts";
import type { Frame } from "../../charts/plot.tsx";
import type { Sample } from "./sample.ts";

/** How the first and the second class look. */
export const CLASS_LOOKS: readonly Look[] = [lookOf(0), lookOf(1)];

/** A mark for each row; one on the wrong side gets a ring. */
export function drawRows(
  context: CanvasRenderingContext2D,
  frame: Frame,
  { X, cols, y, spread }: Sample,
  predicted: readonly number[] | undefined,
  colorOf: (name: string) => string,
): void {
  const isMany = y.length > 400;
  const shapes = CLASS_LOOKS.map(({ shape }) => new Path2D(symbolPath(shape, isMany ? 22 : 60)));
  const colors = CLASS_LOOKS.map(({ color }) => colorOf(color));
  const [surface, ink] = [colorOf("var(--surface)"), colorOf("var(--ink)")];
  for (const [i, label] of y.entries()) {
    const up = spread ? spread[i] : X[i * cols + 1];
    context.save();
    context.translate(frame.x(X[i * cols] ?? 0), frame.y(up ?? 0));
    const isWrong = predicted !== undefined && predicted.length === y.length && predicted[i] !== label;
    context.fillStyle = colors[label] ?? "";
    context.fill(shapes[label] as Path2D);
    context.lineWidth = isWrong && !isMany ? 2 : 1;
    context.strokeStyle = isWrong ? ink : surface;
    context.stroke(shapes[label] as Path2D);
    context.restore();
  }
}
