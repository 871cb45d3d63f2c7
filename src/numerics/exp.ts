/**
 * exp and σ, the same bits in every runtime, which `Math.exp` does not promise, and as the kernels give them:
 *
 *   x = k ln 2 + r,  |r| ≤ ½ ln 2     eˣ = 2ᵏ eʳ     eʳ ≈ 1 + r + r² q(r)
 *
 * The steps are those of assembly/exp.ts, which says more.
 */
export function exp(x: number): number {
  if (x < -746) return 0;
  if (x > 710) return Infinity;
  const k = x * Math.LOG2E + SHIFT - SHIFT; // x log₂ e, rounded to an integer
  const r = k * -LN2_LOW + (k * -LN2_HIGH + x);
  const r2 = r * r;
  const r4 = r2 * r2;
  const q01 = 0.16666666666666413 * r + 0.5000000000000011;
  const q23 = 0.00833333333349484 * r + 0.04166666666653027;
  const q45 = 0.0001984126950578481 * r + 0.0013888888943635511;
  const q67 = 2.7557586977075274e-6 * r + 2.4801493065096505e-5;
  const q89 = 2.499992063370999e-8 * r + 2.763026870160077e-7;
  const low = q23 * r2 + q01;
  const high = q89 * r4 + (q67 * r2 + q45);
  const p = (high * r4 + low) * r2 + r + 1;
  const half = k >> 1; // in two steps, as 2ᵏ alone may be too large or too small for a number
  return p * powerOfTwo(half) * powerOfTwo(k - half);
}

/** σ(z) = 1 / (1 + e^−z), from e^−|z|, which cannot overflow. */
export function sigmoid(z: number): number {
  const e = exp(-Math.abs(z));
  return (z >= 0 ? 1 : e) / (1 + e);
}

const LN2_HIGH = 0.6931471805598903; // its last bits are 0, so that k times it is exact
const LN2_LOW = 5.497923018708371e-14;
const SHIFT = 6755399441055744; // 1.5 · 2⁵²: what is added to it is rounded to an integer

/** 2ᵏ for an integer k, by repeated squaring; exact where it is a normal number. */
function powerOfTwo(k: number): number {
  let power = 1;
  let factor = k < 0 ? 0.5 : 2;
  for (let bits = Math.abs(k); bits > 0; bits >>= 1) {
    if (bits & 1) power *= factor;
    factor *= factor;
  }
  return power;
}
