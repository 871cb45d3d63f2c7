import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  createRuntime,
  Dataset,
  DisposedError,
  LinearRegression,
  LogisticRegression,
  type LogisticRegressionOptions,
  logisticPath,
} from "../../src/index.ts";
import { adam, logisticObjective, miniBatch, saga } from "../../src/optimize/index.ts";
import { RowStorage } from "../../src/data/storage.ts";
import { Target } from "../../src/data/target.ts";
import { manyClasses } from "../support/classes.ts";
import { overlapping } from "../support/data.ts";
import { errorOf, expectInputError } from "../support/errors.ts";

const runtime = createRuntime({ threads: 1 });
const { X, y } = overlapping(120, 4);
const labels = y.map((label) => (label ? "yes" : "no"));
const weights = y.map((_, i) => 0.5 + (i % 3));
const most = [...y.keys()].filter((i) => i % 5 !== 2);
const few = [...y.keys()].filter((i) => i % 3 === 1).toReversed();

const pick = <T>(values: readonly T[], rows: readonly number[]): T[] => rows.map((row) => values[row]);

function expectNear(found: Iterable<number>, expected: Iterable<number>, tolerance = 1e-9): void {
  const wanted = [...expected];
  const scale = Math.max(...wanted.map(Math.abs), 1e-3);
  const errors = [...found].map((value, j) => Math.abs(value - wanted[j]) / scale);
  expect(errors.length).toBe(wanted.length);
  expect(Math.max(...errors)).toBeLessThan(tolerance);
}

const options = { runtime, tol: 1e-11, onWarning: () => {} } as const;

