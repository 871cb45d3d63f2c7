import { Dataset } from "../data/dataset.ts";
import { InputError } from "../errors.ts";
import { binaryTarget } from "../data/binary-target.ts";
import { checkOffset } from "../data/offset.ts";
import type { Target } from "../data/target.ts";
import { type ClassificationLoss, LogisticObjective } from "../objectives/logistic.ts";
import { boolean, checkOptions, describe, oneOf, positive } from "../options.ts";
import { DatasetObjective, DenseDatasetObjective, type MakeObjective } from "./dataset-objective.ts";

export interface LogisticObjectiveOptions {
  /** Inverse strength of the penalty ½ ‖w‖²; Infinity for none. Default 1. */
  C?: number;
  /** Default true. */
  fitIntercept?: boolean;
  /**
   * `"log"`, −log p of the right class; or `"squared"`, (1 − p)², which is not convex and flat where a row is far on
   * its wrong side, and has no Hessian for Newton's method. Default `"log"`.
   */
  loss?: ClassificationLoss;
  /** Whether columns are centred and measured in units that equal their curvatures. Default true. */
  equilibrate?: boolean;
}

/**
 * Logistic regression of two classes as a function to minimise:
 *
 *   F = (1 / S) Σ sᵢ ℓ(yᵢ, xᵢ · w + b) + ‖w‖² / (2 C S)    S = Σ sᵢ
 *
 * ```ts
 * using objective = logisticObjective(dataset, { C: 1 });
 * const { x } = minimize(objective, new Float64Array(objective.size), lbfgs());
 * const { coef, intercept } = objective.coefficients(x);
 * ```
 *
 * @param dataset - rows with labels of two classes; their sample weights are the sᵢ, and an offset is added to their scores
 * @throws {@link InputError} for options or labels that don't fit, and columns whose squares f64 can't hold
 * @throws {@link MemoryError} if there isn't room beside the data
 */
export function logisticObjective(
  dataset: Dataset,
  options?: LogisticObjectiveOptions & { loss?: "log" },
): DenseDatasetObjective;
export function logisticObjective(dataset: Dataset, options: LogisticObjectiveOptions): DatasetObjective;
export function logisticObjective(
  dataset: Dataset,
  options: LogisticObjectiveOptions = {},
): DatasetObjective {
  checkOptions("options", options, ["C", "fitIntercept", "loss", "equilibrate"]);
  const { C = 1, fitIntercept = true, loss = "log", equilibrate = true } = options;
  positive("options.C", C);
  boolean("options.fitIntercept", fitIntercept);
  oneOf("options.loss", loss, ["log", "squared"]);
  boolean("options.equilibrate", equilibrate);
  const { classCodes } = labelsOf(dataset);
  const target = binaryTarget(classCodes, dataset.sampleWeight, undefined);
  const { offset } = dataset;
  if (offset) checkOffset("dataset.offset", offset, classCodes.classes.length);
  const resolved = { C, fitIntercept, loss, equilibrate, offset: offset?.values };
  // Without turns for the event loop nothing waits.
  const make: MakeObjective = (storage, workspace) =>
    LogisticObjective.create(storage, target, workspace, resolved) as LogisticObjective;
  return loss === "log" ? new DenseDatasetObjective(dataset, make) : new DatasetObjective(dataset, make);
}

/** The target of a data set. */
export function labelsOf(dataset: Dataset): Target {
  if (!(dataset instanceof Dataset)) {
    throw new InputError("dataset", `${describe(dataset)}; expected a Dataset`);
  }
  if (dataset.target) return dataset.target;
  throw new InputError("y", "no labels; expected a Dataset with one for each row");
}
