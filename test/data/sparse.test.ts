import { describe, expect, it } from "vitest";
import {
  createRuntime,
  type CsrMatrix,
  Dataset,
  DatasetBuilder,
  InputError,
  LogisticRegression,
  MemoryError,
  StandardScaler,
} from "../../src/index.ts";
import { SparseStorage } from "../../src/data/sparse-storage.ts";
import { expectInputError } from "../support/errors.ts";
import { csrOf, sparseRows } from "../support/sparse.ts";

const CSR: CsrMatrix = {
  values: [1, 2, 3, 4, 5],
  indices: [0, 2, 1, 0, 3],
  indptr: [0, 2, 2, 3, 5],
  rows: 4,
  cols: 4,
};
const DENSE = [
  [1, 0, 2, 0],
  [0, 0, 0, 0],
  [0, 3, 0, 0],
  [4, 0, 0, 5],
];

/** The rows of a data set with their zeros. */
function rowsOf(dataset: Dataset): number[][] {
  const { storage } = dataset;
  return storage.segments.flatMap((segment) =>
    Array.from({ length: segment.rows }, (_, i) => [...storage.view(segment, i, 1)]),
  );
}

describe("Dataset.from a CsrMatrix", () => {
  it.each(["f64", "f32"] as const)("holds its rows in %s, and their non-zeros only", (dtype) => {
    const dataset = Dataset.from(CSR, [1, 0, 1, 0], { dtype });
    expect([dataset.rows, dataset.cols, dataset.dtype]).toEqual([4, 4, dtype]);
    expect((dataset.storage as SparseStorage).nonZeros).toBe(5);
    expect(rowsOf(dataset)).toEqual(DENSE);
    dataset.dispose();
  });

  it.each([Int32Array, Uint32Array, Uint8Array, Uint16Array])("takes indices of %o", (Indices) => {
    const csr = { ...CSR, indices: Indices.from(CSR.indices), indptr: Indices.from(CSR.indptr) };
    expect(rowsOf(Dataset.from(csr))).toEqual(DENSE);
  });

  it("takes rows and columns without any value", () => {
    const csr = { values: [], indices: [], indptr: [0, 0, 0], rows: 2, cols: 3 };
    expect(rowsOf(Dataset.from(csr))).toEqual([
      [0, 0, 0],
      [0, 0, 0],
    ]);
  });

  it("puts indices in order, and adds up values of one column", () => {
    const csr = { ...CSR, indices: [2, 0, 1, 3, 3] };
    const dataset = Dataset.from(csr);
    expect(rowsOf(dataset)).toEqual([
      [2, 0, 1, 0],
      [0, 0, 0, 0],
      [0, 3, 0, 0],
      [0, 0, 0, 9],
    ]);
  });

  it("has names and weights as dense rows have", async () => {
    const X = sparseRows(40, 3);
    const y = X.map((row, i) => Number(row[0]! + (i % 3) / 5 > 0.2));
    const sampleWeight = Float64Array.from(X, (_, i) => 1 + (i % 4));
    const featureNames = ["a", "b", "c"];
    const model = await new LogisticRegression().fit(
      Dataset.from(csrOf(X), y, { featureNames, sampleWeight }),
    );
    const dense = await new LogisticRegression().fit(Dataset.from(X, y, { featureNames, sampleWeight }));
    expect(model.featureNames).toEqual(featureNames);
    model.coef[0]!.forEach((value, j) => expect(value).toBeCloseTo(dense.coef[0]![j]!, 9));
  });

  it("is what other readers of rows see with all zeros", () => {
    const scaled = new StandardScaler().fit(CSR).transform(CSR);
    expect(scaled).toEqual(new StandardScaler().fit(DENSE).transform(DENSE));
    const builder = new DatasetBuilder({ rows: 4, cols: 4 });
    builder.append(CSR);
    expect(rowsOf(builder.finish())).toEqual(DENSE);
  });

  it("gives all its memory back", () => {
    const runtime = createRuntime();
    const before = runtime.memory.used;
    const dataset = Dataset.from(CSR, undefined, { runtime });
    const storage = dataset.storage as SparseStorage;
    const picked = storage.pickRows([1, 3]);
    dataset.dispose();
    expect(runtime.memory.used).toBeGreaterThan(before); // the picked rows still need it
    expect([...picked.view(picked.segments[0]!, 1, 1)]).toEqual(DENSE[3]);
    picked.release();
    expect(runtime.memory.used).toBe(before);
  });

  it("copies some of the columns", () => {
    const storage = Dataset.from(CSR).storage as SparseStorage;
    const picked = storage.pickColumns(Uint32Array.of(0, 3));
    expect([...picked.view(picked.segments[0]!, 0, 4)]).toEqual([1, 0, 0, 0, 0, 0, 4, 5]);
    picked.release();
  });

  it("refuses more non-zeros than memory holds, and keeps nothing", () => {
    const runtime = createRuntime({ maxMemory: 2 ** 21 });
    const count = 2 ** 18;
    const csr = {
      values: new Float64Array(count).fill(1),
      indices: new Uint32Array(count),
      indptr: Uint32Array.from({ length: 1025 }, (_, i) => i * 256),
      rows: 1024,
      cols: 1,
    };
    const before = runtime.memory.used;
    expect(() => Dataset.from(csr, undefined, { runtime })).toThrow(MemoryError);
    expect(runtime.memory.used).toBe(before);
  });
});

