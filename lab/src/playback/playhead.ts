import { createContext } from "preact";

/** Where a reader has stopped a room's animation, in steps; undefined where it plays as it comes. */
export type Moment = number | undefined;

/**
 * Hands the moment at which a reader stopped an animation to the address, so that a link shows it, and back from the address
 * to the animation.
 */
export class Playhead {
  readonly #onStand: (at: Moment) => void;
  readonly #players = new Set<(at: Moment) => void>();
  #at: Moment;

  constructor(onStand: (at: Moment) => void) {
    this.#onStand = onStand;
  }

  get at(): Moment {
    return this.#at;
  }

  /** Told by an animation: the reader has stopped it there, or plays it on. */
  stand(at: Moment): void {
    if (at === this.#at) return;
    this.#at = at;
    this.#onStand(at);
  }

  /** Told by the page: this is what the address says. */
  place(at: Moment): void {
    if (at === this.#at) return;
    this.#at = at;
    for (const player of this.#players) player(at);
  }

  /** Calls `player` whenever the page places the moment; answers what ends that. */
  follow(player: (at: Moment) => void): () => void {
    this.#players.add(player);
    return () => void this.#players.delete(player);
  }
}

export const PlayheadContext = createContext(new Playhead(() => {}));
