import type { Frame } from "../../charts/plot.tsx";

/** A line from each row to where the polynomial passes it: what the squares are of. */
export function drawGaps(
  context: CanvasRenderingContext2D,
  { x, y }: Frame,
  xs: readonly number[],
  ys: readonly number[],
  residuals: Float64Array,
  color: string,
): void {
  context.strokeStyle = color;
  context.lineWidth = 1.5;
  context.beginPath();
  for (const [i, at] of xs.entries()) {
    const value = ys[i] ?? 0;
    context.moveTo(x(at), y(value));
    context.lineTo(x(at), y(value - (residuals[i] ?? 0)));
  }
  context.stroke();
}

/** A disc for each row: training rows large with a rim, new rows small and pale. */
export function drawDiscs(
  context: CanvasRenderingContext2D,
  { x, y, width, height }: Frame,
  xs: readonly number[],
  ys: ArrayLike<number>,
  color: string,
  size: "small" | "large",
): void {
  const r = size === "small" ? 1.5 : xs.length > 100 ? 2.5 : 4;
  context.fillStyle = color;
  context.globalAlpha = size === "small" ? 0.35 : 0.85;
  for (const [i, at] of xs.entries()) {
    const [px, py] = [x(at), y(ys[i] ?? 0)];
    if (px < 0 || px > width || py < 0 || py > height) continue;
    context.beginPath();
    context.arc(px, py, r, 0, 7);
    context.fill();
  }
  context.globalAlpha = 1;
}
