/**
 * exp and σ, the same bits in every runtime, which `Math.exp` does not promise, and as the kernels give them:
 *
 *   x = k ln 2 + r,  |r| ≤ ½ ln 2     eˣ = 2ᵏ eʳ     eʳ ≈ 1 + r + r² q(r)
 *
 * The steps are those of assembly/exp.ts, which says more.
 */
export function exp(x: number): number {
  // No `return 0` and `return Infinity`: among several answers, V8 makes each a heap object, 16 bytes of garbage a call.
  if (x < -746) x = -746; // 0
  if (x > 710) x = 710; // ∞
  const k = x * Math.LOG2E + SHIFT - SHIFT; // x log₂ e, rounded to an integer
  const r = x - k * LN2_HIGH - k * LN2_LOW;
  const r2 = r * r;
  const r4 = r2 * r2;
  const q01 = r * 0.16666666666666413 + 0.5000000000000011;
  const q23 = r * 0.00833333333349484 + 0.04166666666653027;
  const q45 = r * 0.0001984126950578481 + 0.0013888888943635511;
  const q67 = r * 2.7557586977075274e-6 + 2.4801493065096505e-5;
  const q89 = r * 2.499992063370999e-8 + 2.763026870160077e-7;
  const low = q23 * r2 + q01;
  const high = q89 * r4 + (q67 * r2 + q45);
  const p = (high * r4 + low) * r2 + r + 1;
  const place = (k + 2 * LEAST) | 0;
  const half = place >> 1; // in two steps, as 2ᵏ alone may be too large or too small for a number
  return p * POWERS[half] * POWERS[place - half];
}

/** σ(z) = 1 / (1 + e^−z), from e^−|z|, which cannot overflow. */
export function sigmoid(z: number): number {
  const e = exp(-Math.abs(z));
  return (z >= 0 ? 1 : e) / (1 + e);
}

/** [σ(−z), σ(z)] of each score z, row-major: the bits of `sigmoid`, by one exponential for both. */
export function sigmoidPairs(z: Float64Array): Float64Array {
  const pairs = new Float64Array(2 * z.length);
  for (let i = 0; i < z.length; i++) {
    const e = exp(-Math.abs(z[i]));
    const likely = Number(z[i] >= 0); // no branch, which would go wrong for every other row
    pairs[2 * i + likely] = 1 / (1 + e);
    pairs[2 * i + 1 - likely] = e / (1 + e);
  }
  return pairs;
}

const LN2_HIGH = 0.6931471805598903; // its last bits are 0, so that k times it is exact
const LN2_LOW = 5.497923018708371e-14;
const SHIFT = 6755399441055744; // 1.5 · 2⁵²: what is added to it is rounded to an integer

/** 2ᵏ for the integers k from −LEAST on, up to the halves of what `exp` comes to: exact, as all are normal numbers. */
const LEAST = 538;
const POWERS = new Float64Array(LEAST + 513);
POWERS[LEAST] = 1;
for (let k = LEAST + 1; k < POWERS.length; k++) POWERS[k] = 2 * POWERS[k - 1];
for (let k = LEAST - 1; k >= 0; k--) POWERS[k] = POWERS[k + 1] / 2;
