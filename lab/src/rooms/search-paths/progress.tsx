import { Line } from "../../charts/marks.tsx";
import { Plot } from "../../charts/plot.tsx";
import { Series } from "../../charts/series.tsx";
import type { Result, Run } from "./model.ts";
import { lookOfMethod, nameOf } from "./names.ts";
import type { SearchValues } from "./schema.ts";
import { price } from "./words.ts";

/** Below it a difference of two values is rounding. */
const FLOOR = 1e-16;

interface Props {
  readonly result: Result;
  readonly count: SearchValues["count"];
}

/** How far each run is above the least value, by steps or by what they cost. */
export function Progress({ result: { runs, search, method }, count }: Props) {
  const at = (run: Run, k: number) => (count === "steps" ? k : (run.evaluations[k] ?? 0));
  const series = runs.map((run) => ({
    label: nameOf(run.method),
    look: lookOfMethod(run.method),
    points: run.excess.map((value, k) => [at(run, k), Math.max(value, FLOOR)] as const),
  }));
  const all = series.flatMap(({ points }) => points);
  const end = Math.max(1, ...all.map(([x]) => x));
  const low = Math.min(...all.map(([, y]) => y));
  const high = Math.max(...all.map(([, y]) => y));
  const domain = [10 ** Math.floor(Math.log10(low)), 10 ** Math.ceil(Math.log10(high * 1.01))] as const;
  const chosen = runs.find((run) => run.method === method);
  const now = chosen && search ? at(chosen, search.iterate) : 0;
  return (
    <Plot
      title={count === "steps" ? "Above the least value, by steps" : "Above the least value, by evaluations"}
      summary={runs.map(price).join(" ")}
      x={{ domain: [0, end], label: count === "steps" ? "step" : "values and gradients asked for" }}
      y={{ domain, scale: "log" }}
    >
      {(frame) => (
        <>
          <Line
            points={[
              [now, domain[0]],
              [now, domain[1]],
            ]}
            frame={frame}
            class="thin quiet"
          />
          <Series frame={frame} series={series} />
        </>
      )}
    </Plot>
  );
}
