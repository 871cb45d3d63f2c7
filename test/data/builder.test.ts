import { beforeEach, describe, expect, it } from "vitest";
import {
  createRuntime,
  Dataset,
  DatasetBuilder,
  type DatasetBuilderOptions,
  DisposedError,
  LogisticRegression,
  MemoryError,
} from "../../src/index.ts";
import { formsOf, matrix, overlapping, valuesOf } from "../support/data.ts";
import { errorOf, expectInputError } from "../support/errors.ts";

const runtime = createRuntime();
const { X, y } = overlapping(12, 3);
const rounded = X.map((row) => row.map(Math.fround));
const shape = { rows: 12, cols: 3, runtime };

/** Fills what is allocated next with something that isn't 0. */
function dirtyMemory(): void {
  Dataset.from(
    Array.from({ length: 100 }, () => [7, 7, 7]),
    undefined,
    { runtime },
  ).dispose();
}

beforeEach(() => {
  expect(runtime.memory.used).toBe(0);
  dirtyMemory();
});

describe.each(["f64", "f32"] as const)("in %s", (dtype) => {
  it("hands out rows to write into, in any order", async () => {
    const builder = new DatasetBuilder({ ...shape, dtype });
    for (const i of [5, 11, 0, 3, 1, 2, 4, 10, 6, 7, 8, 9]) builder.row(i).set(rounded[i]);
    using dataset = builder.finish(y);
    expect(valuesOf(dataset)).toEqual(rounded.flat());
    const reference = await new LogisticRegression({ runtime, dtype }).fit(rounded, y);
    expect((await new LogisticRegression({ runtime }).fit(dataset)).coef).toEqual(reference.coef);
  });

  it.each(Object.entries(formsOf(rounded)))("takes chunks of %s", (_, form) => {
    const chunks = [form, formsOf(rounded.slice(0, 1))["Float64Array[]"]];
    const builder = new DatasetBuilder({ ...shape, rows: 13, dtype });
    for (const chunk of chunks) builder.append(chunk);
    using dataset = builder.finish();
    expect(valuesOf(dataset)).toEqual([...rounded, rounded[0]].flat());
  });
});

describe("row", () => {
  it("is 0 at first, whatever the memory held", () => {
    const builder = new DatasetBuilder(shape);
    for (let i = 0; i < 12; i++) expect([...builder.row(i)]).toEqual([0, 0, 0]);
    using dataset = builder.finish();
    expect(valuesOf(dataset)).toEqual(Array.from({ length: 36 }, () => 0));
  });

  it("is the row itself: it shows what was written before, appended rows as well", () => {
    using builder = new DatasetBuilder(shape);
    builder.append(X.slice(0, 2));
    expect([...builder.row(1)]).toEqual(X[1]);
    const view = builder.row(5);
    view[1] = 42;
    expect([...builder.row(5)]).toEqual([0, 42, 0]);
    expect(view).toBeInstanceOf(Float64Array);
  });

  it.each([
    [-1, "-1; expected a whole number of at least 0"],
    [1.5, "1.5; expected a whole number of at least 0"],
    ["1", '"1"; expected a whole number of at least 0'],
    [12, "12; expected less than 12, the rows"],
  ])("refuses %j", async (index, problem) => {
    using builder = new DatasetBuilder(shape);
    await expectInputError(() => builder.row(index as number), "index", problem);
  });

  it("reaches into every memory that the rows lie in", () => {
    // 4.4 GB that nobody writes to: the system gives no pages for them.
    const big = createRuntime();
    using builder = new DatasetBuilder({ rows: 1_100_000, cols: 1000, dtype: "f32", runtime: big });
    expect(big.memory.memories).toBe(3);
    const rows = [0, 1_006_631, 1_006_632, 1_006_633, 1_099_999];
    for (const row of rows) builder.row(row).fill(row);
    for (const row of rows) expect([...new Set(builder.row(row))]).toEqual([row]);
    builder.dispose();
    expect(big.memory.used).toBe(0);
  });
});

describe("append", () => {
  it("refuses other columns, and more rows than are left; nothing is appended then", async () => {
    const builder = new DatasetBuilder(shape);
    builder.append(matrix(X.slice(0, 10)));
    const wide = () => builder.append([[1, 2, 3, 4]]);
    await expectInputError(wide, "chunk", "4 columns; expected 3");
    const long = () => builder.append(X.slice(0, 3));
    await expectInputError(long, "chunk", "3 rows; expected at most 2, what is left of 12");
    const wrong = () => builder.append([[1, 2, 3], [4, "5", 6]] as never); // prettier-ignore
    await expectInputError(wrong, "chunk", '"5" at row 1, column 1; expected a number');
    builder.append(X.slice(10));
    await expectInputError(
      () => builder.append([X[0]]),
      "chunk",
      "1 rows; expected at most 0, what is left of 12",
    );
    using dataset = builder.finish();
    expect(valuesOf(dataset)).toEqual(X.flat());
  });
});

