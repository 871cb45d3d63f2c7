import { isRealArray, type RealArray } from "../data/real-array.ts";
import type { Target } from "../data/target.ts";
import { InputError } from "../errors.ts";
import { describe } from "../options.ts";
import { checkLength } from "./labels.ts";

/** One number for each row of yTrue, each of which `accepts` holds true for. */
export function readVector(
  argument: string,
  values: unknown,
  truth: Target,
  accepts: (value: number) => boolean,
  expected: string,
): RealArray {
  if (!isRealArray(values)) {
    throw new InputError(
      argument,
      `${describe(values)}; expected an array, Float64Array or Float32Array, one number for each row`,
    );
  }
  checkLength(argument, values.length, truth);
  for (let i = 0; i < values.length; i++) {
    const value: unknown = values[i];
    if (typeof value !== "number" || !accepts(value)) {
      throw new InputError(argument, `${describe(value)} at index ${i}; expected ${expected}`);
    }
  }
  return values;
}
