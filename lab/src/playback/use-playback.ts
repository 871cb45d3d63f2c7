import { useContext, useEffect, useRef, useState } from "preact/hooks";
import { measureFrame } from "./frame-meter.ts";
import { PlayheadContext } from "./playhead.ts";

/** Where an animation is, and how to move it. */
export interface Playback {
  /** From 0 to `length`: a whole number at a step, a fraction between two. */
  readonly at: number;
  readonly length: number;
  readonly isPlaying: boolean;
  play(): void;
  pause(): void;
  /** Pauses, and moves there. */
  seek(at: number): void;
}

/**
 * Plays `length` steps in `seconds`, from the start whenever `key` changes; where the reader wants less motion, it shows
 * the end at once. Where the reader has stopped it, it stands at the same step of what comes next, and the address tells
 * which.
 */
export function usePlayback(length: number, seconds: number, key: unknown): Playback {
  const wantsLess = useRef(matchMedia("(prefers-reduced-motion: reduce)").matches).current;
  const playhead = useContext(PlayheadContext);
  const [at, setAt] = useState(0);
  const [isPlaying, setPlaying] = useState(false);
  const position = useRef(at);

  useEffect(() => {
    const begin = () => {
      position.current = Math.min(length, playhead.at ?? (wantsLess ? length : 0));
      setAt(position.current);
      setPlaying(!wantsLess && playhead.at === undefined);
    };
    begin();
    return playhead.follow(begin);
  }, [key, length, playhead]);

  useEffect(() => {
    if (!isPlaying) return;
    let before: number | undefined;
    let frame = requestAnimationFrame(function tick(now) {
      const passed = before === undefined ? 0 : (now - before) / 1000;
      before = now;
      position.current = Math.min(length, position.current + (length * passed) / seconds);
      measureFrame(() => setAt(position.current));
      if (position.current >= length) setPlaying(false);
      else frame = requestAnimationFrame(tick);
    });
    return () => cancelAnimationFrame(frame);
  }, [isPlaying, length, seconds]);

  const stand = (to: number) => {
    setPlaying(false);
    position.current = to;
    setAt(to);
    playhead.stand(to);
  };

  return {
    at: Math.min(at, length),
    length,
    isPlaying,
    play() {
      if (position.current >= length) position.current = 0;
      setAt(position.current);
      setPlaying(true);
      playhead.stand(undefined);
    },
    pause: () => stand(hundredths(position.current)),
    seek: (to) => stand(Math.min(length, Math.max(0, to))),
  };
}

/** A moment in few digits, as it is written to the address. */
function hundredths(at: number): number {
  return Math.round(100 * at) / 100;
}
