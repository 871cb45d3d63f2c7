import type { UpdateRule } from "logit-wasm/optimize";

/** A rule that notes on `path` where each of its updates leads, one number after another: epochs alone would be too coarse. */
export function recordUpdates(rule: UpdateRule, path: number[]): UpdateRule {
  return {
    ...rule,
    update(x, gradient, state, step, epoch, nextEpoch) {
      const rate = rule.update(x, gradient, state, step, epoch, nextEpoch);
      path.push(...x.values);
      return rate;
    },
  };
}