describe("bad sparse rows", () => {
  const cases: [what: string, changes: object, argument: string, problem: string][] = [
    ["indptr too short", { indptr: [0, 2, 5] }, "X.indptr.length", "3; expected 5"],
    ["indptr not from 0", { indptr: [1, 2, 2, 3, 5] }, "X.indptr[0]", "1; expected 0"],
    [
      "indptr that falls",
      { indptr: [0, 2, 1, 3, 5] },
      "X.indptr[2]",
      "1; expected a whole number of at least 2",
    ],
    [
      "a fraction in indptr",
      { indptr: [0, 1.5, 2, 3, 5] },
      "X.indptr[1]",
      "1.5; expected a whole number of at least 0",
    ],
    [
      "indptr beyond the values",
      { indptr: [0, 2, 2, 3, 6] },
      "X.indices.length",
      "5; expected 6, where indptr ends",
    ],
    [
      "fewer values than indices",
      { values: [1, 2, 3] },
      "X.values.length",
      "3; expected 5, where indptr ends",
    ],
    [
      "a negative index",
      { indices: [0, -2, 1, 0, 3] },
      "X.indices",
      "-2 at row 0; expected a column from 0 to 3",
    ],
    [
      "an index out of range",
      { indices: [0, 2, 1, 0, 4] },
      "X.indices",
      "4 at row 3; expected a column from 0 to 3",
    ],
    [
      "an index that is no whole number",
      { indices: [0, 2, 0.5, 0, 3] },
      "X.indices",
      "0.5 at row 2; expected a column from 0 to 3",
    ],
    [
      "NaN",
      { values: [1, 2, Number.NaN, 4, 5] },
      "X.values",
      "NaN at row 2, column 1; expected a finite number",
    ],
    [
      "a string for a number",
      { values: [1, "2", 3, 4, 5] },
      "X.values",
      '"2" at row 0, column 2; expected a finite number',
    ],
    [
      "a string for an index",
      { indices: [0, "2", 1, 0, 3] },
      "X.indices",
      '"2" at row 0; expected a column from 0 to 3',
    ],
    ["no number of rows", { rows: undefined }, "X.rows", "undefined; expected a whole number of at least 0"],
  ];

  it.each(cases)("%s, in a data set and in predictions", async (_what, changes, argument, problem) => {
    const csr = { ...CSR, ...changes } as CsrMatrix;
    await expectInputError(() => Dataset.from(csr), argument, problem);
    const model = await new LogisticRegression().fit(DENSE, [1, 0, 1, 0]);
    await expectInputError(() => model.decisionFunction(csr), argument, problem);
  });

  it.each([
    [
      "indices that are bigints",
      { indices: BigInt64Array.of(0n, 2n, 1n, 0n, 3n) },
      "X.indices",
      "a BigInt64Array; expected an array or a typed array of numbers",
    ],
    [
      "no indices",
      { indices: undefined },
      "X.indices",
      "undefined; expected an array or a typed array of numbers",
    ],
    [
      "no values",
      { values: undefined },
      "X.values",
      "undefined; expected an array or a typed array of numbers",
    ],
    ["null for indptr", { indptr: null }, "X.indptr", "null; expected an array or a typed array of numbers"],
    [
      "no number of columns",
      { cols: undefined },
      "X.cols",
      "undefined; expected a whole number of at least 0",
    ],
  ])("%s", async (_what, changes, argument, problem) => {
    const csr = { ...CSR, ...(changes as object) } as CsrMatrix;
    await expectInputError(() => Dataset.from(csr), argument, problem);
    // Predictions, which are to be small, refuse it in words of their own.
    const model = await new LogisticRegression().fit(DENSE, [1, 0, 1, 0]);
    expect(() => model.decisionFunction(csr)).toThrow(InputError);
  });

  it("no rows, no columns, unknown entries, lists that are none", async () => {
    const refuse = (changes: object, argument: string, problem: string) =>
      expectInputError(() => Dataset.from({ ...CSR, ...changes } as CsrMatrix), argument, problem);
    await refuse({ rows: 0, indptr: [0], indices: [], values: [] }, "X", "no rows; expected at least one");
    await refuse({ cols: 0 }, "X", "no columns; expected at least one");
    await refuse({ rows: -1 }, "X.rows", "-1; expected a whole number of at least 0");
    await refuse(
      { shape: [4, 4] },
      "X.shape",
      'unknown entry; expected "values", "indices", "indptr", "rows", "cols"',
    );
    await refuse({ values: "12345" }, "X.values", '"12345"; expected an array or a typed array of numbers');
  });

  it("values that f32 can't hold", () =>
    expectInputError(
      () => Dataset.from({ ...CSR, values: [1, 2, 1e300, 4, 5] }, undefined, { dtype: "f32" }),
      "X",
      "a value at row 2, column 1, beyond f32's range; expected numbers that f32 can hold",
    ));

  it.each([
    ["f64", 1.5e308],
    ["f32", 2e38],
  ] as const)("values of a column that add up to more than %s can hold", (dtype, value) =>
    expectInputError(
      () =>
        Dataset.from({ ...CSR, indices: [0, 2, 1, 3, 3], values: [1, 2, 3, value, value] }, undefined, {
          dtype,
        }),
      "X",
      `values that add up at row 3, column 3, beyond ${dtype}'s range; expected numbers that ${dtype} can hold`,
    ),
  );
});

