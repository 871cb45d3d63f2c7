import { describe, expect, it } from "vitest";
import { Dataset, LogisticRegression } from "../../src/index.ts";
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

  it("starts anew after a fit", async () => {
    const model = await stream(momentum());
    await model.fit(X, labels, {});
    await expectInputError(
      () => model.partialFit(X, labels),
      "options.classes",
      "undefined; expected both classes at the first call",
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
});
