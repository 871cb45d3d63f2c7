import { describe, expect, it } from "vitest";
import {
  createRuntime,
  type CrossValidateOptions,
  crossValidate,
  Dataset,
  type Estimator,
  type Fold,
  GroupKFold,
  KFold,
  type Label,
  LinearRegression,
  LogisticRegression,
  LogisticRegressionCV,
  type LogisticRegressionOptions,
  RepeatedStratifiedKFold,
  type ScoringName,
  StratifiedKFold,
} from "../../src/index.ts";
import { accuracy, logLoss, rocAuc } from "../../src/metrics/index.ts";
import { SCORING_NAMES } from "../../src/model-selection/scoring.ts";
import { manyClasses } from "../support/classes.ts";
import { overlapping } from "../support/data.ts";
import { errorOf, expectInputError } from "../support/errors.ts";
import { loadData } from "../support/reference.ts";
import reference from "../reference/cross_validation.json" with { type: "json" };
import softmax from "../reference/softmax.json" with { type: "json" };

const runtime = createRuntime({ threads: 1 });
const { X, y } = overlapping(90, 3);
const labels = y.map((label) => (label ? "yes" : "no"));
const weights = y.map((_, i) => 0.5 + (i % 4));

const pick = <T>(values: ArrayLike<T>, rows: Fold["train"]): T[] => Array.from(rows, (row) => values[row]);

function expectNear(found: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  expect(found.length).toBe(expected.length);
  Array.from(expected, (value, k) => expect(Math.abs(found[k] - value)).toBeLessThan(tolerance * Math.max(1, Math.abs(value)))); // prettier-ignore
}

describe("crossValidate is the loop by hand", () => {
  const cases: [string, LogisticRegressionOptions, number][] = [
    ["two classes", {}, 2],
    ["balanced classes", { classWeight: "balanced", correctIntercept: true }, 2],
    ["the lasso, L-BFGS for none", { l1Ratio: 1, C: 0.4 }, 2],
    ["without a penalty", { C: Infinity, solver: "lbfgs" }, 2],
    ["f32", { dtype: "f32" }, 2],
    ["a softmax", { classWeight: "balanced" }, 3],
    ["each class against the rest", { multiClass: "ovr" }, 3],
  ];

  it.each(cases)("%s", async (_, options, classes) => {
    const { X: rows, y: codes } = classes === 2 ? { X, y } : manyClasses(90, 3, 3);
    const estimator = new LogisticRegression({ runtime, tol: 1e-10, onWarning: () => {}, ...options });
    const cv = new StratifiedKFold({ nSplits: 4, shuffle: true, seed: 5 });
    const found = await crossValidate(estimator, rows, codes, {
      cv,
      sampleWeight: weights,
      scoring: ["accuracy", "negLogLoss"],
      returnTrainScore: true,
      returnEstimator: true,
    });
    const folds = cv.split(rows, codes);
    expect(found.folds).toEqual(folds);
    for (const [k, { train, test }] of folds.entries()) {
      const model = estimator.clone();
      await model.fit(pick(rows, train), pick(codes, train), { sampleWeight: pick(weights, train) });
      const mine = found.estimators![k];
      expect(mine.solver).toBe(model.solver);
      model.coef.forEach((row, c) => expectNear(mine.coef[c], row, 1e-6));
      expectNear(mine.intercept, model.intercept, 1e-6);
      for (const [part, scores] of [
        [test, found.testScores],
        [train, found.trainScores!],
      ] as const) {
        const given = { sampleWeight: pick(weights, part) };
        const truth = pick(codes, part);
        expect(scores.accuracy[k]).toBe(accuracy(truth, model.predict(pick(rows, part)), given));
        const loss = logLoss(truth, model.predictProba(pick(rows, part)), {
          classes: model.classes,
          ...given,
        });
        expect(scores.negLogLoss[k]).toBeCloseTo(-loss, 6);
      }
    }
    expect(found.testScore).toBe(found.testScores.accuracy);
    expect(found.trainScore).toBe(found.trainScores!.accuracy);
    expect(runtime.memory.used).toBe(0);
  });

  it("of numbers", async () => {
    const numbers = X.map((row, i) => 3 * row[0] - row[2] + (i % 5));
    const found = await crossValidate(new LinearRegression({ runtime }), X, numbers, { cv: 3 });
    for (const [k, { train, test }] of new KFold({ nSplits: 3 }).split(X).entries()) {
      const model = await new LinearRegression().fit(pick(X, train), pick(numbers, train));
      expect(found.testScore[k]).toBeCloseTo(model.score(pick(X, test), pick(numbers, test)), 10);
    }
    expect(Object.keys(found.testScores)).toEqual(["r2"]);
  });

  it("of a choice by cross-validation within each fold", async () => {
    const estimator = new LogisticRegressionCV({ Cs: [0.01, 1], cv: 3, runtime, tol: 1e-9 });
    const { testScore, estimators } = await crossValidate(estimator, X, labels, {
      cv: 3,
      scoring: "rocAuc",
      returnEstimator: true,
    });
    for (const [k, { train, test }] of new StratifiedKFold({ nSplits: 3 }).split(X, labels).entries()) {
      const model = await estimator.clone().fit(pick(X, train), pick(labels, train));
      expect(estimators![k].C).toBe(model.C);
      expect(testScore[k]).toBeCloseTo(rocAuc(pick(labels, test), model.decisionFunction(pick(X, test))), 12);
    }
  });
});

