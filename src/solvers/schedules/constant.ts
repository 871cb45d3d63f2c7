import { finite } from "../rules/options.ts";
import type { Schedule } from "./schedule.ts";

/** The same number at every step. */
export function constant(value: number): Schedule {
  finite("constant", value, 0);
  return () => value;
}
