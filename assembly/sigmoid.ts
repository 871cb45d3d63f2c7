// σ(z) = (z ≥ 0 ? 1 : e) / (1 + e), e = e^−|z|, the same bits in every build, and in src/numerics/exp.ts.

import { expOf } from "./exp";
import { loadPair, storePair } from "./simd";

export function sigmoid(n: i32, z: usize, out: usize): void {
  const one = f64x2.splat(1);
  for (; n > 0; n -= 2, z += 16, out += 16) {
    const zi = loadPair(z, n == 1);
    const e = expOf(f64x2.neg(f64x2.abs(zi)));
    const numerator = v128.bitselect(one, e, f64x2.ge(zi, f64x2.splat(0)));
    storePair(out, f64x2.div(numerator, f64x2.add(one, e)), n == 1);
  }
}

/** [σ(−zᵢ), σ(zᵢ)] of each; of an odd number, one more is read and written. */
export function sigmoidPairs(n: i32, z: usize, out: usize): void {
  const one = f64x2.splat(1);
  for (; n > 0; n -= 2, z += 16, out += 32) {
    const zi = v128.load(z);
    const e = expOf(f64x2.neg(f64x2.abs(zi)));
    const sum = f64x2.add(one, e);
    const likely = f64x2.div(one, sum);
    const other = f64x2.div(e, sum);
    const isPositive = f64x2.ge(zi, f64x2.splat(0));
    const first = v128.bitselect(other, likely, isPositive);
    const second = v128.bitselect(likely, other, isPositive);
    v128.store(out, v128.shuffle<f64>(first, second, 0, 2));
    v128.store(out, v128.shuffle<f64>(first, second, 1, 3), 16);
  }
}
