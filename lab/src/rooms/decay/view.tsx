import "./style.css";
import type { ViewProps } from "../../app/room.ts";
import { Readout, Readouts } from "../../controls/readout.tsx";
import { format } from "../../params/format.ts";
import { Ends } from "./ends.tsx";
import { Errors } from "./errors.tsx";
import { meanOf } from "./means.ts";
import type { Result, Run } from "./model.ts";
import { RateStrip } from "./rate-strip.tsx";
import { nearestSample } from "./samples.ts";
import { ScheduleFormulas } from "./formulas.tsx";
import { type schema, scheduleNames } from "./schema.ts";
import { EndTable, Reading } from "./tables.tsx";

export function View({ values, set, result }: ViewProps<typeof schema, Result>) {
  if (!result) return null;
  const { measure } = values;
  const epochs = result.updates / result.perEpoch;
  const at = result.runs[0]?.at ?? [0];
  const sample = nearestSample(at, values.reading[0] ?? 0, result.perEpoch);
  const epoch = (at[sample] ?? 0) / result.perEpoch;
  return (
    <>
      <div class="stack">
        <Errors result={result} measure={measure} epochs={epochs} epoch={epoch} />
        <RateStrip values={values} set={set} result={result} epoch={epoch} />
      </div>
      <ScheduleFormulas values={values} />
      <Reading result={result} sample={sample} />
      <Ends result={result} measure={measure} />
      <p class="note">{verdict(result)}</p>
      <EndTable result={result} />
      <Readouts>
        <Readout name="updates" label="Updates of each run" value={result.updates} />
        <Readout name="least" label="Least cost, by Newton" value={result.least} />
      </Readouts>
    </>
  );
}

/** Which schedule to take from this, if any. */
function verdict({ runs }: Result): string {
  const distance = ({ ends }: Run) => meanOf(ends, "distance");
  const sorted = runs.toSorted((a, b) => distance(a) - distance(b));
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (!first || !last) return "";
  const says = (run: Run) => `${scheduleNames[run.name]} (${format(distance(run), 2)})`;
  const seeds = first.ends.length === 1 ? "With this one seed" : `Over ${first.ends.length} seeds`;
  if (first === last) return `${seeds} the runs end ${format(distance(first), 2)} from the optimum.`;
  return `${seeds} the runs end nearest to the optimum with the schedule ${says(first)}, farthest with ${says(last)}. The large mark is the seed of the charts above, the bar the mean.`;
}
