import { useMemo } from "preact/hooks";
import { ClockLine } from "../../charts/clock-line.tsx";
import { lookOf } from "../../charts/looks.ts";
import { Plot } from "../../charts/plot.tsx";
import { Series } from "../../charts/series.tsx";
import { format } from "../../params/format.ts";
import type { Clock } from "../../playback/clock.ts";
import type { Result } from "./model.ts";
import type { RuleName } from "./rules.ts";
import { rateName } from "./words.ts";

interface Props {
  readonly result: Result;
  readonly rule: RuleName;
  readonly length: number;
  readonly clock: Clock;
}

/** Each coordinate's effective rate over the whole run. */
export function Rates({ result, rule, length, clock }: Props) {
  const series = useMemo(
    () =>
      ([0, 1] as const).map((i) => ({
        label: i === 0 ? "a" : "b",
        look: lookOf(i),
        points: result.steps.map(({ number, worked }) => [number, worked.rates[i]] as const),
      })),
    [result.key],
  );
  const all = series.flatMap(({ points }) => points.map(([, rate]) => rate));
  const what = rateName(rule);
  const ends = series.map(({ label, points }) => {
    const [first = [0, 0], last = [0, 0]] = [points[0], points.at(-1)];
    return `${label} from ${format(first[1], 3)} to ${format(last[1], 3)}`;
  });
  return (
    <Plot
      title={`${what} of each coordinate over the run`}
      summary={all.length > 0 ? `${what}: ${ends.join("; ")}.` : "There is no step to show."}
      x={{ domain: [1, Math.max(2, length)], label: "step" }}
      y={{ domain: tenfolds(all), scale: "log" }}
      aspect={0.36}
      overlay={(frame) => <ClockLine frame={frame} clock={clock} offset={1} />}
    >
      {(frame) => <Series series={series} frame={frame} />}
    </Plot>
  );
}

/** Whole powers of ten about all of them. */
function tenfolds(rates: readonly number[]): readonly [number, number] {
  if (rates.length === 0) return [0.1, 1];
  const low = Math.floor(Math.log10(Math.min(...rates)) - 0.1);
  const high = Math.ceil(Math.log10(Math.max(...rates)) + 0.1);
  return [10 ** low, 10 ** high];
}
