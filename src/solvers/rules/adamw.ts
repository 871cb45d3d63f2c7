import { checkOptions } from "../../options.ts";
import { followed, type RuleMethod } from "../update-rule.ts";
import { adamMove, type AdamOptions, adamOptions } from "./adam.ts";
import { finite } from "./options.ts";

export interface AdamwOptions extends AdamOptions {
  /** λ: each update shrinks x by the part η λ. Default 0.01. */
  weightDecay?: number;
}

/**
 * AdamW (Loshchilov & Hutter 2019): Adam beside a weight decay that its division by √ĉ doesn't touch, as it would touch
 * a penalty in F:
 *
 *   x ← (1 − η λ) x − η m̂ / (√ĉ + ε)
 *
 * What it tends to is not the minimum of F where λ > 0.
 */
export function adamw(options: AdamwOptions = {}): RuleMethod {
  checkOptions("adamw", options, [...adamOptions, "weightDecay"]);
  const { weightDecay = 0.01, ...shared } = options;
  finite("adamw.weightDecay", weightDecay, 0);
  return followed({ name: "adamw", update: adamMove("adamw", shared, weightDecay) });
}
