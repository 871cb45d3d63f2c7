import { InputError } from "../errors.ts";
import { checkKeys, describe, wholeNumber } from "../options.ts";
import { type CsrMatrix, eachEntry, isCsr } from "./csr.ts";
import { refuseEmpty, type RowSource, rowSource } from "./rows.ts";

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
  wholeNumber(`${argument}.rows`, X.rows, 0);
  wholeNumber(`${argument}.cols`, X.cols, 0);
  refuseEmpty(argument, X);
  for (const name of ["values", "indices", "indptr"] as const) isList(`${argument}.${name}`, X[name]);
  eachEntry(argument, X, () => undefined);
}

function isList(argument: string, list: unknown): void {
  if (Array.isArray(list)) return;
  if (ArrayBuffer.isView(list) && "length" in list && typeof (list as Int8Array)[0] !== "bigint") return;
  throw new InputError(argument, `${describe(list)}; expected an array or a typed array of numbers`);
}
