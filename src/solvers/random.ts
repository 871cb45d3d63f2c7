/**
 * Random numbers that a seed decides: xoshiro128** (Blackman & Vigna 2018), period 2¹²⁸ − 1. Its whole state is four
 * 32-bit integers, kept as scalars when `save` is called: signed ones, which engines hold without a box.
 */
export class Random {
  readonly #scalars: Record<string, number>;
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  /** Goes on from what the scalars hold, or starts from the seed: a whole number of at least 0. */
  constructor(scalars: Record<string, number>, seed: number) {
    this.#scalars = scalars;
    const words = splitMix(seed);
    this.#a = scalars["random.a"] ?? words();
    this.#b = scalars["random.b"] ?? words();
    this.#c = scalars["random.c"] ?? words();
    this.#d = scalars["random.d"] ?? words();
    this.save();
  }

  save(): void {
    this.#scalars["random.a"] = this.#a;
    this.#scalars["random.b"] = this.#b;
    this.#scalars["random.c"] = this.#c;
    this.#scalars["random.d"] = this.#d;
  }

  /** A whole number from 0 to 2³² − 1. */
  next(): number {
    const product = Math.imul(this.#b, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
    const shifted = this.#b << 9;
    const c = this.#c ^ this.#a;
    const d = this.#d ^ this.#b;
    this.#b ^= c;
    this.#a ^= d;
    this.#c = c ^ shifted;
    this.#d = (d << 11) | (d >>> 21);
    return result;
  }

  /** A whole number from 0 to n − 1, n up to 2³²: none is likelier than another by more than one part in 2³² / n. */
  below(n: number): number {
    return Math.floor((this.next() / 2 ** 32) * n);
  }
}

/** 0, 1, 2, ... in an order in which each is as likely as any other (Fisher & Yates; Durstenfeld 1964). */
export function shuffle(order: Uint32Array, random: Random): void {
  for (let i = 0; i < order.length; i++) order[i] = i;
  for (let i = order.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    const last = order[i];
    order[i] = order[j];
    order[j] = last;
  }
}

/** Numbers below `count`, each draw as if there had been none before. */
export function drawWithReplacement(order: Uint32Array, count: number, random: Random): void {
  for (let i = 0; i < order.length; i++) order[i] = random.below(count);
}

/** Well mixed 32-bit words, signed, from a number of up to 53 bits: neighbouring seeds have nothing in common. */
function splitMix(seed: number): () => number {
  let counter = (seed ^ Math.imul(Math.floor(seed / 2 ** 32), 0x85ebca6b)) >>> 0;
  return () => {
    counter = (counter + 0x9e3779b9) >>> 0;
    let z = counter;
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
    return z ^ (z >>> 16);
  };
}
