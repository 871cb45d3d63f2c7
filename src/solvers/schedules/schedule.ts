import { InputError } from "../../errors.ts";
import { describe, oneOf } from "../../options.ts";

/**
 * A rate, or a momentum, as a function of the number of the update and of the epoch, both from 0. Where every update
 * sees all of F, each is an epoch.
 */
export type Schedule = (step: number, epoch: number) => number;

/** What a schedule counts. */
export interface PerOption {
  /** `"epoch"` makes it a function of the epoch: its counts are epochs then. Default `"step"`. */
  per?: "step" | "epoch";
}

/** The schedule that follows a curve over what `per` says. */
export function scheduled(
  argument: string,
  per: PerOption["per"],
  curve: (time: number) => number,
): Schedule {
  oneOf(`${argument}.per`, per, ["step", "epoch"]);
  return per === "epoch" ? (_, epoch) => curve(epoch) : (step) => curve(step);
}

/** A learning rate that is one number or a schedule, as a schedule whose every answer is checked. */
export function learningRateOf(argument: string, rate: unknown): Schedule {
  if (typeof rate === "number" && rate > 0 && rate < Number.POSITIVE_INFINITY) return () => rate;
  if (typeof rate === "function") {
    return checked(argument, rate as Schedule, Number.POSITIVE_INFINITY, "a number of at least 0");
  }
  throw new InputError(argument, `${describe(rate)}; expected a number greater than 0 or a schedule`);
}

/** A momentum that is one number or a schedule, as a schedule whose every answer is checked. */
export function momentumOf(argument: string, momentum: unknown): Schedule {
  if (typeof momentum === "number" && momentum >= 0 && momentum < 1) return () => momentum;
  const expected = "a number from 0 up to less than 1";
  if (typeof momentum === "function") return checked(argument, momentum as Schedule, 1, expected);
  throw new InputError(argument, `${describe(momentum)}; expected ${expected} or a schedule`);
}

/** The schedule, its answers held to be from 0 up to less than `limit`. */
function checked(argument: string, schedule: Schedule, limit: number, expected: string): Schedule {
  return (step, epoch) => {
    const answer: unknown = schedule(step, epoch);
    if (typeof answer === "number" && answer >= 0 && answer < limit) return answer;
    const found = `the schedule answered ${describe(answer)} at step ${step}`;
    throw new InputError(argument, `${found}; expected ${expected}`);
  };
}

/** baseⁿ for whole n, by multiplications alone: the same bits on every machine, and in a run that is resumed. */
export function power(base: number, n: number): number {
  let result = 1;
  for (let square = base; n > 0; n = Math.floor(n / 2), square *= square) {
    if (n % 2 === 1) result *= square;
  }
  return result;
}
