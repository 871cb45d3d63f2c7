import { exponentOf, powerOfTwo } from "./power-of-two.ts";

/**
 * The natural logarithm, the same bits in every runtime, which `Math.log` does not promise:
 *
 *   x = 2ᵏ (1 + f),  √½ ≤ 1 + f < √2     log x = k ln 2 + log(1 + f)
 *   log(1 + f) = f − f²/2 + s (f²/2 + r(s²))     s = f / (2 + f)
 *
 * r and the order of operations are those of fdlibm's e_log.c, which is wrong by less than a unit in the last place.
 */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return x;
  let k = exponentOf(x);
  const half = k >> 1; // in two steps, as 2⁻ᵏ alone may be too large for a number
  let m = x * powerOfTwo(-half) * powerOfTwo(half - k);
  if (m > Math.SQRT2) {
    m /= 2;
    k += 1;
  }
  const f = m - 1;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const even = w * (0.3999999999940942 + w * (0.22222198432149784 + w * 0.15313837699209373));
  const odd =
    z * (0.6666666666666735 + w * (0.2857142874366239 + w * (0.1818357216161805 + w * 0.14798198605116586)));
  const square = 0.5 * f * f;
  return k * LN2_HIGH - (square - (s * (square + (even + odd)) + k * LN2_LOW) - f);
}

const LN2_HIGH = 0.6931471803691238; // its last bits are 0, so that k times it is exact
const LN2_LOW = 1.9082149292705877e-10;
