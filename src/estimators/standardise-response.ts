import { InputError } from "../errors.ts";
import { powerOfTwoFrom } from "../numerics/power-of-two.ts";

/** y about its centre, in a unit of its own; 0 where the weight is. */
export interface Response {
  readonly values: Float64Array;
  readonly center: number;
  readonly unit: number;
}

/**
 * y about its mean, in units near its largest deviation, powers of two; without an intercept about zero.
 *
 * @throws {@link InputError} where that deviation overflows
 */
export function standardiseResponse(y: Float64Array, weights: Float64Array, fitIntercept: boolean): Response {
  let center = 0;
  let total = 0;
  if (fitIntercept) {
    y.forEach((value, i) => {
      if (weights[i] === 0) return;
      total += weights[i];
      center += (value - center) * (weights[i] / total);
    });
  }
  let most = 0;
  y.forEach((value, i) => {
    if (weights[i] > 0) most = Math.max(most, Math.abs(value - center));
  });
  const unit = most === 0 ? 1 : powerOfTwoFrom(Math.max(2 ** -1000, most));
  if (!Number.isFinite(unit))
    throw new InputError("y", "values too large; expected those whose spread f64 can hold");
  return { values: y.map((value, i) => (weights[i] > 0 ? (value - center) / unit : 0)), center, unit };
}

/** The same in units of its root mean square; constant values stay as they are. */
export function inDeviations({ values, center, unit }: Response, weights: Float64Array): Response {
  let squares = 0;
  let total = 0;
  values.forEach((value, i) => {
    squares += weights[i] * value * value;
    total += weights[i];
  });
  const deviation = Math.sqrt(squares / total);
  if (!(deviation * unit > 0)) return { values, center, unit };
  return { values: values.map((value) => value / deviation), center, unit: unit * deviation };
}
