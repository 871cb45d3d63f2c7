import type { Dense } from "../objectives/objective.ts";
import { factorise } from "./factorise.ts";
import type { LineSearch } from "./line-search.ts";
import { Iterate, later, type Solver } from "./solver.ts";
import { strongWolfe } from "./strong-wolfe.ts";

export interface NewtonCholeskyOptions {
  /** Default `strongWolfe()`. */
  lineSearch?: LineSearch;
}

/**
 * Newton's method with a line search: p = −H⁻¹ g by Cholesky's factorisation (Boyd & Vandenberghe 2004,
 * algorithm 9.5). Where H is not positive definite, a ridge that grows tenfold is added to its diagonal until
 * it is; each iterate tells the ridge that led to it.
 */
export function newtonCholesky({ lineSearch = strongWolfe() }: NewtonCholeskyOptions = {}): Solver<Dense> {
  return {
    name: "newton-cholesky",

    *run(objective, state) {
      const x = state.vector("x");
      const gradient = state.vector("gradient");
      const direction = state.vector("direction");
      const hessian = state.matrix("hessian");
      const factor = state.matrix("factor");
      let value = yield* later(objective.valueAndGradient(x, gradient));
      let stepSize = 0;
      let ridge = 0;
      let predictedDecrease = Number.POSITIVE_INFINITY;

      for (;;) {
        yield new Iterate(x, value, gradient, { stepSize, predictedDecrease, ridge });
        yield* later(objective.hessian(x, hessian));
        const added = factorise(hessian, factor);
        if (added === undefined) return "not-finite";
        ridge = added;
        direction.copy(gradient);
        direction.scale(-1);
        factor.choleskySolve(direction);
        const step = yield* lineSearch(objective, { x, value, gradient, direction, initialStep: 1 }, state);
        if ("failure" in step) return step.failure;
        ({ value, stepSize } = step);

        // gᵀ H⁻¹ g / 2 at the new point, in the metric of the old one: near the optimum they are the same.
        direction.copy(gradient);
        factor.choleskySolve(direction);
        predictedDecrease = direction.dot(gradient) / 2;
      }
    },
  };
}
