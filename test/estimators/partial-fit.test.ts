import { describe, expect, it } from "vitest";
import { Dataset, LogisticRegression, type LogisticRegressionOptions } from "../../src/index.ts";
import { logLoss } from "../../src/metrics/index.ts";
import {
  adam,
  gradientDescent,
  lbfgs,
  logisticObjective,
  miniBatch,
  minimize,
  momentum,
  nesterov,
  type RuleMethod,
} from "../../src/optimize/index.ts";
import { manyClasses } from "../support/classes.ts";
import { overlapping } from "../support/data.ts";
import { expectInputError } from "../support/errors.ts";

const { X, y } = overlapping(96, 3);
const labels = y.map((label) => (label ? "yes" : "no"));
const BATCH = 16;
const first = { classes: ["yes", "no"], totalWeight: X.length };

async function stream(solver: RuleMethod | "auto", options = {}, epochs = 1) {
  const model = new LogisticRegression<string>({ solver, ...options });
  for (let from = 0; from < X.length * epochs; from += BATCH) {
    const start = from % X.length;
    await model.partialFit(X.slice(start, start + BATCH), labels.slice(start, start + BATCH), first);
  }
  return model;
}

describe("partialFit", () => {
  const rules = [
    gradientDescent({ learningRate: 0.1 }),
    momentum({ learningRate: 0.05 }),
    nesterov({ learningRate: 0.05 }),
    adam({ learningRate: 0.05 }),
  ];

  it.each(rules.flatMap((rule) => [true, false].map((fit) => [rule.name, fit, rule] as const)))(
    "by %s, fitIntercept %s, is miniBatch in sequence on the raw objective",
    async (_, fitIntercept, rule) => {
      using dataset = Dataset.from(X, labels);
      using objective = logisticObjective(dataset, { C: 2, fitIntercept, equilibrate: false });
      const method = miniBatch(rule, { batchSize: BATCH, sampling: "sequential", epochs: 3 });
      const { x } = minimize(objective, new Float64Array(objective.size), method);
      const { coef, intercept } = objective.coefficients(x);
      const model = await stream(rule, { C: 2, fitIntercept }, 3);
      model.coef[0].forEach((value, j) => expect(value).toBeCloseTo(coef[j], 12));
      expect(model.intercept[0]).toBeCloseTo(intercept, 12);
      expect([model.status, model.nIter, model.solver]).toEqual(["streaming", 18, rule.name]);
      expect(model.passes).toBe(1);
    },
  );

  it("learns, by Adam if nothing is said", async () => {
    const model = await stream("auto", {}, 200);
    expect(model.solver).toBe("adam");
    const optimum = await new LogisticRegression<string>().fit(X, labels);
    expect(model.score(X, labels)).toBeGreaterThan(optimum.score(X, labels) - 0.05);
    expect(model.classes).toEqual(["no", "yes"]);
  });

  it("weighs rows: weight 0 leaves out, all weights alike change nothing", async () => {
    const make = () => new LogisticRegression<string>({ solver: momentum({ learningRate: 0.1 }) });
    const some = Array.from({ length: BATCH }, (_, i) => Number(i < 10));
    const rows = X.slice(0, BATCH);
    const names = labels.slice(0, BATCH);
    const weighted = await make().partialFit(rows, names, { ...first, sampleWeight: some });
    const without = await make().partialFit(rows.slice(0, 10), names.slice(0, 10), first);
    weighted.coef[0].forEach((value, j) => expect(value).toBeCloseTo(without.coef[0][j], 14));
    const tripled = await make().partialFit(rows, names, { ...first, sampleWeight: some.map(() => 3) });
    const alike = await make().partialFit(rows, names, first);
    tripled.coef[0].forEach((value, j) => expect(value).toBeCloseTo(alike.coef[0][j], 14));
  });

  it("takes chunks of one class", async () => {
    const model = new LogisticRegression<string>({ solver: momentum() });
    await model.partialFit(X.slice(0, 3), ["no", "no", "no"], first);
    expect(model.intercept[0]).toBeLessThan(0);
  });

  it("goes on where its data set is let go of", async () => {
    const dataset = Dataset.from(X, labels);
    const running = new LogisticRegression<string>().partialFit(dataset, undefined, first);
    dataset.dispose();
    const expected = await new LogisticRegression<string>().partialFit(X, labels, first);
    expect((await running).coef).toEqual(expected.coef);
  });

  it("starts anew after a fit", async () => {
    const model = await stream(momentum());
    await model.fit(X, labels, {});
    await expectInputError(
      () => model.partialFit(X, labels),
      "options.classes",
      "undefined; expected all classes at the first call",
    );
  });

  it("refuses what can't be used, and keeps what it has", async () => {
    const model = await stream(momentum());
    const before = model.coef[0].slice();
    const refuses = (call: () => unknown, argument: string, problem: string) =>
      expectInputError(call, argument, problem);
    await refuses(
      () => model.partialFit([[1, 2]], ["no"]),
      "X",
      "2 columns; expected 3 as in the calls before",
    );
    await refuses(
      () => model.partialFit([[1, 2, 3]], ["maybe"]),
      "y",
      '"maybe" at index 0; expected "no" or "yes"',
    );
    await refuses(
      () => model.partialFit([[1, 2, 3]], ["no"], { totalWeight: 7 }),
      "options.totalWeight",
      "7; expected 96 as in the calls before",
    );
    await refuses(
      () => new LogisticRegression<string>().partialFit(X, labels, { classes: ["no", "yes"] }),
      "options.totalWeight",
      "undefined; expected the weight of all rows to come, as C is finite",
    );
    await refuses(
      () => new LogisticRegression<string>({ solver: lbfgs() }).partialFit(X, labels, first),
      "options.solver",
      '"lbfgs"; partialFit expects a rule, such as adam() or momentum()',
    );
    expect(model.coef[0]).toEqual(before);
  });

  it("refuses classes, penalties and weights that a stream can't have", async () => {
    const attempt = (options: LogisticRegressionOptions<string>, classes: string[]) => () =>
      new LogisticRegression<string>(options).partialFit(X, labels, { ...first, classes });
    await expectInputError(
      attempt({}, ["no"]),
      "options.classes",
      "an array of 1; expected all classes at the first call",
    );
    await expectInputError(
      attempt({}, ["no", "yes", "no"]),
      "options.classes",
      "an array of 3; expected each class once",
    );
    await expectInputError(
      attempt({ multiClass: "ovr" }, ["no", "yes", "maybe"]),
      "options.multiClass",
      '"ovr"; a stream of more than two classes expects "multinomial"',
    );
    await expectInputError(
      attempt({ l1Ratio: 0.5 }, ["no", "yes"]),
      "options.l1Ratio",
      "0.5; a stream expects a ridge, without bounds",
    );
    await expectInputError(
      attempt({ upper: 1 }, ["no", "yes"]),
      "options.lower",
      "with bounds; a stream expects a ridge, without bounds",
    );
  });

  it("has penalty factors", async () => {
    const solver = momentum({ learningRate: 0.1 });
    const free = await stream(solver, { C: 0.01, penaltyFactor: [0, 0, 0] }, 5);
    const none = await stream(solver, { C: Number.POSITIVE_INFINITY }, 5);
    const ridge = await stream(solver, { C: 0.01 }, 5);
    free.coef[0].forEach((value, j) => expect(value).toBeCloseTo(none.coef[0][j], 12));
    expect(Math.abs(ridge.coef[0][0])).toBeLessThan(0.9 * Math.abs(free.coef[0][0]));
  });
});

