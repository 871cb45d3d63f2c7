import { describe, expect, it } from "vitest";
import { createRuntime, Dataset, DisposedError, LogisticRegression } from "../../src/index.ts";
import { columns, formsOf, matrix, overlapping, valuesOf } from "../support/data.ts";
import { errorOf, expectInputError } from "../support/errors.ts";

const runtime = createRuntime();

/** Values that f32 holds as well. */
function exact(rows: number, cols: number) {
  const { X, y } = overlapping(rows, cols);
  return { X: X.map((row) => row.map(Math.fround)), y };
}

describe.each(["f64", "f32"] as const)("in %s", (dtype) => {
  const { X, y } = exact(60, 5);
  const scorer = LogisticRegression.fromJSON({
    version: 1,
    classes: [0, 1],
    coef: [[0.3, -1.7, 2.1, 0.1, -0.9]],
    intercept: [0.7],
  });

  it.each(Object.entries(formsOf(X)))("%s: the same data set", async (form, given) => {
    using dataset = Dataset.from(given, y, { dtype });
    using reference = Dataset.from(X, y, { dtype });
    expect(dataset).toMatchObject({ rows: 60, cols: 5, dtype, disposed: false });
    expect(dataset.featureNames).toEqual(form.startsWith("columns") ? ["a", "b", "c", "d", "e"] : undefined);
    expect(valuesOf(dataset)).toEqual(X.flat());
    expect(scorer.decisionFunction(dataset)).toEqual(scorer.decisionFunction(X));
    const model = await new LogisticRegression().fit(dataset);
    const same = await new LogisticRegression().fit(reference);
    expect(model.coef).toEqual(same.coef);
    expect(model.intercept).toEqual(same.intercept);
  });

  it.each(Object.entries(formsOf(exact(40000, 3).X)))("%s: over many blocks", (_, given) => {
    const { X: rows } = exact(40000, 3);
    using dataset = Dataset.from(given, undefined, { dtype });
    expect(dataset.storage.segments[0].blocks.length).toBeGreaterThan(dtype === "f64" ? 1 : 0);
    expect(valuesOf(dataset)).toEqual(rows.flat());
  });

  it.each([0, 20000, 39999])("names the row of a NaN, whatever the block: %d", async (row) => {
    const wide = matrix(exact(40000, 5).X);
    wide.data[row * 5 + 3] = Number.NaN;
    const { used } = runtime.memory;
    await expectInputError(
      () => Dataset.from(wide, undefined, { dtype, runtime }),
      "X",
      `NaN at row ${row}, column 3; expected a finite number`,
    );
    expect(runtime.memory.used).toBe(used);
  });
});

describe("f32", () => {
  it("rounds", () => {
    using dataset = Dataset.from([[0.1, 1 / 3]], undefined, { dtype: "f32" });
    expect(valuesOf(dataset)).toEqual([0.1, 1 / 3].map(Math.fround));
  });

  it.each<[string, (X: number[][]) => never]>([
    ["number[][]", (X) => X as never],
    ["a matrix", (X) => matrix(X) as never],
    ["columns", (X) => columns(X) as never],
  ])("refuses what it can't hold, in %s", async (form, as) => {
    const X = [
      [1, 2],
      [3, -1e39],
    ];
    const { used } = runtime.memory;
    const name = form === "columns" ? '"b"' : 1;
    await expectInputError(
      () => Dataset.from(as(X), undefined, { dtype: "f32", runtime }),
      "X",
      `-1e+39 at row 1, column ${name}; expected a number that f32 can hold`,
    );
    expect(runtime.memory.used).toBe(used);
    Dataset.from(as(X), undefined, { dtype: "f64", runtime }).dispose();
  });
});

