import type { Label } from "../data/label.ts";
import { isRealArray, type RealArray } from "../data/real-array.ts";
import { type Matrix, rowSource } from "../data/rows.ts";
import type { Target } from "../data/target.ts";
import { InputError } from "../errors.ts";
import { codesIn, readClasses, readPositive } from "./classes.ts";
import { checkLength } from "./labels.ts";
import type { ClassOptions, PositiveOptions } from "./options.ts";
import { readVector } from "./vector.ts";

/**
 * Probabilities: rows × classes as `predictProba` answers them, or an array of rows, the columns in the order of the
 * classes, or of each row only that of the positive class.
 */
export type Probabilities = Matrix<Float64Array | Float32Array> | readonly RealArray[] | RealArray;

/** What was forecast for each row, and what came true. */
export interface Forecast {
  readonly classes: number;
  /** Rows × classes, row-major. */
  readonly probabilities: Float64Array;
  /** Of each row, the index of the class that came true. */
  readonly codes: Int32Array;
}

/** How far from 1 a row may add up to: enough for probabilities that were computed in f32. */
const SUM_TOLERANCE = 1e-5;

const EXPECTED = "a number from 0 to 1";
const isProbability = (value: number): boolean => value >= 0 && value <= 1;

export function readForecast(truth: Target, probabilities: unknown, options: PositiveOptions): Forecast {
  return (isMatrix(probabilities) ? ofAllClasses : ofPositiveClass)(truth, probabilities, options);
}

/** Whether there is a column for each class, and not one number for each row. */
export function isMatrix(values: unknown): boolean {
  if (Array.isArray(values)) return isRealArray(values[0]);
  return typeof values === "object" && values !== null && "data" in values;
}

/** Numbers with a column for each class. */
export interface ClassColumns {
  readonly classes: readonly Label[];
  /** Rows × classes, row-major. */
  readonly values: Float64Array;
  /** Of each row, the index of its class. */
  readonly codes: Int32Array;
}

export function readColumns(
  argument: string,
  truth: Target,
  matrix: unknown,
  options: ClassOptions,
): ClassColumns {
  const source = rowSource(argument, matrix);
  checkLength(argument, source.rows, truth);
  const classes = readClasses(options.classes, truth);
  if (source.cols !== classes.length) {
    const origin =
      options.classes === undefined ? "one for each class in yTrue, or options.classes" : "options.classes";
    throw new InputError(argument, `${source.cols} columns; expected ${classes.length} (${origin})`);
  }
  const values = new Float64Array(source.rows * source.cols);
  source.copy(0, source.rows, values);
  return { classes, values, codes: codesIn(classes, "yTrue", truth) };
}

/** Scores with a column for each class: the higher, the likelier the class. */
export function readScores(truth: Target, matrix: unknown, options: ClassOptions): ClassColumns {
  const columns = readColumns("scores", truth, matrix, options);
  const odd = columns.values.findIndex(Number.isNaN);
  if (odd < 0) return columns;
  const { length } = columns.classes;
  const place = `row ${Math.floor(odd / length)}, column ${odd % length}`;
  throw new InputError("scores", `NaN at ${place}; expected a number`);
}

function ofAllClasses(truth: Target, matrix: unknown, options: PositiveOptions): Forecast {
  const { classes, values, codes } = readColumns("probabilities", truth, matrix, options);
  if (options.positive !== undefined) readPositive(options.positive, classes); // makes no difference here
  checkRows(values, classes.length);
  return { classes: classes.length, probabilities: values, codes };
}

function checkRows(probabilities: Float64Array, cols: number): void {
  for (let start = 0; start < probabilities.length; start += cols) {
    const row = start / cols;
    let sum = 0;
    for (let j = 0; j < cols; j++) {
      const value = probabilities[start + j];
      if (!isProbability(value)) {
        throw new InputError("probabilities", `${value} at row ${row}, column ${j}; expected ${EXPECTED}`);
      }
      sum += value;
    }
    if (Math.abs(sum - 1) > SUM_TOLERANCE) {
      throw new InputError("probabilities", `row ${row} adds up to ${sum}; expected 1`);
    }
  }
}

function ofPositiveClass(truth: Target, vector: unknown, options: PositiveOptions): Forecast {
  const values = readVector("probabilities", vector, truth, isProbability, EXPECTED);
  const classes = readClasses(options.classes, truth);
  if (classes.length > 2) {
    const found = `one number for each row, with ${classes.length} classes`;
    throw new InputError(
      "probabilities",
      `${found}; expected { data, rows, cols } with a column for each class`,
    );
  }
  const positive = readPositive(options.positive, classes);
  const isPositive = codesIn(classes, "yTrue", truth).map((code) => (classes[code] === positive ? 1 : 0));
  const probabilities = new Float64Array(2 * values.length);
  for (let i = 0; i < values.length; i++) {
    probabilities[2 * i] = 1 - values[i];
    probabilities[2 * i + 1] = values[i];
  }
  return { classes: 2, probabilities, codes: isPositive };
}
