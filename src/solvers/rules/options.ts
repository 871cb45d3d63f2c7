import { InputError } from "../../errors.ts";
import { describe } from "../../options.ts";

/** At least `least`, and not Infinity. */
export function finite(argument: string, value: unknown, least: number): void {
  if (typeof value === "number" && value >= least && value < Number.POSITIVE_INFINITY) return;
  throw new InputError(argument, `${describe(value)}; expected a number of at least ${least}`);
}

/** More than 0, and not Infinity. */
export function finitePositive(argument: string, value: unknown): void {
  if (typeof value === "number" && value > 0 && value < Number.POSITIVE_INFINITY) return;
  throw new InputError(argument, `${describe(value)}; expected a finite number greater than 0`);
}

/** How much of a running mean is kept: in [0, 1). */
export function decayRate(argument: string, value: unknown): void {
  if (typeof value === "number" && value >= 0 && value < 1) return;
  throw new InputError(argument, `${describe(value)}; expected a number from 0 up to less than 1`);
}

/** Between two numbers, neither of which it may be. */
export function between(argument: string, value: unknown, low: number, high: number): void {
  if (typeof value === "number" && value > low && value < high) return;
  throw new InputError(argument, `${describe(value)}; expected a number between ${low} and ${high}`);
}
