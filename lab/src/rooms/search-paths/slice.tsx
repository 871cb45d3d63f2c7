import { Label, Line, Symbol } from "../../charts/marks.tsx";
import { type Frame, Plot } from "../../charts/plot.tsx";
import { format } from "../../params/format.ts";
import { heightsOf, type Heights } from "./heights.ts";
import type { Result } from "./model.ts";
import { REJECTED } from "./names.ts";
import { ASPECT } from "./scenes.ts";
import type { JudgedTrial } from "./search.ts";

interface Props {
  readonly result: Result;
  /** Whether only what is near the step taken shows. */
  readonly isNear: boolean;
}

const TAKEN = { color: "var(--good)", shape: "circle", dash: "" } as const;
const PROMISE = { color: "var(--quiet)", shape: "circle", dash: "2 4" } as const;
const BOUND = { color: "var(--bad)", shape: "circle", dash: "7 3" } as const;
const SLOPE = { color: "var(--good)", shape: "circle", dash: "" } as const;

/** The function along the ray of a search, the line that a value must not lie above, and each length tried. */
export function SliceChart({ result: { search, method }, isNear }: Props) {
  if (!search) return null;
  const { value, slope, share, trials } = search;
  const slice = isNear ? search.near : search.whole;
  const heights = heightsOf(slice.points, value, isNear);
  const { domain, shift } = heights;
  const shown = trials.filter(({ t }) => t <= slice.end);
  /** φ(0) + part · t · φ′(0) */
  const line = (part: number) =>
    [
      [0, value - shift],
      [slice.end, value - shift + part * slice.end * slope],
    ] as const;
  const lineEnd = Math.min(domain[1], Math.max(domain[0], line(share)[1][1]));
  return (
    <Plot
      title={`Along the ray from iterate ${search.iterate}`}
      summary={`Value ${format(value)} at length 0, slope ${format(slope)}. Tried: ${trials.map(told).join("; ")}.`}
      x={{ domain: [0, slice.end], label: "length t" }}
      y={{
        domain,
        label: shift === 0 ? "φ(t) = f(x + t p)" : "φ(t) − φ(0)",
        tickFormat: (tick) => format(tick, heights.digits),
      }}
      aspect={ASPECT}
    >
      {(frame) => (
        <>
          <Line points={line(1)} frame={frame} look={PROMISE} class="thin" />
          <Line points={line(share)} frame={frame} look={BOUND} />
          <Line points={slice.points.map(([t, y]) => [t, y - shift] as const)} frame={frame} />
          {method !== "backtracking" &&
            shown.map((trial) => (
              <Tangent key={trial.t} trial={trial} frame={frame} end={slice.end} shift={shift} />
            ))}
          {shown.map(({ t, value: y, fate }) => (
            <Symbol
              key={t}
              at={[t, y - shift]}
              frame={frame}
              look={fate === "taken" ? TAKEN : REJECTED}
              size={fate === "taken" ? 100 : 64}
            />
          ))}
          <Label at={[slice.end, lineEnd]} frame={frame} color={BOUND.color}>
            {method === "backtracking" ? `α line, α = ${format(share, 2)}` : "not above this line"}
          </Label>
          <Numbers trials={shown} frame={frame} heights={heights} />
        </>
      )}
    </Plot>
  );
}

function told({ t, value, fate }: JudgedTrial): string {
  return `${format(t, 3)} with value ${format(value, 3)}, ${fate === "taken" ? "taken" : "rejected"}`;
}

/** The numbers of trials beside their marks, as many as there is room for. */
function Numbers({
  trials,
  frame,
  heights: { domain, shift },
}: {
  readonly trials: readonly JudgedTrial[];
  readonly frame: Frame;
  readonly heights: Heights;
}) {
  const taken = trials.find(({ fate }) => fate === "taken");
  /** Where numbers stand. */
  const placed: [number, number][] = [];
  const numbered = trials.filter((trial) => {
    const at: [number, number] = [frame.x(trial.t), frame.y(trial.value - shift)];
    const isIn = trial.value - shift <= domain[1];
    const isFree = placed.every(([x, y]) => Math.abs(x - at[0]) > 22 || Math.abs(y - at[1]) > 16);
    if (trial === taken || !isIn || !isFree) return false;
    placed.push(at);
    return true;
  });
  return (
    <>
      {numbered.map(({ number, t, value }) => (
        <Label key={number} at={[t, value - shift]} frame={frame} dx={6} dy={-8}>
          {String(number)}
        </Label>
      ))}
      {taken && (
        <Label at={[taken.t, taken.value - shift]} frame={frame} dx={2} dy={22} color={TAKEN.color}>
          {`${taken.number}: t = ${format(taken.t, 3)}`}
        </Label>
      )}
    </>
  );
}

/** The slope at a trial, which searches after Wolfe ask for. */
function Tangent({
  trial: { t, value, slope },
  frame,
  end,
  shift,
}: {
  readonly trial: JudgedTrial;
  readonly frame: Frame;
  readonly end: number;
  readonly shift: number;
}) {
  const d = 0.07 * end;
  return (
    <Line
      points={[
        [t - d, value - shift - d * slope],
        [t + d, value - shift + d * slope],
      ]}
      frame={frame}
      look={SLOPE}
    />
  );
}
