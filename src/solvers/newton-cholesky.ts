import type { Dense } from "../objectives/objective.ts";
import { newton, type NewtonOptions } from "./newton.ts";
import type { Solver } from "./solver.ts";

/** {@link newton} under the name that estimators have for it, which is scikit-learn's. */
export function newtonCholesky(options: NewtonOptions = {}): Solver<Dense> {
  return { ...newton(options), name: "newton-cholesky" };
}
