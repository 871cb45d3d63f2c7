import { describe, expect, it } from "vitest";
import {
  createRuntime,
  crossValidate,
  type CVProgress,
  Dataset,
  type Fold,
  GroupKFold,
  KFold,
  type Label,
  LogisticRegression,
  LogisticRegressionCV,
  type LogisticRegressionCVOptions,
  type ScoringName,
  StandardScaler,
  StratifiedKFold,
} from "../../src/index.ts";
import { loadModel } from "../../src/predict/index.ts";
import { choose, meanOf, standardErrorOf } from "../../src/model-selection/select.ts";
import { manyClasses } from "../support/classes.ts";
import { overlapping } from "../support/data.ts";
import { errorOf, expectInputError } from "../support/errors.ts";
import { loadData } from "../support/reference.ts";
import reference from "../reference/cross_validation.json" with { type: "json" };
import softmax from "../reference/softmax.json" with { type: "json" };

const FORMS = "expected an array of rows, { data, rows, cols }, { columns } or a CsrMatrix";

const { X, y } = overlapping(90, 3);
const labels = y.map((label) => (label ? "yes" : "no"));
const weights = y.map((_, i) => 0.5 + (i % 4));

const pick = <T>(values: ArrayLike<T>, rows: Fold["train"]): T[] => Array.from(rows, (row) => values[row]);

/** The least distance, relative to the largest of the expected. */
function expectNear(found: Iterable<number>, expected: Iterable<number>, tolerance: number): void {
  const [values, wanted] = [[...found], [...expected]];
  expect(values.length).toBe(wanted.length);
  const scale = Math.max(...wanted.map(Math.abs), 1e-3);
  wanted.forEach((value, k) => expect(Math.abs(values[k] - value) / scale, `${k}`).toBeLessThan(tolerance));
}

describe("scikit-learn's choices and scores", () => {
  const scorings: Record<string, ScoringName> = {
    accuracy: "accuracy",
    neg_log_loss: "negLogLoss",
    roc_auc: "rocAuc",
    roc_auc_ovr_weighted: "rocAucOvrWeighted",
    f1: "f1",
  };

  function load(name: string): { X: number[][]; y: Label[] } {
    if (name === "flowers") return softmax.flowers;
    if (name === "digits") {
      const digits = loadData("digits" as never);
      return { X: digits.X, y: digits.y.map(Number) };
    }
    const { X: rows, y: kinds } = loadData("breast_cancer");
    if (name === "breast_cancer") return { X: rows, y: kinds };
    const { data, cols } = new StandardScaler().fitTransform(rows);
    return { X: rows.map((_, i) => [...data.subarray(i * cols, (i + 1) * cols)]), y: kinds };
  }

  it.each(reference.cases)(
    "$name",
    async (one) => {
      const { X: rows, y: kinds } = load(one.data);
      const numbers = one.folds;
      const cv = Array.from({ length: Math.max(...numbers) + 1 }, (_, fold) => ({
        train: [...numbers.keys()].filter((i) => numbers[i] !== fold),
        test: [...numbers.keys()].filter((i) => numbers[i] === fold),
      }));
      const model = new LogisticRegressionCV({
        Cs: one.Cs.length === 10 ? 10 : one.Cs,
        l1Ratios: one.l1Ratios,
        cv,
        scoring: scorings[one.scoring],
        refit: one.refit,
        tol: 1e-9,
      });
      const sampleWeight = kinds.map((_, i) => 0.5 + ((i * 7919) % 101) / 101);
      await model.fit(rows, kinds as string[], one.weighted ? { sampleWeight } : {});
      one.Cs.forEach((C, k) => expect(model.Cs[k] / C).toBeCloseTo(1, 13));
      one.scores.forEach((ofFold, f) =>
        ofFold.forEach((path, r) => expectNear(model.scores[f][r], path, one.tolerance)),
      );
      expect(model.C).toBeCloseTo(one.C, 10);
      expect(model.l1Ratio).toBe(one.l1Ratio);
      expectNear(model.coef[0], one.coefOfFirst, 10 * one.tolerance);
      expectNear(model.intercept, one.intercept, 10 * one.tolerance);
    },
    120_000,
  );

  it("and its grid of Cs", () => {
    const { Cs } = new LogisticRegressionCV();
    expect(Cs).toHaveLength(10);
    reference.logspace.forEach((C, k) => expect(Math.abs(Cs[k] / C - 1)).toBeLessThan(4e-15));
    expect([...new LogisticRegressionCV({ Cs: 9 }).Cs]).toEqual([
      1e-4, 1e-3, 0.01, 0.1, 1, 10, 100, 1000, 1e4,
    ]);
    expect([...new LogisticRegressionCV({ Cs: 1 }).Cs]).toEqual([1e-4]);
  });
});

