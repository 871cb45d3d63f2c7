// The Cholesky factor of a symmetric matrix, and the solution of linear equations with it.
//
//   A = Uᵀ U     uᵢᵢ² = aᵢᵢ − Σ uₖᵢ²     uᵢⱼ = (aᵢⱼ − Σ uₖᵢ uₖⱼ) / uᵢᵢ     sums over k < i
//
// Rows are completed in blocks of four. The first block is the short one, if any, so that what lies right of
// the others is whole tiles of 4 × 4. The sums reach those tiles by PIVOTS terms at a time, but the tile on the
// diagonal keeps its entries until its rows are completed: the pivots are judged by what they started from.

import { addProduct } from "./tile";
import { axpy, dot, scale } from "./vector";

/** So many rows of U, up to a length of 4000, fit the L2 cache; of 12 to 128, 24 and 32 were fastest at n = 1000. */
const PIVOTS = 32;

/** Completes the rows from, …, to − 1, those before being complete: each 0, n or n less a multiple of PIVOTS. */
export function cholesky(n: i32, stride: i32, from: i32, to: i32, a: usize): i32 {
  let start = from;
  while (start < to) {
    const end = start + lastBlock(n - start, PIVOTS);
    let i = start;
    while (i < end) {
      const next = i + lastBlock(end - i, 4);
      subtractPivots(n, stride, start, i, i, a);
      const failed = completeRows(n, stride, i, next, a);
      if (failed >= 0) return failed;
      i = next;
    }
    for (; i < n; i += 4) subtractPivots(n, stride, start, end, i, a);
    start = end;
  }
  return -1;
}

/** b ← A⁻¹ b: first Uᵀ y = b, then U x = y. */
export function choleskySolve(n: i32, stride: i32, u: usize, b: usize): void {
  for (let i = 0; i < n; i++) {
    const bi = b + ((<usize>i) << 3);
    const y = load<f64>(bi) / load<f64>(entry(stride, i, i, u));
    store<f64>(bi, y);
    axpy(n - i - 1, -y, entry(stride, i, i + 1, u), bi + 8);
  }
  for (let i = n - 1; i >= 0; i--) {
    const bi = b + ((<usize>i) << 3);
    const rest = dot(n - i - 1, entry(stride, i, i + 1, u), bi + 8);
    store<f64>(bi, (load<f64>(bi) - rest) / load<f64>(entry(stride, i, i, u)));
  }
}

/** What is left of `size` after as many whole blocks as leave anything. */
// @ts-ignore: decorator
@inline
function lastBlock(size: i32, block: i32): i32 {
  return ((size - 1) % block) + 1;
}

// @ts-ignore: decorator
@inline
function entry(stride: i32, i: i32, j: i32, a: usize): usize {
  return a + ((<usize>i * <usize>stride + <usize>j) << 3);
}

/** aᵢⱼ −= Σ uₖᵢ uₖⱼ over start ≤ k < end, for the rows i, …, i + 3 right of the tile on the diagonal. */
function subtractPivots(n: i32, stride: i32, start: i32, end: i32, i: i32, a: usize): void {
  if (start == end) return;
  const rowBytes = (<usize>stride) << 3;
  const u = entry(stride, start, i, a);
  const right = entry(stride, i, i + 4, a);
  addProduct(end - start, (n - i - 4) >> 2, -1, u, rowBytes, u + 32, rowBytes, 32, right, rowBytes);
}

/** Makes the rows start, …, end − 1 rows of U. Answers −1, or the row whose pivot is not safely positive. */
function completeRows(n: i32, stride: i32, start: i32, end: i32, a: usize): i32 {
  // The tile's sums over the rows above. There are none above a short block.
  let s00: f64 = 0;
  let s01: f64 = 0;
  let s02: f64 = 0;
  let s03: f64 = 0;
  let s11: f64 = 0;
  let s12: f64 = 0;
  let s13: f64 = 0;
  let s22: f64 = 0;
  let s23: f64 = 0;
  let s33: f64 = 0;
  for (let k = 0; k < start; k++) {
    const u = entry(stride, k, start, a);
    const u0 = load<f64>(u);
    const u1 = load<f64>(u, 8);
    const u2 = load<f64>(u, 16);
    const u3 = load<f64>(u, 24);
    s00 += u0 * u0;
    s01 += u0 * u1;
    s02 += u0 * u2;
    s03 += u0 * u3;
    s11 += u1 * u1;
    s12 += u1 * u2;
    s13 += u1 * u3;
    s22 += u2 * u2;
    s23 += u2 * u3;
    s33 += u3 * u3;
  }
  if (start > 0) {
    subtract(entry(stride, start, start + 1, a), s01);
    subtract(entry(stride, start, start + 2, a), s02);
    subtract(entry(stride, start, start + 3, a), s03);
    subtract(entry(stride, start + 1, start + 2, a), s12);
    subtract(entry(stride, start + 1, start + 3, a), s13);
    subtract(entry(stride, start + 2, start + 3, a), s23);
  }
  for (let i = start; i < end; i++) {
    const diagonal = entry(stride, i, i, a);
    const aii = load<f64>(diagonal);
    let pivot = aii - s00;
    for (let k = start; k < i; k++) {
      const uki = load<f64>(entry(stride, k, i, a));
      pivot -= uki * uki;
      axpy(n - i - 1, -uki, entry(stride, k, i + 1, a), diagonal + 8);
    }
    if (!(pivot > f64.EPSILON * <f64>n * aii)) return i; // NaN fails as well
    const uii = sqrt<f64>(pivot);
    store<f64>(diagonal, uii);
    scale(n - i - 1, 1 / uii, diagonal + 8);
    s00 = s11;
    s11 = s22;
    s22 = s33;
  }
  return -1;
}

// @ts-ignore: decorator
@inline
function subtract(a: usize, s: f64): void {
  store<f64>(a, load<f64>(a) - s);
}
