import type { RowStorage } from "../data/storage.ts";
import { InputError } from "../errors.ts";
import type { Workspace } from "../wasm/workspace.ts";
import { chooseCoordinates, LinearModelObjective, type Strength } from "./linear-model.ts";
import { after, type Later } from "./objective.ts";
import { squaredError } from "./row-loss.ts";
import type { Turns } from "../wasm/event-loop-turns.ts";
import { Ridge } from "./ridge.ts";
import { RowSums } from "./row-sums.ts";
import { type RowWeights, weigh } from "./row-weights.ts";
import { checkWeight } from "./weight.ts";

export interface SquaredErrorOptions {
  /** Strength of the penalty ½ alpha ‖w‖²; 0 for none. */
  readonly alpha: number;
  readonly fitIntercept: boolean;
  /** Whether columns are centred and measured in units that equal their curvatures. Default true. */
  readonly equilibrate?: boolean;
}

/**
 * Penalised squared error of a linear model:
 *
 *   F = f / S = (1 / S) Σ ½ sᵢ (xᵢ · w + b − yᵢ)² + ½ λ ‖w‖²    S = Σ sᵢ    λ = alpha / S
 *
 * @param weight - sᵢ, one for each row
 * @param turns - when passes over the rows make way for the event loop; without it they never wait
 * @throws {@link InputError} where weights, alpha or a column's values are too large or too small for sums in f64
 * @throws {@link MemoryError} if there isn't room for two vectors of the rows and a few of the columns
 */
export function createSquaredError(
  storage: RowStorage,
  y: Float64Array,
  weight: Float64Array,
  workspace: Workspace,
  { alpha, fitIntercept, equilibrate = true }: SquaredErrorOptions,
  turns?: Turns,
): Later<LinearModelObjective> {
  const strength = strengthOf(weigh(weight), alpha);
  const rows = new RowSums(storage, weight, workspace, turns, y);
  const loss = squaredError;
  const chosen = chooseCoordinates(rows, loss, strength, { equilibrate, fitIntercept }, workspace);
  return after(
    chosen,
    (coordinates) => new LinearModelObjective({ rows, loss, coordinates, strength }, workspace),
  );
}

function strengthOf(weights: RowWeights, alpha: number): Strength {
  const weight = weights.total;
  checkWeight(weight);
  const lambda = alpha / weight;
  if (!Number.isFinite(lambda)) {
    const found = `alpha over the sum of the weights is ${lambda}`;
    throw new InputError("options.alpha", `${found}; expected a number that f64 can hold`);
  }
  return { weights, ridge: new Ridge(lambda), total: weight };
}
