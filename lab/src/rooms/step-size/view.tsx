import "./style.css";
import { useMemo } from "preact/hooks";
import type { ViewProps } from "../../app/room.ts";
import { lookOf } from "../../charts/looks.ts";
import { Readout, Readouts } from "../../controls/readout.tsx";
import { Formula } from "../../formula/formula.tsx";
import { format } from "../../params/format.ts";
import { Player } from "../../playback/player.tsx";
import { usePlayback } from "../../playback/use-playback.ts";
import { CostCurves } from "./curves.tsx";
import { Factors } from "./factors.tsx";
import { FourMaps } from "./four.tsx";
import { RunMap } from "./map.tsx";
import type { Result } from "./model.ts";
import { scenes, sceneName } from "./scenes.ts";
import type { schema } from "./schema.ts";
import { outcome, reason, stepsOf } from "./words.ts";

export function View({ values, set, result }: ViewProps<typeof schema, Result>) {
  const playback = usePlayback(values.steps, 3, result);
  // The same object for the same ground, so that its contours are drawn once.
  const ground = useMemo(() => result?.ground, [result?.ground.key]);
  if (!result || !ground) return null;
  const { run, four } = result;
  const { curvature, scene } = ground;
  const shown = Math.floor(playback.at);
  const { start } = scenes[scene];
  const from = scene === sceneName(values) ? values[start] : (run.path[0] ?? []);
  const steep = 1 - run.rate * curvature.largest;
  const flat = 1 - run.rate * curvature.least;
  return (
    <>
      <div class="row">
        <RunMap
          title={`Your step: ${format(run.rate, 3)}`}
          summary={`From ${from.map((a) => format(a, 3)).join(", ")}. ${outcome(run)} ${reason(run, ground)}`}
          ground={ground}
          run={run}
          shown={shown}
          look={lookOf(0)}
          aspect={0.75}
          hasAxes
          start={[from[0] ?? 0, from[1] ?? 0]}
          onStart={(to) => set({ [start]: to })}
        />
        <Factors ground={ground} rate={values.rate} onRate={(rate) => set({ rate })} />
      </div>
      <Player playback={playback} unit="step" />
      <p class="note" role="status">
        <strong>{outcome(run)}</strong> {reason(run, ground)}
      </p>
      <FourMaps ground={ground} four={four} shown={shown} />
      <div class="row">
        <CostCurves run={run} four={four} steps={values.steps} shown={shown} />
        <div class="law">
          <p class="note">A step t multiplies the error along an axis of curvature λ, near the minimum:</p>
          <Formula display tex={tex`\text{error}_{k+1} = (1 - t\,\lambda)\;\text{error}_k`} />
          <Readouts>
            <Readout name="L" label="L, the largest curvature" value={curvature.largest} />
            <Readout name="mu" label="μ, the least" value={curvature.least} />
            <Readout name="condition" label="L / μ" value={curvature.largest / curvature.least} />
            <Readout name="safe" label="1 / L" value={curvature.safe} />
            <Readout name="best" label="2 / (L + μ)" value={curvature.best} />
            <Readout name="limit" label="2 / L" value={curvature.limit} />
            {scene !== "bowl" && (
              <Readout name="highest" label="Largest curvature anywhere" value={ground.highest} />
            )}
            <Readout name="steep" label="1 − t L: left along the steepest axis" value={steep} />
            <Readout name="flat" label="1 − t μ: left along the flattest" value={flat} />
            <Readout name="value" label="Cost at the end" value={run.value} />
            <Readout name="least" label="Least cost" value={ground.least} />
            <Readout name="iterations" label="Steps made" value={stepsOf(run)} />
          </Readouts>
        </div>
      </div>
    </>
  );
}
