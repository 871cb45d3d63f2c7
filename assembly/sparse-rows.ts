// Rows that hold their non-zeros only. A row is a record of three numbers, u32: where its values lie, where the numbers of
// their columns lie, u32 too and ascending, and how many there are. So rows lie one behind the other wherever their
// values are: kernels find them as they find dense rows, ROW_BYTES apart, and some of them are as good as all.

import { madd, rowPair, rowSingle, sum } from "./simd";

/** The bytes of a record. */
// @ts-ignore: decorator
@inline
export const ROW_BYTES: usize = 12;

// @ts-ignore: decorator
@inline
export function valuesOf(row: usize): usize {
  return <usize>load<u32>(row);
}

// @ts-ignore: decorator
@inline
export function columnsOf(row: usize): usize {
  return <usize>load<u32>(row, 4);
}

// @ts-ignore: decorator
@inline
export function countOf(row: usize): i32 {
  return load<i32>(row, 8);
}

/** Where the entry of vector w is that belongs to the column whose number is at p. */
// @ts-ignore: decorator
@inline
export function entryOf(w: usize, p: usize, next: usize = 0): usize {
  return w + ((<usize>load<u32>(p + next * 4)) << 3);
}

/** x · w. Two pairs of sums: each waits for its last addition. */
// @ts-ignore: decorator
@inline
export function dotSparse<T>(row: usize, w: usize): f64 {
  let value = valuesOf(row);
  let column = columnsOf(row);
  let n = countOf(row);
  let s0 = f64x2.splat(0);
  let s1 = s0;
  for (; n >= 4; n -= 4, value += 4 * sizeof<T>(), column += 16) {
    s0 = madd(rowPair<T>(value), pairOf(w, column), s0);
    s1 = madd(rowPair<T>(value, 1), pairOf(w, column + 8), s1);
  }
  s0 = f64x2.add(s0, s1);
  for (; n > 0; n--, value += sizeof<T>(), column += 4) {
    s0 = madd(rowSingle<T>(value), v128.load64_zero(entryOf(w, column)), s0);
  }
  return sum(s0);
}

// @ts-ignore: decorator
@inline
function pairOf(w: usize, column: usize): v128 {
  return v128.load64_lane(entryOf(w, column, 1), v128.load64_zero(entryOf(w, column)), 1);
}

/** out += u x */
// @ts-ignore: decorator
@inline
export function addSparse<T>(row: usize, u: f64, out: usize): void {
  let value = valuesOf(row);
  let column = columnsOf(row);
  let n = countOf(row);
  for (; n >= 4; n -= 4, value += 4 * sizeof<T>(), column += 16) {
    addTo(entryOf(out, column), u * <f64>load<T>(value));
    addTo(entryOf(out, column, 1), u * <f64>load<T>(value, sizeof<T>()));
    addTo(entryOf(out, column, 2), u * <f64>load<T>(value, 2 * sizeof<T>()));
    addTo(entryOf(out, column, 3), u * <f64>load<T>(value, 3 * sizeof<T>()));
  }
  for (; n > 0; n--, value += sizeof<T>(), column += 4) addTo(entryOf(out, column), u * <f64>load<T>(value));
}

// @ts-ignore: decorator
@inline
export function addTo(p: usize, value: f64): void {
  store<f64>(p, load<f64>(p) + value);
}
