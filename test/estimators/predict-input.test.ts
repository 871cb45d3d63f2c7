import { beforeAll, describe, expect, it } from "vitest";
import { Dataset, LogisticRegression } from "../../src/index.ts";
import { formsOf, overlapping } from "../support/data.ts";
import { Fitted } from "../support/fitted.ts";

let fitted: Fitted;
beforeAll(async () => {
  fitted = await Fitted.to();
});
const { X } = overlapping(40, 2);

describe("rows of other than the model's columns are refused", () => {
  const wide = X.map((row) => [...row, 1]);
  const narrow = X.map((row) => row.slice(1));
  const cases = [wide, narrow].flatMap((rows) =>
    Object.entries(formsOf(rows)).map(([form, given]) => [rows[0].length, form, given] as const),
  );

  it.each(cases)("%d columns in %s", async (cols, _, given) => {
    const { model, runtime } = fitted;
    const problem = `${cols} columns; expected 2 as in fit`;
    await fitted.refuses(() => model.predict(given), "X", problem);
    await fitted.refuses(() => model.predictProba(given), "X", problem);
    await fitted.refuses(() => model.decisionFunction(given), "X", problem);
    await fitted.refuses(() => model.score(given, fitted.sample.y), "X", problem);
    using dataset = Dataset.from(given, fitted.sample.y, { runtime });
    await fitted.refuses(() => model.predict(dataset), "X", problem);
    await fitted.refuses(() => model.score(dataset), "X", problem);
  });
});

describe("probability refuses", () => {
  const FINITE = "expected a finite number";
  it.each<[string, unknown, string]>([
    ["undefined", undefined, "undefined; expected an array of numbers"],
    ["null", null, "null; expected an array of numbers"],
    ["a number", 2, "2; expected an array of numbers"],
    ["a string as long as a row", "12", '"12"; expected an array of numbers'],
    ["a short row", [1], "1 columns; expected 2 as in fit"],
    ["a long row", new Float32Array(3), "3 columns; expected 2 as in fit"],
    ["rows", [[1, 2], [3, 4]], `an array of 2 at column 0; ${FINITE}`], // prettier-ignore
    ["NaN", [1, Number.NaN], `NaN at column 1; ${FINITE}`],
    ["NaN in a typed array", Float32Array.of(Number.NaN, 1), `NaN at column 0; ${FINITE}`],
    ["Infinity", [Infinity, 1], `Infinity at column 0; ${FINITE}`],
    ["-Infinity in a typed array", Float64Array.of(0, -Infinity), `-Infinity at column 1; ${FINITE}`],
    ["a string of digits", [1, "2"], `"2" at column 1; ${FINITE}`],
    ["null for a value", [null, 2], `null at column 0; ${FINITE}`],
    ["true", [true, 2], `true at column 0; ${FINITE}`],
    ["a hole", Object.assign([1], { length: 2 }), `undefined at column 1; ${FINITE}`],
    ["a BigInt", [1, 2n], `2n at column 1; ${FINITE}`],
    ["a typed array of BigInt", BigInt64Array.of(1n, 2n), `1n at column 0; ${FINITE}`],
    ["an object without a length", {}, "undefined columns; expected 2 as in fit"],
  ])("%s", (_, row, problem) => fitted.refuses(() => fitted.model.probability(row as never), "row", problem));

  it("what a coefficient of 0 would hide", async () => {
    const json = { version: 1, classes: [0, 1], coef: [[0, 1]], intercept: [0] };
    const model = LogisticRegression.fromJSON(json);
    for (const value of [Number.NaN, Infinity, -Infinity]) {
      const problem = `${value} at column 0; ${FINITE}`;
      await fitted.refuses(() => model.probability([value, 1]), "row", problem);
      await fitted.refuses(() => model.probability(Float64Array.of(value, 1)), "row", problem);
      const inRow = `${value} at row 1, column 0; ${FINITE}`;
      await fitted.refuses(() => model.predict([[1, 1], [value, 1]]), "X", inRow); // prettier-ignore
    }
  });

  it("nothing that is an array of numbers", () => {
    const { model } = fitted;
    const expected = model.probability([1, 2]);
    expect(model.probability(Float64Array.of(1, 2))).toBe(expected);
    expect(model.probability(Float32Array.of(1, 2))).toBe(expected);
    expect(model.probability(Int8Array.of(1, 2) as never)).toBe(expected);
    expect(model.predictProba([[1, 2]]).data[1]).toBe(expected);
  });
});

describe("predict refuses", () => {
  it.each([-0.1, 1.1, Number.NaN, Infinity, "0.5", null, 1n, true])("a threshold of %s", (threshold) => {
    const shown =
      { string: `"${threshold}"`, bigint: `${threshold}n` }[typeof threshold as string] ?? threshold;
    const problem = `${shown}; expected a number in [0, 1]`;
    const predict = () => fitted.model.predict(X, { threshold: threshold as number });
    return fitted.refuses(predict, "options.threshold", problem);
  });

  it.each<[unknown, string, string]>([
    [0.5, "options", "0.5; expected an object with options"],
    [null, "options", "null; expected an object with options"],
    [{ treshold: 0.4 }, "options.treshold", 'unknown option; expected "threshold"?'],
  ])("options %j", (options, argument, problem) =>
    fitted.refuses(() => fitted.model.predict(X, options as never), argument, problem),
  );
});

describe("a value that isn't finite is found in whatever form and block it comes", () => {
  it.each([0, 63, 64, 4095, 4096, 8191, 9998])("row %d", async (row) => {
    const rows = Array.from({ length: 9999 }, (_, i) => [i, 1]);
    rows[row][1] = -Infinity;
    const problem = `-Infinity at row ${row}, column 1; expected a finite number`;
    for (const given of Object.values(formsOf(rows))) {
      await fitted.refuses(() => fitted.model.predictProba(given), "X", problem);
    }
  });
});
