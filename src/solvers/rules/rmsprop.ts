import { checkOptions } from "../../options.ts";
import { learningRateOf, type Schedule } from "../schedules/schedule.ts";
import { followed, type RuleMethod } from "../update-rule.ts";
import { decayRate, finitePositive } from "./options.ts";

export interface RmspropOptions {
  /** η: a number or a schedule. Default 0.001. */
  learningRate?: number | Schedule;
  /** ρ: how much of the mean square is kept, in [0, 1). Default 0.9. */
  decay?: number;
  /** ε > 0, outside the root: keeps the division from 0 / 0. Default 1e-7. */
  epsilon?: number;
}

/**
 * RMSProp (Tieleman & Hinton 2012): AdaGrad that forgets, so that its rates don't fall for ever:
 *
 *   c ← ρ c + (1 − ρ) g²     x ← x − η g / (√c + ε)
 */
export function rmsprop(options: RmspropOptions = {}): RuleMethod {
  checkOptions("rmsprop", options, ["learningRate", "decay", "epsilon"]);
  const { decay = 0.9, epsilon = 1e-7 } = options;
  const learningRate = learningRateOf("rmsprop.learningRate", options.learningRate ?? 0.001);
  decayRate("rmsprop.decay", decay);
  finitePositive("rmsprop.epsilon", epsilon);
  return followed({
    name: "rmsprop",

    update(x, gradient, state, step, epoch) {
      const cache = state.vector("rmsprop.cache");
      const rate = learningRate(step, epoch);
      const { kernels } = x.arena;
      kernels.rmspropUpdate(x.length, rate, decay, epsilon, gradient.pointer, cache.pointer, x.pointer);
      return rate;
    },
  });
}
