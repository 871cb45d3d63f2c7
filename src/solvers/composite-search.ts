import type { Ray, Smooth } from "../objectives/objective.ts";
import type { SeparablePenalty } from "../objectives/separable-penalty.ts";
import type { Vector } from "../wasm/vector.ts";
import { rounding } from "./line-search.ts";
import { later, type Part } from "./solver.ts";
import type { State } from "./state.ts";

/** What a step must have of the decrease that its start promises (Armijo's rule), and by what it shrinks where it hasn't. */
const ARMIJO = 1e-4;
const SHRINK = 0.5;
const SHORTEST = 2 ** -40;

/** Where a run is that minimises F + P: the iterate, what is known of it, and the step that comes next. */
export class CompositeSearch {
  readonly x: Vector;
  /** ∇F at x. */
  readonly gradient: Vector;
  /** p, from x to the minimum of a model. */
  readonly direction: Vector;
  /** The least subgradient of F + P at x, as of the latest `measure`. */
  readonly residual: Vector;
  /** `value` is F + P at x, `stepSize` how much of the latest direction was taken. */
  readonly at: Record<string, number>;
  readonly #separable: SeparablePenalty;
  readonly #trial: Vector;
  readonly #trialGradient: Vector;
  readonly #trialResidual: Vector;

  constructor(state: State, separable: SeparablePenalty) {
    this.x = state.vector("x");
    this.gradient = state.vector("gradient");
    this.direction = state.vector("direction");
    this.residual = state.vector("residual");
    this.at = state.scalars;
    this.#separable = separable;
    this.#trial = state.vector("trial.x");
    this.#trialGradient = state.vector("trial.gradient");
    this.#trialResidual = state.vector("trial.residual");
  }

  /** F + P and ∇F at x. */
  *evaluate(objective: Smooth): Part<void> {
    const smooth = yield* later(objective.valueAndGradient(this.x, this.gradient));
    this.at.value = smooth + this.#separable.value(this.x);
  }

  /** Writes the residual at x. */
  measure(): void {
    this.#separable.residual(this.x, this.gradient, this.residual);
  }

  /**
   * Moves x along the direction, by a whole step if that lowers F + P as it should (Lee, Sun & Saunders, SIAM J. Optim. 24,
   * 2014, equation 2.18). Answers whether it moved. `measure` comes before.
   */
  *move(objective: Smooth): Part<boolean> {
    const { x, gradient, direction, at } = this;
    const [trial, trialGradient, left] = [this.#trial, this.#trialGradient, this.#trialResidual];
    const separable = this.#separable;
    const noise = rounding(objective, at.value);
    // What F + P falls by to first order, which bounds its slope along the direction from above.
    const slope = gradient.dot(direction) + separable.value(x, 1, direction) - separable.value(x);
    if (!(slope < 0)) return false;

    let t = 1;
    let ray: Ray | undefined;
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
        const isLess = left.normMax() < this.residual.normMax() || left.norm2() < this.residual.norm2();
        if (!isLess) return false;
      }
      x.copy(trial);
      gradient.copy(trialGradient);
      Object.assign(at, { value, stepSize: t });
      return true;
    }
    return false;
  }
}
