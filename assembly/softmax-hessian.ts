// The blocks of the softmax loss's Hessian, from the rows' probabilities. Probabilities add up to 1, so it is a sum over
// pairs of classes, each block a Gram matrix with weights that aren't negative:
//
//   H = Σ over k < l of (eₖ − eₗ)(eₖ − eₗ)ᵀ ⊗ Gₖₗ     Gₖₗ += Σ sᵢ pₖᵢ pₗᵢ x̃ᵢ x̃ᵢᵀ     x̃ᵢ = [(xᵢ − center) scale, 1]
//
// Rows are packed once for all pairs, as for `gram` or `gramSingle`. A pair takes copies of those that it gives a weight,
// and what they weigh goes to a second copy of one panel at a time, the left factor of a row of tiles. Where classes
// are told apart, a row weighs next to nothing in most pairs: at the optimum of ten classes of digits five rows of six do.

import { addTiles } from "./gram-single";
import { packF32, packF64, packIntercept, packInterceptSingle, packSingleF32, packSingleF64, panelBytes } from "./pack";
import { packSparseF32, packSparseF64 } from "./sparse-pack";
import { ROW_BYTES } from "./sparse-rows";
import { addProduct } from "./tile";

/** The most rows that are packed at a time, and that a pair takes at a time. */
const PACKED_ROWS = 504;
const TAKEN_ROWS = 126;

/** In single precision, rows with pₖ pₗ below it are left out. */
const LEAST = 1e-9;

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
  hessian<f64>(false, false, rows, cols, size, classes, stride, x, weight, p, pBytes, center, scale, panels, g);
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
  hessian<f32>(false, false, rows, cols, size, classes, stride, x, weight, p, pBytes, center, scale, panels, g);
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
  hessian<f64>(true, false, rows, cols, size, classes, stride, x, weight, p, pBytes, center, scale, panels, g);
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
  hessian<f32>(true, false, rows, cols, size, classes, stride, x, weight, p, pBytes, center, scale, panels, g);
}

// The same for rows that hold their non-zeros only.

export function softmaxHessianSparseF64(
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
  hessian<f64>(false, true, rows, cols, size, classes, stride, x, weight, p, pBytes, center, scale, panels, g);
}

export function softmaxHessianSparseF32(
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
  hessian<f32>(false, true, rows, cols, size, classes, stride, x, weight, p, pBytes, center, scale, panels, g);
}

/** `panels` has room for PACKED_ROWS rows and for TAKEN_ROWS rows, behind them for a panel, weights and numbers of rows. */
function hessian<T>(
  single: bool,
  sparse: bool,
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
  const width = single ? 8 : 4;
  const count = (size + width - 1) / width;
  const matrixBytes = <usize>((size + 7) & ~7) * <usize>stride * 8;
  const taken = panels + <usize>count * panelBytes(PACKED_ROWS);
  const left = taken + <usize>count * panelBytes(TAKEN_ROWS);
  const weights = left + TAKEN_ROWS * 32; // first ones, for packing
  while (rows > 0) {
    const n = min(PACKED_ROWS, rows);
    for (let i: usize = 0; i < <usize>n; i++) store<f64>(weights + i * 8, 1);
    if (single) {
      if (sizeof<T>() == 8) packSingleF64(n, cols, x, weights, center, scale, panels);
      else packSingleF32(n, cols, x, weights, center, scale, panels);
      if (size > cols) packInterceptSingle(n, cols, weights, panels);
    } else {
      if (sparse) {
        if (sizeof<T>() == 8) packSparseF64(n, cols, x, weights, center, scale, panels);
        else packSparseF32(n, cols, x, weights, center, scale, panels);
      } else if (sizeof<T>() == 8) packF64(n, cols, x, weights, center, scale, panels);
      else packF32(n, cols, x, weights, center, scale, panels);
      if (size > cols) packIntercept(n, cols, weights, panels);
    }
    const least = single ? LEAST : 0;
    let pair = g;
    for (let k = 0; k < classes; k++) {
      const pk = p + <usize>k * pBytes;
      for (let l = k + 1; l < classes; l++, pair += matrixBytes) {
        const pl = p + <usize>l * pBytes;
        let i = 0;
        while (i < n) {
          // Numbers of rows take the place of the panel that they are later scaled into.
          let m = 0;
          for (; i < n && m < TAKEN_ROWS; i++) {
            const at = <usize>i * 8;
            const both = load<f64>(pk + at) * load<f64>(pl + at);
            store<f64>(weights + <usize>m * 8, load<f64>(weight + at) * both);
            store<i32>(left + <usize>m * 4, i * 32);
            m += i32(both > least);
          }
          if (m == 0) continue;
          take(m, count, panels, panelBytes(n), left, taken);
          if (single) addPairSingly(m, count, stride, weights, taken, left, pair);
          else addPair(m, count, stride, weights, taken, left, pair);
        }
      }
    }
    rows -= n;
    x += <usize>n * (sparse ? ROW_BYTES : <usize>cols * sizeof<T>());
    weight += <usize>n * 8;
    p += <usize>n * 8;
  }
}

/** Copies of m rows of panels, whose places in a panel are at `places`. */
function take(m: i32, count: i32, panels: usize, between: usize, places: usize, taken: usize): void {
  for (; count > 0; count--, panels += between, taken += panelBytes(m)) {
    for (let i: usize = 0; i < <usize>m; i++) {
      const from = panels + <usize>load<i32>(places + i * 4);
      v128.store(taken + i * 32, v128.load(from));
      v128.store(taken + i * 32, v128.load(from, 16), 16);
    }
  }
}

function addPair(n: i32, tiles: i32, stride: i32, weights: usize, panels: usize, left: usize, g: usize): void {
  const between = panelBytes(n);
  const rowBytes = (<usize>stride) << 3;
  for (; tiles > 0; tiles--) {
    for (let i: usize = 0; i < <usize>n; i++) {
      const u = v128.load64_splat(weights + i * 8);
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
  tiles: i32,
  stride: i32,
  weights: usize,
  panels: usize,
  left: usize,
  g: usize,
): void {
  const between = panelBytes(n);
  const rowBytes = (<usize>stride) << 3;
  for (; tiles > 0; tiles--) {
    for (let i: usize = 0; i < <usize>n; i++) {
      const u = f32x4.splat(<f32>load<f64>(weights + i * 8));
      v128.store(left + i * 32, f32x4.mul(u, v128.load(panels + i * 32)));
      v128.store(left + i * 32, f32x4.mul(u, v128.load(panels + i * 32, 16)), 16);
    }
    addTiles(n, tiles, left, panels, between, g, rowBytes);
    addTiles(n, tiles, left + 16, panels, between, g + 4 * rowBytes, rowBytes);
    panels += between;
    g += 8 * rowBytes + 64;
  }
}
