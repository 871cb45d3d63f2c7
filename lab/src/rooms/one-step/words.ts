import type { Values } from "../../params/schema.ts";
import type { Result } from "./model.ts";
import type { RuleName } from "./rules.ts";
import type { schema } from "./schema.ts";

/** What a rule has of its own for each coordinate. */
export function rateName(rule: RuleName): string {
  return rule === "rprop" ? "Step length" : "Effective rate";
}

/** What becomes of the effective rates, and of the run. */
export function meaning({ rule }: Values<typeof schema>): string {
  switch (rule) {
    case "gradient-descent":
      return "Both coordinates have the learning rate, at every step.";
    case "momentum":
    case "nesterov":
      return "Both coordinates have the learning rate at every step; along a gradient that stays the same, the velocity makes of it η / (1 − μ).";
    case "adagrad":
      return "c only grows, so that the rates only fall. Where gradients keep their size they fall as 1 / √t.";
    case "rmsprop":
      return "c forgets: where gradients become small the rate rises again, so that steps stay about η long.";
    case "adam":
    case "adamw":
      return "ĉ forgets slowly: the rates follow the gradients’ size over about 1 / (1 − β₂) steps.";
    case "rprop":
      return "Each coordinate has a step length of its own. Only the signs of the gradient change it.";
  }
}

/** Why a run is shorter than it was asked to be, if it is. */
export function ending({ steps, status }: Result): string {
  if (status === "diverged" || status === "not-finite") {
    return `The run exploded after step ${steps.length}: the steps have become too long for this ground.`;
  }
  if (status === "converged")
    return `After step ${steps.length} the gradient is exactly 0: there is nothing left to do.`;
  return "";
}