describe("each fit of a fold is a fit by itself", () => {
  const cases: [string, LogisticRegressionCVOptions, number][] = [
    ["ridge and lasso, in any order of Cs", { Cs: [1, 0.05, 20], l1Ratios: [0, 1, 0.5] }, 2],
    ["balanced classes", { Cs: [1, 0.05], classWeight: "balanced", correctIntercept: true }, 2],
    ["L-BFGS, f32", { Cs: [1, 0.05], solver: "lbfgs", dtype: "f32" }, 2],
    ["a softmax", { Cs: [0.1, 10] }, 3],
    ["a softmax with the lasso", { Cs: [0.1, 10], l1Ratios: [0.5, 1] }, 3],
    ["each class against the rest", { Cs: [0.1, 10], multiClass: "ovr" }, 3],
  ];

  it.each(cases)("%s", async (_, options, classes) => {
    const { X: rows, y: codes } = classes === 2 ? { X, y } : manyClasses(90, 3, 3);
    const given = { tol: 1e-9, ...options };
    const model = await new LogisticRegressionCV({ ...given, cv: 3, seed: 1, scoring: "negLogLoss" }).fit(rows, codes, { sampleWeight: weights }); // prettier-ignore
    const { Cs, l1Ratios = [0], ...fits } = given;
    const folds = new StratifiedKFold({ nSplits: 3, shuffle: true, seed: 1 }).split(rows, codes);
    for (const [f, { train }] of folds.entries()) {
      for (const [r, l1Ratio] of Array.from(l1Ratios).entries()) {
        for (const [k, C] of Array.from(Cs as number[]).entries()) {
          const alone = await new LogisticRegression({ ...fits, C, l1Ratio }).fit(pick(rows, train), pick(codes, train), { sampleWeight: pick(weights, train) }); // prettier-ignore
          const found = model.coefPaths[f][r][k];
          found.coef.forEach((row, c) => expectNear(row, alone.coef[c], 1e-5));
          expectNear(found.intercept, alone.intercept, 1e-5);
          expect(found.coef.map((row) => row.map((w) => Number(w === 0)))).toEqual(alone.coef.map((row) => row.map((w) => Number(w === 0)))); // prettier-ignore
        }
      }
    }
    const last = await new LogisticRegression({ ...fits, C: model.C, l1Ratio: model.l1Ratio }).fit(
      rows,
      codes,
      {
        sampleWeight: weights,
      },
    );
    model.coef.forEach((row, c) => expectNear(row, last.coef[c], 1e-6));
    expectNear(model.intercept, last.intercept, 1e-6);
  });
});

