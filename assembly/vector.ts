// Vectors: the level 1 of linear algebra.
//
//   dot = Σ xᵢ yᵢ     axpy: y ← y + α x     scale: x ← α x     multiply: outᵢ = xᵢ yᵢ
//   norm2 = √(Σ xᵢ²)     normMax = max |xᵢ|

import { loadPair, madd, storePair, sum } from "./simd";

export function dot(n: i32, x: usize, y: usize): f64 {
  let a = f64x2.splat(0);
  let b = f64x2.splat(0);
  let c = f64x2.splat(0);
  let d = f64x2.splat(0);
  for (; n >= 8; n -= 8, x += 64, y += 64) {
    a = madd(v128.load(x), v128.load(y), a);
    b = madd(v128.load(x, 16), v128.load(y, 16), b);
    c = madd(v128.load(x, 32), v128.load(y, 32), c);
    d = madd(v128.load(x, 48), v128.load(y, 48), d);
  }
  for (; n > 0; n -= 2, x += 16, y += 16) a = madd(loadPair(x, n == 1), loadPair(y, n == 1), a);
  return sum(f64x2.add(f64x2.add(a, b), f64x2.add(c, d)));
}

export function axpy(n: i32, alpha: f64, x: usize, y: usize): void {
  const a = f64x2.splat(alpha);
  for (; n >= 4; n -= 4, x += 32, y += 32) {
    v128.store(y, madd(a, v128.load(x), v128.load(y)));
    v128.store(y, madd(a, v128.load(x, 16), v128.load(y, 16)), 16);
  }
  for (; n > 0; n -= 2, x += 16, y += 16)
    storePair(y, madd(a, loadPair(x, n == 1), loadPair(y, n == 1)), n == 1);
}

export function scale(n: i32, alpha: f64, x: usize): void {
  const a = f64x2.splat(alpha);
  for (; n > 0; n -= 2, x += 16) storePair(x, f64x2.mul(a, loadPair(x, n == 1)), n == 1);
}

export function multiply(n: i32, x: usize, y: usize, out: usize): void {
  for (; n > 0; n -= 2, x += 16, y += 16, out += 16)
    storePair(out, f64x2.mul(loadPair(x, n == 1), loadPair(y, n == 1)), n == 1);
}

export function norm2(n: i32, x: usize): f64 {
  const squares = dot(n, x, x);
  // Large enough that what underflowed on the way is far below its last bit, and nothing overflowed.
  if (squares > 1e-280 && squares < Infinity) return Math.sqrt(squares);
  const largest = normMax(n, x);
  if (!(largest > 0 && largest < Infinity)) return largest;
  let scaled = 0.0;
  for (let i: usize = 0; i < <usize>n; i++) {
    const ratio = load<f64>(x + (i << 3)) / largest;
    scaled += ratio * ratio;
  }
  return largest * Math.sqrt(scaled);
}

export function normMax(n: i32, x: usize): f64 {
  let a = f64x2.splat(0);
  for (; n > 0; n -= 2, x += 16) a = f64x2.max(a, f64x2.abs(loadPair(x, n == 1))); // max keeps NaN
  return max(f64x2.extract_lane(a, 0), f64x2.extract_lane(a, 1));
}
