import type { Points } from "./data.ts";
import type { Trained } from "./train.ts";

/** What the plot shows of the plane: a square of this half width. */
const EXTENT = 1.15;
const MOST_POINTS = 600;
/** Scores are taken on a grid of so many points a side. */
const GRID = 121;

interface Colours {
  readonly no: string;
  readonly yes: string;
  readonly line: string;
  readonly surface: string;
}

/** Draws points, and where there is a model, its probabilities and its boundary. */
export function draw(canvas: HTMLCanvasElement, points: Points, trained: Trained | undefined): void {
  const size = canvas.clientWidth;
  const density = window.devicePixelRatio;
  canvas.width = canvas.height = Math.round(size * density);
  const context = canvas.getContext("2d");
  if (!context) return;
  context.scale(density, density);
  const colours = readColours(canvas);
  context.fillStyle = colours.surface;
  context.fillRect(0, 0, size, size);
  const scores = trained?.scoresAt(gridPoints());
  if (scores) drawProbabilities(context, size, scores, colours);
  drawPoints(context, size, points, colours);
  if (scores) drawBoundary(context, size, scores, colours);
}

function readColours(element: Element): Colours {
  const style = getComputedStyle(element);
  const read = (name: string) => style.getPropertyValue(name).trim();
  return { no: read("--no"), yes: read("--yes"), line: read("--ink"), surface: read("--surface") };
}

/** Row by row from the top, y upwards. */
function gridPoints(): Float64Array {
  const data = new Float64Array(2 * GRID * GRID);
  for (let k = 0; k < GRID * GRID; k++) {
    data[2 * k] = at(k % GRID);
    data[2 * k + 1] = -at(Math.floor(k / GRID));
  }
  return data;
}

function at(step: number): number {
  return EXTENT * ((2 * step) / (GRID - 1) - 1);
}

/** Each class's colour, the more the surer the model is. */
function drawProbabilities(
  context: CanvasRenderingContext2D,
  size: number,
  scores: Float64Array,
  { no, yes }: Colours,
): void {
  const image = new ImageData(GRID, GRID);
  const [noRgb, yesRgb] = [no, yes].map((colour) => rgb(context, colour));
  scores.forEach((score, k) => {
    const p = 1 / (1 + Math.exp(-score));
    image.data.set(p < 0.5 ? noRgb : yesRgb, 4 * k);
    image.data[4 * k + 3] = 140 * Math.abs(p - 0.5);
  });
  const small = new OffscreenCanvas(GRID, GRID);
  small.getContext("2d")?.putImageData(image, 0, 0);
  // A grid point is the middle of a pixel: the outer half of the border pixels lies outside the plot.
  const cell = size / (GRID - 1);
  context.drawImage(small, -cell / 2, -cell / 2, size + cell, size + cell);
}

/** Red, green and blue: a canvas gives any opaque colour back as "#rrggbb". */
function rgb(context: CanvasRenderingContext2D, colour: string): number[] {
  context.fillStyle = colour;
  const hex = context.fillStyle;
  return [1, 3, 5].map((start) => Number.parseInt(hex.slice(start, start + 2), 16));
}

function drawPoints(
  context: CanvasRenderingContext2D,
  size: number,
  { data, rows, labels }: Points,
  { no, yes, surface }: Colours,
): void {
  const radius = size < 450 ? 2.6 : 3.4;
  context.strokeStyle = surface;
  context.lineWidth = 1;
  for (let i = 0; i < Math.min(rows, MOST_POINTS); i++) {
    const x = (size * (data[2 * i] + EXTENT)) / (2 * EXTENT);
    const y = (size * (EXTENT - data[2 * i + 1])) / (2 * EXTENT);
    context.beginPath();
    if (labels[i] === "yes") context.rect(x - radius, y - radius, 2 * radius, 2 * radius);
    else context.arc(x, y, radius, 0, 2 * Math.PI);
    context.fillStyle = labels[i] === "yes" ? yes : no;
    context.fill();
    context.stroke();
  }
}

/** Where the score is 0, by marching squares: a stretch of line in each cell whose corners differ in sign. */
function drawBoundary(
  context: CanvasRenderingContext2D,
  size: number,
  scores: Float64Array,
  { line }: Colours,
): void {
  const cell = size / (GRID - 1);
  context.beginPath();
  for (let row = 0; row + 1 < GRID; row++) {
    for (let column = 0; column + 1 < GRID; column++) {
      const crossings: [number, number][] = [];
      const cross = (fromX: number, fromY: number, toX: number, toY: number) => {
        const a = scores[fromY * GRID + fromX];
        const b = scores[toY * GRID + toX];
        if (a >= 0 === b >= 0) return;
        const t = a / (a - b);
        crossings.push([(fromX + t * (toX - fromX)) * cell, (fromY + t * (toY - fromY)) * cell]);
      };
      cross(column, row, column + 1, row);
      cross(column + 1, row, column + 1, row + 1);
      cross(column + 1, row + 1, column, row + 1);
      cross(column, row + 1, column, row);
      for (let k = 0; k + 1 < crossings.length; k += 2) {
        context.moveTo(...crossings[k]);
        context.lineTo(...crossings[k + 1]);
      }
    }
  }
  context.strokeStyle = line;
  context.lineWidth = 2;
  context.stroke();
}
