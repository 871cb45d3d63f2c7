import { beforeAll, describe, expect, it } from "vitest";
import {
  Dataset,
  InputError,
  LogisticRegression,
  type LogisticRegressionOptions,
  NotFittedError,
} from "../../src/index.ts";
import { overlapping } from "../support/data.ts";
import { errorOf, expectInputError } from "../support/errors.ts";
import { Fitted } from "../support/fitted.ts";

let fitted: Fitted;
beforeAll(async () => {
  fitted = await Fitted.to();
});
const { X, y } = overlapping(40, 2);
const names = y.map((label) => (label === 1 ? "yes" : "no"));

describe("fit refuses", () => {
  it.each<[string, unknown, string, string]>([
    ["null", null, "options", "null; expected an object with options"],
    ["weights for options", y, "options", "an array of 40; expected an object with options"],
    [
      "an unknown option",
      { epochs: 3 },
      "options.epochs",
      'unknown option; expected "sampleWeight", "offset", "initial", "signal"',
    ],
    [
      "a misspelt option",
      { sample_weight: y },
      "options.sample_weight",
      'unknown option; expected "sampleWeight"?',
    ],
    [
      "a controller for a signal",
      { signal: new AbortController() },
      "options.signal",
      "an AbortController; expected an AbortSignal",
    ],
    ["no signal", { signal: null }, "options.signal", "null; expected an AbortSignal"],
    [
      "no weights",
      { sampleWeight: null },
      "options.sampleWeight",
      "null; expected an array, Float64Array or Float32Array",
    ],
    ["no initial", { initial: null }, "options.initial", "null; expected a fitted LogisticRegression"],
    [
      "coefficients for initial",
      { initial: [1, 2] },
      "options.initial",
      "an array of 2; expected a fitted LogisticRegression",
    ],
  ])("%s", async (_, options, argument, problem) => {
    await fitted.refuses(() => fitted.model.fit(X, y, options as never), argument, problem);
    using dataset = Dataset.from(X, y, { runtime: fitted.runtime });
    await fitted.refuses(() => fitted.model.fit(dataset, y, options as never), argument, problem);
  });

  it("an initial model of other classes or columns, or one that is not fitted", async () => {
    const initialOf = async (rows: number[][], labels: unknown[]) =>
      (await new LogisticRegression().fit(rows, labels as never)) as LogisticRegression;
    const refuses = async (initial: LogisticRegression, problem: string) => {
      const fit = () => fitted.model.fit(X, y, { initial });
      await fitted.refuses(fit, "options.initial", problem);
    };
    await refuses(await initialOf(X, names), 'classes "no", "yes"; expected 0, 1 as in y');
    await refuses(await initialOf(X, y.map(String)), 'classes "0", "1"; expected 0, 1 as in y');
    await refuses(await initialOf(X, y.map((label) => label + 1)), "classes 1, 2; expected 0, 1 as in y"); // prettier-ignore
    const narrow = X.map((row) => row.slice(0, 1));
    await refuses(await initialOf(narrow, y), "1 coefficients; expected 2 as in X");
    const broken = {
      classes: [0, 1],
      coef: [Float64Array.of(1, Number.NaN)],
      intercept: new Float64Array(1),
    };
    await refuses(broken as never, "coefficients that are NaN or infinite; expected finite ones");
    await refuses(new LogisticRegression(), "a LogisticRegression that is not fitted; expected a fitted one");
  });

  it("an initial model with a coefficient out of bounds, and starts at a bound or off it by rounding", async () => {
    const { runtime } = fitted;
    const from = (...coef: number[][]) => ({
      classes: coef.length > 1 ? [0, 1, 2] : [0, 1],
      coef: coef.map((row) => Float64Array.from(row)),
      intercept: new Float64Array(coef.length),
    });
    const refuses = async (
      options: LogisticRegressionOptions,
      initial: ReturnType<typeof from>,
      argument: string,
      problem: string,
    ) => {
      const labels = initial.coef.length > 1 ? y.map((_, i) => i % 3) : y;
      const model = new LogisticRegression({ runtime, ...options });
      await fitted.refuses(() => model.fit(X, labels, { initial }), argument, problem);
      const batches = function* () {
        yield { X, y: labels };
      };
      if (options.multiClass === "ovr") return;
      await fitted.refuses(() => model.fit(batches, { initial }), argument, problem);
    };
    const second = "options.initial.coef[0][1]";
    const third = "options.initial.coef[2][0]";
    await refuses({ upper: 0.25 }, from([0, 0.5]), second, "0.5; expected a number from -Infinity to 0.25, its bounds here"); // prettier-ignore
    await refuses({ lower: [-1, 0] }, from([-1, -2]), second, "-2; expected a number from 0 to Infinity, its bounds here"); // prettier-ignore
    for (const multiClass of ["multinomial", "ovr"] as const) {
      const problem = "-0.5; expected a number from 0 to 1, its bounds here";
      await refuses({ multiClass, lower: 0, upper: 1 }, from([0, 0], [0, 0], [-0.5, 0]), third, problem);
    }
    const bounds = { runtime, lower: 0, upper: 0.1 };
    const mean = (0.1 + 0.1 + 0.1) / 3;
    expect(mean).toBeGreaterThan(0.1);
    const model = await new LogisticRegression(bounds).fit(X, y, { initial: from([0, mean]) });
    expect(model.status).toBe("converged");
    const again = await new LogisticRegression(bounds).fit(X, y, { initial: model });
    expect([again.status, again.nIter <= 1]).toEqual(["converged", true]);
  });

  it("a data set of another dtype than the model asks for", async () => {
    const { runtime } = fitted;
    using dataset = Dataset.from(X, y, { runtime });
    const model = new LogisticRegression({ runtime, dtype: "f32" });
    const problem = "a Dataset in f64; expected f32, the model's dtype";
    await fitted.refuses(() => model.fit(dataset), "X", problem);
    using single = Dataset.from(X, y, { runtime, dtype: "f32" });
    expect((await model.fit(single)).status).toBe("converged");
  });

  it.each<[string, unknown, string]>([
    [
      "a label that isn't in y",
      { no: 2, maybe: 3 },
      'label "maybe" is not in y; expected one of "no", "yes"',
    ],
    ["a label of another type", new Map([[1, 2]]), 'label 1 is not in y; expected one of "no", "yes"'],
    ["a class of weight 0", { yes: 0 }, '0 for class "yes"; expected each above 0'],
  ])("class weights with %s", async (_, classWeight, problem) => {
    const model = new LogisticRegression({ runtime: fitted.runtime, classWeight: classWeight as never });
    await fitted.refuses(() => model.fit(X, names as never), "options.classWeight", problem);
    expect(() => model.coef).toThrow(NotFittedError);
  });

  it("class weights in a Map for labels of another type, though written the same", async () => {
    const model = new LogisticRegression({ classWeight: new Map([["1", 2]]) as never });
    const problem = 'label "1" is not in y; expected one of 0, 1';
    await fitted.refuses(() => model.fit(X, y), "options.classWeight", problem);
  });

  it("a second fit at the same time; the first one ends well", async () => {
    const { runtime } = fitted;
    const model = new LogisticRegression({ runtime });
    const first = model.fit(X, y);
    const problem = "another fit of this model is running; expected one at a time";
    await expectInputError(() => model.fit(X, y), "fit", problem);
    expect(await first).toBe(model);
    expect(model.coef).toEqual(fitted.model.coef);
    await model.fit(X, y);
    expect(runtime.memory.used).toBe(0);
  });
});

