import { Arrow, Label, Line, type Points, round } from "../../charts/marks.tsx";
import { lookOf } from "../../charts/looks.ts";
import { type Frame, Plot } from "../../charts/plot.tsx";
import { levelCurves, principalAxes } from "../../charts/quadric.ts";
import { format } from "../../params/format.ts";
import type { Iterate, Point } from "./model.ts";
import { LOOKS } from "./pairs-map.tsx";

interface Props {
  readonly at: Iterate;
  readonly current: number;
  readonly aspect: number;
}

const CENTRE: Point = [0, 0];

/** The level curves ½ pᵀ B p = c and ½ pᵀ ∇²F p = c about the iterate, large enough to compare, with the directions. */
export function Ellipses({ at, current, aspect }: Props) {
  const estimate = principalAxes(at.estimate);
  const truth = principalAxes(at.hessian);
  // The estimate's longer half-axis is 1; what is seen reaches as far as the true ellipse, up to three times that.
  const level = estimate.least / 2;
  const longest = truth.least > 0 ? Math.min(3, Math.sqrt(estimate.least / truth.least)) : 1.5;
  const reach = 1.2 * Math.max(1, longest);
  const estimateCurves = levelCurves(at.estimate, CENTRE, level, 2 * reach);
  const trueCurves = levelCurves(at.hessian, CENTRE, level, 2 * reach);
  const arrows = [
    { name: "−g", part: 0.64, vector: [-at.gradient[0], -at.gradient[1]] as const, color: lookOf(7).color },
    // Where the curvature is negative somewhere, the whole step may lead uphill.
    {
      name: "Newton",
      part: 0.48,
      vector: at.leastCurvature > 0 ? at.newtonStep : undefined,
      color: LOOKS.truth.color,
    },
    { name: "p = −Hg", part: 0.8, vector: at.direction, color: LOOKS.estimate.color },
  ].flatMap(({ vector, part, ...arrow }) =>
    vector && Math.hypot(...vector) > 0 ? [{ ...arrow, to: ofLength(part * reach, vector) }] : [],
  );

  return (
    <Plot
      title={`The true Hessian and the estimate at step ${current}`}
      summary={`Curvatures of the estimate: ${format(estimate.largest, 3)} and ${format(estimate.least, 3)}; of the true Hessian: ${format(truth.largest, 3)} and ${format(truth.least, 3)}.`}
      x={{ domain: [-reach, reach], isShown: false }}
      y={{ domain: [-reach, reach], isShown: false }}
      isIsotropic
      aspect={aspect}
    >
      {(frame) => (
        <>
          {trueCurves.map((points, i) => (
            <Line key={i} points={points} frame={frame} look={LOOKS.truth} />
          ))}
          {estimateCurves.map((points, i) => (
            <Line key={i} points={points} frame={frame} look={LOOKS.estimate} />
          ))}
          {arrows.map(({ name, to, color }) => (
            <g key={name}>
              <Arrow from={CENTRE} to={to} frame={frame} color={color} />
              <Tip at={to} frame={frame} color={color}>
                {name}
              </Tip>
            </g>
          ))}
          <Label at={extreme(trueCurves, reach, -1)} frame={frame} color={LOOKS.truth.color} dy={16}>
            true
          </Label>
          <Label at={extreme(estimateCurves, reach, 1)} frame={frame} color={LOOKS.estimate.color} dy={-6}>
            estimate
          </Label>
        </>
      )}
    </Plot>
  );
}

/** It is directions that are to be compared: lengths only keep the names of arrows apart. */
function ofLength(length: number, [a, b]: Point): Point {
  const factor = length / Math.hypot(a, b);
  return [factor * a, factor * b];
}

/** The highest or lowest point that is seen, for a label. */
function extreme(curves: readonly Points[], reach: number, sign: 1 | -1): Point {
  const seen = curves.flat().filter(([a, b]) => Math.abs(a) < 0.9 * reach && Math.abs(b) < 0.9 * reach);
  return seen.reduce<Point>((best, point) => (sign * point[1] > sign * best[1] ? point : best), CENTRE);
}

/** A name beyond the head of an arrow from the middle. */
function Tip({
  at: [a, b],
  frame: { x, y, zoom },
  color,
  children,
}: {
  readonly at: Point;
  readonly frame: Frame;
  readonly color: string;
  readonly children: string;
}) {
  const length = Math.hypot(a, b);
  const [right, up] = [a / length, b / length];
  return (
    <text
      class="label"
      x={round(x(a) + 6 * zoom * right)}
      y={round(y(b) + zoom * (4 - 12 * up))}
      text-anchor={right > 0.3 ? "start" : right < -0.3 ? "end" : "middle"}
      style={{ fill: color }}
    >
      {children}
    </text>
  );
}