describe("options", () => {
  const { X, y } = exact(10, 2);

  it.each<[string, unknown, string, string]>([
    ["null", null, "options", "null; expected an object with options"],
    ["labels", y, "options", "an array of 10; expected an object with options"],
    ["dtype", { dtype: "f16" }, "options.dtype", '"f16"; expected "f64", "f32"'],
    ["no dtype", { dtype: null }, "options.dtype", 'null; expected "f64", "f32"'],
    ["a misspelt name", { dType: "f32" }, "options.dType", 'unknown option; expected "dtype"?'],
    ["a near name", { featurenames: [] }, "options.featurenames", 'unknown option; expected "featureNames"?'],
    [
      "__proto__",
      JSON.parse('{"__proto__":{"dtype":"f32"}}'),
      "options.__proto__",
      'unknown option; expected "dtype", "featureNames", "runtime", "sampleWeight", "offset"',
    ],
    ["runtime", { runtime: null }, "options.runtime", "null; expected what createRuntime answers"],
    [
      "no weights",
      { sampleWeight: null },
      "options.sampleWeight",
      "null; expected an array, Float64Array or Float32Array",
    ],
    ["no names", { featureNames: null }, "options.featureNames", "null; expected an array of strings"],
  ])("refuses %s", (_, options, argument, problem) =>
    expectInputError(() => Dataset.from(X, y, options as never), argument, problem),
  );

  it("takes undefined for what is not given", () => {
    using dataset = Dataset.from(X, undefined, {
      dtype: undefined,
      featureNames: undefined,
      runtime: undefined,
      sampleWeight: undefined,
    } as never);
    expect(dataset.dtype).toBe("f64");
  });
});

describe("the caller's arrays", () => {
  it("are copied: what is written to them later changes nothing", async () => {
    const { X, y } = overlapping(40, 3);
    const weights = Float64Array.from(y, (_, i) => 1 + (i % 3));
    const names = ["a", "b", "c"];
    using dataset = Dataset.from(X, y, { sampleWeight: weights, featureNames: names });
    const { coef } = await new LogisticRegression().fit(X, y, { sampleWeight: weights });
    X.forEach((row) => row.fill(0));
    y.fill(0);
    weights.fill(0);
    names.fill("x");
    expect(dataset.featureNames).toEqual(["a", "b", "c"]);
    expect((await new LogisticRegression().fit(dataset)).coef).toEqual(coef);
  });
});

describe("dispose", () => {
  const { X, y } = overlapping(40, 3);

  it("gives the memory back, once", () => {
    const { used } = runtime.memory;
    const dataset = Dataset.from(X, y, { runtime });
    expect(runtime.memory.used).toBe(used + 960);
    expect(dataset.disposed).toBe(false);
    dataset.dispose();
    expect(dataset.disposed).toBe(true);
    expect(runtime.memory.used).toBe(used);
    using other = Dataset.from(X, y, { runtime });
    dataset.dispose();
    expect(runtime.memory.used).toBe(used + 960);
    expect(other.disposed).toBe(false);
  });

  it("comes by itself with using", () => {
    const { used } = runtime.memory;
    {
      using dataset = Dataset.from(X, y, { runtime });
      expect(dataset.rows).toBe(40);
    }
    expect(runtime.memory.used).toBe(used);
  });

  it("leaves shape, names and models, and ends all use", async () => {
    const dataset = Dataset.from(X, y, { runtime, featureNames: ["a", "b", "c"] });
    const model = await new LogisticRegression({ runtime }).fit(dataset);
    const coef = model.coef[0].slice();
    dataset.dispose();
    const { used } = runtime.memory;
    expect(dataset).toMatchObject({ rows: 40, cols: 3, featureNames: ["a", "b", "c"] });
    const uses: (() => unknown)[] = [
      () => model.fit(dataset),
      () => model.fit(dataset, y),
      () => model.predict(dataset),
      () => model.predictProba(dataset),
      () => model.decisionFunction(dataset),
      () => model.score(dataset),
    ];
    for (const use of uses) {
      const error = await errorOf(use);
      expect(error).toBeInstanceOf(DisposedError);
      expect(error.message).toBe("this Dataset has been disposed of; expected one still in use");
    }
    expect(model.coef[0]).toEqual(coef);
    expect(runtime.memory.used).toBe(used);
  });

  it.each(["lbfgs", "newton-cholesky", "gradient-descent"] as const)(
    "in the middle of a fit does it no harm, by %s",
    async (solver) => {
      const undisturbed = await new LogisticRegression({ runtime, solver }).fit(X, y);
      const { used } = runtime.memory;
      const dataset = Dataset.from(X, y, { runtime });
      const onIteration = () => {
        dataset.dispose();
        Dataset.from(X.map((row) => row.map(() => 1e9)), y, { runtime }).dispose(); // prettier-ignore
      };
      const model = await new LogisticRegression({ runtime, solver, onIteration }).fit(dataset);
      expect(model.coef).toEqual(undisturbed.coef);
      expect(runtime.memory.used).toBe(used);
    },
  );
});
