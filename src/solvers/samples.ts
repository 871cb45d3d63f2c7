import type { Sample, Sampled } from "../objectives/objective.ts";
import { later, type Part } from "./solver.ts";

/** On a sample steps go on until they gain no more than this part of what the sample is wrong by. */
const SAMPLE_ACCURACY = 0.1;

/** A sample that isn't good enough makes way for one so many times as large. */
export const RESAMPLE = 4;

/** Steps so short tell that it isn't: a sample that knows the curvature makes steps of 1. */
export const SHORT_STEP = 0.5;

/** A slow step counts for so much less with each one that follows. */
export const FORGIVENESS = 0.5;

/** What steps on a sample needn't gain any more: at its optimum it is wrong by about M / 2m, of m terms in M variables. */
export function enoughOf({ size, terms }: Sampled): number {
  return (SAMPLE_ACCURACY * size) / (2 * terms);
}

/** Does something with a sample of about `count` terms: with the objective itself, where that is nearly all. */
export function* withSample<O extends Sampled, T>(
  objective: O,
  count: number,
  use: (sample: O) => Part<T>,
): Part<T> {
  if (2 * count >= objective.terms) return yield* use(objective);
  const sample = (yield* later(objective.sample(count))) as Sample & O; // a sample can do what all the terms can
  try {
    return yield* use(sample);
  } finally {
    sample.dispose();
  }
}