describe("what f64 can't hold is refused, and leaves no NaN", () => {
  it.each<[string, number[][], number, number]>([
    ["weights whose sum overflows", X, 1e308, 1],
    ["weights whose sum is next to nothing", X, 5e-324, Infinity],
    ["C next to nothing", X, 1, 5e-324],
    ["C that overflows with the weights", X, 1e10, 1e300],
    ["columns of denormal numbers", X.map((row) => row.map((value) => value * 5e-324)), 1, Infinity],
    [
      "columns at both ends of f64",
      X.map((row) => row.map((value) => Math.sign(value) * 1.7e308)),
      1,
      Infinity,
    ],
  ])("%s", async (_, rows, weight, C) => {
    const model = new LogisticRegression({ runtime: fitted.runtime, C });
    await fitted.unchanged(async () => {
      const error = await errorOf(() => model.fit(rows, y, { sampleWeight: y.map(() => weight) }));
      expect(error).toBeInstanceOf(InputError);
      expect(error.message).toMatch(/f64 can hold/);
    });
    expect(() => model.coef).toThrow(NotFittedError);
  });
});

describe("onIteration that throws", () => {
  it.each([
    ["lbfgs", 0],
    ["lbfgs", 2],
    ["newton-cholesky", 0],
    ["newton-cholesky", 1],
    ["gradient-descent", 3],
  ] as const)(
    "ends %s at iteration %d: the error comes through, nothing stays behind",
    async (solver, at) => {
      const { runtime } = fitted;
      const boom = new Error("boom");
      let armed = false;
      const onIteration = ({ iteration }: { iteration: number }) => {
        if (armed && iteration === at) throw boom;
      };
      const model = await new LogisticRegression({ runtime, solver, onIteration }).fit(X, y);
      const coef = model.coef[0].slice();
      const { nIter } = model;
      armed = true;
      const other = X.map((row) => row.map((value) => value * 3 + 1));
      expect(await errorOf(() => model.fit(other, y))).toBe(boom);
      expect(model.coef[0]).toEqual(coef);
      expect(model.nIter).toBe(nIter);
      expect(runtime.memory.used).toBe(0);
      armed = false;
      await model.fit(other, y);
      expect(model.coef[0]).not.toEqual(coef);
    },
  );
});

