import type { Playback } from "./use-playback.ts";

interface Props {
  readonly playback: Playback;
  /** What a whole step is, such as "iteration". */
  readonly unit: string;
}

/** Play, pause, one step back or on, and a slider to scrub. */
export function Player({ playback, unit }: Props) {
  const { at, length, isPlaying } = playback;
  return (
    <div class="player" role="group" aria-label="Animation">
      <button
        type="button"
        class="icon"
        data-action="play"
        aria-label={isPlaying ? "Pause" : "Play"}
        onClick={() => (isPlaying ? playback.pause() : playback.play())}
      >
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d={isPlaying ? "M4 3h3v10H4zM9 3h3v10H9z" : "M4 2.5v11l9-5.5z"} />
        </svg>
      </button>
      <button
        type="button"
        class="icon"
        data-action="back"
        aria-label={`One ${unit} back`}
        disabled={at <= 0}
        onClick={() => playback.seek(Math.ceil(at) - 1)}
      >
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d="M3 3h2v10H3zM13 3v10L6 8z" />
        </svg>
      </button>
      <button
        type="button"
        class="icon"
        data-action="on"
        aria-label={`One ${unit} on`}
        disabled={at >= length}
        onClick={() => playback.seek(Math.floor(at) + 1)}
      >
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d="M11 3h2v10h-2zM3 3v10l7-5z" />
        </svg>
      </button>
      <input
        type="range"
        data-action="scrub"
        aria-label={`${unit[0]?.toUpperCase()}${unit.slice(1)}`}
        min={0}
        max={Math.max(1, length)}
        step={1}
        value={Math.floor(at)}
        onInput={({ currentTarget }) => playback.seek(Number(currentTarget.value))}
      />
      <output data-value="playback" data-number={Math.floor(at)}>
        {unit} {Math.floor(at)} of {length}
      </output>
    </div>
  );
}
