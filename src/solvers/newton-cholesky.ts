import type { Dense } from "../objectives/objective.ts";
import { dampedNewton } from "./damped-newton.ts";
import type { Solver } from "./solver.ts";

/** Newton's method under the name that estimators have for it, which is scikit-learn's. */
export function newtonCholesky(): Solver<Dense> {
  return dampedNewton("newton-cholesky");
}
