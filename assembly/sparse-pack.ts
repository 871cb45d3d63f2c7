// What pack.ts does for panels of f64, for rows that hold their non-zeros only: the panels hold all columns.

import { panelBytes } from "./pack";
import { columnsOf, countOf, ROW_BYTES, valuesOf } from "./sparse-rows";

export function packSparseF64(
  rows: i32,
  cols: i32,
  x: usize,
  curvature: usize,
  center: usize,
  scale: usize,
  panels: usize,
): void {
  pack<f64>(rows, cols, x, curvature, center, scale, panels);
}

export function packSparseF32(
  rows: i32,
  cols: i32,
  x: usize,
  curvature: usize,
  center: usize,
  scale: usize,
  panels: usize,
): void {
  pack<f32>(rows, cols, x, curvature, center, scale, panels);
}

function pack<T>(
  rows: i32,
  cols: i32,
  x: usize,
  curvature: usize,
  center: usize,
  scale: usize,
  panels: usize,
): void {
  const padded = (cols + 3) & ~3;
  const between = panelBytes(rows);
  for (let i = rows; i > 0; i--, x += ROW_BYTES, curvature += 8, panels += 32) {
    const root = sqrt<f64>(load<f64>(curvature));
    for (let j = 0; j < padded; j++) {
      store<f64>(cellOf(panels, between, j), j < cols ? packed(root, 0, j, center, scale) : 0);
    }
    let value = valuesOf(x);
    let column = columnsOf(x);
    for (let n = countOf(x); n > 0; n--, value += sizeof<T>(), column += 4) {
      const j = load<i32>(column);
      store<f64>(cellOf(panels, between, j), packed(root, <f64>load<T>(value), j, center, scale));
    }
  }
}

// @ts-ignore: decorator
@inline
function cellOf(panels: usize, between: usize, j: i32): usize {
  return panels + <usize>(j >> 2) * between + <usize>(j & 3) * 8;
}

// @ts-ignore: decorator
@inline
function packed(root: f64, x: f64, j: i32, center: usize, scale: usize): f64 {
  const at = (<usize>j) << 3;
  return root * ((x - load<f64>(center + at)) * load<f64>(scale + at));
}
