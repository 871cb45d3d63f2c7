import type { Dataset } from "../data/dataset.ts";
import type { RowsInput } from "../data/rows.ts";
import type { Labels, Target } from "../data/target.ts";
import { InputError } from "../errors.ts";
import { describe } from "../options.ts";
import type { Random } from "../solvers/random.ts";
import { type CheckedFold, type Fold, foldsFrom, type Splitter } from "./fold.ts";
import {
  checkEnough,
  type KFoldOptions,
  labelsFor,
  orderOf,
  randomOf,
  refuseGroups,
  type ResolvedSplit,
  resolveSplit,
  rowsOfClasses,
} from "./splitting.ts";

/**
 * As {@link KFold}, but each fold holds the classes in about the shares that they have in all rows. Without `shuffle` it
 * makes scikit-learn's folds.
 *
 * ```ts
 * new StratifiedKFold({ nSplits: 5, shuffle: true, seed: 1 }).split(X, y);
 * ```
 */
export class StratifiedKFold implements Splitter {
  readonly #options: ResolvedSplit;

  /** @throws {@link InputError} for an unknown option or a value out of range */
  constructor(options: KFoldOptions = {}) {
    this.#options = resolveSplit(options);
  }

  /** @throws {@link InputError} for a class with fewer rows than there are folds */
  split(X: RowsInput | Dataset, y?: Labels, groups?: Labels): Fold[] {
    refuseGroups(groups);
    const { nSplits, seed } = this.#options;
    return stratifiedFolds(labelsFor(X, y), nSplits, seed === undefined ? undefined : randomOf(seed));
  }
}

/** Of the rows sorted by class, every k-th goes to the same fold: that says how many of each class a fold gets. */
export function stratifiedFolds(
  { classCodes }: Target,
  nSplits: number,
  random: Random | undefined,
): CheckedFold[] {
  const { classes, codes } = classCodes;
  checkEnough(codes.length, "rows", nSplits);
  const ofClass = rowsOfClasses(codes, classes.length);
  const numbers = new Int32Array(codes.length);
  let before = 0;
  // In the order in which classes are first met, as scikit-learn has it.
  const firsts = [...classes.keys()].toSorted((a, b) => ofClass[a][0] - ofClass[b][0]);
  for (const k of firsts) {
    const rows = ofClass[k];
    if (rows.length < nSplits) {
      const found = `${rows.length} rows of class ${describe(classes[k])}`;
      throw new InputError("y", `${found}; expected at least ${nSplits}, one for each fold`);
    }
    const counts = new Int32Array(nSplits);
    for (let i = before; i < before + rows.length; i++) counts[i % nSplits] += 1;
    before += rows.length;
    const order = orderOf(rows.length, random);
    for (let fold = 0, from = 0; fold < nSplits; fold++) {
      for (const to = from + counts[fold]; from < to; from++) numbers[rows[order[from]]] = fold;
    }
  }
  return foldsFrom(numbers, nSplits);
}