describe("scikit-learn's scores", () => {
  const { flowers, balanced, "digits as numbers": numbers } = reference.validated;
  const iris = softmax.flowers;

  function expectScores(
    found: Readonly<Record<string, Float64Array>>,
    expected: Record<string, number[]>,
    tolerance: number,
  ): void {
    expect(Object.keys(found)).toEqual(Object.keys(expected));
    for (const [name, values] of Object.entries(expected)) expectNear(found[name], values, tolerance);
  }

  const foldsOf = (folds: readonly number[]): Fold[] =>
    Array.from({ length: Math.max(...folds) + 1 }, (_, fold) => ({
      train: [...folds.keys()].filter((i) => folds[i] !== fold),
      test: [...folds.keys()].filter((i) => folds[i] === fold),
    }));

  it("of three classes", async () => {
    const scoring = Object.keys(flowers.test) as ScoringName[];
    const found = await crossValidate(new LogisticRegression({ tol: 1e-10 }), iris.X, iris.y, {
      cv: foldsOf(flowers.folds),
      scoring,
      returnTrainScore: true,
    });
    expectScores(found.testScores, flowers.test, 1e-7);
    expectScores(found.trainScores!, flowers.train, 1e-7);
  });

  it("of balanced classes, in a subset of a Dataset", async () => {
    using all = Dataset.from(iris.X, iris.y);
    using dataset = all.subset(balanced.rows);
    const estimator = new LogisticRegression({ C: balanced.C, classWeight: "balanced", tol: 1e-10 });
    const found = await crossValidate(estimator, dataset, {
      cv: foldsOf(balanced.folds),
      scoring: Object.keys(balanced.test) as ScoringName[],
      returnTrainScore: true,
    });
    expectScores(found.testScores, balanced.test, 1e-7);
    expectScores(found.trainScores!, balanced.train, 1e-7);
  });

  it("of numbers", async () => {
    const digits = loadData("digits" as never);
    const rows = digits.X.map((row) => numbers.columns.map((j) => row[j]));
    const found = await crossValidate(new LinearRegression(), rows, digits.y.map(Number), {
      cv: foldsOf(numbers.folds),
      scoring: Object.keys(numbers.test) as ScoringName[],
      returnTrainScore: true,
    });
    expectScores(found.testScores, numbers.test, 1e-9);
    expectScores(found.trainScores!, numbers.train, 1e-9);
  });
});

