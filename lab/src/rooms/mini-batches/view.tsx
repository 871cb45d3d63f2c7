import "./style.css";
import type { VNode } from "preact";
import { useMemo } from "preact/hooks";
import type { ViewProps } from "../../app/room.ts";
import { Readout, Readouts } from "../../controls/readout.tsx";
import { Player } from "../../playback/player.tsx";
import { usePlayback } from "../../playback/use-playback.ts";
import { CloseUp } from "./close-up.tsx";
import { ExcessChart, SideBySide } from "./cures.tsx";
import { Losses } from "./losses.tsx";
import { MapOfCost } from "./map.tsx";
import type { Result } from "./model.ts";
import { batchNoise, rowGradients } from "./noise.ts";
import { NoiseFormula } from "./noise-formula.tsx";
import { explain } from "./words.ts";
import type { schema } from "./schema.ts";

export function View({ values, set, result }: ViewProps<typeof schema, Result>) {
  const playback = usePlayback(result?.updates ?? 0, 8, result?.key);
  const still = useMemo(
    () =>
      result && (
        <>
          <ExcessChart values={values} result={result} />
          <SideBySide values={values} result={result} />
        </>
      ),
    [result],
  );
  const said = useMemo(() => result && explain(values, result), [values, result]);
  if (!result) return null;
  const at = Math.min(Math.floor(playback.at), result.updates);
  const run = result[values.method];
  return (
    <>
      <Now values={values} set={set} result={result} at={at}>
        <Player playback={playback} unit="update" />
      </Now>
      <p class="note">{said}</p>
      <Readouts>
        <Readout name="cost" label="True cost at the end" value={run.end.value} />
        <Readout name="least" label="Least cost, by Newton" value={result.least} />
        <Readout name="distance" label="Distance to the optimum" value={run.end.distance} />
        <Readout
          name="excess-plain"
          label="Above the least: plain"
          value={result.plain.end.excess}
          digits={3}
        />
        <Readout
          name="excess-averaged"
          label="Above the least: averaged"
          value={result.averaged.end.excess}
          digits={3}
        />
        <Readout name="excess-saga" label="Above the least: SAGA" value={result.saga.end.excess} digits={3} />
        <Readout
          name="excess-full"
          label="Above the least: full batch"
          value={result.full.end.excess}
          digits={3}
        />
      </Readouts>
      <Losses values={values} result={result} at={at} />
      {still}
    </>
  );
}

/** What belongs to the update that is shown. */
function Now({
  values,
  set,
  result,
  at,
  children,
}: Pick<ViewProps<typeof schema, Result>, "values" | "set"> & {
  readonly result: Result;
  readonly at: number;
  readonly children: VNode;
}) {
  const { path } = result[values.method];
  const gradients = useMemo(
    () => rowGradients(result.inputs, result.labels, path.subarray(2 * at, 2 * at + 2)),
    [result, path, at],
  );
  const noise = useMemo(
    () => batchNoise(gradients, result.size, values.sampling),
    [gradients, values.sampling],
  );
  const [a, b] = noise.mean;
  const [aa, , bb] = noise.covariance;
  return (
    <>
      <div class="row two">
        <MapOfCost values={values} set={set} result={result} at={at} />
        <CloseUp values={values} result={result} at={at} gradients={gradients} noise={noise} />
      </div>
      {children}
      <div class="row two">
        <Readouts>
          <Readout
            name="gradient"
            label="Length of the full gradient, at this update"
            value={Math.sqrt(a * a + b * b)}
          />
          <Readout
            name="noise"
            label="Noise: how far a batch’s gradient is from it"
            value={Math.sqrt(aa + bb)}
          />
        </Readouts>
        <NoiseFormula sampling={values.sampling} result={result} />
      </div>
    </>
  );
}
