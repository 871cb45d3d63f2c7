import type { ColumnStatistics } from "../data/column-statistics.ts";
import type { RowStorage } from "../data/storage.ts";
import { after, type Later } from "../later.ts";
import { hypot } from "../numerics/hypot.ts";
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

/** Where the mean square is inside these bounds, no square overflowed, and none that matters vanished. */
const LEAST_SQUARE = 1e-280;
const MOST_SQUARE = 1e280;

/** Brings columns from outside the bounds inside, from either side; a power of 2, which rounds nothing. */
const FAR = 2 ** 600;

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
  const { cols } = rows.storage;
  const measured = (unit: Float64Array) => addMoments(noMoments(cols), rows, unit, workspace);
  return after(measured(new Float64Array(cols).fill(1)), (moments) => statisticsFrom(moments, measured));
}

/**
 * What moments in units of 1 tell of the columns.
 *
 * @param measured - measures in other units, 1 / unit, where values are far from 1
 */
export function statisticsFrom(
  moments: Moments,
  measured: (unit: Float64Array) => Later<Moments>,
): Later<ColumnStatistics> {
  const { weight, m2, constant } = moments;
  const unit = new Float64Array(m2.length);
  let isOne = true;
  for (let j = 0; j < unit.length; j++) {
    unit[j] = unitFor(m2[j] / weight, constant[j] === 1);
    isOne &&= unit[j] === 1;
  }
  if (isOne) return finish(moments, constant, unit);
  return after(measured(unit), (again) => finish(again, constant, unit));
}

/** In which to measure a column again that has this mean square, which may be NaN for one that is too large; else 1. */
function unitFor(meanSquare: number, constant: boolean): number {
  if (meanSquare < LEAST_SQUARE && !constant) return FAR;
  return meanSquare <= MOST_SQUARE ? 1 : 1 / FAR;
}

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

/** Adds what rows are in units of 1 / unit to a total, and answers it: one pass over them. */
export function addMoments(
  total: Moments,
  rows: RowSums,
  unit: Float64Array,
  workspace: Workspace,
): Later<Moments> {
  const { cols, moments } = rows.storage;
  const buffers = new Map<SegmentSpace, Buffers>();
  const { rowBytes } = rows.storage;
  const pass = rows.pass(
    (space) => {
      const { arena, x } = space.segment;
      const mine = {
        shift: vectorOfEachStrip(space.division, cols, workspace, arena),
        unit: workspace.vector(cols, arena),
        moments: vectorOfEachStrip(space.division, moments.length, workspace, arena),
      };
      mine.unit.values.set(unit);
      buffers.set(space, mine);
      const t = ofRow(space.target.pointer, 8);
      const args = [COUNT, cols, ofRow(x, rowBytes), t, mine.shift.at, mine.unit.pointer, mine.moments.at];
      return [{ kernel: rows.kernel("columnMoments"), args }];
    },
    1,
    stripwise,
  );
  for (const [space, { shift }] of buffers) aimAtRows(rows, space, shift);
  return after(rows.run(pass), () => {
    for (const [space, mine] of buffers) addStrips(total, rows.storage.moments, space, mine);
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
  { column, moment }: RowStorage["moments"],
  { target, division }: SegmentSpace,
  { shift, unit, moments }: Buffers,
): void {
  moments.vectors.forEach(({ values: found }, strip) => {
    const from = strip * division.stripRows;
    const weight = sumOfMagnitudes(target.values.subarray(from, from + division.stripRows));
    if (weight === 0) return;
    const about = shift.vectors[strip].values;
    if (total.weight === 0) total.row = about.slice();
    const sum = total.weight + weight;
    const cols = about.length;
    for (let j = 0; j < cols; j++) {
      const at = column * j;
      const deviation = found[at] / weight;
      const delta = about[j] * unit.values[j] + deviation - total.mean[j];
      total.mean[j] += (delta * weight) / sum;
      total.m2[j] +=
        found[at + moment] - deviation * found[at] + delta * delta * ((total.weight * weight) / sum);
      if (found[at + 2 * moment] !== 0 || about[j] !== total.row[j]) total.constant[j] = 0;
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

function finish({ weight, mean, m2 }: Moments, constant: Uint8Array, unit: Float64Array): ColumnStatistics {
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
