import { checkOptions } from "../../options.ts";
import { learningRateOf, momentumOf, type Schedule } from "../schedules/schedule.ts";
import { followed, type RuleMethod } from "../update-rule.ts";

export interface MomentumOptions {
  /** η: a number or a schedule. Default 0.01. */
  learningRate?: number | Schedule;
  /** μ: how much of the velocity is kept, a number in [0, 1) or a schedule such as `annealed(0.5, 0.99, 100)`. Default 0.9. */
  momentum?: number | Schedule;
}

/**
 * Gradient descent with the inertia of a heavy ball (Polyak 1964):
 *
 *   v ← μ v − η ∇F(x)     x ← x + v
 */
export function momentum(options: MomentumOptions = {}): RuleMethod {
  checkOptions("momentum", options, ["learningRate", "momentum"]);
  const learningRate = learningRateOf("momentum.learningRate", options.learningRate ?? 0.01);
  const inertia = momentumOf("momentum.momentum", options.momentum ?? 0.9);
  return followed({
    name: "momentum",

    update(x, gradient, state, step, epoch) {
      const velocity = state.vector("momentum.velocity");
      const rate = learningRate(step, epoch);
      const mu = inertia(step, epoch);
      const { kernels } = x.arena;
      kernels.momentumUpdate(x.length, rate, mu, gradient.pointer, velocity.pointer, x.pointer);
      return rate;
    },
  });
}
