import { isRealTyped, type RealArray } from "../data/real-array.ts";

/** Whether a value is one row rather than many. */
export function isRow(value: unknown): value is RealArray {
  return isRealTyped(value) || (Array.isArray(value) && typeof value[0] === "number");
}
