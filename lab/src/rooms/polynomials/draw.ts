import type { Random } from "../../data/random.ts";

/** Inputs from −1 to 1, and what belongs to them. */
export interface Rows {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/** What the noisy curve is without noise: only products and a quotient, which are the same everywhere. */
export function truth(x: number): number {
  return (1.5 * x) / (0.25 + x * x) - x;
}

/** Points of the curve, with noise of a standard deviation. */
export function drawCurve(count: number, noise: number, random: Random): Rows {
  const x = Array.from({ length: count }, () => 2 * random.uniform() - 1);
  return { x, y: x.map((at) => truth(at) + noise * random.normal()) };
}

/** The numbers from 0 up to `count` in a random order: as many of them as asked for first, then the others. */
export function drawOrder(count: number, first: number, random: Random): number[] {
  const order = Array.from({ length: count }, (_, i) => i);
  for (let i = 0; i < first; i++) {
    const j = i + random.below(count - i);
    [order[i], order[j]] = [order[j] as number, order[i] as number];
  }
  return order;
}
