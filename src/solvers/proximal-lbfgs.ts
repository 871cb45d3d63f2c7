import type { Composite, Sampled } from "../objectives/objective.ts";
import { SeparablePenalty } from "../objectives/separable-penalty.ts";
import { isWide, withActiveSets } from "./active-set.ts";
import { CompositeSearch } from "./composite-search.ts";
import { CurvaturePairs } from "./curvature-pairs.ts";
import { rounding } from "./line-search.ts";
import { QuasiNewtonModel } from "./quasi-newton-model.ts";
import { RecentValues } from "./recent-values.ts";
import { type Impasse, Iterate, type Signal, type Solver } from "./solver.ts";
import type { State } from "./state.ts";

/** Of the most steps allowed this part is taken before steps are judged, by how many lead to the end. */
const JUDGED_AT = 1 / 4;

/**
 * Sweeps that a step has for the minimum of its model. Where nothing else comes after, ill-conditioned data want many (raw
 * breast cancer, an elastic net: 370 steps with 200, more than 1000 with 40); before Hessians a few are enough.
 */
const MOST_SWEEPS = 200;
const SWEEPS_BEFORE_HESSIANS = 40;

/** More pairs save passes, and cost time in each step of coordinate descent. */
const HISTORY = 16;

/**
 * Limited-memory BFGS for a smooth function with a separable penalty and bounds, a proximal quasi-Newton method (Lee, Sun &
 * Saunders, SIAM J. Optim. 24, 2014; Scheinberg & Tang, Math. Program. 160, 2016):
 *
 *   z = argmin gᵀ(z − x) + ½ (z − x)ᵀ B (z − x) + P(z)    x ← x + t (z − x)
 *
 * For so many variables in use that Hessians cost more than passes. Those that are 0 are left out where they are many.
 */
export function proximalLbfgs(): Solver<Composite & Sampled> {
  return {
    name: "proximal-lbfgs",
    run: (objective, state) =>
      isWide(objective) ? withActiveSets(objective, state, narrow) : narrow.run(objective, state),
  };
}

/** The method on all variables at once. */
const narrow: Solver<Composite> = {
  name: "proximal-lbfgs",
  *run(objective, state) {
    return (yield* quasiNewtonSteps(objective, state, Number.POSITIVE_INFINITY)) as Impasse;
  },
};

/**
 * Steps to the optimum, or, as soon as they are known to be more than `most`, to where that is known: then all that another
 * method needs to go on is in the state, as {@link CompositeSearch} has it.
 */
export function* quasiNewtonSteps(
  objective: Composite,
  state: State,
  most: number,
): Generator<Signal, Impasse | "too-many", unknown> {
  const separable = objective.separable ?? SeparablePenalty.none((name) => state.vector(`separable.${name}`));
  const search = new CompositeSearch(state, separable);
  const { x, gradient, direction, residual, at } = search;
  const pairs = new CurvaturePairs(state, HISTORY);
  const sweeps = most < Number.POSITIVE_INFINITY ? SWEEPS_BEFORE_HESSIANS : MOST_SWEEPS;
  const model = new QuasiNewtonModel(state, separable, HISTORY, sweeps);
  const recent = new RecentValues(state);
  const before = state.vector("before.x");
  const gradientBefore = state.vector("before.gradient");
  at.stepSize ??= 0;
  if (at.value === undefined) {
    separable.project(x);
    yield* search.evaluate(objective);
  }

  for (let steps = 0; ; steps++) {
    search.measure();
    model.prepare(pairs);
    recent.note(at.value);
    const promised = model.minimise(x, gradient, direction);
    const predictedDecrease = Math.max(promised, recent.toCome());
    yield new Iterate(x, at.value, residual, { stepSize: at.stepSize, predictedDecrease });
    if (
      steps >= most * JUDGED_AT &&
      steps + recent.stepsTo(state.relativeDecrease * Math.abs(at.value)) > most
    )
      return "too-many";
    before.copy(x);
    gradientBefore.copy(gradient);
    let moved = yield* search.move(objective);
    if (!moved && pairs.count > 0) {
      pairs.clear(); // distrust the model, and try once more with B = I
      model.prepare(pairs);
      model.minimise(x, gradient, direction);
      moved = yield* search.move(objective);
    }
    if (!moved) {
      return promised <= rounding(objective, at.value) ? "precision-limit" : "line-search-failed";
    }
    direction.copy(x);
    direction.add(-1, before);
    pairs.push(1, direction, gradientBefore, gradient);
  }
}
