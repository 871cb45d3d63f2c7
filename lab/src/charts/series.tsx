import type { Look } from "./looks.ts";
import { Line, type Points, round, Symbol } from "./marks.tsx";
import type { Frame } from "./plot.tsx";

/** A line with its name. */
export interface NamedLine {
  readonly label: string;
  readonly look: Look;
  readonly points: Points;
}

interface Props {
  readonly series: readonly NamedLine[];
  readonly frame: Frame;
  /** Whether marks of each look's shape stand on the line, about eight of them. Default true. */
  readonly hasSymbols?: boolean;
}

/** What labels need between them. */
const LINE_HEIGHT = 15;

/** Lines, each labelled beside its last point; labels that would lie on one another are spread. */
export function Series({ series, frame, hasSymbols = true }: Props) {
  const drawn = series
    .map((line) => ({ ...line, end: line.points.findLast(([a, b]) => isIn(frame, a, b)) }))
    .filter((line) => line.end !== undefined);
  const heights = spread(
    drawn.map(({ end }) => frame.y(end?.[1] ?? 0) - 7),
    LINE_HEIGHT * frame.zoom,
    12 * frame.zoom,
    frame.height - 4,
  );
  return (
    <>
      {series.map(({ label, points, look }) => (
        <Line key={label} points={points} frame={frame} look={look} />
      ))}
      {hasSymbols &&
        series.map(({ label, points, look }) =>
          points
            .filter((_, i) => i % Math.max(1, Math.ceil(points.length / 8)) === 0)
            .map((at) => <Symbol key={`${label} ${at[0]}`} at={at} frame={frame} look={look} size={36} />),
        )}
      {drawn.map(({ label, look, end }, i) => {
        const x = frame.x(end?.[0] ?? 0);
        const isRight = x > frame.width * 0.72;
        return (
          <text
            key={label}
            class="label"
            x={round(isRight ? Math.min(frame.width - 4, x - 4) : x + 8)}
            y={round(heights[i] ?? 0)}
            text-anchor={isRight ? "end" : "start"}
            style={{ fill: look.color }}
          >
            {label}
          </text>
        );
      })}
    </>
  );
}

function isIn({ x, y, width, height }: Frame, a: number, b: number): boolean {
  return x(a) >= -1 && x(a) <= width + 1 && y(b) >= -1 && y(b) <= height + 1;
}

/** Heights as near as can be to those wanted, at least `gap` apart, from `least` to `most`. */
export function spread(
  wanted: readonly number[],
  gap: number,
  least: number,
  most: number,
): readonly number[] {
  const order = wanted.map((_, i) => i).toSorted((i, j) => (wanted[i] ?? 0) - (wanted[j] ?? 0));
  const placed = order.map((i) => Math.min(most, Math.max(least, wanted[i] ?? 0)));
  for (let k = 1; k < placed.length; k++) placed[k] = Math.max(placed[k] ?? 0, (placed[k - 1] ?? 0) + gap);
  for (let k = placed.length - 1; k >= 0; k--) {
    const below = k === placed.length - 1 ? most : (placed[k + 1] ?? most) - gap;
    placed[k] = Math.min(placed[k] ?? 0, below);
  }
  const heights = [...wanted];
  for (const [k, i] of order.entries()) heights[i] = placed[k] ?? 0;
  return heights;
}
