// Of each column of rows that hold their non-zeros only, what moments.ts tells, with a fourth vector behind: the weight of
// the rows that hold a value. The others have u = −shift · unit, and are counted at the end. Where all rows hold one,
// the two weights are sums in one order, and nothing is left.

import { addTo, columnsOf, countOf, ROW_BYTES, valuesOf } from "./sparse-rows";

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
  const squares = out + <usize>cols * 8;
  const bits = squares + <usize>cols * 8;
  const weights = bits + <usize>cols * 8;
  memory.fill(out, 0, <usize>cols * 32);
  let total: f64 = 0;
  for (; rows > 0; rows--, x += ROW_BYTES, target += 8) {
    const t = abs<f64>(load<f64>(target));
    if (t == 0) continue;
    total += t;
    let value = valuesOf(x);
    let column = columnsOf(x);
    for (let n = countOf(x); n > 0; n--, value += sizeof<T>(), column += 4) {
      const at = (<usize>load<u32>(column)) << 3;
      add(<f64>load<T>(value), t, at, shift, unit, out, squares, bits);
      addTo(weights + at, t);
    }
  }
  for (let at: usize = 0; at < <usize>cols * 8; at += 8) {
    const missing = total - load<f64>(weights + at);
    if (missing > 0) add(0, missing, at, shift, unit, out, squares, bits);
  }
}

// @ts-ignore: decorator
@inline
function add(
  x: f64,
  t: f64,
  at: usize,
  shift: usize,
  unit: usize,
  out: usize,
  squares: usize,
  bits: usize,
): void {
  const u = (x - load<f64>(shift + at)) * load<f64>(unit + at);
  addTo(out + at, t * u);
  addTo(squares + at, t * u * u);
  store<u64>(bits + at, load<u64>(bits + at) | reinterpret<u64>(u));
}
