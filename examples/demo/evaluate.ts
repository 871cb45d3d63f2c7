import type { LogisticRegression } from "logit-wasm";
import { accuracy, type ConfusionMatrix, confusionMatrix, logLoss, rocAuc } from "logit-wasm/metrics";
import type { Part } from "./split.ts";

/** How good a model is on rows that it never saw. */
export interface Evaluation {
  readonly accuracy: number;
  readonly logLoss: number;
  readonly auc: number;
  readonly confusion: ConfusionMatrix<string>;
}

export function evaluate(model: LogisticRegression<string>, { rows, labels }: Part): Evaluation {
  const { classes } = model;
  const predicted = model.predict(rows);
  return {
    accuracy: accuracy(labels, predicted),
    logLoss: logLoss(labels, model.predictProba(rows), { classes }),
    auc: rocAuc(labels, model.decisionFunction(rows), { classes }),
    confusion: confusionMatrix(labels, predicted, { classes }),
  };
}
