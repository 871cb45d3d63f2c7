import { beforeAll, describe, expect, it } from "vitest";
import { Dataset, DatasetBuilder } from "../../src/index.ts";
import { formsOf, matrix, valuesOf, withHole } from "../support/data.ts";
import { Fitted } from "../support/fitted.ts";

let fitted: Fitted;
beforeAll(async () => {
  fitted = await Fitted.to();
});

/** Everything that takes rows, here of two columns. */
const entries: Record<string, (X: never) => unknown> = {
  "Dataset.from": (X) => Dataset.from(X, undefined, { runtime: fitted.runtime }),
  fit: (X) => fitted.model.fit(X, [0, 1, 1]),
  predict: (X) => fitted.model.predict(X),
  predictProba: (X) => fitted.model.predictProba(X),
  decisionFunction: (X) => fitted.model.decisionFunction(X),
  score: (X) => fitted.model.score(X, [0, 1, 1]),
};

const X = [
  [1, 2],
  [3, 4],
  [5, 6],
];

const data = (...values: number[]) => Float64Array.from(values);

const FORMS = "expected an array of rows, { data, rows, cols }, { columns } or a CsrMatrix";
const PAIRS = "expected a number, or, of pairs [index, value], what Dataset.fromSparseRows makes";
const ROW = "expected an array, Float64Array or Float32Array";
const WHOLE = "expected a whole number of at least 0";
const REAL = "expected a Float64Array or Float32Array";

/** What is given, where the message says the fault is, and what it says. */
const refused: [string, unknown, string, string][] = [
  ["undefined", undefined, "", `undefined; ${FORMS}`],
  ["null", null, "", `null; ${FORMS}`],
  ["a number", 3, "", `3; ${FORMS}`],
  ["a string", "1,2", "", `"1,2"; ${FORMS}`],
  ["a typed array without a shape", data(1, 2), "", `a Float64Array; ${FORMS}`],
  ["an object of another kind", { rows: 1, cols: 2 }, "", `an object; ${FORMS}`],

  ["no rows", [], "", "no rows; expected at least one"],
  ["no rows of a matrix", { data: data(), rows: 0, cols: 2 }, "", "no rows; expected at least one"],
  ["no rows of columns", { columns: { a: [], b: [] } }, "", "no rows; expected at least one"],
  ["no columns", [[], [], []], "", "no columns; expected at least one"],
  ["no columns of a matrix", { data: data(), rows: 3, cols: 0 }, "", "no columns; expected at least one"],
  ["no columns by name", { columns: {} }, "", "no columns; expected at least one"],

  ["a short row", [[1, 2], [3], [4, 5]], "", "row 1 has 1 values; expected 2 as in row 0"],
  ["a long row", [[1, 2], data(3, 4), data(5, 6, 7)], "", "row 2 has 3 values; expected 2 as in row 0"],
  ["a hole for a row", withHole(X, 1), "", `row 1 is undefined; ${ROW}`],
  ["a sparse array", Object.assign([], { length: 2 ** 32 - 1 }), "", `row 0 is undefined; ${ROW}`],
  ["null for a row", [[1, 2], [3, 4], null], "", `row 2 is null; ${ROW}`],
  ["numbers for rows", [1, 2, 3], "", `row 0 is 1; ${ROW}`],
  ["a string for a row", [[1, 2], "34", [5, 6]], "", `row 1 is "34"; ${ROW}`],
  ["a row of integers", [[1, 2], Int32Array.of(3, 4), [5, 6]], "", `row 1 is an Int32Array; ${ROW}`],
  ["a row of BigInt", [BigInt64Array.of(1n, 2n)], "", `row 0 is a BigInt64Array; ${ROW}`],

  ["a hole", [[1, 2], [3, 4], withHole([5, 6], 0)], "", "undefined at row 2, column 0; expected a number"],
  [
    "null",
    [
      [1, 2],
      [3, null],
      [5, 6],
    ],
    "",
    "null at row 1, column 1; expected a number",
  ],
  [
    "a string of digits",
    [
      [1, "2"],
      [3, 4],
      [5, 6],
    ],
    "",
    '"2" at row 0, column 1; expected a number',
  ],
  [
    "a boolean",
    [
      [1, 2],
      [3, 4],
      [5, true],
    ],
    "",
    "true at row 2, column 1; expected a number",
  ],
  [
    "a BigInt",
    [
      [1, 2],
      [3n, 4],
      [5, 6],
    ],
    "",
    "3n at row 1, column 0; expected a number",
  ],
  [
    "an object",
    [
      [1, 2],
      [3, [4]],
      [5, 6],
    ],
    "",
    "an array of 1 at row 1, column 1; expected a number",
  ],

  [
    "a matrix of integers",
    { data: Int32Array.of(1, 2), rows: 1, cols: 2 },
    ".data",
    `an Int32Array; ${REAL}`,
  ],
  [
    "a matrix of BigInt",
    { data: new BigUint64Array(2), rows: 1, cols: 2 },
    ".data",
    `a BigUint64Array; ${REAL}`,
  ],
  ["a matrix of strings", { data: ["1", "2"], rows: 1, cols: 2 }, ".data", `an array of 2; ${REAL}`],
  ["a matrix without data", { data: undefined, rows: 1, cols: 2 }, ".data", `undefined; ${REAL}`],
  ["fractional rows", { data: data(1, 2, 3), rows: 1.5, cols: 2 }, ".rows", `1.5; ${WHOLE}`],
  ["negative rows", { data: data(1, 2), rows: -1, cols: -2 }, ".rows", `-1; ${WHOLE}`],
  ["NaN rows", { data: data(1, 2), rows: Number.NaN, cols: 2 }, ".rows", `NaN; ${WHOLE}`],
  ["endless rows", { data: data(1, 2), rows: Infinity, cols: 2 }, ".rows", `Infinity; ${WHOLE}`],
  ["rows in a string", { data: data(1, 2), rows: "1", cols: 2 }, ".rows", `"1"; ${WHOLE}`],
  [
    "rows past all integers",
    { data: data(1, 2), rows: 2 ** 53, cols: 2 },
    ".rows",
    `9007199254740992; ${WHOLE}`,
  ],
  ["cols missing", { data: data(1, 2), rows: 1 }, ".cols", `undefined; ${WHOLE}`],
  [
    "absurd rows",
    { data: data(1, 2), rows: 2 ** 40, cols: 2 },
    ".data",
    "2 values; expected rows × cols = 1099511627776 × 2",
  ],
  [
    "data left over",
    { data: data(1, 2, 3), rows: 1, cols: 2 },
    ".data",
    "3 values; expected rows × cols = 1 × 2",
  ],
  ["a misspelt key", { data: data(1, 2), rows: 1, colls: 2 }, ".colls", 'unknown entry; expected "cols"?'],

  [
    "columns in an array",
    { columns: [[1], [2]] },
    ".columns",
    "an array of 2; expected an object of columns by name",
  ],
  ["columns missing", { columns: null }, ".columns", "null; expected an object of columns by name"],
  ["a column that is none", { columns: { a: [1], b: 2 } }, ".columns.b", `2; ${ROW}`],
  ["a column of integers", { columns: { a: [1], b: Int8Array.of(2) } }, ".columns.b", `an Int8Array; ${ROW}`],
  [
    "a short column",
    { columns: { a: [1, 2], b: [3] } },
    ".columns.b",
    '1 values; expected 2 as in column "a"',
  ],
  [
    "a string in a column",
    { columns: { a: [1, 3, 5], b: ["2", 4, 6] } },
    "",
    '"2" at row 0, column "b"; expected a number',
  ],
  [
    "a hole in a column",
    { columns: { a: withHole([1, 2, 3], 1), b: [1, 2, 3] } },
    "",
    'undefined at row 1, column "a"; expected a number',
  ],
  [
    "a key beside columns",
    { columns: { a: [1], b: [1] }, rows: 1 },
    ".rows",
    'unknown entry; expected "columns"',
  ],
];

