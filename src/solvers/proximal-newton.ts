import type { Composite, Sampled } from "../objectives/objective.ts";
import { SeparablePenalty } from "../objectives/separable-penalty.ts";
import { isWide, withActiveSets } from "./active-set.ts";
import { columnwiseSteps, isColumnwise } from "./columnwise-newton.ts";
import { CompositeSearch } from "./composite-search.ts";
import { rounding } from "./line-search.ts";
import { quasiNewtonSteps } from "./proximal-lbfgs.ts";
import { QuadraticModel } from "./quadratic-model.ts";
import { factorisationCost, hessianCost, sampleSize } from "./sample-size.ts";
import { enoughOf, withSample } from "./samples.ts";
import { Iterate, later, type Part, type Run, type Solver } from "./solver.ts";
import type { State } from "./state.ts";

/** A step that leaves no more than this part of the decrease that it promised shows that the model is right. */
const FAST = 1 / 10;

/** A new model that promises no more than this part of F has its minimum where it was made, but for rounding. */
const NOTHING = 1e-12;

/** Newton's method takes about so many passes more, once a new Hessian is made. */
const STEPS_AFTER = 2;

/** The most steps on a sample. */
const MOST_SAMPLE_STEPS = 30;

/** What Newton's method takes on variables chosen; where that costs few passes, there's nothing to gain. */
const HESSIANS = 2;
const LEAST_PASSES = 40;

/** Where it costs more than so many, a Hessian is too much for the last digits, and perhaps for the memory. */
const MOST_PASSES = 1000;

/** A minimum that costs this part of a Hessian, or more, is not for asking only. */
const COMPARABLE = 1 / 8;

/** Where the model's predicted decrease is this part of F, exact Hessians make the end. */
const NEAR = 1e-4;

/** A mean over terms. */
type Target = Composite & Pick<Sampled, "terms"> & Partial<Pick<Sampled, "sample">>;

/**
 * Newton's method for a smooth function with a separable penalty and bounds (Lee, Sun & Saunders, SIAM J. Optim. 24, 2014):
 *
 *   z = argmin gᵀ(z − x) + ½ (z − x)ᵀ H (z − x) + P(z)    x ← x + t (z − x)
 *
 * Each model is minimised by coordinate descent over its Gram matrix. With many terms H is first that of a sample, at the
 * sample's optimum, and as long as steps in it leave little, no other is made. With many variables, those that are 0 are
 * left out, and where hundreds are not, or can't be, as bounds alone leave few at 0, steps by curvature pairs come first
 * (see {@link proximalLbfgs}): where columns are hardly correlated they do all but the end, which takes one Hessian to know
 * (2000 × 20000 with 1010 in use: 1.6 s, and 3.3 s by Hessians alone). Sparse rows of many columns have models by columns
 * instead, as long as sweeps over those are cheap (see {@link columnwiseSteps}).
 */
export function proximalNewton(): Solver<Target> {
  return {
    name: "proximal-newton",
    needs: ["hessian"],
    approaches: true,

    *run(objective, state) {
      if (!isWide(objective)) return yield* narrow.run(objective, state);
      if (isColumnwise(objective) && !state.scalars.columnsAreDear) {
        const end = yield* columnwiseSteps(objective, state);
        if (end !== "too-many") return end;
        state.scalars.columnsAreDear = 1;
      }
      return yield* withActiveSets(objective, state, narrow, (size) => {
        const most = pairSteps(size, objective.terms);
        return most > 0 && most <= MOST_PASSES ? byHessians : undefined;
      });
    },
  };
}

/** The method on all variables at once; on many, where Hessians are dear, as long as curvature pairs do without. */
const narrow: Solver<Target> = {
  name: "proximal-newton",
  *run(objective, state) {
    const most = pairSteps(objective.size, objective.terms);
    if (most === 0 || paysToSample(objective, state)) return yield* onAll(objective, state);
    const end = yield* quasiNewtonSteps(objective, state, most);
    // Where values say nothing any more, Hessians get a few digits further.
    const isEnough = end === "not-finite" || (end !== "too-many" && most > MOST_PASSES);
    return isEnough ? end : yield* onAll(objective, state);
  },
};

const byHessians: Solver<Target> = { name: "proximal-newton", run: onAll };

/** How many steps by curvature pairs may come before Hessians: as many as cost what these would, or none. */
function pairSteps(size: number, terms: number): number {
  const most = HESSIANS * (hessianCost(size) + factorisationCost(terms, size));
  return most < LEAST_PASSES ? 0 : most;
}

