import { after, type Later, type Sampled, type Smooth } from "../objectives/objective.ts";
import type { Vector } from "../wasm/vector.ts";
import { later, type Part } from "./solver.ts";
import type { State } from "./state.ts";

/** Where no more than this part of F is left, the third derivative says nothing of it that f64 holds. */
const NEAR = 1e-10;

/** A step from there may change the slope along it by so many times what it was expected to. */
const MOST_BEND = 8;

/** What may be left of that slope: more tells that the step isn't the last, or of rounding. */
const MOST_SLOPE = 0.1;

/**
 * A gradient in single precision is off by no more than so many √(2 F / n) along any direction (by 0.36 of that at most, of 34
 * that were looked at), and F may be by this part of itself.
 */
const OFF = 5e-7;
const MOST_OFF = 1e-13;

/** Where a step starts that should be the last. */
interface Anchor {
  readonly x: Vector;
  readonly value: number;
  readonly gradient: Vector;
}

/**
 * F, approximately where the objective has that for less, until `sharpen` or `expectEnd`, from where on it is without
 * approximation; what is known of the latest value outlives a checkpoint with it.
 *
 * But where a step that should have been the last wasn't, so little is left that F after the next follows from the gradients,
 *
 *   F(x + s) = F(x) + ½ (∇F(x) + ∇F(x + s)) · s
 *
 * which `finish` lets be approximate then, if that is little beside `tol` and changes nothing that F is known to. Where that
 * step isn't the last either, there is no more of it. (Steps by curvature pairs alone leave too much of their slope for that.)
 */
export class Roughly implements Smooth {
  readonly size: number;
  readonly #objective: Sampled;
  readonly #at: Record<string, number>;
  readonly #state: State;
  #anchor: Anchor | undefined;

  /** @param at - where what outlives a checkpoint is kept */
  constructor(objective: Sampled, state: State, at: Record<string, number> = state.scalars) {
    this.size = objective.size;
    this.#objective = objective;
    this.#at = at;
    this.#state = state;
    at.isExact ??= Number(!objective.approximateGradient);
    at.isPlain ??= Number(!objective.approximateGradient || (objective.perTerm ?? 1) > 1);
    at.isRough ??= 0;
    at.isBeside ??= 0;
    at.uncertainty ??= 0;
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

  /** Whether the latest gradient is approximate though its value isn't: it is good for an end, and for nothing else. */
  get isBeside(): boolean {
    return this.#at.isBeside > 0;
  }

  valueAndGradient(x: Vector, gradient: Vector): Later<number> {
    this.#at.isBeside = 0;
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

  ray(...[x, p]: Parameters<Smooth["ray"]>): ReturnType<Smooth["ray"]> {
    return this.#objective.ray(x, p);
  }

  #beside(anchor: Anchor, x: Vector, gradient: Vector): Later<number> {
    const objective = this.#objective;
    const { value } = anchor;
    const step = this.#state.vector("anchor-step");
    step.copy(x);
    step.add(-1, anchor.x);
    const off = OFF * Math.sqrt((2 * Math.abs(value)) / objective.terms) * step.norm2();
    if (off > MOST_OFF * Math.abs(value)) return this.#plainly(x, gradient);
    return after(objective.approximateGradient!(x, gradient, this.#state.tol), (found) => {
      if (!objective.isApproximate) {
        this.#giveUp();
        return found;
      }
      const [from, to] = [anchor.gradient.dot(step), gradient.dot(step)];
      const isLast =
        Math.abs(to - from) <= MOST_BEND * NEAR * Math.abs(value) &&
        Math.abs(to) <= MOST_SLOPE * Math.abs(from);
      if (!isLast) return this.#plainly(x, gradient);
      this.#at.isBeside = 1;
      return value + (from + to) / 2;
    });
  }

  #plainly(x: Vector, gradient: Vector): Later<number> {
    this.#giveUp();
    return this.valueAndGradient(x, gradient);
  }

  #giveUp(): void {
    this.#anchor = undefined;
    this.#at.isPlain = 1;
  }

  /** The next step should be the last: it ends where F is what it is. */
  expectEnd(): void {
    this.#at.isExact = 1;
  }

  /** Whether a run ends at the state's x, with this decrease to be had. */
  isEnd(decrease: number): boolean {
    return this.#endsWith(decrease, 1);
  }

  /** The next step starts at the state's x, with this decrease to be had, and should leave this part of it. */
  finish(decrease: number, part: number): void {
    this.#anchor = undefined;
    const { value, isPlain } = this.#at;
    if (isPlain || !this.isExact || this.isApproximate || this.isBeside) return;
    if (!(decrease <= NEAR * Math.abs(value)) || !this.#endsWith(decrease * part, Math.sqrt(part))) return;
    const [x, gradient] = [this.#state.vector("anchor-x"), this.#state.vector("anchor-gradient")];
    x.copy(this.#state.vector("x"));
    gradient.copy(this.#state.vector("gradient"));
    this.#anchor = { x, value, gradient };
  }

  /** Whether a run ends with this decrease, and this part of the state's gradient. */
  #endsWith(decrease: number, part: number): boolean {
    const { tol, relativeDecrease, norm } = this.#state;
    const isEnough = decrease <= relativeDecrease * Math.abs(this.#at.value);
    return isEnough && norm(this.#state.vector("gradient")) * part <= tol;
  }

  /** F and its gradient at the state's x, and from here on, without approximation. */
  *sharpen(): Part<void> {
    if (this.isBeside) this.#giveUp(); // what should have been the last step wasn't
    this.#anchor = undefined;
    this.expectEnd();
    const state = this.#state;
    this.#at.value = yield* later(this.valueAndGradient(state.vector("x"), state.vector("gradient")));
  }
}
