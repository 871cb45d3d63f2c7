import { createRuntime, Dataset, LogisticRegression, logisticPath, type Runtime } from "logit-wasm";
import { exampleProblem, type Problem } from "./data.ts";
import { digits, softmaxProblem } from "./peers/classes.ts";
import { sparseProblem } from "./peers/lasso.ts";
import { textLikeProblem } from "./peers/text-like.ts";
import { duration, printTable } from "./table.ts";
import { alternate, timed } from "./timing.ts";
import type { Verdict } from "./verdict.ts";

/** Two threads must not take longer than one. */
const LEAST_GAIN = 1;

type Job = (runtime: Runtime) => () => unknown;

const fitOf =
  (make: () => Problem, options: { C?: number; l1Ratio?: number } = {}): Job =>
  (runtime) => {
    const { X, y } = make();
    const dataset = Dataset.from(X, y, { runtime });
    return () => new LogisticRegression({ ...options, runtime }).fit(dataset);
  };

const jobs: Record<string, Job> = {
  "digits, ten classes": fitOf(digits),
  "100000 × 50, ten classes": fitOf(() => softmaxProblem(100_000, 50, 1)),
  "lasso, 100000 × 100": fitOf(() => sparseProblem(100_000, 100, 1), { C: 0.01, l1Ratio: 1 }),
  "lasso, 2000 × 20000": fitOf(() => sparseProblem(2000, 20_000, 1), { l1Ratio: 1 }),
  "sparse rows, 20000 × 100000": (runtime) => {
    const { X, y } = textLikeProblem(20_000, 100_000, 100, 1);
    const dataset = Dataset.from(X, y, { runtime });
    return () => new LogisticRegression({ runtime, fitIntercept: false }).fit(dataset);
  },
  "path, spambase": (runtime) => {
    const { X, y } = exampleProblem("spambase");
    const dataset = Dataset.from(X, y, { runtime });
    return () => logisticPath(dataset, undefined, { runtime, onWarning: () => {} });
  },
};

/** Fits with penalties, of many classes and of sparse rows: by one thread, and by two. */
export async function otherFits(verdict: Verdict): Promise<void> {
  const rows: string[][] = [];
  for (const [name, job] of Object.entries(jobs)) {
    console.error(`… ${name}`);
    const [one, two] = [1, 2].map((threads) => job(createRuntime({ threads })));
    for (let k = 0; k < 2; k++) await two!(); // workers have started after that
    const times = await alternate({ one: timed(one!), two: timed(two!) });
    const gain = verdict.atLeast(`${name}, gain`, times.one / times.two, LEAST_GAIN);
    rows.push([name, duration(times.one), duration(times.two), gain]);
  }
  printTable("Other fits", ["", "one thread", "two threads", "gain (target)"], rows);
}
