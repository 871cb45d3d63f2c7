import type { Dataset } from "../data/dataset.ts";
import type { RowsInput } from "../data/rows.ts";
import type { Labels } from "../data/target.ts";
import type { Fold, Splitter } from "./fold.ts";
import { kFolds } from "./k-fold.ts";
import { countRows, randomOf, refuseGroups, type RepeatedOptions, resolveRepeated } from "./splitting.ts";

/** {@link KFold} with `shuffle` again and again, each time anew: nSplits · nRepeats folds. */
export class RepeatedKFold implements Splitter {
  readonly #options: Required<RepeatedOptions>;

  /** @throws {@link InputError} for an unknown option or a value out of range */
  constructor(options: RepeatedOptions = {}) {
    this.#options = resolveRepeated(options);
  }

  /** @throws {@link InputError} for fewer rows than folds */
  split(X: RowsInput | Dataset, _y?: Labels, groups?: Labels): Fold[] {
    refuseGroups(groups);
    const { nSplits, nRepeats, seed } = this.#options;
    const random = randomOf(seed);
    const rows = countRows(X);
    return Array.from({ length: nRepeats }, () => kFolds(rows, nSplits, random)).flat();
  }
}
