import type { Vector } from "../wasm/vector.ts";
import type { Coordinates } from "./coordinates.ts";
import type { RowSums } from "./row-sums.ts";

/**
 * Margins of the rows with a weight: positive where the score is on the right side, or, of many classes, where that of the
 * row's class is above another's.
 */
export interface Margins {
  /** The least margin, or by rounding a little more: if it is negative, a row is on the wrong side for certain. */
  readonly least: number;
  /** The largest margin, or by rounding a little less. */
  readonly largest: number;
}

/** What a score of so many columns may be off by, whose terms have absolute values that add up to `size`. */
export function roundingOf(cols: number, size: number): number {
  return 8 * (cols + 1) * Number.EPSILON * size;
}

/** Of the margins ±(w · (x − x̄) + θ_d), + for the second class. One pass over the rows, in plain TypeScript. */
export function margins(rows: RowSums, coordinates: Coordinates, theta: Vector, w: Vector): Margins {
  coordinates.toModel(theta, w);
  const { storage, spaces } = rows;
  const { cols } = storage;
  const weights = w.values;
  const center = coordinates.center.values;
  const intercept = coordinates.fitIntercept ? theta.values[cols] : 0;
  let least = Number.POSITIVE_INFINITY;
  let largest = Number.NEGATIVE_INFINITY;
  for (const { segment, target } of spaces) {
    storage.eachCentredScore(segment, center, weights, (row, sum, size) => {
      const t = target.values[row];
      if (t === 0) return;
      const z = intercept + sum;
      const margin = t > 0 ? z : -z;
      const rounding = roundingOf(cols, Math.abs(intercept) + size);
      least = Math.min(least, margin + rounding);
      largest = Math.max(largest, margin - rounding);
    });
  }
  return { least, largest };
}
