import { describe, expect, it } from "vitest";
import { LogisticRegression, type LogisticRegressionOptions } from "../../src/index.ts";
import { overlapping } from "../support/data.ts";
import { expectInputError } from "../support/errors.ts";

const SOLVERS =
  'expected "auto", "lbfgs", "newton-cholesky", "newton", "proximal-newton", "proximal-lbfgs", "newton-cg", "dual-newton-cg", "sampled-newton", "bfgs", "gradient-descent", "momentum", ' +
  '"nesterov", "adagrad", "rmsprop", "rprop", "adam", "adamw", "saga", or a method as a value, such as miniBatch(adam(), { epochs: 20 })';
const ABOVE_0 = "expected a number greater than 0";
const COUNT = "expected a whole number of at least 0";
const WEIGHTS = 'expected "balanced", a Map or an object of label -> weight';
const WEIGHT = "expected a finite number of at least 0";
const ALL =
  'unknown option; expected "C", "l1Ratio", "penaltyFactor", "lower", "upper", "solver", "multiClass", "fitIntercept", "tol", "maxIter", "maxSeconds", "dtype", "classWeight", "correctIntercept", ' +
  '"runtime", "onIteration", "onWarning"';

describe("new LogisticRegression refuses", () => {
  it.each<[unknown, string]>([
    [null, "options: null; expected an object with options"],
    ["lbfgs", 'options: "lbfgs"; expected an object with options'],
    [[1], "options: an array of 1; expected an object with options"],

    [
      { penalty: "l2" },
      'options.penalty: unknown option; expected "l1Ratio", from 0 for a ridge to 1 for the lasso; C: Infinity for no penalty',
    ],
    [
      { alpha: 1 },
      'options.alpha: unknown option; expected "l1Ratio" where glmnet has alpha; "C", the inverse, for a strength',
    ],
    [
      { lambda: 1 },
      'options.lambda: unknown option; expected "C", which is 1 / (λ Σ sᵢ) for a λ as of logisticPath',
    ],
    [{ l1_ratio: 1 }, 'options.l1_ratio: unknown option; expected "l1Ratio"?'],
    [{ class_weight: 1 }, 'options.class_weight: unknown option; expected "classWeight"?'],
    [{ fit_intercept: 1 }, 'options.fit_intercept: unknown option; expected "fitIntercept"?'],
    [{ n_jobs: 2 }, 'options.n_jobs: unknown option; expected "runtime", of createRuntime({ threads })'],
    [{ random_state: 2 }, 'options.random_state: unknown option; expected "solver", a method with its seed'],
    [{ warm_start: true }, 'options.warm_start: unknown option; expected "initial" among the options of fit'],
    [{ sampleWeight: [1] }, "options.sampleWeight: unknown option; expected it among the options of fit"],
    [{ banana: 1 }, `options.banana: ${ALL}`],
    [JSON.parse('{ "__proto__": { "C": 2 } }'), `options.__proto__: ${ALL}`],
    [{ c: 1 }, 'options.c: unknown option; expected "C"?'],
    [{ maxiter: 5 }, 'options.maxiter: unknown option; expected "maxIter"?'],
    [{ max_iter: 5 }, 'options.max_iter: unknown option; expected "maxIter"?'],
    [{ sovler: "lbfgs" }, 'options.sovler: unknown option; expected "solver"?'],
    [{ classWeights: "balanced" }, 'options.classWeights: unknown option; expected "classWeight"?'],
    [{ fitIntercpet: true }, 'options.fitIntercpet: unknown option; expected "fitIntercept"?'],
    [{ banana: undefined }, `options.banana: ${ALL}`],

    [{ C: 0 }, `options.C: 0; ${ABOVE_0}`],
    [{ C: -1 }, `options.C: -1; ${ABOVE_0}`],
    [{ C: -Infinity }, `options.C: -Infinity; ${ABOVE_0}`],
    [{ C: Number.NaN }, `options.C: NaN; ${ABOVE_0}`],
    [{ C: "1" }, `options.C: "1"; ${ABOVE_0}`],
    [{ C: null }, `options.C: null; ${ABOVE_0}`],
    [{ C: 1n }, `options.C: 1n; ${ABOVE_0}`],
    [{ tol: 0 }, `options.tol: 0; ${ABOVE_0}`],
    [{ tol: Number.NaN }, `options.tol: NaN; ${ABOVE_0}`],
    [{ maxSeconds: 0 }, `options.maxSeconds: 0; ${ABOVE_0}`],
    [{ maxSeconds: "1" }, `options.maxSeconds: "1"; ${ABOVE_0}`],
    [{ maxIter: -1 }, `options.maxIter: -1; ${COUNT}`],
    [{ maxIter: 1.5 }, `options.maxIter: 1.5; ${COUNT}`],
    [{ maxIter: Infinity }, `options.maxIter: Infinity; ${COUNT}`],
    [{ maxIter: "10" }, `options.maxIter: "10"; ${COUNT}`],

    [{ solver: "newton-raphson" }, `options.solver: "newton-raphson"; ${SOLVERS}`],
    [{ solver: "LBFGS" }, `options.solver: "LBFGS"; ${SOLVERS}`],
    [{ solver: null }, `options.solver: null; ${SOLVERS}`],
    [{ solver: "constructor" }, `options.solver: "constructor"; ${SOLVERS}`],
    [{ multiClass: "crammer" }, 'options.multiClass: "crammer"; expected "multinomial", "ovr"'],
    [{ fitIntercept: 1 }, "options.fitIntercept: 1; expected true or false"],
    [{ fitIntercept: "false" }, 'options.fitIntercept: "false"; expected true or false'],
    [{ dtype: "float32" }, 'options.dtype: "float32"; expected "f64", "f32"'],
    [{ runtime: {} }, "options.runtime: an object; expected what createRuntime answers"],
    [{ onIteration: "stop" }, 'options.onIteration: "stop"; expected a function'],
    [{ onWarning: null }, "options.onWarning: null; expected a function"],

    [{ classWeight: "balance" }, `options.classWeight: "balance"; ${WEIGHTS}`],
    [{ classWeight: null }, `options.classWeight: null; ${WEIGHTS}`],
    [{ classWeight: [1, 2] }, `options.classWeight: an array of 2; ${WEIGHTS}`],
    [{ classWeight: { a: -1 } }, `options.classWeight: -1 for label "a"; ${WEIGHT}`],
    [{ classWeight: { a: Number.NaN } }, `options.classWeight: NaN for label "a"; ${WEIGHT}`],
    [{ classWeight: new Map([[1, Infinity]]) }, `options.classWeight: Infinity for label 1; ${WEIGHT}`],
    [{ classWeight: new Map([[1, "2"]]) }, `options.classWeight: "2" for label 1; ${WEIGHT}`],
  ])("%o", (options, message) => {
    const [argument] = message.split(": ");
    return expectInputError(
      () => new LogisticRegression(options as LogisticRegressionOptions),
      argument,
      message.slice(argument.length + 2),
    );
  });
});

describe("options", () => {
  it("given as undefined are not given", async () => {
    const { X, y } = overlapping(40, 2);
    const names = [
      "C",
      "l1Ratio",
      "penaltyFactor",
      "lower",
      "upper",
      "solver",
      "multiClass",
      "fitIntercept",
      "tol",
      "maxIter",
      "maxSeconds",
      "dtype",
      "classWeight",
      "correctIntercept",
    ];
    const options = Object.fromEntries(
      [...names, "runtime", "onIteration", "onWarning"].map((name) => [name, undefined]),
    );
    const model = await new LogisticRegression(options).fit(X, y);
    const plain = await new LogisticRegression().fit(X, y);
    expect(model.toJSON()).toEqual(plain.toJSON());
  });

  it("are read once: what is written to them later changes nothing", async () => {
    const { X, y } = overlapping(40, 2);
    const options = { C: 0.1 };
    const model = new LogisticRegression(options);
    options.C = 1000;
    await model.fit(X, y);
    expect(model.coef).toEqual((await new LogisticRegression({ C: 0.1 }).fit(X, y)).coef);
  });
});