describe("Dataset.fromSparseRows", () => {
  it("takes any iterable of pairs", () => {
    function* rows() {
      yield [
        [0, 1],
        [2, 2],
      ] as [number, number][];
      yield new Map<number, number>();
      yield new Map([[1, 3]]);
      yield [
        [0, 4],
        [3, 5],
      ] as [number, number][];
    }
    const dataset = Dataset.fromSparseRows(rows(), ["a", "b", "a", "b"]);
    expect(rowsOf(dataset)).toEqual(DENSE);
    expect(Dataset.fromSparseRows([[[1, 2]]], undefined, { cols: 5 }).cols).toBe(5);
  });

  it("refuses what is no pair of a column and a number", async () => {
    const refuse = (rows: unknown, argument: string, problem: string, options = {}) =>
      expectInputError(() => Dataset.fromSparseRows(rows as [], undefined, options), argument, problem);
    await refuse(3, "rows", "3; expected an iterable of rows");
    await refuse([[[0, 1]], 4], "rows", "4; expected an iterable of [index, value] in row 1");
    await refuse([[[0, 1, 2]]], "rows", "an array of 3 in row 0; expected [index, value]");
    await refuse([[[-1, 2]]], "rows", "-1 for an index in row 0; expected a whole number of at least 0");
    await refuse([[], [[3, Infinity]]], "rows", "Infinity at row 1, column 3; expected a finite number");
    await refuse([[[7, 1]]], "options.cols", "4; expected at least 8, as there are values", { cols: 4 });
    await refuse([[]], "rows", "no columns; expected at least one");
    await refuse([], "rows", "no rows; expected at least one");
  });
});

