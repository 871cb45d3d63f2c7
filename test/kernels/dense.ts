// What the tests of the kernels on matrices share: sizes, random entries, the plainest of products.

/** Orders of matrices: empty, below, at and past the tiles of 4 × 4, past one block of pivots. */
export const orders = [0, 1, 2, 3, 4, 5, 7, 8, 31, 64, 203];

/** Numbers from −1 to 1, the same for the same seed (mulberry32). */
export function randoms(length: number, seed: number): Float64Array {
  let state = seed;
  return Float64Array.from({ length }, () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 31 - 1;
  });
}

/** An m × n matrix, row-major, from a formula of its entries. */
export function matrix(m: number, n: number, entry: (i: number, j: number) => number): Float64Array {
  return Float64Array.from({ length: m * n }, (_, at) => entry(Math.floor(at / n), at % n));
}

/** Σ term(k) over 0 ≤ k < count */
export function sum(count: number, term: (k: number) => number): number {
  let total = 0;
  for (let k = 0; k < count; k++) total += term(k);
  return total;
}

/** The largest |aᵢ − bᵢ|, NaN if any difference is. */
export function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Number.NaN;
  return Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);
}

export const EPSILON = Number.EPSILON;
