// Of each column of dense, row-major data, over the rows with target t ≠ 0:
//
//   u = (x − shift) · unit     out = [Σ |t| u, Σ |t| u², min x, max x]
//
// Four rows at once, so that the sums are loaded and stored once for four.

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
  memory.fill(out, 0, vectorBytes * 2);
  for (let j = vectorBytes * 2; j < vectorBytes * 3; j += 8) {
    store<f64>(out + j, Infinity);
    store<f64>(out + vectorBytes + j, -Infinity);
  }
  for (let i = nextWeighted(0, rows, target); i < rows;) {
    // The next four rows with weight; where fewer are left, the first again, with weight 0.
    const i1 = nextWeighted(i + 1, rows, target);
    const i2 = nextWeighted(i1 + 1, rows, target);
    const i3 = nextWeighted(i2 + 1, rows, target);
    const x0 = x + <usize>i * rowBytes;
    addRows<T>(
      cols,
      x0,
      i1 < rows ? x + <usize>i1 * rowBytes : x0,
      i2 < rows ? x + <usize>i2 * rowBytes : x0,
      i3 < rows ? x + <usize>i3 * rowBytes : x0,
      abs(load<f64>(target + <usize>i * 8)),
      i1 < rows ? abs(load<f64>(target + <usize>i1 * 8)) : 0,
      i2 < rows ? abs(load<f64>(target + <usize>i2 * 8)) : 0,
      i3 < rows ? abs(load<f64>(target + <usize>i3 * 8)) : 0,
      shift,
      unit,
      out,
    );
    i = nextWeighted(i3 + 1, rows, target);
  }
}

/** The first row from i on with t ≠ 0, or, without one, at least `rows`. */
// @ts-ignore: decorator
@inline
function nextWeighted(i: i32, rows: i32, target: usize): i32 {
  while (i < rows && load<f64>(target + ((<usize>i) << 3)) == 0) i++;
  return i;
}

function addRows<T>(
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
): void {
  const w0 = f64x2.splat(t0);
  const w1 = f64x2.splat(t1);
  const w2 = f64x2.splat(t2);
  const w3 = f64x2.splat(t3);
  const vectorBytes = <usize>cols * 8;
  for (let n = cols >> 1; n > 0; n--) {
    addPair<T>(x0, x1, x2, x3, w0, w1, w2, w3, shift, unit, out, vectorBytes, false);
    x0 += sizeof<T>() * 2;
    x1 += sizeof<T>() * 2;
    x2 += sizeof<T>() * 2;
    x3 += sizeof<T>() * 2;
    shift += 16;
    unit += 16;
    out += 16;
  }
  if (cols & 1) addPair<T>(x0, x1, x2, x3, w0, w1, w2, w3, shift, unit, out, vectorBytes, true);
}

/** Two columns, or the last one. The least and the most are stored first, which frees their registers. */
// @ts-ignore: decorator
@inline
function addPair<T>(
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
  const a = last ? rowSingle<T>(x0) : rowPair<T>(x0);
  const b = last ? rowSingle<T>(x1) : rowPair<T>(x1);
  const c = last ? rowSingle<T>(x2) : rowPair<T>(x2);
  const d = last ? rowSingle<T>(x3) : rowPair<T>(x3);
  const least = out + vectorBytes * 2;
  const most = least + vectorBytes;
  const low = f64x2.pmin(f64x2.pmin(a, b), f64x2.pmin(c, d));
  storePair(least, f64x2.pmin(loadPair(least, last), low), last);
  const high = f64x2.pmax(f64x2.pmax(a, b), f64x2.pmax(c, d));
  storePair(most, f64x2.pmax(loadPair(most, last), high), last);

  const s = loadPair(shift, last);
  const scale = loadPair(unit, last);
  const ua = f64x2.mul(f64x2.sub(a, s), scale);
  const ub = f64x2.mul(f64x2.sub(b, s), scale);
  const uc = f64x2.mul(f64x2.sub(c, s), scale);
  const ud = f64x2.mul(f64x2.sub(d, s), scale);
  const wa = f64x2.mul(w0, ua);
  const wb = f64x2.mul(w1, ub);
  const wc = f64x2.mul(w2, uc);
  const wd = f64x2.mul(w3, ud);
  const sums = f64x2.add(f64x2.add(wa, wb), f64x2.add(wc, wd));
  storePair(out, f64x2.add(loadPair(out, last), sums), last);
  const squares = madd(wd, ud, madd(wc, uc, madd(wb, ub, f64x2.mul(wa, ua))));
  storePair(out + vectorBytes, f64x2.add(loadPair(out + vectorBytes, last), squares), last);
}
