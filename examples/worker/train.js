/**
 * Fits the model that the Worker carries, `src/model.json`, to 300 000 simulated transactions, and measures it on
 * 200 000 others. `threshold` is the score above which 0.5 % of the honest ones lie: so many customers are bothered.
 */
import { writeFileSync } from "node:fs";
import { DatasetBuilder, LogisticRegression } from "logit-wasm";
import { logLoss, rocAuc } from "logit-wasm/metrics";
import { featureNames, toRow } from "./src/features.js";
import { transactions } from "./src/stream.js";

const BOTHERED = 0.005;

function read(count, seed) {
  const builder = new DatasetBuilder({ rows: count, cols: featureNames.length, featureNames });
  const labels = [];
  for (const { transaction, label } of transactions(count, seed)) {
    builder.row(labels.length).set(toRow(transaction));
    labels.push(label);
  }
  return { dataset: builder.finish(labels), labels };
}

const { dataset, labels } = read(300_000, 1);
const classes = ["fraud", "honest"];
const start = performance.now();
const model = await new LogisticRegression({ C: 1 }).fit(dataset);
const seconds = (performance.now() - start) / 1000;
console.log(`fitted to ${dataset.rows} transactions, ${labels.filter((y) => y === "fraud").length} frauds`);
console.log(`${model.status}: ${model.solver}, ${model.nIter} iterations, ${seconds.toFixed(2)} s`);
dataset.dispose();

const test = read(200_000, 2);
const pFraud = model.predictProba(test.dataset).data.filter((_, k) => k % 2 === 0);
test.dataset.dispose();
const honest = pFraud.filter((_, i) => test.labels[i] === "honest").toSorted();
const threshold = honest[Math.floor((1 - BOTHERED) * honest.length)];
const frauds = pFraud.filter((_, i) => test.labels[i] === "fraud");
const caught = frauds.filter((p) => p >= threshold).length;
const auc = rocAuc(test.labels, pFraud, { classes, positive: "fraud" });
const loss = logLoss(test.labels, pFraud, { classes, positive: "fraud" });
console.log(`held out: AUC ${auc.toFixed(4)}, log loss ${loss.toFixed(5)}`);
console.log(`P(fraud) ≥ ${threshold.toFixed(4)}: ${caught} of ${frauds.length} frauds, 0.5 % of the honest`);

const json = JSON.stringify({ threshold, model });
writeFileSync(new URL("src/model.json", import.meta.url), `${json}\n`);
console.log(`src/model.json: ${json.length} bytes`);