describe("the choice", () => {
  // [fold][l1Ratio][C], by means 0.5, 0.7, 0.8, 0.8 and 0.4, 0.8, 0.6, 0.1
  const scores = [
    [Float64Array.of(0.5, 0.6, 0.7, 0.9), Float64Array.of(0.4, 0.7, 0.6, 0.1)],
    [Float64Array.of(0.5, 0.8, 0.9, 0.7), Float64Array.of(0.4, 0.9, 0.6, 0.1)],
  ];
  const Cs = Float64Array.of(0.1, 1, 10, 100);

  it("is the first of the best means, in the order of Cs and then of ratios", () => {
    expect(meanOf(scores).map((path) => [...path].map((mean) => Number(mean.toFixed(12))))).toEqual([
      [0.5, 0.7, 0.8, 0.8],
      [0.4, 0.8, 0.6, 0.1],
    ]);
    expect(choose(scores, Cs, "best")).toEqual({ r: 1, k: 1 });
    expect(choose(scores.map(([first]) => [first]), Cs, "best")).toEqual({ r: 0, k: 2 }); // prettier-ignore
  });

  it("is the least C within one standard error of the best, of the same ratio", () => {
    expect(standardErrorOf(scores)[0][2]).toBeCloseTo(0.1, 12); // sd 0.1414 over √2
    const first = scores.map(([path]) => [path]);
    expect(choose(first, Cs, "one-standard-error")).toEqual({ r: 0, k: 2 - Number(0.7 >= 0.8 - standardErrorOf(first)[0][2]) }); // prettier-ignore
    const closer = first.map(([path]) => [
      Float64Array.from(path, (score, k) => (k === 1 ? score + 0.01 : score)),
    ]);
    expect(choose(closer, Cs, "one-standard-error")).toEqual({ r: 0, k: 1 });
    const farther = first.map(([path]) => [
      Float64Array.from(path, (score, k) => (k === 1 ? score - 0.01 : score)),
    ]);
    expect(choose(farther, Cs, "one-standard-error")).toEqual({ r: 0, k: 2 });
    expect(choose(scores, Cs, "one-standard-error")).toEqual({ r: 1, k: 1 });
    const reversed = closer.map(([path]) => [path.toReversed()]);
    expect(choose(reversed, Cs.toReversed(), "one-standard-error")).toEqual({ r: 0, k: 2 });
  });

  it("of one fold has no standard error, and is the best", () => {
    const one = [[Float64Array.of(0.5, 0.6, 0.6)]];
    expect(standardErrorOf(one)[0][0]).toBeNaN();
    expect(choose(one, Float64Array.of(1, 2, 3), "one-standard-error")).toEqual({ r: 0, k: 1 });
  });

  it("by one standard error is a stronger penalty on real data", async () => {
    const { X: rows, y: kinds } = loadData("breast_cancer");
    const options = { cv: 5, scoring: "negLogLoss", Cs: [0.1, 3, 20, 100, 300] } as const;
    const best = await new LogisticRegressionCV(options).fit(rows, kinds);
    const model = await new LogisticRegressionCV({ ...options, selection: "one-standard-error" }).fit(
      rows,
      kinds,
    );
    expect(model.scores).toEqual(best.scores);
    expect(model.C).toBeLessThan(best.C);
    const [means] = model.meanScores;
    const top = best.Cs.indexOf(best.C);
    const bound = means[top] - model.standardErrors[0][top];
    expect(means[model.Cs.indexOf(model.C)]).toBeGreaterThanOrEqual(bound);
    const alone = await new LogisticRegressionCV({ ...options, Cs: [model.C] }).fit(rows, kinds);
    expectNear(model.coef[0], alone.coef[0], 1e-5);
  });
});

