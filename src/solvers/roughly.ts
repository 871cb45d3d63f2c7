import { after, type Sampled, type Smooth } from "../objectives/objective.ts";
import { later, type Part } from "./solver.ts";
import type { State } from "./state.ts";

/**
 * F, approximately where the objective has that for less, until `sharpen` or `expectEnd`; what is known of the latest value
 * outlives a checkpoint with it.
 */
export class Roughly implements Smooth {
  readonly size: number;
  readonly #objective: Sampled;
  readonly #at: Record<string, number>;

  constructor(objective: Sampled, at: Record<string, number>) {
    this.size = objective.size;
    this.#objective = objective;
    this.#at = at;
    at.isExact ??= Number(!objective.approximateGradient);
    at.isRough ??= 0;
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

  valueAndGradient(
    ...[x, gradient]: Parameters<Smooth["valueAndGradient"]>
  ): ReturnType<Smooth["valueAndGradient"]> {
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

  /** The next step should be the last: it ends where F is what it is. */
  expectEnd(): void {
    this.#at.isExact = 1;
  }

  /** F and its gradient at the state's x, and from here on, without approximation. */
  *sharpen(state: State): Part<void> {
    this.expectEnd();
    this.#at.value = yield* later(this.valueAndGradient(state.vector("x"), state.vector("gradient")));
  }
}
