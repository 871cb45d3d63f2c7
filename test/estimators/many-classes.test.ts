import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "csv-parse/sync";
import {
  createRuntime,
  Dataset,
  type FitProgress,
  LogisticRegression,
  type LogisticRegressionOptions,
  type Matrix,
} from "../../src/index.ts";
import { adam, miniBatch } from "../../src/optimize/index.ts";
import { loadModel } from "../../src/predict/index.ts";
import { manyClasses } from "../support/classes.ts";
import { expectInputError } from "../support/errors.ts";
import { weightsOf } from "../support/reference.ts";

interface Case {
  readonly name: string;
  readonly data: "digits" | "flowers";
  readonly C: number;
  readonly fitIntercept: boolean;
  readonly weighted: boolean;
  readonly objective: number;
  readonly intercept: number[];
  readonly coefOfFirst: number[];
}

const reference = JSON.parse(readFileSync(new URL("../reference/softmax.json", import.meta.url), "utf8")) as {
  flowers: { X: number[][]; y: number[] };
  cases: Case[];
  ovr: { coef: number[][]; intercept: number[]; proba: number[][] };
};

const text = readFileSync(new URL("../../examples/data/digits.csv", import.meta.url), "utf8");
const lines = (parse(text) as string[][]).slice(1).map((line) => line.map(Number));
const digits = { X: lines.map((line) => line.slice(0, 64)), y: lines.map((line) => line[64]!) };
const rowsOf = ({ data }: Case) => (data === "digits" ? digits : reference.flowers);

const quiet = { onWarning: () => {} };
const fit = (
  { X, y }: { X: number[][]; y: number[] },
  options: LogisticRegressionOptions = {},
  sampleWeight?: number[],
) => new LogisticRegression({ ...quiet, ...options }).fit(X, y, sampleWeight ? { sampleWeight } : {});

/** f by its definition. */
function objectiveAt(
  { coef, intercept, classes }: LogisticRegression,
  { X, y }: { X: number[][]; y: number[] },
  C: number,
  s: number[] | undefined,
): number {
  let loss = 0;
  X.forEach((row, i) => {
    const z = coef.map((w, k) => row.reduce((sum, value, j) => sum + value * w[j]!, intercept[k]!));
    const most = Math.max(...z);
    const log = most + Math.log(z.reduce((sum, value) => sum + Math.exp(value - most), 0));
    loss += (s?.[i] ?? 1) * (log - z[classes.indexOf(y[i]!)]!);
  });
  const penalty = coef.reduce((sum, w) => sum + w.reduce((squares, value) => squares + value ** 2, 0), 0) / 2;
  return C === Number.POSITIVE_INFINITY ? loss : C * loss + penalty;
}

const largest = (values: ArrayLike<number>) => Math.max(...Array.from(values, Math.abs));
const expectNear = (a: ArrayLike<number>, b: ArrayLike<number>, bound = 1e-7) =>
  expect(largest(Array.from(a, (value, j) => value - b[j]!))).toBeLessThan(bound * (1 + largest(b)));
const rowSums = (rows: readonly Float64Array[]) =>
  Array.from(rows[0]!, (_, j) => rows.reduce((sum, row) => sum + row[j]!, 0));

describe("the optimum of scikit-learn", () => {
  it.each(reference.cases.map((known) => [known.name, known] as const))("%s", async (_, known) => {
    const data = rowsOf(known);
    const { C, fitIntercept } = known;
    const s = weightsOf(known as never, data.X.length);
    const model = await fit(data, { C, fitIntercept, tol: 1e-8 }, s);
    expect(model.converged, model.status).toBe(true);
    expect(Math.abs(model.loss / known.objective - 1)).toBeLessThan(1e-9);
    expect(model.gradientNorm).toBeLessThanOrEqual(1e-8);
    expectNear(model.intercept, known.intercept, 1e-4);
    expectNear(model.coef[0]!, known.coefOfFirst, 1e-4);
    expect(Math.abs(model.intercept.reduce((sum, b) => sum + b, 0))).toBeLessThan(1e-11);
    expect(largest(rowSums(model.coef))).toBeLessThan(1e-12);
    expect(objectiveAt(model, data, C, s) / model.loss).toBeCloseTo(1, 11);
  });
});

describe("every deterministic method", () => {
  const data = manyClasses(300, 5, 4);

  it.each([
    "newton",
    "newton-cholesky",
    "newton-cg",
    "sampled-newton",
    "lbfgs",
    "bfgs",
    "gradient-descent",
  ] as const)("%s agrees to 1e-6", async (solver) => {
    const tight = { tol: 1e-9, maxIter: 5000 };
    const best = await fit(data, { solver: "newton-cholesky", ...tight });
    const model = await fit(data, { solver, ...tight });
    expect(model.converged, model.status).toBe(true);
    model.coef.forEach((row, k) => expectNear(row, best.coef[k]!, 1e-6));
    expectNear(model.intercept, best.intercept, 1e-6);
  });

  it("saga comes near", async () => {
    const best = await fit(data);
    const model = await fit(data, { solver: "saga", maxIter: 200 });
    expect(model.loss / best.loss).toBeLessThan(1.01);
  });

  it("mini-batches in any order come near", async () => {
    const best = await fit(data);
    const method = miniBatch(adam({ learningRate: 0.02 }), { epochs: 60, batchSize: 32 });
    expect((await fit(data, { solver: method as never })).loss / best.loss).toBeLessThan(1.02);
  });
});

