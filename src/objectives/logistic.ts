import type { RowTarget } from "../data/binary-target.ts";
import type { RowStorage } from "../data/storage.ts";
import { InputError } from "../errors.ts";
import type { Vector } from "../wasm/vector.ts";
import type { Workspace } from "../wasm/workspace.ts";
import type { CoefficientConstraints } from "./coefficient-constraints.ts";
import { chooseCoordinates, LinearModelObjective, type Strength } from "./linear-model.ts";
import { type Margins, margins } from "./margins.ts";
import { after, type Later } from "./objective.ts";
import { brierLoss, logLoss } from "./row-loss.ts";
import type { Turns } from "../wasm/event-loop-turns.ts";
import { Ridge } from "./ridge.ts";
import { RowSums } from "./row-sums.ts";
import { type RowWeights, weigh } from "./row-weights.ts";
import { checkWeight } from "./weight.ts";

/** −log p of the right class, p its probability; or (1 − p)², which is not convex. */
export type ClassificationLoss = "log" | "squared";

export interface LogisticOptions {
  /** Inverse strength of the penalty ½ ‖w‖²; Infinity for none. */
  readonly C: number;
  readonly fitIntercept: boolean;
  /** Default `"log"`. */
  readonly loss?: ClassificationLoss;
  /** Whether columns are centred and measured in units that equal their curvatures. Default true. */
  readonly equilibrate?: boolean;
  /** oᵢ, what is added to the rows' scores. Default: 0 each. */
  readonly offset?: Float64Array | undefined;
  /** What penalises besides, or bounds, the coefficients. */
  readonly constraints?: CoefficientConstraints | undefined;
}

/**
 * Penalised loss of probabilities σ(xᵢ · w + b + oᵢ) of two classes:
 *
 *   F = f / (C S) = (1 / S) Σ sᵢ log(1 + e^−mᵢ) + ½ λ ‖w‖²    S = Σ sᵢ    λ = 1 / (C S)
 *
 * plus, with an l1Ratio of r, λ r Σ fⱼ |wⱼ|, ½ λ (1 − r) Σ fⱼ wⱼ² being what is left of the ridge; or, with the squared loss, with sᵢ σ(−mᵢ)² = sᵢ (σ(zᵢ) − yᵢ)² in place of sᵢ log(1 + e^−mᵢ).
 */
export class LogisticObjective extends LinearModelObjective {
  /**
   * @param target - one entry a row: its weight sᵢ for the second class, −sᵢ for the first
   * @param turns - when passes over the rows make way for the event loop; without it they never wait
   * @throws {@link InputError} where weights, C or a column's values are too large or too small for sums in f64
   * @throws {@link MemoryError} if there isn't room for a vector of the rows and a few of the columns
   */
  static create(
    storage: RowStorage,
    target: RowTarget,
    workspace: Workspace,
    { C, fitIntercept, loss: name = "log", equilibrate = true, offset, constraints }: LogisticOptions,
    turns?: Turns,
  ): Later<LogisticObjective> {
    const loss = name === "log" ? logLoss : brierLoss;
    const strength = strengthOf(weigh(target), C, constraints);
    const rows = new RowSums(storage, target, workspace, turns, undefined, offset);
    const chosen = chooseCoordinates(rows, loss, strength, { equilibrate, fitIntercept }, workspace);
    return after(chosen, (coordinates) => {
      const separable = constraints?.within(coordinates, 1 / (C * strength.weights.total), workspace);
      return new LogisticObjective({ rows, loss, coordinates, strength, separable }, workspace);
    });
  }

  /** The margins of the rows with a weight, at a point or a direction θ, without offsets. */
  margins(theta: Vector): Margins {
    return margins(this.rows, this.coordinates, theta, this.w);
  }
}

/** The total is C Σ sᵢ, or Σ sᵢ without a penalty. */
export function strengthOf(weights: RowWeights, C: number, constraints?: CoefficientConstraints): Strength {
  const weight = weights.total;
  checkWeight(weight);
  const lambda = 1 / (C * weight);
  const total = (C === Number.POSITIVE_INFINITY ? 1 : C) * weight;
  if (!Number.isFinite(lambda) || !Number.isFinite(total)) {
    const found = `C times the sum of the weights is ${total}`;
    throw new InputError("options.C", `${found}; expected a number that f64 can hold, and its inverse`);
  }
  const { l1Ratio = 0, ridgeFactors } = constraints ?? {};
  return { weights, ridge: new Ridge((1 - l1Ratio) * lambda, ridgeFactors), total };
}
