import { lookOf } from "../../charts/looks.ts";
import { Label, Line, Symbol } from "../../charts/marks.tsx";
import { Plot } from "../../charts/plot.tsx";
import { format } from "../../params/format.ts";
import { pathSummary } from "./explain.ts";
import type { Result } from "./model.ts";

interface Props {
  readonly result: Result;
  /** Undefined without penalty. */
  readonly C: number | undefined;
  /** Of the fit that is shown. */
  readonly norm: number;
}

/** Alone in its chart it needs no dashes. */
const LOOK = { ...lookOf(7), dash: "" };

/** The length of the best weights against C: it comes to rest, or, on separable data, grows for ever. */
export function PathChart({ result, C, norm }: Props) {
  const { path } = result;
  const norms = [norm, path?.limit ?? norm, ...(path?.points.map((point) => point.norm) ?? [])];
  const positive = norms.filter((value) => value > 0);
  const domain = [
    10 ** Math.floor(Math.log10(positive.reduce((a, b) => Math.min(a, b), 0.1))),
    10 ** Math.ceil(Math.log10(1.3 * positive.reduce((a, b) => Math.max(a, b), 1))),
  ] as const;
  // A length of 0 has no place on the scale: its mark stands on the edge.
  const mark = [C ?? Number.NaN, Math.max(norm, domain[0])] as const;
  return (
    <div class="stack">
      <Plot
        title="Length of the weights, ‖w‖, against C"
        summary={pathSummary(result)}
        x={{ domain: [1e-4, 1e6], scale: "log", label: "C: large is a weak penalty" }}
        y={{ domain, scale: "log" }}
        aspect={0.7}
      >
        {(frame) => (
          <>
            {path?.limit !== undefined && (
              <>
                <Line
                  points={[
                    [1e-4, path.limit],
                    [1e6, path.limit],
                  ]}
                  frame={frame}
                  class="thin quiet"
                />
                <Label at={[1e6, path.limit]} frame={frame} class="quiet" dy={16}>
                  {`no penalty: ${format(path.limit)}`}
                </Label>
              </>
            )}
            {path && (
              <Line
                points={path.points.map((point) => [point.C, point.norm] as const)}
                frame={frame}
                look={LOOK}
              />
            )}
            {C !== undefined && (
              <>
                <Symbol at={mark} frame={frame} look={LOOK} size={120} />
                <Label at={mark} frame={frame} color={LOOK.color} dx={12} dy={norm > 0 ? 20 : -8}>
                  {norm > 0 ? `C = ${format(C)}` : `C = ${format(C)}: all weights are 0`}
                </Label>
              </>
            )}
          </>
        )}
      </Plot>
      <p class="note">{pathSummary(result)}</p>
    </div>
  );
}
