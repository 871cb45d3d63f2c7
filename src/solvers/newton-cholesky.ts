import type { Dense } from "../objectives/objective.ts";
import { factorise, largestDiagonal } from "./factorise.ts";
import type { LineSearch } from "./line-search.ts";
import { Iterate, later, type Solver } from "./solver.ts";
import { strongWolfe } from "./strong-wolfe.ts";

export interface NewtonCholeskyOptions {
  /** Default `strongWolfe()`. */
  lineSearch?: LineSearch;
}

/** Up to this multiple of the Hessian's largest diagonal entry: there the step is a short one along −g. */
const MOST_RIDGE = 1e6;

/**
 * Newton's method with a line search: p = −H⁻¹ g by Cholesky's factorisation (Boyd & Vandenberghe 2004,
 * algorithm 9.5). Where H is not positive definite, or no step along p lowers F, a ridge that grows is added
 * to its diagonal until it is so; each iterate tells the ridge that led to it.
 */
export function newtonCholesky({ lineSearch = strongWolfe() }: NewtonCholeskyOptions = {}): Solver<Dense> {
  return {
    name: "newton-cholesky",
    needs: ["hessian"],

    *run(objective, state) {
      const x = state.vector("x");
      const gradient = state.vector("gradient");
      const direction = state.vector("direction");
      const hessian = state.matrix("hessian");
      const factor = state.matrix("factor");
      const at = state.scalars;
      at.stepSize ??= 0;
      at.ridge ??= 0;
      at.predictedDecrease ??= Number.POSITIVE_INFINITY;
      at.value ??= yield* later(objective.valueAndGradient(x, gradient));

      /** Steps along p = −(H + ridge I)⁻¹ g. */
      function* search() {
        direction.copy(gradient);
        direction.scale(-1);
        factor.choleskySolve(direction);
        const start = { x, value: at.value, gradient, direction, initialStep: 1 };
        return yield* lineSearch(objective, start, state);
      }

      for (;;) {
        const { value, stepSize, predictedDecrease, ridge } = at;
        yield new Iterate(x, value, gradient, { stepSize, predictedDecrease, ridge });
        yield* later(objective.hessian(x, hessian));
        const unit = largestDiagonal(hessian) || 1;
        // Where the last step needed a ridge, this one needs one of about that size.
        let found = factorise(hessian, factor, ridge / 10);
        if (found === undefined) return "not-finite";
        let step = yield* search();
        while ("failure" in step && step.failure === "line-search-failed" && found < MOST_RIDGE * unit) {
          found = factorise(hessian, factor, Math.max(100 * found, 1e-6 * unit)) ?? Number.POSITIVE_INFINITY;
          step = yield* search();
        }
        if ("failure" in step) return step.failure;
        Object.assign(at, step, { ridge: found });

        // gᵀ H⁻¹ g / 2 at the new point, in the metric of the old one: near the optimum they are the same.
        direction.copy(gradient);
        factor.choleskySolve(direction);
        at.predictedDecrease = direction.dot(gradient) / 2;
      }
    },
  };
}
