import { Dataset } from "../data/dataset.ts";
import { type RowsInput, rowSource } from "../data/rows.ts";
import { scoreDataset } from "../data/score-dataset.ts";
import { InputError } from "../errors.ts";
import { scoreRow } from "../numerics/score-row.ts";
import { describe } from "../options.ts";
import type { Runtime } from "../wasm/runtime.ts";

/** A linear model as far as scoring needs it. */
export interface LinearModel {
  readonly w: Float64Array;
  readonly b: number;
  readonly featureNames: readonly string[] | undefined;
}

/** So many rows are copied out of a caller's form at a time. */
const CHUNK_ROWS = 64;

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
  const row = result.findIndex(Number.isNaN);
  if (row >= 0) throw overflow(row);
  return result;
}

/** Values so large that their terms are infinite and cancel each other. */
function overflow(row: number): InputError {
  return new InputError(
    "X",
    `row ${row} has a score that is no number; expected values whose score f64 can hold`,
  );
}

function scoresOfRows({ w, b, featureNames }: LinearModel, X: RowsInput): Float64Array {
  const source = rowSource("X", X, featureNames);
  const { rows, cols } = source;
  checkColumns("X", cols, w.length);
  const result = new Float64Array(rows);
  const chunk = new Float64Array(CHUNK_ROWS * cols);
  for (let from = 0; from < rows; from += CHUNK_ROWS) {
    const count = Math.min(CHUNK_ROWS, rows - from);
    source.copy(from, from + count, count === CHUNK_ROWS ? chunk : chunk.subarray(0, count * cols));
    for (let i = 0; i < count; i++) {
      const z = scoreRow(chunk, i * cols, w, b);
      // A value that isn't finite makes the score so: it need be looked for only then.
      if (!Number.isFinite(z)) {
        checkRow("X", chunk.subarray(i * cols, (i + 1) * cols), `row ${from + i}, column `);
      }
      result[from + i] = z;
    }
  }
  return result;
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
