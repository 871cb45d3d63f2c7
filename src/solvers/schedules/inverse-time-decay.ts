import { checkOptions } from "../../options.ts";
import { finite } from "../rules/options.ts";
import { type PerOption, type Schedule, scheduled } from "./schedule.ts";

export interface InverseTimeDecayOptions extends PerOption {
  /** α₀ */
  initial: number;
  /** k of α₀ / (1 + k t) */
  rate: number;
}

/**
 * α = α₀ / (1 + k t), t the number of the step, or of the epoch. Its sum diverges and that of its squares doesn't,
 * which is what stochastic descent needs to converge (Robbins & Monro 1951).
 */
export function inverseTimeDecay(options: InverseTimeDecayOptions): Schedule {
  checkOptions("inverseTimeDecay", options, ["initial", "rate", "per"]);
  const { initial, rate, per = "step" } = options;
  finite("inverseTimeDecay.initial", initial, 0);
  finite("inverseTimeDecay.rate", rate, 0);
  return scheduled("inverseTimeDecay", per, (t) => initial / (1 + rate * t));
}
