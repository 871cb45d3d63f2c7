import { readRecords, toNumber } from "../../examples/demo/csv.ts";

/** A table as numbers, with the names of its columns. */
export interface Prepared {
  readonly names: readonly string[];
  readonly X: readonly number[][];
  readonly y: readonly string[];
}

interface Column {
  readonly name: string;
  readonly values: readonly number[];
}

/**
 * Rows of examples/data with categories and gaps as numbers, by the rules of test/reference/generate_tables.R: an indicator
 * for each value of a text, a gap being one; the mean in the place of a number that is missing, beside an indicator.
 */
export function prepare(file: string, target: string): Prepared {
  const records = readRecords(new URL(`../../examples/data/${file}.csv`, import.meta.url));
  const columns = Object.keys(records[0])
    .filter((name) => name !== target)
    .flatMap((name) =>
      columnsOf(
        name,
        records.map((record) => record[name]),
      ),
    );
  return {
    names: columns.map(({ name }) => name),
    X: records.map((_, i) => columns.map(({ values }) => values[i])),
    y: records.map((record) => record[target]),
  };
}

function columnsOf(name: string, cells: readonly string[]): Column[] {
  const isNumber = cells.every((cell) => cell === "" || !Number.isNaN(toNumber(cell)));
  return isNumber ? numbers(name, cells.map(toNumber)) : indicators(name, cells);
}

function indicators(name: string, cells: readonly string[]): Column[] {
  const levels = [...new Set(cells)].toSorted();
  return levels.map((level) => ({
    name: `${name}=${level}`,
    values: cells.map((cell) => Number(cell === level)),
  }));
}

function numbers(name: string, values: readonly number[]): Column[] {
  const known = values.filter((value) => !Number.isNaN(value));
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  const most = Math.max(...known.map(Math.abs));
  const filled = values.map((value) => (Number.isNaN(value) ? mean : value) / most);
  if (known.length === values.length) return [{ name, values: filled }];
  return [
    { name, values: filled },
    { name: `${name}=`, values: values.map((value) => Number(Number.isNaN(value))) },
  ];
}
