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
