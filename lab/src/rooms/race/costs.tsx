import { useMemo } from "preact/hooks";
import { ClockLine } from "../../charts/clock-line.tsx";
import { lookOf } from "../../charts/looks.ts";
import { Plot } from "../../charts/plot.tsx";
import { Series } from "../../charts/series.tsx";
import { format } from "../../params/format.ts";
import type { Clock } from "../../playback/clock.ts";
import { METHODS, type MethodName } from "./methods.ts";
import type { Result } from "./model.ts";

interface Props {
  readonly result: Result;
  readonly looks: ReadonlyMap<MethodName, number>;
  readonly clock: Clock;
  readonly budget: number;
}

/** Lower than this a cost isn't shown: it is as good as the lowest. */
const LEAST = 1e-12;

/** How far above the lowest cost each racer is, against what it has asked for. */
export function Costs({ result, looks, clock, budget }: Props) {
  const { racers, floor, startValue } = result;
  const series = useMemo(
    () =>
      racers.flatMap(({ method, run }) =>
        run
          ? [
              {
                label: METHODS[method].label,
                look: lookOf(looks.get(method) ?? 0),
                points: run.costs.map(({ at, value }) => [at, Math.max(LEAST, value - floor)] as const),
              },
            ]
          : [],
      ),
    [racers, looks, floor],
  );
  const top = Math.max(10 * (startValue - floor), 1e-3);
  const low = Math.max(LEAST, Math.min(top / 1e4, ...series.map(({ points }) => lowest(points)), top / 1e4));
  const first = racers[0];
  return (
    <Plot
      title="Cost above the least, against gradients asked for"
      summary={
        first?.run
          ? `All start ${format(startValue - floor, 3)} above the lowest cost, ${format(floor, 3)}. At the end ${METHODS[first.method].label} is best, ${format(Math.max(0, first.run.value - floor), 2)} above it.`
          : "No racer has run yet."
      }
      x={{ domain: [0, budget], label: "gradients" }}
      y={{ domain: [low / 2, top], scale: "log" }}
      aspect={0.42}
      overlay={(frame) => <ClockLine frame={frame} clock={clock} />}
    >
      {(frame) => <Series frame={frame} series={series} />}
    </Plot>
  );
}

function lowest(points: readonly (readonly [number, number])[]): number {
  return points.reduce((least, [, value]) => Math.min(least, value), Infinity);
}