describe("partialFit of several classes", () => {
  const data = manyClasses(120, 3, 4, 2);
  const scaled = { ...data, X: data.X.map((row) => row.map((value, j) => value / 10 ** ((j % 3) - 1))) };
  const names = data.y.map((label) => ["d", "a", "c", "b"][label]);
  const opening = { classes: ["a", "b", "c", "d"], totalWeight: 120 };

  async function streamOf(solver: RuleMethod, options = {}, epochs = 1) {
    const model = new LogisticRegression<string>({ solver, ...options });
    for (let from = 0; from < 120 * epochs; from += 20) {
      const start = from % 120;
      await model.partialFit(
        scaled.X.slice(start, start + 20),
        names.slice(start, start + 20),
        from === 0 ? opening : {},
      );
    }
    return model;
  }

  it("is the softmax's, of a whole stream the mini-batch fit on columns that need no units", async () => {
    const model = await streamOf(adam({ learningRate: 0.05 }), {}, 200);
    const optimum = await new LogisticRegression<string>().fit(scaled.X, names);
    expect(model.classes).toEqual(opening.classes);
    expect([model.coef.length, model.intercept.length]).toEqual([4, 4]);
    expect(model.score(scaled.X, names)).toBeGreaterThan(optimum.score(scaled.X, names) - 0.05);
    const loss = (fitted: LogisticRegression<string>) => logLoss(names, fitted.predictProba(scaled.X));
    expect(loss(model)).toBeLessThan(1.05 * loss(optimum) + 0.02);
    // Each step keeps the symmetry: what is added over the classes stays 0.
    const sum = model.intercept.reduce((total, b) => total + b, 0);
    expect(Math.abs(sum)).toBeLessThan(1e-12);
  });

  it("takes the step of gradient descent that the definition has", async () => {
    const model = await streamOf(gradientDescent({ learningRate: 0.1 }), { C: Number.POSITIVE_INFINITY }, 0);
    await model.partialFit(scaled.X, names, opening);
    // From 0 all probabilities are ¼: ∂F/∂wₖ = mean of (¼ − [yᵢ = k]) xᵢ
    const { classes, coef, intercept } = model;
    classes.forEach((label, k) => {
      const residual = names.map((name) => 1 / 4 - Number(name === label));
      const mean = (of: (i: number) => number) => residual.reduce((sum, r, i) => sum + r * of(i), 0) / 120;
      expect(intercept[k]).toBeCloseTo(-0.1 * mean(() => 1), 13);
      coef[k].forEach((w, j) => expect(w).toBeCloseTo(-0.1 * mean((i) => scaled.X[i][j]), 13));
    });
  });

  it("takes chunks of some classes, and no unknown ones", async () => {
    const model = await streamOf(momentum({ learningRate: 0.1 }));
    await model.partialFit([[1, 2, 3]], ["a"]);
    await expectInputError(
      () => model.partialFit([[1, 2, 3]], ["e"]),
      "y",
      '"e" at index 0; expected "a" or "b" or "c" or "d"',
    );
    const loaded = LogisticRegression.fromJSON(JSON.parse(JSON.stringify(model)));
    expect(loaded.predictProba(scaled.X).data).toEqual(model.predictProba(scaled.X).data);
  });
});
