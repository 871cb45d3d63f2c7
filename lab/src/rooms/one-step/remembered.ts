/** A number for each of the two coordinates. */
export type Pair = readonly [number, number];

/** What a rule remembered before a step and after it, and where it took which gradient. */
export interface Taken {
  /** The number of the step, from 1. */
  readonly number: number;
  readonly x: Pair;
  /** Where the gradient was taken: at x, or ahead of it. */
  readonly point: Pair;
  readonly gradient: Pair;
  readonly before: Memory;
  readonly after: Memory;
  /** Where the package stood after the step. */
  readonly next: Pair;
  readonly value: number;
  /** The cost after the step. */
  readonly nextValue: number;
}

/** A rule's vectors, by the names of the package without that of the rule: "velocity", "cache", "mean", "steps", ... */
export type Memory = Readonly<Record<string, Pair>>;
