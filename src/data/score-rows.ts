import { InputError } from "../errors.ts";
import { scoreRow } from "../numerics/score-row.ts";
import { scoreRows as scoreMatrix } from "../numerics/score-rows.ts";
import { describe } from "../options.ts";
import { isRealTyped, type RealArray } from "./real-array.ts";
import { type RowsInput, rowSource } from "./rows.ts";

/** A linear model as far as scoring needs it. */
export interface LinearModel {
  readonly w: Float64Array;
  readonly b: number;
  readonly featureNames: readonly string[] | undefined;
}

/** So many rows are copied at a time out of forms other than a Float64Array. */
export const CHUNK_ROWS = 64;

/** So many rows of a Float64Array are scored at a time: calls are short enough for the engine to optimise them soon. */
const BLOCK_ROWS = 4096;

/** Scores rows a chunk at a time. */
export interface ChunkScorer {
  /** Where up to `CHUNK_ROWS` rows are written to, row-major. */
  readonly chunk: Float64Array;
  /** The scores of the first `count` rows of the chunk, until the next call. */
  score(count: number): Float64Array;
}

/**
 * zᵢ = xᵢ · w + b of every row, the same bits whatever form the rows have, and whoever scores them. By TypeScript, on
 * the caller's own array where it is row-major, unless a scorer is given: linear memory is shared, and V8 copies into
 * shared memory number by number (1000000 × 100 on a Zen 5: 58 ms by the kernels, through a small buffer, against 48).
 */
export function scoreRows(
  model: LinearModel,
  X: RowsInput,
  scorerOf?: (model: LinearModel) => ChunkScorer,
): Float64Array {
  const source = rowSource("X", X, model.featureNames);
  const { rows, cols, data } = source;
  checkColumns("X", cols, model.w.length);
  const result = new Float64Array(rows);
  if (data && !scorerOf) {
    scoreInPlace(data, model, result);
    return result;
  }
  const scorer = (scorerOf ?? plainScorer)(model);
  const { chunk } = scorer;
  for (let from = 0; from < rows; from += CHUNK_ROWS) {
    const count = Math.min(CHUNK_ROWS, rows - from);
    source.copy(from, from + count, count === CHUNK_ROWS ? chunk : chunk.subarray(0, count * cols));
    const z = scorer.score(count);
    checkValues(chunk, cols, z.subarray(0, count), from);
    result.set(z.subarray(0, count), from);
  }
  return result;
}

function scoreInPlace(data: Float64Array, { w, b }: LinearModel, result: Float64Array): void {
  const cols = w.length;
  for (let from = 0; from < result.length; from += BLOCK_ROWS) {
    const to = Math.min(from + BLOCK_ROWS, result.length);
    const x = data.subarray(from * cols, to * cols);
    const z = result.subarray(from, to);
    scoreMatrix(x, w, b, z);
    checkValues(x, cols, z, from);
  }
}

/** Refuses rows with a value that isn't finite. It makes the row's score so, and need be looked for only then. */
function checkValues(x: Float64Array, cols: number, z: Float64Array, from: number): void {
  for (let i = 0; i < z.length; i++) {
    if (Number.isFinite(z[i])) continue;
    checkRow("X", x.subarray(i * cols, (i + 1) * cols), `row ${from + i}, column `);
  }
}

function plainScorer({ w, b }: LinearModel): ChunkScorer {
  const cols = w.length;
  const chunk = new Float64Array(CHUNK_ROWS * cols);
  const z = new Float64Array(CHUNK_ROWS);
  return {
    chunk,
    score(count) {
      scoreMatrix(chunk, w, b, z.subarray(0, count));
      return z;
    },
  };
}

/** z = x · w + b of one row. Nothing is allocated. */
export function scoreOne(row: RealArray, w: Float64Array, b: number): number {
  // Short, so that V8 inlines all of it, and nothing makes a heap object of its number on the way out.
  if (!isRealTyped(row) || row.length !== w.length) checkNumbers(row, w.length);
  const z = scoreRow(row, 0, w, b);
  if (!Number.isFinite(z)) checkRow("row", row, "column ");
  return z;
}

function checkNumbers(row: unknown, cols: number): void {
  if (typeof row !== "object" || row === null) {
    throw new InputError("row", `${describe(row)}; expected an array of numbers`);
  }
  const { length } = row as RealArray;
  checkColumns("row", length, cols);
  checkRow("row", row as RealArray, "column ");
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
