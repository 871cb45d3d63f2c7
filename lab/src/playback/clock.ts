import { measureFrame } from "./frame-meter.ts";

/**
 * Where an animation is, outside of any component's state: what moves listens and draws, and nothing else is rendered with
 * every frame.
 */
export class Clock {
  /** In whole steps. */
  readonly length: number;
  readonly #seconds: number;
  readonly #listeners = new Set<() => void>();
  #position: number;
  #frame: number | undefined;

  /** `length` steps, played in `seconds`, standing at `position`. */
  constructor(length: number, seconds: number, position: number) {
    this.length = length;
    this.#seconds = seconds;
    this.#position = Math.min(length, Math.max(0, position));
  }

  /** From 0 to `length`: a whole number at a step, a fraction between two. */
  get position(): number {
    return this.#position;
  }

  get isPlaying(): boolean {
    return this.#frame !== undefined;
  }

  /** Calls `listener` whenever the position changes, and when playing begins and ends; answers what ends that. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Plays on from here, or from the start where this is the end. */
  play(): void {
    if (this.isPlaying || this.length === 0) return;
    if (this.#position >= this.length) this.#position = 0;
    let before: number | undefined;
    const tick = (now: number) => {
      // A page that was out of sight goes on where it stood.
      const passed = before === undefined ? 0 : Math.min(0.1, (now - before) / 1000);
      before = now;
      this.#position = Math.min(this.length, this.#position + (this.length * passed) / this.#seconds);
      this.#frame = this.#position < this.length ? requestAnimationFrame(tick) : undefined;
      measureFrame(() => this.#tell());
    };
    this.#frame = requestAnimationFrame(tick);
    this.#tell();
  }

  pause(): void {
    if (this.#frame === undefined) return;
    cancelAnimationFrame(this.#frame);
    this.#frame = undefined;
    this.#tell();
  }

  /** Pauses, and moves there. */
  seek(position: number): void {
    this.pause();
    this.#position = Math.min(this.length, Math.max(0, position));
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
