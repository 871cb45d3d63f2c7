/** What few fits have: rows that hold their non-zeros only, and penalties with a corner at 0 or bounds. */
import { InputError } from "../errors.ts";
import type { Dual, Sampled } from "../objectives/objective.ts";
import { describe } from "../options.ts";
import { chooseSolver, NEWTON_STEPS, type SolverChoice } from "./choose-solver.ts";
import type { Method, MethodName } from "./methods-by-name.ts";

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
