import { InputError } from "../errors.ts";
import type { UserObjective } from "../objectives/user-objective.ts";
import { describe } from "../options.ts";

/** ε^(1/3) balances the rounding of f, ε / h, against what a central difference leaves out, h². */
const RELATIVE_STEP = 6.0554544523933395e-6; // as a number: `Math.cbrt` may differ between runtimes

/**
 * An objective from a bare function, with its gradient by central differences:
 *
 *   ∂f/∂xⱼ ≈ (f(x + h eⱼ) − f(x − h eⱼ)) / 2h     h = ε^(1/3) max(1, |xⱼ|)
 *
 * A gradient costs 2 n calls of f and has some ten digits.
 */
export function numericGradient(f: (x: Float64Array) => number): UserObjective {
  if (typeof f !== "function") throw new InputError("f", `${describe(f)}; expected a function`);
  return {
    value: f,
    gradient(x, into) {
      for (let j = 0; j < x.length; j++) into[j] = centralDifference(f, x, j).slope;
    },
  };
}

/**
 * The slope of f along xⱼ, by central differences; x is as before in the end. Where f isn't finite to both sides,
 * shorter steps are tried. `doubt` is what the rounding of f alone may have done to the slope.
 */
export function centralDifference(
  f: (x: Float64Array) => number,
  x: Float64Array,
  j: number,
): { readonly slope: number; readonly doubt: number } {
  const at = x[j];
  let slope = Number.NaN;
  let doubt = 0;
  for (let h = RELATIVE_STEP * Math.max(1, Math.abs(at)); h > 1e-12 * Math.abs(at); h /= 256) {
    x[j] = at + h;
    const right = x[j];
    const above = f(x);
    x[j] = at - h;
    const width = right - x[j]; // 2 h as it is in the digits of x
    const below = f(x);
    if (width === 0) break;
    slope = (above - below) / width;
    doubt = (4 * Number.EPSILON * Math.max(Math.abs(above), Math.abs(below))) / width;
    if (Number.isFinite(slope) || h < Number.EPSILON) break;
  }
  x[j] = at;
  return { slope, doubt };
}
