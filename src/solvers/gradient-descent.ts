import { InputError } from "../errors.ts";
import type { Smooth } from "../objectives/objective.ts";
import { checkOptions } from "../options.ts";
import { backtracking } from "./backtracking.ts";
import { checkLineSearch } from "./check-line-search.ts";
import type { LineSearch } from "./line-search.ts";
import { finitePositive } from "./rules/options.ts";
import { learningRateOf, type Schedule } from "./schedules/schedule.ts";
import { Iterate, later, type Solver } from "./solver.ts";
import { followed, type RuleMethod } from "./update-rule.ts";

export interface GradientDescentOptions {
  /** A fixed step, or a schedule of steps, in place of a line search. */
  learningRate?: number | Schedule;
  /** Default `backtracking({ alpha: 0.1, beta: 0.8 })`. */
  lineSearch?: LineSearch;
  /**
   * The first step that a line search tries: the same one every time, or, after the first, the one that
   * Barzilai & Borwein (1988) take from the curvature along the last step, t gᵀg / (gᵀg − gᵀg₊). Default 1.
   */
  firstTrial?: number | "barzilai-borwein";
}

const OPTIONS = ["learningRate", "lineSearch", "firstTrial"];

/**
 * Steepest descent: x ← x − t ∇F(x) (Boyd & Vandenberghe 2004, algorithm 9.3), with t from a line search. With a
 * learning rate, t is just that; it is then a rule as well, which mini-batches can follow.
 */
export function gradientDescent(options: { learningRate: number | Schedule }): RuleMethod;
export function gradientDescent(options?: GradientDescentOptions): Solver<Smooth>;
export function gradientDescent(options: GradientDescentOptions = {}): Solver<Smooth> {
  checkOptions("gradientDescent", options, OPTIONS);
  const { learningRate, lineSearch = backtracking(), firstTrial = 1 } = options;
  if (learningRate === undefined) {
    checkLineSearch("gradientDescent.lineSearch", lineSearch);
    if (firstTrial !== "barzilai-borwein") finitePositive("gradientDescent.firstTrial", firstTrial);
    return searching(lineSearch, firstTrial);
  }
  for (const name of ["lineSearch", "firstTrial"] as const) {
    if (options[name] === undefined) continue;
    throw new InputError(
      `gradientDescent.${name}`,
      "contradicts learningRate, which leaves nothing to search",
    );
  }
  return stepping(learningRateOf("gradientDescent.learningRate", learningRate));
}

function stepping(learningRate: Schedule): RuleMethod {
  return followed({
    name: "gradient-descent",

    update(x, gradient, _state, step, epoch) {
      const rate = learningRate(step, epoch);
      x.add(-rate, gradient);
      return rate;
    },
  });
}

function searching(lineSearch: LineSearch, firstTrial: number | "barzilai-borwein"): Solver<Smooth> {
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
