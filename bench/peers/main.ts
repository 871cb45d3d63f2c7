/**
 * `npm run bench:peers`: ours beside scikit-learn, LIBLINEAR, glmnet and ml-logistic-regression on the same data, to the same accuracy,
 * in turns. Ends with code 1 where a target (targets.ts) is missed.
 *
 *   npm run bench:peers -- [part ...] [--only name,...] [--seed n] [--threads n] [--quick]
 *
 * Parts: kernels, fits, classes, lasso, sparse, prediction, start, javascript, memory; and plots, which are written only when asked for.
 * `--only` names data sets, or beginnings of their names.
 */
import { parseArgs } from "node:util";
import { createRuntime } from "logit-wasm";
import { describeMachine } from "../machine.ts";
import { Verdict } from "../verdict.ts";
import { classes } from "./classes.ts";
import type { DataSetName } from "./data-sets.ts";
import { installPeers } from "./environment.ts";
import { fits } from "./fits.ts";
import { javascript } from "./javascript.ts";
import { hessians, lossAndGradients } from "./kernels.ts";
import { lasso } from "./lasso.ts";
import { memory } from "./memory.ts";
import { plots } from "./plots.ts";
import { predictions } from "./prediction.ts";
import { ScikitLearn } from "./scikit-learn.ts";
import type { Session } from "./session.ts";
import { sparse } from "./sparse.ts";
import { start } from "./start.ts";

type Part = (session: Session, verdict: Verdict) => Promise<void>;

const parts: Record<string, Part[]> = {
  kernels: [lossAndGradients, hessians],
  fits: [fits],
  classes: [classes],
  lasso: [lasso],
  sparse: [sparse],
  prediction: [predictions],
  start: [start],
  javascript: [javascript],
  memory: [memory],
};
const onDemand: Record<string, Part[]> = { plots: [plots] };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: "string" },
    seed: { type: "string", default: "1" },
    threads: { type: "string", default: "1" },
    quick: { type: "boolean", default: false },
  },
});
const known = { ...parts, ...onDemand };
const unknown = positionals.find((name) => !Object.hasOwn(known, name));
if (unknown !== undefined) throw new Error(`part ${unknown}; expected ${Object.keys(known).join(", ")}`);

installPeers();
const threads = Number(values.threads);
using peer = new ScikitLearn(threads);
const session: Session = {
  seed: Number(values.seed),
  threads,
  quick: values.quick,
  runtime: createRuntime({ threads }),
  peer,
  rounds: values.quick ? { seconds: 0, least: 3 } : {},
  chosen<T>(table: Partial<Record<DataSetName, T>>) {
    const only = values.only?.split(",");
    const entries = Object.entries(table) as [DataSetName, T][];
    return entries.filter(([name]) => !only || only.some((beginning) => name.startsWith(beginning)));
  },
};
console.log(describeMachine());
console.log(`scikit-learn's side:\n  ${await peer.describe()}`);
console.log(`${threads} thread(s) on both sides, seed ${session.seed}`);
const verdict = new Verdict();
const asked = positionals.length > 0 ? positionals : Object.keys(parts);
for (const part of asked.flatMap((name) => known[name])) await part(session, verdict);
verdict.conclude();
