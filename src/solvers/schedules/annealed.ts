import { checkOptions } from "../../options.ts";
import { finite, finitePositive } from "../rules/options.ts";
import { type PerOption, type Schedule, scheduled } from "./schedule.ts";

/** In a straight line from one number to another within so many steps, or epochs; then it stays there. */
export function annealed(from: number, to: number, steps: number, options: PerOption = {}): Schedule {
  finite("annealed.from", from, 0);
  finite("annealed.to", to, 0);
  finitePositive("annealed.steps", steps);
  checkOptions("annealed", options, ["per"]);
  const { per = "step" } = options;
  return scheduled("annealed", per, (t) => (t >= steps ? to : from + ((to - from) * t) / steps));
}