describe("onWarning that throws", () => {
  it("ends the fit: the error comes through, and the model is what it was", async () => {
    const { runtime } = fitted;
    const boom = new Error("boom");
    const onWarning = () => {
      throw boom;
    };
    const model = await new LogisticRegression({ runtime, onWarning, C: Infinity }).fit(X, y);
    const coef = model.coef[0].slice();
    expect(await errorOf(() => model.fit(X, X.map(([a]) => Number(a > 0))))).toBe(boom); // prettier-ignore
    expect(model.coef[0]).toEqual(coef);
    expect(model.status).toBe("converged");
    expect(runtime.memory.used).toBe(0);
  });
});

describe("a model that is not fitted", () => {
  const model = new LogisticRegression();
  const uses: [string, () => unknown][] = [
    ...(
      [
        "classes",
        "coef",
        "intercept",
        "featureNames",
        "status",
        "converged",
        "nIter",
        "loss",
        "gradientNorm",
        "trace",
        "passes",
        "solver",
        "solverReason",
      ] as const
    ).map((name): [string, () => unknown] => [name, () => model[name]]),
    ["predict", () => model.predict(X)],
    ["predictProba", () => model.predictProba(X)],
    ["probability", () => model.probability(X[0])],
    ["decisionFunction", () => model.decisionFunction(X)],
    ["score", () => model.score(X, y)],
    ["toJSON", () => model.toJSON()],
    ["JSON.stringify", () => JSON.stringify(model)],
  ];

  it.each(uses)("has no %s", async (_, use) => {
    const error = await errorOf(use);
    expect(error).toBeInstanceOf(NotFittedError);
    expect(error.message).toBe("this LogisticRegression is not fitted yet; call fit first");
  });

  it("is none after a fit that was refused", async () => {
    const other = new LogisticRegression();
    await errorOf(() => other.fit(X, [1]));
    expect(() => other.predict(X)).toThrow(NotFittedError);
    await other.fit(X, y);
    expect(other.predict(X)).toHaveLength(40);
  });
});
