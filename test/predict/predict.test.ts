import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Label, LinearRegression, LogisticRegression } from "../../src/index.ts";
import { loadModel } from "../../src/predict/index.ts";
import { formsOf, overlapping } from "../support/data.ts";

/** Numbers of all magnitudes, so that scores reach both tails of σ. */
const number = fc.double({ min: -1e6, max: 1e6, noNaN: true });
const value = fc.float({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 });

const problem = fc.integer({ min: 1, max: 21 }).chain((cols) =>
  fc.record({
    coef: fc.array(number, { minLength: cols, maxLength: cols }),
    intercept: fc.double({ min: -10, max: 10, noNaN: true }),
    scale: fc.constantFrom(1, 1e-3, 1e-6),
    X: fc.array(fc.array(value, { minLength: cols, maxLength: cols }), { minLength: 1, maxLength: 9 }),
  }),
);

const throughText = (model: object): unknown => JSON.parse(JSON.stringify(model));

describe.each(["in TypeScript", "in WebAssembly"])("batches %s", (where) => {
  async function ready<T extends { accelerate(): Promise<T> }>(model: T): Promise<T> {
    return where === "in WebAssembly" ? model.accelerate() : model;
  }

  it("are a LogisticRegression's, bit for bit, in every form", async () => {
    await fc.assert(
      fc.asyncProperty(problem, async ({ coef, intercept, scale, X }) => {
        const w = coef.map((c) => c * scale);
        const json = { version: 1, classes: ["a", "b"], coef: [w], intercept: [intercept] };
        const trained = LogisticRegression.fromJSON<string>(json);
        const model = await ready(loadModel(json));
        for (const rows of Object.values(formsOf(X))) {
          expect(model.decisionFunction(rows)).toEqual(trained.decisionFunction(rows));
          expect(model.predictProba(rows)).toEqual(trained.predictProba(rows));
          expect(model.predict(rows)).toEqual(trained.predict(rows));
          expect(model.predict(rows, { threshold: 0.9 })).toEqual(trained.predict(rows, { threshold: 0.9 }));
        }
        X.forEach((row, i) => {
          for (const one of [row, Float64Array.from(row), Float32Array.from(row)]) {
            expect(model.probability(one)).toBe(trained.probability(row));
            expect(model.decisionFunction(one)).toBe(trained.decisionFunction(X)[i]);
            expect(model.predict(one)).toBe(trained.predict(X)[i]);
          }
        });
      }),
      { seed: 61, numRuns: 150 },
    );
  });

  it("are a LinearRegression's, bit for bit, in every form", async () => {
    await fc.assert(
      fc.asyncProperty(problem, async ({ coef, intercept, X }) => {
        const json = { version: 1, coef, intercept };
        const trained = LinearRegression.fromJSON(json);
        const model = await ready(loadModel(json));
        for (const rows of Object.values(formsOf(X))) {
          expect(model.predict(rows)).toEqual(trained.predict(rows));
        }
        X.forEach((row, i) => expect(model.predict(row)).toBe(trained.predict(X)[i]));
      }),
      { seed: 62, numRuns: 150 },
    );
  });

  it("are a fitted model's, over many chunks, whatever other models did in between", async () => {
    const { X, y } = overlapping(1000, 5);
    const wide = overlapping(300, 900);
    const trained = await new LogisticRegression().fit(X, y);
    const model = await ready(loadModel(trained.toJSON()));
    const other = LogisticRegression.fromJSON({
      ...trained.toJSON(),
      coef: [wide.X[0]],
    });
    const larger = await ready(loadModel(other.toJSON()));
    expect(model.predictProba(X)).toEqual(trained.predictProba(X));
    expect(larger.predictProba(wide.X)).toEqual(other.predictProba(wide.X)); // the memory has to grow
    expect(model.predictProba(X)).toEqual(trained.predictProba(X));
    const many = Array.from({ length: 20000 }, (__, i) => X[i % 1000]);
    expect(model.predictProba(many)).toEqual(trained.predictProba(many));
  });
});

describe("loadModel", () => {
  it("takes what toJSON writes, through text", async () => {
    const { X, y } = overlapping(40, 2);
    const named = { columns: { age: X.map(([a]) => a), height: X.map(([, b]) => b) } };
    const logistic = await new LogisticRegression().fit(named, y);
    const linear = await new LinearRegression().fit(X, y);
    const model = loadModel(throughText(logistic));
    expect(model).toMatchObject({ classes: [0, 1], featureNames: ["age", "height"] });
    const { columns } = named;
    const swapped = { columns: { height: columns.height, age: columns.age } };
    expect(model.predictProba(swapped)).toEqual(logistic.predictProba(named));
    expect(loadModel(throughText(linear)).predict(X)).toEqual(linear.predict(X));
    expect(loadModel(linear.toJSON()).featureNames).toBeUndefined();
  });

  it("ignores what predictions don't need", () => {
    const json = { version: 1, classes: [1, 2], coef: [[1]], intercept: [0], C: -1, note: "mine" };
    expect(loadModel(json).predict([2])).toBe(2);
  });

  it("takes a model's labels for its type", () => {
    const strings = loadModel({ version: 1, classes: ["no", "yes"], coef: [[1]], intercept: [0] });
    const label: string = strings.predict([1]);
    const labels: string[] = strings.predict([[1], [-1]]);
    const sum: number = loadModel({ version: 1, coef: [2], intercept: 1 }).predict([1]);
    expect([label, labels, sum]).toEqual(["yes", ["yes", "no"], 3]);
    const unknown: Label = loadModel(
      JSON.parse('{"version":1,"classes":[3,4],"coef":[[1]],"intercept":[0]}'),
    ).predict([1]);
    expect(unknown).toBe(4);
  });
});
