// Sums of weighted rows of f32 with f32 products, for rows that are long:
//
//   g += Σ uᵢ xᵢ     and Σ uᵢ behind it
//
// What is rounded to f32: the weights, once for all columns and for Σ uᵢ too, so that nothing of it is left where a
// column's mean is taken off; the products; and their sums over eight rows. The sums over more rows are f64. So each
// product is off by about 5e-8 of itself, at random: the mean of n products by about 5e-8 / √n of their root mean
// square. The scores, and with them the loss, stay as they are in f64.
//
// Where a column's mean is m times its deviation, the errors are m times larger beside what is left of the gradient
// once the mean is taken off: whoever calls must not let m be large, nor the gradient small.
//
// f64 products would need each row promoted twice, here and for its score. Conversions share two units of the
// processor with additions: rows in the caches took 0.12 ns an element for each of the two. Here one promotion serves
// eight rows, 0.06 ns.

import { add } from "./rows";
import { sum } from "./simd";

/** As `add` of rows.ts. The u are used up. */
export function addSingly(
  groups: i32,
  cols: i32,
  x: usize,
  stride: usize,
  step: usize,
  u: usize,
  g: usize,
): void {
  const scale = scaleOf(groups, u);
  const total = demote(groups & ~1, u, scale);
  const back = 1 / scale;
  const end = g + <usize>cols * 8;
  store<f64>(end, load<f64>(end) + total * back);
  const last = x + <usize>(groups & ~1) * step;
  const lastU = u + <usize>(groups & ~1) * 32;
  for (let n = groups >> 1; n > 0; n--, x += step * 2, u += 64) addEight(cols, x, stride, step, u, back, g);
  if (groups & 1) add<f32>(1, cols, last, stride, step, lastU, g);
}

/**
 * The power of two that brings all u, times it, below 1 / 8: sums of eight products are no larger than an x. A NaN
 * among them doesn't count (`f64x2.max`, for which it would, takes V8 many steps: 5 % of a pass over 200000 × 100).
 */
function scaleOf(groups: i32, u: usize): f64 {
  let most = f64x2.splat(0);
  for (; groups > 0; groups--, u += 32) {
    most = f64x2.pmax(f64x2.pmax(most, f64x2.abs(v128.load(u))), f64x2.abs(v128.load(u, 16)));
  }
  const bits = reinterpret<u64>(max(f64x2.extract_lane(most, 0), f64x2.extract_lane(most, 1)));
  const exponent = min<u64>(bits >> 52, 2041); // biased; past it, u are as good as infinite
  return reinterpret<f64>((2042 - exponent) << 52);
}

/** u ← f32 of u scale: the four of a group where its first two were. Answers their sum. */
function demote(groups: i32, u: usize, scale: f64): f64 {
  const factor = f64x2.splat(scale);
  let total = f64x2.splat(0);
  for (; groups > 0; groups--, u += 32) {
    const a = f32x4.demote_f64x2_zero(f64x2.mul(v128.load(u), factor));
    const c = f32x4.demote_f64x2_zero(f64x2.mul(v128.load(u, 16), factor));
    total = f64x2.add(total, f64x2.add(f64x2.promote_low_f32x4(a), f64x2.promote_low_f32x4(c)));
    v128.store64_lane(u, a, 0);
    v128.store64_lane(u, c, 0, 8);
  }
  return sum(total);
}

/**
 * g += back Σ uₛ xₛ of two groups. Weights come from memory, since V8 moves what could make them of f64 into the loop
 * (1.8 times slower).
 */
// @ts-ignore: decorator
@inline
function addEight(cols: i32, x: usize, stride: usize, step: usize, u: usize, back: f64, g: usize): void {
  const stride2 = stride * 2;
  const stride3 = stride * 3;
  const u0 = v128.load32_splat(u);
  const u1 = v128.load32_splat(u, 4);
  const u2 = v128.load32_splat(u, 8);
  const u3 = v128.load32_splat(u, 12);
  const u4 = v128.load32_splat(u, 32);
  const u5 = v128.load32_splat(u, 36);
  const u6 = v128.load32_splat(u, 40);
  const u7 = v128.load32_splat(u, 44);
  const factor = f64x2.splat(back);
  for (let n = cols >> 2; n > 0; n--, x += 16, g += 32) {
    const y = x + step;
    let a = f32x4.mul(u0, v128.load(x));
    a = f32x4.add(a, f32x4.mul(u1, v128.load(x + stride)));
    a = f32x4.add(a, f32x4.mul(u2, v128.load(x + stride2)));
    a = f32x4.add(a, f32x4.mul(u3, v128.load(x + stride3)));
    let c = f32x4.mul(u4, v128.load(y));
    c = f32x4.add(c, f32x4.mul(u5, v128.load(y + stride)));
    c = f32x4.add(c, f32x4.mul(u6, v128.load(y + stride2)));
    c = f32x4.add(c, f32x4.mul(u7, v128.load(y + stride3)));
    a = f32x4.add(a, c);
    const high = v128.shuffle<f64>(a, a, 1, 0);
    v128.store(g, f64x2.add(f64x2.mul(f64x2.promote_low_f32x4(a), factor), v128.load(g)));
    v128.store(g, f64x2.add(f64x2.mul(f64x2.promote_low_f32x4(high), factor), v128.load(g, 16)), 16);
  }
  for (let n = cols & 3; n > 0; n--, x += 4, g += 8) {
    const y = x + step;
    let a = load<f32>(u) * load<f32>(x);
    a += load<f32>(u, 4) * load<f32>(x + stride);
    a += load<f32>(u, 8) * load<f32>(x + stride2);
    a += load<f32>(u, 12) * load<f32>(x + stride3);
    let c = load<f32>(u, 32) * load<f32>(y);
    c += load<f32>(u, 36) * load<f32>(y + stride);
    c += load<f32>(u, 40) * load<f32>(y + stride2);
    c += load<f32>(u, 44) * load<f32>(y + stride3);
    store<f64>(g, load<f64>(g) + <f64>(a + c) * back);
  }
}
