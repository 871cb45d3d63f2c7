// Coordinate ascent on the dual of logistic regression with a ridge (Yu, Huang & Lin 2011), over rows that hold their
// non-zeros only (see sparse-rows.ts). Of each row there is a variable, q: the part σ(−m) that the right class is missed by
// at the margin m = sign(t) (x · w + b + offset), once all is as it should be. Until then
//
//   w = scale Σ tᵢ qᵢ xᵢ
//
// A row's turn makes q right for the w that it leads to: q ← σ(−v), of the only v with
//
//   v = m + a (σ(−v) − q)     a = |t| scale (‖x‖² + ease)
//
// It has the sign of m + a (½ − q), and beyond 0 the difference of both sides bends one way only. So Newton's method, where
// it starts on the root's side and never leaves it, passes the root once at most.

import { expOfNegative } from "./exp";
import { missOf, negativeAbs } from "./logistic";
import { addSparse, columnsOf, countOf, entryOf, ROW_BYTES, valuesOf } from "./sparse-rows";
import { madd, rowPair, rowSingle, sum } from "./simd";

/** A step that is no longer squares to nothing. */
const SHORT = 1e-3;
const MOST_STEPS = 50;

export function sparseDualSweepF64(
  rows: i32,
  x: usize,
  target: usize,
  offset: usize,
  scale: f64,
  ease: f64,
  score: usize,
  miss: usize,
  w: usize,
  state: usize,
): void {
  sweep<f64>(rows, x, target, offset, scale, ease, score, miss, w, state);
}

export function sparseDualSweepF32(
  rows: i32,
  x: usize,
  target: usize,
  offset: usize,
  scale: f64,
  ease: f64,
  score: usize,
  miss: usize,
  w: usize,
  state: usize,
): void {
  sweep<f32>(rows, x, target, offset, scale, ease, score, miss, w, state);
}

/** `state` is [b, Σ of what was added to scale tᵢ qᵢ, Σ of by about how much the dual rose], the sums accumulated. */
function sweep<T>(
  rows: i32,
  x: usize,
  target: usize,
  offset: usize,
  scale: f64,
  ease: f64,
  score: usize,
  miss: usize,
  w: usize,
  state: usize,
): void {
  let b = load<f64>(state);
  let moved = load<f64>(state, 8);
  let gained = load<f64>(state, 16);
  const end = <usize>rows * 8;
  for (let at: usize = 0; at < end; at += 8, x += ROW_BYTES) {
    const t = load<f64>(target + at);
    if (t == 0) continue;
    const weight = abs(t);
    const sign = copysign<f64>(1, t);
    const q = load<f64>(miss + at);
    const before = sign * load<f64>(score + at);

    let value = valuesOf(x);
    let column = columnsOf(x);
    let dots = f64x2.splat(0);
    let squares = dots;
    let n = countOf(x);
    for (; n >= 2; n -= 2, value += 2 * sizeof<T>(), column += 8) {
      const pair = rowPair<T>(value);
      const entries = v128.load64_lane(entryOf(w, column, 1), v128.load64_zero(entryOf(w, column)), 1);
      dots = madd(pair, entries, dots);
      squares = madd(pair, pair, squares);
    }
    if (n > 0) {
      const last = rowSingle<T>(value);
      dots = madd(last, v128.load64_zero(entryOf(w, column)), dots);
      squares = madd(last, last, squares);
    }
    const m = sign * (sum(dots) + b + (offset == 0 ? 0 : load<f64>(offset + at)));
    const a = weight * scale * (sum(squares) + ease);

    const isNegative = m + a * (0.5 - q) < 0;
    let v = before;
    let p = q;
    if (v < 0 != isNegative) {
      v = 0;
      p = 0.5;
    }
    for (let k = MOST_STEPS; k > 0; k--) {
      const step = (v - m - a * (p - q)) / (1 + a * p * (1 - p));
      v -= step;
      if (v < 0 != isNegative) v = 0;
      p = missAt(v);
      if (!(abs(step) > SHORT)) break;
    }
    gained += 0.5 * weight * (before - m) * (p - q);
    const u = scale * t * (p - q);
    addSparse<T>(x, u, w);
    b += ease * u;
    moved += u;
    store<f64>(score + at, sign * v);
    store<f64>(miss + at, p);
  }
  store<f64>(state, b);
  store<f64>(state, moved, 8);
  store<f64>(state, gained, 16);
}

/** σ(−v) */
// @ts-ignore: decorator
@inline
function missAt(v: f64): f64 {
  const both = f64x2.splat(v);
  return f64x2.extract_lane(missOf(both, expOfNegative(negativeAbs(both))), 0);
}
