import { Line, round } from "../../charts/marks.tsx";
import { Plot } from "../../charts/plot.tsx";
import { Series } from "../../charts/series.tsx";
import { format } from "../../params/format.ts";
import { lookOfSchedule } from "./looks.ts";
import type { Result, Run } from "./model.ts";
import { scheduleNames } from "./schema.ts";

export type Measure = "distance" | "excess";

export const measures: Readonly<Record<Measure, string>> = {
  distance: "Distance to the optimum",
  excess: "Cost above the least",
};

interface Props {
  readonly result: Result;
  readonly measure: Measure;
  readonly epochs: number;
  /** The epoch that is read. */
  readonly epoch: number;
}

/** The error of each schedule's run along the way. */
export function Errors({ result, measure, epochs, epoch }: Props) {
  const { runs, perEpoch } = result;
  const seeds = runs[0]?.ends.length ?? 1;
  const all = runs.flatMap((run) => run[measure]);
  const low = Math.max(FLOOR[measure], Math.min(...all));
  const place = (k: number, error = 0) => [k / perEpoch, Math.max(FLOOR[measure], error)] as const;
  const end = (run: Run) => `${scheduleNames[run.name]} ${format(run[measure].at(-1) ?? 0, 2)}`;
  return (
    <Plot
      title={
        seeds === 1
          ? measures[measure]
          : `${measures[measure]}: one seed (thin), and the ${measure === "distance" ? "root mean square" : "mean"} of ${seeds}`
      }
      summary={`After ${epochs} epochs: ${runs.map(end).join(", ")}.`}
      x={{ domain: [0, epochs] }}
      y={{
        domain: [10 ** Math.floor(Math.log10(low)), 1.5 * Math.max(...all)],
        scale: "log",
        label: measures[measure].toLowerCase(),
      }}
      aspect={0.46}
    >
      {(frame) => (
        <>
          <g class="single">
            {runs.map((run) => (
              <Line
                key={run.name}
                points={run.at.map((k, i) => place(k, run[measure][i]))}
                frame={frame}
                look={{ ...lookOfSchedule(run.name), dash: "" }}
                class="thin"
              />
            ))}
          </g>
          <Series
            frame={frame}
            series={runs.map((run) => ({
              label: scheduleNames[run.name],
              look: lookOfSchedule(run.name),
              points: run.meanAt.map((k, i) => place(k, run.mean[i])),
            }))}
          />
          <line class="now" x1={round(frame.x(epoch))} x2={round(frame.x(epoch))} y2={frame.height} />
        </>
      )}
    </Plot>
  );
}

/** Below them there is rounding only. */
const FLOOR: Readonly<Record<Measure, number>> = { distance: 1e-9, excess: 1e-16 };