describe("invariances", () => {
  const data = manyClasses(120, 4, 3, 7);
  const tight = { tol: 1e-10 };

  it("weights are repetitions, dense and by class", async () => {
    const weights = data.y.map((_, i) => (i * 7) % 3 || 1);
    const copies = weights.flatMap((count, i) => Array.from({ length: count }, () => i));
    const repeated = { X: copies.map((i) => data.X[i]!), y: copies.map((i) => data.y[i]!) };
    const [a, b] = [await fit(data, tight, weights), await fit(repeated, tight)];
    a.coef.forEach((row, k) => expectNear(row, b.coef[k]!, 1e-8));
    const byClass = await fit(data, { ...tight, classWeight: { 1: 3 } });
    const byRow = await fit(
      data,
      tight,
      data.y.map((label) => (label === 1 ? 3 : 1)),
    );
    expectNear(byClass.coef[2]!, byRow.coef[2]!, 1e-9);
    const balanced = await fit(data, { ...tight, classWeight: "balanced" });
    expect(balanced.converged).toBe(true);
  });

  it("permuting the classes permutes the rows", async () => {
    const names = ["c", "a", "b"];
    const named = await new LogisticRegression<string>({ ...quiet, ...tight }).fit(
      data.X,
      data.y.map((label) => names[label]!),
    );
    const model = await fit(data, tight);
    expect(named.classes).toEqual(["a", "b", "c"]);
    names.forEach((name, k) => expectNear(named.coef[named.classes.indexOf(name)]!, model.coef[k]!, 1e-8));
  });

  it("a constant column and a column of zeros get zeros, and an affine change of a column changes nothing", async () => {
    const X = data.X.map((row) => [...row, 3, 0]);
    const model = await fit({ X, y: data.y }, tight);
    for (const row of model.coef) expect([...row.subarray(4)]).toEqual([0, 0]);
    const plain = await fit(data, { ...tight, C: Number.POSITIVE_INFINITY });
    const moved = await fit(
      { X: data.X.map(([a, ...row]) => [1e6 + 5 * a!, ...row]), y: data.y },
      { ...tight, C: Number.POSITIVE_INFINITY },
    );
    plain.coef.forEach((row, k) => expect(moved.coef[k]![0]! * 5).toBeCloseTo(row[0]!, 6));
    expect(largest(rowSums(plain.coef))).toBeLessThan(1e-12);
  });

  it("more columns than rows, a class with one row, no intercept", async () => {
    const wide = manyClasses(20, 50, 4, 3);
    expect((await fit(wide, tight)).converged).toBe(true);
    const one = { X: [...data.X, [9, 9, 9, 9]], y: [...data.y, 7] };
    const model = await fit(one, tight);
    expect(model.converged).toBe(true);
    expect(model.coef.length).toBe(4);
    const through = await fit(data, { ...tight, fitIntercept: false });
    expect([...through.intercept]).toEqual([0, 0, 0]);
    expect(through.converged).toBe(true);
  });

  it("f32 storage is near", async () => {
    const [a, b] = [await fit(data, tight), await fit(data, { dtype: "f32", tol: 1e-8 })];
    expect(b.converged).toBe(true);
    a.coef.forEach((row, k) => expectNear(row, b.coef[k]!, 1e-4));
  });

  it("any number of threads gives the same bits", async () => {
    const large = manyClasses(6000, 12, 5, 9);
    const fits = await Promise.all(
      [1, 2, 3].map(async (threads) => {
        const runtime = createRuntime({ threads });
        const models = [];
        for (const solver of ["newton-cholesky", "lbfgs", "newton-cg"] as const) {
          models.push(await fit(large, { runtime, solver }));
        }
        return models.map(({ coef, intercept, loss }) => ({ coef, intercept, loss }));
      }),
    );
    expect(fits[1]).toEqual(fits[0]);
    expect(fits[2]).toEqual(fits[0]);
  });
});

