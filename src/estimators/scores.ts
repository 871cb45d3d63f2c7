import { Dataset } from "../data/dataset.ts";
import { type RowsInput, rowSource } from "../data/rows.ts";
import { scoreDataset } from "../data/score-dataset.ts";
import { InputError } from "../errors.ts";
import { scoreRows } from "../numerics/score-rows.ts";
import { describe } from "../options.ts";
import type { Runtime } from "../wasm/runtime.ts";

/** A linear model as far as scoring needs it. */
export interface LinearModel {
  readonly w: Float64Array;
  readonly b: number;
  readonly featureNames: readonly string[] | undefined;
}

/** So many rows are copied at a time out of forms other than a Float64Array. */
const CHUNK_ROWS = 64;

/** So many rows of a Float64Array are scored at a time: calls are short enough for the engine to optimise them soon. */
const BLOCK_ROWS = 4096;

/** zᵢ = xᵢ · w + b of every row, the same bits whatever form the rows have. */
export function scores(model: LinearModel, X: RowsInput | Dataset, runtime: () => Runtime): Float64Array {
  return X instanceof Dataset ? scoresOfDataset(model, X, runtime()) : scoresOfRows(model, X);
}

/** Refuses a Dataset that lives in the memory of another runtime. */
export function checkRuntime(dataset: Dataset, runtime: Runtime): void {
  if (dataset.runtime === runtime) return;
  throw new InputError("X", "a Dataset of another runtime; expected one of the model's runtime");
}

function scoresOfDataset(
  { w, b, featureNames }: LinearModel,
  dataset: Dataset,
  runtime: Runtime,
): Float64Array {
  const { storage } = dataset;
  checkRuntime(dataset, runtime);
  checkColumns("X", dataset.cols, w.length);
  const odd = featureNames && dataset.featureNames?.findIndex((name, j) => name !== featureNames[j]);
  if (odd !== undefined && odd >= 0) {
    const found = `column ${odd} is ${describe(dataset.featureNames?.[odd])}`;
    throw new InputError("X", `${found}; expected ${describe(featureNames?.[odd])} as in fit`);
  }
  const result = scoreDataset(storage, w, b);
  if (result.includes(Number.NaN)) throw overflow(result.findIndex(Number.isNaN));
  return result;
}

/** Values so large that their terms are infinite and cancel each other. */
function overflow(row: number): InputError {
  return new InputError(
    "X",
    `row ${row} has a score that is no number; expected values whose score f64 can hold`,
  );
}

/**
 * By TypeScript, on the caller's own array where it is row-major: linear memory is shared, and V8 copies into shared memory
 * number by number (1000000 × 100 on a Zen 5: 58 ms by the kernels, through a small buffer, against 48).
 */
function scoresOfRows({ w, b, featureNames }: LinearModel, X: RowsInput): Float64Array {
  const source = rowSource("X", X, featureNames);
  const { rows, cols, data } = source;
  checkColumns("X", cols, w.length);
  const result = new Float64Array(rows);
  const most = data ? BLOCK_ROWS : CHUNK_ROWS;
  const chunk = new Float64Array(data ? 0 : Math.min(rows, most) * cols);
  for (let from = 0; from < rows; from += most) {
    const to = Math.min(from + most, rows);
    const x = data ? data.subarray(from * cols, to * cols) : chunk.subarray(0, (to - from) * cols);
    if (!data) source.copy(from, to, x);
    const z = result.subarray(from, to);
    scoreRows(x, w, b, z);
    checkValues(x, z, from);
  }
  return result;
}

/** Refuses rows with a value that isn't finite. It makes the row's score so, and need be looked for only then. */
function checkValues(x: Float64Array, z: Float64Array, from: number): void {
  const cols = x.length / z.length;
  for (let i = 0; i < z.length; i++) {
    if (Number.isFinite(z[i])) continue;
    checkRow("X", x.subarray(i * cols, (i + 1) * cols), `row ${from + i}, column `);
  }
}

/** @throws {@link InputError} for a value that isn't finite */
export function checkRow(argument: string, row: ArrayLike<unknown>, place: string): void {
  for (let j = 0; j < row.length; j++) {
    if (Number.isFinite(row[j])) continue;
    throw new InputError(argument, `${describe(row[j])} at ${place}${j}; expected a finite number`);
  }
}

export function checkColumns(argument: string, found: number, expected: number): void {
  if (found === expected) return;
  throw new InputError(argument, `${found} columns; expected ${expected} as in fit`);
}
