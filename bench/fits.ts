import { Dataset, LogisticRegression } from "logit-wasm";
import { exampleProblem, syntheticProblem } from "./data.ts";
import { report, type Table } from "./report.ts";
import { compare } from "./timing.ts";

/** Whole fits with default options. */
export async function benchFits(): Promise<Table> {
  const tasks = [
    ...["breast_cancer", "spambase"].map((name) => ({ name, ...exampleProblem(name) })),
    { name: "synthetic 200000 × 100", ...syntheticProblem(200_000, 100) },
  ];
  const rows = [];
  for (const { name, X, y } of tasks) {
    using dataset = Dataset.from(X, y);
    const times = await compare({
      dataset: () => new LogisticRegression().fit(dataset),
      array: () => new LogisticRegression().fit(X, y),
    });
    const { solver, nIter, passes, status } = await new LogisticRegression().fit(dataset);
    rows.push({ name, ...times, solver, nIter, passes, status });
  }
  return report(
    "Fit with default options, raw columns",
    [
      ["data", ({ name }) => name],
      ["from a Dataset", "dataset"],
      ["from arrays", "array"],
      ["solver", ({ solver }) => solver ?? ""],
      ["steps", ({ nIter }) => `${nIter}`],
      ["passes", ({ passes }) => passes.toFixed(1)],
      ["status", ({ status }) => status],
    ],
    rows,
  );
}
