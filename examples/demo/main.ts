/**
 * Two real data sets, each from CSV to a saved model: reads, splits, fits, tests, saves, loads. Then a lasso path,
 * features in order of entry, and ten classes: digits as pictures, with the worst mistakes. Then regression: house prices
 * in closed form and downhill, polynomials that learn too much, and shares, of which nothing can be learnt. Everything it
 * uses of the package, it imports as anybody would.
 */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { Dataset, defaultRuntime, LogisticRegression } from "logit-wasm";
import { readTable } from "./csv.ts";
import { digits } from "./digits.ts";
import { evaluate } from "./evaluate.ts";
import { houses } from "./houses.ts";
import { during } from "./progress.ts";
import { polynomials } from "./polynomials.ts";
import { lasso } from "./lasso.ts";
import { report } from "./report.ts";
import { roundTrip } from "./round-trip.ts";
import { type Part, split } from "./split.ts";
import { stocks } from "./stocks.ts";
import { paint } from "./terminal.ts";

const PLAN = { testShare: 0.25, seed: 1 };

const DATA_SETS = [
  { question: "Breast cancer: is the tumour benign or malignant?", file: "breast_cancer.csv" },
  { question: "Spambase: is the e-mail spam?", file: "spambase.csv" },
];

async function fit({ names, rows, labels }: Part): Promise<LogisticRegression<string>> {
  using dataset = Dataset.from(rows, labels, { featureNames: names });
  return await new LogisticRegression<string>({ C: 1 }).fit(dataset);
}

process.stdout.once("error", () => process.exit()); // who reads, `head` for one, has seen enough

const start = performance.now();
const { simd } = defaultRuntime();
const compiled = (performance.now() - start).toFixed(1);
console.log(
  `${paint("bold", "logit-wasm")} on Node ${process.versions.node}: ${simd} SIMD kernels, ready in ${compiled} ms`,
);

/** What is being done, and what answers the section of it. */
const SECTIONS = [
  ["fitting a lasso path to e-mails", lasso],
  ["fitting ten classes of digits", digits],
  ["fitting prices of houses, in closed form and downhill", houses],
  ["fitting polynomials of growing degree", polynomials],
  ["fitting shares, of several lengths of the past", stocks],
] as const;

const directory = mkdtempSync(join(tmpdir(), "logit-wasm-"));
for (const { question, file } of DATA_SETS) {
  const outcome = await during(`reading and fitting ${file}`, async () => {
    const table = readTable(new URL(`../data/${file}`, import.meta.url));
    const { train, test } = split(table, PLAN);

    const begin = performance.now();
    const model = await fit(train);
    const milliseconds = performance.now() - begin;

    const saved = roundTrip(model, join(directory, `${basename(file, ".csv")}.json`), test.rows);
    if (!saved.identical) process.exitCode = 1;
    const evaluation = evaluate(model, test);
    return { question, plan: PLAN, train, test, model, milliseconds, evaluation, saved };
  });
  console.log(report(outcome));
}

for (const [what, section] of SECTIONS) console.log(await during(what, section));
