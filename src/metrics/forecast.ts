import type { RealArray } from "../data/real-array.ts";
import { type Matrix, rowSource } from "../data/rows.ts";
import type { Target } from "../data/target.ts";
import { InputError } from "../errors.ts";
import { codesIn, readClasses, readPositive } from "./classes.ts";
import { checkLength } from "./labels.ts";
import type { PositiveOptions } from "./options.ts";
import { readVector } from "./vector.ts";

/**
 * Probabilities: rows × classes as `predictProba` answers them, the columns in the order of the classes, or
 * of each row only that of the positive class.
 */
export type Probabilities = Matrix<Float64Array | Float32Array> | RealArray;

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
  const isMatrix = typeof probabilities === "object" && probabilities !== null && "data" in probabilities;
  return (isMatrix ? ofAllClasses : ofPositiveClass)(truth, probabilities, options);
}

function ofAllClasses(truth: Target, matrix: unknown, options: PositiveOptions): Forecast {
  const source = rowSource("probabilities", matrix);
  checkLength("probabilities", source.rows, truth);
  const classes = readClasses(options.classes, truth);
  if (options.positive !== undefined) readPositive(options.positive, classes); // makes no difference here
  if (source.cols !== classes.length) {
    const origin =
      options.classes === undefined ? "one for each class in yTrue, or options.classes" : "options.classes";
    throw new InputError("probabilities", `${source.cols} columns; expected ${classes.length} (${origin})`);
  }
  const probabilities = new Float64Array(source.rows * source.cols);
  source.copy(0, source.rows, probabilities);
  checkRows(probabilities, source.cols);
  return { classes: classes.length, probabilities, codes: codesIn(classes, "yTrue", truth) };
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
