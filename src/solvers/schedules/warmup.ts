import { InputError } from "../../errors.ts";
import { checkOptions, describe } from "../../options.ts";
import { finitePositive } from "../rules/options.ts";
import { type PerOption, type Schedule, scheduled } from "./schedule.ts";

/**
 * Another schedule, damped at first: its rate at step t times min(1, (t + 1) / steps), so that update number
 * `steps` is the first at the full rate. The other one counts from 0 all along.
 */
export function warmup(steps: number, schedule: Schedule, options: PerOption = {}): Schedule {
  finitePositive("warmup.steps", steps);
  if (typeof schedule !== "function") {
    throw new InputError("warmup.schedule", `${describe(schedule)}; expected a schedule`);
  }
  checkOptions("warmup", options, ["per"]);
  const { per = "step" } = options;
  const damping = scheduled("warmup", per, (t) => Math.min(1, (t + 1) / steps));
  return (step, epoch) => damping(step, epoch) * schedule(step, epoch);
}
