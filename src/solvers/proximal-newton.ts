import type { Composite, Sample, Sampled } from "../objectives/objective.ts";
import { SeparablePenalty } from "../objectives/separable-penalty.ts";
import type { Vector } from "../wasm/vector.ts";
import { isWide, withActiveSets } from "./active-set.ts";
import { rounding } from "./line-search.ts";
import { QuadraticModel } from "./quadratic-model.ts";
import { hessianCost, sampleSize } from "./sample-size.ts";
import { Iterate, later, type Part, type Run, type Solver } from "./solver.ts";
import type { State } from "./state.ts";

/** What a step must have of the decrease that its start promises (Armijo's rule), and by what it shrinks where it hasn't. */
const ARMIJO = 1e-4;
const SHRINK = 0.5;
const SHORTEST = 2 ** -40;

/** A step that leaves no more than this part of the decrease that it promised shows that the model is right. */
const FAST = 1 / 10;

/** The decrease at which runs end, relative to F, about. */
const END = 1e-11;

/** Newton's method takes about so many passes more, once a new Hessian is made. */
const STEPS_AFTER = 2;

/** On a sample steps go on until they gain no more than this part of what the sample is wrong by. */
const SAMPLE_ACCURACY = 0.1;
const MOST_SAMPLE_STEPS = 30;

/** A minimum that costs this part of a Hessian, or more, is not for asking only. */
const COMPARABLE = 1 / 8;

/** Where the model's predicted decrease is this part of F, exact Hessians make the end. */
const NEAR = 1e-4;

/**
 * Newton's method for a smooth function with a separable penalty and bounds (Lee, Sun & Saunders, SIAM J. Optim. 24, 2014):
 *
 *   z = argmin gᵀ(z − x) + ½ (z − x)ᵀ H (z − x) + P(z)    x ← x + t (z − x)
 *
 * Each model is minimised by coordinate descent over its Gram matrix. With many terms H is first that of a sample, at the
 * sample's optimum, and as long as steps in it leave little, no other is made. With many variables, those that are 0 are
 * left out.
 */
export function proximalNewton(): Solver<Composite & Sampled> {
  return {
    name: "proximal-newton",
    needs: ["hessian", "sample"],
    approaches: true,

    run: (objective, state) =>
      isWide(objective) ? withActiveSets(objective, state, narrow) : onAll(objective, state),
  };
}

/** The method on all variables at once. */
const narrow: Solver<Composite & Sampled> = { name: "proximal-newton", run: onAll };

function* onAll(objective: Composite & Sampled, state: State): Run {
  const separable = objective.separable ?? SeparablePenalty.none((name) => state.vector(`separable.${name}`));
  const steps = new Steps(state, separable, objective.layers);
  const { x, gradient, model, direction, at } = steps;
  const residual = state.vector("residual");
  const { terms, size } = objective;
  at.stepSize ??= 0;
  at.predictedDecrease ??= Number.POSITIVE_INFINITY;
  at.known ??= 0; // of how many terms the model's Hessian is
  if (at.value === undefined) {
    separable.project(x);
    const { terms: count, passes } = sampleSize(terms, size);
    if (x.normMax() === 0 && passes < Number.POSITIVE_INFINITY && 2 * count < terms) {
      yield* withSample(objective, count, (sample) => steps.approach(sample));
    }
    yield* steps.evaluate(objective);
  }

  for (;;) {
    const { value, stepSize, predictedDecrease } = at;
    separable.residual(x, gradient, residual);
    yield new Iterate(x, value, residual, { stepSize, predictedDecrease });
    if (!isFastEnough(at, objective) && !(yield* steps.makeModel(objective))) return "not-finite";
    if (at.age === 0) {
      at.promised = model.minimise(x, gradient, direction);
      at.work = model.work;
    }
    const before = at.promised;
    let moved = yield* steps.move(objective, residual);
    if (!moved && !at.exactly) {
      at.exactly = 1;
      if (!(yield* steps.makeModel(objective))) return "not-finite";
      at.promised = model.minimise(x, gradient, direction);
      moved = yield* steps.move(objective, residual);
    }
    if (!moved) return before <= rounding(objective, value) ? "precision-limit" : "line-search-failed";
    at.age += 1;
    if (isNotWorthAsking(at, objective)) {
      Object.assign(at, { rate: 1, predictedDecrease: before });
      continue;
    }
    // What the old model says of the new point. Where the step went as the model said, that is right.
    at.promised = model.minimise(x, gradient, direction);
    at.work = model.work;
    at.rate = at.promised / before;
    at.predictedDecrease =
      at.rate <= FAST ? at.promised / (1 - Math.sqrt(Math.max(0, at.rate))) : Math.max(before, at.promised);
    if (at.rate > FAST * FAST && at.predictedDecrease < NEAR * Math.abs(at.value)) at.exactly = 1;
  }
}

