import type { Dataset } from "../data/dataset.ts";
import { readRowNumbers, type RowNumbers } from "../data/row-numbers.ts";
import type { RowsInput } from "../data/rows.ts";
import type { Labels } from "../data/target.ts";
import { InputError } from "../errors.ts";
import { checkKeys, describe } from "../options.ts";

/** Numbers of rows: those that a model is fitted to, and those that it is judged by. */
export interface Fold {
  readonly train: RowNumbers;
  readonly test: RowNumbers;
}

/** A way to split rows into folds. */
export interface Splitter {
  /**
   * @param X - the rows, of which only the number is looked at
   * @param y - their labels, for splitters that look at them; a Dataset may hold them
   * @param groups - the group of each row, for splitters that keep groups together
   * @returns the folds, in an array or one after the other, as a generator yields them
   */
  split(X: RowsInput | Dataset, y?: Labels, groups?: Labels): Iterable<Fold>;
}

/** A fold that was looked at. */
export interface CheckedFold {
  readonly train: Uint32Array;
  readonly test: Uint32Array;
}

/** @throws {@link InputError} for what are no folds of so many rows, and for a row that is on both sides of one */
export function readFolds(argument: string, folds: unknown, rows: number): CheckedFold[] {
  if (!isIterableObject(folds)) {
    throw new InputError(argument, `${describe(folds)}; expected an array or an iterable of { train, test }`);
  }
  const given = Array.from(folds);
  if (given.length === 0) throw new InputError(argument, "no folds; expected at least one");
  return given.map((fold, k) => {
    const name = `${argument}[${k}]`;
    checkKeys(name, fold, ["train", "test"]);
    const { train, test } = fold as Partial<Fold>;
    const checked = {
      train: readRowNumbers(`${name}.train`, train, rows),
      test: readRowNumbers(`${name}.test`, test, rows),
    };
    const known = new Set(checked.train);
    const twice = checked.test.findIndex((row) => known.has(row));
    if (twice >= 0) {
      const found = `row ${checked.test[twice]} at index ${twice} is in train as well`;
      throw new InputError(`${name}.test`, `${found}; expected rows that the model is not fitted to`);
    }
    return checked;
  });
}

function isIterableObject(value: unknown): value is Iterable<unknown> {
  return typeof value === "object" && value !== null && Symbol.iterator in value;
}

/** Folds of which each tests the rows with its number, and trains on all others, in their order. */
export function foldsFrom(numbers: Int32Array, count: number): CheckedFold[] {
  return Array.from({ length: count }, (_, fold) => {
    const part = (isWanted: (number: number) => boolean) => {
      const rows: number[] = [];
      numbers.forEach((number, row) => {
        if (isWanted(number)) rows.push(row);
      });
      return Uint32Array.from(rows);
    };
    return { train: part((number) => number !== fold), test: part((number) => number === fold) };
  });
}
