import { exp } from "../../numerics/exp.ts";
import { checkOptions } from "../../options.ts";
import { finite } from "../rules/options.ts";
import { type PerOption, type Schedule, scheduled } from "./schedule.ts";

export interface ExponentialDecayOptions extends PerOption {
  /** α₀ */
  initial: number;
  /** k of α₀ e^(−k t) */
  rate: number;
}

/** α = α₀ e^(−k t), t the number of the step, or of the epoch. */
export function exponentialDecay(options: ExponentialDecayOptions): Schedule {
  checkOptions("exponentialDecay", options, ["initial", "rate", "per"]);
  const { initial, rate, per = "step" } = options;
  finite("exponentialDecay.initial", initial, 0);
  finite("exponentialDecay.rate", rate, 0);
  return scheduled("exponentialDecay", per, (t) => initial * exp(-rate * t));
}
