import { type Cells, CsvError, isNumber, readCells } from "./csv-cells.ts";
import type { Sample } from "./sample.ts";

/** As many as can be told apart by colour and shape without effort. */
const MOST_CLASSES = 4;

/** Numbers of columns: across, up, class; below 0 for one that isn't chosen. */
export type Columns = readonly [number, number, number];

/** The columns where nothing was chosen: the last is the class, and the first two others that begin with a number are drawn. */
export function columnsOf({ header, rows }: Cells, chosen: readonly number[]): Columns {
  const isThere = (column: number | undefined): column is number =>
    column !== undefined && column >= 0 && column < header.length;
  const label = isThere(chosen[2]) ? chosen[2] : header.length - 1;
  const others = header.map((_, j) => j).filter((j) => j !== label);
  const numeric = others.filter((j) => isNumber(rows[0]?.cells[j] ?? ""));
  const [x = 0, y = x] = numeric.length >= 2 ? numeric : others;
  return [isThere(chosen[0]) ? chosen[0] : x, isThere(chosen[1]) ? chosen[1] : y, label];
}

/**
 * The rows of a reader's own CSV.
 *
 * @throws {@link CsvError} that names line and column
 */
export function ownTable(text: string, chosen: readonly number[]): Sample {
  const cells = readCells(text);
  const { header, rows } = cells;
  const [x, y, label] = columnsOf(cells, chosen);
  const X = new Float64Array(2 * rows.length);
  const classes: string[] = [];
  const labels = rows.map(({ line, cells: row }, i) => {
    for (const [k, j] of [x, y].entries()) {
      const cell = row[j] ?? "";
      if (!isNumber(cell)) throw new CsvError(`Line ${line}, column ${j + 1} (${header[j]}): ${told(cell)}`);
      X[2 * i + k] = Number(cell);
    }
    const name = row[label] ?? "";
    const where = `Line ${line}, column ${label + 1} (${header[label]})`;
    if (name === "") throw new CsvError(`${where}: the class is missing.`);
    if (!classes.includes(name)) classes.push(name);
    if (classes.length > MOST_CLASSES) {
      const others = classes.slice(0, -1).map((other) => `“${other}”`);
      throw new CsvError(
        `${where}: “${name}” is a fifth class, beside ${others.slice(0, -1).join(", ")} and ${others.at(-1)}; up to four can be told apart here.`,
      );
    }
    return name;
  });
  if (classes.length < 2) {
    throw new CsvError(
      `Column ${label + 1} (${header[label]}) says “${classes[0]}” in every line: there are no two classes.`,
    );
  }
  const sorted = classes.toSorted();
  return {
    columns: [header[x] ?? "", header[y] ?? ""],
    classes: sorted,
    kinds: sorted.map((_, k) => k),
    X,
    cols: 2,
    y: labels.map((name) => sorted.indexOf(name)),
  };
}

function told(cell: string): string {
  if (cell === "") return "a number is missing.";
  return `“${cell.length > 40 ? `${cell.slice(0, 40)}…` : cell}” is not a number.`;
}
