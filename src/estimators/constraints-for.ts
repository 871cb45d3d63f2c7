import type { RealArray } from "../data/real-array.ts";
import { InputError } from "../errors.ts";
import { CoefficientConstraints } from "../objectives/coefficient-constraints.ts";
import { type CoefficientOptions, isBinding } from "./coefficient-options.ts";

/**
 * For coefficients of so many columns; undefined where there is a ridge alike for all, and nothing else. Without a penalty,
 * with a C of Infinity, the l1Ratio is a part of nothing: such fits are those without it.
 *
 * @param scale - the units in which they are penalised
 * @throws {@link InputError} for a length that isn't `cols`, and for bounds that leave a coefficient no value
 */
export function constraintsFor(
  { C, l1Ratio: part = 0, penaltyFactor, lower, upper }: CoefficientOptions & { readonly C: number },
  cols: number,
  scale?: Float64Array,
): CoefficientConstraints | undefined {
  const l1Ratio = C === Number.POSITIVE_INFINITY ? 0 : part;
  const least = expandBound("options.lower", lower, cols);
  const greatest = expandBound("options.upper", upper, cols);
  least?.forEach((low, j) => {
    const high = greatest ? greatest[j] : Number.POSITIVE_INFINITY;
    if (low <= high) return;
    throw new InputError(
      "options.lower",
      `${low} for column ${j}, whose upper is ${high}; expected no more than that`,
    );
  });
  const factors = expand("options.penaltyFactor", penaltyFactor, cols);
  if (l1Ratio === 0 && !factors && !scale && !least && !greatest) return undefined;
  return new CoefficientConstraints({
    l1Ratio,
    penaltyFactor: factors,
    scale,
    lower: least,
    upper: greatest,
  });
}

function expandBound(
  argument: string,
  bound: number | RealArray | undefined,
  cols: number,
): Float64Array | undefined {
  const each = expand(argument, bound, cols);
  return isBinding(bound) ? each : undefined;
}

function expand(
  argument: string,
  values: number | RealArray | undefined,
  cols: number,
): Float64Array | undefined {
  if (values === undefined) return undefined;
  if (typeof values === "number") return new Float64Array(cols).fill(values);
  if (values.length === cols) return Float64Array.from(values);
  throw new InputError(argument, `${values.length} values; expected ${cols}, one for each column of X`);
}
