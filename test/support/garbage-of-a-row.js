// Prints the bytes that a call of `probability` leaves on the heap, of a model and of a predictor, as JSON. In plain
// JavaScript on the package: what is allocated depends on how much of it V8 inlines, and so on the code's size.
import { getHeapStatistics } from "node:v8";
import { LogisticRegression } from "logit-wasm";
import { loadModel } from "logit-wasm/predict";

const CALLS = 20_000;
const row = Float64Array.from({ length: 30 }, (_, j) => j - 15);
const json = {
  version: 1,
  classes: ["no", "yes"],
  coef: [Array.from(row, (x) => x / 100)],
  intercept: [0.5],
};

/** The median of some spans of calls, once the engine has done optimising: a collection in between makes one negative. */
function garbageOf(model) {
  const calls = () => {
    let sum = 0; // so that no call can be left out
    for (let i = 0; i < CALLS; i++) {
      row[0] = i & 7;
      sum += model.probability(row);
    }
    return sum;
  };
  for (let round = 0; round < 50; round++) calls();
  const spans = Array.from({ length: 51 }, () => {
    const before = getHeapStatistics().used_heap_size;
    calls();
    return (getHeapStatistics().used_heap_size - before) / CALLS;
  });
  return spans.toSorted((a, b) => a - b)[25];
}

const models = { model: LogisticRegression.fromJSON(json), predictor: loadModel(json) };
console.log(JSON.stringify(garbageOf(models[process.argv[2]])));
