import { InputError } from "../errors.ts";
import { scoreRow } from "../numerics/score-row.ts";
import { describe } from "../options.ts";
import { isRealTyped, type RealArray } from "./real-array.ts";
import { type RowsInput, rowSource } from "./rows.ts";

/** A linear model as far as scoring needs it. */
export interface LinearModel {
  readonly w: Float64Array;
  readonly b: number;
  readonly featureNames: readonly string[] | undefined;
}

/** So many rows are copied out of a caller's form at a time. */
export const CHUNK_ROWS = 64;

/** Scores rows a chunk at a time. */
export interface ChunkScorer {
  /** Where up to `CHUNK_ROWS` rows are written to, row-major. */
  readonly chunk: Float64Array;
  /** The scores of the first `count` rows of the chunk, until the next call. */
  score(count: number): Float64Array;
}

/** zᵢ = xᵢ · w + b of every row, the same bits whatever form the rows have, and whoever scores them. */
export function scoreRows(
  model: LinearModel,
  X: RowsInput,
  scorerOf: (model: LinearModel) => ChunkScorer = plainScorer,
): Float64Array {
  const source = rowSource("X", X, model.featureNames);
  const { rows, cols } = source;
  checkColumns("X", cols, model.w.length);
  const scorer = scorerOf(model);
  const { chunk } = scorer;
  const result = new Float64Array(rows);
  for (let from = 0; from < rows; from += CHUNK_ROWS) {
    const count = Math.min(CHUNK_ROWS, rows - from);
    source.copy(from, from + count, count === CHUNK_ROWS ? chunk : chunk.subarray(0, count * cols));
    const z = scorer.score(count);
    for (let i = 0; i < count; i++) {
      // A value that isn't finite makes the score so: it need be looked for only then.
      if (!Number.isFinite(z[i])) {
        checkRow("X", chunk.subarray(i * cols, (i + 1) * cols), `row ${from + i}, column `);
      }
      result[from + i] = z[i];
    }
  }
  return result;
}

function plainScorer({ w, b }: LinearModel): ChunkScorer {
  const cols = w.length;
  const chunk = new Float64Array(CHUNK_ROWS * cols);
  const z = new Float64Array(CHUNK_ROWS);
  return {
    chunk,
    score(count) {
      for (let i = 0; i < count; i++) z[i] = scoreRow(chunk, i * cols, w, b);
      return z;
    },
  };
}

/** z = x · w + b of one row. Nothing is allocated. */
export function scoreOne(row: RealArray, w: Float64Array, b: number): number {
  if (typeof row !== "object" || row === null) {
    throw new InputError("row", `${describe(row)}; expected an array of numbers`);
  }
  checkColumns("row", row.length, w.length);
  if (!isRealTyped(row)) checkRow("row", row, "column ");
  const z = scoreRow(row, 0, w, b);
  if (!Number.isFinite(z)) checkRow("row", row, "column ");
  return z;
}

export function checkColumns(argument: string, found: number, expected: number): void {
  if (found === expected) return;
  throw new InputError(argument, `${found} columns; expected ${expected} as in fit`);
}

/** @throws {@link InputError} for a value that isn't finite */
function checkRow(argument: string, row: ArrayLike<unknown>, place: string): void {
  for (let j = 0; j < row.length; j++) {
    if (Number.isFinite(row[j])) continue;
    throw new InputError(argument, `${describe(row[j])} at ${place}${j}; expected a finite number`);
  }
}
