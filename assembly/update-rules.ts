// Update rules: how a gradient g moves parameters x. η is the learning rate; all else is said rule by rule. What a rule
// remembers is moved in place. All vectors are of length n and start as zeros, unless a line says otherwise.

import { loadPair, madd, storePair } from "./simd";

// v ← μ v − η g     x ← x + v
export function momentumUpdate(n: i32, rate: f64, momentum: f64, gradient: usize, velocity: usize, x: usize): void {
  const eta = f64x2.splat(-rate);
  const mu = f64x2.splat(momentum);
  for (; n > 0; n -= 2, gradient += 16, velocity += 16, x += 16) {
    const last = n == 1;
    const v = madd(mu, loadPair(velocity, last), f64x2.mul(eta, loadPair(gradient, last)));
    storePair(velocity, v, last);
    storePair(x, f64x2.add(loadPair(x, last), v), last);
  }
}

// u = v     v ← μ u − η g     x ← x − μ u + (1 + μ₊) v
//
// μ₊ is the momentum of the next update. The gradient is that at x itself, which is where x + μ v of the momentum rule
// that looks ahead would be.
export function nesterovUpdate(
  n: i32,
  rate: f64,
  momentum: f64,
  nextMomentum: f64,
  gradient: usize,
  velocity: usize,
  x: usize,
): void {
  const eta = f64x2.splat(-rate);
  const mu = f64x2.splat(momentum);
  const ahead = f64x2.splat(1 + nextMomentum);
  for (; n > 0; n -= 2, gradient += 16, velocity += 16, x += 16) {
    const last = n == 1;
    const kept = f64x2.mul(mu, loadPair(velocity, last));
    const v = madd(eta, loadPair(gradient, last), kept);
    storePair(velocity, v, last);
    storePair(x, madd(ahead, v, f64x2.sub(loadPair(x, last), kept)), last);
  }
}

// c ← c + g²     x ← x − η g / (√c + ε)
export function adagradUpdate(n: i32, rate: f64, epsilon: f64, gradient: usize, cache: usize, x: usize): void {
  const eta = f64x2.splat(rate);
  const eps = f64x2.splat(epsilon);
  for (; n > 0; n -= 2, gradient += 16, cache += 16, x += 16) {
    const last = n == 1;
    const g = loadPair(gradient, last);
    const c = madd(g, g, loadPair(cache, last));
    storePair(cache, c, last);
    storePair(x, f64x2.sub(loadPair(x, last), scaled(eta, g, f64x2.add(f64x2.sqrt(c), eps))), last);
  }
}

// c ← ρ c + (1 − ρ) g²     x ← x − η g / (√c + ε)
export function rmspropUpdate(
  n: i32,
  rate: f64,
  decay: f64,
  epsilon: f64,
  gradient: usize,
  cache: usize,
  x: usize,
): void {
  const eta = f64x2.splat(rate);
  const rho = f64x2.splat(decay);
  const fresh = f64x2.splat(1 - decay);
  const eps = f64x2.splat(epsilon);
  for (; n > 0; n -= 2, gradient += 16, cache += 16, x += 16) {
    const last = n == 1;
    const g = loadPair(gradient, last);
    const c = madd(f64x2.mul(fresh, g), g, f64x2.mul(rho, loadPair(cache, last)));
    storePair(cache, c, last);
    storePair(x, f64x2.sub(loadPair(x, last), scaled(eta, g, f64x2.add(f64x2.sqrt(c), eps))), last);
  }
}

// Signs alone, with p the gradient before, and a step s of its own for each coordinate, kept in [least, most]:
//
//   g p > 0:  s ← η⁺ s     g p < 0:  s ← η⁻ s, and g counts as 0     x ← x − s sign(g)     p ← g
export function rpropUpdate(
  n: i32,
  increase: f64,
  decrease: f64,
  least: f64,
  most: f64,
  gradient: usize,
  previous: usize,
  steps: usize,
  x: usize,
): void {
  const zero = f64x2.splat(0);
  const one = f64x2.splat(1);
  const up = f64x2.splat(increase);
  const down = f64x2.splat(decrease);
  const low = f64x2.splat(least);
  const high = f64x2.splat(most);
  const signBit = i64x2.splat(i64.MIN_VALUE);
  for (; n > 0; n -= 2, gradient += 16, previous += 16, steps += 16, x += 16) {
    const last = n == 1;
    const g = loadPair(gradient, last);
    const agreement = f64x2.mul(g, loadPair(previous, last));
    const turned = f64x2.lt(agreement, zero);
    const factor = v128.bitselect(up, v128.bitselect(down, one, turned), f64x2.gt(agreement, zero));
    const s = f64x2.min(high, f64x2.max(low, f64x2.mul(loadPair(steps, last), factor)));
    const kept = v128.andnot(g, turned);
    const signed = v128.or(v128.and(s, f64x2.ne(kept, zero)), v128.and(kept, signBit));
    const move = f64x2.add(signed, f64x2.mul(kept, zero)); // NaN stays NaN
    storePair(steps, s, last);
    storePair(previous, kept, last);
    storePair(x, f64x2.sub(loadPair(x, last), move), last);
  }
}

// m ← β₁ m + (1 − β₁) g     c ← β₂ c + (1 − β₂) g²     x ← k x − η m / (r √c + ε)
//
// k = 1 − η λ shrinks x by a weight decay λ. With correction of the bias towards the zeros that m and c start from,
// η is the learning rate / (1 − β₁ᵗ) and r = 1 / √(1 − β₂ᵗ), t from 1; without, the learning rate itself and 1.
export function adamUpdate(
  n: i32,
  rate: f64,
  shrinkage: f64,
  beta1: f64,
  beta2: f64,
  rootScale: f64,
  epsilon: f64,
  gradient: usize,
  mean: usize,
  cache: usize,
  x: usize,
): void {
  const eta = f64x2.splat(rate);
  const k = f64x2.splat(shrinkage);
  const keep1 = f64x2.splat(beta1);
  const keep2 = f64x2.splat(beta2);
  const fresh1 = f64x2.splat(1 - beta1);
  const fresh2 = f64x2.splat(1 - beta2);
  const r = f64x2.splat(rootScale);
  const eps = f64x2.splat(epsilon);
  for (; n > 0; n -= 2, gradient += 16, mean += 16, cache += 16, x += 16) {
    const last = n == 1;
    const g = loadPair(gradient, last);
    const m = madd(fresh1, g, f64x2.mul(keep1, loadPair(mean, last)));
    const c = madd(f64x2.mul(fresh2, g), g, f64x2.mul(keep2, loadPair(cache, last)));
    storePair(mean, m, last);
    storePair(cache, c, last);
    const move = scaled(eta, m, madd(r, f64x2.sqrt(c), eps));
    storePair(x, f64x2.sub(f64x2.mul(k, loadPair(x, last)), move), last);
  }
}

// η a / b
// @ts-ignore: decorator
@inline
function scaled(eta: v128, a: v128, b: v128): v128 {
  return f64x2.div(f64x2.mul(eta, a), b);
}
