import {
  addStrip,
  betterUnits,
  type Moments,
  noMoments,
  ones,
  statisticsFrom,
} from "../data/column-moments.ts";
import type { ColumnStatistics } from "../data/column-statistics.ts";
import type { RowStorage } from "../data/storage.ts";
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

/** As {@link columnStatistics}; where each row weighs 1 they are kept with the rows, which don't change. */
export function statisticsOf(
  rows: RowSums,
  { common }: Pick<RowWeights, "common">,
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
 * that their squares are out of f64's range.
 */
export function columnStatistics(rows: RowSums, workspace: Workspace): Later<ColumnStatistics> {
  const { cols } = rows.storage;
  const measured = (unit: Float64Array) => addMoments(noMoments(cols), rows, unit, workspace);
  return after(measured(ones(cols)), (moments) => measuredAgain(moments, measured));
}

/**
 * What moments in units of 1 tell of the columns.
 *
 * @param measured - measures in other units, 1 / unit, where values are far from 1
 */
export function measuredAgain(
  moments: Moments,
  measured: (unit: Float64Array) => Later<Moments>,
): Later<ColumnStatistics> {
  const { constant } = moments;
  const unit = betterUnits(moments);
  if (!unit) return statisticsFrom(moments, constant, ones(constant.length));
  return after(measured(unit), (again) => statisticsFrom(again, constant, unit));
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
    for (const [space, mine] of buffers) addStrips(total, rows.storage, space, mine);
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
  { moments: layout }: RowStorage,
  { target, division }: SegmentSpace,
  { shift, unit, moments }: Buffers,
): void {
  moments.vectors.forEach(({ values: found }, strip) => {
    const from = strip * division.stripRows;
    const weight = sumOfMagnitudes(target.values.subarray(from, from + division.stripRows));
    addStrip(total, layout, { weight, shift: shift.vectors[strip].values, unit: unit.values, found });
  });
}

/** Σ |vᵢ| */
export function sumOfMagnitudes(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += Math.abs(values[i]);
  return sum;
}
