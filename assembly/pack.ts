// Rows made ready for `gram`, in panels of four columns of f64, or for `gramSingle`, in panels of eight columns of f32:
// weighted, centred, scaled.
//
//   panels[⌊j/4⌋][i][j mod 4] = √curvatureᵢ (xᵢⱼ − centerⱼ) scaleⱼ
//
// Centred here, in f64 and before any product, so that columns far off zero cost the Hessian no accuracy.

import { rowPair } from "./simd";

/**
 * From a panel to the next. A row is written over as many panels as it has, so panels that begin in the same few
 * cache sets are slow (256 rows, 20000 × 1000: 31 ms, with panels an odd number of cache lines apart 11 ms): there is
 * room for the next number of rows that is 2 modulo 4.
 */
// @ts-ignore: decorator
@inline
export function panelBytes(rows: i32): usize {
  return <usize>(((rows + 1) & ~3) + 2) << 5;
}

export function packF64(
  rows: i32,
  cols: i32,
  x: usize,
  curvature: usize,
  center: usize,
  scale: usize,
  panels: usize,
): void {
  pack<f64, f64>(rows, cols, x, curvature, center, scale, panels);
}

export function packF32(
  rows: i32,
  cols: i32,
  x: usize,
  curvature: usize,
  center: usize,
  scale: usize,
  panels: usize,
): void {
  pack<f32, f64>(rows, cols, x, curvature, center, scale, panels);
}

export function packSingleF64(
  rows: i32,
  cols: i32,
  x: usize,
  curvature: usize,
  center: usize,
  scale: usize,
  panels: usize,
): void {
  pack<f64, f32>(rows, cols, x, curvature, center, scale, panels);
}

export function packSingleF32(
  rows: i32,
  cols: i32,
  x: usize,
  curvature: usize,
  center: usize,
  scale: usize,
  panels: usize,
): void {
  pack<f32, f32>(rows, cols, x, curvature, center, scale, panels);
}

/** Column `cols` of the panels, the intercept's: a column of ones, weighted. */
export function packIntercept(rows: i32, cols: i32, curvature: usize, panels: usize): void {
  packOnes<f64>(rows, cols, curvature, panels);
}

export function packInterceptSingle(rows: i32, cols: i32, curvature: usize, panels: usize): void {
  packOnes<f32>(rows, cols, curvature, panels);
}

// @ts-ignore: decorator
@inline
function packOnes<P>(rows: i32, cols: i32, curvature: usize, panels: usize): void {
  const width = 32 / <i32>sizeof<P>();
  const lane = cols % width;
  let cell = panels + <usize>(cols / width) * panelBytes(rows);
  for (let i = 0; i < rows; i++) {
    if (lane == 0) clear(cell);
    store<P>(cell + <usize>lane * sizeof<P>(), <P>sqrt<f64>(load<f64>(curvature)));
    curvature += 8;
    cell += 32;
  }
}

/** Rows of T to panels of P, each with a cell of 32 bytes for a row. */
// @ts-ignore: decorator
@inline
function pack<T, P>(
  rows: i32,
  cols: i32,
  x: usize,
  curvature: usize,
  center: usize,
  scale: usize,
  panels: usize,
): void {
  const width = 32 / <i32>sizeof<P>();
  const between = panelBytes(rows);
  for (let i = 0; i < rows; i++) {
    const root = f64x2.splat(sqrt<f64>(load<f64>(curvature)));
    let cell = panels;
    let j = 0;
    for (; j + width <= cols; j += width) {
      const at = (<usize>j) << 3;
      const u0 = packed<T>(root, x, center + at, scale + at);
      const u1 = packed<T>(root, x + 2 * sizeof<T>(), center + at + 16, scale + at + 16);
      if (sizeof<P>() == 8) {
        v128.store(cell, u0);
        v128.store(cell, u1, 16);
      } else {
        const u2 = packed<T>(root, x + 4 * sizeof<T>(), center + at + 32, scale + at + 32);
        const u3 = packed<T>(root, x + 6 * sizeof<T>(), center + at + 48, scale + at + 48);
        v128.store(cell, single(u0, u1));
        v128.store(cell, single(u2, u3), 16);
      }
      x += <usize>width * sizeof<T>();
      cell += between;
    }
    if (j < cols) clear(cell);
    for (; j < cols; j++) {
      const at = (<usize>j) << 3;
      const u = (<f64>load<T>(x) - load<f64>(center + at)) * load<f64>(scale + at);
      store<P>(cell, <P>(f64x2.extract_lane(root, 0) * u));
      x += sizeof<T>();
      cell += sizeof<P>();
    }
    curvature += 8;
    panels += 32;
  }
}

/** √curvature (x − center) scale, of two columns. */
// @ts-ignore: decorator
@inline
function packed<T>(root: v128, x: usize, center: usize, scale: usize): v128 {
  return f64x2.mul(root, f64x2.mul(f64x2.sub(rowPair<T>(x), v128.load(center)), v128.load(scale)));
}

/** Four numbers of f64 as f32. */
// @ts-ignore: decorator
@inline
function single(left: v128, right: v128): v128 {
  return v128.shuffle<i64>(f32x4.demote_f64x2_zero(left), f32x4.demote_f64x2_zero(right), 0, 2);
}

/** An empty cell. */
// @ts-ignore: decorator
@inline
function clear(cell: usize): void {
  v128.store(cell, f64x2.splat(0));
  v128.store(cell, f64x2.splat(0), 16);
}
