// Coordinate descent on a quadratic model with an absolute value, and bounds, for each variable:
//
//   Q(z) = gᵀ(z − x) + ½ (z − x)ᵀ H (z − x) + Σ cⱼ |zⱼ|     lⱼ ≤ zⱼ ≤ uⱼ
//
//   zⱼ ← clip(S(Hⱼⱼ zⱼ − qⱼ, cⱼ) / Hⱼⱼ, lⱼ, uⱼ)     q = g + H (z − x)     S(a, c) = sign(a) max(|a| − c, 0)
//
// (Friedman, Hastie & Tibshirani, J. Stat. Softw. 33, 2010, section 2.2: covariance updates). A variable that stays
// where it is costs no look at its row of H.

import { axpy } from "./vector";

/** Copies the upper triangle of H to the lower one, in squares of 32 that stay in the L1 cache. */
export function mirror(n: i32, stride: i32, h: usize): void {
  for (let top = 0; top < n; top += 32) {
    const bottom = min(top + 32, n);
    for (let left = top; left < n; left += 32) {
      const right = min(left + 32, n);
      for (let i = top; i < bottom; i++) {
        for (let j = max(left, i + 1); j < right; j++) {
          store<f64>(entry(stride, j, i, h), load<f64>(entry(stride, i, j, h)));
        }
      }
    }
  }
}

/** The rows and columns of H with the given numbers, upper triangle only. */
export function gatherSymmetric(count: i32, stride: i32, h: usize, indices: usize, outStride: i32, out: usize): void {
  for (let a = 0; a < count; a++) {
    const row = entry(stride, index(indices, a), 0, h);
    for (let b = a; b < count; b++) {
      store<f64>(entry(outStride, a, b, out), load<f64>(row + (<usize>index(indices, b) << 3)));
    }
  }
}

/** One step for each of `count` variables by number, in their order. Answers the largest Hⱼⱼ Δⱼ². */
export function coordinateSweep(
  count: i32,
  n: i32,
  stride: i32,
  indices: usize,
  h: usize,
  penalty: usize,
  lower: usize,
  upper: usize,
  z: usize,
  q: usize,
): f64 {
  let largest: f64 = 0;
  for (let k = 0; k < count; k++) {
    const j = index(indices, k);
    const at = (<usize>j) << 3;
    const curvature = load<f64>(entry(stride, j, j, h));
    const old = load<f64>(z + at);
    const c = load<f64>(penalty + at);
    const a = curvature * old - load<f64>(q + at);
    let next: f64 = 0;
    if (a > c) next = (a - c) / curvature;
    else if (a < -c) next = (a + c) / curvature;
    next = min<f64>(max<f64>(next, load<f64>(lower + at)), load<f64>(upper + at));
    const change = next - old;
    if (change == 0) continue;
    store<f64>(z + at, next);
    axpy(n, change, entry(stride, j, 0, h), q);
    largest = max<f64>(largest, curvature * change * change);
  }
  return largest;
}

// @ts-ignore: decorator
@inline
function index(indices: usize, k: i32): i32 {
  return load<i32>(indices + (<usize>k << 2));
}

// @ts-ignore: decorator
@inline
function entry(stride: i32, i: i32, j: i32, a: usize): usize {
  return a + ((<usize>i * <usize>stride + <usize>j) << 3);
}
