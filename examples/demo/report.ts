import type { LogisticRegression } from "logit-wasm";
import type { ConfusionMatrix } from "logit-wasm/metrics";
import { chart } from "./chart.ts";
import { pushes, strongest } from "./coefficients.ts";
import type { Evaluation } from "./evaluate.ts";
import type { RoundTrip } from "./round-trip.ts";
import { field, heading, INDENT, keyed } from "./section.ts";
import type { Part, SplitOptions } from "./split.ts";
import { paint } from "./terminal.ts";

/** All that happened to one data set. */
export interface Outcome {
  readonly question: string;
  readonly plan: SplitOptions;
  readonly train: Part;
  readonly test: Part;
  readonly model: LogisticRegression<string>;
  /** What copying the rows and fitting took. */
  readonly milliseconds: number;
  readonly evaluation: Evaluation;
  readonly saved: RoundTrip;
}

const EFFECTS = 6;
const PUSHES = 3;

/** One section of the demo's output. */
export function report(outcome: Outcome): string {
  const { question, train, model, evaluation, saved } = outcome;
  const effects = strongest(train.names, model.coef[0], train.rows, EFFECTS);
  return [
    ...heading(question),
    ...data(outcome),
    ...fit(outcome),
    ...quality(evaluation),
    "",
    `${INDENT}Strongest coefficients, by coef × sd: columns are raw, each in its own unit`,
    ...chart(effects, model.classes, INDENT),
    "",
    ...confusion(evaluation.confusion),
    "",
    ...example(outcome),
    "",
    ...roundTrip(saved),
  ].join("\n");
}

function data({ plan, train, test }: Outcome): string[] {
  const { length: fitted } = train.rows;
  const { length: tested } = test.rows;
  return [
    ...field("data", `${fitted + tested} rows × ${train.names.length} columns`),
    ...field("split", `${fitted} rows to fit, ${tested} to test; stratified, seed ${plan.seed}`),
  ];
}

function fit({ model, milliseconds }: Outcome): string[] {
  const { solver, solverReason, status, nIter, passes, converged } = model;
  const effort = `${nIter} iterations, ${Number(passes.toFixed(1))} passes over the rows`;
  return [
    ...field("solver", String(solver)),
    ...field("why", solverReason),
    ...field("fit", `${paint(converged ? "green" : "yellow", status)}: ${effort}`),
    ...field("time", `${milliseconds.toFixed(1)} ms, copying the rows into linear memory included`),
  ];
}

function quality({ accuracy, logLoss, auc }: Evaluation): string[] {
  const percent = (accuracy * 100).toFixed(1);
  return field("test", `accuracy ${percent} %, log loss ${logLoss.toFixed(4)}, AUC ${auc.toFixed(4)}`);
}

/** Rows are what is true, columns what was predicted. */
function confusion({ classes, counts }: ConfusionMatrix<string>): string[] {
  const headers = classes.map((label) => `predicted ${label}`);
  const names = classes.map((label) => `truly ${label}`);
  const nameWidth = Math.max(...names.map((name) => name.length));
  const line = (name: string, cells: readonly string[]) => `${name.padEnd(nameWidth)}   ${cells.join("   ")}`;
  const rows = counts.map((row, i) => {
    const cells = row.map((count, j) => {
      const cell = String(count).padStart(headers[j].length);
      return i === j ? cell : paint("yellow", cell);
    });
    return line(names[i], cells);
  });
  return [line("", headers), ...rows].map((text, i) => keyed(i === 0 ? "confusion" : "", text));
}

/** The first row that was set aside, and what makes it what it is. */
function example({ model, train, test }: Outcome): string[] {
  const [row] = test.rows;
  const [, second] = model.classes;
  const [score] = model.decisionFunction([row]);
  const furthest = pushes(train.names, model.coef[0], train.rows, row, PUSHES);
  const reasons = furthest.map(({ name, amount }) => `${name} ${signed(amount)}`).join(", ");
  return [
    ...field("example", `row ${test.origin[0] + 1} of the file, truly ${test.labels[0]}`),
    ...field("", `score ${signed(score)}, P(${second}) = ${model.probability(row).toFixed(6)}`),
    ...field("", `furthest from the average row: ${reasons}`),
  ];
}

function signed(value: number): string {
  return (value < 0 ? "" : "+") + value.toFixed(2);
}

function roundTrip({ path, bytes, compared, identical }: RoundTrip): string[] {
  const verdict = identical ? paint("green", "identical") : paint("red", "different");
  return [
    ...field("model", `${path} (${bytes.toLocaleString("en")} bytes)`),
    ...field("", `loaded again: ${compared} probabilities, bit for bit ${verdict}`),
  ];
}
