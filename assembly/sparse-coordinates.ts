// Coordinate descent on a quadratic model with absolute values and bounds, as in coordinate-descent.ts, whose matrix is that
// of columns that hold their non-zeros only, and are centred without being touched:
//
//   H = X̃ᵀ diag(h) X̃ + diag(ridge)     x̃ⱼ = xⱼ − mⱼ 1     d = z − x
//
// What columns share is r = h ∘ X d, c = −Σ mⱼ dⱼ, R = Σ rᵢ and W = Σ hᵢ, so that with sⱼ = Σ hᵢ xᵢⱼ
//
//   qⱼ = gⱼ + ridgeⱼ dⱼ + xⱼ · r + c sⱼ − mⱼ (R + c W)
//
// in as many multiplications as the column has non-zeros (Friedman, Hastie & Tibshirani, J. Stat. Softw. 33, 2010, section
// 2.2: naive updates; Yuan, Ho & Lin, JMLR 13, 2012). An intercept is a column without non-zeros whose m is −1. Columns are
// records, as rows are in sparse-rows.ts, of f64. `totals` is [c, R, W].

import { least } from "./coordinate-descent";
import { addTo, columnsOf, countOf, dotSparse, entryOf, ROW_BYTES, valuesOf } from "./sparse-rows";

/** counts[j] += 1 for each value of column j, u32. */
export function countByColumn(rows: i32, x: usize, counts: usize): void {
  for (; rows > 0; rows--, x += ROW_BYTES) {
    let column = columnsOf(x);
    for (let n = countOf(x); n > 0; n--, column += 4) {
      const at = counts + (<usize>load<u32>(column) << 2);
      store<u32>(at, load<u32>(at) + 1);
    }
  }
}

/**
 * Puts each value times its column's `unit` where the column's cursor, i32, is, and the number of its row, counted from
 * `firstRow`, and moves the cursor on; but not of columns whose cursor is negative.
 */
export function transposeSparse(
  rows: i32,
  valueBytes: usize,
  x: usize,
  firstRow: i32,
  unit: usize,
  cursors: usize,
  values: usize,
  numbers: usize,
): void {
  for (const end = firstRow + rows; firstRow < end; firstRow++, x += ROW_BYTES) {
    let value = valuesOf(x);
    let column = columnsOf(x);
    for (let n = countOf(x); n > 0; n--, value += valueBytes, column += 4) {
      const j = <usize>load<u32>(column);
      const cursor = load<i32>(cursors + (j << 2));
      if (cursor < 0) continue;
      store<i32>(cursors + (j << 2), cursor + 1);
      const found = valueBytes == 8 ? load<f64>(value) : <f64>load<f32>(value);
      store<f64>(values + (<usize>cursor << 3), found * load<f64>(unit + (j << 3)));
      store<i32>(numbers + (<usize>cursor << 2), firstRow);
    }
  }
}

/** sⱼ, and Hⱼⱼ, which is `lowest` at least, for `count` columns by number. */
export function weighSparseColumns(
  count: i32,
  lowest: f64,
  indices: usize,
  columns: usize,
  ridge: usize,
  center: usize,
  h: usize,
  totals: usize,
  sums: usize,
  curvature: usize,
): void {
  const total = load<f64>(totals, 16);
  for (const end = indices + (<usize>count << 2); indices < end; indices += 4) {
    const j = <usize>load<u32>(indices);
    const column = columns + j * ROW_BYTES;
    let value = valuesOf(column);
    let row = columnsOf(column);
    let s: f64 = 0;
    let squares: f64 = 0;
    for (let n = countOf(column); n > 0; n--, value += 8, row += 4) {
      const x = load<f64>(value);
      const hx = load<f64>(entryOf(h, row)) * x;
      s += hx;
      squares += hx * x;
    }
    const m = load<f64>(center + (j << 3));
    store<f64>(sums + (j << 3), s);
    const own = squares + m * (m * total - 2 * s) + load<f64>(ridge + (j << 3));
    store<f64>(curvature + (j << 3), max<f64>(own, lowest));
  }
}

/** One step for each of `count` variables by number, in their order. Answers by how much they lower the model. */
export function sparseCoordinateSweep(
  count: i32,
  indices: usize,
  columns: usize,
  ridge: usize,
  center: usize,
  sums: usize,
  curvature: usize,
  gradient: usize,
  penalty: usize,
  lower: usize,
  upper: usize,
  x: usize,
  z: usize,
  h: usize,
  r: usize,
  totals: usize,
): f64 {
  let c = load<f64>(totals);
  let ofRows = load<f64>(totals, 8);
  const total = load<f64>(totals, 16);
  let decrease: f64 = 0;
  for (const end = indices + (<usize>count << 2); indices < end; indices += 4) {
    const j = <usize>load<u32>(indices);
    const at = j << 3;
    const column = columns + j * ROW_BYTES;
    const m = load<f64>(center + at);
    const s = load<f64>(sums + at);
    const old = load<f64>(z + at);
    const inner = dotSparse<f64>(column, r) + c * s - m * (ofRows + c * total);
    const q = load<f64>(gradient + at) + load<f64>(ridge + at) * (old - load<f64>(x + at)) + inner;
    const own = load<f64>(curvature + at);
    const next = least(own, own * old - q, penalty + at, lower + at, upper + at);
    const change = next - old;
    if (change == 0) continue;
    store<f64>(z + at, next);
    add(column, change, h, r);
    ofRows += change * s;
    c -= change * m;
    decrease -= change * (q + 0.5 * own * change) + load<f64>(penalty + at) * (Math.abs(next) - Math.abs(old));
  }
  store<f64>(totals, c);
  store<f64>(totals, ofRows, 8);
  return decrease;
}

/** r += u h ∘ x */
// @ts-ignore: decorator
@inline
function add(column: usize, u: f64, h: usize, r: usize): void {
  let value = valuesOf(column);
  let row = columnsOf(column);
  for (let n = countOf(column); n > 0; n--, value += 8, row += 4) {
    addTo(entryOf(r, row), u * load<f64>(value) * load<f64>(entryOf(h, row)));
  }
}
