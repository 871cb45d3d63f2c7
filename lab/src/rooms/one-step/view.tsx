import { useEffect, useMemo } from "preact/hooks";
import type { ViewProps } from "../../app/room.ts";
import { Readout, Readouts } from "../../controls/readout.tsx";
import { Clock } from "../../playback/clock.ts";
import { ClockPlayer } from "../../playback/clock-player.tsx";
import { useStep } from "../../playback/use-clock.ts";
import type { Result } from "./model.ts";
import { Rates } from "./rates.tsx";
import type { schema } from "./schema.ts";
import { Terrain } from "./terrain.tsx";
import { ending, meaning, rateName } from "./words.ts";
import { Working } from "./working.tsx";
import "./style.css";

type Props = ViewProps<typeof schema, Result>;

/** How many steps are played a second. */
const SPEED = 6;

export function View({ values, set, result }: Props) {
  const clock = useRestingClock(result, values.at[0] ?? 0, (at) => set({ at: [at] }));
  const { step: at } = useStep(clock);
  if (!result) return null;
  const step = result.steps[Math.min(at, result.steps.length - 1)];
  return (
    <>
      <div class="row">
        <div class="watched">
          <Terrain values={values} set={set} result={result} step={step} />
          <ClockPlayer clock={clock} unit="iterate" />
          <p class="note">
            “×” and a number say how many times as long as it is an arrow is drawn. Those of the gradient and
            of its mean show no more than the direction.
          </p>
        </div>
        {step && <Working values={values} step={step} />}
      </div>
      {ending(result) && <p class="note">{ending(result)}</p>}
      {step && (
        <Readouts>
          <Readout name="value" label="Cost before the step" value={step.value} />
          <Readout name="next-value" label="Cost after it" value={step.nextValue} />
          <Readout name="gradient-a" label="Gradient, a" value={step.gradient[0]} />
          <Readout name="gradient-b" label="Gradient, b" value={step.gradient[1]} />
          <Readout name="rate-a" label={`${rateName(values.rule)}, a`} value={step.worked.rates[0]} />
          <Readout name="rate-b" label={`${rateName(values.rule)}, b`} value={step.worked.rates[1]} />
          <Readout name="step-a" label="Step, a" value={step.next[0] - step.x[0]} />
          <Readout name="step-b" label="Step, b" value={step.next[1] - step.x[1]} />
        </Readouts>
      )}
      <Rates result={result} rule={values.rule} length={values.steps} clock={clock} />
      <p class="note">{meaning(values)}</p>
    </>
  );
}

/** A clock that stands at the iterate of the address, and writes there where it comes to rest. */
function useRestingClock(result: Result | undefined, at: number, onRest: (at: number) => void): Clock {
  const length = Math.max(0, (result?.steps.length ?? 0) - 1);
  const clock = useMemo(() => new Clock(length, Math.max(1, length / SPEED), at), [result?.key]);
  useEffect(() => () => clock.pause(), [clock]);
  useEffect(() => {
    if (!clock.isPlaying && Math.floor(clock.position) !== Math.min(at, length)) clock.seek(at);
  }, [clock, at]);
  useEffect(
    () =>
      clock.subscribe(() => {
        const here = Math.floor(clock.position);
        if (!clock.isPlaying && here !== Math.min(at, length)) onRest(here);
      }),
    [clock, at, onRest],
  );
  return clock;
}