/** Far from the optimum, where the old model's minimum costs about what a new Hessian does: then that is the better one. */
function isNotWorthAsking(at: Readonly<Record<string, number>>, { terms, size }: Sampled): boolean {
  const isFar = at.promised > NEAR * Math.abs(at.value);
  return isFar && at.work / (2 * terms * size) > COMPARABLE * hessianCost(size);
}

/**
 * Whether steps in the old model are through before a new Hessian, and the steps after it, would be: each leaves the part
 * `rate` of the decrease.
 */
function isFastEnough(at: Readonly<Record<string, number>>, { terms, size }: Sampled): boolean {
  if (at.known === 0 || at.rate >= 1) return false;
  if (at.age === 0) return true;
  if (at.stepSize < 1) return false;
  let left = Math.abs(at.predictedDecrease);
  let steps = 0;
  const cost = 1 + at.work / (2 * terms * size); // of a step, in passes
  const most = hessianCost(size) / cost + STEPS_AFTER;
  // Counted, since logarithms differ between runtimes.
  while (left > END * Math.abs(at.value) && steps <= most) {
    left *= at.rate;
    steps += 1;
  }
  return steps <= most;
}

/** What the steps of a run share: the iterate, the model about it, and the step that comes next. */
class Steps {
  readonly x: Vector;
  readonly gradient: Vector;
  readonly direction: Vector;
  readonly model: QuadraticModel;
  readonly at: Record<string, number>;
  readonly #separable: SeparablePenalty;
  readonly #trial: Vector;
  readonly #trialGradient: Vector;
  readonly #trialResidual: Vector;

  constructor(state: State, separable: SeparablePenalty, layers: number | undefined) {
    this.x = state.vector("x");
    this.gradient = state.vector("gradient");
    this.direction = state.vector("direction");
    this.model = new QuadraticModel(state, separable, layers);
    this.at = state.scalars;
    this.#separable = separable;
    this.#trial = state.vector("trial.x");
    this.#trialGradient = state.vector("trial.gradient");
    this.#trialResidual = state.vector("trial.residual");
  }

  /** F + P and ∇F at x. */
  *evaluate(objective: Composite): Part<void> {
    const smooth = yield* later(objective.valueAndGradient(this.x, this.gradient));
    this.at.value = smooth + this.#separable.value(this.x);
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

  #made(terms: number): true {
    Object.assign(this.at, { known: terms, age: 0, rate: 0 });
    return true;
  }

  /** Moves x along the direction, by a whole step if that lowers F + P as it should. Answers whether it moved. */
  *move(objective: Composite, residual: Vector): Part<boolean> {
    const { x, gradient, direction, at } = this;
    const [trial, trialGradient, left] = [this.#trial, this.#trialGradient, this.#trialResidual];
    const separable = this.#separable;
    const noise = rounding(objective, at.value);
    // What F + P falls by to first order, which bounds its slope along the direction from above.
    const slope = gradient.dot(direction) + separable.value(x, 1, direction) - separable.value(x);
    if (!(slope < 0)) return false;

    let t = 1;
    let ray: Awaited<ReturnType<Composite["ray"]>> | undefined;
    for (; t > SHORTEST; t *= SHRINK) {
      if (t < 1) {
        ray ??= yield* later(objective.ray(x, direction));
        const found = (yield* later(ray.value(t))) + separable.value(x, t, direction);
        if (!(found <= at.value + ARMIJO * t * slope + noise)) continue;
      }
      trial.copy(x);
      trial.add(t, direction);
      separable.project(trial); // x + t p is in the box, but for rounding
      const value = (yield* later(objective.valueAndGradient(trial, trialGradient))) + separable.value(trial);
      if (!(value <= at.value + ARMIJO * t * slope + noise)) continue;
      if (value > at.value - noise) {
        // Values say nothing any more: the slopes decide.
        separable.residual(trial, trialGradient, left);
        if (!(left.normMax() < residual.normMax())) return false;
      }
      x.copy(trial);
      gradient.copy(trialGradient);
      Object.assign(at, { value, stepSize: t });
      return true;
    }
    return false;
  }

  /** Moves x to about the optimum of a sample, and leaves the sample's model there. */
  *approach(sample: Composite & Sampled): Part<void> {
    const { x, gradient, direction, model, at } = this;
    const enough = (SAMPLE_ACCURACY * sample.size) / (2 * sample.terms);
    const residual = this.#trialResidual;
    yield* this.evaluate(sample);
    for (let k = 0; k < MOST_SAMPLE_STEPS; k++) {
      if (!(yield* this.makeModel(sample))) break;
      const promised = model.minimise(x, gradient, direction);
      if (promised <= enough) break;
      this.#separable.residual(x, gradient, residual);
      if (!(yield* this.move(sample, residual))) break;
    }
    delete at.value;
    at.age = 0;
  }
}

/** Does something with a sample of about `count` terms. */
function* withSample<T>(
  objective: Composite & Sampled,
  count: number,
  use: (sample: Composite & Sampled) => Part<T>,
): Part<T> {
  const sample = objective.sample(count) as Sample & Composite;
  try {
    return yield* use(sample);
  } finally {
    sample.dispose();
  }
}
