import { Dataset, LogisticRegression } from "logit-wasm";
import { syntheticProblem } from "./data.ts";
import { report, type Table } from "./report.ts";
import { compare } from "./timing.ts";

/** Predictions for many rows, in each form they can come in, and for one. */
export async function benchPredictions(): Promise<Table> {
  const { X, y } = syntheticProblem(200_000, 100);
  using dataset = Dataset.from(X, y);
  const model = await new LogisticRegression().fit(dataset);
  const row = X.data.slice(0, X.cols);
  const times = await compare({
    "predictProba, Dataset": () => model.predictProba(dataset),
    "predictProba, array": () => model.predictProba(X),
    "predict, Dataset": () => model.predict(dataset),
    "decisionFunction, Dataset": () => model.decisionFunction(dataset),
    "probability, one row": () => model.probability(row),
  });
  const rows = Object.entries(times).map(([what, ms]) => ({ what, ms }));
  return report(
    "Predictions, 200000 × 100",
    [
      ["", ({ what }) => what],
      ["time", "ms"],
    ],
    rows,
  );
}
