import { InputError } from "../errors.ts";
import { describe, wholeNumber } from "../options.ts";
import type { RealArray } from "./real-array.ts";

/** Whole numbers of at least 0, such as indices: an array, or any typed array but those of bigints. */
export type IndexArray =
  | readonly number[]
  | Int32Array
  | Uint32Array
  | Int16Array
  | Uint16Array
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray;

/**
 * A matrix in compressed sparse rows, as SciPy's `csr_matrix` has them: row i holds `values[k]` in column `indices[k]`
 * for k from `indptr[i]` to `indptr[i + 1] - 1`, and zeros in all other columns. Indices are best ascending in each row:
 * if they aren't, a data set puts them in order, and adds up values of one column, as SciPy does.
 */
export interface CsrMatrix {
  readonly values: RealArray;
  readonly indices: IndexArray;
  /** Of length rows + 1, from 0 up to the number of values. */
  readonly indptr: IndexArray;
  readonly rows: number;
  readonly cols: number;
}

export function isCsr(X: unknown): X is CsrMatrix {
  return (X as Partial<CsrMatrix> | undefined)?.indptr !== undefined;
}

/**
 * Calls back with each value, its row and its column.
 *
 * @throws {@link InputError} where lists don't fit together, there is no such column, or a value isn't finite
 */
export function eachEntry(
  argument: string,
  csr: CsrMatrix,
  use: (row: number, column: number, value: number) => void,
): void {
  const { values, indices, indptr, rows, cols } = csr;
  const equal = (name: string, found: unknown, expected: unknown, why = "") => {
    if (found !== expected)
      throw new InputError(`${argument}.${name}`, `${found}; expected ${expected}${why}`);
  };
  wholeNumber(`${argument}.rows`, rows, 0);
  equal("indptr[0]", (indptr as IndexArray | null)?.[0], 0);
  equal("indptr.length", indptr.length, rows + 1);
  for (const name of ["indices", "values"] as const) {
    equal(`${name}.length`, csr[name]?.length, indptr[rows], ", where indptr ends");
  }
  for (let i = 0, k = 0; i < rows; i++) {
    const end = indptr[i + 1]!;
    wholeNumber(`${argument}.indptr[${i + 1}]`, end, k);
    for (; k < end; k++) {
      const j = indices[k]!;
      if (!(Number.isInteger(j) && j >= 0 && j < cols)) {
        equal("indices", `${describe(j)} at row ${i}`, `a column from 0 to ${cols - 1}`);
      }
      if (!Number.isFinite(values[k])) {
        equal("values", `${describe(values[k])} at row ${i}, column ${j}`, "a finite number");
      }
      use(i, j, values[k]!);
    }
  }
}

/** zᵢ = xᵢ · w + b of every row: the bits of `scoreRow`, which adds even and odd columns up apart. */
export function scoreCsr(csr: CsrMatrix, w: Float64Array, b: number): Float64Array {
  const z = new Float64Array(2 * ((csr.indptr as IndexArray | null)?.length ?? 0));
  eachEntry("X", csr, (i, j, value) => (z[2 * i + (j & 1)]! += value * w[j]!));
  return z.subarray(0, csr.rows).map((_, i) => z[2 * i]! + z[2 * i + 1]! + b);
}
