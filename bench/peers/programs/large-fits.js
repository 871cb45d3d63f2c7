// Prints the time of each of some fits in a fresh process, in ms, as JSON.
import { openSync, readSync, statSync } from "node:fs";
import { Dataset, LogisticRegression } from "../../../dist/index.js";

const [x, y] = process.argv.slice(2).map((path) => {
  const numbers = new Float64Array(statSync(path).size / 8);
  readSync(openSync(path, "r"), numbers);
  return numbers;
});
const rows = y.length;
const dataset = Dataset.from({ data: x, rows, cols: x.length / rows }, y);
const times = [];
for (let i = 0; i < 6; i++) {
  const start = performance.now();
  await new LogisticRegression().fit(dataset);
  times.push(performance.now() - start);
}
console.log(JSON.stringify(times));
