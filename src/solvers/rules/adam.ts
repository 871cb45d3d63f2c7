import { boolean, checkOptions } from "../../options.ts";
import type { State } from "../state.ts";
import type { Vector } from "../../wasm/vector.ts";
import { learningRateOf, power, type Schedule } from "../schedules/schedule.ts";
import { followed, type RuleMethod } from "../update-rule.ts";
import { decayRate, finitePositive } from "./options.ts";

export interface AdamOptions {
  /** η: a number or a schedule. Default 0.001. */
  learningRate?: number | Schedule;
  /** β₁: how much of the mean gradient is kept, in [0, 1). Default 0.9. */
  beta1?: number;
  /** β₂: how much of the mean square is kept, in [0, 1). Default 0.999. */
  beta2?: number;
  /** ε > 0, outside the root: keeps the division from 0 / 0. Default 1e-7. */
  epsilon?: number;
  /**
   * Whether the means are corrected for the zeros they start from: then the first steps are as long as the rate says.
   * Without, they are up to (1 − β₁) / √(1 − β₂) times that, 3.2 by default. Default true.
   */
  biasCorrection?: boolean;
}

/**
 * Adam (Kingma & Ba 2015): momentum and RMSProp in one. In update t, from 1:
 *
 *   m ← β₁ m + (1 − β₁) g            c ← β₂ c + (1 − β₂) g²
 *   m̂ = m / (1 − β₁ᵗ)                ĉ = c / (1 − β₂ᵗ)                x ← x − η m̂ / (√ĉ + ε)
 *
 * or, without bias correction, m̂ = m and ĉ = c.
 */
export function adam(options: AdamOptions = {}): RuleMethod {
  checkOptions("adam", options, adamOptions);
  const move = adamMove("adam", options, 0);
  return followed({ name: "adam", update: move });
}

/** What Adam and AdamW have in common. */
export const adamOptions: readonly string[] = ["learningRate", "beta1", "beta2", "epsilon", "biasCorrection"];

/** The update of Adam's with x ← (1 − η λ) x before it, by the weight decay λ. */
export function adamMove(name: string, options: AdamOptions, weightDecay: number) {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7, biasCorrection = true } = options;
  const learningRate = learningRateOf(`${name}.learningRate`, options.learningRate ?? 0.001);
  decayRate(`${name}.beta1`, beta1);
  decayRate(`${name}.beta2`, beta2);
  finitePositive(`${name}.epsilon`, epsilon);
  boolean(`${name}.biasCorrection`, biasCorrection);

  return (x: Vector, gradient: Vector, state: State, step: number, epoch: number): number => {
    const mean = state.vector(`${name}.mean`);
    const cache = state.vector(`${name}.cache`);
    const rate = learningRate(step, epoch);
    const weight1 = biasCorrection ? 1 - power(beta1, step + 1) : 1;
    const weight2 = biasCorrection ? 1 - power(beta2, step + 1) : 1;
    x.arena.kernels.adamUpdate(
      x.length,
      rate / weight1,
      1 - rate * weightDecay,
      beta1,
      beta2,
      1 / Math.sqrt(weight2),
      epsilon,
      gradient.pointer,
      mean.pointer,
      cache.pointer,
      x.pointer,
    );
    return rate;
  };
}
