import type { Dataset } from "../data/dataset.ts";
import type { Target } from "../data/target.ts";
import { InputError } from "../errors.ts";
import type { LinearModelObjective } from "../objectives/linear-model.ts";
import { createSquaredError } from "../objectives/squared-error.ts";
import { boolean, checkOptions, describe } from "../options.ts";
import { DenseDatasetObjective } from "./dataset-objective.ts";
import { labelsOf } from "./logistic-objective.ts";

export interface SquaredErrorObjectiveOptions {
  /** Strength of the penalty ½ alpha ‖w‖². Default 0. */
  alpha?: number;
  /** Default true. */
  fitIntercept?: boolean;
  /** Whether columns are centred and measured in units that equal their curvatures. Default true. */
  equilibrate?: boolean;
}

/**
 * Linear regression as a function to minimise:
 *
 *   F = (1 / S) (½ Σ sᵢ (xᵢ · w + b − yᵢ)² + ½ alpha ‖w‖²)    S = Σ sᵢ
 *
 * ```ts
 * using objective = squaredErrorObjective(dataset);
 * const { x } = minimize(objective, new Float64Array(objective.size), gradientDescent());
 * const { coef, intercept } = objective.coefficients(x);
 * ```
 *
 * @param dataset - rows with numbers as y; their sample weights are the sᵢ
 * @throws {@link InputError} for options or y that don't fit, and columns whose squares f64 can't hold
 * @throws {@link MemoryError} if there isn't room beside the data
 */
export function squaredErrorObjective(
  dataset: Dataset,
  options: SquaredErrorObjectiveOptions = {},
): DenseDatasetObjective {
  checkOptions("options", options, ["alpha", "fitIntercept", "equilibrate"]);
  const { alpha = 0, fitIntercept = true, equilibrate = true } = options;
  if (typeof alpha !== "number" || !(alpha >= 0 && alpha < Number.POSITIVE_INFINITY)) {
    throw new InputError("options.alpha", `${describe(alpha)}; expected a finite number of at least 0`);
  }
  boolean("options.fitIntercept", fitIntercept);
  boolean("options.equilibrate", equilibrate);
  if (dataset.offset) {
    throw new InputError("dataset", "a Dataset with an offset; squaredErrorObjective expects one without");
  }
  const y = numbersOf(labelsOf(dataset));
  const weight = dataset.sampleWeight ?? new Float64Array(y.length).fill(1);
  const resolved = { alpha, fitIntercept, equilibrate };
  // Without turns for the event loop nothing waits.
  return new DenseDatasetObjective(
    dataset,
    (storage, workspace) =>
      createSquaredError(storage, y, weight, workspace, resolved) as LinearModelObjective,
  );
}

function numbersOf({ values }: Target): Float64Array {
  if (values instanceof Float64Array) return values;
  // Labels are of one type, as the Dataset has checked.
  if (typeof values[0] !== "number") {
    throw new InputError("y", `${describe(values[0])} at index 0; expected numbers`);
  }
  return Float64Array.from(values as readonly number[]);
}
