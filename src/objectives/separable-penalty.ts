import type { Vector } from "../wasm/vector.ts";
import type { Workspace } from "../wasm/workspace.ts";

/**
 * A penalty that is a sum over the variables, and a box:
 *
 *   P(x) = Σ cⱼ |xⱼ|    lⱼ ≤ xⱼ ≤ uⱼ    cⱼ ≥ 0
 */
export class SeparablePenalty {
  /** c: 0 for a variable without a penalty. */
  readonly weight: Vector;
  /** l: −Infinity for none. */
  readonly lower: Vector;
  /** u: Infinity for none. */
  readonly upper: Vector;

  /**
   * Neither penalties nor bounds, to begin with.
   *
   * @param vector - makes a vector with one entry a variable
   */
  static none(vector: (name: "weight" | "lower" | "upper") => Vector): SeparablePenalty {
    const penalty = new SeparablePenalty(vector);
    penalty.weight.values.fill(0);
    penalty.lower.values.fill(Number.NEGATIVE_INFINITY);
    penalty.upper.values.fill(Number.POSITIVE_INFINITY);
    return penalty;
  }

  private constructor(vector: (name: "weight" | "lower" | "upper") => Vector) {
    this.weight = vector("weight");
    this.lower = vector("lower");
    this.upper = vector("upper");
  }

  /** That of some of the variables. */
  some(variables: Uint32Array, workspace: Workspace): SeparablePenalty {
    return new SeparablePenalty((name) =>
      workspace.copy(Float64Array.from(variables, (j) => this[name].values[j])),
    );
  }

  /** P(x + t p); p may be left out. */
  value(x: Vector, t = 0, p: Vector = x): number {
    const { values } = this.weight;
    let sum = 0;
    for (let j = 0; j < values.length; j++) {
      if (values[j] !== 0) sum += values[j] * Math.abs(x.values[j] + t * p.values[j]);
    }
    return sum;
  }

  /** Moves x into the box. */
  project(x: Vector): void {
    const [low, high] = [this.lower.values, this.upper.values];
    for (let j = 0; j < x.length; j++) x.values[j] = Math.min(Math.max(x.values[j], low[j]), high[j]);
  }

  /**
   * The least subgradient of F + P at x, given ∇F: what is left of the slope in the directions in which x may move. All
   * zeros are the Karush–Kuhn–Tucker conditions. `into` may be `gradient`.
   *
   *   xⱼ ≠ 0   gⱼ + cⱼ sign(xⱼ)         xⱼ = 0   S(gⱼ, cⱼ)
   *   xⱼ = lⱼ  not what would lower it   xⱼ = uⱼ  not what would raise it
   */
  residual(x: Vector, gradient: Vector, into: Vector): void {
    const { weight, lower, upper } = this;
    for (let j = 0; j < x.length; j++) {
      const [xj, g, c] = [x.values[j], gradient.values[j], weight.values[j]];
      let slope = g;
      if (xj > 0) slope = g + c;
      else if (xj < 0) slope = g - c;
      else if (c > 0) slope = g > c ? g - c : g < -c ? g + c : 0;
      if ((slope > 0 && xj <= lower.values[j]) || (slope < 0 && xj >= upper.values[j])) slope = 0;
      into.values[j] = slope;
    }
  }
}
