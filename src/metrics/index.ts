/**
 * How good predictions are: metrics of classes, of probabilities and of numbers, in plain TypeScript. They answer what
 * scikit-learn's metrics of the same names answer.
 *
 * @module
 */

export { accuracy } from "./accuracy.ts";
export { brierScore } from "./brier-score.ts";
export { type ConfusionMatrix, confusionMatrix } from "./confusion-matrix.ts";
export type { Probabilities } from "./forecast.ts";
export { logLoss } from "./log-loss.ts";
export { meanAbsoluteError } from "./mean-absolute-error.ts";
export { meanSquaredError } from "./mean-squared-error.ts";
export type {
  AucOptions,
  Average,
  AverageOptions,
  ClassOptions,
  MetricOptions,
  PositiveOptions,
  TopKOptions,
} from "./options.ts";
export { f1, precision, type PrecisionRecallF1, precisionRecallF1, recall } from "./precision-recall.ts";
export { r2Score } from "./r2-score.ts";
export { rocAuc } from "./roc-auc.ts";
export { rootMeanSquaredError } from "./root-mean-squared-error.ts";
export { topKAccuracy } from "./top-k-accuracy.ts";
export type { Label } from "../data/label.ts";
export type { RealArray } from "../data/real-array.ts";
export type { Matrix } from "../data/rows.ts";
export type { Labels } from "../data/target.ts";
export { InputError } from "../errors.ts";
