import type { Frame } from "../../charts/plot.tsx";
import type { Heat } from "./heat.ts";

/** How strong a class is where its probability is 1. */
const STRONGEST = 0.5;

/** For each class how strong its colour is at each place of the grid: nothing where all are equally likely. */
export function masksOf({ likeliest, strength, cols, rows }: Heat, classes: number): readonly ImageData[] {
  const masks = Array.from({ length: classes }, () => new ImageData(cols, rows));
  for (let j = 0; j < rows; j++) {
    for (let i = 0; i < cols; i++) {
      const at = i + cols * j;
      const mask = masks[likeliest[at] ?? 0];
      if (!mask) continue;
      mask.data[4 * (i + cols * (rows - 1 - j)) + 3] = Math.round(255 * STRONGEST * (strength[at] ?? 0));
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
