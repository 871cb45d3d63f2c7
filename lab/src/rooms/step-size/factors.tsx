import { Handle } from "../../charts/handle.tsx";
import { lookOf } from "../../charts/looks.ts";
import { Label, Line } from "../../charts/marks.tsx";
import { Plot } from "../../charts/plot.tsx";
import { format } from "../../params/format.ts";
import { schema } from "./schema.ts";
import type { Ground } from "./model.ts";

interface Props {
  readonly ground: Ground;
  readonly rate: number;
  readonly onRate: (rate: number) => void;
}

/** Where the chart ends, in units of 2 / L. */
const END = 1.3;
const HIGHEST = 1.6;

/** |1 − t L| and |1 − t μ| against the step t: what it leaves of the error along the steepest and the flattest axis. */
export function Factors({ ground, rate, onRate }: Props) {
  const { largest, least, safe, best, limit } = ground.curvature;
  const left = (t: number, curvature: number) => Math.abs(1 - t * curvature);
  const last = END * limit;
  const worst = Math.max(left(rate, largest), left(rate, least));
  const knee = (curvature: number) =>
    [0, 1 / curvature, last]
      .filter((t) => t <= last)
      .toSorted((a, b) => a - b)
      .map((t) => [t, left(t, curvature)] as const);
  return (
    <Plot
      title="What a step leaves of the error"
      summary={`At step ${format(rate, 3)} the steepest axis keeps ${format(left(rate, largest), 3)} of its error and the flattest ${format(left(rate, least), 4)}. Below 1 it shrinks. The larger of both is least at ${format(best, 3)}, and reaches 1 at ${format(limit, 3)}.`}
      x={{ domain: [0, last], label: "step size t" }}
      y={{ domain: [0, HIGHEST], label: "left, near the minimum" }}
      aspect={0.75}
      handles={(frame) =>
        rate <= last && (
          <Handle
            label="Step size"
            name="rate"
            moves="x"
            at={[rate, Math.min(HIGHEST, worst)]}
            frame={frame}
            onMove={([to]) => onRate(Math.min(schema.rate.max, Math.max(schema.rate.min, to)))}
          />
        )
      }
    >
      {(frame) => (
        <>
          <rect
            class="explodes"
            x={frame.x(limit)}
            width={Math.max(0, frame.width - frame.x(limit))}
            height={frame.height}
          />
          <Line
            points={[
              [0, 1],
              [last, 1],
            ]}
            frame={frame}
            class="thin quiet"
          />
          {[safe, best, limit].map((t) => (
            <Line
              key={t}
              points={[
                [t, 0],
                [t, HIGHEST],
              ]}
              frame={frame}
              class="thin quiet"
            />
          ))}
          <Line points={knee(largest)} frame={frame} look={lookOf(6)} />
          <Line points={knee(least)} frame={frame} look={lookOf(5)} />
          <Label at={[safe * 0.5, 0.5]} frame={frame} color={lookOf(6).color}>
            steepest axis
          </Label>
          <Label at={[safe * 0.9, left(safe, least)]} frame={frame} color={lookOf(5).color} dy={-10}>
            flattest axis
          </Label>
          <Label at={[safe, HIGHEST]} frame={frame} dx={6} dy={34}>
            1 / L
          </Label>
          <Label at={[best, HIGHEST]} frame={frame} dx={6} dy={16}>
            best
          </Label>
          <Label at={[limit, HIGHEST]} frame={frame} dx={-38} dy={16}>
            2 / L
          </Label>
        </>
      )}
    </Plot>
  );
}
