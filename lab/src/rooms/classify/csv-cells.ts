/** A table as text: each row's cells, and the line of the file that it begins on. */
export interface Cells {
  readonly header: readonly string[];
  readonly rows: readonly { readonly line: number; readonly cells: readonly string[] }[];
}

/** What is wrong with a file, and where. */
export class CsvError extends Error {}

const SEPARATORS = [",", ";", "\t"] as const;

/** What is there is not looked at beyond it: a page that draws each row can't show more. */
const MOST_ROWS = 20_000;

/**
 * The cells of comma-, semicolon- or tab-separated text, with "quoted" ones. The first line names the columns, unless it
 * holds a number: then they are called "column 1" and so on.
 *
 * @throws {@link CsvError} that names line and column
 */
export function readCells(text: string): Cells {
  const separator = separatorOf(/.*\S.*/.exec(text)?.[0] ?? "");
  const records = split(text.replace(/^\uFEFF/, ""), separator);
  const [first] = records;
  if (!first) throw new CsvError("There is nothing in it: it should hold rows of two numbers and a class.");
  const hasHeader = !first.cells.some((cell) => isNumber(cell));
  const header = first.cells.map((cell, j) => (hasHeader && cell !== "" ? cell : `column ${j + 1}`));
  if (header.length < 3) {
    throw new CsvError(
      `Line ${first.line} has ${cellsOf(header.length)}; three are needed: two numbers and a class, with a comma, a semicolon or a tab between them.`,
    );
  }
  const rows = hasHeader ? records.slice(1) : records;
  for (const { line, cells } of rows) {
    if (cells.length === header.length) continue;
    throw new CsvError(
      `Line ${line} ends at column ${cells.length}: it has ${cellsOf(cells.length)}, and line ${first.line} has ${header.length}.`,
    );
  }
  if (rows.length < 2) throw new CsvError("There are fewer than two rows of data in it.");
  if (rows.length > MOST_ROWS) {
    throw new CsvError(
      `It has ${rows.length} rows, and this page draws at most ${MOST_ROWS}: line ${rows[MOST_ROWS]?.line} is one too many.`,
    );
  }
  return { header, rows };
}

/** A number as files have it. */
export function isNumber(cell: string): boolean {
  return cell !== "" && Number.isFinite(Number(cell));
}

function separatorOf(line: string): string {
  const counts = SEPARATORS.map((separator) => line.split(separator).length);
  return SEPARATORS[counts.indexOf(Math.max(...counts))] ?? ",";
}

/** Records of cells without the space around them; empty lines are left out. */
function split(text: string, separator: string): { line: number; cells: string[] }[] {
  const records: { line: number; cells: string[] }[] = [];
  let [at, line] = [0, 1];
  while (at < text.length) {
    const start = line;
    const cells: string[] = [];
    for (;;) {
      let cell: string;
      while (text[at] === " ") at++;
      if (text[at] === '"') {
        [cell, at] = quoted(text, at, line, cells.length + 1);
        line += cell.split("\n").length - 1;
        while (text[at] === " " || text[at] === "\r") at++;
        if (at < text.length && text[at] !== separator && text[at] !== "\n") {
          throw new CsvError(
            `Line ${line}, column ${cells.length + 1}: there is more after the closing quote.`,
          );
        }
      } else {
        const end = endOfCell(text, at, separator);
        cell = text.slice(at, end).trim();
        at = end;
      }
      cells.push(cell);
      if (text[at] !== separator) break;
      at++;
    }
    at++; // the line's end
    line++;
    if (cells.length > 1 || cells[0] !== "") records.push({ line: start, cells });
  }
  return records;
}

function endOfCell(text: string, from: number, separator: string): number {
  let at = from;
  while (at < text.length && text[at] !== separator && text[at] !== "\n") at++;
  return at;
}

/** What is between quotes, two of them standing for one; and where it ends. */
function quoted(text: string, from: number, line: number, column: number): [string, number] {
  let cell = "";
  for (let at = from + 1; at < text.length; at++) {
    if (text[at] !== '"') cell += text[at];
    else if (text[at + 1] === '"') {
      cell += '"';
      at++;
    } else return [cell, at + 1];
  }
  throw new CsvError(`Line ${line}, column ${column}: a quote is opened and never closed.`);
}

function cellsOf(count: number): string {
  return count === 1 ? "1 cell" : `${count} cells`;
}