describe("a fitted model", () => {
  it("predicts as the model of its choice, and is that model's JSON", async () => {
    const model = await new LogisticRegressionCV<string>({ Cs: [0.1, 1], cv: 3, scoring: "negLogLoss" }).fit(
      X,
      labels,
    );
    const { model: inner } = model;
    expect(model.classes).toEqual(["no", "yes"]);
    expect(model.predict(X)).toEqual(inner.predict(X));
    expect(model.predict(X, { threshold: 0.9 })).toEqual(inner.predict(X, { threshold: 0.9 }));
    expect(model.predictProba(X)).toEqual(inner.predictProba(X));
    expect(model.decisionFunction(X)).toEqual(inner.decisionFunction(X));
    expect([model.status, model.converged, model.nIter]).toEqual([inner.status, true, inner.nIter]);
    const loaded = loadModel(JSON.parse(JSON.stringify(model)));
    expect(loaded.predictProba(X)).toEqual(model.predictProba(X));
    expect(model.score(X, labels)).toBeLessThan(0);
    using dataset = Dataset.from(X, labels, { sampleWeight: weights });
    expect(model.score(dataset)).toBe(model.score(X, labels, { sampleWeight: weights }));
    expect(model.score(dataset)).not.toBe(model.score(X, labels));
    const copy = model.clone();
    expect((await errorOf(() => copy.C)).message).toBe(
      "this LogisticRegressionCV is not fitted yet; call fit first",
    );
    expect((await copy.fit(X, labels)).toJSON()).toEqual(model.toJSON());
  });

  it("takes an offset at fit, and then at predictions and scores", async () => {
    const offset = y.map((_, i) => ((i * 7) % 5) / 5 - 0.4);
    const options = { Cs: [0.1, 1], cv: 3, scoring: "negLogLoss", tol: 1e-10 } as const;
    const model = await new LogisticRegressionCV<string>(options).fit(X, labels, { offset });
    const folds = new StratifiedKFold({ nSplits: 3 }).split(X, labels);
    for (const [fold, { train, test }] of [...folds].entries()) {
      const alone = await new LogisticRegression({ C: 1, tol: 1e-10 }).fit(
        pick(X, train),
        pick(labels, train),
        { offset: pick(offset, train) },
      );
      const { data } = alone.predictProba(pick(X, test), { offset: pick(offset, test) });
      const losses = pick(y, test).map((label, i) => Math.log(data[2 * i + label]));
      const mean = losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
      expect(model.scores[fold][0][1]).toBeCloseTo(mean, 9);
    }
    const { model: inner } = model;
    expect(model.predict(X, { offset })).toEqual(inner.predict(X, { offset }));
    expect(model.predictProba(X, { offset })).toEqual(inner.predictProba(X, { offset }));
    expect(model.decisionFunction(X, { offset })).toEqual(inner.decisionFunction(X, { offset }));
    using dataset = Dataset.from(X, labels, { offset });
    expect(model.score(X, labels, { offset })).toBe(model.score(dataset));
    const { testScore } = await crossValidate(inner.clone(), X, labels, { cv: 3, offset });
    expect(testScore).toEqual((await crossValidate(inner.clone(), dataset, { cv: 3 })).testScore);
    const twice = "the Dataset has an offset already; expected it in one place only";
    await expectInputError(() => model.fit(dataset, { offset }), "options.offset", twice);
    const short = "1 numbers; expected 90, one for each row of X";
    await expectInputError(() => model.fit(X, labels, { offset: [1] }), "options.offset", short);
    const none = "none; expected one, as the model was fitted with an offset";
    await expectInputError(() => model.score(X, labels), "options.offset", none);
  });

  it("of means over the folds is told apart from a fit", async () => {
    const model = await new LogisticRegressionCV({ Cs: [0.1, 1], cv: 3, refit: false }).fit(X, labels);
    expect(model.status).toBe("converged");
    expect(model.model.loss).toBeNaN();
    expect(model.predict(X)).toHaveLength(90);
    expect(LogisticRegression.fromJSON(JSON.parse(JSON.stringify(model))).predict(X)).toEqual(
      model.predict(X),
    );
  });
});

