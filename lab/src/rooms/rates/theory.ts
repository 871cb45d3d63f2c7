import type { Curvatures } from "./methods.ts";
import { nineDigits } from "./nine-digits.ts";
import type { MethodName } from "./problem.ts";

/** What theory says of a method near the optimum. */
export interface Theory {
  readonly kind: "sublinear" | "linear" | "superlinear" | "quadratic";
  /** Of the error f − f*, an iteration; where theory names one. */
  readonly factor?: number;
  /** Whether runs may be faster than the factor. */
  readonly isBound?: boolean;
}

/**
 * Factors of f − f*, which are squares of those of the distance:
 *
 *   descent     ((κ − 1) / (κ + 1))²         κ = L / μ, L the largest curvature anywhere
 *   steepest    ((κ − 1) / (κ + 1))²         κ at the optimum, at worst
 *   momentum    ((√κ − 1) / (√κ + 1))²
 *   nesterov    (1 − 2 / √(3κ + 1))²
 *   saga        (1 − min(1 / 4m, μ / 3L))ᵐ   an epoch of m updates, L the most curved term's, at worst
 */
export function theoryOf(
  method: MethodName,
  { L, mu, most, kappa, terms }: Curvatures & { readonly kappa: number; readonly terms: number },
): Theory {
  const everywhere = L / mu;
  const root = Math.sqrt(everywhere);
  switch (method) {
    case "descent":
      return { kind: "linear", factor: ((everywhere - 1) / (everywhere + 1)) ** 2 };
    case "steepest":
      return { kind: "linear", factor: ((kappa - 1) / (kappa + 1)) ** 2, isBound: true };
    case "momentum":
      return { kind: "linear", factor: ((root - 1) / (root + 1)) ** 2 };
    case "nesterov":
      return { kind: "linear", factor: (1 - 2 / Math.sqrt(3 * everywhere + 1)) ** 2 };
    case "saga":
      return {
        kind: "linear",
        factor: nineDigits((1 - Math.min(1 / (4 * terms), mu / (3 * most))) ** terms),
        isBound: true,
      };
    case "lbfgs":
      return { kind: "linear", isBound: true };
    case "bfgs":
      return { kind: "superlinear" };
    case "newton":
      return { kind: "quadratic" };
    case "sgd":
      return { kind: "sublinear" };
  }
}
