/** Many fits and predictions, and memory before and after: linear memory, and what else the runtime can `measure`. */
import { defaultRuntime, LogisticRegression } from "logit-wasm";
import { X, y } from "./data.js";

export async function soak({ fits, predictions, measure }) {
  const model = new LogisticRegression();
  const fitTimes = async (count) => {
    for (let k = 0; k < count; k++) await model.fit(X, y);
  };
  const predictTimes = (count) => {
    let sum = 0;
    for (let k = 0; k < count; k++) sum += model.probability(X[k % X.length]);
    return sum;
  };
  const memory = () => ({ ...defaultRuntime().memory, ...measure() });

  await fitTimes(Math.ceil(fits / 20)); // until compilers have settled and caches are full
  predictTimes(Math.ceil(predictions / 20));
  const before = memory();
  await fitTimes(fits);
  const sum = predictTimes(predictions);
  return { before, after: memory(), status: model.status, sum };
}
