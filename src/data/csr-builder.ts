import { InputError } from "../errors.ts";
import { describe, wholeNumber } from "../options.ts";
import type { CsrMatrix } from "./csr.ts";

/** A sparse matrix that grows row by row. */
export class CsrBuilder {
  readonly values: number[] = [];
  readonly indices: number[] = [];
  readonly indptr: number[] = [0];
  #width = 0;

  add(column: number, value: number): void {
    this.values.push(value);
    this.indices.push(column);
    if (column >= this.#width) this.#width = column + 1;
  }

  endRow(): void {
    this.indptr.push(this.values.length);
  }

  /**
   * @param cols - default: up to the last column that has a value
   * @throws {@link InputError} where `cols` is less than that
   */
  finish(cols: number | undefined): CsrMatrix {
    if (cols !== undefined) wholeNumber("options.cols", cols, 1);
    if (cols !== undefined && cols < this.#width) {
      throw new InputError("options.cols", `${cols}; expected at least ${this.#width}, as there are values`);
    }
    const { values, indices, indptr } = this;
    return { values, indices, indptr, rows: indptr.length - 1, cols: cols ?? this.#width };
  }
}

/**
 * The matrix of rows of [index, value].
 *
 * @throws {@link InputError} that names the row of the first entry that is no pair of a column and a finite number
 */
export function csrOfRows(argument: string, rows: unknown, cols: number | undefined): CsrMatrix {
  const matrix = new CsrBuilder();
  let row = 0;
  for (const entries of iterable(argument, rows, "rows")) {
    for (const entry of iterable(argument, entries, `[index, value] in row ${row}`)) {
      if (!Array.isArray(entry) || entry.length !== 2) {
        throw new InputError(argument, `${describe(entry)} in row ${row}; expected [index, value]`);
      }
      const [column, value] = entry as [unknown, unknown];
      if (!Number.isSafeInteger(column) || (column as number) < 0) {
        const found = `${describe(column)} for an index in row ${row}`;
        throw new InputError(argument, `${found}; expected a whole number of at least 0`);
      }
      if (!Number.isFinite(value)) {
        const place = `at row ${row}, column ${column as number}`;
        throw new InputError(argument, `${describe(value)} ${place}; expected a finite number`);
      }
      matrix.add(column as number, value as number);
    }
    matrix.endRow();
    row += 1;
  }
  return matrix.finish(cols);
}

/**
 * Pairs for `csrOfRows` that are given where rows of numbers are expected; the first rows may well be empty.
 *
 * @throws {@link InputError} for them
 */
export function refusePairs(argument: string, X: unknown): void {
  if (!Array.isArray(X)) return;
  const row = X.findIndex((entries) => (entries as ArrayLike<unknown> | undefined)?.length !== 0);
  const [first] = Array.isArray(X[row]) ? (X[row] as unknown[]) : [];
  if (!Array.isArray(first) || first.length !== 2) return;
  const found = `an array of 2 at row ${row}, column 0`;
  throw new InputError(
    argument,
    `${found}; expected a number, or, of pairs [index, value], what Dataset.fromSparseRows makes`,
  );
}

function iterable(argument: string, value: unknown, what: string): Iterable<unknown> {
  if (typeof value === "object" && value !== null && Symbol.iterator in value)
    return value as Iterable<unknown>;
  throw new InputError(argument, `${describe(value)}; expected an iterable of ${what}`);
}
