import { InputError } from "../errors.ts";
import { describe } from "../options.ts";
import { isRealArray } from "./real-array.ts";

/** A checked copy of weights, one for each row: finite, not negative, not all 0. */
export function readSampleWeight(argument: string, weights: unknown, rows: number): Float64Array {
  const copy = readWeights(argument, weights, rows);
  if (copy.every((weight) => weight === 0))
    throw new InputError(argument, "all weights are 0; expected some above 0");
  return copy;
}

/** As `readSampleWeight`, of rows that may be few of many: all may be 0. */
export function readWeights(argument: string, weights: unknown, rows: number): Float64Array {
  if (!isRealArray(weights)) {
    throw new InputError(argument, `${describe(weights)}; expected an array, Float64Array or Float32Array`);
  }
  if (weights.length !== rows) {
    throw new InputError(argument, `${weights.length} weights; expected ${rows}, one for each row of X`);
  }
  const copy = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    const weight: unknown = weights[i];
    if (typeof weight !== "number" || !(weight >= 0 && weight < Number.POSITIVE_INFINITY)) {
      throw new InputError(
        argument,
        `${describe(weight)} at index ${i}; expected a finite number of at least 0`,
      );
    }
    copy[i] = weight;
  }
  return copy;
}
