import { Dataset, LogisticRegression } from "logit-wasm";
import { accuracy } from "logit-wasm/metrics";
import { readTable } from "./csv.ts";
import { field, heading, INDENT } from "./section.ts";
import { split } from "./split.ts";
import { paint } from "./terminal.ts";

const PLAN = { testShare: 0.25, seed: 1 };
const SIDE = 8;
const WORST = 3;

/** From dark to bright; a pixel is two characters, which make about a square. */
const SHADES = [" ", "░", "▒", "▓", "█"];
const BRIGHTEST = 16;

/** A row of the test set that the model was most wrong about. */
interface Mistake {
  readonly row: Float64Array;
  readonly truth: string;
  readonly predicted: string;
  /** Of what was predicted, and of the truth. */
  readonly probabilities: readonly [number, number];
}

/** Ten classes: which digit was written? */
export async function digits(): Promise<string> {
  const table = readTable(new URL("../data/digits.csv", import.meta.url));
  const { train, test } = split(table, PLAN);
  const begin = performance.now();
  using dataset = Dataset.from(train.rows, train.labels);
  const model = await new LogisticRegression<string>({ C: 0.01 }).fit(dataset);
  const milliseconds = performance.now() - begin;
  const share = accuracy(test.labels, model.predict(test.rows));
  const { solver, solverReason, status, nIter, passes } = model;
  return [
    ...heading("Digits: which of ten was written?"),
    ...field(
      "data",
      `${table.rows.length} pictures of ${SIDE} × ${SIDE} pixels, ${model.classes.length} classes`,
    ),
    ...field(
      "split",
      `${train.rows.length} rows to fit, ${test.rows.length} to test; stratified, seed ${PLAN.seed}`,
    ),
    ...field("model", "softmax, C = 0.01: for each digit 64 coefficients and an intercept"),
    ...field("solver", String(solver)),
    ...field("why", solverReason),
    ...field(
      "fit",
      `${paint("green", status)}: ${nIter} iterations, ${Number(passes.toFixed(1))} passes over the rows`,
    ),
    ...field("time", `${milliseconds.toFixed(1)} ms, copying the rows into linear memory included`),
    ...field("test", `accuracy ${(share * 100).toFixed(1)} %`),
    "",
    `${INDENT}The ${WORST} worst mistakes`,
    ...sideBySide(mistakes(model, test.rows, test.labels).slice(0, WORST)),
  ].join("\n");
}

/** Those where the true class was given the least probability first. */
function mistakes(
  model: LogisticRegression<string>,
  rows: readonly Float64Array[],
  labels: readonly string[],
): Mistake[] {
  const { classes } = model;
  return model
    .predict(rows)
    .flatMap((predicted, i) => {
      const truth = labels[i];
      if (predicted === truth) return [];
      const p = model.probabilities(rows[i]);
      const probabilities = [p[classes.indexOf(predicted)], p[classes.indexOf(truth)]] as const;
      return [{ row: rows[i], truth, predicted, probabilities }];
    })
    .toSorted((a, b) => a.probabilities[1] - b.probabilities[1]);
}

function sideBySide(worst: readonly Mistake[]): string[] {
  const width = 2 * SIDE + 6;
  const pictures = worst.map(({ row }) =>
    Array.from({ length: SIDE }, (_, y) =>
      Array.from(row.subarray(y * SIDE, (y + 1) * SIDE), (value) => shade(value).repeat(2)).join(""),
    ),
  );
  const lines = Array.from({ length: SIDE }, (_, y) => pictures.map((picture) => picture[y]));
  const captions = [
    worst.map(({ predicted, probabilities: [p] }) => `taken for ${predicted}: ${percent(p)}`),
    worst.map(({ truth, probabilities: [, p] }) => `truly ${truth}: ${percent(p)}`),
  ];
  return [...lines, ...captions].map((cells) =>
    (INDENT + cells.map((cell) => cell.padEnd(width)).join("")).trimEnd(),
  );
}

function shade(value: number): string {
  return SHADES[Math.min(SHADES.length - 1, Math.floor((value * SHADES.length) / BRIGHTEST))];
}

function percent(p: number): string {
  return `${(p * 100).toFixed(1)} %`;
}
