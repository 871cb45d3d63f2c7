import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { createRuntime, Dataset, LogisticRegression } from "../../src/index.ts";
import { sigmoidPairs } from "../../src/numerics/exp.ts";
import { scoreRows } from "../../src/numerics/score-rows.ts";
import { errorOf } from "../support/errors.ts";
import { seeded } from "../support/random.ts";
import { formsOf, overlapping } from "../support/data.ts";

const runtimes = { baseline: createRuntime(), relaxed: createRuntime({ simd: "relaxed" }) };

/** A model without a fit. */
function modelOf(coef: number[], intercept: number, runtime = runtimes.baseline): LogisticRegression<string> {
  const json = { version: 1, classes: ["a", "b"], coef: [coef], intercept: [intercept] };
  return LogisticRegression.fromJSON<string>(json, { runtime });
}

describe.each(Object.entries(runtimes))("in the %s runtime", (_, runtime) => {
  it.each(["f64", "f32"] as const)("a row has the same score in every form, in %s", (dtype) => {
    const value = fc.float({ noNaN: true, noDefaultInfinity: true });
    const problem = fc.integer({ min: 1, max: 21 }).chain((cols) =>
      fc.record({
        coef: fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: cols, maxLength: cols }),
        intercept: fc.double({ min: -10, max: 10, noNaN: true }),
        X: fc.array(fc.array(value, { minLength: cols, maxLength: cols }), { minLength: 1, maxLength: 9 }),
      }),
    );
    fc.assert(
      fc.property(problem, ({ coef, intercept, X }) => {
        const model = modelOf(coef, intercept, runtime);
        using dataset = Dataset.from(X, undefined, { dtype, runtime });
        const expected = model.decisionFunction(dataset);
        for (const form of Object.values(formsOf(X))) expect(model.decisionFunction(form)).toEqual(expected);
        const { data, rows, cols } = model.predictProba(dataset);
        expect([rows, cols]).toEqual([X.length, 2]);
        X.forEach((row, i) => {
          expect(model.decisionFunction([row])[0]).toBe(expected[i]);
          for (const one of [row, Float64Array.from(row), Float32Array.from(row)]) {
            expect(model.probability(one)).toBe(data[2 * i + 1]);
          }
        });
        expect(model.predictProba(X).data).toEqual(data);
        expect(model.predict(X)).toEqual(model.predict(dataset));
      }),
      { seed: 21, numRuns: 150 },
    );
  });

  it("a fitted model's too, over many blocks and chunks", async () => {
    const { X, y } = overlapping(30000, 3);
    using dataset = Dataset.from(X, y, { runtime });
    const model = await new LogisticRegression({ runtime }).fit(dataset);
    expect(dataset.storage.segments[0].blocks.length).toBeGreaterThan(1);
    const z = model.decisionFunction(dataset);
    expect(model.decisionFunction(X)).toEqual(z);
    expect(model.predict(X)).toEqual(model.predict(dataset));
    expect(model.score(X, y)).toBe(model.score(dataset));
    for (const i of [0, 63, 64, 21845, 29999]) {
      expect(model.probability(X[i])).toBe(model.predictProba(dataset).data[2 * i + 1]);
    }
    const direct = X[29999].reduce((sum, value, j) => sum + value * model.coef[0][j], model.intercept[0]);
    expect(z[29999]).toBeCloseTo(direct, 12);
  });
});

describe("predictProba", () => {
  it("is σ(−z) and σ(z), to the last tail", () => {
    const model = modelOf([1], 0);
    const zs = [-800, -745, -40, -1, 0, 1e-9, 1, 40, 800, 1e308];
    const { data } = model.predictProba(zs.map((z) => [z]));
    zs.forEach((z, i) => {
      expect(data[2 * i]).toBeCloseTo(1 / (1 + Math.exp(z)), 15);
      expect(data[2 * i + 1]).toBeCloseTo(1 / (1 + Math.exp(-z)), 15);
      expect(data[2 * i] + data[2 * i + 1]).toBeCloseTo(1, 15);
    });
    for (const z of [40, 700]) {
      const tails = model.predictProba([[z], [-z]]).data;
      expect(tails[0] / Math.exp(-z)).toBeCloseTo(1, 12);
      expect(tails[3] / Math.exp(-z)).toBeCloseTo(1, 12);
    }
    expect(data[18]).toBe(0);
  });
});

