import { format } from "../../params/format.ts";
import type { Values } from "../../params/schema.ts";
import type { Step } from "./model.ts";
import type { Pair } from "./remembered.ts";
import type { schema } from "./schema.ts";

const ZERO: Pair = [0, 0];

/** The numbers of a rule's lines, by the names of their places: those of the coordinates a and b end in a and b. */
export function slotsOf(values: Values<typeof schema>, step: Step): Readonly<Record<string, string>> {
  const { x, point, gradient: g, before, after, next, worked } = step;
  const { rule, rate, momentum, decay, beta1, beta2, weightDecay } = values;
  const kept = rule === "rmsprop" ? decay : beta2;
  const { velocity: u = ZERO, cache: d = ZERO, mean: n = ZERO, previous: o = ZERO } = before;
  const {
    velocity: v = ZERO,
    cache: c = ZERO,
    mean: m = ZERO,
    steps: s = ZERO,
    previous: sign = ZERO,
  } = after;
  const l: Pair = step.number === 1 ? [rate, rate] : (before["steps"] ?? ZERO);
  const q: Pair = [g[0] * o[0], g[1] * o[1]];
  const j: Pair = [s[0] * Math.sign(sign[0]), s[1] * Math.sign(sign[1])];
  const pairs: Readonly<Record<string, Pair>> = {
    // Where it is, where the gradient was taken, and where it goes.
    x,
    p: point,
    g,
    y: next,
    // Velocity, cache and mean, before and after; the last two corrected by w.
    u,
    v,
    d,
    c,
    n,
    m,
    w: worked.weights,
    h: worked.mean,
    k: worked.cache,
    r: worked.rates,
    keep: [beta1, kept],
    new: [1 - beta1, 1 - kept],
    // Of Rprop: the gradient before, its product with this one, the step lengths before, and the move.
    o,
    q,
    l,
    j,
  };
  const single = { eta: rate, mu: momentum, ahead: 1 + momentum, shrink: 1 - rate * weightDecay };
  return Object.fromEntries([
    ...Object.entries(pairs).flatMap(([name, [a, b]]) => [
      [`${name}a`, format(a)],
      [`${name}b`, format(b)],
    ]),
    ...Object.entries(single).map(([name, value]) => [name, format(value)]),
  ]) as Readonly<Record<string, string>>;
}
