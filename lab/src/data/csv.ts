/** A table of numbers with a label for each row. */
export interface Table {
  readonly names: readonly string[];
  /** Row by row. */
  readonly X: Float64Array;
  readonly rows: number;
  readonly cols: number;
  readonly labels: readonly string[];
}

/** Reads comma-separated text without quotes: a header, then numbers with the label last. */
export function readTable(text: string): Table {
  const [header = "", ...lines] = text.trim().split(/\r?\n/);
  const names = header.split(",").slice(0, -1);
  const cols = names.length;
  const X = new Float64Array(lines.length * cols);
  const labels = lines.map((line, i) => {
    const cells = line.split(",");
    for (let j = 0; j < cols; j++) X[i * cols + j] = Number(cells[j]);
    return cells[cols] ?? "";
  });
  return { names, X, rows: lines.length, cols, labels };
}

/** Some of a table's columns, by name. */
export function pick(table: Table, names: readonly string[]): Table {
  const at = names.map((name) => table.names.indexOf(name));
  const X = new Float64Array(table.rows * at.length);
  for (let i = 0; i < table.rows; i++) {
    for (const [k, j] of at.entries()) X[i * at.length + k] = table.X[i * table.cols + j] ?? Number.NaN;
  }
  return { ...table, names, X, cols: at.length };
}

/** A column's numbers. */
export function column({ X, rows, cols }: Table, j: number): Float64Array {
  return Float64Array.from({ length: rows }, (_, i) => X[i * cols + j] ?? Number.NaN);
}
