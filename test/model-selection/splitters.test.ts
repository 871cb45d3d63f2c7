import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  Dataset,
  type Fold,
  GroupKFold,
  KFold,
  type KFoldOptions,
  RepeatedKFold,
  RepeatedStratifiedKFold,
  type Splitter,
  StratifiedKFold,
} from "../../src/index.ts";
import { expectInputError } from "../support/errors.ts";
import reference from "../reference/cross_validation.json" with { type: "json" };

const { y, groups } = reference.splitters;
const X = y.map((_, i) => [i]);

/** Of each row, the fold that tests it; each fold must train on all other rows, in their order. */
function numbersOf(folds: readonly Fold[], rows: number): number[] {
  const numbers = Array<number>(rows).fill(-1);
  folds.forEach(({ train, test }, fold) => {
    for (const row of test) numbers[row] = fold;
    const tested = new Set(test);
    expect([...train]).toEqual([...Array(rows).keys()].filter((row) => !tested.has(row)));
    expect([...test]).toEqual([...test].toSorted((a, b) => a - b));
  });
  return numbers;
}

const kinds = {
  KFold: (options: KFoldOptions) => new KFold(options),
  StratifiedKFold: (options: KFoldOptions) => new StratifiedKFold(options),
  GroupKFold: (options: KFoldOptions) => new GroupKFold(options),
};

const split = (splitter: Splitter): readonly Fold[] =>
  Array.from(splitter.split(X, y, splitter instanceof GroupKFold ? groups : undefined));

describe.each(Object.keys(kinds) as (keyof typeof kinds)[])("%s", (kind) => {
  const create = kinds[kind];

  it.each(Object.entries(reference.splitters[kind]))("makes scikit-learn's %s folds", (nSplits, numbers) => {
    const folds = split(create({ nSplits: Number(nSplits) }));
    expect(folds).toHaveLength(Number(nSplits));
    expect(numbersOf(folds, y.length)).toEqual(numbers);
  });

  it("draws what its seed decides", () => {
    const drawn = (seed?: number) =>
      split(create({ nSplits: 4, shuffle: true, ...(seed !== undefined && { seed }) }));
    expect(drawn(3)).toEqual(drawn(3));
    expect(drawn()).toEqual(drawn(0));
    const different = new Set(
      [0, 1, 2, 3, 4].map((seed) => JSON.stringify(drawn(seed).map(({ test }) => [...test]))),
    );
    expect(different.size).toBe(5);
    const splitter = create({ nSplits: 4, shuffle: true, seed: 8 });
    expect(split(splitter)).toEqual(split(splitter));
    expect(numbersOf(drawn(3), y.length)).not.toContain(-1);
  });

  it("takes a Dataset, whose labels it knows", () => {
    using dataset = Dataset.from(X, y);
    const splitter = create({ nSplits: 3 });
    const found = splitter.split(dataset, undefined, kind === "GroupKFold" ? groups : undefined);
    expect(found).toEqual(split(splitter));
  });

  it.each<[KFoldOptions, string, string]>([
    [{ nSplits: 1 }, "options.nSplits", "1; expected a whole number of at least 2"],
    [{ nSplits: 2.5 }, "options.nSplits", "2.5; expected a whole number of at least 2"],
    [{ shuffle: 1 as never }, "options.shuffle", "1; expected true or false"],
    [{ shuffle: true, seed: 0.5 }, "options.seed", "0.5; expected a whole number of at least 0"],
    [{ shuffle: true, seed: -1 }, "options.seed", "-1; expected a whole number of at least 0"],
    [{ seed: 4 }, "options.seed", "4 without shuffle; expected shuffle: true with it"],
    [{ splits: 4 } as never, "options.splits", 'unknown option; expected "nSplits"?'],
  ])("refuses %o", (options, argument, problem) =>
    expectInputError(() => create(options), argument, problem),
  );
});

