import { useEffect, useRef, useState } from "preact/hooks";
import type { Playback } from "./use-playback.ts";

/**
 * Plays whole steps whose number is a parameter of the room, so that the address tells which one is looked at. Nothing moves
 * until the reader plays.
 */
export function useSteps(
  length: number,
  at: number,
  onStep: (to: number) => void,
  secondsPerStep = 0.8,
): Playback {
  const [isPlaying, setPlaying] = useState(false);
  const tell = useRef(onStep);
  tell.current = onStep;
  const step = Math.min(at, length);

  useEffect(() => {
    if (!isPlaying) return;
    if (step >= length) {
      setPlaying(false);
      return;
    }
    const timer = setTimeout(() => tell.current(step + 1), 1000 * secondsPerStep);
    return () => clearTimeout(timer);
  }, [isPlaying, step, length, secondsPerStep]);

  return {
    at: step,
    length,
    isPlaying,
    play() {
      if (step >= length) tell.current(0);
      setPlaying(true);
    },
    pause: () => setPlaying(false),
    seek(to) {
      setPlaying(false);
      tell.current(Math.min(length, Math.max(0, to)));
    },
  };
}
