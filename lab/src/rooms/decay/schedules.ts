import {
  constant,
  cosineDecay,
  exponentialDecay,
  inverseTimeDecay,
  type Schedule,
  stepDecay,
  warmup,
} from "logit-wasm/optimize";
import { numbers } from "../../app/source.ts";
import type { Values } from "../../params/schema.ts";
import { drawn } from "./drawn.ts";
import type { schema, ScheduleName } from "./schema.ts";

type Settings = Values<typeof schema>;

/** How often an epoch updates, and the whole run. */
export interface Length {
  readonly perEpoch: number;
  readonly updates: number;
}

export function lengthOf({ batch, epochs }: Settings, rows: number): Length {
  const perEpoch = Math.ceil(rows / batch);
  return { perEpoch, updates: epochs * perEpoch };
}

/** Schedules count updates, controls count epochs, which mean the same for every size of batch. */
export function schedulesOf(
  { rate: initial, factor, every, exponential, inverse, warmup: epochs, knots }: Settings,
  { perEpoch, updates }: Length,
): Readonly<Record<ScheduleName, Schedule>> {
  const cosine = cosineDecay({ initial, steps: updates });
  return {
    constant: constant(initial),
    step: stepDecay({ initial, factor, every: every * perEpoch }),
    exponential: exponentialDecay({ initial, rate: exponential / perEpoch }),
    inverse: inverseTimeDecay({ initial, rate: inverse / perEpoch }),
    cosine,
    warmup: warmup(epochs * perEpoch, cosine),
    drawn: drawn(
      knots.map((part) => part * initial),
      updates,
    ),
  };
}

/** The same as code. */
export function scheduleCode(
  { rate: initial, factor, every, exponential, inverse, warmup: epochs, knots }: Settings,
  { perEpoch, updates }: Length,
): Readonly<Record<ScheduleName, string>> {
  const cosine = `cosineDecay({ initial: ${initial}, steps: ${updates} })`;
  return {
    constant: `constant(${initial})`,
    step: `stepDecay({ initial: ${initial}, factor: ${factor}, every: ${every * perEpoch} })`,
    exponential: `exponentialDecay({ initial: ${initial}, rate: ${exponential} / ${perEpoch} })`,
    inverse: `inverseTimeDecay({ initial: ${initial}, rate: ${inverse} / ${perEpoch} })`,
    cosine,
    warmup: `warmup(${epochs * perEpoch}, ${cosine})`,
    drawn: `drawn(${numbers(knots.map((part) => part * initial))}, ${updates})`,
  };
}
