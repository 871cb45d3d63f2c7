import type { Dataset } from "../data/dataset.ts";
import type { RowsInput } from "../data/rows.ts";
import type { Labels } from "../data/target.ts";
import type { Fold, Splitter } from "./fold.ts";
import { labelsFor, randomOf, refuseGroups, type RepeatedOptions, resolveRepeated } from "./splitting.ts";
import { stratifiedFolds } from "./stratified-k-fold.ts";

/** {@link StratifiedKFold} with `shuffle` again and again, each time anew: nSplits · nRepeats folds. */
export class RepeatedStratifiedKFold implements Splitter {
  readonly #options: Required<RepeatedOptions>;

  /** @throws {@link InputError} for an unknown option or a value out of range */
  constructor(options: RepeatedOptions = {}) {
    this.#options = resolveRepeated(options);
  }

  /** @throws {@link InputError} for a class with fewer rows than there are folds */
  split(X: RowsInput | Dataset, y?: Labels, groups?: Labels): Fold[] {
    refuseGroups(groups);
    const { nSplits, nRepeats, seed } = this.#options;
    const random = randomOf(seed);
    const target = labelsFor(X, y);
    return Array.from({ length: nRepeats }, () => stratifiedFolds(target, nSplits, random)).flat();
  }
}
