import { useMemo } from "preact/hooks";
import type { ViewProps } from "../../app/room.ts";
import { Readout, Readouts } from "../../controls/readout.tsx";
import { Table } from "../../controls/table.tsx";
import { Formula } from "../../formula/formula.tsx";
import { format } from "../../params/format.ts";
import { Player } from "../../playback/player.tsx";
import { useSteps } from "../../playback/use-steps.ts";
import { planeAspect, planes, startWithin } from "../../problems/planes.ts";
import { DistanceChart } from "./distance-chart.tsx";
import { Ellipses } from "./ellipses.tsx";
import type { Point, Result } from "./model.ts";
import { PairsMap } from "./pairs-map.tsx";
import type { schema } from "./schema.ts";
import { tellIterate, tellRun, whereabouts } from "./words.ts";
import "./style.css";

export function View({ values, set, result }: ViewProps<typeof schema, Result>) {
  const playback = useSteps((result?.iterates.length ?? 1) - 1, values.step, (step) => set({ step }));
  const grid = useMemo(() => result?.grid, [result?.problem]);
  const k = playback.at;
  const at = result?.iterates[k];
  if (!result || !grid || !at) return null;
  const plane = planes[result.problem];
  const latest = result.pairs[k - 1];
  const past = result.pairs.slice(0, k).map((pair, step) => ({ ...pair, step: step + 1 }));

  return (
    <>
      <div class="row">
        <PairsMap
          result={result}
          grid={grid}
          current={k}
          start={startWithin(plane, values.start)}
          onMove={(start) => set({ start })}
        />
        <Ellipses at={at} current={k} aspect={planeAspect(plane)} />
      </div>
      <Player playback={playback} unit="step" />
      <p class="note">
        {tellRun(result)} {tellIterate(result, k)}
      </p>
      <p class="note">
        Arrows s are the steps whose pairs are in memory; dashed arrows y, to a scale of their own, tell how
        the gradient changed along them. The curves are where ½ pᵀBp of the estimate, and ½ pᵀ∇²F p of the
        truth, reach one and the same height: the longer a half-axis, the less the curvature.
      </p>
      <Formula
        display
        tex={tex`H_{+} = (I - \rho\, s y^{\top})\, H\, (I - \rho\, y s^{\top}) + \rho\, s s^{\top}, \qquad \rho = \frac{1}{s^{\top} y} = \slot{rho}`}
        slots={{ rho: latest ? `1 / ${format(latest.sy, 3)}` : "1 / sᵀy" }}
      />
      <Readouts>
        <Readout name="distance" label="Estimate off the true Hessian" value={at.distance} digits={3} />
        <Readout name="along" label="Off along the next step" value={at.along} digits={3} />
        <Readout name="stored" label="Pairs in memory" value={at.stored.length} />
        <Readout name="left-out" label="Pairs left out" value={past.filter(({ isKept }) => !isKept).length} />
        <Readout name="iterations" label="Steps in all" value={result.iterates.length - 1} />
        <Readout name="gradients" label="Gradients in all" value={result.evaluations} />
        <Readout name="value" label="Value at the end" value={result.value} />
        <Readout name="x1" label={plane.axes[0]} value={at.x[0]} digits={6} />
        <Readout name="x2" label={plane.axes[1]} value={at.x[1]} digits={6} />
      </Readouts>
      <div class="row">
        <DistanceChart iterates={result.iterates} current={k} />
        <div class="matrices">
          <Matrix name="b" caption="Estimate B = H⁻¹" entries={at.estimate} />
          <Matrix name="h" caption="True Hessian" entries={at.hessian} />
        </div>
      </div>
      <Table
        caption="The pairs so far, the newest first"
        heads={["step", "s", "y", "sᵀy", "curvature sᵀy / sᵀs", "now"]}
        rows={past
          .toReversed()
          .map(({ step, s, y, sy, curvature }) => [
            step,
            vector(s),
            vector(y),
            format(sy, 3),
            format(curvature, 3),
            whereabouts(result, step - 1, k),
          ])}
      />
    </>
  );
}

function Matrix({
  name,
  caption,
  entries: [a, b, c],
}: {
  readonly name: string;
  readonly caption: string;
  readonly entries: readonly [number, number, number];
}) {
  return (
    <section class="matrix">
      <h2>{caption}</h2>
      <Readouts>
        <Readout name={`${name}11`} label="1, 1" value={a} />
        <Readout name={`${name}12`} label="1, 2" value={b} />
        <Readout name={`${name}21`} label="2, 1" value={b} />
        <Readout name={`${name}22`} label="2, 2" value={c} />
      </Readouts>
    </section>
  );
}

function vector([a, b]: Point): string {
  return `${format(a, 3)}, ${format(b, 3)}`;
}
