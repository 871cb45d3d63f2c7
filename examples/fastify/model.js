import { LogisticRegression } from "logit-wasm";
import { logLoss, rocAuc } from "logit-wasm/metrics";
import { asColumns, readCustomers } from "./customers.js";

/** Fits to the first four of every five customers, and measures on the fifth. */
export async function trainModel() {
  const { customers, labels } = readCustomers(new URL("../data/churn.csv", import.meta.url));
  const isHeldOut = (_, i) => i % 5 === 4;
  const isFitted = (_, i) => i % 5 !== 4;

  const model = new LogisticRegression();
  await model.fit(asColumns(customers.filter(isFitted)), labels.filter(isFitted));

  const X = asColumns(customers.filter(isHeldOut));
  const truth = labels.filter(isHeldOut);
  const heldOut = {
    rows: truth.length,
    logLoss: logLoss(truth, model.predictProba(X)),
    auc: rocAuc(truth, model.decisionFunction(X)),
  };
  return { model, heldOut };
}
