import { InputError } from "../../errors.ts";
import { checkOptions, describe } from "../../options.ts";
import { followed, type RuleMethod } from "../update-rule.ts";
import { between, finite, finitePositive } from "./options.ts";

export interface RpropOptions {
  /** The step that each coordinate starts with: a number, as the rule finds its own steps from then on. Default 0.01. */
  learningRate?: number;
  /** η⁺: what a step is multiplied by where the sign stays. Default 1.2. */
  increase?: number;
  /** η⁻: what a step is multiplied by where the sign changes, in (0, 1). Default 0.5. */
  decrease?: number;
  /** No step becomes shorter. Default 1e-6. */
  minStep?: number;
  /** No step becomes longer. Default 50. */
  maxStep?: number;
}

/**
 * Rprop (Riedmiller & Braun 1993, without its backtracking of weights): the ancestor of RMSProp, for gradients of all
 * of F. It looks at signs alone, p being the gradient before:
 *
 *   g p > 0:  s ← η⁺ s     g p < 0:  s ← η⁻ s, and g counts as 0     x ← x − s sign(g)     p ← g
 *
 * The rate that it tells is its longest step. On mini-batches it fails: nine gradients of 0.1 and one of −0.9 should
 * leave a weight where it is, but to Rprop they are nine steps one way and one the other.
 */
export function rprop(options: RpropOptions = {}): RuleMethod {
  checkOptions("rprop", options, ["learningRate", "increase", "decrease", "minStep", "maxStep"]);
  const { learningRate = 0.01, increase = 1.2, decrease = 0.5, minStep = 1e-6, maxStep = 50 } = options;
  finitePositive("rprop.learningRate", learningRate);
  finite("rprop.increase", increase, 1);
  between("rprop.decrease", decrease, 0, 1);
  finite("rprop.minStep", minStep, 0);
  finitePositive("rprop.maxStep", maxStep);
  if (minStep > maxStep) {
    throw new InputError("rprop.minStep", `${describe(minStep)}; expected at most maxStep, ${maxStep}`);
  }
  return followed({
    name: "rprop",

    update(x, gradient, state, step) {
      const previous = state.vector("rprop.previous");
      const steps = state.vector("rprop.steps");
      if (step === 0) steps.values.fill(learningRate);
      x.arena.kernels.rpropUpdate(
        x.length,
        increase,
        decrease,
        minStep,
        maxStep,
        gradient.pointer,
        previous.pointer,
        steps.pointer,
        x.pointer,
      );
      return steps.normMax();
    },
  });
}
