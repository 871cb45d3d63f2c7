// Some columns of rows that hold their non-zeros only: those whose new number, i32 at `numbers`, isn't negative. Whether a
// value is wanted is as good as chance to the processor: so nothing branches on it, and what isn't is overwritten by the
// next.

import { columnsOf, countOf, ROW_BYTES, valuesOf } from "./sparse-rows";

/** How many values each row keeps, u32. */
export function countSparseColumns(rows: i32, x: usize, numbers: usize, counts: usize): void {
  for (; rows > 0; rows--, x += ROW_BYTES, counts += 4) {
    let column = columnsOf(x);
    let kept = 0;
    for (let n = countOf(x); n > 0; n--, column += 4) kept += 1 + (numberOf(numbers, column) >> 31);
    store<i32>(counts, kept);
  }
}

/** The values that rows keep and their new columns, without a gap; one entry behind the last is overwritten. */
export function pickSparseColumns(
  rows: i32,
  valueBytes: usize,
  x: usize,
  numbers: usize,
  values: usize,
  columns: usize,
): void {
  for (; rows > 0; rows--, x += ROW_BYTES) {
    let value = valuesOf(x);
    let column = columnsOf(x);
    for (let n = countOf(x); n > 0; n--, value += valueBytes, column += 4) {
      const number = numberOf(numbers, column);
      if (valueBytes == 8) store<u64>(values, load<u64>(value));
      else store<u32>(values, load<u32>(value));
      store<i32>(columns, number);
      const kept = <usize>(1 + (number >> 31));
      values += kept * valueBytes;
      columns += kept << 2;
    }
  }
}

// @ts-ignore: decorator
@inline
function numberOf(numbers: usize, column: usize): i32 {
  return load<i32>(numbers + ((<usize>load<u32>(column)) << 2));
}
