import type { Clock } from "./clock.ts";
import { Player } from "./player.tsx";
import { useStep } from "./use-clock.ts";

/** The player of a clock. */
export function ClockPlayer({ clock, unit }: { readonly clock: Clock; readonly unit: string }) {
  const { isPlaying } = useStep(clock);
  return (
    <Player
      unit={unit}
      playback={{
        at: clock.position,
        length: clock.length,
        isPlaying,
        play: () => clock.play(),
        pause: () => clock.pause(),
        seek: (to) => clock.seek(to),
      }}
    />
  );
}
