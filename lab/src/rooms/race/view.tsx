import { useContext, useMemo } from "preact/hooks";
import type { ViewProps } from "../../app/room.ts";
import { Readout, Readouts } from "../../controls/readout.tsx";
import { ClockPlayer } from "../../playback/clock-player.tsx";
import { PlayheadContext } from "../../playback/playhead.ts";
import { useClock } from "../../playback/use-clock.ts";
import { isOfData } from "./grounds.ts";
import { Costs } from "./costs.tsx";
import { Terrain } from "./terrain.tsx";
import { isRule, looksOf } from "./methods.ts";
import type { Result } from "./model.ts";
import { Ranking } from "./ranking.tsx";
import { BATCH_RATES, RATES } from "./rates.ts";
import type { schema } from "./schema.ts";
import "./style.css";

/** How long a race takes to watch. */
const SECONDS = 8;

export function View({ values, set, result }: ViewProps<typeof schema, Result>) {
  const looks = useMemo(() => looksOf(values.methods), [values.methods.join()]);
  // The race alone: what else changes on the page must not start it anew.
  const race = useMemo(() => result, [result?.key]);
  const length = Math.ceil(Math.max(0, ...(race?.racers.map(({ run }) => run?.gradients ?? 0) ?? [])));
  const clock = useClock(length, SECONDS, race?.key);
  const playhead = useContext(PlayheadContext);
  if (!result || !race) return null;
  return (
    <>
      <Terrain values={values} set={set} result={result} looks={looks} clock={clock} />
      <ClockPlayer clock={clock} unit="gradient" onStand={(at) => playhead.stand(at)} />
      <p class="note">
        {result.searched === undefined
          ? budgetNote(values)
          : `Each looks for its best step: ${result.searched} of ${values.methods.length} have found it.`}
      </p>
      <Ranking racers={race.racers} looks={looks} floor={race.floor} />
      <Costs result={race} looks={looks} clock={clock} budget={values.budget} />
      <Readouts>
        <Readout name="start-value" label="Cost at the start" value={result.startValue} />
        <Readout name="lowest" label="Least cost" value={result.floor} />
        <Readout name="slope-a" label="Gradient at the handle, across" value={result.probe.gradient[0]} />
        <Readout name="slope-b" label="Gradient at the handle, up" value={result.probe.gradient[1]} />
      </Readouts>
    </>
  );
}

function budgetNote({
  fair,
  budget,
  ground,
  methods,
  batches,
}: ViewProps<typeof schema, Result>["values"]): string {
  const hasSaga = isOfData(ground) && methods.includes("saga");
  const inParts = hasSaga || (isOfData(ground) && batches && methods.some(isRule));
  const allowed = `Each may ask for ${budget} gradients, the one at the start included${inParts ? "; one of part of the rows counts as that part" : ""}.`;
  if (fair === "equal") return `${allowed} Those that take a step size all have the same.`;
  const [digits, rates] =
    isOfData(ground) && batches ? (["1 and 3", BATCH_RATES] as const) : (["1, 2, 3 and 5", RATES] as const);
  return `${allowed} Before the race, each that takes a step size ran with ${rates.length} of them, ${digits} in each tenfold from 10⁻⁵ to 10, with the same budget and seed; it races with the one that arrived first or, where none did, had the lowest peak in its last tenth.${hasSaga && !batches ? ` SAGA, which takes longer, tried ${BATCH_RATES.length}.` : ""}`;
}
