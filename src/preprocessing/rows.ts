import { readFeatureNames } from "../data/feature-names.ts";
import { anyRowSource } from "../data/csr-source.ts";
import type { Matrix, RowsInput } from "../data/rows.ts";
import { InputError } from "../errors.ts";
import { describe } from "../options.ts";

/** A caller's rows, copied: a row-major matrix, with the columns' names where they have them. */
export interface NamedMatrix extends Matrix {
  readonly names: readonly string[] | undefined;
}

/** @throws {@link InputError} for what is none of the forms of rows, and for values that aren't finite */
export function readRows(X: RowsInput, names?: readonly string[]): NamedMatrix {
  const source = anyRowSource("X", X, names);
  const { rows, cols } = source;
  const data = new Float64Array(rows * cols);
  source.copy(0, rows, data);
  const odd = data.findIndex((value) => !Number.isFinite(value));
  if (odd >= 0) {
    const place = `row ${Math.floor(odd / cols)}, column ${odd % cols}`;
    throw new InputError("X", `${describe(data[odd])} at ${place}; expected a finite number`);
  }
  const found = source.names && readFeatureNames("X.columns", [...source.names], cols);
  return { data, rows, cols, names: found };
}

export function checkWidth({ cols }: Matrix, expected: number): void {
  if (cols !== expected) throw new InputError("X", `${cols} columns; expected ${expected} as in fit`);
}
