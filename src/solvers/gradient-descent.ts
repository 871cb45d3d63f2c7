import type { Smooth } from "../objectives/objective.ts";
import { backtracking } from "./backtracking.ts";
import type { LineSearch } from "./line-search.ts";
import { Iterate, later, type Solver } from "./solver.ts";

export interface GradientDescentOptions {
  /** Default `backtracking()`. */
  lineSearch?: LineSearch;
  /**
   * The first step that a line search tries: the same one every time, or, after the first, the one that
   * Barzilai & Borwein (1988) take from the curvature along the last step, t gᵀg / (gᵀg − gᵀg₊). Default
   * `"barzilai-borwein"`.
   */
  firstTrial?: number | "barzilai-borwein";
}

/** Steepest descent: x ← x − t ∇F(x) (Boyd & Vandenberghe 2004, algorithm 9.3). */
export function gradientDescent(options: GradientDescentOptions = {}): Solver<Smooth> {
  const { lineSearch = backtracking(), firstTrial = "barzilai-borwein" } = options;
  const fixed = firstTrial === "barzilai-borwein" ? undefined : firstTrial;
  return {
    name: "gradient-descent",

    *run(objective, state) {
      const x = state.vector("x");
      const gradient = state.vector("gradient");
      const direction = state.vector("direction");
      const at = state.scalars;
      at.initialStep ??= fixed ?? 1;
      at.stepSize ??= 0;
      at.value ??= yield* later(objective.valueAndGradient(x, gradient));

      for (;;) {
        const { value, initialStep } = at;
        yield new Iterate(x, value, gradient, { stepSize: at.stepSize });
        direction.copy(gradient);
        direction.scale(-1);
        const step = yield* lineSearch(objective, { x, value, gradient, direction, initialStep }, state);
        if ("failure" in step) return step.failure;
        const curvature = direction.dot(direction) + direction.dot(gradient);
        const spectral = curvature > 0 ? (step.stepSize * direction.dot(direction)) / curvature : 1;
        Object.assign(at, step, { initialStep: fixed ?? spectral });
      }
    },
  };
}
