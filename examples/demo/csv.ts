import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";

/** Rows of named columns, each with its label. */
export interface Table {
  readonly names: readonly string[];
  readonly rows: readonly Float64Array[];
  readonly labels: readonly string[];
}

/** Reads a file with a header row: numbers in all columns but the last, which holds the labels. */
export function readTable(file: URL): Table {
  const [header, ...records] = parse(readFileSync(file));
  return {
    names: header.slice(0, -1),
    rows: records.map((record) => Float64Array.from(record.slice(0, -1), toNumber)),
    labels: records.map((record) => record[record.length - 1]),
  };
}

/** The rows of a file with a header row, each cell by the name of its column. */
export function readRecords(file: URL): Record<string, string>[] {
  return parse(readFileSync(file), { columns: true });
}

/** An empty cell is no number, where `Number` sees a 0. */
export function toNumber(cell: string): number {
  return cell.trim() === "" ? Number.NaN : Number(cell);
}
