import { useContext, useEffect, useMemo, useState } from "preact/hooks";
import { Clock } from "./clock.ts";
import { PlayheadContext } from "./playhead.ts";

/**
 * A clock that plays `length` steps in `seconds`, from the start whenever `key` changes; where the reader wants less motion,
 * it stands at the end. Where the reader has stopped it, it stands at the same step of what comes next. Its component isn't
 * rendered as it plays.
 */
export function useClock(length: number, seconds: number, key: unknown): Clock {
  const wantsLess = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const playhead = useContext(PlayheadContext);
  const clock = useMemo(
    () => new Clock(length, seconds, playhead.at ?? (wantsLess ? length : 0)),
    [length, seconds, key, wantsLess, playhead],
  );
  useEffect(() => {
    const begin = () => {
      const at = Math.min(length, playhead.at ?? (wantsLess ? length : 0));
      if (clock.position !== at) clock.seek(at);
      if (!wantsLess && playhead.at === undefined) clock.play();
    };
    begin();
    const leave = playhead.follow(begin);
    return () => {
      leave();
      clock.pause();
    };
  }, [clock, wantsLess, playhead]);
  return clock;
}

/** The whole step that a clock is at, for what shows steps: its component is rendered once a step, not with every frame. */
export function useStep(clock: Clock): { readonly step: number; readonly isPlaying: boolean } {
  const [, render] = useState("");
  useEffect(() => {
    const show = () => render(`${Math.floor(clock.position)} ${clock.isPlaying}`);
    show();
    return clock.subscribe(show);
  }, [clock]);
  return { step: Math.floor(clock.position), isPlaying: clock.isPlaying };
}
