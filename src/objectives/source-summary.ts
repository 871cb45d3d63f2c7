import type { BatchReader, ReadBatch } from "../data/batch-source.ts";
import { checkTwo } from "../data/binary-target.ts";
import { checkTotals, checkWeights } from "../data/class-target.ts";
import { type ClassWeight, weightsByTotals } from "../data/class-weight.ts";
import type { ColumnStatistics } from "../data/column-statistics.ts";
import { compareLabels, type Label } from "../data/label.ts";
import { Workspace } from "../wasm/workspace.ts";
import { BatchRows, type BatchSpace } from "./batch-rows.ts";
import { type Moments, noMoments } from "../data/column-moments.ts";
import { addMoments, measuredAgain } from "./column-statistics.ts";

/** What is to be known of a source before a fit. */
export interface SourceSummary {
  /** Sorted. */
  readonly classes: readonly Label[];
  /** The sorted number of each class, in the order in which they were found. */
  readonly ranks: Int32Array;
  /** What a row of each class weighs on top of its sample weight, in the same order. */
  readonly classWeights: Float64Array;
  /** Σ sᵢ, class weights included. */
  readonly weight: number;
  /** The least weight of a row that has any. */
  readonly leastWeight: number;
  readonly statistics: ColumnStatistics;
}

/**
 * Classes, weights and column statistics of a source: one pass, or two where a column's values are so large or so small
 * that their squares are out of f64's range. What the rows of a class weigh is known at the end only, so each class has
 * moments of its own where that matters.
 *
 * @returns undefined where `isOver` ended a pass
 * @throws {@link InputError} for rows, labels or weights that can't be used
 */
export async function summarise(
  reader: BatchReader,
  space: Omit<BatchSpace, "cols">,
  classWeight: ClassWeight | undefined,
  isOver: () => boolean,
): Promise<SourceSummary | undefined> {
  const byClass = classWeight !== undefined;
  const least: number[] = [];
  const observe = ({ codes, weight }: ReadBatch) => {
    for (let i = 0; i < codes.length; i++) {
      const s = weight ? weight[i] : 1;
      if (s > 0) least[codes[i]] = Math.min(least[codes[i]] ?? Number.POSITIVE_INFINITY, s);
    }
  };
  const first = await measure(reader, space, byClass, undefined, isOver, observe);
  if (!first) return undefined;

  const { labels, weights } = reader.classes;
  const classes = labels.toSorted(compareLabels);
  if (classes.length < 2) checkTwo(classes);
  const ranks = Int32Array.from(labels, (label) => classes.indexOf(label));
  const totals = Float64Array.from(classes, (label) => weights[labels.indexOf(label)]);
  checkTotals(classes, totals);
  const sorted = weightsByTotals("options.classWeight", classWeight, classes, () => totals);
  checkWeights(classes, sorted);
  const classWeights = Float64Array.from(ranks, (rank) => sorted[rank]);

  const all = (groups: readonly Moments[]) =>
    groups.reduce(
      (total, group, k) => addScaled(total, group, byClass ? classWeights[k] : 1),
      noMoments(reader.cols),
    );
  let isComplete = true;
  const statistics = await measuredAgain(all(first), async (unit) => {
    const again = await measure(reader, space, byClass, unit, isOver);
    isComplete = again !== undefined;
    return all(again ?? first);
  });
  if (!isComplete) return undefined;
  return {
    classes,
    ranks,
    classWeights,
    weight: weights.reduce((sum, weight, k) => sum + weight * classWeights[k], 0),
    leastWeight: Math.min(...least.map((weight, k) => weight * classWeights[k])),
    statistics,
  };
}

/** The moments of the columns in one pass: of each class, or of all rows as one. */
async function measure(
  reader: BatchReader,
  space: Omit<BatchSpace, "cols">,
  byClass: boolean,
  given: Float64Array | undefined,
  isOver: () => boolean,
  observe?: (batch: ReadBatch) => void,
): Promise<Moments[] | undefined> {
  const groups: Moments[] = [];
  let held: BatchRows<undefined> | undefined;
  const use = async (batch: ReadBatch) => {
    observe?.(batch);
    const { cols } = reader;
    const unit = given ?? new Float64Array(cols).fill(1);
    held ??= new BatchRows({ ...space, cols }, () => undefined);
    const { codes, weight = new Float64Array(codes.length).fill(1) } = batch;
    held.put({ ...batch, offset: undefined }, { target: weight });
    const count = byClass ? reader.classes.labels.length : 1;
    for (let k = 0; k < count; k++) {
      groups[k] ??= noMoments(cols);
      if (byClass) {
        if (!codes.includes(k)) continue;
        held.weigh(weight.map((s, i) => (codes[i] === k ? s : 0)));
      }
      const workspace = new Workspace(space.runtime.arena);
      try {
        await addMoments(groups[k], held.rows, unit, workspace);
      } finally {
        workspace.dispose();
      }
    }
  };
  try {
    return (await reader.pass(use, isOver)) ? groups : undefined;
  } finally {
    held?.dispose();
  }
}

/** Adds moments to a total, with all weights times a factor. */
function addScaled(total: Moments, part: Moments, factor: number): Moments {
  const weight = part.weight * factor;
  if (weight === 0) return total;
  if (total.weight === 0) total.row = part.row;
  const sum = total.weight + weight;
  for (let j = 0; j < total.mean.length; j++) {
    const delta = part.mean[j] - total.mean[j];
    total.mean[j] += (delta * weight) / sum;
    total.m2[j] += part.m2[j] * factor + delta * delta * ((total.weight * weight) / sum);
    if (part.constant[j] === 0 || part.row[j] !== total.row[j]) total.constant[j] = 0;
  }
  total.weight = sum;
  return total;
}
