// Of each column of rows that hold their non-zeros only, what moments.ts tells, and the weight of the rows that hold a
// value, the four numbers of a column beside each other: they are on one cache line. The other rows have
// u = −shift · unit, and are counted at the end. Where all rows hold a value, the two weights are sums in one order, and
// nothing is left.

import { madd } from "./simd";
import { columnsOf, countOf, ROW_BYTES, valuesOf } from "./sparse-rows";

export function columnMomentsSparseF64(
  rows: i32,
  cols: i32,
  x: usize,
  target: usize,
  shift: usize,
  unit: usize,
  out: usize,
): void {
  columnMoments<f64>(rows, cols, x, target, shift, unit, out);
}

export function columnMomentsSparseF32(
  rows: i32,
  cols: i32,
  x: usize,
  target: usize,
  shift: usize,
  unit: usize,
  out: usize,
): void {
  columnMoments<f32>(rows, cols, x, target, shift, unit, out);
}

function columnMoments<T>(
  rows: i32,
  cols: i32,
  x: usize,
  target: usize,
  shift: usize,
  unit: usize,
  out: usize,
): void {
  memory.fill(out, 0, <usize>cols * 32);
  let total: f64 = 0;
  for (; rows > 0; rows--, x += ROW_BYTES, target += 8) {
    const t = abs<f64>(load<f64>(target));
    if (t == 0) continue;
    total += t;
    let value = valuesOf(x);
    let column = columnsOf(x);
    for (let n = countOf(x); n > 0; n--, value += sizeof<T>(), column += 4) {
      const j = <usize>load<u32>(column);
      add(<f64>load<T>(value), t, j << 3, shift, unit, out + (j << 5));
    }
  }
  for (let at: usize = 0; at < <usize>cols * 8; at += 8, out += 32) {
    const missing = total - load<f64>(out, 24);
    if (missing > 0) add(0, missing, at, shift, unit, out);
  }
}

// @ts-ignore: decorator
@inline
function add(x: f64, t: f64, at: usize, shift: usize, unit: usize, out: usize): void {
  const u = (x - load<f64>(shift + at)) * load<f64>(unit + at);
  const powers = f64x2.replace_lane(f64x2.splat(u), 1, u * u);
  v128.store(out, madd(f64x2.splat(t), powers, v128.load(out)));
  store<u64>(out, load<u64>(out, 16) | reinterpret<u64>(u), 16);
  store<f64>(out, load<f64>(out, 24) + t, 24);
}