describe("folds", () => {
  const estimator = new LogisticRegression({ runtime });

  it("are of a number, in order or at random, a splitter or one's own", async () => {
    const stratified = (options: object) => new StratifiedKFold(options).split(X, labels);
    const run = async (options: CrossValidateOptions<LogisticRegression>) =>
      (await crossValidate(estimator, X, labels, options)).folds;
    expect(await run({})).toEqual(stratified({}));
    expect(await run({ cv: 3, seed: 4 })).toEqual(stratified({ nSplits: 3, shuffle: true, seed: 4 }));
    const repeated = new RepeatedStratifiedKFold({ nSplits: 2, nRepeats: 2, seed: 1 });
    expect(await run({ cv: repeated })).toEqual(repeated.split(X, labels));
    const groups = y.map((_, i) => `g${i % 9}`);
    const cv = new GroupKFold({ nSplits: 3 });
    expect(await run({ cv, groups })).toEqual(cv.split(X, labels, groups));
    const own = [{ train: [...y.keys()].slice(30), test: Int32Array.of(0, 1, 2) }];
    const [{ train, test }] = await run({ cv: own });
    expect([...train]).toEqual(own[0].train);
    expect([...test]).toEqual([0, 1, 2]);
    const custom = {
      split: (_: unknown, given: unknown) => (expect((given as Label[])[1]).toBe(labels[1]), own),
    };
    expect(await run({ cv: custom })).toEqual([{ train, test }]);
    const yielding = {
      *split(): Generator<Fold> {
        yield* own;
        yield* own;
      },
    };
    expect(await run({ cv: yielding })).toEqual([...own, ...own].map(() => ({ train, test })));
    expect(await run({ cv: { split: () => new Set(own) } })).toEqual([{ train, test }]);
  });

  const all = [...y.keys()];
  const EXPECTED = "a number of folds, a splitter, or an array of { train, test }";

  it.each<[object, string, string]>([
    [{ cv: 1 }, "options.cv", "1; expected a whole number of at least 2"],
    [{ cv: 2.5 }, "options.cv", "2.5; expected a whole number of at least 2"],
    [{ cv: "5" }, "options.cv", `"5"; expected ${EXPECTED}`],
    [{ cv: null }, "options.cv", `null; expected ${EXPECTED}`],
    [{ cv: {} }, "options.cv", `an object; expected ${EXPECTED}`],
    [{ cv: [] }, "options.cv", "no folds; expected at least one"],
    [{ cv: [[1], [2]] }, "options.cv[0]", "an array of 1; expected a plain object"],
    [{ cv: [{ train: all }] }, "options.cv[0].test", "undefined; expected an array of numbers of rows"],
    [{ cv: [{ train: all, tests: [1] }] }, "options.cv[0].tests", 'unknown entry; expected "test"?'],
    [{ cv: [{ train: [], test: [1] }] }, "options.cv[0].train", "no rows; expected at least one"],
    [
      { cv: [{ train: [1, 2], test: [90] }] },
      "options.cv[0].test",
      "90 at index 0; expected a whole number from 0 to 89, the last row",
    ],
    [
      { cv: [{ train: [1, -2], test: [9] }] },
      "options.cv[0].train",
      "-2 at index 1; expected a whole number from 0 to 89, the last row",
    ],
    [
      { cv: [{ train: all, test: [3] }] },
      "options.cv[0].test",
      "row 3 at index 0 is in train as well; expected rows that the model is not fitted to",
    ],
    [{ cv: 91 }, "options.cv", "91 folds of 90 rows; expected at most 90"],
    [{ cv: { split: () => 7 } }, "options.cv", "7; expected an array or an iterable of { train, test }"],
    [{ cv: { split: () => "ab" } }, "options.cv", '"ab"; expected an array or an iterable of'],
    [{ cv: { async *split() {} } }, "options.cv", "an AsyncGenerator; expected an array or an iterable of"],
    [{ cv: { *split() {} } }, "options.cv", "no folds; expected at least one"],
    [{ cv: { *split() { yield { train: all }; } } }, "options.cv[0].test", "undefined; expected an array"], // prettier-ignore
    [{ cv: (function* () {})() }, "options.cv", `a Generator; expected ${EXPECTED}`],
    [
      { cv: 60 },
      "y",
      `${y.filter((label) => label === y[0]).length} rows of class "${labels[0]}"; expected at least 60, one`,
    ],
    [{ seed: 1.5 }, "options.seed", "1.5; expected a whole number of at least 0"],
    [{ seed: "a" }, "options.seed", '"a"; expected a whole number of at least 0'],
    [
      { cv: new KFold(), seed: 1 },
      "options.seed",
      "1 beside folds of your own; expected it with a number of folds",
    ],
    [
      { groups: labels },
      "options.groups",
      "given to folds that don't look at them; expected cv: new GroupKFold() with them",
    ],
    [
      { cv: new StratifiedKFold(), groups: labels },
      "groups",
      "given to a splitter that doesn't look at them; expected GroupKFold for them",
    ],
    [{ cv: new GroupKFold() }, "groups", "missing; GroupKFold expects the group of each row"],
    [{ scoring: "neg_log_loss" }, "options.scoring", '"neg_log_loss"; expected "negLogLoss"?'],
    [{ scoring: "roc_auc" }, "options.scoring", '"roc_auc"; expected "rocAuc"?'],
    [
      { scoring: "roc_auc_ovr_weighted" },
      "options.scoring",
      '"roc_auc_ovr_weighted"; expected "rocAucOvrWeighted"?',
    ],
    [{ scoring: ["f1", "neg_brier_score"] }, "options.scoring.neg_brier_score", '"neg_brier_score"; expected "negBrierScore"?'], // prettier-ignore
    [{ scoring: [] }, "options.scoring", "none; expected at least one"],
    [{ scoring: ["accuracy", "auc"] }, "options.scoring.auc", '"auc"; expected "accuracy", '],
    [{ scoring: 5 }, "options.scoring", '5; expected "accuracy", '],
    [{ scoring: () => "good" }, "options.scoring", 'it returned "good"; expected a number, at once'],
    [{ scoring: () => Number.NaN }, "options.scoring", "it returned NaN; expected a number, at once"],
    [{ scoring: async () => 1 }, "options.scoring", "it returned a Promise; expected a number, at once"],
    [{ scoring: "r2" }, "options.scoring", '"r2" of labels like "'],
    [{ scoring: "negMeanAbsoluteError" }, "options.scoring", '"negMeanAbsoluteError" of labels like "'],
    [{ returnTrainScore: 1 }, "options.returnTrainScore", "1; expected true or false"],
    [{ returnEstimator: "no" }, "options.returnEstimator", '"no"; expected true or false'],
    [{ onFold: 1 }, "options.onFold", "1; expected a function"],
    [{ signal: 1 }, "options.signal", "1; expected an AbortSignal"],
    [{ sampleWeight: [1] }, "options.sampleWeight", "1 weights; expected 90, one for each row of X"],
    [{ folds: 3 }, "options.folds", "unknown option; expected "],
  ])("or options are refused: %o", async (options, argument, problem) => {
    const error = await errorOf(() => crossValidate(estimator, X, labels, options as object));
    expect(error.message.slice(0, `${argument}: ${problem}`.length)).toBe(`${argument}: ${problem}`);
    expect(error.name).toBe("InputError");
    expect(runtime.memory.used).toBe(0);
  });

  it("of numbers are as many as there are rows at most", async () => {
    const [few, numbers] = [X.slice(0, 40), y.slice(0, 40).map((label, i) => label + i)];
    const regression = new LinearRegression({ runtime });
    await expectInputError(
      () => crossValidate(regression, few, numbers, { cv: 100 }),
      "options.cv",
      "100 folds of 40 rows; expected at most 40",
    );
    const options = { cv: 40, scoring: "negMeanSquaredError" } as const;
    expect((await crossValidate(regression, few, numbers, options)).folds).toHaveLength(40);
  });

  it("train on each class", async () => {
    const one = [...y.keys()].filter((i) => y[i] === 1);
    const other = [...y.keys()].filter((i) => y[i] === 0);
    await expectInputError(
      () => crossValidate(estimator, X, labels, { cv: [{ train: one, test: other }] }),
      "options.cv",
      'fold 0 trains on no row of class "no"; expected some of each class',
    );
  });

  it("that test one class only have a log loss, but no AUC", async () => {
    const test = [...y.keys()].filter((i) => y[i] === 1).slice(0, 5);
    const cv = [{ train: [...y.keys()].filter((i) => !test.includes(i)), test }];
    const { testScore } = await crossValidate(estimator, X, labels, { cv, scoring: "negLogLoss" });
    expect(testScore[0]).toBeLessThan(0);
    const error = await errorOf(() => crossValidate(estimator, X, labels, { cv, scoring: "rocAuc" }));
    expect(error.message).toBe('yTrue: only rows of class "yes"; expected rows of both kinds');
  });

  it("and estimators, and labels", async () => {
    for (const odd of [undefined, {}, 5, { clone: () => 0, fit: () => 0 }]) {
      const error = await errorOf(() => crossValidate(odd as unknown as Estimator, X, labels));
      expect(error.message).toMatch(/^estimator: .*; expected one with clone, fit and predict$/);
    }
    const missing = "no labels; expected one for each row, here or in the Dataset";
    await expectInputError(() => crossValidate(estimator, X), "y", missing);
    using dataset = Dataset.from(X, labels, { runtime, sampleWeight: weights });
    await expectInputError(
      () => crossValidate(estimator, dataset, { sampleWeight: weights }),
      "options.sampleWeight",
      "the Dataset has weights already; expected them in one place only",
    );
    dataset.dispose();
    expect((await errorOf(() => crossValidate(estimator, dataset))).name).toBe("DisposedError");
  });
});

