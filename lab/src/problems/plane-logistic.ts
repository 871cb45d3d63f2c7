import { Dataset, StandardScaler } from "logit-wasm";
import { logisticObjective } from "logit-wasm/optimize";

/**
 * Logistic regression with two weights, so that its cost has a map: the mean cross-entropy of rows of one standardised column,
 * with an intercept, or of two, without.
 */
export function planeLogistic(rows: number[][], labels: number[]) {
  const inputs = new StandardScaler().fitTransform(rows);
  const dataset = Dataset.from(inputs, labels);
  const fitIntercept = inputs.cols === 1;
  const cost = logisticObjective(dataset, { C: Infinity, fitIntercept, equilibrate: false });
  return { cost, dataset, inputs };
}
