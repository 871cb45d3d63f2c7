import type { Dataset } from "../data/dataset.ts";
import type { RowsInput } from "../data/rows.ts";
import { type Labels, Target } from "../data/target.ts";
import { InputError } from "../errors.ts";
import { type Fold, foldsFrom, type Splitter } from "./fold.ts";
import { kFolds } from "./k-fold.ts";
import {
  countRows,
  type KFoldOptions,
  randomOf,
  type ResolvedSplit,
  resolveSplit,
  rowsOfClasses,
} from "./splitting.ts";

/**
 * Keeps the rows of a group, such as all visits of one patient, together: no group is on both sides of a fold. The largest
 * group goes first, each to the fold with the fewest rows so far; with `shuffle` folds get as many groups each, at random.
 *
 * ```ts
 * new GroupKFold({ nSplits: 3 }).split(X, y, ["ann", "ann", "ben", "ben", "cem", "dan"]);
 * ```
 */
export class GroupKFold implements Splitter {
  readonly #options: ResolvedSplit;

  /** @throws {@link InputError} for an unknown option or a value out of range */
  constructor(options: KFoldOptions = {}) {
    this.#options = resolveSplit(options);
  }

  /** @throws {@link InputError} for no groups, or fewer than folds */
  split(X: RowsInput | Dataset, _y?: Labels, groups?: Labels): Fold[] {
    if (groups === undefined) {
      throw new InputError("groups", "missing; GroupKFold expects the group of each row");
    }
    const { nSplits, seed } = this.#options;
    const { classes, codes } = new Target("groups", groups, countRows(X)).classCodes;
    if (classes.length < nSplits) {
      const found = `${classes.length} groups`;
      throw new InputError("groups", `${found}; expected at least nSplits = ${nSplits}`);
    }
    const foldOf =
      seed === undefined ? bySize(codes, classes.length, nSplits) : atRandom(classes.length, nSplits, seed);
    return foldsFrom(
      codes.map((code) => foldOf[code]),
      nSplits,
    );
  }
}

/** The fold of each group. */
function bySize(codes: Int32Array, groups: number, nSplits: number): Int32Array {
  const sizes = rowsOfClasses(codes, groups).map((rows) => rows.length);
  const order = [...sizes.keys()].toSorted((a, b) => sizes[b] - sizes[a]);
  const filled = new Float64Array(nSplits);
  const foldOf = new Int32Array(groups);
  for (const group of order) {
    const fold = filled.indexOf(Math.min(...filled));
    filled[fold] += sizes[group];
    foldOf[group] = fold;
  }
  return foldOf;
}

function atRandom(groups: number, nSplits: number, seed: number): Int32Array {
  const foldOf = new Int32Array(groups);
  kFolds(groups, nSplits, randomOf(seed)).forEach(({ test }, fold) => {
    for (const group of test) foldOf[group] = fold;
  });
  return foldOf;
}
