import { beforeAll, describe, expect, it } from "vitest";
import { Dataset, DatasetBuilder, LogisticRegression } from "../../src/index.ts";
import { columns, overlapping, valuesOf } from "../support/data.ts";
import { expectInputError } from "../support/errors.ts";

const { X, y } = overlapping(30, 3);
const { a, b, c } = columns(X).columns;

describe("feature names", () => {
  it.each<[string, unknown, string]>([
    ["too few", ["a", "b"], "2 names; expected 3, one for each column of X"],
    ["twice the same", ["a", "b", "a"], '"a" stands twice; expected each name once'],
    ["numbers", ["a", 2, "c"], "2 at index 1; expected a string"],
    // oxlint-disable-next-line no-sparse-arrays
    ["a hole", ["a", , "c"], "undefined at index 1; expected a string"],
    ["a string", "abc", '"abc"; expected an array of strings'],
  ])("refuses %s", async (_, names, problem) => {
    const featureNames = names as string[];
    await expectInputError(() => Dataset.from(X, y, { featureNames }), "options.featureNames", problem);
    const build = () => new DatasetBuilder({ rows: 30, cols: 3, featureNames });
    await expectInputError(build, "options.featureNames", problem);
  });

  it("come from the columns or from an option, not from both", () =>
    expectInputError(
      () => Dataset.from({ columns: { a, b } }, y, { featureNames: ["a", "b"] }),
      "options.featureNames",
      "X names its columns already; expected names in one place only",
    ));

  it.each(["__proto__", "constructor", "toString", "", "0"])("may be %j", async (name) => {
    const odd = JSON.parse(`{ "a": [1, 2, 3], ${JSON.stringify(name)}: [4, 5, 6] }`);
    const order = name === "0" ? [name, "a"] : ["a", name];
    using dataset = Dataset.from({ columns: odd }, [0, 1, 0]);
    expect(dataset.featureNames).toEqual(order);
    const model = await new LogisticRegression().fit(dataset);
    expect(model.featureNames).toEqual(order);
    expect(model.decisionFunction({ columns: odd })).toEqual(model.decisionFunction(dataset));
    const other = name === "toString" ? "constructor" : "toString";
    const renamed = JSON.parse(`{ "a": [1], "${other}": [4] }`);
    const problem = `no column ${JSON.stringify(name)}; expected one for each feature name`;
    await expectInputError(() => model.predict({ columns: renamed }), "X.columns", problem);
  });
});

describe("a model of named columns", () => {
  let model: LogisticRegression;
  beforeAll(async () => {
    model = await new LogisticRegression().fit({ columns: { a, b, c } }, y);
  });

  it("finds columns by name, in any order", async () => {
    const z = model.decisionFunction(X);
    expect(model.decisionFunction({ columns: { c, a, b } })).toEqual(z);
    expect(model.decisionFunction({ columns: { a, b, c } })).toEqual(z);
  });

  it("refuses columns of other names", async () => {
    const missing = 'no column "c"; expected one for each feature name';
    await expectInputError(() => model.predict({ columns: { a, b, d: c } }), "X.columns", missing);
    const extra = 'column "d"; expected only those of the feature names';
    await expectInputError(() => model.predict({ columns: { a, b, c, d: a } }), "X.columns", extra);
  });

  it("refuses a data set whose names differ, or come in another order", async () => {
    using swapped = Dataset.from({ columns: { a, c, b } });
    const problem = 'column 1 is "c"; expected "b" as in fit';
    await expectInputError(() => model.predict(swapped), "X", problem);
    using unnamed = Dataset.from(X);
    expect(model.decisionFunction(unnamed)).toEqual(model.decisionFunction(X));
  });

  it("keeps the names in JSON", async () => {
    const again = LogisticRegression.fromJSON(JSON.parse(JSON.stringify(model)));
    expect(again.featureNames).toEqual(["a", "b", "c"]);
    expect(again.decisionFunction({ columns: { b, c, a } })).toEqual(model.decisionFunction(X));
  });
});

/** One row, in columns of these names; the values tell them apart. */
function named(...names: string[]) {
  return { columns: Object.fromEntries(names.map((name) => [name, [name.length]])) };
}

describe("a builder of named columns", () => {
  it("puts the columns of a chunk where its names say", () => {
    const builder = new DatasetBuilder({ rows: 2, cols: 2, featureNames: ["x", "long"] });
    builder.append(named("long", "x"));
    builder.append(named("x", "long"));
    using dataset = builder.finish();
    expect(valuesOf(dataset)).toEqual([1, 4, 1, 4]);
  });

  it("takes over the names of the first chunk that has any", async () => {
    const builder = new DatasetBuilder({ rows: 3, cols: 2 });
    builder.append([[1, 4]]);
    builder.append(named("x", "long"));
    await expectInputError(
      () => builder.append(named("x", "other")),
      "chunk.columns",
      'no column "long"; expected one for each feature name',
    );
    builder.append(named("long", "x"));
    using dataset = builder.finish();
    expect(valuesOf(dataset)).toEqual([1, 4, 1, 4, 1, 4]);
    expect(dataset.featureNames).toEqual(["x", "long"]);
  });
});
