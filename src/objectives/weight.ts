import { InputError } from "../errors.ts";

/** Refuses a sum of weights that means can't be made with. */
export function checkWeight(weight: number): void {
  if (Number.isFinite(weight) && Number.isFinite(1 / weight)) return;
  throw new InputError(
    "options.sampleWeight",
    `weights add up to ${weight}; expected a sum that f64 can hold, and its inverse`,
  );
}
