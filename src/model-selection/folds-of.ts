import type { Dataset } from "../data/dataset.ts";
import type { Label } from "../data/label.ts";
import type { Labels, Target } from "../data/target.ts";
import { InputError } from "../errors.ts";
import { describe, isPlainObject, wholeNumber } from "../options.ts";
import { type CheckedFold, type Fold, readFolds, type Splitter } from "./fold.ts";
import { kFolds } from "./k-fold.ts";
import { randomOf } from "./splitting.ts";
import { stratifiedFolds } from "./stratified-k-fold.ts";

/** How rows are split: a number of folds, a splitter, or the folds themselves. */
export type CrossValidationFolds = number | Splitter | readonly Fold[];

/** What folds are asked for. */
export interface FoldRequest {
  readonly cv: CrossValidationFolds;
  /** For a number of folds: with it, rows come to them at random. */
  readonly seed?: number | undefined;
  readonly groups?: Labels | undefined;
  /** Whether a number of folds is to hold the classes alike. */
  readonly isStratified: boolean;
}

/** @throws {@link InputError} unless it is a number of folds, a splitter or folds */
export function checkCv(cv: unknown, seed: unknown): void {
  if (seed !== undefined) wholeNumber("options.seed", seed, 0);
  if (typeof cv === "number") {
    wholeNumber("options.cv", cv, 2);
    return;
  }
  const isSplitter = typeof cv === "object" && typeof (cv as Partial<Splitter> | null)?.split === "function";
  if (!isSplitter && !Array.isArray(cv)) {
    const expected = "a number of folds, a splitter, or an array of { train, test }";
    throw new InputError("options.cv", `${describe(cv)}; expected ${expected}`);
  }
  if (seed === undefined) return;
  const found = `${describe(seed)} beside folds of your own`;
  throw new InputError("options.seed", `${found}; expected it with a number of folds`);
}

/** A copy of folds of one's own, which are looked at once the rows are known; anything else as it is. */
export function copyCv(cv: CrossValidationFolds): CrossValidationFolds {
  return Array.isArray(cv) ? cv.map(copyFold) : cv;
}

function copyFold(fold: unknown): Fold {
  if (!isPlainObject(fold)) return fold as Fold;
  const entries = Object.entries(fold).map(([side, rows]) => [side, copyRowNumbers(rows)]);
  return Object.fromEntries(entries) as unknown as Fold;
}

function copyRowNumbers(rows: unknown): unknown {
  const isList = Array.isArray(rows) || (ArrayBuffer.isView(rows) && "length" in rows);
  return isList ? Array.from(rows as ArrayLike<unknown>) : rows;
}

/** @throws {@link InputError} for folds that can't be used with these rows */
export function foldsOf({ cv, seed, groups, isStratified }: FoldRequest, dataset: Dataset): CheckedFold[] {
  if (typeof cv === "object" && !Array.isArray(cv)) {
    return readFolds(
      "options.cv",
      (cv as Splitter).split(dataset, labelsOf(dataset.target), groups),
      dataset.rows,
    );
  }
  if (groups !== undefined) {
    throw new InputError(
      "options.groups",
      "given to folds that don't look at them; expected cv: new GroupKFold() with them",
    );
  }
  if (typeof cv !== "number") return readFolds("options.cv", cv, dataset.rows);
  if (cv > dataset.rows) {
    const found = `${cv} folds of ${dataset.rows} rows`;
    throw new InputError("options.cv", `${found}; expected at most ${dataset.rows}`);
  }
  const random = seed === undefined ? undefined : randomOf(seed);
  const { target } = dataset;
  return isStratified && target ? stratifiedFolds(target, cv, random) : kFolds(dataset.rows, cv, random);
}

/** Refuses a fold whose model would not know a class that there is. */
export function checkClasses(folds: readonly CheckedFold[], { classCodes }: Target): void {
  const { classes, codes } = classCodes;
  folds.forEach(({ train }, fold) => {
    const isMissing = new Uint8Array(classes.length).fill(1);
    for (const row of train) isMissing[codes[row]] = 0;
    const missing = isMissing.indexOf(1);
    if (missing < 0) return;
    const found = `fold ${fold} trains on no row of class ${describe(classes[missing])}`;
    throw new InputError("options.cv", `${found}; expected some of each class`);
  });
}

/** Labels as callers know them. */
export function labelsOf(target: Target): Labels;
export function labelsOf(target: Target | undefined): Labels | undefined;
export function labelsOf(target: Target | undefined): Labels | undefined {
  return target?.values as readonly Label[] | undefined;
}
