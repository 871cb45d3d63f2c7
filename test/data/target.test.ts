import { beforeAll, describe, expect, it } from "vitest";
import { Dataset, type Label, LogisticRegression } from "../../src/index.ts";
import { Target } from "../../src/data/target.ts";
import { overlapping, withHole } from "../support/data.ts";
import { Fitted } from "../support/fitted.ts";

const { X, y } = overlapping(40, 2);
const typed = [
  Float64Array,
  Float32Array,
  Int32Array,
  Uint32Array,
  Int16Array,
  Uint16Array,
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
];

describe("labels", () => {
  it.each(typed.map((Type) => [Type.name, Type] as const))("may be in a %s", async (_, Type) => {
    const labels = Type.from(y.map((label) => label + 3));
    const model = await new LogisticRegression<number>().fit(X, labels);
    const plain = await new LogisticRegression().fit(X, y);
    expect(model.classes).toEqual([3, 4]);
    expect(model.coef).toEqual(plain.coef);
    expect(model.predict(X)).toEqual(plain.predict(X).map((label) => (label as number) + 3));
    expect(model.score(X, labels)).toBe(plain.score(X, y));
  });

  it.each<[string, [Label, Label], [Label, Label]]>([
    ["numbers, by value", [10, 9], [9, 10]],
    ["negative numbers", [-1, -10], [-10, -1]],
    ["strings, by code units", ["a", "B"], ["B", "a"]],
    ["digits in strings, as strings", ["9", "10"], ["10", "9"]],
    ["a string and its beginning", ["ab", "a"], ["a", "ab"]],
    ["the empty string", ["x", ""], ["", "x"]],
    ["false before true", [true, false], [false, true]],
  ])("sort: %s", async (_, given, classes) => {
    const labels = y.map((code) => given[code]) as number[];
    const model = await new LogisticRegression<Label>().fit(X, labels);
    expect(model.classes).toEqual(classes);
    expect(new Set(model.predict(X))).toEqual(new Set(classes));
    const right = model.predict(X).filter((label, i) => label === labels[i]).length;
    expect(model.score(X, labels)).toBe(right / 40);
    expect(right / 40).toBeGreaterThan(0.6);
    const plain = await new LogisticRegression().fit(X, y);
    const sign = classes[0] === given[0] ? 1 : -1;
    model.coef[0].forEach((value, j) => expect(value).toBeCloseTo(sign * plain.coef[0][j], 4));
  });

  it("are coded in a typed array of two numbers as in any other", () => {
    for (const values of [
      [3, -2, 3, 3],
      [-2, -2, 3],
      [0, -0, 1],
      [1, -0, 0],
      [5, 5],
      [1, 2, 3, 1],
      [-0, -0],
    ]) {
      const plain = new Target("y", values, values.length).classCodes;
      const { classes, codes } = new Target("y", Float64Array.from(values), values.length).classCodes;
      expect(classes).toEqual(plain.classes);
      expect(codes).toEqual(plain.codes);
    }
  });

  it("take −0 for 0", async () => {
    const labels = y.map((label, i) => (label === 0 && i % 2 ? -0 : label));
    const { classes } = await new LogisticRegression().fit(X, labels);
    expect(classes).toEqual([0, 1]);
    expect(Object.is(classes[0], 0)).toBe(true);
  });

  it("are coded in any order, and with any number of classes", () => {
    const values = Array.from({ length: 500 }, (_, i) => `label ${(i * 7919) % 13}`);
    const { classes, codes } = new Target("y", values, 500).classCodes;
    expect(classes).toEqual([...new Set(values)].toSorted());
    expect(Array.from(codes, (code) => classes[code])).toEqual(values);
  });
});

let fitted: Fitted;
beforeAll(async () => {
  fitted = await Fitted.to();
});

/** The same labels but for some. */
function labelsWith(changes: Record<number, unknown>): unknown[] {
  return Object.assign([...y], changes);
}

