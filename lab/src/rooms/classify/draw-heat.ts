import type { Grid } from "../../charts/contours.tsx";
import type { Frame } from "../../charts/plot.tsx";

/** How strong a class is where its probability is 1. */
const STRONGEST = 0.5;

/** For each class how strong its colour is at each place of the grid: from nothing at p = ½. */
export function masksOf({ values, cols, rows }: Grid): readonly ImageData[] {
  const masks = [new ImageData(cols, rows), new ImageData(cols, rows)] as const;
  for (let j = 0; j < rows; j++) {
    for (let i = 0; i < cols; i++) {
      const p = 1 / (1 + Math.exp(-(values[i + cols * j] ?? 0)));
      const mask = p < 0.5 ? masks[0] : masks[1];
      mask.data[4 * (i + cols * (rows - 1 - j)) + 3] = Math.round(255 * STRONGEST * Math.abs(2 * p - 1));
    }
  }
  return masks;
}

/** Lays each class's colour over the frame, as strong as its mask says. */
export function drawHeat(
  context: CanvasRenderingContext2D,
  { width, height }: Frame,
  masks: readonly ImageData[],
  colors: readonly string[],
): void {
  for (const [k, mask] of masks.entries()) {
    const tinted = new OffscreenCanvas(mask.width, mask.height);
    const tint = tinted.getContext("2d");
    if (!tint) return;
    tint.putImageData(mask, 0, 0);
    tint.globalCompositeOperation = "source-in";
    tint.fillStyle = colors[k] ?? "";
    tint.fillRect(0, 0, mask.width, mask.height);
    // the middles of the outer pixels lie on the edges
    const [dx, dy] = [width / (mask.width - 1), height / (mask.height - 1)];
    context.drawImage(tinted, -dx / 2, -dy / 2, dx * mask.width, dy * mask.height);
  }
}