describe("scores", () => {
  it.each(SCORING_NAMES)("have a name that works, or says what is missing: %s", async (scoring) => {
    const two = await errorOrScores(new LogisticRegression({ runtime }), X, labels, scoring);
    const many = manyClasses(60, 3, 3);
    const three = await errorOrScores(new LogisticRegression({ runtime }), many.X, many.y, scoring);
    const numbers = await errorOrScores(new LinearRegression({ runtime }), X, X.map(([a, b]) => a - b), scoring); // prettier-ignore
    const isOfNumbers = /^r2|Error$/.test(scoring);
    const ofTwoOnly = ["rocAuc", "precision", "recall", "f1"].includes(scoring);
    expect(typeof two === "string").toBe(isOfNumbers);
    expect(typeof numbers === "string").toBe(!isOfNumbers && !["accuracy"].includes(scoring));
    if (ofTwoOnly)
      expect(three).toMatch(new RegExp(`^options.scoring: "${scoring}" of 3 classes; expected two, or "`));
  });

  async function errorOrScores(
    estimator: Estimator,
    rows: number[][],
    target: Label[],
    scoring: ScoringName,
  ) {
    try {
      const { testScore } = await crossValidate(estimator, rows, target as number[], { cv: 3, scoring });
      expect(testScore.every(Number.isFinite)).toBe(true);
      return testScore;
    } catch (error) {
      return (error as Error).message;
    }
  }

  it("of one's own are told the rows, their labels and weights", async () => {
    const seen: unknown[] = [];
    const estimator = new LogisticRegression({ runtime });
    const scoring = {
      rows: (_: unknown, rows: Dataset | unknown) => (rows as Dataset).rows,
      yes: (
        model: LogisticRegression,
        _: unknown,
        truth: ArrayLike<Label>,
        sampleWeight: Float64Array | undefined,
      ) => {
        seen.push(model.classes, sampleWeight?.length);
        return Array.from(truth).filter((label) => label === "yes").length;
      },
      auc: "rocAuc",
    } as const;
    const { testScores } = await crossValidate(estimator, X, labels, {
      cv: 3,
      scoring,
      sampleWeight: weights,
    });
    expect([...testScores.rows]).toEqual([30, 30, 30]);
    expect(testScores.yes.reduce((sum, count) => sum + count, 0)).toBe(
      labels.filter((l) => l === "yes").length,
    );
    expect(seen.slice(0, 2)).toEqual([["no", "yes"], 30]);
    expect(Object.keys(testScores)).toEqual(["rows", "yes", "auc"]);
    const alone = await crossValidate(estimator, X, labels, { cv: 3, scoring: () => 7 });
    expect(alone.testScores).toEqual({ score: Float64Array.of(7, 7, 7) });
  });
});