describe("runs", () => {
  const data = manyClasses(200, 4, 3, 5);

  it("start from a fitted model, and go on as if never left", async () => {
    const best = await fit(data, { tol: 1e-9 });
    const again = await new LogisticRegression(quiet).fit(data.X, data.y, { initial: best });
    expect(again.nIter).toBeLessThanOrEqual(1);
    const short = await fit(data, { solver: "newton-cholesky", maxIter: 1 });
    expect([short.status, short.nIter]).toEqual(["max-iterations", 1]);
    const none = await fit(data, { maxIter: 0 });
    expect(none.loss).toBeCloseTo(200 * Math.log(3), 9);
  });

  it("end when they are told to", async () => {
    const signal = AbortSignal.abort();
    const aborted = await new LogisticRegression(quiet).fit(data.X, data.y, { signal });
    expect(aborted.status).toBe("aborted");
    const seen: FitProgress[] = [];
    const onIteration = (progress: FitProgress) => (
      seen.push(progress),
      seen.length === 3 ? "stop" : undefined
    );
    const stopped = await fit(data, { onIteration, solver: "lbfgs" });
    expect([stopped.status, stopped.trace.length]).toEqual(["stopped", 3]);
    const seconds = await fit(data, { maxSeconds: 1e-9 });
    expect(seconds.status).toBe("max-seconds");
  });

  it("without a penalty tell of classes that can be separated", async () => {
    const X = [[0], [1], [10], [11], [20], [21]].map(([a]) => [a!, (a! - 10) ** 2]);
    const model = await fit({ X, y: [0, 0, 1, 1, 2, 2] }, { C: Number.POSITIVE_INFINITY });
    expect(model.status).toBe("separable");
    expect(model.score(X, [0, 0, 1, 1, 2, 2])).toBe(1);
  });
});

describe("each class against the rest", () => {
  const { X, y } = reference.flowers;

  it("is what scikit-learn's OneVsRestClassifier finds", async () => {
    const model = await fit({ X, y }, { multiClass: "ovr", tol: 1e-9 });
    expect(model.converged).toBe(true);
    model.coef.forEach((row, k) => expectNear(row, reference.ovr.coef[k]!, 1e-6));
    expectNear(model.intercept, reference.ovr.intercept, 1e-6);
    const some = X.filter((_, i) => i % 25 === 0);
    expectNear(model.predictProba(some).data, reference.ovr.proba.flat(), 1e-6);
    const again = LogisticRegression.fromJSON(JSON.parse(JSON.stringify(model)));
    expect(again.predictProba(X)).toEqual(model.predictProba(X));
    expect(loadModel(JSON.parse(JSON.stringify(model))).predictProba(X)).toEqual(model.predictProba(X));
  });

  it("is stopped as one", async () => {
    const onIteration = ({ iteration }: FitProgress) => (iteration === 2 ? "stop" : undefined);
    const model = await fit({ X, y }, { multiClass: "ovr", onIteration });
    expect(model.status).toBe("stopped");
    const resumed = await new LogisticRegression({ ...quiet, multiClass: "ovr" }).fit(X, y, {
      initial: model,
    });
    expect(resumed.converged).toBe(true);
  });

  it("changes nothing for two classes", async () => {
    const two = { X: X.slice(50), y: y.slice(50) };
    expect((await fit(two, { multiClass: "ovr" })).coef).toEqual((await fit(two)).coef);
  });
});

describe("predictions", () => {
  const data = manyClasses(90, 3, 4, 2);

  it("are the same from rows, data sets, JSON and logit-wasm/predict", async () => {
    const model = await fit(data);
    const json = JSON.parse(JSON.stringify(model));
    const loaded = loadModel<number>(json);
    const again = LogisticRegression.fromJSON<number>(json);
    using dataset = Dataset.from(data.X, data.y);
    const proba = model.predictProba(data.X);
    expect([proba.rows, proba.cols]).toEqual([90, 4]);
    const scores = model.decisionFunction<Matrix>(data.X);
    expect([scores.rows, scores.cols]).toEqual([90, 4]);
    for (const other of [loaded, again]) {
      expect(other.predictProba(data.X)).toEqual(proba);
      expect(other.predict(data.X)).toEqual(model.predict(data.X));
    }
    expect(loaded.decisionFunction<Matrix>(data.X)).toEqual(scores);
    expect(again.decisionFunction<Matrix>(data.X)).toEqual(scores);
    expect(model.predictProba(dataset)).toEqual(proba);
    const [row] = data.X;
    expect([...model.probabilities(row!)]).toEqual([...proba.data.subarray(0, 4)]);
    expect(loaded.probabilities(row!)).toEqual(model.probabilities(row!));
    expect(loaded.decisionFunction<Float64Array>(row!)).toEqual(scores.data.slice(0, 4));
    expect(loaded.predict(row!)).toBe(model.predict([row!])[0]);
    for (let i = 0; i < 90; i++) {
      expect(proba.data.subarray(4 * i, 4 * i + 4).reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 14);
    }
    expect(model.score(data.X, data.y)).toBeGreaterThan(0.4);
  });

  it("of the second class are refused where there are more than two", async () => {
    const model = await fit(data);
    const loaded = loadModel(JSON.parse(JSON.stringify(model)));
    for (const one of [model, loaded]) {
      await expectInputError(
        () => one.probability(data.X[0]!),
        "probability",
        "a model of 4 classes; expected two classes, or probabilities(row)",
      );
      await expectInputError(
        () => one.predict(data.X, { threshold: 0.4 }),
        "options.threshold",
        "a model of 4 classes; expected two classes, or none",
      );
    }
  });

  it("initial must have as many rows as there are classes", async () => {
    const model = await fit(data);
    const { classes, coef, intercept } = model;
    await expectInputError(
      () => model.fit(data.X, data.y, { initial: { classes, coef: coef.slice(1), intercept } }),
      "options.initial",
      "3 rows of coefficients and 4 intercepts; expected 4 of each",
    );
  });
});
