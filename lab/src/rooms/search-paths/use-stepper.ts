import { useEffect, useRef, useState } from "preact/hooks";
import type { Playback } from "../../playback/use-playback.ts";

/** How long each place is shown. */
const MILLISECONDS = 700;

/** A playback whose place is a parameter, so that a link holds it: it goes from one whole number to the next. */
export function useStepper(at: number, length: number, onMove: (at: number) => void): Playback {
  const [isPlaying, setPlaying] = useState(false);
  const move = useRef(onMove);
  move.current = onMove;

  useEffect(() => {
    if (!isPlaying) return;
    if (at >= length) {
      setPlaying(false);
      return;
    }
    const timer = setTimeout(() => move.current(at + 1), MILLISECONDS);
    return () => clearTimeout(timer);
  }, [isPlaying, at, length]);

  return {
    at,
    length,
    isPlaying,
    play() {
      if (at >= length) move.current(0);
      setPlaying(true);
    },
    pause: () => setPlaying(false),
    seek(to) {
      setPlaying(false);
      move.current(Math.min(length, Math.max(0, to)));
    },
  };
}