describe("a run", () => {
  it("tells of each fold", async () => {
    const seen: number[] = [];
    const { testScore } = await crossValidate(new LogisticRegression(), X, labels, {
      onFold({ fold, folds, testScores }) {
        expect([fold, folds]).toEqual([seen.length, 5]);
        seen.push(testScores.accuracy);
      },
    });
    expect(seen).toEqual([...testScore]);
  });

  it("ends with the signal's reason, and gives all memory back", async () => {
    const estimator = new LogisticRegression({ runtime });
    const before = AbortSignal.abort(new Error("no time"));
    const error = await errorOf(() => crossValidate(estimator, X, labels, { signal: before }));
    expect(error.message).toBe("no time");
    const controller = new AbortController();
    let folds = 0;
    const during = await errorOf(() =>
      crossValidate(estimator, X, labels, {
        signal: controller.signal,
        onFold: ({ fold }) => {
          folds += 1;
          if (fold === 1) controller.abort();
        },
      }),
    );
    expect(during.name).toBe("AbortError");
    expect(folds).toBe(2);
    expect(runtime.memory.used).toBe(0);
  });

  it("has read all that it was given once it is called", async () => {
    const estimator = new LogisticRegression({ runtime });
    const given = () => ({
      rows: X.map((row) => [...row]),
      truth: [...labels],
      sampleWeight: [...weights],
      offset: y.map((_, i) => (i % 3) / 4),
      cv: new KFold({ nSplits: 3 }).split(X),
    });
    const run = ({ rows, truth, ...options }: ReturnType<typeof given>) =>
      crossValidate(estimator, rows, truth, { ...options, scoring: "negLogLoss" });
    const expected = await run(given());
    const changed = given();
    const running = run(changed);
    changed.rows.forEach((row) => row.fill(7));
    changed.truth.fill("no");
    changed.sampleWeight.fill(0);
    changed.offset.fill(Number.NaN);
    changed.cv.splice(1);
    const { testScore, folds } = await running;
    expect(testScore).toEqual(expected.testScore);
    expect(folds).toEqual(expected.folds);
  });

  it("has read groups and options once it is called", async () => {
    const groups = y.map((_, i) => i % 6);
    const cv = new GroupKFold({ nSplits: 3 });
    const expected = cv.split(X, labels, groups);
    const options: CrossValidateOptions<LogisticRegression> = { cv, groups };
    const running = crossValidate(new LogisticRegression({ runtime }), X, labels, options);
    groups.fill(0);
    options.signal = AbortSignal.abort();
    options.onFold = () => expect.unreachable();
    expect((await running).folds).toEqual(expected);
  });

  it("keeps the rows of a Dataset that is disposed of once it is called, and gives all memory back", async () => {
    const estimator = new LogisticRegression({ runtime });
    const expected = await crossValidate(estimator, X, labels, { cv: 4 });
    const dataset = Dataset.from(X, labels, { runtime });
    const running = crossValidate(estimator, dataset, { cv: 4 });
    dataset.dispose();
    expect((await running).testScore).toEqual(expected.testScore);
    expect(runtime.memory.used).toBe(0);
  });

  it("has the same bits with more threads, and copies rows in single precision only, once", async () => {
    const many = overlapping(30_000, 20);
    const scores: Float64Array[] = [];
    for (const threads of [1, 2]) {
      const own = createRuntime({ threads });
      using dataset = Dataset.from(many.X, many.y, { runtime: own });
      const bytes = 30_000 * 20 * 8;
      const copied = 0.501 * bytes; // stays with the data set
      const { used } = own.memory;
      let most = 0;
      const onIteration = () => void (most = Math.max(most, own.memory.used - used));
      const estimator = new LogisticRegression({ runtime: own, onIteration });
      const { testScore } = await crossValidate(estimator, dataset, {
        cv: 4,
        seed: 2,
        scoring: "negLogLoss",
      });
      scores.push(testScore);
      if (threads === 1) expect(own.memory.used - used).toBeLessThan(copied); // threads have some for themselves
      expect(most).toBeLessThan(copied + 0.5 * bytes);
      await own.endThreads();
    }
    expect(scores[1]).toEqual(scores[0]);
  });
});
