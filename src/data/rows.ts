import { InputError } from "../errors.ts";
import { checkKeys, describe, isPlainObject, wholeNumber } from "../options.ts";
import type { CsrMatrix } from "./csr.ts";
import { isFloat64Array, isRealArray, isRealTyped, type RealArray } from "./real-array.ts";

/** A dense matrix, row-major: value (i, j) is `data[i * cols + j]`. */
export interface Matrix<Data extends Float64Array | Float32Array = Float64Array> {
  readonly data: Data;
  readonly rows: number;
  readonly cols: number;
}

/** Columns by name; the names become the features' names. */
export interface NamedColumns {
  readonly columns: Readonly<Record<string, RealArray>>;
}

/** What rows can be given as: an array of rows, a row-major matrix, columns by name, or the non-zeros of sparse rows. */
export type RowsInput = readonly RealArray[] | Matrix<Float64Array | Float32Array> | NamedColumns | CsrMatrix;

/** Rows of a caller's, whatever form they have: their shape is checked, their values not yet. */
export interface RowSource {
  readonly rows: number;
  readonly cols: number;
  /** The names of the columns, where the form has them. */
  readonly names?: readonly string[];
  /** The rows themselves, where the form is a row-major Float64Array. */
  readonly data?: Float64Array;
  /** Writes rows `from` to `to` (exclusive) into `into`, row-major; refuses what is no number. */
  copy(from: number, to: number, into: Float64Array | Float32Array): void;
}

/**
 * @param names - the order that columns by name are wanted in; default: their own
 * @throws {@link InputError} where X is none of the forms of {@link RowsInput}, has no rows or no columns, or
 *   has columns of other names
 */
export function rowSource(argument: string, X: unknown, names?: readonly string[]): RowSource {
  const source = sourceOf(argument, X, names);
  refuseEmpty(argument, source);
  return source;
}

/** @throws {@link InputError} for no rows or no columns */
export function refuseEmpty(argument: string, { rows, cols }: Pick<RowSource, "rows" | "cols">): void {
  const lacking = rows === 0 ? "rows" : cols === 0 ? "columns" : undefined;
  if (lacking) throw new InputError(argument, `no ${lacking}; expected at least one`);
}

function sourceOf(argument: string, X: unknown, names?: readonly string[]): RowSource {
  if (Array.isArray(X)) return arraySource(argument, X);
  if (typeof X === "object" && X !== null) {
    if ("columns" in X) return columnSource(argument, X, names);
    if ("data" in X) return matrixSource(argument, X);
  }
  const forms = "an array of rows, { data, rows, cols }, { columns } or a CsrMatrix";
  throw new InputError(argument, `${describe(X)}; expected ${forms}`);
}

function arraySource(argument: string, X: readonly unknown[]): RowSource {
  const rowAt = (i: number): RealArray => {
    const row = X[i];
    if (isRealArray(row)) return row;
    throw notAnArray(argument, `row ${i} is ${describe(row)}`);
  };
  const cols = X.length > 0 ? rowAt(0).length : 1;
  return {
    rows: X.length,
    cols,
    copy(from, to, into) {
      for (let i = from; i < to; i++) {
        const row = rowAt(i);
        if (row.length !== cols) {
          throw new InputError(argument, `row ${i} has ${row.length} values; expected ${cols} as in row 0`);
        }
        const start = (i - from) * cols;
        if (isRealTyped(row)) {
          into.set(row, start);
          continue;
        }
        for (let j = 0; j < cols; j++) {
          const value: unknown = row[j];
          if (typeof value !== "number") throw notANumber(argument, value, i, `${j}`);
          into[start + j] = value;
        }
      }
    },
  };
}

function matrixSource(argument: string, X: object): RowSource {
  checkKeys(argument, X, ["data", "rows", "cols"]);
  const { data, rows, cols } = X as Record<string, unknown>;
  if (!isRealTyped(data)) {
    throw new InputError(`${argument}.data`, `${describe(data)}; expected a Float64Array or Float32Array`);
  }
  wholeNumber(`${argument}.rows`, rows, 0);
  wholeNumber(`${argument}.cols`, cols, 0);
  const width = cols as number;
  if (data.length !== (rows as number) * width) {
    throw new InputError(
      `${argument}.data`,
      `${data.length} values; expected rows × cols = ${rows} × ${cols}`,
    );
  }
  return {
    rows: rows as number,
    cols: width,
    ...(isFloat64Array(data) && { data }),
    copy: (from, to, into) => into.set(data.subarray(from * width, to * width)),
  };
}

function columnSource(argument: string, X: object, wanted?: readonly string[]): RowSource {
  checkKeys(argument, X, ["columns"]);
  const { columns } = X as { columns: unknown };
  if (!isPlainObject(columns)) {
    throw new InputError(
      `${argument}.columns`,
      `${describe(columns)}; expected an object of columns by name`,
    );
  }
  if (wanted) checkNames(`${argument}.columns`, columns, wanted);
  const names = wanted ?? Object.keys(columns);
  const values = names.map((name) =>
    columnOf(`${argument}.columns.${name}`, (columns as NamedColumns["columns"])[name]),
  );
  const rows = values[0]?.length ?? 1; // of no columns these are what is lacking
  const odd = values.findIndex((column) => column.length !== rows);
  if (odd >= 0) {
    const found = `${values[odd].length} values`;
    throw new InputError(
      `${argument}.columns.${names[odd]}`,
      `${found}; expected ${rows} as in column "${names[0]}"`,
    );
  }
  return {
    rows,
    cols: names.length,
    names,
    copy(from, to, into) {
      values.forEach((column, j) => {
        for (let i = from, k = j; i < to; i++, k += names.length) {
          const value: unknown = column[i];
          if (typeof value !== "number") throw notANumber(argument, value, i, `"${names[j]}"`);
          into[k] = value;
        }
      });
    },
  };
}

function checkNames(argument: string, columns: object, wanted: readonly string[]): void {
  for (const name of wanted) {
    if (Object.hasOwn(columns, name)) continue;
    throw new InputError(argument, `no column ${describe(name)}; expected one for each feature name`);
  }
  const known = new Set(wanted);
  for (const name of Object.keys(columns)) {
    if (known.has(name)) continue;
    throw new InputError(argument, `column ${describe(name)}; expected only those of the feature names`);
  }
}

function columnOf(argument: string, column: unknown): RealArray {
  if (isRealArray(column)) return column;
  throw notAnArray(argument, describe(column));
}

function notAnArray(argument: string, found: string): InputError {
  return new InputError(argument, `${found}; expected an array, Float64Array or Float32Array`);
}

function notANumber(argument: string, value: unknown, row: number, column: string): InputError {
  return new InputError(argument, `${describe(value)} at row ${row}, column ${column}; expected a number`);
}
