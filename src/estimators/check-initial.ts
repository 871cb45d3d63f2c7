import type { Label } from "../data/label.ts";
import { InputError } from "../errors.ts";
import type { CoefficientConstraints } from "../objectives/coefficient-constraints.ts";
import { describe } from "../options.ts";
import type { CoefficientOptions } from "./coefficient-options.ts";
import { constraintsFor } from "./constraints-for.ts";
import type { FittedCoefficients } from "./logistic-options.ts";

/**
 * Refuses what a fit of these classes and columns can't start from.
 *
 * @throws {@link InputError} for other classes, another number of columns, numbers that aren't finite, and coefficients out
 *   of their bounds
 */
export function checkInitial(
  initial: FittedCoefficients,
  classes: readonly Label[],
  cols: number,
  options: CoefficientOptions & { readonly C: number; readonly fitIntercept: boolean },
): void {
  const { classes: known, coef, intercept }: Partial<FittedCoefficients> = initial ?? {};
  if (!Array.isArray(known) || !(coef?.[0] instanceof Float64Array) || !(intercept instanceof Float64Array)) {
    throw new InputError("options.initial", `${describe(initial)}; expected a fitted LogisticRegression`);
  }
  if (known.length !== classes.length || known.some((label, k) => label !== classes[k])) {
    const shown = (labels: readonly Label[]) => labels.map(describe).join(", ");
    throw new InputError("options.initial", `classes ${shown(known)}; expected ${shown(classes)} as in y`);
  }
  const rows = classes.length > 2 ? classes.length : 1;
  if (coef.length !== rows || intercept.length !== rows) {
    throw new InputError(
      "options.initial",
      `${coef.length} rows of coefficients and ${intercept.length} intercepts; expected ${rows} of each`,
    );
  }
  for (const row of coef) {
    const { length } = row;
    if (length !== cols)
      throw new InputError("options.initial", `${length} coefficients; expected ${cols} as in X`);
    if (!row.every(Number.isFinite) || !intercept.every(Number.isFinite)) {
      throw new InputError("options.initial", "coefficients that are NaN or infinite; expected finite ones");
    }
  }
  if (!options.fitIntercept && intercept.some((b) => b !== 0)) {
    throw new InputError(
      "options.initial",
      "an intercept that is not 0; expected none, as fitIntercept is false",
    );
  }
  const constraints = constraintsFor(options, cols);
  if (constraints) coef.forEach((row, k) => checkWithin(`options.initial.coef[${k}]`, row, constraints));
}

/** The mean of what lies within bounds, such as that of several fits, may be out of them by rounding. */
function checkWithin(argument: string, row: Float64Array, { lower, upper }: CoefficientConstraints): void {
  row.forEach((w, j) => {
    const [low, high] = [lower?.[j] ?? Number.NEGATIVE_INFINITY, upper?.[j] ?? Number.POSITIVE_INFINITY];
    const rounding = 4 * Number.EPSILON * Math.abs(w);
    if (w >= low - rounding && w <= high + rounding) return;
    throw new InputError(
      `${argument}[${j}]`,
      `${w}; expected a number from ${low} to ${high}, its bounds here`,
    );
  });
}
