import type { State } from "./state.ts";

/** Steps are judged so many together: single ones gain now more, now less. */
const TOGETHER = 4;

/** Fewer tell nothing yet. */
const LEAST = 2;

/** Slower rates than this, of steps together, are not believed. */
const SLOWEST = 0.98;

/**
 * The values of the latest steps. Curvature pairs know the curvature where steps went, and take it for more elsewhere: what
 * they promise may be a hundredth of what is to come. Steps converge at some rate r < 1, which tells more:
 *
 *   Σ Δ r^i = Δ r / (1 − r)    Δ the decrease of the latest steps, r that over the decrease of as many before
 */
export class RecentValues {
  /** The latest first. */
  readonly #values: Float64Array;
  readonly #scalars: Record<string, number>;

  constructor(state: State) {
    this.#values = state.vector("recent.values", 2 * TOGETHER + 1).values;
    this.#scalars = state.scalars;
    this.#scalars["recent.count"] ??= 0;
  }

  note(value: number): void {
    this.#values.copyWithin(1, 0);
    this.#values[0] = value;
    this.#scalars["recent.count"] = Math.min(this.#scalars["recent.count"] + 1, this.#values.length);
  }

  /** By how much the value may still fall, as far as steps tell. */
  toCome(): number {
    const { decrease, rate, steps } = this.#latest();
    return steps < LEAST ? Number.POSITIVE_INFINITY : (decrease * rate) / (1 - rate);
  }

  /** How many steps it takes until no more than so much is to come. */
  stepsTo(decrease: number): number {
    const { rate, steps } = this.#latest();
    let left = this.toCome();
    if (left === Number.POSITIVE_INFINITY) return left;
    let count = 0;
    for (; left > decrease; count += steps) left *= rate;
    return count;
  }

  #latest(): { readonly decrease: number; readonly rate: number; readonly steps: number } {
    const steps = Math.min(TOGETHER, (this.#scalars["recent.count"] - 1) >> 1);
    const [now, middle, then] = [0, steps, 2 * steps].map((k) => this.#values[k]);
    const decrease = Math.max(0, middle - now);
    return { decrease, rate: decrease === 0 ? 0 : Math.min(decrease / (then - middle), SLOWEST), steps };
  }
}
