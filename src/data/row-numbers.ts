import { InputError } from "../errors.ts";
import { describe } from "../options.ts";

/** Numbers of rows, from 0 on. */
export type RowNumbers = readonly number[] | Uint32Array | Int32Array | Uint16Array | Uint8Array;

/** A checked copy of numbers of rows, at least one. */
export function readRowNumbers(argument: string, rows: unknown, count: number): Uint32Array {
  const isTyped = ArrayBuffer.isView(rows) && "length" in rows;
  if (!Array.isArray(rows) && !isTyped) {
    throw new InputError(argument, `${describe(rows)}; expected an array of numbers of rows`);
  }
  const given = rows as ArrayLike<unknown>;
  if (given.length === 0) throw new InputError(argument, "no rows; expected at least one");
  const copy = new Uint32Array(given.length);
  for (let i = 0; i < copy.length; i++) {
    const row = given[i] as number;
    if (!(Number.isInteger(row) && row >= 0 && row < count)) {
      const expected = `a whole number from 0 to ${count - 1}, the last row`;
      throw new InputError(argument, `${describe(given[i])} at index ${i}; expected ${expected}`);
    }
    copy[i] = row;
  }
  return copy;
}

/** The values of these rows, so many of each. */
export function pickNumbers(values: Float64Array, rows: Uint32Array, width = 1): Float64Array {
  const picked = new Float64Array(rows.length * width);
  for (let i = 0, k = 0; i < rows.length; i++) {
    for (let c = 0; c < width; c++, k++) picked[k] = values[rows[i] * width + c];
  }
  return picked;
}
