import { Contours } from "../../charts/contours.tsx";
import { Label, round } from "../../charts/marks.tsx";
import { Plot } from "../../charts/plot.tsx";
import { type NamedLine, Series } from "../../charts/series.tsx";
import { planeMaps } from "../../data/plane-maps.ts";
import { format } from "../../params/format.ts";
import type { Values } from "../../params/schema.ts";
import { looks } from "./looks.ts";
import { lastHalf } from "./last-half.ts";
import type { Result } from "./model.ts";
import { OptimumMark } from "./optimum-mark.tsx";
import { Track } from "./track.tsx";
import { names } from "./words.ts";
import type { schema } from "./schema.ts";

interface Props {
  readonly values: Values<typeof schema>;
  readonly result: Result;
}

/** Below it there is rounding only. */
const FLOOR = 1e-16;

/** How far each way of running is above the least cost. */
export function ExcessChart({ values: { budget }, result }: Props) {
  const byRows = budget === "rows";
  const { perEpoch, updates } = result;
  const scale = (name: keyof typeof names) => (k: number) => {
    if (!byRows) return k;
    if (name === "full") return k;
    return k / perEpoch + (name === "saga" ? 1 : 0); // an epoch fills the table first
  };
  const series: readonly NamedLine[] = (["plain", "averaged", "saga", "full"] as const).map((name) => ({
    label: names[name],
    look: looks[name],
    points: result[name].excess.map(([k, e]) => [scale(name)(k), Math.max(e, FLOOR)] as const),
  }));
  const all = series.flatMap(({ points }) => points.map(([, e]) => e));
  const low = Math.max(FLOOR, Math.min(...all));
  const end = (name: keyof typeof names) => `${names[name]} ${format(result[name].end.excess, 2)}`;
  return (
    <Plot
      title={`Cost above the least, by ${byRows ? "passes over the rows" : "updates"}`}
      summary={`At the end: ${(["plain", "averaged", "saga", "full"] as const).map(end).join(", ")}.`}
      x={{
        domain: [0, byRows ? updates / perEpoch + 1 : updates],
        label: byRows ? "passes over all rows" : "update",
      }}
      y={{
        domain: [10 ** Math.floor(Math.log10(low)), 2 * Math.max(...all)],
        scale: "log",
        label: "cost − least",
      }}
      aspect={0.4}
    >
      {(frame) => <Series frame={frame} series={series} />}
    </Plot>
  );
}

/** The last half of each path, near the optimum, at the same scale. */
export function SideBySide({ values: { data }, result }: Props) {
  const { optimum, near } = result;
  const { weights } = planeMaps[data];
  return (
    <div class="row three">
      {(["plain", "averaged", "saga"] as const).map((name) => (
        <Plot
          key={name}
          title={`Near the optimum: ${names[name]}`}
          summary={`The last half of the updates; the last one ends ${format(result[name].end.distance, 3)} from the optimum.`}
          x={{ domain: near.x, label: weights[0], ticks: 3 }}
          y={{ domain: near.y, label: weights[1], ticks: 4 }}
          isIsotropic
          aspect={0.86}
        >
          {(frame) => (
            <>
              <Contours grid={near} frame={frame} isFilled={false} />
              <Track
                path={lastHalf(result[name].path)}
                frame={frame}
                look={{ ...looks[name], dash: "" }}
                class="fine"
              />
              <OptimumMark at={optimum} frame={frame} />
              <Label
                at={[frame.x.invert(0), frame.y.invert(round(frame.height))]}
                frame={frame}
                color={looks[name].color}
              >
                {`${format(result[name].end.distance, 2)} off`}
              </Label>
            </>
          )}
        </Plot>
      ))}
    </div>
  );
}
