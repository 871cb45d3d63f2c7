import { gradientDescent } from "../solvers/gradient-descent.ts";
import { lbfgs } from "../solvers/lbfgs.ts";
import { newtonCholesky } from "../solvers/newton-cholesky.ts";
import type { Solver } from "../solvers/solver.ts";
import type { Dense } from "../objectives/objective.ts";

/** The methods that a logistic regression can be fitted with, by name. */
export type SolverName = "lbfgs" | "newton-cholesky" | "gradient-descent";

export const solverNames: readonly SolverName[] = ["lbfgs", "newton-cholesky", "gradient-descent"];

export interface SolverChoice {
  readonly solver: Solver<Dense>;
  readonly reason: string;
}

/** Steps that Newton's method takes on a typical problem. */
const NEWTON_STEPS = 8;

/**
 * Passes that L-BFGS makes: on data with rows enough, and more for each variable per row. Where rows are few, the
 * penalty alone holds most directions, and they differ widely in scale (3 × 500: 533 steps, Newton's method 18).
 */
const LBFGS_PASSES = 60;
const LBFGS_PASSES_PER_DENSITY = 2000;

/** What a multiplication of the Hessian's costs, in those of a pass, which waits for memory: measured, 0.3 to 0.4. */
const HESSIAN_DISCOUNT = 0.35;

/** So many multiplications are a matter of milliseconds: then Newton's sharper stop rule decides. */
const SMALL = 2e8;

/** The solver of that name, or the one that should be through first, with the reason. */
export function chooseSolver(name: "auto" | SolverName, rows: number, variables: number): SolverChoice {
  if (name !== "auto") return { solver: create(name, variables), reason: "asked for by name" };
  const pass = 2 * rows * variables;
  const hessian = (HESSIAN_DISCOUNT * rows * variables ** 2) / 2 + variables ** 3 / 6;
  const newton = NEWTON_STEPS * (pass + hessian);
  if (newton <= SMALL) {
    return {
      solver: create("newton-cholesky", variables),
      reason: `${variables} variables: ${NEWTON_STEPS} Hessians of ${rows} rows take only a moment`,
    };
  }
  const passes = LBFGS_PASSES + (LBFGS_PASSES_PER_DENSITY * variables) / rows;
  const ratio = (newton / (passes * pass)).toPrecision(2);
  const hessians = `Newton's ${NEWTON_STEPS} Hessians of ${rows} × ${variables}`;
  return {
    solver: create(newton <= passes * pass ? "newton-cholesky" : "lbfgs", variables),
    reason: `${hessians} should cost ${ratio} times what the passes of L-BFGS do`,
  };
}

function create(name: SolverName, variables: number): Solver<Dense> {
  switch (name) {
    case "lbfgs":
      return lbfgs({ history: historyFor(variables) });
    case "newton-cholesky":
      return newtonCholesky();
    case "gradient-descent":
      return gradientDescent();
  }
}

/**
 * How many curvature pairs: as many as help, up to 32 MiB of them. On ill-conditioned data 100 pairs instead of
 * 10 save three passes of four (raw breast cancer, C = 1000: 138 against 515) and cost next to nothing beside a pass.
 */
function historyFor(variables: number): number {
  return Math.max(10, Math.min(100, Math.floor(2 ** 21 / variables)));
}
