import { Label, Line, Symbol } from "../../charts/marks.tsx";
import { type Frame, Plot } from "../../charts/plot.tsx";
import { format } from "../../params/format.ts";
import { looksOf } from "./draw-rows.ts";
import { inSentence, ratesOf, rocSummary } from "./explain.ts";
import type { Fit } from "./model.ts";
import type { Sample } from "./sample.ts";

interface Props {
  readonly fit: Fit;
  readonly threshold: number;
  readonly sample: Sample;
}

/** Found rows of a class against rows of the others that are taken for it, over all thresholds. */
export function RocChart({ fit, threshold, sample }: Props) {
  const [first = "", second = ""] = sample.classes.map(inSentence);
  const isPair = fit.curves.length === 1;
  const looks = looksOf(sample).map((look) => ({ ...look, ...(isPair && { dash: "" }) }));
  return (
    <Plot
      title={isPair ? `ROC curve: how much of ${second} is found` : "ROC curves: each class against the rest"}
      summary={rocSummary(fit, sample.classes, threshold)}
      x={{
        domain: [0, 1],
        label: isPair ? `part of ${first} called ${second}` : "part of the rest called so",
      }}
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
          <Label at={isPair ? [0.35, 0.33] : [0.2, 0.18]} frame={frame} class="quiet" dy={18}>
            chance
          </Label>
          {fit.curves.map(({ of, points }) => (
            <Line key={of} points={points} frame={frame} look={looks[of] ?? NO_LOOK} />
          ))}
          {isPair ? (
            <Threshold fit={fit} threshold={threshold} look={looks[1] ?? NO_LOOK} frame={frame} />
          ) : (
            fit.curves.map(({ of, auc }, line) => {
              // Curves that bend into one corner leave no room for names beside them.
              // Near the right edge labels end at their marks, so that long names have all the width.
              const at = [0.96, 0.06 + 0.1 * (fit.curves.length - 1 - line)] as const;
              return (
                <g key={of}>
                  <Symbol at={at} frame={frame} look={looks[of] ?? NO_LOOK} size={70} />
                  <Label at={at} frame={frame} color={(looks[of] ?? NO_LOOK).color} dx={12} dy={4}>
                    {`${inSentence(shortened(sample.classes[of] ?? ""))} ${format(auc, 3)}`}
                  </Label>
                </g>
              );
            })
          )}
        </>
      )}
    </Plot>
  );
}

const NO_LOOK = { color: "var(--ink)", shape: "circle", dash: "" } as const;

/** The point of the curve that the threshold stands for. */
function Threshold({
  fit,
  threshold,
  look,
  frame,
}: Pick<Props, "fit" | "threshold"> & {
  readonly look: Parameters<typeof Symbol>[0]["look"];
  readonly frame: Frame;
}) {
  const { found, wrong } = ratesOf(fit.counts);
  return (
    <>
      <Symbol at={[wrong, found]} frame={frame} look={look} size={120} />
      <Label at={[wrong, found]} frame={frame} color={look.color} dx={12} dy={18}>
        {`threshold ${format(threshold)}`}
      </Label>
    </>
  );
}

function shortened(name: string): string {
  return name.length > 14 ? `${name.slice(0, 13)}…` : name;
}
