import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type LogisticModelJSON, LogisticRegression } from "../../src/index.ts";
import { columns, overlapping } from "../support/data.ts";
import { expectInputError } from "../support/errors.ts";

const { X, y } = overlapping(40, 3);
const throughText = (value: unknown) => JSON.parse(JSON.stringify(value)) as Record<string, unknown>;

describe("a model through JSON", () => {
  it.each([
    ["numbers", [0, 1], {}],
    ["strings", ["ham", "spam"], { C: Infinity, solver: "lbfgs" }],
    ["booleans", [false, true], { fitIntercept: false, solver: "gradient-descent" }],
  ] as const)("is the same, with labels that are %s", async (_, labels, options) => {
    const named = y.map((code) => labels[code]);
    const model = await new LogisticRegression<string | number | boolean>(options).fit(columns(X), named);
    const again = LogisticRegression.fromJSON(throughText(model));
    for (const name of ["classes", "coef", "intercept", "featureNames", "solver", "solverReason"] as const) {
      expect(again[name]).toEqual(model[name]);
    }
    for (const name of ["status", "converged", "nIter", "loss", "gradientNorm", "passes"] as const) {
      expect(again[name]).toBe(model[name]);
    }
    expect(again.trace).toEqual([]);
    expect(throughText(again)).toEqual(throughText(model));
    expect(throughText(model)).toEqual(model.toJSON());
    expect(again.predictProba(X)).toEqual(model.predictProba(X));
    expect(again.predict(X)).toEqual(model.predict(X));
    await again.fit(columns(X), named);
    again.coef[0].forEach((value, j) => expect(value).toBeCloseTo(model.coef[0][j], 4));
    expect(again.intercept[0] === 0).toBe(model.intercept[0] === 0);
  });

  it("predicts with the same bits, whatever its coefficients", () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(
        fc.array(number, { minLength: 1, maxLength: 9 }),
        number,
        fc.nat(),
        (coef, intercept, seed) => {
          const json = { version: 1, classes: ["a", "b"], coef: [coef], intercept: [intercept] };
          const model = LogisticRegression.fromJSON(json);
          const again = LogisticRegression.fromJSON(throughText(model));
          const { X: rows } = overlapping(5, coef.length, seed);
          expect(again.decisionFunction(rows)).toEqual(model.decisionFunction(rows));
          expect(again.predictProba(rows)).toEqual(model.predictProba(rows));
        },
      ),
      { seed: 3, numRuns: 200 },
    );
  });

  it("holds penalty factors and bounds, infinite ones too, so that it can be fitted anew", async () => {
    const options = {
      C: 0.5,
      l1Ratio: 0.4,
      penaltyFactor: Float64Array.of(1, 0, 2),
      lower: [-Infinity, -0.1, -1],
      upper: 0.2,
    };
    const { X: rows, y: labels } = overlapping(60, 3, 5);
    const model = await new LogisticRegression(options).fit(rows, labels);
    const json = throughText(model);
    expect(json).toMatchObject({ penaltyFactor: [1, 0, 2], lower: ["-Infinity", -0.1, -1], upper: 0.2 });
    const again = LogisticRegression.fromJSON(json);
    expect(throughText(again)).toEqual(json);
    await again.fit(rows, labels);
    expect(again.coef).toEqual(model.coef);
    await expectInputError(
      () => LogisticRegression.fromJSON(json, { upper: 1 }),
      "options.upper",
      "the model's JSON has it; expected only what JSON can't hold",
    );
  });

  it.each([
    ["balanced", "balanced", "balanced"],
    ["in an object", { 1: 3 }, { 1: 3 }],
    ["in a Map", new Map([[0, 0.5], [1, 3]]), { 0: 0.5, 1: 3 }], // prettier-ignore
  ] as const)(
    "holds weights of classes, %s, so that a clone's fit is the same",
    async (_, classWeight, kept) => {
      const model = await new LogisticRegression<number>({ classWeight, correctIntercept: true }).fit(X, y);
      const json = throughText(model);
      expect(json).toMatchObject({ classWeight: kept, correctIntercept: true });
      const again = LogisticRegression.fromJSON<number>(json);
      expect(throughText(again)).toEqual(json);
      const clone = await again.clone().fit(X, y);
      expect([clone.coef, clone.intercept]).toEqual([model.coef, model.intercept]);
    },
  );

  it("takes weights of classes beside JSON that has none", async () => {
    const json = throughText(await new LogisticRegression().fit(X, y));
    expect(json).not.toHaveProperty("classWeight");
    expect(json).not.toHaveProperty("correctIntercept");
    const again = LogisticRegression.fromJSON(json, { classWeight: "balanced" });
    expect(again.toJSON().classWeight).toBe("balanced");
    await expectInputError(
      () => LogisticRegression.fromJSON(throughText(again), { classWeight: "balanced" }),
      "options.classWeight",
      "the model's JSON has it; expected only what JSON can't hold",
    );
  });

  it("is data of its own: what is written to it changes no model", async () => {
    const model = await new LogisticRegression().fit(X, y);
    const coef = model.coef[0].slice();
    const json = throughText(model.toJSON()) as unknown as { coef: number[][]; classes: number[] };
    const again = LogisticRegression.fromJSON(json);
    json.coef[0].fill(9);
    json.classes.fill(9);
    (model.toJSON().coef as number[][])[0].fill(9);
    expect(model.coef[0]).toEqual(coef);
    expect(again.coef[0]).toEqual(coef);
    expect(again.classes).toEqual([0, 1]);
  });
});

