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

/** Of signs alone, which start where their buffer does, four bytes at a time: those below 0 have their highest bit set. */
function weighSigns(signs: Int8Array): RowWeights {
  const total = signs.length;
  const whole = total - (total % 4);
  const fours = new Int32Array(signs.buffer, signs.byteOffset, whole / 4);
  let negative = 0;
  for (let i = 0; i < fours.length;) {
    let counts = 0; // one in each byte
    for (const end = Math.min(i + 127, fours.length); i < end; i++) counts += (fours[i] >>> 7) & 0x01010101;
    for (let byte = 0; byte < 32; byte += 8) negative += (counts >>> byte) & 255;
  }
  for (let i = whole; i < total; i++) negative += Number(signs[i] < 0);
  return { total, common: 1, positive: (total - negative) / total };
}
