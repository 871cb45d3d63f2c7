import { after, type Later, type Sampled, type Smooth } from "../objectives/objective.ts";
import type { Vector } from "../wasm/vector.ts";
import { later, type Part } from "./solver.ts";
import type { State } from "./state.ts";

/** Where no more than this part of F is left, the third derivative says nothing of it that f64 holds. */
const NEAR = 1e-10;

/** A step from there may change the slope along it by so many times what it was expected to. */
const MOST_BEND = 8;

/** Where a step starts that should be about the last. */
interface Anchor {
  readonly x: Vector;
  readonly value: number;
  readonly gradient: Vector;
}

/**
 * F, approximately where the objective has that for less, until `sharpen` or `expectEnd`; what is known of the latest value
 * outlives a checkpoint with it.
 *
 * Where a step that should have been the last wasn't, so little is left that F after the next follows from the gradients,
 *
 *   F(x + s) = F(x) + ½ (∇F(x) + ∇F(x + s)) · s
 *
 * which may be approximate then, as long as that is little beside `tol`. Another step from there starts without.
 */
export class Roughly implements Smooth {
  readonly size: number;
  readonly #objective: Sampled;
  readonly #at: Record<string, number>;
  readonly #state: State;
  #anchor: Anchor | undefined;
  #isBeside = false; // it ends a run, or is sharpened

  /** @param at - where what outlives a checkpoint is kept */
  constructor(objective: Sampled, state: State, at: Record<string, number> = state.scalars) {
    this.size = objective.size;
    this.#objective = objective;
    this.#at = at;
    this.#state = state;
    at.isExact ??= Number(!objective.approximateGradient);
    at.isRough ??= 0;
    at.uncertainty ??= 0;
    at.isPlain ??= Number(!objective.approximateGradient || (objective.perTerm ?? 1) > 1);
  }

  get uncertainty(): number {
    return this.#at.uncertainty;
  }

  /** Whether what comes next is without approximation. */
  get isExact(): boolean {
    return this.#at.isExact > 0;
  }

  /** Whether the latest value and gradient are approximate. */
  get isApproximate(): boolean {
    return this.#at.isRough > 0;
  }

  /** Whether the next gradient may be approximate though values aren't. */
  get isAnchored(): boolean {
    return this.#anchor !== undefined;
  }

  /** Whether the latest gradient is approximate though its value isn't. */
  get isBeside(): boolean {
    return this.#isBeside;
  }

  valueAndGradient(x: Vector, gradient: Vector): Later<number> {
    this.#isBeside = false;
    if (this.#anchor) return this.#beside(this.#anchor, x, gradient);
    const objective = this.#objective;
    const { isExact } = this;
    const found = isExact
      ? objective.valueAndGradient(x, gradient)
      : objective.approximateGradient!(x, gradient);
    return after(found, (value) => {
      this.#at.uncertainty = objective.uncertainty ?? 0;
      this.#at.isRough = Number(!isExact && objective.isApproximate);
      if (!this.isApproximate) this.expectEnd();
      return value;
    });
  }

  #beside(anchor: Anchor, x: Vector, gradient: Vector): Later<number> {
    const objective = this.#objective;
    return after(objective.approximateGradient!(x, gradient, this.#state.tol), (found) => {
      if (!objective.isApproximate) return found;
      const step = this.#state.vector("anchor-step");
      step.copy(x);
      step.add(-1, anchor.x);
      const slopes = [anchor.gradient.dot(step), gradient.dot(step)];
      const bend = Math.abs(slopes[1] - slopes[0]);
      if (bend > MOST_BEND * NEAR * Math.abs(anchor.value)) return objective.valueAndGradient(x, gradient);
      this.#isBeside = true;
      return anchor.value + (slopes[0] + slopes[1]) / 2;
    });
  }

  ray(...[x, p]: Parameters<Smooth["ray"]>): ReturnType<Smooth["ray"]> {
    return this.#objective.ray(x, p);
  }

  /** The next step should be the last: it ends where F is what it is. */
  expectEnd(): void {
    this.#at.isExact = 1;
  }

  /** The next step, from the state's x, should be the last, with this decrease to be had. */
  finish(decrease: number): void {
    const { value, isPlain } = this.#at;
    if (isPlain || !this.isExact || this.isApproximate || !(decrease <= NEAR * Math.abs(value))) return;
    const [x, gradient] = ["x", "gradient"].map((name) => {
      const kept = this.#state.vector(`anchor-${name}`);
      kept.copy(this.#state.vector(name));
      return kept;
    });
    this.#anchor = { x, value, gradient };
  }

  /** F and its gradient at the state's x, and from here on, without approximation. */
  *sharpen(): Part<void> {
    if (this.#anchor) this.#at.isPlain = 1; // what should have been the last step wasn't: not again
    this.#anchor = undefined;
    this.expectEnd();
    const state = this.#state;
    this.#at.value = yield* later(this.valueAndGradient(state.vector("x"), state.vector("gradient")));
  }
}
