import { checkKeys } from "../options.ts";
import { checkCsrShape, type CsrMatrix, eachEntry, isCsr } from "./csr.ts";
import { type RowSource, rowSource } from "./rows.ts";

/** As `rowSource`, of sparse rows too, whose zeros are written as all else. */
export function anyRowSource(argument: string, X: unknown, names?: readonly string[]): RowSource {
  if (!isCsr(X)) return rowSource(argument, X, names);
  checkCsr(argument, X);
  const { rows, cols, indptr } = X;
  return {
    rows,
    cols,
    copy(from, to, into) {
      into.fill(0);
      for (let i = from; i < to; i++) {
        for (let k = indptr[i]; k < indptr[i + 1]; k++) into[(i - from) * cols + X.indices[k]] += X.values[k];
      }
    },
  };
}

/** @throws {@link InputError} where lists don't fit together, there is no such column, or a value isn't finite */
export function checkCsr(argument: string, X: CsrMatrix): void {
  checkKeys(argument, X, ["values", "indices", "indptr", "rows", "cols"]);
  checkCsrShape(argument, X);
  eachEntry(argument, X, () => undefined);
}
