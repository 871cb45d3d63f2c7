/** Whether `logit-wasm/predict` answers a model's probabilities, to the bit. Replaced where there is no such export. */
import { loadModel } from "logit-wasm/predict";

export async function predictions(model, X) {
  const loaded = loadModel(JSON.parse(JSON.stringify(model)));
  const expected = model.predictProba(X).data;
  const agrees = () => loaded.predictProba(X).data.every((p, i) => p === expected[i]);
  const isPlainEqual = agrees() && X.every((row, i) => loaded.probability(row) === expected[2 * i + 1]);
  try {
    await loaded.accelerate();
  } catch (error) {
    if (error.name !== "UnsupportedError") throw error; // edge runtimes forbid compiling
  }
  return isPlainEqual && agrees();
}
