import { round, Symbol } from "../../charts/marks.tsx";
import { Plot } from "../../charts/plot.tsx";
import { useWidth } from "../../charts/use-width.ts";
import { format } from "../../params/format.ts";
import { type Measure, measures } from "./errors.tsx";
import { lookOfSchedule } from "./looks.ts";
import { meanOf } from "./means.ts";
import type { Result, Run } from "./model.ts";
import { scheduleNames } from "./schema.ts";

/** Where runs with several seeds end: whether one schedule beats another, or was lucky. */
export function Ends({ result, measure }: { readonly result: Result; readonly measure: Measure }) {
  const { runs } = result;
  const seeds = runs[0]?.ends.length ?? 1;
  const all = runs.flatMap(({ ends }) => ends.map((end) => Math.max(FLOOR, end[measure])));
  const [ref, width, rem] = useWidth<HTMLDivElement>();
  const says = (run: Run) => `${scheduleNames[run.name]} ${format(meanOf(run.ends, measure), 2)}`;
  return (
    <div ref={ref}>
      <Plot
        title={`${measures[measure]} at the end, with ${seeds === 1 ? "one seed" : `${seeds} seeds`}`}
        summary={`${measure === "distance" ? "Root mean squares" : "Means"} over the seeds: ${runs.map(says).join(", ")}.`}
        x={{ domain: [0.7 * Math.min(...all), 1.4 * Math.max(...all)], scale: "log" }}
        y={{ domain: [runs.length, 0], isShown: false }}
        aspect={(rem * (3 + 2.25 * runs.length)) / Math.max(1, width)}
      >
        {(frame) =>
          runs.map((run, i) => {
            const look = lookOfSchedule(run.name);
            const mean = meanOf(run.ends, measure);
            const [x, y] = [round(frame.x(Math.max(FLOOR, mean))), round(frame.y(i + 0.65))];
            return (
              <g key={run.name}>
                {run.ends.map((end, k) => (
                  <Symbol
                    key={k}
                    at={[Math.max(FLOOR, end[measure]), i + 0.65]}
                    frame={frame}
                    look={look}
                    size={k === 0 ? 90 : 40}
                    class={k === 0 ? "" : "other"}
                  />
                ))}
                <path class="mean" d={`M${x} ${y - 9}v18`} />
                <text
                  class="label"
                  x={Math.min(frame.width - 4, Math.max(4, x))}
                  y={round(frame.y(i + 0.65) - 13 * frame.zoom)}
                  text-anchor={x > frame.width / 2 ? "end" : "start"}
                  style={{ fill: look.color }}
                >
                  {`${scheduleNames[run.name]} ${format(mean, 2)}`}
                </text>
              </g>
            );
          })
        }
      </Plot>
    </div>
  );
}

/** Below it there is rounding only. */
const FLOOR = 1e-16;
