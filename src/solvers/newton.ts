import type { Dense } from "../objectives/objective.ts";
import { checkOptions } from "../options.ts";
import { checkLineSearch } from "./check-line-search.ts";
import { dampedNewton } from "./damped-newton.ts";
import { choleskyInPieces, largestEntry } from "./factorise.ts";
import type { LineSearch } from "./line-search.ts";
import { solveSymmetric } from "./solve-symmetric.ts";
import { Iterate, later, type Run, type Solver } from "./solver.ts";
import type { State } from "./state.ts";

export interface NewtonOptions {
  /** Default `strongWolfe()`; `false` takes the whole step, wherever that leads. */
  lineSearch?: LineSearch | false;
}

/**
 * Newton's method: x ← x + t p with p = −H⁻¹ g; in one dimension x ← x − t f′/f″.
 *
 * With a line search, by Cholesky's factorisation (Boyd & Vandenberghe 2004, algorithm 9.5). Where H is not positive
 * definite, or no step along p lowers F, a ridge that grows is added to its diagonal until it is so; each iterate
 * tells the ridge that led to it. An approximate Hessian serves as long as it is well-conditioned, no step fails and
 * the convergence is fast: from then on, the exact one.
 *
 * Without one, t = 1 and H is taken as it is: the method then looks for a point without a gradient, be it a minimum,
 * a saddle or a maximum, converges from nearby only, and ends with `"singular"` where H is.
 */
export function newton(options: NewtonOptions = {}): Solver<Dense> {
  checkOptions("newton", options, ["lineSearch"]);
  const { lineSearch } = options;
  if (lineSearch === false) return { name: "newton", needs: ["hessian"], run: wholeSteps };
  if (lineSearch !== undefined) {
    checkLineSearch("newton.lineSearch", lineSearch, "backtracking(), strongWolfe() or false");
  }
  return dampedNewton("newton", lineSearch);
}

function* wholeSteps(objective: Dense, state: State): Run {
  const x = state.vector("x");
  const gradient = state.vector("gradient");
  const step = state.vector("direction");
  const hessian = state.matrix("hessian");
  const factor = state.matrix("factor");
  const at = state.scalars;
  at.stepSize ??= 0;
  at.value ??= yield* later(objective.valueAndGradient(x, gradient));

  for (;;) {
    yield new Iterate(x, at.value, gradient, { stepSize: at.stepSize, descends: false });
    yield* later(objective.hessian(x, hessian));
    if (!Number.isFinite(largestEntry(hessian))) return "not-finite";
    step.copy(gradient);
    factor.copy(hessian);
    if ((yield* choleskyInPieces(factor)) < 0) factor.choleskySolve(step);
    else if (!solveSymmetric(hessian, step)) return "singular";
    x.add(-1, step);
    at.stepSize = 1;
    at.value = yield* later(objective.valueAndGradient(x, gradient));
  }
}
