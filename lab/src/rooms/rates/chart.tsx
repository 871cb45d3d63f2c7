import { useMemo } from "preact/hooks";
import { Line } from "../../charts/marks.tsx";
import { Plot } from "../../charts/plot.tsx";
import { Series } from "../../charts/series.tsx";
import type { Values } from "../../params/schema.ts";
import { lookOfMethod } from "./looks.ts";
import type { Result, Run } from "./model.ts";
import type { schema } from "./schema.ts";
import { measured, nameOf } from "./words.ts";

interface Props {
  readonly values: Values<typeof schema>;
  readonly result: Result;
}

const ACROSS = {
  iterations: "iterations",
  gradients: "gradient evaluations",
  epochs: "passes over the data",
  milliseconds: "milliseconds",
} as const;

/** The error of each method on a logarithmic scale, and what theory says of it. */
export function ErrorChart({ values, result: { runs, floor } }: Props) {
  const { against, across, theory } = values;
  const isLog = across === "log";
  const farthest = runs.reduce((most, { points }) => Math.max(most, points.at(-1)?.at ?? 0), 0);
  const highest = runs.reduce(
    (most, { points }) => points.reduce((high, { gap }) => Math.max(high, gap), most),
    floor,
  );
  // on a logarithmic scale there is no place for the start, at 0
  const least = isLog ? smallest(runs) : 0;
  const series = useMemo(
    () =>
      runs.map(({ method, points }) => ({
        label: nameOf(method),
        look: lookOfMethod(method),
        points: points
          .filter(({ at }) => !isLog || at > 0)
          .map(({ at, gap }) => [at, Math.max(gap, floor)] as const),
      })),
    [runs, isLog],
  );
  return (
    <Plot
      title={`The error f − f* against ${ACROSS[against]}`}
      summary={runs.map((run) => `${nameOf(run.method)}: ${measured(run.speed)}.`).join(" ")}
      x={{
        domain: [least, Math.max(farthest, 2 * least || 1)],
        label: ACROSS[against],
        scale: across === "log" ? "log" : "linear",
      }}
      y={{ domain: [floor, Math.min(1e6, 3 * highest)], scale: "log" }}
      aspect={0.6}
    >
      {(frame) => (
        <>
          {theory &&
            against === "iterations" &&
            runs.map((run) => (
              <Line
                key={run.method}
                points={promised(run, floor)}
                frame={frame}
                class="promised"
                look={{ ...lookOfMethod(run.method), dash: "" }}
              />
            ))}
          <Series series={series} frame={frame} />
        </>
      )}
    </Plot>
  );
}

function smallest(runs: readonly Run[]): number {
  const all = runs.flatMap(({ points }) => points.map(({ at }) => at).filter((at) => at > 0));
  return all.reduce((a, b) => Math.min(a, b), Infinity) || 1;
}

/** The line of theory's factor, through the error where a quarter of the way down is done: the start is left out. */
function promised({ points, theory }: Run, floor: number): readonly (readonly [number, number])[] {
  const last = points.at(-1);
  const { factor } = theory;
  if (factor === undefined || !last || !(factor < 1)) return [];
  const log = (gap: number) => Math.log(Math.max(gap, floor));
  const quarter = log(points[0]?.gap ?? 0) + (log(last.gap) - log(points[0]?.gap ?? 0)) / 4;
  const from = points.find(({ gap }) => log(gap) <= quarter);
  if (!from) return [];
  const end = Math.min(last.n, from.n + Math.log(floor / from.gap) / Math.log(factor));
  return Array.from({ length: 65 }, (_, k) => {
    const n = from.n + ((end - from.n) * k) / 64;
    return [n, from.gap * factor ** (n - from.n)] as const;
  });
}
