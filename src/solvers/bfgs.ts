import type { Smooth } from "../objectives/objective.ts";
import { boolean, checkOptions } from "../options.ts";
import { checkLineSearch } from "./check-line-search.ts";
import { InverseHessian } from "./inverse-hessian.ts";
import type { LineSearch } from "./line-search.ts";
import { Iterate, later, type Solver } from "./solver.ts";
import { strongWolfe } from "./strong-wolfe.ts";

export interface BfgsOptions {
  /** Default `strongWolfe()`. */
  lineSearch?: LineSearch;
  /** Whether the first pair scales H₀ = I to γ I, γ = sᵀy / yᵀy. Default true. */
  initialScaling?: boolean;
}

/**
 * BFGS: Nocedal & Wright (2006), algorithm 6.1. It keeps the inverse Hessian's estimate, n (n + 1) / 2 numbers, and a
 * step costs O(n²); `lbfgs` approximates it with the last few pairs. A backtracking search doesn't see to it that the
 * curvature sᵀy is positive: pairs without it are left out.
 */
export function bfgs(options: BfgsOptions = {}): Solver<Smooth> {
  checkOptions("bfgs", options, ["lineSearch", "initialScaling"]);
  const { lineSearch = strongWolfe(), initialScaling = true } = options;
  checkLineSearch("bfgs.lineSearch", lineSearch);
  boolean("bfgs.initialScaling", initialScaling);
  return {
    name: "bfgs",

    *run(objective, state) {
      const x = state.vector("x");
      const gradient = state.vector("gradient");
      const before = state.vector("gradient-before");
      const direction = state.vector("direction");
      const inverse = new InverseHessian(state, initialScaling);
      const at = state.scalars;
      at.stepSize ??= 0;
      at.value ??= yield* later(objective.valueAndGradient(x, gradient));

      function* search() {
        const initialStep = inverse.pairs > 0 ? 1 : Math.min(1, 1 / gradient.norm2());
        const start = { x, value: at.value, gradient, direction, initialStep };
        return yield* lineSearch(objective, start, state);
      }

      for (;;) {
        inverse.direction(gradient, direction);
        const predictedDecrease = -gradient.dot(direction) / 2;
        yield new Iterate(x, at.value, gradient, { stepSize: at.stepSize, predictedDecrease });
        before.copy(gradient);
        let step = yield* search();
        if ("failure" in step && inverse.pairs > 0) {
          inverse.clear(); // distrust the model, and try once more along −g
          inverse.direction(gradient, direction);
          step = yield* search();
        }
        if ("failure" in step) return step.failure;
        inverse.update(step.stepSize, direction, before, gradient);
        Object.assign(at, step);
      }
    },
  };
}