const ANY = "expected a number, string or boolean";
const ARRAY = "expected an array of labels or a typed array of numbers";
const refused: [string, unknown, string][] = [
  ["null", null, `null; ${ARRAY}`],
  ["a string", "0101", `"0101"; ${ARRAY}`],
  ["a number", 1, `1; ${ARRAY}`],
  ["an object", { 0: 0 }, `an object; ${ARRAY}`],
  ["a Set", new Set(y), `a Set; ${ARRAY}`],
  ["a generator", (function* () {})(), `a Generator; ${ARRAY}`],
  ["an async generator", (async function* () {})(), `an AsyncGenerator; ${ARRAY}`],
  [
    "of a class without a name",
    new (class {
      length = 40;
    })(),
    `an object; ${ARRAY}`,
  ],
  ["BigInt in a typed array", new BigInt64Array(40), `a BigInt64Array; ${ARRAY}`],
  ["a DataView", new DataView(new ArrayBuffer(40)), `a DataView; ${ARRAY}`],
  ["too few", y.slice(1), "39 labels; expected 40, one for each row of X"],
  ["too many", [...y, 0], "41 labels; expected 40, one for each row of X"],
  ["none", [], "0 labels; expected 40, one for each row of X"],
  ["a hole", withHole(y, 17), `undefined at index 17; ${ANY}`],
  ["a hole at the start", withHole(y, 0), `undefined at index 0; ${ANY}`],
  ["null for a label", labelsWith({ 39: null }), `null at index 39; ${ANY}`],
  ["a BigInt", labelsWith({ 3: 1n }), `1n at index 3; ${ANY}`],
  ["an array for a label", labelsWith({ 3: [1] }), `an array of 1 at index 3; ${ANY}`],
  ["NaN", labelsWith({ 2: Number.NaN }), "NaN at index 2; expected a finite number"],
  ["Infinity", labelsWith({ 2: Infinity }), "Infinity at index 2; expected a finite number"],
  ["NaN in a typed array", Float32Array.from(labelsWith({ 5: Number.NaN }) as number[]), "NaN at index 5; expected a finite number"], // prettier-ignore
  ["mixed types", labelsWith({ 8: "1" }), `"1" at index 8; expected a number like ${y[0]}`],
  ["booleans among numbers", labelsWith({ 8: true }), `true at index 8; expected a number like ${y[0]}`],
];

describe.each<[string, (y: never) => unknown]>([
  ["Dataset.from", (labels) => Dataset.from(X, labels, { runtime: fitted.runtime })],
  ["fit", (labels) => fitted.model.fit(X, labels)],
  ["score", (labels) => fitted.model.score(X, labels)],
])("%s refuses", (_entry, call) => {
  it.each(refused)("%s", (_, labels, problem) => fitted.refuses(() => call(labels as never), "y", problem));
});

describe("fit refuses", () => {
  it.each<[string, unknown[], string]>([
    ["one class", y.map(() => 1), "one class only, 1; expected at least two"],
    ["one class, a string", y.map(() => "ham"), 'one class only, "ham"; expected at least two'],
  ])("%s", async (_, labels, problem) => {
    await fitted.refuses(() => fitted.model.fit(X, labels as never), "y", problem);
    using dataset = Dataset.from(X, labels as never, { runtime: fitted.runtime });
    await fitted.refuses(() => fitted.model.fit(dataset), "y", problem);
  });

  it("no labels at all", async () => {
    const problem = "no labels; expected one for each row, here or in the Dataset";
    await fitted.refuses(() => fitted.model.fit(X, undefined as never), "y", problem);
    using dataset = Dataset.from(X, undefined, { runtime: fitted.runtime });
    await fitted.refuses(() => fitted.model.fit(dataset), "y", problem);
    await fitted.refuses(() => fitted.model.score(dataset), "y", problem);
  });

  it("labels beside a data set that don't fit its rows", async () => {
    using dataset = Dataset.from(X, y, { runtime: fitted.runtime });
    const problem = "2 labels; expected 40, one for each row of X";
    await fitted.refuses(() => fitted.model.fit(dataset, [0, 1]), "y", problem);
    await fitted.refuses(() => fitted.model.score(dataset, [0, 1]), "y", problem);
  });
});

describe("score", () => {
  it("refuses labels of another type than the model's", () =>
    fitted.refuses(
      () => fitted.model.score(X, y.map(String) as never),
      "y",
      `"${y[0]}" at index 0; expected labels of one type with the model's, like 0`,
    ));

  it("counts labels that the model doesn't know as wrong", () => {
    expect(fitted.model.score(X, y.map(() => 7))).toBe(0); // prettier-ignore
  });

  it("takes the labels given rather than those of the data set", () => {
    using dataset = Dataset.from(X, y, { runtime: fitted.runtime });
    const score = fitted.model.score(dataset);
    expect(fitted.model.score(dataset, y.map((label) => 1 - label))).toBeCloseTo(1 - score, 12); // prettier-ignore
  });
});
