import "./style.css";
import { useMemo } from "preact/hooks";
import type { ViewProps } from "../../app/room.ts";
import { Readout, Readouts } from "../../controls/readout.tsx";
import { Formula } from "../../formula/formula.tsx";
import { format, formatPower } from "../../params/format.ts";
import { Player } from "../../playback/player.tsx";
import { PathMap } from "./map.tsx";
import { MethodTable } from "./method-table.tsx";
import type { Result } from "./model.ts";
import { Progress } from "./progress.tsx";
import { scenes } from "./scenes.ts";
import type { schema } from "./schema.ts";
import { SliceChart } from "./slice.tsx";
import { TrialTable } from "./trial-table.tsx";
import { useStepper } from "./use-stepper.ts";
import { angleOf, story } from "./words.ts";

export function View({ values, set, result: latest }: ViewProps<typeof schema, Result>) {
  // The same object for the same ground, so that its contours are drawn once.
  const ground = useMemo(() => latest?.ground, [latest?.ground.key]);
  const search = latest?.search;
  const stepper = useStepper(Math.min(values.iterate, search?.last ?? 0), search?.last ?? 0, (iterate) =>
    set({ iterate }),
  );
  if (!latest || !ground) return null;
  const result = { ...latest, ground };
  const { start } = scenes[ground.scene];
  const [a = 0, b = 0] = ground.scene === values.problem ? values[start] : (result.runs[0]?.path[0] ?? []);
  const run = result.runs.find(({ method }) => method === result.method);
  return (
    <>
      <div class="row">
        <PathMap result={result} start={[a, b]} onStart={(to) => set({ [start]: to })} />
        <SliceChart result={result} isNear={values.zoom} />
      </div>
      <Player playback={stepper} unit="iterate" />
      <p class="note" role="status">
        {story(result, values.zoom)}
      </p>
      {search && (
        <div class="row">
          <TrialTable search={search} method={result.method} />
          <div class="law">
            <Rule result={result} search={search} />
            <Readouts>
              <Readout name="taken" label="Length taken, t" value={search.taken} />
              <Readout name="trials" label="Lengths tried" value={search.trials.length} />
              <Readout name="slope" label="Slope at 0, φ′(0)" value={search.slope} />
              <Readout name="from" label="Value at 0, φ(0)" value={search.value} />
              {search.cosine !== undefined && (
                <Readout
                  name="cosine"
                  label={`cos of the turn, ${angleOf(search.cosine)}`}
                  value={search.cosine}
                />
              )}
              <Readout name="value" label="Value where the run ends" value={run?.value} />
            </Readouts>
          </div>
        </div>
      )}
      <div class="row">
        <Progress result={result} count={values.count} />
        <MethodTable runs={result.runs} />
      </div>
    </>
  );
}

/** What a length must satisfy to be taken. */
function Rule({
  result,
  search,
}: {
  readonly result: Result;
  readonly search: NonNullable<Result["search"]>;
}) {
  const slots = {
    share: formatPower(search.share),
    value: format(search.value, 4),
    slope: format(search.slope, 4),
    curvature: result.method === "exact" ? "10⁻⁹" : "0.9",
  };
  return result.method === "backtracking" ? (
    <Formula
      display
      slots={slots}
      tex={tex`\varphi(t) \le \varphi(0) + \alpha\,t\,\varphi'(0) = \slot{value} + \slot{share}\;t\,(\slot{slope})`}
    />
  ) : (
    <>
      <Formula
        display
        slots={slots}
        tex={tex`\varphi(t) \le \varphi(0) + c_1\,t\,\varphi'(0) \qquad c_1 = \slot{share}`}
      />
      <Formula
        display
        slots={slots}
        tex={tex`|\varphi'(t)| \le c_2\,|\varphi'(0)| \qquad c_2 = \slot{curvature}`}
      />
    </>
  );
}
