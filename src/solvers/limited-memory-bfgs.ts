import type { Smooth } from "../objectives/objective.ts";
import { CurvaturePairs } from "./curvature-pairs.ts";
import type { LineSearch } from "./line-search.ts";
import { Iterate, later, type Solver } from "./solver.ts";
import { strongWolfe } from "./strong-wolfe.ts";

/** The method of `lbfgs`, which checks what it is given. */
export function limitedMemoryBfgs({
  history = 10,
  lineSearch = strongWolfe(),
  initialScaling = true,
}: {
  readonly history?: number | undefined;
  readonly lineSearch?: LineSearch | undefined;
  readonly initialScaling?: boolean | undefined;
}): Solver<Smooth> {
  return {
    name: "lbfgs",

    *run(objective, state) {
      const x = state.vector("x");
      const gradient = state.vector("gradient");
      const before = state.vector("gradient-before");
      const direction = state.vector("direction");
      const pairs = new CurvaturePairs(state, history, initialScaling);
      const at = state.scalars;
      at.stepSize ??= 0;
      at.value ??= yield* later(objective.valueAndGradient(x, gradient));

      function* search() {
        const initialStep = pairs.count > 0 ? 1 : Math.min(1, 1 / gradient.norm2());
        const start = { x, value: at.value, gradient, direction, initialStep };
        return yield* lineSearch(objective, start, state);
      }

      for (;;) {
        pairs.direction(gradient, direction);
        const predictedDecrease = -gradient.dot(direction) / 2;
        yield new Iterate(x, at.value, gradient, { stepSize: at.stepSize, predictedDecrease });
        before.copy(gradient);
        let step = yield* search();
        if ("failure" in step && pairs.count > 0) {
          pairs.clear(); // distrust the model, and try once more along −g
          pairs.direction(gradient, direction);
          step = yield* search();
        }
        if ("failure" in step) return step.failure;
        pairs.push(step.stepSize, direction, before, gradient);
        Object.assign(at, step);
      }
    },
  };
}