describe("predict", () => {
  const model = modelOf([1], 0);
  const z = [-2, -1e-300, 0, 1e-300, 2];
  const X = z.map((value) => [value]);
  const predicted = (threshold: number) => model.predict(X, { threshold }).join("");

  it("gives a tie to the second class", () => {
    expect(model.predict(X).slice(2)).toEqual(["b", "b", "b"]);
    expect(model.predict([[-1e-15], [0], [-0]])).toEqual(["a", "b", "b"]);
  });

  it("gives the second class from the threshold on, that included", () => {
    expect(predicted(0.5)).toBe(model.predict(X, {}).join(""));
    expect(predicted(0)).toBe("bbbbb");
    expect(predicted(1)).toBe("aaaaa");
    expect(model.predict([[800]], { threshold: 1 })).toEqual(["b"]);
    const exactly = model.probability([2]);
    expect(predicted(exactly)).toBe("aaaab");
    expect(predicted(exactly + 1e-15)).toBe("aaaaa");
    expect(predicted(model.probability([-2]))).toBe("bbbbb");
  });

  it("changes nothing in linear memory", () => {
    const { used } = runtimes.baseline.memory;
    model.predict(X);
    model.probability(X[0]);
    using dataset = Dataset.from(X, undefined, { runtime: runtimes.baseline });
    const within = runtimes.baseline.memory.used;
    model.predictProba(dataset);
    expect(runtimes.baseline.memory.used).toBe(within);
    expect(within).toBe(used + 64);
  });
});

describe("many rows of a caller's array", () => {
  const uniform = seeded(9);
  const problem = (cols: number) => {
    const rows = 2 + Math.ceil(5e5 / cols);
    const data = Float64Array.from({ length: rows * cols }, () => uniform() - 0.5);
    return { coef: Float64Array.from({ length: cols }, uniform), X: { data, rows, cols } };
  };

  it.each([17, 36, 101])("are scored by a kernel, with the bits of TypeScript, of %i columns", (cols) => {
    const runtime = createRuntime({ threads: 1 });
    const { coef, X } = problem(cols);
    const expected = new Float64Array(X.rows);
    scoreRows(X.data, coef, 0.25, expected);
    const asked = vi.spyOn(runtime as { readonly rowFunctions: unknown }, "rowFunctions", "get");
    expect(modelOf([...coef], 0.25, runtime).decisionFunction(X)).toEqual(expected);
    expect(asked).toHaveBeenCalledOnce();
    expect(runtime.rowFunctions.scoreRows).not.toBe(scoreRows);
  });

  it("get probabilities by a kernel, with the bits of TypeScript, to the last tail", () => {
    const runtime = createRuntime({ threads: 1 });
    const rows = 2 ** 16 + 1025;
    const tails = [0, 5e-324, 1e-300, 1, 36, 709.5, 744, 745, 746, 800, 1e308];
    const data = Float64Array.from({ length: rows }, (_, i) =>
      i % 3 ? 12 * uniform() : tails[(i / 3) % tails.length]!,
    );
    for (let i = 0; i < rows; i += 2) data[i] = -data[i]!; // of the tails, an odd number, each with both signs
    const asked = vi.spyOn(runtime as { readonly rowFunctions: unknown }, "rowFunctions", "get");
    const model = modelOf([1], 0, runtime);
    expect(model.predictProba({ data, rows, cols: 1 }).data).toEqual(sigmoidPairs(data));
    expect(asked).toHaveBeenCalled();
    expect(runtime.rowFunctions.sigmoidPairs).not.toBe(sigmoidPairs);
    const few = data.subarray(rows - 1025);
    expect(runtime.rowFunctions.sigmoidPairs(few)).toEqual(sigmoidPairs(few));
    expect(runtime.rowFunctions.sigmoidPairs(new Float64Array())).toEqual(new Float64Array());
  });

  it("are refused where one holds what is no number", async () => {
    const { coef, X } = problem(20);
    X.data[20 * 5000 + 7] = Number.NaN;
    const error = await errorOf(() => modelOf([...coef], 0).predictProba(X));
    expect(error.message).toMatch(/X: NaN at row 5000, column 7; expected a finite number/);
  });
});
