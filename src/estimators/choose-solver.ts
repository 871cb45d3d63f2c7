import { describe } from "../options.ts";
import { InputError } from "../errors.ts";
import {
  factorisationCost,
  hessianCost,
  isDear,
  isMultiplied,
  productSample,
  firstSample,
} from "../solvers/sample-size.ts";
import { type Method, METHOD_AS_VALUE, type MethodName, methodNames } from "./methods-by-name.ts";

export interface SolverChoice {
  readonly solver: Method | MethodName;
  readonly reason: string;
}

/** Steps that Newton's method takes on a typical problem. */
export const NEWTON_STEPS = 8;

/**
 * Passes that L-BFGS makes: on data with rows enough, and more for each variable per row, or, where a row tells of the
 * curvature in q directions, per q of these (1000 × 150, 20 classes: 46 to 950). Where rows are few, the penalty alone holds
 * most directions, and they differ widely in scale (3 × 500: 533 steps, Newton's method 18).
 */
const LBFGS_PASSES = 60;
const LBFGS_PASSES_PER_DENSITY = 2000;

/** So many multiplications are a matter of milliseconds: then Newton's sharper stop rule decides. */
const SMALL = 1.4e6;

/** Where there are fewer rows for each variable, a Hessian is so large beside the data that L-BFGS does without where it can. */
const LEAST_ROWS = 4;

/**
 * The method given, of that name, or the one that should be through first, with the reason. Costs are in passes over
 * n rows of M variables:
 *
 *   Newton's method              8 (1 + hessianCost(M) + M² / 12 n), the last term the factorisation's
 *   Newton's method on samples   see firstSample; where n < 8 M they are all rows, and where n < 4 M too few of them for it
 *                                if L-BFGS costs less than Newton's method; or, of many classes, productSample
 *   L-BFGS                       60 + 2000 M / q n, q of K classes K − 1, of two 1
 *
 * Passes and Hessians take less time by the same factor, about, with more threads, and with f32 storage: the choice
 * doesn't depend on either, so that any number of threads gives the same bits. Nor on the penalty, whose strength is
 * part of the columns' units.
 *
 * @param pass - what one costs on the way of Newton's method on samples: less than 1 where it is in single precision
 */
export function chooseSolver(
  asked: "auto" | MethodName | Method,
  rows: number,
  variables: number,
  perTerm = 1,
  pass = 1,
): SolverChoice {
  if (typeof asked === "object") return { solver: asked, reason: "given as a method" };
  if (asked !== "auto") return { solver: asked, reason: "asked for by name" };
  const newton = NEWTON_STEPS * (1 + hessianCost(variables) + factorisationCost(rows, variables));
  if (newton * 2 * rows * variables <= SMALL) {
    return {
      solver: "newton-cholesky",
      reason: `${variables} variables: ${NEWTON_STEPS} Hessians of ${rows} rows take only a moment`,
    };
  }
  const byProducts = isMultiplied(variables, perTerm);
  const sample = byProducts
    ? productSample(rows, variables, perTerm)
    : firstSample(rows, variables, perTerm, pass);
  const cost = byProducts ? sample.passes : sample.passes * pass;
  const lbfgs = LBFGS_PASSES + (LBFGS_PASSES_PER_DENSITY * variables) / (perTerm * rows);
  const isWide = rows < LEAST_ROWS * variables && perTerm === 1;
  if (cost < Math.min(newton, lbfgs) && !(isWide && lbfgs < newton)) {
    const some = byProducts ? `products with ${sample.terms}` : String(sample.terms);
    const curvature = `${some} of ${rows} rows tell the curvature in ${variables} variables`;
    const costs = `about ${cost.toFixed(0)} passes, where Newton's ${NEWTON_STEPS} Hessians cost ${newton.toFixed(0)}`;
    const first =
      perTerm === 1 && isDear(sample.passes) ? "; L-BFGS first, as long as it promises fewer" : "";
    return {
      solver: "sampled-newton",
      reason: `${curvature}: ${costs}${first}`,
    };
  }
  const hessians = `Newton's ${NEWTON_STEPS} Hessians of ${rows} × ${variables}`;
  return {
    solver: newton <= lbfgs ? "newton-cholesky" : "lbfgs",
    reason: `${hessians} should cost ${(newton / lbfgs).toPrecision(2)} times what the passes of L-BFGS do`,
  };
}

/** Whether the method takes a few rows at a time, by their numbers. */
export function countsRows(asked: "auto" | MethodName | Method): boolean {
  return typeof asked === "object" ? (asked.needs?.includes("terms") ?? false) : asked === "saga";
}

/** @throws {@link InputError} for what is neither a method nor the name of one */
export function checkSolver(argument: string, solver: unknown): void {
  if (solver === "auto" || methodNames.includes(solver as MethodName)) return;
  const { name, run } = (solver ?? {}) as Partial<Method>;
  if (typeof name === "string" && typeof run === "function") return;
  const known = ["auto", ...methodNames].map((method) => `"${method}"`).join(", ");
  throw new InputError(argument, `${describe(solver)}; expected ${known}, or ${METHOD_AS_VALUE}`);
}