describe.each([
  ["most rows, which share the memory", most],
  ["few rows, in reverse", few],
  ["rows that are repeated", [...most, ...few]],
])("a fit to a subset of %s", (_, rows) => {
  const cases: [string, LogisticRegressionOptions][] = [
    ["two classes", {}],
    ["the lasso", { l1Ratio: 1, C: 0.3 }],
    ["no penalty, no intercept", { C: Infinity, fitIntercept: false }],
    ["balanced classes", { classWeight: "balanced" }],
    ["L-BFGS", { solver: "lbfgs" }],
    ["newton-cg", { solver: "newton-cg" }],
    ["samples", { solver: "sampled-newton" }],
    ["f32", { dtype: "f32" }],
  ];

  it.each(cases)("is the fit to these rows alone: %s", async (__, given) => {
    const rounded = X.map((row) => row.map(Math.fround));
    using dataset = Dataset.from(rounded, labels, {
      runtime,
      sampleWeight: weights,
      dtype: given.dtype ?? "f64",
    });
    using subset = dataset.subset(rows);
    const model = await new LogisticRegression({ ...options, ...given }).fit(subset);
    const alone = await new LogisticRegression({ ...options, ...given }).fit(
      pick(rounded, rows),
      pick(labels, rows),
      {
        sampleWeight: pick(weights, rows),
      },
    );
    expect(model.solver).toBe(alone.solver);
    expect(model.solverReason).toBe(alone.solverReason);
    expectNear(model.coef[0], alone.coef[0], 1e-8);
    expectNear(model.intercept, alone.intercept, 1e-8);
    expect(model.loss / alone.loss).toBeCloseTo(1, 11);
    expect(model.predict(subset)).toEqual(alone.predict(pick(rounded, rows)));
    expect(model.decisionFunction(subset)).toEqual(model.decisionFunction(pick(rounded, rows)));
    expect(model.score(subset)).toBe(model.score(pick(rounded, rows), pick(labels, rows)));
  });

  it.each([
    ["mini-batches", miniBatch(adam({ learningRate: 0.05 }), { batchSize: 8, epochs: 3 })],
    ["SAGA", saga({ epochs: 3 })],
  ] as const)("takes the same steps as by these rows alone: %s", async (__, solver) => {
    using dataset = Dataset.from(X, labels, { runtime });
    using subset = dataset.subset(rows);
    const { used } = runtime.memory;
    const model = await new LogisticRegression({ ...options, solver }).fit(subset);
    expect(runtime.memory.used).toBe(used);
    const alone = await new LogisticRegression({ ...options, solver }).fit(pick(X, rows), pick(labels, rows));
    expect(model.coef).toEqual(alone.coef);
    expect(model.trace.map(({ loss }) => loss)).toEqual(alone.trace.map(({ loss }) => loss));
  });

  it.each(["multinomial", "ovr"] as const)("of many classes: %s", async (multiClass) => {
    const many = manyClasses(120, 4, 3);
    using dataset = Dataset.from(many.X, many.y, { runtime });
    using subset = dataset.subset(rows);
    const given = { ...options, multiClass, classWeight: "balanced" } as const;
    const model = await new LogisticRegression(given).fit(subset);
    const alone = await new LogisticRegression(given).fit(pick(many.X, rows), pick(many.y, rows));
    expect(model.solver).toBe(alone.solver);
    model.coef.forEach((row, k) => expectNear(row, alone.coef[k], 1e-7));
    expectNear(model.intercept, alone.intercept, 1e-7);
    expect(model.predictProba(subset)).toEqual(model.predictProba(pick(many.X, rows)));
  });

  it.each(["cholesky", "qr", "lbfgs"] as const)("of numbers, by %s", async (solver) => {
    const numbers = X.map((row, i) => row[0] - 2 * row[1] + (i % 7) / 3);
    using dataset = Dataset.from(X, numbers, { runtime, sampleWeight: weights });
    using subset = dataset.subset(rows);
    const given = { runtime, solver, alpha: 0.1, tol: 1e-12 };
    const model = await new LinearRegression(given).fit(subset);
    const alone = await new LinearRegression(given).fit(pick(X, rows), pick(numbers, rows), {
      sampleWeight: pick(weights, rows),
    });
    expectNear(model.coef, alone.coef);
    expect(model.residualStandardError).toBeCloseTo(alone.residualStandardError, 10);
    expect(model.predict(subset)).toEqual(model.predict(pick(X, rows)));
  });

  it.each([2, 3])("with offsets, of %i classes", async (classes) => {
    const given = classes === 2 ? { X, y } : manyClasses(120, 4, 3);
    const width = classes === 2 ? 1 : 3;
    const values = Float64Array.from({ length: 120 * width }, (_v, i) => ((i * 7) % 11) / 5 - 1);
    const offset = width === 1 ? values : { data: values, rows: 120, cols: width };
    using dataset = Dataset.from(given.X, given.y, { runtime, offset });
    using subset = dataset.subset(rows);
    const picked = rows.flatMap((row) => [...values.subarray(row * width, (row + 1) * width)]);
    const own = width === 1 ? picked : { data: Float64Array.from(picked), rows: rows.length, cols: width };
    using part = Dataset.from(pick(given.X, rows), pick(given.y, rows), { runtime, offset: own });
    const model = await new LogisticRegression(options).fit(subset);
    const alone = await new LogisticRegression(options).fit(part);
    model.coef.forEach((row, k) => expectNear(row, alone.coef[k], 1e-7));
    expectNear(model.intercept, alone.intercept, 1e-7);
    expect(model.predictProba(subset)).toEqual(model.predictProba(part));
  });

  it("of a path", async () => {
    using dataset = Dataset.from(X, labels, { runtime });
    using subset = dataset.subset(rows);
    const path = await logisticPath(subset, undefined, { runtime, nLambda: 6, tol: 1e-10 });
    const alone = await logisticPath(pick(X, rows), pick(labels, rows), { runtime, nLambda: 6, tol: 1e-10 });
    expectNear(path.lambdas, alone.lambdas);
    path.coef.forEach(([row], k) => expectNear(row, alone.coef[k][0], 1e-6));
    expect(path.nonZeros).toEqual(alone.nonZeros);
  });

  it("as a function to minimise, and as a chunk of a stream", async () => {
    using dataset = Dataset.from(X, labels, { runtime });
    using subset = dataset.subset(rows);
    using part = Dataset.from(pick(X, rows), pick(labels, rows), { runtime });
    using ours = logisticObjective(subset);
    using theirs = logisticObjective(part);
    const theta = [0.1, -0.2, 0.3, 0.4, 0.5];
    expect(ours.terms).toBe(rows.length);
    expect(ours.value(theta)).toBe(theirs.value(theta));
    expect(ours.value(theta, Uint32Array.of(0, 3))).toBe(theirs.value(theta, Uint32Array.of(0, 3)));
    const stream = { classes: ["no", "yes"], totalWeight: 100 };
    const model = await new LogisticRegression({ runtime }).partialFit(subset, undefined, stream);
    const alone = await new LogisticRegression({ runtime }).partialFit(part, undefined, stream);
    expect(model.coef).toEqual(alone.coef);
  });
});

