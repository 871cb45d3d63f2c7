// Of each column of dense, row-major data, over the rows with target t ≠ 0, or over all, as if |t| were 1, without targets:
//
//   u = (x − shift) · unit     out = [Σ |t| u, Σ |t| u², the bits that any u has]
//
// As a number the bits are ±0 where all u are, and nothing else where one isn't.
//
// Several rows at once, so that what is added up is loaded and stored once for them; from as many parts of the rows,
// because hardware prefetchers follow one stream a page. Eight where no weights take registers: of 1000 columns, what is
// added up fills half of the L1 cache.

import { loadPair, madd, rowPair, rowSingle, storePair } from "./simd";

export function columnMomentsF64(
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

export function columnMomentsF32(
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

// @ts-ignore: decorator
@inline
function columnMoments<T>(
  rows: i32,
  cols: i32,
  x: usize,
  target: usize,
  shift: usize,
  unit: usize,
  out: usize,
): void {
  const vectorBytes = <usize>cols * 8;
  const rowBytes = <usize>cols * sizeof<T>();
  memory.fill(out, 0, vectorBytes * 3);
  let i = 0;
  if (areOnes(cols, unit) && (target == 0 || areOnes(rows, target))) {
    const stride = <usize>(rows >> 3) * rowBytes;
    for (; i < rows >> 3; i++) addEight<T>(cols, x + <usize>i * rowBytes, stride, shift, out, vectorBytes);
    i = rows & ~7;
  } else {
    const quarter = rows >> 2;
    for (; i < quarter; i++) addFour<T>(i, quarter, cols, x, rowBytes, target, shift, unit, out, vectorBytes);
    i = rows & ~3;
  }
  for (; i < rows; i++) addFour<T>(i, 0, cols, x, rowBytes, target, shift, unit, out, vectorBytes);
}

/** Whether all n numbers are 1 or −1. */
function areOnes(n: i32, values: usize): bool {
  const one = f64x2.splat(1);
  for (const end = values + ((<usize>n >> 1) << 4); values < end; values += 16) {
    if (!i64x2.all_true(f64x2.eq(f64x2.abs(v128.load(values)), one))) return false;
  }
  return (n & 1) == 0 || abs(load<f64>(values)) == 1;
}

/** Eight rows that weigh 1, in units of 1. */
function addEight<T>(
  cols: i32,
  x: usize,
  stride: usize,
  shift: usize,
  out: usize,
  vectorBytes: usize,
): void {
  for (let n = cols >> 1; n > 0; n--, x += sizeof<T>() * 2, shift += 16, out += 16) {
    addPair<T>(x, stride, shift, out, vectorBytes, false);
  }
  if (cols & 1) addPair<T>(x, stride, shift, out, vectorBytes, true);
}

/** Two columns, or the last one. */
// @ts-ignore: decorator
@inline
function addPair<T>(
  x: usize,
  stride: usize,
  shift: usize,
  out: usize,
  vectorBytes: usize,
  last: bool,
): void {
  const s = loadPair(shift, last);
  const a = f64x2.sub(element<T>(x, last), s);
  const b = f64x2.sub(element<T>(x + stride, last), s);
  const c = f64x2.sub(element<T>(x + stride * 2, last), s);
  const d = f64x2.sub(element<T>(x + stride * 3, last), s);
  let sums = f64x2.add(f64x2.add(a, b), f64x2.add(c, d));
  let squares = madd(d, d, madd(c, c, madd(b, b, f64x2.mul(a, a))));
  let bits = v128.or(v128.or(a, b), v128.or(c, d));

  x += stride * 4;
  const e = f64x2.sub(element<T>(x, last), s);
  const f = f64x2.sub(element<T>(x + stride, last), s);
  const g = f64x2.sub(element<T>(x + stride * 2, last), s);
  const h = f64x2.sub(element<T>(x + stride * 3, last), s);
  sums = f64x2.add(sums, f64x2.add(f64x2.add(e, f), f64x2.add(g, h)));
  squares = f64x2.add(squares, madd(h, h, madd(g, g, madd(f, f, f64x2.mul(e, e)))));
  bits = v128.or(bits, v128.or(v128.or(e, f), v128.or(g, h)));
  addTo(out, vectorBytes, sums, squares, bits, last);
}

/** Adds to the sums, the squares and the bits of two columns, or of the last one. */
// @ts-ignore: decorator
@inline
function addTo(out: usize, vectorBytes: usize, sums: v128, squares: v128, bits: v128, last: bool): void {
  storePair(out, f64x2.add(loadPair(out, last), sums), last);
  out += vectorBytes;
  storePair(out, f64x2.add(loadPair(out, last), squares), last);
  out += vectorBytes;
  storePair(out, v128.or(loadPair(out, last), bits), last);
}

/** Row i and the three that follow `apart` rows from each other; 0 apart, row i alone. */
// @ts-ignore: decorator
@inline
function addFour<T>(
  i: i32,
  apart: i32,
  cols: i32,
  x: usize,
  rowBytes: usize,
  target: usize,
  shift: usize,
  unit: usize,
  out: usize,
  vectorBytes: usize,
): void {
  const stride = <usize>apart * rowBytes;
  x += <usize>i * rowBytes;
  const t0 = weightOf(target, i);
  const t1 = apart > 0 ? weightOf(target, i + apart) : 0;
  const t2 = apart > 0 ? weightOf(target, i + apart * 2) : 0;
  const t3 = apart > 0 ? weightOf(target, i + apart * 3) : 0;
  if (t0 == 0 && t1 == 0 && t2 == 0 && t3 == 0) return;
  // One with weight stands in for those without, whose bits don't count.
  const some = x + (t0 != 0 ? 0 : t1 != 0 ? stride : t2 != 0 ? stride * 2 : stride * 3);
  addWeighted<T>(
    cols,
    t0 != 0 ? x : some,
    t1 != 0 ? x + stride : some,
    t2 != 0 ? x + stride * 2 : some,
    t3 != 0 ? x + stride * 3 : some,
    t0,
    t1,
    t2,
    t3,
    shift,
    unit,
    out,
    vectorBytes,
  );
}

// @ts-ignore: decorator
@inline
function weightOf(target: usize, i: i32): f64 {
  return target == 0 ? 1 : abs(load<f64>(target + (<usize>i << 3)));
}

function addWeighted<T>(
  cols: i32,
  x0: usize,
  x1: usize,
  x2: usize,
  x3: usize,
  t0: f64,
  t1: f64,
  t2: f64,
  t3: f64,
  shift: usize,
  unit: usize,
  out: usize,
  vectorBytes: usize,
): void {
  const w0 = f64x2.splat(t0);
  const w1 = f64x2.splat(t1);
  const w2 = f64x2.splat(t2);
  const w3 = f64x2.splat(t3);
  for (let n = cols >> 1; n > 0; n--) {
    addWeightedPair<T>(x0, x1, x2, x3, w0, w1, w2, w3, shift, unit, out, vectorBytes, false);
    x0 += sizeof<T>() * 2;
    x1 += sizeof<T>() * 2;
    x2 += sizeof<T>() * 2;
    x3 += sizeof<T>() * 2;
    shift += 16;
    unit += 16;
    out += 16;
  }
  if (cols & 1) {
    addWeightedPair<T>(x0, x1, x2, x3, w0, w1, w2, w3, shift, unit, out, vectorBytes, true);
  }
}

// @ts-ignore: decorator
@inline
function addWeightedPair<T>(
  x0: usize,
  x1: usize,
  x2: usize,
  x3: usize,
  w0: v128,
  w1: v128,
  w2: v128,
  w3: v128,
  shift: usize,
  unit: usize,
  out: usize,
  vectorBytes: usize,
  last: bool,
): void {
  const s = loadPair(shift, last);
  const scale = loadPair(unit, last);
  const a = f64x2.mul(f64x2.sub(element<T>(x0, last), s), scale);
  const b = f64x2.mul(f64x2.sub(element<T>(x1, last), s), scale);
  const c = f64x2.mul(f64x2.sub(element<T>(x2, last), s), scale);
  const d = f64x2.mul(f64x2.sub(element<T>(x3, last), s), scale);
  const bits = v128.or(v128.or(a, b), v128.or(c, d));
  const wa = f64x2.mul(w0, a);
  const wb = f64x2.mul(w1, b);
  const wc = f64x2.mul(w2, c);
  const wd = f64x2.mul(w3, d);
  const sums = f64x2.add(f64x2.add(wa, wb), f64x2.add(wc, wd));
  const squares = madd(wd, d, madd(wc, c, madd(wb, b, f64x2.mul(wa, a))));
  addTo(out, vectorBytes, sums, squares, bits, last);
}

// @ts-ignore: decorator
@inline
function element<T>(p: usize, last: bool): v128 {
  return last ? rowSingle<T>(p) : rowPair<T>(p);
}
