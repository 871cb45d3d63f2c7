import { InputError } from "../errors.ts";
import type { Workspace } from "../wasm/workspace.ts";
import type { Coordinates } from "./coordinates.ts";
import { SeparablePenalty } from "./separable-penalty.ts";

/** As the class has them. */
export type CoefficientPenalty = Pick<
  CoefficientConstraints,
  "l1Ratio" | "penaltyFactor" | "scale" | "lower" | "upper"
>;

/**
 * What penalises coefficients besides a ridge, and what bounds them:
 *
 *   λ r Σ fⱼ |vⱼ wⱼ| + ½ λ (1 − r) Σ fⱼ (vⱼ wⱼ)²    lⱼ ≤ wⱼ ≤ uⱼ
 */
export class CoefficientConstraints {
  /** r, from 0 to 1. */
  readonly l1Ratio: number;
  /** f, none below 0; default 1 each. */
  readonly penaltyFactor: Float64Array | undefined;
  /** v: the units in which coefficients are penalised, such as their columns' deviations; default 1 each. */
  readonly scale: Float64Array | undefined;
  /** l; default −Infinity each. */
  readonly lower: Float64Array | undefined;
  /** u; default Infinity each. */
  readonly upper: Float64Array | undefined;

  constructor({ l1Ratio = 0, penaltyFactor, scale, lower, upper }: Partial<CoefficientPenalty>) {
    this.l1Ratio = l1Ratio;
    this.penaltyFactor = penaltyFactor;
    this.scale = scale;
    this.lower = lower;
    this.upper = upper;
  }

  /** fⱼ vⱼ², the factor of each square; undefined where all are 1. */
  get ridgeFactors(): Float64Array | undefined {
    const { penaltyFactor, scale } = this;
    if (!scale) return penaltyFactor;
    return scale.map((v, j) => this.#factor(j) * v * v);
  }

  #factor(j: number): number {
    return this.penaltyFactor?.[j] ?? 1;
  }

  /** r Σ fⱼ |vⱼ wⱼ| + ½ (1 − r) Σ fⱼ (vⱼ wⱼ)² */
  value(coef: Float64Array): number {
    const { l1Ratio, scale } = this;
    return coef.reduce((sum, w, j) => {
      const v = Math.abs(w) * (scale?.[j] ?? 1);
      return sum + this.#factor(j) * (l1Ratio * v + 0.5 * (1 - l1Ratio) * v * v);
    }, 0);
  }

  /** Whether the penalty has a corner, or there are bounds: few solvers can do with them. */
  get isSeparable(): boolean {
    return this.l1Ratio > 0 || this.lower !== undefined || this.upper !== undefined;
  }

  /**
   * In solver coordinates: wⱼ = tⱼ θⱼ. Where tⱼ = 0 it holds θⱼ at 0.
   *
   * @param rows - how many rows of variables there are, one behind the other, each penalised alike
   * @throws {@link InputError} for bounds without 0 of a column that can't matter, whose coefficient is 0
   */
  within(
    { unit, size }: Coordinates,
    lambda: number,
    workspace: Workspace,
    rows = 1,
  ): SeparablePenalty | undefined {
    if (!this.isSeparable) return undefined;
    const { l1Ratio, scale, lower, upper } = this;
    const separable = SeparablePenalty.none(() => workspace.vector(rows * size));
    unit.values.forEach((t, j) => {
      separable.weight.values[j] = l1Ratio * lambda * this.#factor(j) * (scale?.[j] ?? 1) * t;
      const [low, high] = [lower?.[j] ?? Number.NEGATIVE_INFINITY, upper?.[j] ?? Number.POSITIVE_INFINITY];
      if (t > 0) {
        separable.lower.values[j] = low / t;
        separable.upper.values[j] = high / t;
      } else if (low > 0 || high < 0) {
        const found = `[${low}, ${high}] for column ${j}, which is constant`;
        throw new InputError("options.lower", `${found}; expected bounds with 0 between them`);
      } else {
        separable.lower.values[j] = 0;
        separable.upper.values[j] = 0;
      }
    });
    for (const { values } of [separable.weight, separable.lower, separable.upper]) {
      for (let row = 1; row < rows; row++) values.copyWithin(row * size, 0, size);
    }
    return separable;
  }

  /** Puts coefficients that are out of their bounds, or off them, by rounding only back to them. */
  clip(coef: Float64Array): void {
    const { lower, upper } = this;
    coef.forEach((w, j) => {
      const rounding = 4 * Number.EPSILON * Math.abs(w);
      if (lower && w <= lower[j] + rounding) coef[j] = lower[j];
      else if (upper && w >= upper[j] - rounding) coef[j] = upper[j];
    });
  }
}
