import { Dataset, type LogisticPath, logisticPath } from "logit-wasm";
import { accuracy } from "logit-wasm/metrics";
import { deviation } from "./coefficients.ts";
import { readTable } from "./csv.ts";
import { field, heading, INDENT } from "./section.ts";
import { type Part, split } from "./split.ts";
import { paint, WIDTH } from "./terminal.ts";

const PLAN = { testShare: 0.25, seed: 1 };
const SHOWN = 16;
const MILESTONES = [1, 5, 10, 20, 40];

/** From weak to strong, besides nothing for exactly 0. */
const SHADES = ["·", "░", "▒", "▓", "█"];

/** A column that the path lets in. */
interface Entry {
  readonly name: string;
  /** Of each λ, coef × sd. */
  readonly effects: readonly number[];
  /** The number of the first λ whose coefficient isn't 0. */
  readonly at: number;
}

/** A lasso path: which features does a filter need, and in which order? */
export async function lasso(): Promise<string> {
  const table = readTable(new URL("../data/spambase.csv", import.meta.url));
  const { train, test } = split(table, PLAN);
  const begin = performance.now();
  using dataset = Dataset.from(train.rows, train.labels);
  const path = await logisticPath<string>(dataset);
  const milliseconds = performance.now() - begin;
  const entries = inOrder(path, train);
  return [
    ...heading("Spambase again: which features does the filter need?"),
    ...field("data", `${train.rows.length} rows × ${train.names.length} columns to fit, as above`),
    ...field(
      "path",
      `a lasso at ${path.length} penalties, from ${path.lambdas[0].toPrecision(2)} down to ${path.lambdas[path.length - 1].toExponential(1)}, each fit from the one before: ${milliseconds.toFixed(1)} ms in all`,
    ),
    "",
    `${INDENT}The first ${SHOWN} in order of entry, by coef × sd: weaker penalties to the right`,
    ...trails(entries.slice(0, SHOWN), path),
    "",
    ...milestones(path, test),
  ].join("\n");
}

/** The columns that are ever used, the first that enters first. */
function inOrder(path: LogisticPath<string>, { names, rows }: Part): Entry[] {
  return names
    .map((name, j) => {
      const spread = deviation(rows.map((row) => row[j]));
      const effects = path.coef.map(([coef]) => coef[j] * spread);
      return { name, effects, at: effects.findIndex((effect) => effect !== 0) };
    })
    .filter(({ at }) => at >= 0)
    .toSorted((a, b) => a.at - b.at || Math.abs(b.effects[b.at]) - Math.abs(a.effects[a.at]));
}

/** A line for each column, with a shade for each of some λ, in the colour of the class that it speaks for. */
function trails(
  entries: readonly Entry[],
  { length, classes: [first, second] }: LogisticPath<string>,
): string[] {
  const nameWidth = Math.max(...entries.map(({ name }) => name.length));
  const cells = WIDTH - INDENT.length - nameWidth - 3 - Math.max(first.length, second.length) - 1;
  const shown = Array.from({ length: cells }, (_, k) => Math.round((k * (length - 1)) / (cells - 1)));
  const largest = Math.max(...entries.flatMap(({ effects }) => shown.map((k) => Math.abs(effects[k]))));
  return entries.map(({ name, effects }, i) => {
    const trail = shown.map((k) => paint(effects[k] < 0 ? "yellow" : "cyan", shade(effects[k], largest)));
    const says = effects[effects.length - 1] < 0 ? first : second;
    return `${INDENT}${String(i + 1).padStart(2)} ${name.padEnd(nameWidth)} ${trail.join("")} ${says}`;
  });
}

/** Shades grow with the cube root, so that small effects are told apart. */
function shade(effect: number, largest: number): string {
  if (effect === 0) return " ";
  const part = Math.cbrt(Math.abs(effect) / largest);
  return SHADES[Math.min(SHADES.length - 1, Math.floor(part * SHADES.length))];
}

/** What so many features are worth. */
function milestones(path: LogisticPath<string>, test: Part): string[] {
  const lines = MILESTONES.flatMap((count) => {
    const k = path.nonZeros.findIndex((nonZeros) => nonZeros >= count);
    if (k < 0) return [];
    const right = accuracy(test.labels, path.predict(test.rows, k));
    const explained = (path.devianceExplained[k] * 100).toFixed(1);
    return `${String(path.nonZeros[k]).padStart(2)} ${path.nonZeros[k] === 1 ? "feature: " : "features:"} accuracy ${(right * 100).toFixed(1)} %, ${explained} % of the deviance explained`;
  });
  return lines.flatMap((line, i) => field(i === 0 ? "test" : "", line));
}
