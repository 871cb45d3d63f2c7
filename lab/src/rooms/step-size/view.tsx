import { useMemo } from "preact/hooks";
import type { ViewProps } from "../../app/room.ts";
import { Contours, gridOf } from "../../charts/contours.tsx";
import { Handle } from "../../charts/handle.tsx";
import { lookOf } from "../../charts/looks.ts";
import { Line, Symbol } from "../../charts/marks.tsx";
import { Plot } from "../../charts/plot.tsx";
import { Series } from "../../charts/series.tsx";
import { Readout, Readouts } from "../../controls/readout.tsx";
import { format } from "../../params/format.ts";
import { Player } from "../../playback/player.tsx";
import { usePlayback } from "../../playback/use-playback.ts";
import { quadratic } from "../../problems/quadratic.ts";
import type { Result, Run } from "./model.ts";
import type { schema } from "./schema.ts";

const X = [-4, 4] as const;
const Y = [-3, 3] as const;

export function View({ values, set, result }: ViewProps<typeof schema, Result>) {
  const grid = useMemo(() => {
    const { value } = quadratic(values.condition);
    return gridOf((a, b) => value(Float64Array.of(a, b)), X, Y);
  }, [values.condition]);
  const playback = usePlayback(values.steps, 3, result);
  if (!result) return null;
  const { curvature, run } = result;
  const shown = (other: Run) => other.path.slice(0, Math.floor(playback.at) + 1);
  return (
    <>
      <Plot
        title="The path of the step size that you chose"
        summary={`From ${run.path[0]?.map((a) => format(a)).join(", ")}: ${explain(run)}`}
        x={{ domain: X }}
        y={{ domain: Y }}
        isIsotropic
        handles={(frame) => (
          <Handle
            label="Start"
            name="start"
            at={values.start as [number, number]}
            frame={frame}
            onMove={(start) => set({ start })}
          />
        )}
      >
        {(frame) => (
          <>
            <Contours grid={grid} frame={frame} />
            <Line points={shown(run)} frame={frame} look={lookOf(0)} />
            <Symbol at={shown(run).at(-1) ?? [0, 0]} frame={frame} look={lookOf(0)} />
          </>
        )}
      </Plot>
      <Player playback={playback} unit="step" />
      <p class="note">{explain(run)}</p>
      <Readouts>
        <Readout name="value" label="Cost at the end" value={run.value} />
        <Readout name="iterations" label="Steps" value={run.path.length - 1} />
        <Readout name="L" label="L, the largest curvature" value={curvature.largest} />
      </Readouts>
      <Plot
        title="Cost against steps: four step sizes"
        summary={result.four.map((other) => `Step ${format(other.rate, 2)}: ${explain(other)}`).join(" ")}
        x={{ domain: [0, values.steps], label: "step" }}
        y={{ domain: [1e-12, 1e6], scale: "log", label: "cost" }}
        aspect={0.4}
      >
        {(frame) => (
          <Series
            frame={frame}
            series={result.four.map((other, i) => ({
              label: format(other.rate, 2),
              look: lookOf(i),
              points: other.values.map((value, k) => [k, Math.max(value, 1e-12)] as const),
            }))}
          />
        )}
      </Plot>
    </>
  );
}

function explain({ status, value, path }: Run): string {
  if (status === "diverged" || status === "not-finite") return `diverged after ${path.length - 1} steps.`;
  return `cost ${format(value)} after ${path.length - 1} steps (${status}).`;
}
