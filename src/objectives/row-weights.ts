import type { RowTarget } from "../data/binary-target.ts";

/** What is to be known of the weights of rows, and of their signs, before all else. */
export interface RowWeights {
  /** Σ |tᵢ| */
  readonly total: number;
  /** What every row weighs; undefined where they differ. */
  readonly common: number | undefined;
  /** The part of the total that is of positive sign. */
  readonly positive: number;
}

/** Of a target: one pass, without branches that a processor would have to guess. */
export function weigh(target: RowTarget): RowWeights {
  if (target instanceof Int8Array) return weighSigns(target);
  const first = Math.abs(target[0]);
  let total = 0;
  let signed = 0;
  let equal = 0;
  for (let i = 0; i < target.length; i++) {
    const t = target[i];
    const weight = Math.abs(t);
    total += weight;
    signed += t;
    equal += Number(weight === first);
  }
  return {
    total,
    common: equal === target.length ? first : undefined,
    positive: (total + signed) / (2 * total),
  };
}

/** Of signs alone: five times as fast, which matters where rows are short (2000000 × 7: 10 of 120 ms of a fit). */
function weighSigns(signs: Int8Array): RowWeights {
  let sum = 0;
  for (let i = 0; i < signs.length; i++) sum = (sum + signs[i]) | 0;
  const total = signs.length;
  return { total, common: 1, positive: (total + sum) / (2 * total) };
}