describe("shuffled folds", () => {
  const shape = fc.record({
    rows: fc.integer({ min: 12, max: 60 }),
    nSplits: fc.integer({ min: 2, max: 6 }),
    seed: fc.nat(),
  });

  it("are of about the same size, and each row is tested once", () =>
    fc.assert(
      fc.property(shape, ({ rows, nSplits, seed }) => {
        const folds = new KFold({ nSplits, shuffle: true, seed }).split(X.concat(X).slice(0, rows));
        expect(numbersOf(folds, rows)).not.toContain(-1);
        const sizes = folds.map(({ test }) => test.length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
    ));

  it("hold each class alike", () =>
    fc.assert(
      fc.property(shape, ({ rows, nSplits, seed }) => {
        const labels = Array.from({ length: rows }, (_, i) => (i < 2 * nSplits ? i % 2 : (i * i) % 2));
        const folds = new StratifiedKFold({ nSplits, shuffle: true, seed }).split(
          X.concat(X).slice(0, rows),
          labels,
        );
        expect(numbersOf(folds, rows)).not.toContain(-1);
        for (const label of [0, 1]) {
          const counts = folds.map(({ test }) => [...test].filter((row) => labels[row] === label).length);
          expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
        }
        const sizes = folds.map(({ test }) => test.length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
    ));

  it("keep groups together", () =>
    fc.assert(
      fc.property(shape, fc.boolean(), ({ rows, nSplits, seed }, shuffle) => {
        const names = Array.from({ length: rows }, (_, i) => `g${(i * 7) % 11}`);
        const options = shuffle ? { nSplits, shuffle, seed } : { nSplits };
        const folds = new GroupKFold(options).split(X.concat(X).slice(0, rows), undefined, names);
        const numbers = numbersOf(folds, rows);
        const foldOf = new Map(names.map((name, i) => [name, numbers[i]]));
        expect(names.map((name) => foldOf.get(name))).toEqual(numbers);
        expect(new Set(numbers).size).toBe(nSplits);
      }),
    ));
});

describe("repeated folds", () => {
  it("are shuffled ones, each time anew", () => {
    for (const repeated of [
      new RepeatedStratifiedKFold({ nSplits: 3, nRepeats: 4, seed: 2 }),
      new RepeatedKFold({ nSplits: 3, nRepeats: 4, seed: 2 }),
    ]) {
      const folds = repeated.split(X, y);
      expect(folds).toHaveLength(12);
      expect(folds).toEqual(repeated.split(X, y));
      const rounds = [0, 3, 6, 9].map((from) => numbersOf(folds.slice(from, from + 3), y.length));
      expect(rounds.flat()).not.toContain(-1);
      expect(new Set(rounds.map((round) => JSON.stringify(round))).size).toBe(4);
    }
    const once = new RepeatedStratifiedKFold({ nSplits: 5, nRepeats: 1, seed: 9 }).split(X, y);
    expect(once).toEqual(new StratifiedKFold({ nSplits: 5, shuffle: true, seed: 9 }).split(X, y));
    expect(new RepeatedKFold().split(X)).toHaveLength(50);
  });

  it.each([RepeatedKFold, RepeatedStratifiedKFold])("refuse what they can't use", async (Repeated) => {
    await expectInputError(
      () => new Repeated({ nRepeats: 0 }),
      "options.nRepeats",
      "0; expected a whole number of at least 1",
    );
    await expectInputError(
      () => new Repeated({ shuffle: true } as never),
      "options.shuffle",
      'unknown option; expected "nSplits", "nRepeats", "seed"',
    );
    await expectInputError(
      () => new Repeated({ seed: Number.NaN }),
      "options.seed",
      "NaN; expected a whole number of at least 0",
    );
  });
});

describe("rows that can't be split so", () => {
  const two = [[1], [2]];

  it("are fewer than folds", async () => {
    await expectInputError(() => new KFold().split(two), "X", "2 rows; expected at least nSplits = 5");
    await expectInputError(() => new StratifiedKFold().split(two, [0, 1]), "X", "2 rows; expected at least nSplits = 5"); // prettier-ignore
  });

  it("are of a class with fewer rows than folds", () =>
    expectInputError(
      () => new StratifiedKFold({ nSplits: 3 }).split(X.slice(0, 7), ["a", "a", "b", "a", "b", "a", "a"]),
      "y",
      '2 rows of class "b"; expected at least 3, one for each fold',
    ));

  it("have no labels, or too few of them", async () => {
    const missing = "no labels; expected one for each row, here or in the Dataset";
    await expectInputError(() => new StratifiedKFold().split(X), "y", missing);
    await expectInputError(() => new RepeatedStratifiedKFold().split(X), "y", missing);
    await expectInputError(() => new StratifiedKFold().split(X, [1, 2]), "y", "2 labels; expected 50, one for each row of X"); // prettier-ignore
  });

  it("have groups that are overlooked, missing, too few or too short", async () => {
    const overlooked = "given to a splitter that doesn't look at them; expected GroupKFold for them";
    for (const splitter of [
      new KFold(),
      new StratifiedKFold(),
      new RepeatedKFold(),
      new RepeatedStratifiedKFold(),
    ]) {
      await expectInputError(() => (splitter as Splitter).split(X, y, groups), "groups", overlooked);
    }
    const splitter = new GroupKFold({ nSplits: 3 });
    await expectInputError(
      () => splitter.split(X),
      "groups",
      "missing; GroupKFold expects the group of each row",
    );
    await expectInputError(() => splitter.split(two, undefined, ["a", "b"]), "groups", "2 groups; expected at least nSplits = 3"); // prettier-ignore
    await expectInputError(() => splitter.split(X, undefined, ["a", "b"]), "groups", "2 labels; expected 50, one for each row of X"); // prettier-ignore
  });
});
