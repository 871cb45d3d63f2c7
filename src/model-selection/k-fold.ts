import type { Dataset } from "../data/dataset.ts";
import type { RowsInput } from "../data/rows.ts";
import type { Labels } from "../data/target.ts";
import type { Random } from "../solvers/random.ts";
import { type CheckedFold, type Fold, foldsFrom, type Splitter } from "./fold.ts";
import {
  checkEnough,
  countRows,
  type KFoldOptions,
  orderOf,
  randomOf,
  refuseGroups,
  type ResolvedSplit,
  resolveSplit,
} from "./splitting.ts";

/**
 * Splits rows into k parts of about the same size, one after the other or, with `shuffle`, at random; each is the test of
 * one fold.
 *
 * ```ts
 * new KFold({ nSplits: 3 }).split(X); // [{ train, test }, ...]
 * ```
 */
export class KFold implements Splitter {
  readonly #options: ResolvedSplit;

  /** @throws {@link InputError} for an unknown option or a value out of range */
  constructor(options: KFoldOptions = {}) {
    this.#options = resolveSplit(options);
  }

  /** @throws {@link InputError} for fewer rows than folds */
  split(X: RowsInput | Dataset, _y?: Labels, groups?: Labels): Fold[] {
    refuseGroups(groups);
    const { nSplits, seed } = this.#options;
    return kFolds(countRows(X), nSplits, seed === undefined ? undefined : randomOf(seed));
  }
}

/** The first of the parts have one row more, where rows can't be shared evenly. */
export function kFolds(rows: number, nSplits: number, random: Random | undefined): CheckedFold[] {
  checkEnough(rows, "rows", nSplits);
  const numbers = new Int32Array(rows);
  const order = orderOf(rows, random);
  const least = Math.floor(rows / nSplits);
  for (let fold = 0, from = 0; fold < nSplits; fold++) {
    const to = from + least + Number(fold < rows % nSplits);
    for (; from < to; from++) numbers[order[from]] = fold;
  }
  return foldsFrom(numbers, nSplits);
}
