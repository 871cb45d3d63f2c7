import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRuntime, Dataset, LogisticRegression, trainTestSplit } from "../../src/index.ts";
import { formsOf, overlapping } from "../support/data.ts";
import { expectInputError } from "../support/errors.ts";

const { X, y } = overlapping(50, 3);
const rounded = X.map((row) => row.map(Math.fround));
const rows = [...y.keys()];

describe("trainTestSplit", () => {
  it("puts each row on one side, a quarter of them on that of the tests", () => {
    const { train, test } = trainTestSplit(X, y);
    expect([train.rows.length, test.rows.length]).toEqual([37, 13]);
    expect([...train.rows, ...test.rows].toSorted((a, b) => a - b)).toEqual(rows);
    expect(train.y).toEqual(Array.from(train.rows, (row) => y[row]));
    expect(test.X).toEqual(Array.from(test.rows, (row) => X[row]));
    expect([...test.rows]).not.toEqual([...test.rows].toSorted((a, b) => a - b));
  });

  it("draws what its seed decides", () => {
    expect(trainTestSplit(X, y, { seed: 4 })).toEqual(trainTestSplit(X, y, { seed: 4 }));
    expect(trainTestSplit(X, y)).toEqual(trainTestSplit(X, y, { seed: 0 }));
    const drawn = new Set([0, 1, 2, 3].map((seed) => trainTestSplit(X, y, { seed }).test.rows.join()));
    expect(drawn.size).toBe(4);
  });

  it.each<[object, number, number]>([
    [{ testSize: 0.1 }, 45, 5],
    [{ testSize: 0.101 }, 44, 6],
    [{ testSize: 7 }, 43, 7],
    [{ trainSize: 0.5 }, 25, 25],
    [{ trainSize: 0.97 }, 48, 2],
    [{ trainSize: 10, testSize: 5 }, 10, 5],
    [{ trainSize: 0.33, testSize: 0.5 }, 16, 25],
  ])("%o: %i rows to train with, %i to test with", (options, train, test) => {
    for (const more of [{}, { shuffle: false }, { stratify: true }]) {
      const split = trainTestSplit(X, y, { ...options, ...more });
      expect([split.train.rows.length, split.test.rows.length]).toEqual([train, test]);
      expect(new Set([...split.train.rows, ...split.test.rows]).size).toBe(split.train.rows.length + split.test.rows.length); // prettier-ignore
    }
  });

  it("takes the first rows to train with where none are drawn", () => {
    const { train, test } = trainTestSplit(X, y, { shuffle: false, trainSize: 20, testSize: 10 });
    expect([...train.rows]).toEqual(rows.slice(0, 20));
    expect([...test.rows]).toEqual(rows.slice(20, 30));
  });

  it("gives both sides each class in its share", () =>
    fc.assert(
      fc.property(
        fc.array(fc.nat(3), { minLength: 30, maxLength: 90 }),
        fc.double({ min: 0.2, max: 0.7, noNaN: true }),
        fc.nat(),
        (codes, testSize, seed) => {
          const labels = [...codes, 0, 0, 1, 1, 2, 2, 3, 3];
          const { train, test } = trainTestSplit(labels.map((label) => [label]), labels, { testSize, stratify: true, seed }); // prettier-ignore
          expect(test.rows.length).toBe(Math.ceil(testSize * labels.length));
          expect([...train.rows, ...test.rows].toSorted((a, b) => a - b)).toEqual([...labels.keys()]);
          for (const label of [0, 1, 2, 3]) {
            const count = labels.filter((other) => other === label).length;
            const tested = test.y.filter((other) => other === label).length;
            expect(Math.abs(tested - (count * test.rows.length) / labels.length)).toBeLessThan(2);
          }
        },
      ),
    ));

  it.each(Object.entries(formsOf(rounded)))("keeps the form of rows: %s", async (_, form) => {
    const { train, test } = trainTestSplit(form, y, { seed: 1 });
    const plain = trainTestSplit(rounded, y, { seed: 1 });
    expect(Object.prototype.toString.call(train.X)).toBe(Object.prototype.toString.call(form));
    const model = await new LogisticRegression().fit(train.X, train.y);
    const same = await new LogisticRegression().fit(plain.train.X, plain.train.y);
    expect(model.coef).toEqual(same.coef);
    expect(model.score(test.X, test.y)).toBe(same.score(plain.test.X, plain.test.y));
  });

  it("keeps the kind of labels, and stratifies by others", () => {
    const typed = trainTestSplit(X, Int8Array.from(y));
    expect(typed.test.y).toEqual(Int8Array.from(trainTestSplit(X, y).test.y));
    const groups = y.map((_, i) => (i % 10 === 0 ? "rare" : "common"));
    const { test } = trainTestSplit(X, y, { testSize: 10, stratify: groups });
    expect(Array.from(test.rows, (row) => groups[row]).filter((group) => group === "rare")).toHaveLength(1);
    expect(trainTestSplit(X).test).toMatchObject({ y: undefined });
  });

  it("makes subsets of a Dataset, which share its memory", async () => {
    const runtime = createRuntime();
    const dataset = Dataset.from(X, y, { runtime });
    const { used } = runtime.memory;
    const { train, test } = trainTestSplit(dataset, undefined, { stratify: true, seed: 3 });
    const plain = trainTestSplit(X, y, { stratify: true, seed: 3 });
    expect(test.rows).toEqual(plain.test.rows);
    expect(runtime.memory.used).toBe(used);
    dataset.dispose();
    const model = await new LogisticRegression({ runtime }).fit(train.X);
    const same = await new LogisticRegression({ runtime }).fit(plain.train.X, plain.train.y);
    expect(model.coef[0][0]).toBeCloseTo(same.coef[0][0], 8);
    expect(model.score(test.X)).toBe(same.score(plain.test.X, plain.test.y));
    train.X.dispose();
    test.X.dispose();
    expect(runtime.memory.used).toBe(0);
  });

  const PART = "expected a part between 0 and 1, or a number of rows from 1 on";

  it.each<[object, string, string]>([
    [{ testSize: 0 }, "options.testSize", `0; ${PART}`],
    [{ testSize: 1.5 }, "options.testSize", `1.5; ${PART}`],
    [{ trainSize: "half" }, "options.trainSize", `"half"; ${PART}`],
    [{ testSize: 50 }, "options.testSize", "0 rows to train with and 50 to test with, of 50; expected some of each"],
    [{ testSize: 51 }, "options.testSize", "-1 rows to train with and 51 to test with, of 50; expected some of each"],
    [{ trainSize: 0.01 }, "options.trainSize", "0 rows to train with and 50 to test with, of 50; expected some of each"],
    [{ trainSize: 30, testSize: 21 }, "options.trainSize", "30 rows beside 21 to test with; expected no more than 50 in all"],
    [{ seed: 1.5 }, "options.seed", "1.5; expected a whole number of at least 0"],
    [{ seed: "1" }, "options.seed", '"1"; expected a whole number of at least 0'],
    [{ shuffle: false, seed: 1 }, "options.seed", "given without shuffle; expected shuffle: true with it"],
    [{ shuffle: false, stratify: true }, "options.stratify", "given without shuffle; expected shuffle: true with it"],
    [{ stratify: "y" }, "options.stratify", '"y"; expected true, false or labels'],
    [{ stratify: [1] }, "options.stratify", "1 labels; expected 50, one for each row of X"],
    [{ stratify: true, testSize: 1 }, "options.testSize", "1 rows to test with, of 2 classes; expected at least one for each"],
    [{ stratify: [...Array(49).fill("a"), "b"] }, "options.stratify", '1 row of class "b"; expected at least 2, one for each side'],
    [{ test: 1 }, "options.test", 'unknown option; expected "testSize", "trainSize", "shuffle", "stratify", "seed"'],
  ])("refuses %o", (options, argument, problem) =>
    expectInputError(() => trainTestSplit(X, y, options), argument, problem)); // prettier-ignore

  it("refuses labels that don't fit the rows, or none to stratify by", async () => {
    await expectInputError(() => trainTestSplit(X, [1]), "y", "1 labels; expected 50, one for each row of X");
    await expectInputError(
      () => trainTestSplit(X, undefined, { stratify: true }),
      "y",
      "no labels; expected one for each row, here or in the Dataset",
    );
  });
});
