import type { Setter } from "../../app/room.ts";
import { Handle } from "../../charts/handle.tsx";
import { round } from "../../charts/marks.tsx";
import { Plot } from "../../charts/plot.tsx";
import { Series } from "../../charts/series.tsx";
import { format } from "../../params/format.ts";
import type { Values } from "../../params/schema.ts";
import { lookOfSchedule } from "./looks.ts";
import type { Result } from "./model.ts";
import { schema, scheduleNames } from "./schema.ts";

interface Props {
  readonly values: Values<typeof schema>;
  readonly set: Setter<typeof schema>;
  readonly result: Result;
  /** The epoch that is read. */
  readonly epoch: number;
}

/** The rates along the same epochs, with the knots of the schedule that is drawn by hand, and the handle that reads. */
export function RateStrip({ values, set, result, epoch }: Props) {
  const { rate, epochs, knots, shown } = values;
  const { runs, perEpoch } = result;
  const top = schema.knots.max * rate;
  return (
    <Plot
      title={shown.includes("drawn") ? "Learning rate: drag the knots to draw one" : "Learning rate"}
      summary={runs
        .map(
          (run) =>
            `${scheduleNames[run.name]} goes from ${format(run.rates[0] ?? 0, 2)} to ${format(run.rates.at(-1) ?? 0, 2)}.`,
        )
        .join(" ")}
      x={{ domain: [0, epochs], label: "epoch" }}
      y={{ domain: [0, top], label: "rate", ticks: 3 }}
      aspect={0.3}
      handles={(frame) => (
        <>
          {shown.includes("drawn") &&
            knots.map((knot, i) => {
              const at = (i * epochs) / (knots.length - 1);
              return (
                <Handle
                  key={i}
                  label={`Rate drawn at epoch ${format(at, 3)}`}
                  name={`knot-${i}`}
                  at={[at, knot * rate]}
                  frame={frame}
                  moves="y"
                  step={[0, top / 48]}
                  color={lookOfSchedule("drawn").color}
                  onMove={([, to]) => set({ knots: knots.with(i, partOf(to, rate)) })}
                />
              );
            })}
          <Handle
            label="Epoch that is read"
            name="reading"
            at={[epoch, top]}
            frame={frame}
            moves="x"
            step={[1, 0]}
            onMove={([to]) => set({ reading: [Number(to.toPrecision(4))] })}
          />
        </>
      )}
    >
      {(frame) => (
        <>
          <Series
            frame={frame}
            hasSymbols={false}
            series={runs.map((run) => ({
              label: scheduleNames[run.name],
              look: lookOfSchedule(run.name),
              points: run.at.map((k, i) => [k / perEpoch, run.rates[i] ?? 0] as const),
            }))}
          />
          <line class="now" x1={round(frame.x(epoch))} x2={round(frame.x(epoch))} y2={frame.height} />
        </>
      )}
    </Plot>
  );
}

/** A knot's height, as a part of the first rate. */
function partOf(to: number, rate: number): number {
  return Math.min(schema.knots.max, Math.max(0, Number((to / rate).toPrecision(4))));
}