describe("finish", () => {
  it("refuses a row never written, which can be mended", async () => {
    const builder = new DatasetBuilder(shape);
    builder.append(X.slice(0, 11));
    const finish = () => builder.finish(y);
    await expectInputError(finish, "rows", "row 11 was never written; expected all 12");
    builder.row(11).set(X[11]);
    using dataset = builder.finish(y);
    expect(valuesOf(dataset)).toEqual(X.flat());
  });

  it.each([Number.NaN, Infinity, -Infinity])("refuses %d, which can be mended", async (value) => {
    const builder = new DatasetBuilder(shape);
    builder.append(X);
    builder.row(7)[2] = value;
    const finish = () => builder.finish(y);
    await expectInputError(finish, "rows", `${value} at row 7, column 2; expected a finite number`);
    builder.row(7)[2] = 0;
    builder.finish(y).dispose();
  });

  it.each<[string, unknown, unknown, string, string]>([
    ["too few labels", [0, 1], undefined, "y", "2 labels; expected 12, one for each row of X"],
    ["weights for labels", y, y, "options", "an array of 12; expected an object with options"],
    [
      "a misspelt option",
      y,
      { sampleWeights: [] },
      "options.sampleWeights",
      'unknown option; expected "sampleWeight"?',
    ],
    [
      "too few weights",
      y,
      { sampleWeight: [1] },
      "options.sampleWeight",
      "1 weights; expected 12, one for each row of X",
    ],
    [
      "no weights",
      y,
      { sampleWeight: null },
      "options.sampleWeight",
      "null; expected an array, Float64Array or Float32Array",
    ],
  ])("refuses %s, which can be mended", async (_, labels, options, argument, problem) => {
    const builder = new DatasetBuilder(shape);
    builder.append(X);
    await expectInputError(() => builder.finish(labels as never, options as never), argument, problem);
    builder.finish(y).dispose();
  });

  it("uses the builder up; its memory is the data set's", async () => {
    const builder = new DatasetBuilder({ ...shape, featureNames: ["a", "b", "c"] });
    builder.append(X);
    const dataset = builder.finish(y, { sampleWeight: y.map((_, i) => i + 1) });
    expect(dataset.featureNames).toEqual(["a", "b", "c"]);
    for (const use of [() => builder.row(0), () => builder.append(X), () => builder.finish()]) {
      const error = await errorOf(use);
      expect(error).toBeInstanceOf(DisposedError);
      expect(error.message).toBe("this DatasetBuilder is used up; expected a new one");
    }
    builder.dispose();
    expect(valuesOf(dataset)).toEqual(X.flat());
    dataset.dispose();
    expect(runtime.memory.used).toBe(0);
  });
});

describe("dispose", () => {
  it("gives the memory back, once", async () => {
    const builder = new DatasetBuilder(shape);
    expect(runtime.memory.used).toBe(320);
    builder.dispose();
    expect(runtime.memory.used).toBe(0);
    builder.dispose();
    expect(await errorOf(() => builder.row(0))).toBeInstanceOf(DisposedError);
    {
      using other = new DatasetBuilder(shape);
      other.row(0);
    }
    expect(runtime.memory.used).toBe(0);
  });
});

describe("new DatasetBuilder", () => {
  it.each<[string, unknown, string, string]>([
    ["nothing", undefined, "options", "undefined; expected an object with options"],
    ["no rows", { rows: 0, cols: 1 }, "options.rows", "0; expected a whole number of at least 1"],
    ["fractional rows", { rows: 1.5, cols: 1 }, "options.rows", "1.5; expected a whole number of at least 1"],
    [
      "endless rows",
      { rows: Infinity, cols: 1 },
      "options.rows",
      "Infinity; expected a whole number of at least 1",
    ],
    ["no columns", { rows: 1, cols: 0 }, "options.cols", "0; expected a whole number of at least 1"],
    ["cols missing", { rows: 1 }, "options.cols", "undefined; expected a whole number of at least 1"],
    [
      "a misspelt option",
      { rows: 1, columns: 1 },
      "options.columns",
      'unknown option; expected "rows", "cols", "dtype", "featureNames", "runtime"',
    ],
    ["dtype", { rows: 1, cols: 1, dtype: "f16" }, "options.dtype", '"f16"; expected "f64", "f32"'],
  ])("refuses %s", (_, options, argument, problem) =>
    expectInputError(() => new DatasetBuilder(options as DatasetBuilderOptions), argument, problem),
  );

  it.each([
    [2 ** 53 - 1, 1],
    [1, 2 ** 53 - 1],
    [2 ** 40, 2 ** 40],
  ])("has no room for %d × %d, and reserves nothing for it", async (rows, cols) => {
    const before = runtime.memory;
    const error = (await errorOf(() => new DatasetBuilder({ rows, cols, runtime }))) as MemoryError;
    expect(error).toBeInstanceOf(MemoryError);
    expect(error).toMatchObject({ requested: rows * cols * 8, limit: 2 ** 34 });
    expect(runtime.memory).toEqual(before);
  });
});
