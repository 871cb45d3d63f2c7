import { contours as d3Contours } from "d3-contour";
import { useMemo } from "preact/hooks";
import { type Frame } from "./plot.tsx";
import { round } from "./marks.tsx";

/** A function's values on a grid, row by row from the lowest y: entry i + cols · j is that at x number i, y number j. */
export interface Grid {
  readonly values: Float64Array;
  readonly cols: number;
  readonly rows: number;
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
}

/** The values of a function on a grid whose outer points lie on the edges. */
export function gridOf(
  f: (x: number, y: number) => number,
  x: readonly [number, number],
  y: readonly [number, number],
  cols = 96,
  rows = 96,
): Grid {
  const values = new Float64Array(cols * rows);
  for (let j = 0; j < rows; j++) {
    const b = y[0] + ((y[1] - y[0]) * j) / (rows - 1);
    for (let i = 0; i < cols; i++) values[i + cols * j] = f(x[0] + ((x[1] - x[0]) * i) / (cols - 1), b);
  }
  return { values, cols, rows, x, y };
}

interface Props {
  readonly grid: Grid;
  readonly frame: Frame;
  /** Where lines are. Default: `levels(grid)`. */
  readonly thresholds?: readonly number[];
  /** Whether the ground between the lines is shaded, dark for low. Default true. */
  readonly isFilled?: boolean;
}

/** Lines of equal height. */
export function Contours({ grid, frame, thresholds, isFilled = true }: Props) {
  const at = thresholds ?? levels(grid);
  const shapes = useMemo(
    () =>
      d3Contours()
        .size([grid.cols, grid.rows])
        .thresholds([...at])([...grid.values]),
    [grid, at.join()],
  );
  // d3's pixel i is the square from i to i + 1; its value is that of the middle.
  const px = (i: number) =>
    round(frame.x(grid.x[0] + ((grid.x[1] - grid.x[0]) * (i - 0.5)) / (grid.cols - 1)));
  const py = (j: number) =>
    round(frame.y(grid.y[0] + ((grid.y[1] - grid.y[0]) * (j - 0.5)) / (grid.rows - 1)));
  return (
    <g class={`contours${isFilled ? " is-filled" : ""}`}>
      {isFilled && <rect width={frame.width} height={frame.height} class="lowest" />}
      {shapes.map((shape, level) => (
        <path
          key={at[level]}
          style={isFilled ? { fillOpacity: 0.9 / Math.max(4, at.length) } : {}}
          d={shape.coordinates
            .flatMap((polygon) =>
              polygon.map((ring) => `M${ring.map(([i = 0, j = 0]) => `${px(i)} ${py(j)}`).join("L")}Z`),
            )
            .join("")}
        />
      ))}
    </g>
  );
}

/** Heights for lines that show a valley's floor as well as its walls: even steps of the logarithm above the lowest value. */
export function levels({ values }: Pick<Grid, "values">, count = 14): readonly number[] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const span = high - low;
  if (!(span > 0)) return [];
  return Array.from({ length: count }, (_, i) => low + span * 10 ** (-3 + (3 * (i + 0.5)) / count));
}
