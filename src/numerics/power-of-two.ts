/** Powers of two from a number's own bits: the same in every runtime, which `Math.log2` and `**` do not promise. */
const view = new DataView(new ArrayBuffer(8));

/** The smallest normal number. */
const LEAST = 2 ** -1022;

/** k of x = m 2ᵏ, 1 ≤ m < 2, for a finite x > 0. */
export function exponentOf(x: number): number {
  if (x < LEAST) return exponentOf(x * 2 ** 52) - 52;
  view.setFloat64(0, x);
  return (view.getUint32(0) >>> 20) - 1023;
}

/** 2ᵏ for an integer k: 0 or infinite where that is out of range. */
export function powerOfTwo(k: number): number {
  if (k > 1023) return Number.POSITIVE_INFINITY;
  if (k < -1022) return k < -1074 ? 0 : powerOfTwo(k + 52) * 2 ** -52;
  view.setUint32(0, (k + 1023) << 20);
  view.setUint32(4, 0);
  return view.getFloat64(0);
}

/** The power of two that is nearest to x > 0 by its logarithm. */
export function nearestPowerOfTwo(x: number): number {
  const k = exponentOf(x);
  return powerOfTwo(mantissa(x, k) < Math.SQRT2 ? k : k + 1);
}

/** The least power of two that is no less than x > 0. */
export function powerOfTwoFrom(x: number): number {
  const k = exponentOf(x);
  return powerOfTwo(mantissa(x, k) === 1 ? k : k + 1);
}

/** x / 2ᵏ, in two steps, as 2⁻ᵏ alone may be too large for a number. */
function mantissa(x: number, k: number): number {
  const half = k >> 1;
  return x * powerOfTwo(-half) * powerOfTwo(half - k);
}
