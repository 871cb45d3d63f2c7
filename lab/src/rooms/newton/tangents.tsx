import { useMemo } from "preact/hooks";
import { Handle } from "../../charts/handle.tsx";
import { lookOf } from "../../charts/looks.ts";
import { Label, Line, type Points, Symbol } from "../../charts/marks.tsx";
import { type Frame, Plot } from "../../charts/plot.tsx";
import { Series } from "../../charts/series.tsx";
import { format } from "../../params/format.ts";
import { lineProblems, sampled, WINDOW } from "./functions/index.ts";
import type { LinePoint, LineResult } from "./line-model.ts";
import { sub } from "./words.ts";

interface Props {
  readonly result: LineResult;
  readonly current: number;
  readonly x0: number;
  readonly onMove: (to: readonly [number, number]) => void;
}

/** f′ with the tangent at each iterate so far: a whole step leads to where it crosses zero. */
export function Tangents({ result, current, x0, onMove }: Props) {
  const problem = lineProblems[result.fn];
  const { points } = result;
  const at = points[current];
  const next = points[current + 1];
  const curve = useMemo(() => {
    const into = new Float64Array(1);
    return sampled((x) => {
      problem.objective.gradient(Float64Array.of(x), into);
      return into[0] ?? Number.NaN;
    });
  }, [problem]);
  if (!at) return null;
  /** The tangent, or with the ridge the line that is solved in its place. */
  const through = (steepness: number): Points => sampled((x) => at.slope + steepness * (x - at.x));
  const lines = [
    { label: "tangent", look: lookOf(2), points: through(at.curvature) },
    { label: "with ridge", look: lookOf(4), points: through(at.curvature + at.ridge) },
  ].slice(0, at.ridge > 1e-6 * Math.abs(at.curvature) ? 2 : 1);

  return (
    <Plot
      title={`${problem.derivative} and its tangent at x${sub(current)}`}
      summary={`At x = ${format(at.x)} the tangent of f′ ${
        at.crossing === undefined ? "doesn’t cross zero" : `crosses zero at ${format(at.crossing)}`
      }${next ? `; the next iterate is ${format(next.x)}` : ""}.`}
      x={{ domain: WINDOW, label: "x" }}
      y={{ domain: problem.slopes }}
      aspect={0.72}
      handles={(frame) => (
        <Handle
          label="Start x₀ on the axis"
          name="x0-slope"
          moves="x"
          step={[0.05, 0]}
          at={[x0, 0]}
          frame={frame}
          onMove={onMove}
        />
      )}
    >
      {(frame) => (
        <>
          <line class="zero" x2={frame.width} y1={frame.y(0)} y2={frame.y(0)} />
          <Line points={curve} frame={frame} look={lookOf(0)} />
          {points.slice(0, current).map((point, j) => (
            <g key={j}>
              <Line points={tangentTo(point, points[j + 1]?.x ?? point.x)} frame={frame} class="thin quiet" />
              <Drop x={points[j + 1]?.x ?? 0} slope={points[j + 1]?.slope ?? 0} frame={frame} />
            </g>
          ))}
          <Series frame={frame} series={lines} hasSymbols={false} />
          <Symbol at={[at.x, at.slope]} frame={frame} look={lookOf(3)} size={90} />
          <Label at={[at.x, at.slope]} frame={frame} color={lookOf(3).color} dy={-10}>
            {`x${sub(current)}`}
          </Label>
          {next && (
            <>
              <Symbol at={[next.x, 0]} frame={frame} look={lookOf(1)} size={80} />
              <Label at={[next.x, 0]} frame={frame} color={lookOf(1).color} dy={20}>
                {nameOf(next.x, current + 1)}
              </Label>
            </>
          )}
        </>
      )}
    </Plot>
  );
}

/** The part of the solved line between an iterate and the next. */
function tangentTo({ x, slope, curvature, ridge }: LinePoint, to: number): Points {
  return [
    [x, slope],
    [to, slope + (curvature + ridge) * (to - x)],
  ];
}

function Drop({ x, slope, frame }: { readonly x: number; readonly slope: number; readonly frame: Frame }) {
  return <line class="drop" x1={frame.x(x)} x2={frame.x(x)} y1={frame.y(0)} y2={frame.y(slope)} />;
}

/** An iterate's name, with an arrow where it lies outside of the picture. */
function nameOf(x: number, step: number): string {
  const name = `x${sub(step)}`;
  return x < WINDOW[0] ? `← ${name}` : x > WINDOW[1] ? `${name} →` : name;
}
