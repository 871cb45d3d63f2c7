import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { Dataset, LogisticRegression, type Labels, type RowsInput } from "../src/index.ts";
import { syntheticProblem } from "./data.ts";
import { duration, printTable } from "./table.ts";
import { compare } from "./timing.ts";

interface Task {
  readonly name: string;
  readonly X: RowsInput;
  readonly y: Labels;
}

/** Rows of examples/data as a matrix, the last column being the label. */
function readTask(name: string): Task {
  const text = readFileSync(new URL(`../examples/data/${name}.csv`, import.meta.url), "utf8");
  const lines = parse(text, { from_line: 2 }) as string[][];
  const cols = lines[0].length - 1;
  const data = Float64Array.from(lines.flatMap((line) => line.slice(0, -1).map(Number)));
  return { name, X: { data, rows: lines.length, cols }, y: lines.map((line) => line[cols]) };
}

/** Whole fits with default options. */
export async function benchFits(): Promise<void> {
  const synthetic = { name: "synthetic 200000 × 100", ...syntheticProblem(200_000, 100) };
  const rows: string[][] = [];
  for (const { name, X, y } of [readTask("breast_cancer"), readTask("spambase"), synthetic]) {
    using dataset = Dataset.from(X, y);
    const times = await compare({
      dataset: () => new LogisticRegression().fit(dataset),
      array: () => new LogisticRegression().fit(X, y),
    });
    const model = await new LogisticRegression().fit(dataset);
    rows.push([
      name,
      duration(times.dataset),
      duration(times.array),
      model.solver ?? "",
      `${model.nIter}`,
      `${model.passes}`,
      model.status,
    ]);
  }
  const head = ["data", "from a Dataset", "from arrays", "solver", "steps", "passes", "status"];
  printTable("Fit with default options, raw columns", head, rows);
}