describe("options are copied: what is written to them later changes neither", () => {
  const folds = new StratifiedKFold({ nSplits: 3 }).split(X, labels);
  const given = () => ({
    Cs: [0.1, 1],
    l1Ratios: Float64Array.of(0, 0.5),
    penaltyFactor: [1, 0.5, 2],
    lower: [-0.3, -9, -9],
    upper: [9, 9, 0.4],
    classWeight: { yes: 2, no: 1 },
    cv: folds.map(({ train, test }) => ({ train: Uint32Array.from(train), test: [...test] })),
    scoring: "negLogLoss" as const,
    tol: 1e-9,
  });

  function write(options: ReturnType<typeof given>): void {
    options.Cs.fill(5);
    options.l1Ratios.fill(1);
    options.penaltyFactor.fill(100);
    options.lower.fill(0);
    options.upper.fill(0);
    options.classWeight.yes = 50;
    for (const { train, test } of options.cv) test.splice(1, test.length, ...train.subarray(0, 3));
    options.cv.splice(1);
  }

  it("fits that run", async () => {
    const expected = await new LogisticRegressionCV<string>(given()).fit(X, labels);
    const options = given();
    const model = new LogisticRegressionCV<string>(options);
    const running = model.fit(X, labels);
    write(options);
    await running;
    expect(model.scores).toEqual(expected.scores);
    expect(model.toJSON()).toEqual(expected.toJSON());
  });

  it("nor clones", async () => {
    const expected = await new LogisticRegressionCV<string>(given()).fit(X, labels);
    const options = given();
    const model = new LogisticRegressionCV<string>(options);
    write(options);
    model.Cs.fill(7);
    const copy = model.clone();
    expect([...copy.Cs]).toEqual([0.1, 1]);
    expect([...copy.l1Ratios]).toEqual([0, 0.5]);
    await copy.fit(X, labels);
    expect(copy.scores).toEqual(expected.scores);
    expect(copy.toJSON()).toEqual(expected.toJSON());
  });

  it("where weights of classes are a Map", async () => {
    const classWeight = new Map([["yes", 2]]);
    const options = { Cs: [1], cv: 2, classWeight };
    const expected = await new LogisticRegressionCV<string>(options).fit(X, labels);
    const model = new LogisticRegressionCV<string>(options);
    classWeight.set("yes", 50);
    expect((await model.clone().fit(X, labels)).coef).toEqual(expected.coef);
    expect((await model.fit(X, labels)).coef).toEqual(expected.coef);
  });
});

