import type { Dense } from "../objectives/objective.ts";
import { factorise, factoriseApproximately, largestEntry } from "./factorise.ts";
import type { LineSearch } from "./line-search.ts";
import { Iterate, later, type Part, type Run, type Solver } from "./solver.ts";
import type { State } from "./state.ts";
import { strongWolfe } from "./strong-wolfe.ts";

/** Where the predicted decrease is this part of F, or less, a whole step should divide it by far more than 100. */
const NEAR = 1e-4;
const SLOW = 1 / 100;

/**
 * Where a step divides it by less than 10, curvature was not what the step expected: what is left is no more than what it
 * had promised, but may be more than the old curvature makes of the new gradient. Else 1 − √rate of the curvature is there.
 */
const FAST = 1 / 10;

/** Up to this multiple of the Hessian's largest entry: there the step is a short one along −g. */
const MOST_RIDGE = 1e6;

/** Newton's method with a line search, see `newton`, which has it without one, too. */
export function dampedNewton(name: string, lineSearch: LineSearch = strongWolfe()): Solver<Dense> {
  return { name, needs: ["hessian"], run: (objective, state) => dampedSteps(objective, state, lineSearch) };
}

function* dampedSteps(objective: Dense, state: State, lineSearch: LineSearch): Run {
  const x = state.vector("x");
  const gradient = state.vector("gradient");
  const direction = state.vector("direction");
  const hessian = state.matrix("hessian");
  const factor = state.matrix("factor");
  const at = state.scalars;
  at.stepSize ??= 0;
  at.ridge ??= 0;
  at.exactly ??= 0;
  at.predictedDecrease ??= Number.POSITIVE_INFINITY;
  at.value ??= yield* later(objective.valueAndGradient(x, gradient));

  /** What the latest step promised: gᵀ H⁻¹ g / 2 at its start. */
  let before = 0;

  /** Steps along p = −(H + ridge I)⁻¹ g. */
  function search() {
    direction.copy(gradient);
    direction.scale(-1);
    factor.choleskySolve(direction);
    before = -gradient.dot(direction) / 2;
    const start = { x, value: at.value, gradient, direction, initialStep: 1 };
    return lineSearch(objective, start, state);
  }

  for (;;) {
    const { value, stepSize, predictedDecrease, ridge } = at;
    yield new Iterate(x, value, gradient, { stepSize, predictedDecrease, ridge });
    // Where the last step needed a ridge, this one needs one of about that size.
    let found = yield* factoriseAt(objective, state, ridge / 10);
    if (found === undefined) return "not-finite";
    let step = yield* search();
    if ("failure" in step && !at.exactly) {
      at.exactly = 1;
      found = yield* factoriseAt(objective, state, 0);
      if (found === undefined) return "not-finite";
      step = yield* search();
    }
    const unit = largestEntry(hessian) || 1;
    while ("failure" in step && step.failure !== "precision-limit" && found < MOST_RIDGE * unit) {
      const more = Math.max(100 * found, 1e-6 * unit);
      found = (yield* factorise(hessian, factor, more)) ?? Number.POSITIVE_INFINITY;
      step = yield* search();
    }
    if ("failure" in step) return step.failure;
    Object.assign(at, step, { ridge: found });

    // gᵀ H⁻¹ g / 2 at the new point, in the metric of the old one: where the step went as it should they are the same.
    direction.copy(gradient);
    factor.choleskySolve(direction);
    const decrease = direction.dot(gradient) / 2;
    const rate = decrease / before;
    at.predictedDecrease = rate <= FAST ? decrease / (1 - Math.sqrt(rate)) : Math.max(before, decrease);
    const near = predictedDecrease <= NEAR * Math.abs(at.value);
    if (near && decrease > SLOW * predictedDecrease) at.exactly = 1;
  }
}

/** The factor of the approximate Hessian, or of H + ridge I; answers the ridge. */
function* factoriseAt(objective: Dense, state: State, least: number): Part<number | undefined> {
  const x = state.vector("x");
  const hessian = state.matrix("hessian");
  const factor = state.matrix("factor");
  const at = state.scalars;
  if (!at.exactly && (yield* factoriseApproximately(objective, x, hessian, factor))) return 0;
  at.exactly = 1;
  yield* later(objective.hessian(x, hessian));
  return yield* factorise(hessian, factor, least);
}
