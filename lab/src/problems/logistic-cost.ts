import { Dataset, StandardScaler } from "logit-wasm";
import { logisticObjective } from "logit-wasm/optimize";

/** The mean logistic cost of one column of numbers and their classes, 0 or 1, as a function of slope and intercept, [w, b]. */
export function logisticCost(
  numbers: readonly number[],
  classes: readonly number[],
  isStandardised: boolean,
) {
  const measured = { data: Float64Array.from(numbers), rows: numbers.length, cols: 1 };
  const rows = isStandardised ? new StandardScaler().fitTransform(measured) : measured;
  return logisticObjective(Dataset.from(rows, classes), { C: Infinity, equilibrate: false });
}
