import { copyOfRows } from "../data/gather-rows.ts";
import type { RowStorage } from "../data/storage.ts";
import type { RowSums, SegmentSpace } from "./row-sums.ts";
import type { RowWeights } from "./row-weights.ts";

/** Steps of the golden ratio, modulo 1, fall evenly between 0 and 1, and in time with no period of the rows. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** phase + GOLDEN modulo 1, of a phase below 1. */
function afterGolden(phase: number): number {
  const next = phase + GOLDEN;
  return next < 1 ? next : next - 1; // `%` takes 40 ns, and there are many rows to pick
}

/** Rows that stand for all the rows of a data set. */
export interface RowSample {
  /** A copy; who asked for it releases it. */
  readonly storage: RowStorage;
  /** As that of all the rows: the signs are the rows' own, the magnitudes add up to the same in each class. */
  readonly target: Float64Array;
  /** Undefined where rows have no values beside their target. */
  readonly y: Float64Array | undefined;
  /** Undefined where nothing is added to their scores. */
  readonly offset: Float64Array | undefined;
}

/** Classes with no less than this part of the rows are drawn as the rows lie. */
const COMMON = 0.1;

/** The rows of one sign. */
interface Stratum {
  rows: number;
  weight: number;
  /** The weight that one row of the sample stands for. */
  step: number;
  /** How much weight went by. */
  passed: number;
  /** The row in which this much weight has gone by is the next of the sample. */
  threshold: number;
  phase: number;
}

/**
 * About `count` rows, drawn from each class by weight: a row for every `step` of it, from a place of its own within
 * the step (systematic sampling with unequal probabilities, Madow 1949). So a heavy row is never left out, one
 * without weight never drawn, and a rare class, which gets half of the sample if it has as many rows, comes whole.
 *
 * @throws {@link MemoryError} if there isn't room for the copy
 */
export function sampleRows(rows: RowSums, { common, positive }: RowWeights, count: number): RowSample {
  const isEven = common !== undefined && positive >= COMMON && (positive === 1 || positive <= 1 - COMMON);
  const { picked, target } = isEven ? pickEvenly(rows, count) : pickByWeight(rows.spaces, count);
  const { spaces } = rows;
  return {
    storage: copyOfRows(rows.storage, picked),
    target,
    y: valuesOf(spaces, picked, "y"),
    offset: valuesOf(spaces, picked, "offset"),
  };
}

/** What lies beside the rows, where something does. */
function valuesOf(
  spaces: readonly SegmentSpace[],
  picked: ArrayLike<number>,
  name: "y" | "offset",
): Float64Array | undefined {
  const width = spaces[0][name].length / spaces[0].segment.rows;
  if (width === 0) return undefined;
  const values = new Float64Array(picked.length * width);
  let k = 0;
  for (const { segment, [name]: all } of spaces) {
    for (; k < picked.length && picked[k] < segment.firstRow + segment.rows; k++) {
      const from = (picked[k] - segment.firstRow) * width;
      for (let c = 0; c < width; c++) values[k * width + c] = all.values[from + c];
    }
  }
  return values;
}

/**
 * A row of every n / count, without a look at the others. Their signs come from bytes, where there are such, in a loop of its
 * own, whose loads wait for memory together (42352 of 2000000: 1.0 instead of 2.7 ms).
 */
function pickEvenly({ storage, target: all }: RowSums, count: number) {
  const { rows } = storage;
  const most = Math.min(rows, count);
  const step = rows / most;
  const picked = new Uint32Array(most);
  for (let k = 0, phase = GOLDEN; k < most; k++, phase = afterGolden(phase)) picked[k] = (k + phase) * step;
  const target = new Float64Array(most);
  for (let k = 0; k < most; k++) target[k] = step * all[picked[k]];
  return { picked, target };
}

function pickByWeight(spaces: readonly SegmentSpace[], count: number) {
  const [negative, positive] = measure(spaces);
  const even = Math.ceil(count / 2);
  const fewer = Math.min(negative.rows, positive.rows, even);
  for (const stratum of [negative, positive]) {
    const share = stratum.rows === fewer ? fewer : Math.min(stratum.rows, Math.max(count - fewer, even));
    stratum.step = stratum.weight / share;
    stratum.phase = GOLDEN;
    stratum.threshold = stratum.step * stratum.phase;
  }
  const picked: number[] = [];
  const weights: number[] = [];
  for (const { segment, target } of spaces) {
    const { values } = target;
    for (let i = 0; i < values.length; i++) {
      const t = values[i];
      const stratum = t > 0 ? positive : negative;
      stratum.passed += Math.abs(t);
      if (stratum.passed < stratum.threshold || t === 0) continue;
      let weight = 0;
      while (stratum.passed >= stratum.threshold) {
        const before = stratum.phase;
        stratum.phase = afterGolden(before);
        stratum.threshold += stratum.step * (1 + stratum.phase - before);
        weight += stratum.step;
      }
      picked.push(segment.firstRow + i);
      weights.push(t > 0 ? weight : -weight);
    }
  }
  return { picked, target: Float64Array.from(weights) };
}

function measure(spaces: readonly SegmentSpace[]): [Stratum, Stratum] {
  const negative = { rows: 0, weight: 0, step: 0, passed: 0, threshold: 0, phase: 0 };
  const positive = { ...negative };
  for (const { target } of spaces) {
    const { values } = target;
    for (let i = 0; i < values.length; i++) {
      const t = values[i];
      if (t === 0) continue;
      const stratum = t > 0 ? positive : negative;
      stratum.rows += 1;
      stratum.weight += Math.abs(t);
    }
  }
  return [negative, positive];
}
