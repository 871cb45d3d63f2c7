import { cosPi } from "../../numerics/cos-pi.ts";
import { checkOptions } from "../../options.ts";
import { finite, finitePositive } from "../rules/options.ts";
import { type PerOption, type Schedule, scheduled } from "./schedule.ts";

export interface CosineDecayOptions extends PerOption {
  /** α₀ */
  initial: number;
  /** After how many steps, or epochs, it has come down. */
  steps: number;
  /** What it comes down to, and stays at. Default 0. */
  final?: number;
}

/** Half a wave of a cosine: α = final + (α₀ − final) (1 + cos(π t / steps)) / 2 (Loshchilov & Hutter 2017). */
export function cosineDecay(options: CosineDecayOptions): Schedule {
  checkOptions("cosineDecay", options, ["initial", "steps", "final", "per"]);
  const { initial, steps, final = 0, per = "step" } = options;
  finite("cosineDecay.initial", initial, 0);
  finitePositive("cosineDecay.steps", steps);
  finite("cosineDecay.final", final, 0);
  return scheduled("cosineDecay", per, (t) => {
    if (t >= steps) return final;
    return final + ((initial - final) * (1 + cosPi(t / steps))) / 2;
  });
}
