// The blocks of the softmax loss's Hessian, from the rows' probabilities. Probabilities add up to 1, so it is a sum over
// pairs of classes, each block a Gram matrix with weights that aren't negative:
//
//   H = Σ over k < l of (eₖ − eₗ)(eₖ − eₗ)ᵀ ⊗ Gₖₗ     Gₖₗ += Σ sᵢ pₖᵢ pₗᵢ x̃ᵢ x̃ᵢᵀ     x̃ᵢ = [(xᵢ − center) scale, 1]
//
// Rows are packed once for all pairs, as for `gram` or `gramSingle`; what a pair weighs them with goes to a copy of one
// panel at a time, the left factor of a row of tiles.

import { addTiles } from "./gram-single";
import { packF32, packF64, packIntercept, packInterceptSingle, packSingleF32, packSingleF64, panelBytes } from "./pack";
import { addProduct } from "./tile";

/** The most rows that are packed at a time. */
const PACKED_ROWS = 126;

export function softmaxHessianF64(
  rows: i32,
  cols: i32,
  size: i32,
  classes: i32,
  stride: i32,
  x: usize,
  weight: usize,
  p: usize,
  pBytes: usize,
  center: usize,
  scale: usize,
  panels: usize,
  g: usize,
): void {
  hessian<f64>(false, rows, cols, size, classes, stride, x, weight, p, pBytes, center, scale, panels, g);
}

export function softmaxHessianF32(
  rows: i32,
  cols: i32,
  size: i32,
  classes: i32,
  stride: i32,
  x: usize,
  weight: usize,
  p: usize,
  pBytes: usize,
  center: usize,
  scale: usize,
  panels: usize,
  g: usize,
): void {
  hessian<f32>(false, rows, cols, size, classes, stride, x, weight, p, pBytes, center, scale, panels, g);
}

// The same with products and sums in single precision.

export function softmaxHessianSingleF64(
  rows: i32,
  cols: i32,
  size: i32,
  classes: i32,
  stride: i32,
  x: usize,
  weight: usize,
  p: usize,
  pBytes: usize,
  center: usize,
  scale: usize,
  panels: usize,
  g: usize,
): void {
  hessian<f64>(true, rows, cols, size, classes, stride, x, weight, p, pBytes, center, scale, panels, g);
}

export function softmaxHessianSingleF32(
  rows: i32,
  cols: i32,
  size: i32,
  classes: i32,
  stride: i32,
  x: usize,
  weight: usize,
  p: usize,
  pBytes: usize,
  center: usize,
  scale: usize,
  panels: usize,
  g: usize,
): void {
  hessian<f32>(true, rows, cols, size, classes, stride, x, weight, p, pBytes, center, scale, panels, g);
}

/** `panels` has room for PACKED_ROWS rows, and behind them for a panel and 2 PACKED_ROWS numbers. */
function hessian<T>(
  single: bool,
  rows: i32,
  cols: i32,
  size: i32,
  classes: i32,
  stride: i32,
  x: usize,
  weight: usize,
  p: usize,
  pBytes: usize,
  center: usize,
  scale: usize,
  panels: usize,
  g: usize,
): void {
  const matrixBytes = <usize>((size + 7) & ~7) * <usize>stride * 8;
  const ones = panels + <usize>((size + 3) >> 2) * panelBytes(PACKED_ROWS);
  const left = ones + PACKED_ROWS * 8;
  for (let i = 0; i < PACKED_ROWS; i++) store<f64>(ones + (<usize>i << 3), 1);
  const parts = (rows + PACKED_ROWS - 1) / PACKED_ROWS;
  const most = parts > 0 ? (rows + parts - 1) / parts : 0;
  while (rows > 0) {
    const n = min(most, rows);
    if (single) {
      if (sizeof<T>() == 8) packSingleF64(n, cols, x, ones, center, scale, panels);
      else packSingleF32(n, cols, x, ones, center, scale, panels);
      if (size > cols) packInterceptSingle(n, cols, ones, panels);
    } else {
      if (sizeof<T>() == 8) packF64(n, cols, x, ones, center, scale, panels);
      else packF32(n, cols, x, ones, center, scale, panels);
      if (size > cols) packIntercept(n, cols, ones, panels);
    }
    let pair = g;
    for (let k = 0; k < classes; k++) {
      const pk = p + <usize>k * pBytes;
      for (let l = k + 1; l < classes; l++, pair += matrixBytes) {
        const pl = p + <usize>l * pBytes;
        if (single) addPairSingly(n, size, stride, weight, pk, pl, panels, left, pair);
        else addPair(n, size, stride, weight, pk, pl, panels, left, pair);
      }
    }
    rows -= n;
    x += <usize>(n * cols) * sizeof<T>();
    weight += <usize>n * 8;
    p += <usize>n * 8;
  }
}

// @ts-ignore: decorator
@inline
function weightOf(weight: usize, pk: usize, pl: usize, i: usize): f64 {
  return load<f64>(weight + i * 8) * (load<f64>(pk + i * 8) * load<f64>(pl + i * 8));
}

function addPair(
  n: i32,
  size: i32,
  stride: i32,
  weight: usize,
  pk: usize,
  pl: usize,
  panels: usize,
  left: usize,
  g: usize,
): void {
  const between = panelBytes(n);
  const rowBytes = (<usize>stride) << 3;
  for (let tiles = (size + 3) >> 2; tiles > 0; tiles--) {
    for (let i: usize = 0; i < <usize>n; i++) {
      const u = f64x2.splat(weightOf(weight, pk, pl, i));
      v128.store(left + i * 32, f64x2.mul(u, v128.load(panels + i * 32)));
      v128.store(left + i * 32, f64x2.mul(u, v128.load(panels + i * 32, 16)), 16);
    }
    addProduct(n, tiles, 1, left, 32, panels, 32, between, g, rowBytes);
    panels += between;
    g += 4 * rowBytes + 32;
  }
}

function addPairSingly(
  n: i32,
  size: i32,
  stride: i32,
  weight: usize,
  pk: usize,
  pl: usize,
  panels: usize,
  left: usize,
  g: usize,
): void {
  const between = panelBytes(n);
  const rowBytes = (<usize>stride) << 3;
  for (let tiles = (size + 7) >> 3; tiles > 0; tiles--) {
    for (let i: usize = 0; i < <usize>n; i++) {
      const u = f32x4.splat(<f32>weightOf(weight, pk, pl, i));
      v128.store(left + i * 32, f32x4.mul(u, v128.load(panels + i * 32)));
      v128.store(left + i * 32, f32x4.mul(u, v128.load(panels + i * 32, 16)), 16);
    }
    addTiles(n, tiles, left, panels, between, g, rowBytes);
    addTiles(n, tiles, left + 16, panels, between, g + 4 * rowBytes, rowBytes);
    panels += between;
    g += 8 * rowBytes + 64;
  }
}
