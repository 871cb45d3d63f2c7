import { InputError } from "../errors.ts";
import { describe, isPlainObject } from "../options.ts";
import { isRealArray, type RealArray } from "./real-array.ts";
import { type Matrix, rowSource } from "./rows.ts";

/** What is added to the scores of rows: n numbers, or, of K > 2 classes, a number for each, n × K. */
export type OffsetInput = RealArray | Matrix<Float64Array | Float32Array>;

/** A checked copy of an offset. */
export interface Offset {
  /** Row-major. */
  readonly values: Float64Array;
  /** How many numbers a row has. */
  readonly width: number;
}

/** @throws {@link InputError} unless there are finite numbers for each row */
export function readOffset(argument: string, offset: unknown, rows: number): Offset {
  const read = isPlainObject(offset) ? readMatrix(argument, offset) : readVector(argument, offset);
  const { values, width } = read;
  if (values.length !== rows * width) {
    const found = width > 1 ? `${values.length / width} rows` : `${values.length} numbers`;
    throw new InputError(argument, `${found}; expected ${rows}, one for each row of X`);
  }
  const wrong = values.findIndex((value) => !Number.isFinite(value));
  if (wrong < 0) return read;
  const place = width > 1 ? `row ${Math.floor(wrong / width)}, column ${wrong % width}` : `index ${wrong}`;
  throw new InputError(argument, `${values[wrong]} at ${place}; expected a finite number`);
}

function readMatrix(argument: string, offset: object): Offset {
  const source = rowSource(argument, "data" in offset ? offset : undefined);
  const values = new Float64Array(source.rows * source.cols);
  source.copy(0, source.rows, values);
  return { values, width: source.cols };
}

function readVector(argument: string, offset: unknown): Offset {
  if (!isRealArray(offset)) {
    const forms = "an array, Float64Array or Float32Array, or { data, rows, cols } of more than two classes";
    throw new InputError(argument, `${describe(offset)}; expected ${forms}`);
  }
  const values = Float64Array.from(offset as ArrayLike<unknown>, (value, i) => {
    if (typeof value === "number") return value;
    throw new InputError(argument, `${describe(value)} at index ${i}; expected a number`);
  });
  return { values, width: 1 };
}

/** Refuses an offset of other than one number a row for two classes, or one for each of more. */
export function checkOffset(argument: string, { width }: Offset, classes: number): void {
  const expected = classes > 2 ? classes : 1;
  if (width === expected) return;
  throw new InputError(argument, `${width} a row for ${classes} classes; expected ${expected}`);
}

/** scores += offset, of as many rows. */
export function addOffset(scores: Float64Array, { values }: Offset): void {
  for (let i = 0; i < scores.length; i++) scores[i] += values[i];
}
