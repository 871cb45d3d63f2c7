import { hypot } from "../numerics/hypot.ts";
import type { ColumnStatistics } from "./column-statistics.ts";
import type { RowStorage } from "./storage.ts";

/** Where the mean square is inside these bounds, no square overflowed, and none that matters vanished. */
const LEAST_SQUARE = 1e-280;
const MOST_SQUARE = 1e280;

/** Brings columns from outside the bounds inside, from either side; a power of 2, which rounds nothing. */
const FAR = 2 ** 600;

/** Of the columns, in units of 1 / unit. */
export interface Moments {
  weight: number;
  readonly mean: Float64Array;
  readonly m2: Float64Array;
  /** As in {@link ColumnStatistics}. */
  readonly constant: Uint8Array;
  /** A row with a weight, in units of 1. */
  row: Float64Array;
}

/** Those of no rows. */
export function noMoments(cols: number): Moments {
  return {
    weight: 0,
    mean: new Float64Array(cols),
    m2: new Float64Array(cols),
    constant: new Uint8Array(cols).fill(1),
    row: new Float64Array(),
  };
}

/** What the kernel `columnMoments` found of a strip of rows. */
export interface StripMoments {
  readonly weight: number;
  /** A row of the strip, from which it was measured. */
  readonly shift: Float64Array;
  readonly unit: Float64Array;
  readonly found: Float64Array;
}

/**
 * Adds a strip to a total:
 *
 *   δ = meanᵇ − mean    mean += δ Wᵇ / (W + Wᵇ)    M₂ += M₂ᵇ + δ² W Wᵇ / (W + Wᵇ)
 *
 * (Chan, Golub, LeVeque 1983), so that an offset far larger than the deviation does no harm.
 */
export function addStrip(
  total: Moments,
  { column, moment }: RowStorage["moments"],
  { weight, shift, unit, found }: StripMoments,
): void {
  if (weight === 0) return;
  if (total.weight === 0) total.row = shift.slice();
  const sum = total.weight + weight;
  const cols = shift.length;
  for (let j = 0; j < cols; j++) {
    const at = column * j;
    const deviation = found[at] / weight;
    const delta = shift[j] * unit[j] + deviation - total.mean[j];
    total.mean[j] += (delta * weight) / sum;
    total.m2[j] +=
      found[at + moment] - deviation * found[at] + delta * delta * ((total.weight * weight) / sum);
    if (found[at + 2 * moment] !== 0 || shift[j] !== total.row[j]) total.constant[j] = 0;
  }
  total.weight = sum;
}

/** In what units to measure the columns again, where some have values far from 1. */
export function betterUnits({ weight, m2, constant }: Moments): Float64Array | undefined {
  const unit = m2.map((sum, j) => unitFor(sum / weight, constant[j] === 1));
  return unit.every((one) => one === 1) ? undefined : unit;
}

/** In which to measure a column again that has this mean square, which may be NaN for one that is too large; else 1. */
function unitFor(meanSquare: number, constant: boolean): number {
  if (meanSquare < LEAST_SQUARE && !constant) return FAR;
  return meanSquare <= MOST_SQUARE ? 1 : 1 / FAR;
}

/** @param constant - which columns are, as seen in units of 1 */
export function statisticsFrom(
  { weight, mean, m2 }: Moments,
  constant: Uint8Array,
  unit: Float64Array,
): ColumnStatistics {
  const cols = m2.length;
  const found = { mean: new Float64Array(cols), sd: new Float64Array(cols), rms: new Float64Array(cols) };
  for (let j = 0; j < cols; j++) {
    const deviation = Math.sqrt(Math.max(0, m2[j] / weight));
    found.mean[j] = mean[j] / unit[j];
    found.sd[j] = deviation / unit[j];
    found.rms[j] = hypot(deviation, mean[j]) / unit[j];
  }
  return { ...found, constant };
}

/** Units of 1. */
export function ones(cols: number): Float64Array {
  return new Float64Array(cols).fill(1);
}
