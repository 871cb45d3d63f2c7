import { NumberTable } from "../../controls/number-table.tsx";
import { format } from "../../params/format.ts";
import { lookOfSchedule } from "./looks.ts";
import { meanOf } from "./means.ts";
import type { Result } from "./model.ts";
import { scheduleNames } from "./schema.ts";

/** The numbers at one of the samples. */
export function Reading({ result, sample }: { readonly result: Result; readonly sample: number }) {
  const { runs, perEpoch } = result;
  const update = runs[0]?.at[sample] ?? 0;
  return (
    <NumberTable
      caption={`At epoch ${format(update / perEpoch, 3)}, update ${format(update, 6)}`}
      columns={["rate", "distance", "cost − least"]}
      rows={runs.map((run) => ({
        label: scheduleNames[run.name],
        look: lookOfSchedule(run.name),
        cells: [
          { name: `rate-${run.name}`, value: run.rates[sample] ?? 0 },
          { name: `distance-${run.name}`, value: run.distance[sample] ?? 0 },
          { name: `excess-${run.name}`, value: run.excess[sample] ?? 0 },
        ],
      }))}
    />
  );
}

/** The numbers at the end. */
export function EndTable({ result }: { readonly result: Result }) {
  const { runs } = result;
  return (
    <NumberTable
      caption="At the end"
      columns={["sum of rates", "distance", "RMS of seeds", "cost − least", "mean of seeds"]}
      rows={runs.map((run) => ({
        label: scheduleNames[run.name],
        look: lookOfSchedule(run.name),
        cells: [
          { name: `sum-${run.name}`, value: run.sum },
          { name: `end-distance-${run.name}`, value: run.ends[0]?.distance ?? 0 },
          { name: `rms-distance-${run.name}`, value: meanOf(run.ends, "distance") },
          { name: `end-excess-${run.name}`, value: run.ends[0]?.excess ?? 0 },
          { name: `mean-excess-${run.name}`, value: meanOf(run.ends, "excess") },
        ],
      }))}
    />
  );
}
