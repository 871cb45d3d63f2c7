import type { Clock } from "./clock.ts";
import { Player } from "./player.tsx";
import { useStep } from "./use-clock.ts";

interface Props {
  readonly clock: Clock;
  readonly unit: string;
  /** Where the reader stops the clock; undefined as it plays on. */
  readonly onStand?: (at: number | undefined) => void;
}

/** The player of a clock. */
export function ClockPlayer({ clock, unit, onStand }: Props) {
  const { isPlaying } = useStep(clock);
  return (
    <Player
      unit={unit}
      playback={{
        at: clock.position,
        length: clock.length,
        isPlaying,
        play() {
          clock.play();
          onStand?.(undefined);
        },
        pause() {
          clock.seek(Math.round(100 * clock.position) / 100);
          onStand?.(clock.position);
        },
        seek(to) {
          clock.seek(to);
          onStand?.(clock.position);
        },
      }}
    />
  );
}