describe("Dataset.fromLibsvm", () => {
  const TEXT = "+1 1:1 3:2 # the first\n-1\n\n+1 2:3\r\n# nothing\n-1 1:4 4:5e0";

  it("reads text, bytes and streams alike", async () => {
    const bytes = new TextEncoder().encode(TEXT.replace("first", "fürst"));
    async function* pieces() {
      for (let at = 0; at < bytes.length; at += 5) yield bytes.subarray(at, at + 5);
    }
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        for (let at = 0; at < bytes.length; at += 7) controller.enqueue(bytes.subarray(at, at + 7));
        controller.close();
      },
    });
    const all = [
      Dataset.fromLibsvm(TEXT),
      Dataset.fromLibsvm(bytes),
      await Dataset.fromLibsvm(pieces()),
      await Dataset.fromLibsvm(stream),
    ];
    for (const dataset of all) {
      expect(rowsOf(dataset)).toEqual(DENSE);
      expect([...(dataset.target!.values as Float64Array)]).toEqual([1, -1, 1, -1]);
    }
  });

  it("counts columns from 1, or from 0 if asked to", () => {
    expect(rowsOf(Dataset.fromLibsvm("2 0:1 1:3", { indexBase: 0, cols: 3 }))).toEqual([[1, 3, 0]]);
    expect(rowsOf(Dataset.fromLibsvm("2 1:1 2:3"))).toEqual([[1, 3]]);
  });

  it.each([
    ["yes 1:2", '"yes" in line 1; expected a number for the label'],
    ["1,2 1:2", '"1,2" in line 1; expected a number for the label'],
    ["1 1:2\n1 0:2", '"0:2" in line 2; expected an index from 1 to 4294967295'],
    ["1 99999999999:1", '"99999999999:1" in line 1; expected an index from 1 to 4294967295'],
    ["1 1:2\n\n1 qid:4 1:2", '"qid:4" in line 3; expected no qid, which rankings have'],
    ["1 1:2 nonsense", '"nonsense" in line 1; expected index:value'],
    ["1 1:2 -3:1", '"-3:1" in line 1; expected index:value'],
    ["1 1:", '"" in line 1; expected a finite number at index 1'],
    ["1 1:nan", '"nan" in line 1; expected a finite number at index 1'],
    ["1 2:1e999", '"1e999" in line 1; expected a finite number at index 2'],
    ["1 1:0x10", '"0x10" in line 1; expected a finite number at index 1'],
    ["# nothing\n", "no rows; expected at least one"],
  ])("refuses %j", (text, problem) => expectInputError(() => Dataset.fromLibsvm(text), "text", problem));

  it("names the line of an index beyond the columns", async () => {
    const read = (text: string, indexBase: 0 | 1) => () => Dataset.fromLibsvm(text, { cols: 5, indexBase });
    await expectInputError(
      read("1 1:1\n-1 7:1", 1),
      "text",
      '"7:1" in line 2; expected an index from 1 to 5',
    );
    await expectInputError(read("1 5:1", 0), "text", '"5:1" in line 1; expected an index from 0 to 4');
    await expectInputError(
      () => Dataset.fromLibsvm("1 1:1", { cols: 0 }),
      "options.cols",
      "0; expected a whole number of at least 1",
    );
  });

  it("refuses what is neither text nor bytes, and rejects for a stream's", async () => {
    const expected = "expected a string, a Uint8Array or a stream";
    for (const [given, found] of [
      [7, "7"],
      [Float64Array.of(1, 2), "a Float64Array"],
      [new Response("1 1:1"), "a Response"],
      [new Blob(["1 1:1"]), "a Blob"],
      [new ArrayBuffer(8), "an ArrayBuffer"],
      [Promise.resolve("1 1:1"), "a Promise"],
    ]) {
      await expectInputError(
        () => Dataset.fromLibsvm(given as never),
        "text",
        `${found as string}; ${expected}`,
      );
    }
    await expectInputError(
      () => Dataset.fromLibsvm("1 1:1", { indexBase: 2 as never }),
      "options.indexBase",
      "2; expected 0 or 1",
    );
    async function* bad() {
      yield "1 1:2\n";
      yield "1 x:2\n";
    }
    await expect(Dataset.fromLibsvm(bad())).rejects.toThrow(InputError);
    await expect(Dataset.fromLibsvm(bad())).rejects.toThrow('"x:2" in line 2');
  });
});
