/**
 * Random numbers from a seed, the same in every engine: only sums, products and square roots of 64-bit numbers. The
 * generator is Mulberry32 (Tommy Ettinger, 2017, public domain).
 */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 0;
  }

  /** Uniform from 0 up to 1. */
  uniform(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from 0 up to n. */
  below(n: number): number {
    return Math.floor(this.uniform() * n);
  }

  /** Nearly normal, mean 0 and variance 1: twelve uniform ones, which need no logarithm. */
  normal(): number {
    let sum = -6;
    for (let i = 0; i < 12; i++) sum += this.uniform();
    return sum;
  }

  /** A point on the unit circle. */
  direction(): readonly [number, number] {
    for (;;) {
      const [a, b] = [2 * this.uniform() - 1, 2 * this.uniform() - 1];
      const length = Math.sqrt(a * a + b * b);
      if (length > 0.1 && length <= 1) return [a / length, b / length];
    }
  }
}
