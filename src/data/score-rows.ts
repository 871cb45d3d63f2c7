import { InputError } from "../errors.ts";
import { scoreRow } from "../numerics/score-row.ts";
import type { scoreRows } from "../numerics/score-rows.ts";
import { describe } from "../options.ts";
import { isCsr, scoreCsr } from "./csr.ts";
import { isRealTyped, type RealArray } from "./real-array.ts";
import { type RowsInput, rowSource } from "./rows.ts";

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

/**
 * zᵢ = xᵢ · w + b of every row, the same bits whatever form the rows have.
 *
 * @param score - who scores rows that lie one after the other: a twin of `scoreRows`
 */
export function scoresOfRows(
  { w, b, featureNames }: LinearModel,
  X: RowsInput,
  score: typeof scoreRows,
): Float64Array {
  if (isCsr(X)) {
    checkColumns("X", X.cols, w.length);
    return scoreCsr(X, w, b);
  }
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
    score(x, w, b, z);
    checkValues(x, z, from);
  }
  return result;
}

/** z = x · w + b of one row. Nothing is allocated. */
export function scoreOne(row: RealArray, w: Float64Array, b: number): number {
  // Short, so that V8 inlines all of it, and nothing makes a heap object of its number on the way out: it inlines up to
  // 766 bytes of bytecode, callees included (test/package holds it).
  if (!isRealTyped(row) || row.length !== w.length) checkNumbers(row, w);
  const z = scoreRow(row, 0, w, b);
  if (!Number.isFinite(z)) checkNumbers(row, w);
  return z;
}

export function checkColumns(argument: string, found: number, expected: number): void {
  if (found === expected) return;
  throw new InputError(argument, `${found} columns; expected ${expected} as in fit`);
}

/** Refuses rows with a value that isn't finite. It makes the row's score so, and need be looked for only then. */
function checkValues(x: Float64Array, z: Float64Array, from: number): void {
  const cols = x.length / z.length;
  for (let i = 0; i < z.length; i++) {
    if (Number.isFinite(z[i])) continue;
    checkRow("X", x.subarray(i * cols, (i + 1) * cols), `row ${from + i}, column `);
  }
}

/** @throws {@link InputError} for what is no row of so many finite numbers */
function checkNumbers(row: unknown, w: Float64Array): void {
  if (typeof row !== "object" || row === null) {
    throw new InputError("row", `${describe(row)}; expected an array of numbers`);
  }
  const { length } = row as RealArray;
  checkColumns("row", length, w.length);
  checkRow("row", row as RealArray, "column ");
}

/** @throws {@link InputError} for a value that isn't finite */
function checkRow(argument: string, row: ArrayLike<unknown>, place: string): void {
  for (let j = 0; j < row.length; j++) {
    if (Number.isFinite(row[j])) continue;
    throw new InputError(argument, `${describe(row[j])} at ${place}${j}; expected a finite number`);
  }
}