function* onAll(objective: Target, state: State): Run {
  const separable = objective.separable ?? SeparablePenalty.none((name) => state.vector(`separable.${name}`));
  const steps = new Steps(state, separable, objective.layers);
  const { x, gradient, model, direction, residual, at } = steps;
  const { terms, size } = objective;
  at.stepSize ??= 0;
  at.predictedDecrease ??= Number.POSITIVE_INFINITY;
  at.known ??= 0; // of how many terms the model's Hessian is
  if (at.value === undefined) {
    separable.project(x);
    if (paysToSample(objective, state)) {
      const { terms: count } = sampleSize(terms, size);
      yield* withSample(objective, count, (sample) => steps.approach(sample));
    }
    yield* steps.evaluate(objective);
  }

  for (;;) {
    const { value, stepSize, predictedDecrease } = at;
    steps.measure();
    yield new Iterate(x, value, residual, { stepSize, predictedDecrease });
    if (!isFastEnough(state, objective) && !(yield* steps.makeModel(objective))) return "not-finite";
    if (at.age === 0) {
      if (!(yield* steps.minimiseModel(objective))) return "not-finite";
      if (at.promised <= NOTHING * Math.abs(value)) {
        yield new Iterate(x, value, residual, { stepSize, predictedDecrease: at.promised });
      }
    }
    const before = at.promised;
    let moved = yield* steps.move(objective);
    if (!moved && !(at.exactly && at.age === 0 && at.known === terms)) {
      at.exactly = 1;
      if (!(yield* steps.makeModel(objective))) return "not-finite";
      at.promised = yield* model.minimise(x, gradient, direction);
      moved = yield* steps.move(objective);
    }
    if (!moved) return before <= rounding(objective, value) ? "precision-limit" : "line-search-failed";
    at.age += 1;
    if (isNotWorthAsking(at, objective)) {
      Object.assign(at, { rate: 1, predictedDecrease: before });
      continue;
    }
    // What the old model says of the new point. Where the step went as the model said, that is right.
    at.promised = yield* model.minimise(x, gradient, direction);
    at.work = model.work;
    at.rate = at.promised / before;
    at.predictedDecrease =
      at.rate <= FAST ? at.promised / (1 - Math.sqrt(Math.max(0, at.rate))) : Math.max(before, at.promised);
    if (at.rate > FAST * FAST && at.predictedDecrease < NEAR * Math.abs(at.value)) at.exactly = 1;
  }
}

/** Far from the optimum, where the old model's minimum costs about what a new Hessian does: then that is the better one. */
function isNotWorthAsking(at: Readonly<Record<string, number>>, { terms, size }: Target): boolean {
  const isFar = at.promised > NEAR * Math.abs(at.value);
  return isFar && at.work / (2 * terms * size) > COMPARABLE * hessianCost(size);
}

/**
 * Whether steps in the old model are through before a new Hessian, and the steps after it, would be: each leaves the part
 * `rate` of the decrease.
 */
function isFastEnough({ scalars: at, relativeDecrease }: State, { terms, size }: Target): boolean {
  if (at.known === 0 || at.rate >= 1) return false;
  if (at.age === 0) return true;
  if (at.stepSize < 1) return false;
  let left = Math.abs(at.predictedDecrease);
  let steps = 0;
  const cost = 1 + at.work / (2 * terms * size); // of a step, in passes
  const most = hessianCost(size) / cost + STEPS_AFTER;
  // Counted, since logarithms differ between runtimes.
  while (left > relativeDecrease * Math.abs(at.value) && steps <= most) {
    left *= at.rate;
    steps += 1;
  }
  return steps <= most;
}

/** What the steps of a run share: where it is, and the model about it. */
class Steps extends CompositeSearch {
  readonly model: QuadraticModel;

  constructor(state: State, separable: SeparablePenalty, layers: number | undefined) {
    super(state, separable);
    this.model = new QuadraticModel(state, separable, layers);
  }

  /** H at x. */
  *makeModel(objective: Composite & { readonly terms: number }): Part<boolean> {
    const { at, model, x } = this;
    if (!at.exactly && objective.approximateHessian) {
      yield* later(objective.approximateHessian(x, model.hessian));
      if (model.prepare()) return this.#made(objective.terms);
      at.exactly = 1;
    }
    yield* later(objective.hessian(x, model.hessian));
    return model.prepare() && this.#made(objective.terms);
  }

  /** Writes the direction to the minimum of a new model, of an exact H where it takes that. Answers false where H isn't finite. */
  *minimiseModel(objective: Composite & { readonly terms: number }): Part<boolean> {
    const { at, model, x, gradient, direction } = this;
    at.promised = yield* model.minimise(x, gradient, direction);
    at.work = model.work;
    if (!model.isDelicate || at.exactly) return true;
    at.exactly = 1;
    if (!(yield* this.makeModel(objective))) return false;
    at.promised = yield* model.minimise(x, gradient, direction);
    return true;
  }

  #made(terms: number): true {
    Object.assign(this.at, { known: terms, age: 0, rate: 0 });
    return true;
  }

  /** Moves x to about the optimum of a sample, and leaves the sample's model there. */
  *approach(sample: Composite & Sampled): Part<void> {
    const { at } = this;
    const enough = enoughOf(sample);
    yield* this.evaluate(sample);
    for (let k = 0; k < MOST_SAMPLE_STEPS; k++) {
      if (!(yield* this.makeModel(sample)) || !(yield* this.minimiseModel(sample))) break;
      if (at.promised <= enough) break;
      this.measure();
      if (!(yield* this.move(sample))) break;
    }
    delete at.value;
    at.exactly = 0; // all terms may have the curvature that a sample lacks
    at.age = 0;
  }
}

/** Whether a run from 0 is to begin on a sample. */
function paysToSample(objective: Target, state: State): objective is Composite & Sampled {
  const { terms, size, sample } = objective;
  const { terms: count, passes } = sampleSize(terms, size);
  const pays = passes < Number.POSITIVE_INFINITY && 2 * count < terms;
  return sample !== undefined && pays && state.vector("x").normMax() === 0;
}
