// Coordinate descent on a quadratic model with an absolute value, and bounds, for each variable:
//
//   Q(z) = gᵀ(z − x) + ½ (z − x)ᵀ H (z − x) + Σ cⱼ |zⱼ|     lⱼ ≤ zⱼ ≤ uⱼ
//
//   zⱼ ← clip(S(Hⱼⱼ zⱼ − qⱼ, cⱼ) / Hⱼⱼ, lⱼ, uⱼ)     q = g + H (z − x)     S(a, c) = sign(a) max(|a| − c, 0)
//
// (Friedman, Hastie & Tibshirani, J. Stat. Softw. 33, 2010, section 2.2: covariance updates). A variable that stays
// where it is costs no look at its row of H.

import { madd, sum } from "./simd";
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
    const next = least(curvature, curvature * old - load<f64>(q + at), penalty + at, lower + at, upper + at);
    const change = next - old;
    if (change == 0) continue;
    store<f64>(z + at, next);
    axpy(n, change, entry(stride, j, 0, h), q);
    largest = max<f64>(largest, curvature * change * change);
  }
  return largest;
}

/**
 * The same for all variables of the model of a quasi-Newton method, which stands for H by a few vectors:
 *
 *   B = σ I + Σ bᵣ bᵣᵀ − Σ aᵣ aᵣᵀ     qⱼ = gⱼ + σ (zⱼ − xⱼ) + Σ bᵣⱼ (bᵣ · d) − Σ aᵣⱼ (aᵣ · d)     d = z − x
 *
 * (Lee, Sun & Saunders, SIAM J. Optim. 24, 2014, section 2.3.) `rows` has [b₁ⱼ, a₁ⱼ, b₂ⱼ, a₂ⱼ, …] for each variable, and
 * `products` [b₁ · d, −a₁ · d, …], which it keeps up to date. Answers the largest Bⱼⱼ Δⱼ².
 */
export function quasiNewtonSweep(
  n: i32,
  pairs: i32,
  sigma: f64,
  rows: usize,
  diagonal: usize,
  gradient: usize,
  penalty: usize,
  lower: usize,
  upper: usize,
  x: usize,
  z: usize,
  products: usize,
): f64 {
  const rowBytes = <usize>pairs << 4;
  const end = products + rowBytes;
  let largest: f64 = 0;
  for (let at: usize = 0, stop = <usize>n << 3; at < stop; at += 8, rows += rowBytes) {
    const curvature = load<f64>(diagonal + at);
    const old = load<f64>(z + at);
    let even = f64x2.splat(0);
    let odd = f64x2.splat(0);
    let row = rows;
    let product = products;
    for (; product + 16 < end; product += 32, row += 32) {
      even = madd(v128.load(row), v128.load(product), even);
      odd = madd(v128.load(row, 16), v128.load(product, 16), odd);
    }
    if (product < end) even = madd(v128.load(row), v128.load(product), even);
    const q = load<f64>(gradient + at) + sigma * (old - load<f64>(x + at)) + sum(f64x2.add(even, odd));
    const next = least(curvature, curvature * old - q, penalty + at, lower + at, upper + at);
    const change = next - old;
    if (change == 0) continue;
    store<f64>(z + at, next);
    const both = f64x2.replace_lane(f64x2.splat(change), 1, -change);
    for (row = rows, product = products; product < end; product += 16, row += 16) {
      v128.store(product, madd(both, v128.load(row), v128.load(product)));
    }
    largest = max<f64>(largest, curvature * change * change);
  }
  return largest;
}

/** Where ½ κ z² − a z + c |z| is least within the bounds. */
// @ts-ignore: decorator
@inline
export function least(curvature: f64, a: f64, penalty: usize, lower: usize, upper: usize): f64 {
  const c = load<f64>(penalty);
  let z: f64 = 0;
  if (a > c) z = (a - c) / curvature;
  else if (a < -c) z = (a + c) / curvature;
  return min<f64>(max<f64>(z, load<f64>(lower)), load<f64>(upper));
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