/** A small model, written by hand. */
const minimal = { version: 1, classes: ["a", "b"], coef: [[1, -2]], intercept: [0.5] };

describe("fromJSON", () => {
  it("needs no more than version, classes, coef and intercept", () => {
    const model = LogisticRegression.fromJSON(minimal);
    expect(model.predict([[0, 0], [0, 1]])).toEqual(["b", "a"]); // prettier-ignore
    expect(model).toMatchObject({
      status: "imported",
      converged: false,
      nIter: 0,
      passes: 0,
      solverReason: "",
    });
    expect(model.solver).toBeUndefined();
    expect(model.featureNames).toBeUndefined();
    expect(model.loss).toBeNaN();
    expect(throughText(model)).toMatchObject({ ...minimal, C: 1, fitIntercept: true, status: "imported" });
    expect(LogisticRegression.fromJSON(throughText(model)).loss).toBeNaN();
  });

  const TEXT = "expected the parsed object: LogisticRegression.fromJSON(JSON.parse(text))";
  const SIZE = "expected a number of at least 0";
  const FACTORS = "expected an array of 2, a number of at least 0 for each column";
  const STATUSES =
    `"converged", "precision-limit", "max-iterations", "max-seconds", "aborted", "stopped", ` +
    `"line-search-failed", "not-finite", "max-evaluations", "diverged", "singular", "gradient-mismatch", ` +
    `"separable", "streaming", "infeasible", "imported"`;
  const ABOVE_0 = "expected a number greater than 0";
  const CLASS_WEIGHT = 'expected "balanced", a Map or an object of label -> weight';
  const COEF = "expected numbers, one a column";

  it.each<[unknown, string, string]>([
    [JSON.stringify(minimal), "model", `a string; ${TEXT}`],
    [undefined, "model", "undefined; expected a plain object"],
    [null, "model", "null; expected a plain object"],
    [[minimal], "model", "an array of 1; expected a plain object"],
    [7, "model", "7; expected a plain object"],
    [{}, "model.version", "undefined; expected 1"],
    [
      { default: minimal },
      "model",
      "a module; expected its default export: LogisticRegression.fromJSON(module.default)",
    ],
  ])("refuses %j for a model", (value, argument, problem) =>
    expectInputError(() => LogisticRegression.fromJSON(value), argument, problem),
  );

  it.each<[Partial<Record<keyof LogisticModelJSON, unknown>>, string, string]>([
    [{ version: 2 }, "version", "2; expected 1"],
    [{ version: "1" }, "version", '"1"; expected 1'],

    [{ classes: undefined }, "classes", "undefined; expected an array of two labels or more"],
    [{ classes: "ab" }, "classes", '"ab"; expected an array of two labels or more'],
    [{ classes: ["a"] }, "classes", "an array of 1; expected an array of two labels or more"],
    [{ classes: ["a", "c", "b"] }, "classes", '"c" before "b"; expected different labels, in order'],
    [{ classes: ["a", "b", "c"] }, "coef", "an array of 1; expected an array of 3 rows"],
    [{ multiClass: "crammer" }, "multiClass", '"crammer"; expected "multinomial", "ovr"'],
    [{ classes: ["b", "a"] }, "classes", '"b" before "a"; expected different labels, in order'],
    [{ classes: ["a", "a"] }, "classes", '"a" before "a"; expected different labels, in order'],
    [{ classes: [true, false] }, "classes", "true before false; expected different labels, in order"],
    [{ classes: ["a", 1] }, "classes", '1 at index 1; expected a string like "a"'],
    [{ classes: ["a", null] }, "classes", "null at index 1; expected a number, string or boolean"],
    [{ classes: [0, Number.NaN] }, "classes", "NaN at index 1; expected a finite number"],

    [{ penaltyFactor: [1, 2, 3] }, "penaltyFactor", `an array of 3; ${FACTORS}`],
    [{ penaltyFactor: 1 }, "penaltyFactor", `1; ${FACTORS}`],
    [{ penaltyFactor: [1, -1] }, "penaltyFactor[1]", `-1; ${SIZE}`],
    [{ penaltyFactor: ["Infinity", 1] }, "penaltyFactor[0]", `"Infinity"; ${SIZE}`],
    [{ penaltyFactor: Object.assign([1], { length: 2 }) }, "penaltyFactor[1]", `undefined; ${SIZE}`],
    [{ lower: "Infinity" }, "lower", '"Infinity"; expected an array of 2, a number or "-Infinity" for each column, or one for all'], // prettier-ignore
    [{ lower: [0, Number.NaN] }, "lower[1]", 'NaN; expected a number or "-Infinity"'],
    [{ upper: [1, "0"] }, "upper[1]", '"0"; expected a number or "Infinity"'],
    [{ upper: [1, "-Infinity"] }, "upper[1]", '"-Infinity"; expected a number or "Infinity"'],
    [{ upper: null }, "upper", 'null; expected an array of 2, a number or "Infinity" for each column, or one for all'], // prettier-ignore

    [{ coef: undefined }, "coef", "undefined; expected an array of one row"],
    [{ coef: [] }, "coef", "an array of 0; expected an array of one row"],
    [{ coef: [[1], [2]] }, "coef", "an array of 2; expected an array of one row"],
    [{ coef: [1, 2] }, "coef", "an array of 2; expected an array of one row"],
    [{ coef: [1] }, "coef[0]", `1; ${COEF}`],
    [{ coef: [[]] }, "coef[0]", `an array of 0; ${COEF}`],
    [{ coef: [{ 0: 1 }] }, "coef[0]", `an object; ${COEF}`],
    [{ coef: [[1, null]] }, "coef[0][1]", "null; expected a finite number"],
    [{ coef: [[1, "2"]] }, "coef[0][1]", '"2"; expected a finite number'],
    [{ coef: [[Number.NaN, 2]] }, "coef[0][0]", "NaN; expected a finite number"],
    [{ coef: [[1, Infinity]] }, "coef[0][1]", "Infinity; expected a finite number"],
    [{ coef: [Object.assign([1], { length: 2 })] }, "coef[0][1]", "undefined; expected a finite number"],

    [{ intercept: undefined }, "intercept", "undefined; expected an array of 1"],
    [{ intercept: 0.5 }, "intercept", "0.5; expected an array of 1"],
    [{ intercept: [] }, "intercept", "an array of 0; expected an array of 1"],
    [{ intercept: [1, 2] }, "intercept", "an array of 2; expected an array of 1"],
    [{ intercept: [null] }, "intercept[0]", "null; expected a finite number"],
    [{ intercept: [Number.NaN] }, "intercept[0]", "NaN; expected a finite number"],

    [{ offset: 1 }, "offset", "1; expected true or false"],
    [{ featureNames: null }, "featureNames", "null; expected an array of strings"],
    [{ featureNames: ["x"] }, "featureNames", "1 names; expected 2, one for each column of X"],
    [{ featureNames: ["x", "x"] }, "featureNames", '"x" stands twice; expected each name once'],
    [{ featureNames: ["x", 1] }, "featureNames", "1 at index 1; expected a string"],

    [{ C: 0 }, "C", `0; ${ABOVE_0}`],
    [{ C: null }, "C", `null; ${ABOVE_0}`],
    [{ C: "infinity" }, "C", `"infinity"; ${ABOVE_0}`],
    [{ fitIntercept: 1 }, "fitIntercept", "1; expected true or false"],
    [{ correctIntercept: 1 }, "correctIntercept", "1; expected true or false"],
    [{ classWeight: null }, "classWeight", `null; ${CLASS_WEIGHT}`],
    [{ classWeight: "even" }, "classWeight", `"even"; ${CLASS_WEIGHT}`],
    [{ classWeight: [["a", 2]] }, "classWeight", `an array of 1; ${CLASS_WEIGHT}`],
    [{ classWeight: { a: -1 } }, "classWeight", '-1 for label "a"; expected a finite number of at least 0'],
    [{ classWeight: { a: "2" } }, "classWeight", '"2" for label "a"; expected a finite number of at least 0'],
    [{ l1Ratio: 2 }, "l1Ratio", "2; expected a number from 0 to 1"],
    [{ solver: 3 }, "solver", "3; expected a string"],
    [{ solver: null }, "solver", "null; expected a string"],
    [{ solverReason: 1 }, "solverReason", "1; expected a string"],
    [{ status: "done" }, "status", `"done"; expected ${STATUSES}`],
    [{ nIter: -1 }, "nIter", "-1; expected a whole number of at least 0"],
    [{ nIter: 1.5 }, "nIter", "1.5; expected a whole number of at least 0"],
    [{ loss: null }, "loss", "null; expected a finite number"],
    [{ loss: Number.NaN }, "loss", "NaN; expected a finite number"],
    [{ gradientNorm: "0" }, "gradientNorm", '"0"; expected a finite number'],
    [{ passes: Infinity }, "passes", `Infinity; ${SIZE}`],
    [{ passes: -0.5 }, "passes", `-0.5; ${SIZE}`],
    [{ coefs: [[1]] } as never, "coefs", 'unknown entry; expected "coef"?'],
  ])("refuses a model with %o", (change, entry, problem) =>
    expectInputError(() => LogisticRegression.fromJSON({ ...minimal, ...change }), `model.${entry}`, problem),
  );

  it.each(["__proto__", "constructor", "toString"])(
    "refuses a key %s, and touches no prototype",
    async (key) => {
      const text = JSON.stringify(minimal).replace("{", `{ "${key}": { "polluted": true }, `);
      const keys = Object.keys(JSON.parse(text));
      expect(keys).toContain(key);
      const known = [
        "version",
        "classes",
        "coef",
        "intercept",
        "offset",
        "featureNames",
        "C",
        "l1Ratio",
        "penaltyFactor",
        "lower",
        "upper",
        "fitIntercept",
        "multiClass",
        "classWeight",
        "correctIntercept",
        "solver",
      ];
      const rest = ["solverReason", "status", "nIter", "loss", "gradientNorm", "passes"];
      const expected = [...known, ...rest].map((name) => `"${name}"`).join(", ");
      const load = () => LogisticRegression.fromJSON(JSON.parse(text));
      await expectInputError(load, `model.${key}`, `unknown entry; expected ${expected}`);
      expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    },
  );
});
