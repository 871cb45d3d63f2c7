import { lookOf } from "../../charts/looks.ts";
import { Line } from "../../charts/marks.tsx";
import { Plot } from "../../charts/plot.tsx";
import { Series } from "../../charts/series.tsx";
import { Still } from "../../charts/still.tsx";
import { format } from "../../params/format.ts";
import { FOUR } from "./four.tsx";
import type { Run } from "./model.ts";
import { FLOOR, outcome } from "./words.ts";

interface Props {
  readonly run: Run;
  readonly four: readonly Run[];
  readonly steps: number;
  /** The step that the maps show. */
  readonly shown: number;
}

/** How many times the start's cost still shows. */
const CEILING = 1e3;

/** How far above its least value the cost is after each step, of all runs. */
export function CostCurves({ run, four, steps, shown }: Props) {
  const runs = [
    { name: "yours", run },
    ...four.map((other, i) => ({ name: FOUR[i]?.rule ?? "", run: other })),
  ];
  const series = runs.map(({ name, run: { excess } }, i) => ({
    label: name,
    look: lookOf(i),
    points: excess.map((value, k) => [k, Math.max(value, FLOOR)] as const),
  }));
  const domain = domainOf(
    runs.flatMap(({ run: { excess } }) => excess),
    run.excess[0] ?? 1,
  );
  return (
    <Plot
      title="Cost above the least, by steps"
      summary={runs
        .map(({ name, run: of }) => `${name}, step ${format(of.rate, 3)}: ${outcome(of)}`)
        .join(" ")}
      x={{ domain: [0, steps], label: "step" }}
      y={{ domain, scale: "log", label: "cost − least cost" }}
    >
      {(frame) => (
        <>
          <Line
            points={[
              [shown, domain[0]],
              [shown, domain[1]],
            ]}
            frame={frame}
            class="thin quiet"
          />
          <Still frame={frame} of={[run, four]}>
            {() => <Series frame={frame} series={series} />}
          </Still>
        </>
      )}
    </Plot>
  );
}

/** Whole powers of ten about the values, but no more than fit above the start's. */
function domainOf(values: readonly number[], start: number): readonly [number, number] {
  const positive = values.filter((value) => value > FLOOR && value < CEILING * start);
  const low = Math.min(...positive, start);
  const high = Math.max(...positive, start);
  if (!(low > 0)) return [FLOOR, 1];
  return [10 ** Math.floor(Math.log10(low / 2)), 10 ** Math.ceil(Math.log10(high * 2))];
}
