import { checkOptions, wholeNumber } from "../options.ts";
import { checkRule, type MiniBatch } from "./mini-batch.ts";
import { followed, type RuleMethod, type UpdateRule } from "./update-rule.ts";

export interface AveragedOptions {
  /** After how many updates the averaging begins: until then x is the rule's own. Default 0. */
  from?: number;
}

/**
 * Polyak–Ruppert averaging (Polyak & Juditsky 1992): the rule goes its way y₀ = x₀, y₁, y₂, ... as ever, with gradients
 * at the y, and x is the mean of where its updates took it:
 *
 *   xₜ = (y₁ + ... + yₜ) / t     or, to forget the start, (y_{from+1} + ... + yₜ) / (t − from)
 *
 * Noise averages out: with steps that shrink more slowly than 1 / t, x is about as good as the best choice of steps c / t
 * would be. Around a whole mini-batch method it does the same as around its rule.
 *
 * ```ts
 * miniBatch(averaged(gradientDescent({ learningRate: 0.1 })), { batchSize: 1 });
 * ```
 *
 * By itself, on all of F, it asks for two gradients a step: one at y to go on with, one at x to be judged by.
 */
export function averaged(method: MiniBatch, options?: AveragedOptions): MiniBatch;
export function averaged(method: UpdateRule, options?: AveragedOptions): RuleMethod;
export function averaged(
  method: MiniBatch | UpdateRule,
  options: AveragedOptions = {},
): MiniBatch | RuleMethod {
  checkOptions("averaged", options, ["from"]);
  const { from = 0 } = options;
  wholeNumber("averaged.from", from, 0);
  if (typeof (method as Partial<MiniBatch> | undefined)?.withRule === "function") {
    return (method as MiniBatch).withRule((rule) => averaged(rule, options));
  }
  const rule = method as UpdateRule;
  checkRule("averaged.method", rule);
  const name = `averaged-${rule.name}`;

  return followed({
    name,

    lookAhead(x, state, step, epoch) {
      const raw = state.vector(`${name}.raw`);
      if (step === 0) raw.copy(x);
      return rule.lookAhead?.(raw, state, step, epoch) ?? raw;
    },

    update(x, gradient, state, step, epoch, nextEpoch) {
      const raw = state.vector(`${name}.raw`);
      const rate = rule.update(raw, gradient, state, step, epoch, nextEpoch);
      const count = Math.max(1, step + 1 - from);
      if (count === 1) x.copy(raw);
      else {
        // x + (y − x) / count, as a weighted sum
        x.scale((count - 1) / count);
        x.add(1 / count, raw);
      }
      return rate;
    },
  });
}
