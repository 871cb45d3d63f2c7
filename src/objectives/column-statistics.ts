import type { ColumnStatistics } from "../data/column-statistics.ts";
import { after, type Later } from "../later.ts";
import { COUNT } from "../wasm/program.ts";
import type { Vector } from "../wasm/vector.ts";
import type { Workspace } from "../wasm/workspace.ts";
import {
  ofRow,
  type RowSums,
  type SegmentSpace,
  type Strips,
  stripwise,
  vectorOfEachStrip,
} from "./row-sums.ts";
import type { RowWeights } from "./row-weights.ts";

/** Squares of values inside these bounds neither overflow nor vanish. */
const LEAST_MAGNITUDE = 1e-140;
const MOST_MAGNITUDE = 1e140;

/** Of the kernel, in multiplications for each value. */
export const MOMENTS_COST = 1.5;

/** As {@link columnStatistics}; where each row weighs 1 they are kept with the rows, which don't change. */
export function statisticsOf(
  rows: RowSums,
  { common }: RowWeights,
  workspace: Workspace,
): Later<ColumnStatistics> {
  const { storage } = rows;
  if (common !== 1) return columnStatistics(rows, workspace);
  if (storage.statistics) return storage.statistics;
  return after(columnStatistics(rows, workspace), (statistics) => {
    storage.statistics = statistics;
    return statistics;
  });
}

/**
 * Means and deviations of all columns, in one pass; in two where a column's values are so large or so small
 * that their squares are out of f64's range. Strips are combined by
 *
 *   δ = meanᵇ − mean    mean += δ Wᵇ / (W + Wᵇ)    M₂ += M₂ᵇ + δ² W Wᵇ / (W + Wᵇ)
 *
 * (Chan, Golub, LeVeque 1983), so that an offset far larger than the deviation does no harm.
 */
export function columnStatistics(rows: RowSums, workspace: Workspace): Later<ColumnStatistics> {
  const ones = new Float64Array(rows.storage.cols).fill(1);
  return after(measure(rows, ones, workspace), (moments): Later<ColumnStatistics> => {
    const magnitude = moments.max.map((max, j) => Math.max(Math.abs(max), Math.abs(moments.min[j])));
    const inRange = magnitude.every((m) => m === 0 || (m > LEAST_MAGNITUDE && m < MOST_MAGNITUDE));
    if (inRange) return finish(moments, ones);
    const unit = magnitude.map((m) => (m === 0 ? 1 : 2 ** -Math.max(-1000, Math.floor(Math.log2(m)))));
    return after(measure(rows, unit, workspace), (again) => finish(again, unit));
  });
}

/** Of the columns, in units of 1 / unit. */
interface Moments {
  weight: number;
  readonly mean: Float64Array;
  readonly m2: Float64Array;
  readonly min: Float64Array;
  readonly max: Float64Array;
}

function measure(rows: RowSums, unit: Float64Array, workspace: Workspace): Later<Moments> {
  const { cols } = rows.storage;
  const total: Moments = {
    weight: 0,
    mean: new Float64Array(cols),
    m2: new Float64Array(cols),
    min: new Float64Array(cols).fill(Number.POSITIVE_INFINITY),
    max: new Float64Array(cols).fill(Number.NEGATIVE_INFINITY),
  };
  const buffers = new Map<SegmentSpace, Buffers>();
  const { rowBytes } = rows.storage;
  const pass = rows.pass(
    (space) => {
      const { arena, x } = space.segment;
      const mine = {
        shift: vectorOfEachStrip(space.division, cols, workspace, arena),
        unit: workspace.vector(cols, arena),
        moments: vectorOfEachStrip(space.division, 4 * cols, workspace, arena),
      };
      mine.unit.values.set(unit);
      buffers.set(space, mine);
      const t = ofRow(space.target.pointer, 8);
      const args = [COUNT, cols, ofRow(x, rowBytes), t, mine.shift.at, mine.unit.pointer, mine.moments.at];
      return [{ kernel: rows.kernel("columnMoments"), args }];
    },
    MOMENTS_COST,
    stripwise,
  );
  for (const [space, { shift }] of buffers) aimAtRows(rows, space, shift);
  return after(rows.run(pass), () => {
    for (const [space, mine] of buffers) addStrips(total, space, mine);
    return total;
  });
}

interface Buffers {
  readonly shift: Strips;
  readonly unit: Vector;
  readonly moments: Strips;
}

/** Each strip is measured about its first row with a weight. */
function aimAtRows({ storage }: RowSums, { segment, target, division }: SegmentSpace, shift: Strips): void {
  shift.vectors.forEach(({ values }, strip) => {
    const from = strip * division.stripRows;
    const first = target.values.subarray(from, from + division.stripRows).findIndex((t) => t !== 0);
    if (first >= 0) values.set(storage.view(segment, from + first, 1));
  });
}

/** Adds a segment's strips to the total. */
function addStrips(
  total: Moments,
  { target, division }: SegmentSpace,
  { shift, unit, moments }: Buffers,
): void {
  moments.vectors.forEach(({ values: found }, strip) => {
    const from = strip * division.stripRows;
    const weight = sumOfMagnitudes(target.values.subarray(from, from + division.stripRows));
    if (weight === 0) return;
    const about = shift.vectors[strip].values;
    const sum = total.weight + weight;
    const cols = about.length;
    for (let j = 0; j < cols; j++) {
      const deviation = found[j] / weight;
      const delta = about[j] * unit.values[j] + deviation - total.mean[j];
      total.mean[j] += (delta * weight) / sum;
      total.m2[j] += found[cols + j] - deviation * found[j] + delta * delta * ((total.weight * weight) / sum);
      total.min[j] = Math.min(total.min[j], found[2 * cols + j]);
      total.max[j] = Math.max(total.max[j], found[3 * cols + j]);
    }
    total.weight = sum;
  });
}

/** Σ |vᵢ| */
export function sumOfMagnitudes(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += Math.abs(values[i]);
  return sum;
}

function finish({ weight, mean, m2, min, max }: Moments, unit: Float64Array): ColumnStatistics {
  const variance = m2.map((value) => Math.max(0, value / weight));
  return {
    mean: mean.map((value, j) => value / unit[j]),
    sd: variance.map((value, j) => Math.sqrt(value) / unit[j]),
    rms: variance.map((value, j) => Math.sqrt(value + mean[j] ** 2) / unit[j]),
    constant: Uint8Array.from(min, (value, j) => Number(value === max[j])),
  };
}