describe.each(Object.keys(entries))("%s refuses", (entry) => {
  it.each(refused)("%s", async (_, given, where, problem) => {
    await fitted.refuses(() => entries[entry](given as never), `X${where}`, problem);
  });
});

it.each([
  [
    "pairs",
    [
      [
        [0, 1.5],
        [7, 2],
      ],
      [],
      [[3, 1]],
    ],
    0,
  ],
  ["pairs after empty rows", [[], [], [[3, 1]]], 2],
])("data sets and fits say where %s belong", async (_, given, row) => {
  for (const entry of ["Dataset.from", "fit"]) {
    const problem = `an array of 2 at row ${row}, column 0; ${PAIRS}`;
    await fitted.refuses(() => entries[entry](given as never), "X", problem);
  }
});

it.each(Object.keys(entries).filter((name) => name !== "fit"))(
  "%s says that rows must be in memory",
  async (entry) => {
    const problem = `a function; ${FORMS}`;
    await fitted.refuses(() => entries[entry]((() => []) as never), "X", problem);
  },
);

describe("DatasetBuilder.append refuses", () => {
  it.each(refused)("%s", async (_, given, where, problem) => {
    await fitted.unchanged(async () => {
      using builder = new DatasetBuilder({ rows: 3, cols: 2, runtime: fitted.runtime });
      const { used } = fitted.runtime.memory;
      await fitted.refuses(() => builder.append(given as never), `chunk${where}`, problem);
      expect(fitted.runtime.memory.used).toBe(used);
      builder.append(matrix(X));
      using dataset = builder.finish();
      expect(valuesOf(dataset)).toEqual(X.flat());
    });
  });
});

describe("values that aren't finite", () => {
  const places = [
    [0, 0],
    [1, 1],
    [2, 0],
  ];
  const cases = [Number.NaN, Infinity, -Infinity].flatMap((value) =>
    places.flatMap(([row, col]) => {
      const broken = X.map((given, i) => given.map((old, j) => (i === row && j === col ? value : old)));
      return Object.entries(formsOf(broken)).map(([form, given]) => ({ value, row, col, form, given }));
    }),
  );

  it.each(cases)("$value at row $row, column $col of $form", async ({ value, row, col, form, given }) => {
    for (const [entry, call] of Object.entries(entries)) {
      const named = form.startsWith("columns") && (entry === "Dataset.from" || entry === "fit");
      const place = `row ${row}, column ${named ? `"${"ab"[col]}"` : col}`;
      await fitted.refuses(() => call(given as never), "X", `${value} at ${place}; expected a finite number`);
    }
  });
});
