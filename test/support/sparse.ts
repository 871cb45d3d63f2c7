import type { CsrMatrix } from "../../src/index.ts";
import { randoms } from "../kernels/dense.ts";

/** The non-zeros of dense rows. */
export function csrOf(X: readonly ArrayLike<number>[]): CsrMatrix {
  const values: number[] = [];
  const indices: number[] = [];
  const indptr = [0];
  for (const row of X) {
    Array.from(row).forEach((value, j) => {
      if (value === 0) return;
      values.push(value);
      indices.push(j);
    });
    indptr.push(values.length);
  }
  return {
    values: Float64Array.from(values),
    indices: Uint32Array.from(indices),
    indptr,
    rows: X.length,
    cols: X[0]!.length,
  };
}

/** Rows of which a part are not 0; every seventh row, and column 2 where there are more than three, are all 0. */
export function sparseRows(rows: number, cols: number, part = 0.4, seed = 1): number[][] {
  const values = randoms(rows * cols, seed);
  const chosen = randoms(rows * cols, seed + 1000);
  return Array.from({ length: rows }, (_, i) =>
    Array.from({ length: cols }, (_value, j) => {
      const isZero = i % 7 === 3 || (cols > 3 && j === 2) || (chosen[i * cols + j]! + 1) / 2 > part;
      return isZero ? 0 : values[i * cols + j]!;
    }),
  );
}
