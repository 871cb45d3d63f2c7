import { format } from "../../params/format.ts";
import type { Run } from "./model.ts";
import { schema } from "./schema.ts";
import type { Speed } from "./speed.ts";
import type { Theory } from "./theory.ts";

/** A factor that may be so near to 1 that only what is missing tells: 1 − 3 × 10⁻⁶. */
export function factor(value: number): string {
  return value > 0.999 && value < 1 ? `1 − ${format(1 - value, 3)}` : format(value, 3);
}

export function nameOf(method: Run["method"]): string {
  return schema.methods.options.find(({ value }) => value === method)?.label ?? method;
}

/** What was measured: the class, and its number. */
export function measured(speed: Speed): string {
  switch (speed.kind) {
    case "sublinear":
      return `sublinear so far: like n to the ${format(-speed.power, 2)}`;
    case "linear":
      return `linear: × ${factor(speed.factor)} an iteration`;
    case "superlinear":
      return `superlinear: × ${factor(speed.factor)} in the last quarter`;
    case "quadratic":
      return `quadratic: digits × ${format(speed.order, 2)} an iteration`;
    case "at-once":
      return `all digits after ${speed.iterations} ${speed.iterations === 1 ? "iteration" : "iterations"}`;
    case "far":
      return "still far from the optimum: too early to tell";
  }
}

export function expected({ kind, factor: value, isBound = false }: Theory): string {
  switch (kind) {
    case "linear":
      if (value === undefined) return "linear, or faster";
      return `linear: × ${factor(value)}${isBound ? " at worst" : ""}`;
    case "superlinear":
      return "superlinear: the factor goes to 0";
    case "quadratic":
      return "quadratic: digits × 2";
    case "sublinear":
      return "sublinear: like n to the −1";
  }
}

/** Why a run ended. */
export function ending({ status, iterations, toFloor }: Run): string {
  if (toFloor !== undefined) return `all digits after ${toFloor}`;
  switch (status) {
    case "max-iterations":
      return `all ${iterations} iterations used`;
    case "diverged":
    case "not-finite":
      return `exploded after ${iterations}`;
    default:
      return `gave up after ${iterations}: no step lowers the cost any more`;
  }
}
