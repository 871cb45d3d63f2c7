import { checkOptions, oneOf } from "../../options.ts";
import { learningRateOf, momentumOf, type Schedule } from "../schedules/schedule.ts";
import { followed, type RuleMethod, type UpdateRule } from "../update-rule.ts";

export interface NesterovOptions {
  /** η: a number or a schedule. Default 0.01. */
  learningRate?: number | Schedule;
  /** μ: how much of the velocity is kept, a number in [0, 1) or a schedule such as `annealed(0.5, 0.99, 100)`. Default 0.9. */
  momentum?: number | Schedule;
  /**
   * `"lookahead"`, the default, takes the gradient at x + μ v: with the one at x, by which a run is judged, that is two
   * a step. `"transformed"` steps from each such point to the next, at the cost of one.
   */
  form?: "lookahead" | "transformed";
}

/**
 * Nesterov's accelerated gradient (1983), as momentum that looks ahead (Sutskever et al. 2013):
 *
 *   v ← μₜ v − η ∇F(x + μₜ v)     x ← x + v
 *
 * or, transformed to y = x + μₜ v (Bengio et al. 2013; right for a momentum that changes as well):
 *
 *   u = v     v ← μₜ u − η ∇F(y)     y ← y − μₜ u + (1 + μₜ₊₁) v
 */
export function nesterov(options: NesterovOptions = {}): RuleMethod {
  checkOptions("nesterov", options, ["learningRate", "momentum", "form"]);
  const { form = "lookahead" } = options;
  const learningRate = learningRateOf("nesterov.learningRate", options.learningRate ?? 0.01);
  const momentum = momentumOf("nesterov.momentum", options.momentum ?? 0.9);
  oneOf("nesterov.form", form, ["lookahead", "transformed"]);
  return followed(
    form === "lookahead" ? lookahead(learningRate, momentum) : transformed(learningRate, momentum),
  );
}

function lookahead(learningRate: Schedule, momentum: Schedule) {
  return {
    name: "nesterov",

    lookAhead(x, state, step, epoch) {
      const ahead = state.vector("nesterov.ahead");
      ahead.copy(x);
      ahead.add(momentum(step, epoch), state.vector("nesterov.velocity"));
      return ahead;
    },

    update(x, gradient, state, step, epoch) {
      const velocity = state.vector("nesterov.velocity");
      const rate = learningRate(step, epoch);
      const mu = momentum(step, epoch);
      const { kernels } = x.arena;
      kernels.momentumUpdate(x.length, rate, mu, gradient.pointer, velocity.pointer, x.pointer);
      return rate;
    },
  } satisfies UpdateRule;
}

function transformed(learningRate: Schedule, momentum: Schedule) {
  return {
    name: "nesterov-transformed",

    update(x, gradient, state, step, epoch, nextEpoch) {
      const velocity = state.vector("nesterov.velocity");
      const rate = learningRate(step, epoch);
      // What was looked ahead by is what has to be taken back, even where an epoch ended in between.
      const mu = state.scalars["nesterov.momentum"] ?? momentum(step, epoch);
      const next = momentum(step + 1, nextEpoch);
      state.scalars["nesterov.momentum"] = next;
      const { kernels } = x.arena;
      kernels.nesterovUpdate(x.length, rate, mu, next, gradient.pointer, velocity.pointer, x.pointer);
      return rate;
    },
  } satisfies UpdateRule;
}
