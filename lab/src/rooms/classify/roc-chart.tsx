import { lookOf } from "../../charts/looks.ts";
import { Label, Line, Symbol } from "../../charts/marks.tsx";
import { Plot } from "../../charts/plot.tsx";
import { format } from "../../params/format.ts";
import { ratesOf, rocSummary } from "./explain.ts";
import type { Fit } from "./model.ts";

/** Alone in its chart it needs no dashes. */
const LOOK = { ...lookOf(2), dash: "" };

interface Props {
  readonly fit: Fit;
  readonly threshold: number;
  readonly classes: readonly [string, string];
}

/** Found rows of the second class against rows of the first that are taken for it, over all thresholds. */
export function RocChart({ fit, threshold, classes: [first, second] }: Props) {
  const { found, wrong } = ratesOf(fit.counts);
  return (
    <Plot
      title={`ROC curve: how much of ${second} is found`}
      summary={rocSummary(fit, threshold)}
      x={{ domain: [0, 1], label: `part of ${first} called ${second}` }}
      y={{ domain: [0, 1] }}
      aspect={0.7}
    >
      {(frame) => (
        <>
          <Line
            points={[
              [0, 0],
              [1, 1],
            ]}
            frame={frame}
            class="thin quiet"
          />
          <Label at={[0.62, 0.6]} frame={frame} class="quiet" dy={18}>
            chance
          </Label>
          <Line points={fit.roc} frame={frame} look={LOOK} />
          <Symbol at={[wrong, found]} frame={frame} look={LOOK} size={120} />
          <Label at={[wrong, found]} frame={frame} color={LOOK.color} dx={12} dy={18}>
            {`threshold ${format(threshold)}`}
          </Label>
        </>
      )}
    </Plot>
  );
}
