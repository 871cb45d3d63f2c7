/** Whether `logit-wasm/predict` answers the model's probabilities, to the bit. Replaced where there is no such export. */
import { loadModel } from "logit-wasm/predict";

export function predictions(model, X) {
  const loaded = loadModel(JSON.parse(JSON.stringify(model)));
  return X.every((row) => loaded.probability(row) === model.probability(row));
}
