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
  const shown = Math.floor(playback.at);
  // While runs are played only what moves is made anew.
  const factors = useMemo(
    () => ground && <Factors ground={ground} rate={values.rate} onRate={(rate) => set({ rate })} />,
    [ground, values, set],
  );
  const law = useMemo(() => result && <Law result={result} />, [result]);
  const words = useMemo(() => result && <Words result={result} />, [result]);
  return useMemo(() => {
    if (!result || !ground) return null;
    const { run, four } = result;
    const { start } = scenes[ground.scene];
    const [a = 0, b = 0] = ground.scene === sceneName(values) ? values[start] : (run.path[0] ?? []);
    return (
      <>
        <div class="row">
          <RunMap
            title={`Your step: ${format(run.rate, 3)}`}
            summary={`From ${format(a, 3)}, ${format(b, 3)}. ${outcome(run)} ${reason(run, ground)}`}
            ground={ground}
            run={run}
            shown={shown}
            look={lookOf(0)}
            aspect={0.75}
            hasAxes
            start={[a, b]}
            onStart={(to) => set({ [start]: to })}
          />
          {factors}
        </div>
        <Player playback={playback} unit="step" />
        {words}
        <FourMaps ground={ground} four={four} shown={shown} />
        <div class="row">
          <CostCurves run={run} four={four} steps={values.steps} shown={shown} />
          {law}
        </div>
      </>
    );
  }, [result, ground, values, set, shown, playback.isPlaying]);
}

/** What became of the run, and why. */
function Words({ result: { run, ground } }: { readonly result: Result }) {
  return (
    <p class="note" role="status">
      <strong>{outcome(run)}</strong> {reason(run, ground)}
    </p>
  );
}

/** What a step does to the error, and the numbers of this cost and this run. */
function Law({ result: { run, ground } }: { readonly result: Result }) {
  const { curvature, highest, least, scene } = ground;
  return (
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
        {scene !== "bowl" && <Readout name="highest" label="Largest curvature anywhere" value={highest} />}
        <Readout
          name="steep"
          label="1 − t L: left along the steepest axis"
          value={1 - run.rate * curvature.largest}
        />
        <Readout
          name="flat"
          label="1 − t μ: left along the flattest"
          value={1 - run.rate * curvature.least}
        />
        <Readout name="value" label="Cost at the end" value={run.value} />
        <Readout name="least" label="Least cost" value={least} />
        <Readout name="iterations" label="Steps made" value={stepsOf(run)} />
      </Readouts>
    </div>
  );
}
