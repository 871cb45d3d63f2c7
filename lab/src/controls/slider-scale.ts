import type { NumberParam } from "../params/schema.ts";

/** Places that a slider has. */
export const STEPS = 1000;

/** Where a value is between the ends, 0 to 1. */
export function fraction({ min, max, scale }: NumberParam, value: number): number {
  const at = scale === "log" ? Math.log(value / min) / Math.log(max / min) : (value - min) / (max - min);
  return Math.min(1, Math.max(0, at));
}

/** The value at a place, short enough to read: as many digits as the step has. */
export function fromFraction(param: NumberParam, at: number): number {
  const { min, max, scale, whole } = param;
  if (at <= 0) return min;
  if (at >= 1) return max;
  const value = scale === "log" ? min * (max / min) ** at : min + (max - min) * at;
  if (whole) return Math.round(value);
  if (scale === "log") return Number(value.toPrecision(3));
  const step = param.step ?? (max - min) / 100;
  const digits = Math.max(0, Math.ceil(-Math.log10(step)));
  return Number((min + Math.round((value - min) / step) * step).toFixed(digits));
}

/** What arrow keys move by, of the whole. */
export function stepFraction(param: NumberParam): number {
  const { min, max, scale, whole } = param;
  if (scale === "log") return (param.step ?? 0.02 * Math.log10(max / min)) / Math.log10(max / min);
  return Math.max(1 / STEPS, (param.step ?? (whole ? 1 : (max - min) / 100)) / (max - min));
}
