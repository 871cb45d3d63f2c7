import { checkOptions } from "../../options.ts";
import { learningRateOf, type Schedule } from "../schedules/schedule.ts";
import { followed, type RuleMethod } from "../update-rule.ts";
import { finitePositive } from "./options.ts";

export interface AdagradOptions {
  /** η: a number or a schedule. Default 0.01. */
  learningRate?: number | Schedule;
  /** ε > 0, outside the root: keeps the division from 0 / 0. Default 1e-7. */
  epsilon?: number;
}

/**
 * AdaGrad (Duchi, Hazan & Singer 2011): each coordinate's rate falls with all the gradients it has seen:
 *
 *   c ← c + g²     x ← x − η g / (√c + ε)
 */
export function adagrad(options: AdagradOptions = {}): RuleMethod {
  checkOptions("adagrad", options, ["learningRate", "epsilon"]);
  const { epsilon = 1e-7 } = options;
  const learningRate = learningRateOf("adagrad.learningRate", options.learningRate ?? 0.01);
  finitePositive("adagrad.epsilon", epsilon);
  return followed({
    name: "adagrad",

    update(x, gradient, state, step, epoch) {
      const cache = state.vector("adagrad.cache");
      const rate = learningRate(step, epoch);
      const { kernels } = x.arena;
      kernels.adagradUpdate(x.length, rate, epsilon, gradient.pointer, cache.pointer, x.pointer);
      return rate;
    },
  });
}
