import { describe } from "../options.ts";
import { InputError } from "../errors.ts";
import type { Dual, Sampled } from "../objectives/objective.ts";
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
const NEWTON_STEPS = 8;

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
 * @param isHeld - whether a penalty holds every coefficient, as curvature pairs ask for that come before samples
 */
export function chooseSolver(
  asked: "auto" | MethodName | Method,
  rows: number,
  variables: number,
  perTerm = 1,
  isHeld = true,
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
  const sample = byProducts ? productSample(rows, variables, perTerm) : firstSample(rows, variables, perTerm);
  const lbfgs = LBFGS_PASSES + (LBFGS_PASSES_PER_DENSITY * variables) / (perTerm * rows);
  const isWide = rows < LEAST_ROWS * variables && perTerm === 1;
  if (sample.passes < Math.min(newton, lbfgs) && !(isWide && lbfgs < newton)) {
    const some = byProducts ? `products with ${sample.terms}` : String(sample.terms);
    const curvature = `${some} of ${rows} rows tell the curvature in ${variables} variables`;
    const costs = `about ${sample.passes.toFixed(0)} passes, where Newton's ${NEWTON_STEPS} Hessians cost ${newton.toFixed(0)}`;
    const first =
      perTerm === 1 && isHeld && isDear(sample.passes) ? "; L-BFGS first, as long as it promises fewer" : "";
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

/**
 * Hessian products and gradients of truncated Newton on typical sparse data (at C = 1 it made 16 on text-like rows, 28 on
 * subjects of mails, 90 on indicators, 121 on digits), and its vector operations beside each.
 */
const TRUNCATED_PASSES = 60;
const TRUNCATED_VECTORS = 10;

/** Epochs on the dual, what a row costs beside its non-zeros, mostly exponentials, and the vector operations of a run. */
const DUAL_PASSES = 18;
const DUAL_ROW = 50;
const DUAL_VECTORS = 40;

/** Rows are almost at right angles where they hold no larger part of the columns. */
const MOST_FILLED = 1 / 20;

/**
 * For rows that hold their non-zeros only, q each: the one that should cost fewer multiplications of
 *
 *   Newton's method             8 (2 n q + n q² / 2 + M³ / 6), the Hessian's from pairs of non-zeros (or, of more than
 *                               two classes, n M² / 2), and the factorisation's
 *   ascent on the dual          18 n (2 q + 50) + 40 M
 *   truncated Newton            60 (2 n q + 10 M)
 *
 * On the dual each epoch gets the further the less rows have in common: it is for as many columns as rows, or more, at most
 * 1 / 20 of them filled, two classes, and a ridge alike for all coefficients. There it took fewer passes in all cases, and
 * the less time the larger C (20000 × 100000 with 100 a row: 9 passes in place of 16 at C = 1, 16 in place of 58 at 30; 2400
 * subjects of mails: 12 for 28, 30 for 112, and 64 for 524 at 10⁴). Of fewer columns than rows it took as many passes as
 * truncated Newton (40000 × 5000 with 50 a row, C = 30: 84 for 44; 20000 × 5090 with 12 a row, C = 1: 61 for 90), of which
 * each costs more, and which threads can't share.
 *
 * L-BFGS isn't among them: on text it takes as many passes as truncated Newton, and vectors of its pairs beside each,
 * which are longer than the non-zeros of a pass. Nor are samples: they seldom tell the curvature of a column that few rows
 * have.
 */
export function chooseSparseSolver(
  asked: "auto" | MethodName | Method,
  rows: number,
  nonZeros: number,
  { size: variables, perTerm = 1, dual }: Pick<Dual & Sampled, "size" | "perTerm" | "dual">,
): SolverChoice {
  if (asked !== "auto") return chooseSolver(asked, rows, variables, perTerm);
  const pairs = perTerm === 1 ? (nonZeros * nonZeros) / rows : rows * variables * variables;
  const pass = 2 * nonZeros * perTerm;
  const newton = NEWTON_STEPS * (pass + pairs / 2 + (variables * variables * variables) / 6);
  const onDual = dual && variables >= rows && nonZeros <= MOST_FILLED * rows * variables;
  const other = onDual
    ? DUAL_PASSES * (pass + DUAL_ROW * rows) + DUAL_VECTORS * variables
    : TRUNCATED_PASSES * (pass + TRUNCATED_VECTORS * variables);
  const hessians = `Newton's ${NEWTON_STEPS} Hessians of ${nonZeros} non-zeros in ${rows} × ${variables}`;
  const others = onDual ? "epochs on the dual" : "products with them";
  return {
    solver: newton <= other ? "newton-cholesky" : onDual ? "dual-newton-cg" : "newton-cg",
    reason: `${hessians} should cost ${(newton / other).toPrecision(2)} times what ${others} do`,
  };
}

/**
 * For a penalty with a corner at 0, or bounds on coefficients: one method, whatever the size. Of many columns it looks at
 * few, and decides there whether curvature pairs or Hessians lead to the end (see {@link proximalNewton}).
 *
 * @throws {@link InputError} for a method that can't do with them
 */
export function chooseSeparableSolver(asked: "auto" | MethodName | Method): SolverChoice {
  const name = typeof asked === "object" ? asked.name : asked;
  if (name !== "auto" && name !== "proximal-newton" && name !== "proximal-lbfgs") {
    const found = `${describe(name)} with l1Ratio above 0, or bounds`;
    throw new InputError(
      "options.solver",
      `${found}; expected "auto", "proximal-newton" or "proximal-lbfgs"`,
    );
  }
  if (typeof asked === "object") return { solver: asked, reason: "given as a method" };
  return {
    solver: asked === "auto" ? "proximal-newton" : asked,
    reason: asked === "auto" ? "made for penalties with a corner at 0, and for bounds" : "asked for by name",
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
