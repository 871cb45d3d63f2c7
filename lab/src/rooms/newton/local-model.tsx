import { Contours, type Grid } from "../../charts/contours.tsx";
import { Handle } from "../../charts/handle.tsx";
import { lookOf } from "../../charts/looks.ts";
import { Arrow, Label, Line, Symbol } from "../../charts/marks.tsx";
import { type Frame, Plot } from "../../charts/plot.tsx";
import { levelCurves, type Symmetric } from "../../charts/quadric.ts";
import { format } from "../../params/format.ts";
import { planeAspect, planes } from "../../problems/planes.ts";
import type { PlanePoint, PlaneResult, Point } from "./plane-model.ts";

interface Props {
  readonly result: PlaneResult;
  readonly grid: Grid;
  readonly current: number;
  readonly start: Point;
  readonly onMove: (to: Point) => void;
}

/** Contours, the path so far, and the local quadratic: the curve through the iterate on which it doesn't change. */
export function LocalModel({ result, grid, current, start, onMove }: Props) {
  const { x, y, axes } = planes[result.problem];
  const { points } = result;
  const at = points[current];
  const next = points[current + 1];
  if (!at) return null;
  const lowest = solved(at, next);
  return (
    <Plot
      title={`The local quadratic at step ${current}`}
      summary={describe(at, next)}
      x={{ domain: x, label: axes[0] }}
      y={{ domain: y, label: axes[1] }}
      isIsotropic
      aspect={planeAspect(planes[result.problem])}
      handles={(frame) => <Handle label="Start" name="start" at={start} frame={frame} onMove={onMove} />}
    >
      {(frame) => (
        <>
          <Contours grid={grid} frame={frame} />
          {at.full && <Model at={at.x} middle={at.full} hessian={at.hessian} look={2} frame={frame} />}
          {at.ridge > 0 && lowest && (
            <Model at={at.x} middle={lowest} hessian={withRidge(at)} look={4} frame={frame} />
          )}
          <Line
            points={points.slice(0, current + 1).map((point) => point.x)}
            frame={frame}
            look={lookOf(0)}
          />
          {points.slice(0, current).map((point, j) => (
            <Symbol key={j} at={point.x} frame={frame} look={lookOf(0)} size={30} />
          ))}
          {next && <Arrow from={at.x} to={next.x} frame={frame} color={lookOf(1).color} />}
          <Symbol at={at.x} frame={frame} look={lookOf(3)} size={90} />
          {at.full && at.ridge === 0 && (
            <>
              <Symbol at={at.full} frame={frame} look={lookOf(2)} size={50} />
              {isSeen(at.full, frame) && (
                <Label at={at.full} frame={frame} color={lookOf(2).color} dy={18}>
                  {at.least > 0 ? "its lowest point" : "its middle"}
                </Label>
              )}
            </>
          )}
          {at.ridge > 0 && lowest && isSeen(lowest, frame) && (
            <Label at={lowest} frame={frame} color={lookOf(4).color} dy={18}>
              with ridge
            </Label>
          )}
        </>
      )}
    </Plot>
  );
}

function Model({
  at,
  middle,
  hessian,
  look,
  frame,
}: {
  readonly at: Point;
  readonly middle: Point;
  readonly hessian: Symmetric;
  readonly look: number;
  readonly frame: Frame;
}) {
  const [a, b, c] = hessian;
  const [u, v] = [at[0] - middle[0], at[1] - middle[1]];
  const level = (a * u * u + 2 * b * u * v + c * v * v) / 2;
  const [low = 0, high = 1] = frame.x.domain();
  const reach = 2 * (high - low) + Math.hypot(u, v);
  return (
    <>
      {levelCurves(hessian, middle, level, reach).map((points, i) => (
        <Line key={i} points={points} frame={frame} look={lookOf(look)} />
      ))}
    </>
  );
}

/** The lowest point of the quadratic that was solved: the step that led on, taken whole. */
function solved(at: PlanePoint, next: PlanePoint | undefined): Point | undefined {
  if (!next || at.stepSize === 0) return undefined;
  return [at.x[0] + (next.x[0] - at.x[0]) / at.stepSize, at.x[1] + (next.x[1] - at.x[1]) / at.stepSize];
}

function isSeen([a, b]: Point, { x, y, width, height }: Frame): boolean {
  return x(a) >= 0 && x(a) <= width && y(b) >= 0 && y(b) <= height;
}

function withRidge({ hessian: [a, b, c], ridge }: PlanePoint): Symmetric {
  return [a + ridge, b, c + ridge];
}

function describe(at: PlanePoint, next: PlanePoint | undefined): string {
  const place = (point: Point) => point.map((x) => format(x, 3)).join(", ");
  const curvature = `curvatures ${format(at.largest, 3)} and ${format(at.least, 3)}`;
  const full = at.full ? ` The local quadratic has no slope at ${place(at.full)}.` : "";
  return `At ${place(at.x)}: ${curvature}.${full}${next ? ` The next iterate is ${place(next.x)}.` : ""}`;
}
