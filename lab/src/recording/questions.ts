import type { UserFiniteSum } from "logit-wasm/optimize";

/** A finite sum that notes where a method asks for some of its terms, and what the loss of these is there. */
export function recordQuestions(
  sum: UserFiniteSum,
  path: number[] = [],
  losses: number[] = [],
): UserFiniteSum {
  return {
    terms: sum.terms,
    value(x, rows) {
      const value = sum.value(x, rows);
      if (rows) losses.push(value);
      return value;
    },
    gradient(x, into, rows) {
      if (rows) path.push(...x);
      sum.gradient(x, into, rows);
    },
  };
}
