import { Dataset } from "logit-wasm";
import { adam, logisticObjective, miniBatch, minimize } from "logit-wasm/optimize";
import { syntheticProblem } from "./data.ts";
import { report, type Table } from "./report.ts";
import { compare } from "./timing.ts";

/** An epoch of mini-batches beside one full gradient of the same rows. */
export async function benchEpochs(): Promise<Table> {
  const { X, y } = syntheticProblem(200_000, 100);
  using dataset = Dataset.from(X, y);
  using objective = logisticObjective(dataset);
  const start = new Float64Array(objective.size);
  const gradient = new Float64Array(objective.size);
  const epochs = 10;
  const run = (sampling: "sequential" | "shuffle") => () => {
    minimize(objective, start, miniBatch(adam(), { batchSize: 256, epochs, sampling }));
  };
  const times = await compare({
    full: () => objective.valueAndGradient(start, gradient),
    sequential: run("sequential"),
    shuffle: run("shuffle"),
  });
  // A run evaluates F once at its start.
  const epoch = (time: number) => (time - times.full) / epochs;
  const row = (what: string, ms: number) => ({ what, ms, ratio: ms / times.full });
  return report(
    "Adam on batches of 256 rows, 200000 × 100: an epoch beside a full gradient",
    [
      ["", ({ what }) => what],
      ["time", "ms"],
      ["ratio", ({ ratio }) => ratio.toFixed(2)],
    ],
    [
      row("full gradient", times.full),
      row("epoch in sequence", epoch(times.sequential)),
      row("epoch shuffled by single rows", epoch(times.shuffle)),
    ],
  );
}
