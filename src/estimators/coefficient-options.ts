import { isRealArray, type RealArray } from "../data/real-array.ts";
import { InputError } from "../errors.ts";
import { describe } from "../options.ts";

/** How coefficients are penalised besides their strength, and within which bounds they stay. */
export interface CoefficientOptions {
  /**
   * What part r of the penalty is an absolute value: r Σ fⱼ |wⱼ| + ½ (1 − r) Σ fⱼ wⱼ², from 0, a ridge, to 1, the lasso.
   * Coefficients that don't pay are then exactly 0. Default 0.
   */
  l1Ratio?: number;
  /** fⱼ, a factor for the penalty of each of the d coefficients: 0 for none. Default: 1 each. */
  penaltyFactor?: RealArray;
  /** The least value of each of the d coefficients, or of all of them. Default: −Infinity. */
  lower?: number | RealArray;
  /** The greatest value of each of the d coefficients, or of all of them. Default: Infinity. */
  upper?: number | RealArray;
}

/**
 * Copies of those that are arrays, which are read while a fit goes on.
 *
 * @throws {@link InputError} for what can't be used with any number of columns
 */
export function copyCoefficientOptions({
  l1Ratio,
  penaltyFactor,
  lower,
  upper,
}: CoefficientOptions): Pick<CoefficientOptions, "penaltyFactor" | "lower" | "upper"> {
  if (l1Ratio !== undefined && !(typeof l1Ratio === "number" && l1Ratio >= 0 && l1Ratio <= 1)) {
    throw new InputError("options.l1Ratio", `${describe(l1Ratio)}; expected a number from 0 to 1`);
  }
  if (penaltyFactor !== undefined) {
    checkEach(
      "options.penaltyFactor",
      penaltyFactor,
      "a finite number of at least 0",
      (f) => f >= 0 && f < 1 / 0,
    );
  }
  checkBound("options.lower", lower, "a number, or -Infinity", (bound) => bound < 1 / 0);
  checkBound("options.upper", upper, "a number, or Infinity", (bound) => bound > -1 / 0);
  return {
    ...(penaltyFactor && { penaltyFactor: Float64Array.from(penaltyFactor) }),
    ...(isRealArray(lower) && { lower: Float64Array.from(lower) }),
    ...(isRealArray(upper) && { upper: Float64Array.from(upper) }),
  };
}

/** Whether there may be more than a ridge alike for all: `constraintsFor` tells what. */
export function areConstrained({ l1Ratio = 0, penaltyFactor, lower, upper }: CoefficientOptions): boolean {
  return l1Ratio !== 0 || penaltyFactor !== undefined || lower !== undefined || upper !== undefined;
}

/** Of which coefficients a penalty or bounds may keep from growing for ever, where classes can be separated. */
export function heldBy({
  C,
  penaltyFactor,
  lower,
  upper,
}: CoefficientOptions & { readonly C: number }): "all" | "some" | "none" {
  const isPenalised = (factor: number) => C < Number.POSITIVE_INFINITY && factor > 0;
  const factors = Array.from(penaltyFactor ?? [1]);
  if (factors.every(isPenalised)) return "all";
  return factors.some(isPenalised) || isBinding(lower) || isBinding(upper) ? "some" : "none";
}

/** Whether a bound bounds anything: infinite ones don't. */
export function isBinding(bound: number | RealArray | undefined): boolean {
  return typeof bound === "number" ? Number.isFinite(bound) : Array.from(bound ?? []).some(Number.isFinite);
}

function checkBound(
  argument: string,
  bound: number | RealArray | undefined,
  expected: string,
  isValid: (value: number) => boolean,
): void {
  if (bound === undefined) return;
  if (isRealArray(bound)) checkEach(argument, bound, expected, isValid);
  else if (typeof bound !== "number") {
    throw new InputError(
      argument,
      `${describe(bound)}; expected ${expected}, or an array of these, one for each column`,
    );
  } else if (!isValid(bound)) throw new InputError(argument, `${bound}; expected ${expected}`);
}

function checkEach(
  argument: string,
  values: unknown,
  expected: string,
  isValid: (value: number) => boolean,
): void {
  if (!isRealArray(values)) {
    throw new InputError(argument, `${describe(values)}; expected an array with ${expected} for each column`);
  }
  for (let j = 0; j < values.length; j++) {
    const value: unknown = values[j];
    if (typeof value === "number" && isValid(value)) continue;
    throw new InputError(argument, `${describe(value)} at index ${j}; expected ${expected}`);
  }
}
