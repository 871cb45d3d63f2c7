import { hypot } from "../numerics/hypot.ts";
import { after, type Later, type Smooth } from "../objectives/objective.ts";
import type { Vector } from "../wasm/vector.ts";
import { type Constraint, Constraints, ROUNDINGS } from "./constraints.ts";
import type { Part } from "./solver.ts";

/** What belongs to constraints and changes from one inner problem to the next. */
export interface Multipliers {
  /** λ */
  readonly equalities: Vector;
  /** μ ≥ 0 */
  readonly inequalities: Vector;
}

/**
 * The augmented Lagrangian of Powell, Hestenes and Rockafellar (Nocedal & Wright 2006, section 17.3; Birgin & Martínez
 * 2014, chapter 4) as a function of x alone, for solvers without constraints:
 *
 *   L(x) = F(x) + Σ (λᵢ hᵢ + ρ/2 hᵢ²) + Σ (max(0, μⱼ + ρ fⱼ)² − μⱼ²) / 2ρ
 *   ∇L   = ∇F + Σ (λᵢ + ρ hᵢ) ∇hᵢ + Σ max(0, μⱼ + ρ fⱼ) ∇fⱼ
 */
export class AugmentedLagrangian implements Smooth {
  readonly size: number;
  readonly #objective: Smooth;
  readonly #equalities: Constraints;
  readonly #inequalities: Constraints;
  readonly #multipliers: Multipliers;
  /** ρ */
  penalty = 1;
  /** F, without the constraints, at the latest evaluation. */
  value: number = Number.NaN;
  /** What the constraints, and products of x and gradients, have of the uncertainty. */
  ownUncertainty = 0;

  constructor(
    objective: Smooth,
    equalities: readonly Constraint[],
    inequalities: readonly Constraint[],
    multipliers: Multipliers,
  ) {
    this.size = objective.size;
    this.#objective = objective;
    this.#equalities = new Constraints("augmentedLagrangian.equalities", equalities, objective.size);
    this.#inequalities = new Constraints("augmentedLagrangian.inequalities", inequalities, objective.size);
    this.#multipliers = multipliers;
  }

  /**
   * F and constraints are often near zero as sums of terms that aren't. Their values say nothing of the rounding then,
   * but their derivatives do: what a rounding of x makes of them.
   */
  get uncertainty(): number {
    return (this.#objective.uncertainty ?? 0) + this.ownUncertainty;
  }

  valueAndGradient(x: Vector, gradient: Vector): Later<number> {
    return after(this.#objective.valueAndGradient(x, gradient), (value) => {
      this.value = value;
      const sensitivity = gradient.values.reduce((sum, g, j) => sum + Math.abs(g * x.values[j]), 0);
      return after(this.#evaluate(x.values), () => {
        const total = value + this.#terms;
        return after(this.#addGradients(gradient.values), () => {
          const all = sensitivity + this.#equalities.sensitivity + this.#inequalities.sensitivity;
          this.ownUncertainty = ROUNDINGS * Number.EPSILON * all;
          return total;
        });
      });
    });
  }

  ray(x: Vector, p: Vector): ReturnType<Smooth["ray"]> {
    const from = x.values.slice();
    const along = p.values.slice();
    const evaluate = (t: number) => this.#evaluate(from.map((value, j) => value + t * along[j]));
    return after(this.#objective.ray(x, p), (ray) => ({
      value: (t) => after(ray.value(t), (value) => after(evaluate(t), () => value + this.#terms)),
      slope: (t) =>
        after(ray.slope(t), (slope) =>
          after(evaluate(t), () => {
            const gradient = new Float64Array(this.size);
            return after(this.#addGradients(gradient), () =>
              gradient.reduce((sum, g, j) => sum + g * along[j], slope),
            );
          }),
        ),
    }));
  }

  /**
   * The Euclidean norm of (h, max(f, −μ/ρ)) at the latest evaluation: how far constraints are from holding, and the
   * multipliers of slack ones from zero.
   */
  get infeasibility(): number {
    const { inequalities } = this.#multipliers;
    const slack = (f: number, j: number) => Math.max(f, -inequalities.values[j] / this.penalty);
    return hypot(...this.#equalities.values, ...this.#inequalities.values.map(slack));
  }

  /**
   * The first constraint whose gradient disagrees with its value around x, as its place among equalities and then
   * inequalities; −1 if there is none.
   */
  *mismatch(x: Vector): Part<number> {
    const equality = yield* this.#equalities.mismatch(x.values);
    if (equality >= 0) return equality;
    const inequality = yield* this.#inequalities.mismatch(x.values);
    return inequality < 0 ? -1 : this.#equalities.values.length + inequality;
  }

  /** λ ← λ + ρ h, μ ← max(0, μ + ρ f), with the values of the latest evaluation, at most `most` in size. */
  updateMultipliers(most: number): void {
    const { equalities, inequalities } = this.#multipliers;
    equalities.values.forEach((_, i, all) => {
      all[i] = Math.min(most, Math.max(-most, this.#equalityWeight(i)));
    });
    inequalities.values.forEach((_, j, all) => {
      all[j] = Math.min(most, this.#inequalityWeight(j));
    });
  }

  #evaluate(x: ArrayLike<number>): Later<void> {
    return after(this.#equalities.evaluate(x), () => this.#inequalities.evaluate(x));
  }

  get #terms(): number {
    const { equalities, inequalities } = this.#multipliers;
    let sum = 0;
    this.#equalities.values.forEach((h, i) => {
      sum += h * (equalities.values[i] + 0.5 * this.penalty * h);
    });
    this.#inequalities.values.forEach((f, j) => {
      const mu = inequalities.values[j];
      // (max(0, μ + ρ f)² − μ²) / 2ρ without the difference of squares
      sum +=
        this.#inequalityWeight(j) > 0 ? f * (mu + 0.5 * this.penalty * f) : (-mu * mu) / (2 * this.penalty);
    });
    return sum;
  }

  #addGradients(g: Float64Array): Later<void> {
    const equalities = this.#equalities.addGradients((i) => this.#equalityWeight(i), g);
    return after(equalities, () => this.#inequalities.addGradients((j) => this.#inequalityWeight(j), g));
  }

  #equalityWeight(i: number): number {
    return this.#multipliers.equalities.values[i] + this.penalty * this.#equalities.values[i];
  }

  /** A NaN stays one. */
  #inequalityWeight(j: number): number {
    return Math.max(
      0,
      this.#multipliers.inequalities.values[j] + this.penalty * this.#inequalities.values[j],
    );
  }
}
