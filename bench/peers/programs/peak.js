// Prints what a process holds at its peak, in bytes, as JSON: with the rows in a Dataset, and after fits to it.
import { openSync, readFileSync, readSync, statSync } from "node:fs";
import { createRuntime, DatasetBuilder, LogisticRegression } from "../../../dist/index.js";

const [x, y, solver, threads] = process.argv.slice(2);
const rows = statSync(y).size / 8;
const cols = statSync(x).size / 8 / rows;
/** Of /proc/self/status, in bytes. */
const status = (name) =>
  1024 * Number(new RegExp(`${name}:\\s+(\\d+)`).exec(readFileSync("/proc/self/status", "utf8"))[1]);

const started = status("VmRSS");
const runtime = createRuntime({ threads: Number(threads) });
const builder = new DatasetBuilder({ rows, cols, runtime });
const file = openSync(x, "r");
for (let i = 0; i < rows; i++) readSync(file, builder.row(i));
const labels = new Float64Array(rows);
readSync(openSync(y, "r"), labels);
const dataset = builder.finish(labels);
const { used } = runtime.memory;
let usedAtMost = 0;
const model = await new LogisticRegression({
  runtime,
  solver,
  onIteration() {
    usedAtMost = Math.max(usedAtMost, runtime.memory.used);
  },
}).fit(dataset);
const data = rows * cols * 8;
console.log(
  JSON.stringify({
    rows,
    cols,
    solver: model.solver,
    reason: model.solverReason,
    data,
    used,
    usedAtMost,
    resident: status("VmHWM") - started,
  }),
);