describe("a run", () => {
  it("starts the first fits where it is told to", async () => {
    const steps = async (initial?: LogisticRegression<string>) => {
      const seen: number[] = [];
      const model = new LogisticRegressionCV<string>({
        Cs: [1],
        cv: 3,
        onFit: ({ nIter }) => void seen.push(nIter),
      });
      await model.fit(X, labels, initial && { initial });
      return seen;
    };
    const near = await new LogisticRegression<string>({ tol: 1e-9 }).fit(X, labels);
    const [cold, warm] = [await steps(), await steps(near)];
    cold.forEach((count, fold) => expect(warm[fold]).toBeLessThan(count));
    const narrow = await new LogisticRegression<string>().fit(
      X.map((row) => row.slice(1)),
      labels,
    );
    await expect(steps(narrow)).rejects.toThrow("options.initial: 2 coefficients; expected 3 as in X");
  });

  it("tells of each fit, from the strongest penalty on, and starts each from the one before", async () => {
    const seen: CVProgress[] = [];
    const options = {
      Cs: [1, 0.01, 100],
      l1Ratios: [0, 1],
      cv: 2,
      onFit: (p: CVProgress) => void seen.push(p),
    };
    const model = await new LogisticRegressionCV(options).fit(X, labels);
    expect(seen.map(({ done, total }) => [done, total])).toEqual(seen.map((_, i) => [i + 1, 12]));
    expect(seen.slice(0, 6).map(({ fold, l1Ratio, C }) => [fold, l1Ratio, C])).toEqual([
      [0, 0, 0.01],
      [0, 0, 1],
      [0, 0, 100],
      [0, 1, 0.01],
      [0, 1, 1],
      [0, 1, 100],
    ]);
    expect(seen[1].score).toBe(model.scores[0][0][0]);
    const [{ train }] = new StratifiedKFold({ nSplits: 2 }).split(X, labels);
    const cold = await new LogisticRegression({ C: 100 }).fit(pick(X, train), pick(labels, train));
    expect(seen[2].nIter).toBeLessThan(cold.nIter);
  });

  it("has the same bits again, and with more threads", async () => {
    const many = overlapping(6000, 40);
    const fit = async (threads: number) => {
      const runtime = createRuntime({ threads });
      const model = new LogisticRegressionCV({
        runtime,
        Cs: [0.01, 1],
        cv: 3,
        seed: 7,
        scoring: "negLogLoss",
      });
      await model.fit(many.X, many.y);
      if (threads === 1) expect(runtime.memory.used).toBe(0); // threads have some for themselves
      await runtime.endThreads();
      return [model.coef, model.intercept, model.scores];
    };
    expect(await fit(2)).toEqual(await fit(1));
  });

  it("warns once of each kind, and says of how many fits", async () => {
    const seen: { code: string; message: string }[] = [];
    const onWarning = (warning: (typeof seen)[number]) => void seen.push(warning);
    await new LogisticRegressionCV({ Cs: [1, 10], cv: 3, maxIter: 1, onWarning }).fit(X, labels);
    expect(seen.map(({ code }) => code)).toEqual(["not-converged", "not-converged"]);
    expect(seen[0].message).toMatch(
      /^in \d of 6 fits of folds, first: not converged after maxIter = 1 iterations/,
    );
    expect(seen[1].message).toMatch(/^not converged after maxIter = 1 iterations/);
  });

  it("ends with the signal's reason; the model is unchanged then", async () => {
    const runtime = createRuntime();
    const controller = new AbortController();
    const model = new LogisticRegressionCV({
      runtime,
      cv: 3,
      onFit: ({ done }) => done === 7 && controller.abort(),
    });
    const error = await errorOf(() => model.fit(X, labels, { signal: controller.signal }));
    expect(error.name).toBe("AbortError");
    expect((await errorOf(() => model.coef)).name).toBe("NotFittedError");
    expect(runtime.memory.used).toBe(0);
    await model.fit(X, labels);
    const { coef } = model;
    await errorOf(() => model.fit(X, labels, { signal: AbortSignal.abort() }));
    expect(model.coef).toBe(coef);
  });

  it("is one at a time, and may be followed by another", async () => {
    const model = new LogisticRegressionCV({ Cs: [1], cv: 3 });
    const running = model.fit(X, labels);
    await expectInputError(
      () => model.fit(X, labels),
      "fit",
      "another fit of this model is running; expected one at a time",
    );
    await running;
    await model.fit(X, y as never);
    expect(model.classes).toEqual([0, 1]);
  });

  it("keeps groups together, and takes a Dataset with labels and weights", async () => {
    using dataset = Dataset.from(X, labels, { sampleWeight: weights });
    const groups = y.map((_, i) => i % 6);
    const options = { Cs: [0.1, 1], cv: new GroupKFold({ nSplits: 3 }) };
    const model = await new LogisticRegressionCV(options).fit(dataset, { groups });
    const plain = await new LogisticRegressionCV(options).fit(X, labels, { groups, sampleWeight: weights });
    expect(model.scores).toEqual(plain.scores);
    expect(model.toJSON()).toEqual(plain.toJSON());
    expect(dataset.disposed).toBe(false);
  });
});

