import type { Values } from "../../params/schema.ts";
import type { Pair, Taken } from "./remembered.ts";
import type { schema } from "./schema.ts";

/** A step worked out from what the rule remembers, to be compared with the one that the package took. */
export interface Worked {
  /** What each coordinate's gradient, or its mean, is multiplied by; of Rprop, how far each goes. */
  readonly rates: Pair;
  /** What m and c are divided by: 1 − β₁ᵗ and 1 − β₂ᵗ. */
  readonly weights: Pair;
  /** m and c after that. */
  readonly mean: Pair;
  readonly cache: Pair;
  /** Where the formula leads. */
  readonly next: Pair;
}

const ZERO: Pair = [0, 0];

/**
 * The last line of each rule's formula, in the package's order of operations, so that what it gives can be compared to the last
 * bit. All that the rule remembers is the package's own.
 */
export function workOut(settings: Values<typeof schema>, taken: Taken): Worked {
  const { rule, rate, momentum, form, beta1, beta2, correction, epsilon, weightDecay } = settings;
  const { x, gradient: g, before, after } = taken;
  const { velocity = ZERO, cache = ZERO, mean = ZERO, steps = ZERO, previous = ZERO } = after;
  const plain = { rates: [rate, rate] as const, weights: [1, 1] as const, mean, cache };
  switch (rule) {
    case "gradient-descent":
      return { ...plain, next: each((i) => x[i] - rate * g[i]) };
    case "momentum":
      return { ...plain, next: each((i) => x[i] + velocity[i]) };
    case "nesterov": {
      const { velocity: old = ZERO } = before;
      return {
        ...plain,
        next: each((i) =>
          form === "lookahead"
            ? x[i] + velocity[i]
            : (1 + momentum) * velocity[i] + (x[i] - momentum * old[i]),
        ),
      };
    }
    case "adagrad":
    case "rmsprop":
      return {
        ...plain,
        rates: each((i) => rate / (Math.sqrt(cache[i]) + epsilon)),
        next: each((i) => x[i] - (rate * g[i]) / (Math.sqrt(cache[i]) + epsilon)),
      };
    case "adam":
    case "adamw": {
      const weights: Pair = correction
        ? [1 - power(beta1, taken.number), 1 - power(beta2, taken.number)]
        : [1, 1];
      const shrinkage = rule === "adamw" ? 1 - rate * weightDecay : 1;
      const scale = 1 / Math.sqrt(weights[1]);
      const root = each((i) => scale * Math.sqrt(cache[i]) + epsilon);
      return {
        rates: each((i) => rate / root[i]),
        weights,
        mean: each((i) => mean[i] / weights[0]),
        cache: each((i) => cache[i] / weights[1]),
        next: each((i) => shrinkage * x[i] - ((rate / weights[0]) * mean[i]) / root[i]),
      };
    }
    case "rprop":
      return { ...plain, rates: steps, next: each((i) => x[i] - steps[i] * Math.sign(previous[i])) };
  }
}

/** baseⁿ by squaring, as the package has it: powers of the language itself differ between engines. */
function power(base: number, n: number): number {
  let result = 1;
  for (let square = base; n > 0; n = Math.floor(n / 2), square *= square) {
    if (n % 2 === 1) result *= square;
  }
  return result;
}

function each(of: (i: 0 | 1) => number): Pair {
  return [of(0), of(1)];
}