describe("subsets", () => {
  it("have the labels and weights of their rows, and names", async () => {
    const names = ["a", "b", "c", "d"];
    using dataset = Dataset.from(X, labels, { runtime, sampleWeight: weights, featureNames: names });
    using subset = dataset.subset(Uint16Array.from(few));
    expect(subset).toMatchObject({ rows: few.length, cols: 4, dtype: "f64", featureNames: names });
    expect(subset.target?.values).toEqual(pick(labels, few));
    expect([...(subset.sampleWeight ?? [])]).toEqual(pick(weights, few));
    using nested = subset.subset([0, 2, 2, few.length - 1]);
    const rows = pick(few, [0, 2, 2, few.length - 1]);
    expect(nested.target?.values).toEqual(pick(labels, rows));
    const scorer = LogisticRegression.fromJSON({ version: 1, classes: [0, 1], coef: [[1, 2, 3, 4]], intercept: [5] }, { runtime }); // prettier-ignore
    expect(scorer.decisionFunction(nested)).toEqual(scorer.decisionFunction(pick(X, rows)));
  });

  it("know only the classes that they have", async () => {
    const many = manyClasses(60, 3, 3);
    using dataset = Dataset.from(many.X, many.y, { runtime });
    using two = dataset.subset([...many.y.keys()].filter((i) => many.y[i] !== 1));
    expect((await new LogisticRegression({ runtime }).fit(two)).classes).toEqual([0, 2]);
    using one = dataset.subset([...many.y.keys()].filter((i) => many.y[i] === 1));
    await expectInputError(
      () => new LogisticRegression({ runtime }).fit(one),
      "y",
      "one class only, 1; expected at least two",
    );
  });

  it("take labels and weights of a fit's own", async () => {
    using dataset = Dataset.from(X, undefined, { runtime });
    using subset = dataset.subset(most);
    const model = await new LogisticRegression(options).fit(subset, pick(labels, most), {
      sampleWeight: pick(weights, most),
    });
    const alone = await new LogisticRegression(options).fit(pick(X, most), pick(labels, most), {
      sampleWeight: pick(weights, most),
    });
    expectNear(model.coef[0], alone.coef[0]);
    await expectInputError(
      () => new LogisticRegression(options).fit(subset, labels),
      "y",
      `120 labels; expected ${most.length}, one for each row of X`,
    );
  });

  it("keep the memory until the last of them is disposed of, in any order", () => {
    const { used } = runtime.memory;
    const dataset = Dataset.from(X, labels, { runtime });
    const full = runtime.memory.used;
    const subset = dataset.subset(most);
    const nested = subset.subset([0, 1]);
    expect(runtime.memory.used).toBe(full);
    dataset.dispose();
    dataset.dispose();
    subset.dispose();
    expect([dataset.disposed, subset.disposed, nested.disposed]).toEqual([true, true, false]);
    expect(runtime.memory.used).toBe(full);
    const scorer = LogisticRegression.fromJSON({ version: 1, classes: [0, 1], coef: [[1, 2, 3, 4]], intercept: [5] }, { runtime }); // prettier-ignore
    expect(scorer.decisionFunction(nested)).toEqual(scorer.decisionFunction(pick(X, [0, 1])));
    nested.dispose();
    expect(runtime.memory.used).toBe(used);
  });

  it("copy nothing for a fit to most rows, and give a copy of few back", async () => {
    using dataset = Dataset.from(X, labels, { runtime });
    const { used } = runtime.memory;
    for (const rows of [most, few]) {
      using subset = dataset.subset(rows);
      const seen: number[] = [];
      const model = new LogisticRegression({
        runtime,
        onIteration: () => void seen.push(runtime.memory.used),
      });
      await model.fit(subset);
      using control = dataset.subset([...y.keys()]);
      const whole: number[] = [];
      await new LogisticRegression({ runtime, onIteration: () => void whole.push(runtime.memory.used) }).fit(
        control,
      );
      const copied = seen[0] - whole[0];
      if (rows === most) expect(copied).toBeLessThan(rows.length * dataset.cols * 4);
      else expect(seen[0]).toBeGreaterThan(used);
      expect(runtime.memory.used).toBe(used);
    }
  });

  it("can be let go of while a fit runs", async () => {
    const alone = await new LogisticRegression(options).fit(pick(X, most), pick(labels, most));
    for (const fitOptions of [{}, { initial: alone }]) {
      const dataset = Dataset.from(X, labels, { runtime });
      const subset = dataset.subset(most);
      const running = new LogisticRegression(options).fit(subset, fitOptions);
      subset.dispose();
      dataset.dispose();
      expectNear((await running).coef[0], alone.coef[0]);
    }
  });

  it.each<[unknown, string]>([
    [[], "no rows; expected at least one"],
    [[0, 120], "120 at index 1; expected a whole number from 0 to 119, the last row"],
    [[-1], "-1 at index 0; expected a whole number from 0 to 119, the last row"],
    [[0.5], "0.5 at index 0; expected a whole number from 0 to 119, the last row"],
    [["1"], '"1" at index 0; expected a whole number from 0 to 119, the last row'],
    [7, "7; expected an array of numbers of rows"],
    [undefined, "undefined; expected an array of numbers of rows"],
  ])("refuse %s", async (rows, problem) => {
    using dataset = Dataset.from(X, labels, { runtime });
    const { used } = runtime.memory;
    await expectInputError(() => dataset.subset(rows as number[]), "rows", problem);
    expect(runtime.memory.used).toBe(used);
  });

  it("are none of a data set that was disposed of", async () => {
    const dataset = Dataset.from(X, labels, { runtime });
    dataset.dispose();
    expect(await errorOf(() => dataset.subset([0]))).toBeInstanceOf(DisposedError);
  });

  it("are the rows with these numbers, whatever segments they lie in", () =>
    fc.assert(
      fc.property(fc.array(fc.nat(39), { minLength: 1, maxLength: 60 }), (rows) => {
        // Segments of seven rows.
        const storage = new RowStorage(runtime, 40, 3, "f64", 7 * 64);
        for (const segment of storage.segments) {
          storage
            .view(segment, 0, segment.rows)
            .forEach((_, k, view) => (view[k] = 3 * segment.firstRow + k));
        }
        const target = new Target("y", [...Array(40).keys()], 40);
        using dataset = Dataset.own(storage, undefined, target, undefined, undefined);
        using subset = dataset.subset(rows);
        const scorer = LogisticRegression.fromJSON({ version: 1, classes: [0, 1], coef: [[1, 0, 0]], intercept: [0] }, { runtime }); // prettier-ignore
        expect([...scorer.decisionFunction(subset)]).toEqual(rows.map((row) => 3 * row));
        using objective = logisticObjectiveOf(subset);
        expect(objective.terms).toBe(rows.length);
      }),
      { numRuns: 60 },
    ));
});

/** Of labels that are made two. */
function logisticObjectiveOf(dataset: Dataset) {
  const codes = Array.from({ length: dataset.rows }, (_, i) => i % 2);
  using two = dataset.sharing(
    new Target("y", dataset.rows > 1 ? codes : [0], dataset.rows),
    undefined,
    undefined,
  );
  return dataset.rows > 1 ? logisticObjective(two) : { terms: 1, [Symbol.dispose]: () => {} };
}