describe("what can't be used", () => {
  it.each<[object, string, string]>([
    [{ C: 1 }, "options.C", "is what is chosen; expected those to choose from, Cs"],
    [{ l1Ratio: 0 }, "options.l1Ratio", "is what is chosen; expected those to choose from, l1Ratios"],
    [{ Cs: 0 }, "options.Cs", "0; expected a whole number of at least 1"],
    [{ Cs: [] }, "options.Cs", "none; expected at least one"],
    [{ Cs: [1, 0] }, "options.Cs", "0 at index 1; expected a number greater than 0"],
    [{ Cs: "10" }, "options.Cs", '"10"; expected an array, each a number greater than 0'],
    [{ l1Ratios: 0.5 }, "options.l1Ratios", "0.5; expected an array, each a number from 0 to 1"],
    [{ l1Ratios: [0, 1.5] }, "options.l1Ratios", "1.5 at index 1; expected a number from 0 to 1"],
    [{ cv: 1 }, "options.cv", "1; expected a whole number of at least 2"],
    [{ seed: -1 }, "options.seed", "-1; expected a whole number of at least 0"],
    [
      { seed: 1, cv: new KFold() },
      "options.seed",
      "1 beside folds of your own; expected it with a number of folds",
    ],
    [{ scoring: "auc" }, "options.scoring", '"auc"; expected "accuracy", '],
    [{ selection: "1se" }, "options.selection", '"1se"; expected "best", "one-standard-error"'],
    [
      { selection: "one-standard-error", refit: false },
      "options.selection",
      '"one-standard-error" without refit; expected refit: true with it',
    ],
    [{ refit: 1 }, "options.refit", "1; expected true or false"],
    [{ onFit: 1 }, "options.onFit", "1; expected a function"],
    [{ tol: 0 }, "options.tol", "0; expected a number greater than 0"],
    [{ solver: "sag" }, "options.solver", '"sag"; expected "auto", '],
    [{ Css: 3 }, "options.Css", 'unknown option; expected "Cs"?'],
    [{ l1_ratios: [0] }, "options.l1_ratios", 'unknown option; expected "l1Ratios"?'],
    [{ penalty: "l1" }, "options.penalty", 'unknown option; expected "l1Ratios", from 0'],
    [{ random_state: 0 }, "options.random_state", 'unknown option; expected "seed"'],
    [{ n_jobs: 2 }, "options.n_jobs", 'unknown option; expected "runtime", of createRuntime({ threads })'],
    [[], "options", "an array of 0; expected an object with options"],
  ])("options: %o", async (options, argument, problem) => {
    const error = await errorOf(() => new LogisticRegressionCV(options as object));
    expect(error.message.slice(0, `${argument}: ${problem}`.length)).toBe(`${argument}: ${problem}`);
    expect(error.name).toBe("InputError");
  });

  it("of a fit", async () => {
    const runtime = createRuntime();
    const model = new LogisticRegressionCV({ runtime, cv: 3 });
    const batches = () => [{ X, y: labels }];
    await expectInputError(() => model.fit(batches as never, labels), "X", `a function; ${FORMS}`); // prettier-ignore
    await expectInputError(() => model.fit(batches as never), "X", `a function; ${FORMS}`); // prettier-ignore
    const one = labels.map(() => "yes");
    await expectInputError(
      () => model.fit(X, one),
      "y",
      "one class only, yes; expected at least two".replace("yes", '"yes"'),
    );
    await expectInputError(() => model.fit(X, labels, { groups: y }), "options.groups", "given to folds that don't look at them; expected cv: new GroupKFold() with them"); // prettier-ignore
    await expectInputError(() => model.fit(X, labels, { signal: 5 as never }), "options.signal", "5; expected an AbortSignal"); // prettier-ignore
    await expectInputError(() => model.fit(X, labels, { weight: 5 } as never), "options.weight", 'unknown option; expected "sampleWeight", "offset", "groups", "initial", "signal"'); // prettier-ignore
    const few = labels.map((_, i) => (i < 2 ? "rare" : "common"));
    await expectInputError(() => model.fit(X, few), "y", '2 rows of class "rare"; expected at least 3, one for each fold'); // prettier-ignore
    const sorted = labels.toSorted();
    const cv = [{ train: [...y.keys()].filter((i) => sorted[i] === "no"), test: [...y.keys()].filter((i) => sorted[i] === "yes") }]; // prettier-ignore
    await expectInputError(
      () => new LogisticRegressionCV({ runtime, cv }).fit(X, sorted),
      "options.cv",
      'fold 0 trains on no row of class "yes"; expected some of each class',
    );
    expect(runtime.memory.used).toBe(0);
  });
});
