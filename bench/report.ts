/** Tables that are printed for people and kept as JSON for comparison. */
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describeMachine } from "./machine.ts";
import { duration, printTable } from "./table.ts";

/** A heading, with how a row's cell reads, or the name of the row's time in ms. */
export type Column<Row> = readonly [head: string, cell: ((row: Row) => string) | keyof Row];

/** What was measured: numbers with all their digits, times in ms. */
export interface Table {
  readonly title: string;
  readonly note?: string;
  readonly rows: readonly object[];
}

/** Prints a table and answers what of it is kept. */
export function report<Row extends object>(
  title: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
): Table {
  const cell = (row: Row, how: Column<Row>[1]) =>
    typeof how === "function" ? how(row) : duration(row[how] as number);
  printTable(
    title,
    columns.map(([head]) => head),
    rows.map((row) => columns.map(([, how]) => cell(row, how))),
  );
  return { title, rows };
}

/** Writes bench/results/NAME.json, with the machine beside the numbers. */
export function keep(name: string, results: object): void {
  const folder = fileURLToPath(new URL("results/", import.meta.url));
  mkdirSync(folder, { recursive: true });
  const content = { machine: describeMachine(), date: new Date().toISOString().slice(0, 10), ...results };
  writeFileSync(`${folder}${name}.json`, `${JSON.stringify(content, undefined, 2)}\n`);
  console.log(`\nbench/results/${name}.json written`);
}
