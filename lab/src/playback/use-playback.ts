import { useEffect, useRef, useState } from "preact/hooks";
import { measureFrame } from "./frame-meter.ts";

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
 * the end at once.
 */
export function usePlayback(length: number, seconds: number, key: unknown): Playback {
  const wantsLess = useRef(matchMedia("(prefers-reduced-motion: reduce)").matches).current;
  const [at, setAt] = useState(wantsLess ? length : 0);
  const [isPlaying, setPlaying] = useState(!wantsLess);
  const position = useRef(at);

  useEffect(() => {
    position.current = wantsLess ? length : 0;
    setAt(position.current);
    setPlaying(!wantsLess);
  }, [key, length]);

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

  return {
    at: Math.min(at, length),
    length,
    isPlaying,
    play() {
      if (position.current >= length) position.current = 0;
      setAt(position.current);
      setPlaying(true);
    },
    pause: () => setPlaying(false),
    seek(to) {
      setPlaying(false);
      position.current = Math.min(length, Math.max(0, to));
      setAt(position.current);
    },
  };
}
