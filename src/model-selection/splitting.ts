/** What splitters have in common. */
import { Dataset } from "../data/dataset.ts";
import { anyRowSource } from "../data/csr-source.ts";
import type { RowsInput } from "../data/rows.ts";
import { type Labels, Target } from "../data/target.ts";
import { InputError } from "../errors.ts";
import { boolean, checkOptions, wholeNumber } from "../options.ts";
import { Random, shuffle } from "../solvers/random.ts";

/** Options of splitters. */
export interface KFoldOptions {
  /** How many folds: at least 2. Default 5. */
  nSplits?: number;
  /** Whether rows come to folds at random, and not in their order. Default false. */
  shuffle?: boolean;
  /** The same seed makes the same folds, on any machine: a whole number of at least 0. With `shuffle` only. Default 0. */
  seed?: number;
}

/** Options of splitters that split again and again. */
export interface RepeatedOptions {
  /** How many folds each time: at least 2. Default 5. */
  nSplits?: number;
  /** How many times. Default 10. */
  nRepeats?: number;
  /** The same seed makes the same folds, on any machine: a whole number of at least 0. Default 0. */
  seed?: number;
}

/** The options with their defaults; the seed undefined where nothing is left to chance. */
export interface ResolvedSplit {
  readonly nSplits: number;
  readonly seed: number | undefined;
}

export function resolveSplit(options: KFoldOptions): ResolvedSplit {
  checkOptions("options", options, ["nSplits", "shuffle", "seed"]);
  const { nSplits = 5, shuffle: isShuffled = false, seed } = options;
  wholeNumber("options.nSplits", nSplits, 2);
  boolean("options.shuffle", isShuffled);
  if (seed !== undefined) wholeNumber("options.seed", seed, 0);
  if (seed !== undefined && !isShuffled) {
    throw new InputError("options.seed", `${seed} without shuffle; expected shuffle: true with it`);
  }
  return { nSplits, seed: isShuffled ? (seed ?? 0) : undefined };
}

export function resolveRepeated(options: RepeatedOptions): Required<RepeatedOptions> {
  checkOptions("options", options, ["nSplits", "nRepeats", "seed"]);
  const { nSplits = 5, nRepeats = 10, seed = 0 } = options;
  wholeNumber("options.nSplits", nSplits, 2);
  wholeNumber("options.nRepeats", nRepeats, 1);
  wholeNumber("options.seed", seed, 0);
  return { nSplits, nRepeats, seed };
}

export function randomOf(seed: number): Random {
  return new Random({}, seed);
}

/** 0, 1, 2, ... in order, or with random numbers in any. */
export function orderOf(count: number, random: Random | undefined): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  if (random) shuffle(order, random);
  return order;
}

export function countRows(X: RowsInput | Dataset): number {
  return X instanceof Dataset ? X.rows : anyRowSource("X", X).rows;
}

/** The labels given, or else those of the data set. */
export function labelsFor(X: RowsInput | Dataset, y: Labels | undefined): Target {
  const rows = countRows(X);
  if (y !== undefined) return new Target("y", y, rows);
  const target = X instanceof Dataset ? X.target : undefined;
  if (!target) throw new InputError("y", "no labels; expected one for each row, here or in the Dataset");
  return target;
}

/** For splitters that would overlook groups. */
export function refuseGroups(groups: unknown): void {
  if (groups === undefined) return;
  throw new InputError(
    "groups",
    "given to a splitter that doesn't look at them; expected GroupKFold for them",
  );
}

export function checkEnough(count: number, what: string, nSplits: number): void {
  if (count >= nSplits) return;
  throw new InputError("X", `${count} ${what}; expected at least nSplits = ${nSplits}`);
}

/** The rows of each class, in their order. */
export function rowsOfClasses(codes: Int32Array, classes: number): number[][] {
  const rows: number[][] = Array.from({ length: classes }, () => []);
  codes.forEach((code, row) => rows[code].push(row));
  return rows;
}
