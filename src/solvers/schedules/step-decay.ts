import { checkOptions } from "../../options.ts";
import { finite, finitePositive } from "../rules/options.ts";
import { type PerOption, power, type Schedule, scheduled } from "./schedule.ts";

export interface StepDecayOptions extends PerOption {
  /** α₀ */
  initial: number;
  /** What the rate is multiplied by, each time. Default 0.5. */
  factor?: number;
  /** After how many steps, or epochs. */
  every: number;
}

/** A staircase: α = α₀ · factor^⌊k / every⌋ */
export function stepDecay(options: StepDecayOptions): Schedule {
  checkOptions("stepDecay", options, ["initial", "factor", "every", "per"]);
  const { initial, factor = 0.5, every, per = "step" } = options;
  finite("stepDecay.initial", initial, 0);
  finite("stepDecay.factor", factor, 0);
  finitePositive("stepDecay.every", every);
  return scheduled("stepDecay", per, (k) => initial * power(factor, Math.floor(k / every)));
}
