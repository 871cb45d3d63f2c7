import type { Dataset } from "../../src/index.ts";
import { normals } from "./random.ts";

export interface Sample {
  X: number[][];
  y: number[];
}

/** Normal rows whose labels, 0 or 1, follow the columns faintly: the classes overlap. */
export function overlapping(rows: number, cols: number, seed = 1): Sample {
  const normal = normals(seed);
  const X = Array.from({ length: rows }, () => Array.from({ length: cols }, normal));
  const y = X.map((row) => Number(0.8 * row[0] - 0.5 * row[cols - 1] + 0.3 + 1.5 * normal() > 0));
  return { X, y };
}

/** Row-major. */
export function matrix(X: readonly (readonly number[])[]): {
  data: Float64Array;
  rows: number;
  cols: number;
} {
  return { data: Float64Array.from(X.flat()), rows: X.length, cols: X[0].length };
}

/** Columns by name: a, b, c, ... */
export function columns(X: readonly (readonly number[])[]): { columns: Record<string, number[]> } {
  const names = X[0].map((_, j) => String.fromCodePoint(97 + j));
  return { columns: Object.fromEntries(names.map((name, j) => [name, X.map((row) => row[j])])) };
}

/** A copy with a hole. */
export function withHole<T>(values: readonly T[], index: number): T[] {
  const copy = [...values];
  delete copy[index];
  return copy;
}

export function zeros(rows: number, cols: number): { data: Float64Array; rows: number; cols: number } {
  return { data: new Float64Array(rows * cols), rows, cols };
}

/** The same rows in every form that rows can have, values rounded to f32 where the form is one of f32. */
export function formsOf(X: readonly (readonly number[])[]) {
  const { data, rows, cols } = matrix(X);
  const named = Object.entries(columns(X).columns);
  return {
    "number[][]": X.map((row) => [...row]),
    "Float64Array[]": X.map((row) => Float64Array.from(row)),
    "Float32Array[]": X.map((row) => Float32Array.from(row)),
    "rows of all kinds": X.map((row, i) => [[...row], Float64Array.from(row), Float32Array.from(row)][i % 3]),
    "a Float64Array": { data, rows, cols },
    "a Float32Array": { data: Float32Array.from(data), rows, cols },
    columns: columns(X),
    "columns in typed arrays": {
      columns: Object.fromEntries(
        named.map(([name, values], j) => [
          name,
          j % 2 ? Float32Array.from(values) : Float64Array.from(values),
        ]),
      ),
    },
  };
}

/** What a data set holds, row after row. */
export function valuesOf({ storage }: Dataset): number[] {
  return storage.segments.flatMap((segment) => [...storage.view(segment, 0, segment.rows)]);
}
