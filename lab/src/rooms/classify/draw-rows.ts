import { type Look, lookOf, symbolPath } from "../../charts/looks.ts";
import type { Frame } from "../../charts/plot.tsx";
import type { Sample } from "./sample.ts";

/** How each class of a sample looks. */
export function looksOf({ kinds }: Pick<Sample, "kinds">): readonly Look[] {
  return kinds.map((kind) => lookOf(kind));
}

/** A mark for each row; one on the wrong side gets a ring. */
export function drawRows(
  context: CanvasRenderingContext2D,
  frame: Frame,
  sample: Sample,
  predicted: readonly number[] | undefined,
  colorOf: (name: string) => string,
): void {
  const { X, cols, y, spread } = sample;
  const isMany = y.length > 400;
  const looks = looksOf(sample);
  const shapes = looks.map(({ shape }) => new Path2D(symbolPath(shape, isMany ? 22 : 60)));
  const colors = looks.map(({ color }) => colorOf(color));
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
