import { Contours, type Grid } from "../../charts/contours.tsx";
import { Handle } from "../../charts/handle.tsx";
import { lookOf } from "../../charts/looks.ts";
import { Arrow, Label, Line, Symbol } from "../../charts/marks.tsx";
import { type Frame, Plot } from "../../charts/plot.tsx";
import { levelCurves, principalAxes } from "../../charts/quadric.ts";
import { format } from "../../params/format.ts";
import { planeAspect, planes } from "../../problems/planes.ts";
import type { Pair, Point, Result } from "./model.ts";

/** How things look in all charts of the room: the path, the estimate, the truth, steps, changes of the gradient, what is left out. */
export const LOOKS = {
  path: lookOf(7),
  estimate: lookOf(1),
  truth: lookOf(2),
  s: lookOf(0),
  y: lookOf(3),
  leftOut: lookOf(6),
};

interface Props {
  readonly result: Result;
  readonly grid: Grid;
  readonly current: number;
  readonly start: Point;
  readonly onMove: (to: Point) => void;
}

/** Contours with the path so far, the pairs at their places, and the ellipses at the iterate. */
export function PairsMap({ result, grid, current, start, onMove }: Props) {
  const plane = planes[result.problem];
  const { x, y, axes } = plane;
  const { iterates, pairs } = result;
  const at = iterates[current];
  if (!at) return null;
  const span = x[1] - x[0];
  // The estimate's ellipse with a longer half-axis of an eighth of the window; the true one at the same level.
  const level = (principalAxes(at.estimate).least * (span / 8) ** 2) / 2;
  const past = pairs.slice(0, current);
  const latest = past.at(-1);
  const shownY = [...at.stored.map((i) => pairs[i]), latest?.isKept === false ? latest : undefined].filter(
    (pair) => pair !== undefined,
  );
  const yScale = (0.12 * span) / Math.max(...shownY.map((pair) => Math.hypot(...pair.y)), Number.MIN_VALUE);
  const tipOfY = ({ from, y: [u, v] }: Pair): Point => [from[0] + yScale * u, from[1] + yScale * v];
  const newest = pairs[at.stored.at(-1) ?? -1];
  const isLeftOut = (pair: Pair) => !pair.isKept;

  return (
    <Plot
      title={`The pairs at step ${current}`}
      summary={`At ${point(at.x)}, with ${at.stored.length} pairs in memory and ${past.filter(isLeftOut).length} left out so far.`}
      x={{ domain: x, label: axes[0] }}
      y={{ domain: y, label: axes[1] }}
      isIsotropic
      aspect={planeAspect(plane)}
      handles={(frame) => <Handle label="Start" name="start" at={start} frame={frame} onMove={onMove} />}
    >
      {(frame) => (
        <>
          <Contours grid={grid} frame={frame} />
          <Line
            points={iterates.slice(0, current + 1).map((iterate) => iterate.x)}
            frame={frame}
            class="thin"
            look={LOOKS.path}
          />
          {levelCurves(at.hessian, at.x, level, 2 * span).map((points, i) => (
            <Line key={i} points={points} frame={frame} look={LOOKS.truth} />
          ))}
          {levelCurves(at.estimate, at.x, level, 2 * span).map((points, i) => (
            <Line key={i} points={points} frame={frame} look={LOOKS.estimate} />
          ))}
          {at.stored.map((i) => {
            const pair = pairs[i];
            return (
              pair && <Arrow key={i} from={pair.from} to={pair.to} frame={frame} color={LOOKS.s.color} />
            );
          })}
          {shownY.map((pair) => (
            <Arrow
              key={pair.from.join()}
              from={pair.from}
              to={tipOfY(pair)}
              frame={frame}
              color={LOOKS.y.color}
              class="is-y"
            />
          ))}
          {past.filter(isLeftOut).map((pair) => (
            <g key={pair.from.join()} data-left-out>
              <Line points={[pair.from, pair.to]} frame={frame} look={LOOKS.leftOut} />
              <Symbol at={middle(pair)} frame={frame} look={{ ...LOOKS.leftOut, shape: "cross" }} size={90} />
            </g>
          ))}
          {newest && isLong(newest.from, newest.to, frame) && (
            <Label at={middle(newest)} frame={frame} color={LOOKS.s.color} dy={-6}>
              s
            </Label>
          )}
          {shownY.slice(-1).map((pair) => (
            <Label key="y" at={tipOfY(pair)} frame={frame} color={LOOKS.y.color}>
              y
            </Label>
          ))}
          {latest?.isKept === false && (
            <Label at={middle(latest)} frame={frame} color={LOOKS.leftOut.color} dy={18}>
              left out
            </Label>
          )}
          <Symbol at={at.x} frame={frame} look={LOOKS.path} size={80} />
        </>
      )}
    </Plot>
  );
}

/** Whether there is room for a name beside an arrow. */
function isLong(from: Point, to: Point, { x, y }: Frame): boolean {
  return Math.hypot(x(to[0]) - x(from[0]), y(to[1]) - y(from[1])) > 20;
}

function middle({ from, to }: Pair): Point {
  return [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2];
}

function point(x: Point): string {
  return x.map((entry) => format(entry, 3)).join(", ");
}
