import type { ColumnStatistics } from "../data/column-statistics.ts";
import type { RowBlock, RowStorage } from "../data/storage.ts";
import type { Arena } from "../wasm/arena.ts";
import type { Vector } from "../wasm/vector.ts";
import type { Workspace } from "../wasm/workspace.ts";
import { after, type Later } from "./objective.ts";
import type { RowSums, SegmentSpace } from "./row-sums.ts";
import type { RowWeights } from "./row-weights.ts";

/** Squares of values inside these bounds neither overflow nor vanish. */
const LEAST_MAGNITUDE = 1e-140;
const MOST_MAGNITUDE = 1e140;

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
 * that their squares are out of f64's range. Blocks are combined by
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
  for (const space of rows.spaces) buffers.set(space, createBuffers(workspace, space.segment.arena, unit));
  const pass = rows.each((space, block) => {
    addBlock(total, rows.storage, space, block, buffers.get(space) as Buffers);
  });
  return after(pass, () => total);
}

interface Buffers {
  readonly shift: Vector;
  readonly unit: Vector;
  readonly out: Vector;
}

function createBuffers(workspace: Workspace, arena: Arena, unit: Float64Array): Buffers {
  const buffers = {
    shift: workspace.vector(unit.length, arena),
    unit: workspace.vector(unit.length, arena),
    out: workspace.vector(unit.length * 4, arena),
  };
  buffers.unit.values.set(unit);
  return buffers;
}

/** Measures a block about its first row with a weight, and adds it to the total. */
function addBlock(
  total: Moments,
  storage: RowStorage,
  space: SegmentSpace,
  block: RowBlock,
  buffers: Buffers,
): void {
  const { cols } = storage;
  const { shift, unit, out } = buffers;
  const target = space.target.values.subarray(block.offset, block.offset + block.rows);
  const first = target.findIndex((t) => t !== 0);
  if (first < 0) return;
  shift.values.set(storage.view(space.segment, block.offset + first, 1));
  const t = space.target.pointer + block.offset * 8;
  space.rowKernels.columnMoments(block.rows, cols, block.x, t, shift.pointer, unit.pointer, out.pointer);

  const weight = sumOfMagnitudes(target);
  const sum = total.weight + weight;
  const moments = out.values;
  for (let j = 0; j < cols; j++) {
    const deviation = moments[j] / weight;
    const delta = shift.values[j] * unit.values[j] + deviation - total.mean[j];
    total.mean[j] += (delta * weight) / sum;
    total.m2[j] +=
      moments[cols + j] - deviation * moments[j] + delta * delta * ((total.weight * weight) / sum);
    total.min[j] = Math.min(total.min[j], moments[2 * cols + j]);
    total.max[j] = Math.max(total.max[j], moments[3 * cols + j]);
  }
  total.weight = sum;
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
