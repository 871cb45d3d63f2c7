import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type FitOptions, LogisticRegression, type LogisticRegressionOptions } from "../../src/index.ts";
import { overlapping } from "../support/data.ts";
import { seeded } from "../support/random.ts";

const solvers = ["newton-cholesky", "lbfgs"] as const;
const TOL = 1e-10;

/** Overlapping classes: rows enough that they can't be separated. */
const problem = fc
  .record({ rows: fc.integer({ min: 40, max: 70 }), cols: fc.integer({ min: 1, max: 5 }), seed: fc.nat() })
  .map(({ rows, cols, seed }) => ({ ...overlapping(rows, cols, seed), seed }));

const weighted = problem.map(({ X, y, seed }) => {
  const random = seeded(seed);
  return { X, y, seed, weights: y.map(() => Math.floor(random() * 4) / 2 + (random() < 0.3 ? 0 : 0.25)) };
});

type Labels = (number | string | boolean)[];

async function fit(
  X: number[][],
  y: Labels,
  options: LogisticRegressionOptions = {},
  fitOptions: FitOptions = {},
) {
  const model = new LogisticRegression({ tol: TOL, onWarning: () => {}, ...options });
  await model.fit(X, y as number[], fitOptions);
  expect(model.converged, model.status).toBe(true);
  return model;
}

/** The same to the solver's tolerance, in the mean size of the values. */
function expectNear(actual: Iterable<number>, expected: Iterable<number>): void {
  const wanted = [...expected];
  const scale = Math.max(1e-3, ...wanted.map(Math.abs));
  const errors = [...actual].map((value, j) => Math.abs(value - wanted[j]) / scale);
  expect(Math.max(...errors)).toBeLessThan(1e-6);
}

/** In an order that the seed decides. */
function shuffled<T>(values: readonly T[], seed: number): T[] {
  const random = seeded(seed);
  return values
    .map((value) => ({ value, key: random() }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ value }) => value);
}

describe.each(solvers)("the optimum does not depend on, by %s", (solver) => {
  /** Holds of a run of problems, and with as well as without a penalty. */
  function property(
    check: (sample: { X: number[][]; y: number[]; seed: number }, C: number) => Promise<void>,
    Cs: number[] = [0.1, Infinity],
  ): Promise<void> {
    const Cof = fc.constantFrom(...Cs);
    return fc.assert(fc.asyncProperty(problem, Cof, check), { seed: 7, numRuns: 40 });
  }

  it("the order of rows", () =>
    property(async ({ X, y, seed }, C) => {
      const order = shuffled([...y.keys()], seed);
      const model = await fit(X, y, { solver, C });
      const other = await fit(order.map((i) => X[i]), order.map((i) => y[i]), { solver, C }); // prettier-ignore
      expectNear(other.coef[0], model.coef[0]);
      expectNear(other.intercept, model.intercept);
      expect(other.loss / model.loss).toBeCloseTo(1, 12);
    }));

  it("the order of columns", () =>
    property(async ({ X, y, seed }, C) => {
      const order = shuffled([...X[0].keys()], seed);
      const model = await fit(X, y, { solver, C });
      const other = await fit(X.map((row) => order.map((j) => row[j])), y, { solver, C }); // prettier-ignore
      expectNear(other.coef[0], order.map((j) => model.coef[0][j])); // prettier-ignore
      expectNear(other.intercept, model.intercept);
    }));

  it("the units and origins of columns, without a penalty", () =>
    property(
      async ({ X, y, seed }, C) => {
        const random = seeded(seed);
        const units = X[0].map(() => 10 ** (12 * random() - 6) * (random() < 0.5 ? -1 : 1));
        const origins = X[0].map(() => 1000 * (random() - 0.5));
        const moved = X.map((row) => row.map((value, j) => units[j] * (value + origins[j])));
        const model = await fit(X, y, { solver, C });
        const other = await fit(moved, y, { solver, C });
        expectNear(other.coef[0].map((value, j) => value * units[j]), model.coef[0]); // prettier-ignore
        expectNear(other.decisionFunction(moved), model.decisionFunction(X));
        expect(other.loss / model.loss).toBeCloseTo(1, 11);
        expect(other.nIter).toBeLessThanOrEqual(model.nIter + 2);
      },
      [Infinity],
    ));

  it("the units of columns, without an intercept and a penalty", () =>
    property(
      async ({ X, y }, C) => {
        const units = X[0].map((_, j) => 10 ** (3 - 2 * j));
        const moved = X.map((row) => row.map((value, j) => units[j] * value));
        const model = await fit(X, y, { solver, C, fitIntercept: false });
        const other = await fit(moved, y, { solver, C, fitIntercept: false });
        expectNear(other.coef[0].map((value, j) => value * units[j]), model.coef[0]); // prettier-ignore
        expect(other.intercept[0]).toBe(0);
      },
      [Infinity],
    ));

  it("the origins of columns, with a penalty", () =>
    property(
      async ({ X, y }, C) => {
        const moved = X.map((row) => row.map((value, j) => value + 1e4 * (j + 1)));
        const model = await fit(X, y, { solver, C });
        const other = await fit(moved, y, { solver, C });
        expectNear(other.coef[0], model.coef[0]);
        expectNear(other.decisionFunction(moved), model.decisionFunction(X));
      },
      [0.1],
    ));

  it("what the classes are called", () =>
    property(async ({ X, y }, C) => {
      const model = await fit(X, y, { solver, C });
      for (const [first, second] of [
        ["a", "b"],
        [-7, 0.5],
        [false, true],
      ]) {
        // prettier-ignore
        const same = await fit(X, y.map((label) => (label ? second : first)), { solver, C }); // prettier-ignore
        expect(same.coef).toEqual(model.coef);
        expect(same.intercept).toEqual(model.intercept);
        const swapped = await fit(X, y.map((label) => (label ? first : second)), { solver, C }); // prettier-ignore
        expectNear(swapped.coef[0].map((value) => -value), model.coef[0]); // prettier-ignore
        expectNear(swapped.intercept.map((value) => -value), model.intercept); // prettier-ignore
      }
    }));
});

describe.each(solvers)("weights, by %s", (solver) => {
  function property(
    check: (sample: { X: number[][]; y: number[]; weights: number[] }, C: number) => Promise<void>,
  ): Promise<void> {
    return fc.assert(
      fc.asyncProperty(weighted, fc.constantFrom(0.1, 3, Infinity), async (sample, C) => {
        fc.pre([0, 1].every((k) => sample.weights.filter((s, i) => s > 0 && sample.y[i] === k).length > 12));
        await check(sample, C);
      }),
      { seed: 8, numRuns: 40 },
    );
  }

  it("of 2 mean a row twice", () =>
    property(async ({ X, y }, C) => {
      const twice = y.map((_, i) => i % 3 === 0);
      const rows = [...X, ...X.filter((_, i) => twice[i])];
      const labels = [...y, ...y.filter((_, i) => twice[i])];
      const repeated = await fit(rows, labels, { solver, C });
      const sampleWeight = twice.map((is) => (is ? 2 : 1));
      const model = await fit(X, y, { solver, C }, { sampleWeight });
      expectNear(model.coef[0], repeated.coef[0]);
      expectNear(model.intercept, repeated.intercept);
      expect(model.loss / repeated.loss).toBeCloseTo(1, 12);
    }));

  it("of 0 mean a row left out", () =>
    property(async ({ X, y, weights }, C) => {
      const kept = weights.map((weight) => weight > 0);
      const odd = X.map((row, i) => (kept[i] ? row : row.map((value) => 1000 * value)));
      const model = await fit(odd, y, { solver, C }, { sampleWeight: weights });
      const without = await fit(
        X.filter((_, i) => kept[i]),
        y.filter((_, i) => kept[i]),
        { solver, C },
        { sampleWeight: weights.filter((_, i) => kept[i]) },
      );
      expectNear(model.coef[0], without.coef[0]);
      expectNear(model.intercept, without.intercept);
      expect(model.loss / without.loss).toBeCloseTo(1, 12);
    }));

  it("of 0 mean a row left out, the first one too, however extreme", async () => {
    const { X, y } = overlapping(50, 2);
    const sampleWeight = y.map((_, i) => Number(i > 0));
    const extreme = X.map((row, i) => (i > 0 ? row : [1e300, -1e300]));
    const model = await fit(extreme, y, { solver, C: Infinity }, { sampleWeight });
    const without = await fit(X.slice(1), y.slice(1), { solver, C: Infinity });
    expectNear(model.coef[0], without.coef[0]);
  });

  it("times k with C / k are the same problem", () =>
    property(async ({ X, y, weights }, C) => {
      const model = await fit(X, y, { solver, C }, { sampleWeight: weights });
      for (const k of [1e-3, 700]) {
        const sampleWeight = weights.map((weight) => k * weight);
        const scaled = await fit(X, y, { solver, C: C / k }, { sampleWeight });
        expectNear(scaled.coef[0], model.coef[0]);
        expectNear(scaled.intercept, model.intercept);
        expect(scaled.loss / model.loss).toBeCloseTo(C === Infinity ? k : 1, 9);
        expect(Math.abs(scaled.nIter - model.nIter)).toBeLessThanOrEqual(1);
      }
    }));

  it("of classes are weights of their rows", () =>
    property(async ({ X, y, weights }, C) => {
      const labels = y.map((label) => (label ? "yes" : "no"));
      const product = weights.map((weight, i) => weight * (y[i] ? 3 : 0.7));
      const expected = await fit(X, labels, { solver, C }, { sampleWeight: product });
      const record = { yes: 3, no: 0.7 };
      for (const classWeight of [record, new Map(Object.entries(record))]) {
        const model = await fit(X, labels, { solver, C, classWeight }, { sampleWeight: weights });
        expect(model.coef).toEqual(expected.coef);
        expect(model.loss).toBe(expected.loss);
      }
      const alone = await fit(X, labels, { solver, C, classWeight: { yes: 3 } });
      const spelt = await fit(X, labels, { solver, C, classWeight: { yes: 3, no: 1 } });
      expect(alone.coef).toEqual(spelt.coef);
    }));

  it('of "balanced" classes are Σ s / (2 Σ s of the class)', () =>
    property(async ({ X, y, weights }, C) => {
      for (const sampleWeight of [undefined, weights]) {
        const s = (k: number) =>
          y.reduce((sum, label, i) => sum + (label === k ? (sampleWeight?.[i] ?? 1) : 0), 0);
        const all = s(0) + s(1);
        const classWeight = new Map([0, 1].map((k) => [k, all / (2 * s(k))]));
        const given = sampleWeight ? { sampleWeight } : {};
        const model = await fit(X, y, { solver, C, classWeight: "balanced" }, given);
        const spelt = await fit(X, y, { solver, C, classWeight }, given);
        expectNear(model.coef[0], spelt.coef[0]);
        expectNear(model.intercept, spelt.intercept);
        expect(model.loss / spelt.loss).toBeCloseTo(1, 12);
      }
    }));
});

describe("class weights", () => {
  const { X, y } = overlapping(50, 2);

  it.each<[string, (label: number) => number | boolean, object]>([
    ["numbers", (label) => label * 10, { 10: 3 }],
    ["negative numbers", (label) => label - 1, { 0: 3 }],
    ["booleans", (label) => label === 1, { true: 3 }],
  ])("find labels that are %s by the keys of a record", async (_, name, classWeight) => {
    const labels = y.map(name);
    const expected = await fit(X, labels, {}, { sampleWeight: y.map((label) => (label ? 3 : 1)) });
    const model = await fit(X, labels, { classWeight: classWeight as Record<string, number> });
    expect(model.coef).toEqual(expected.coef);
  });
});

describe("the same fit twice", () => {
  it("has the same bits, whatever ran in between", () =>
    fc.assert(
      fc.asyncProperty(
        weighted,
        fc.constantFrom("auto", "lbfgs", "newton-cholesky", "gradient-descent"),
        fc.constantFrom("f64", "f32"),
        async ({ X, y, weights }, solver, dtype) => {
          const options = { solver, dtype, tol: 1e-6 } as const;
          const [first, second] = [new LogisticRegression(options), new LogisticRegression(options)];
          await first.fit(X, y, { sampleWeight: weights });
          await Promise.all([
            second.fit(X, y, { sampleWeight: weights }),
            new LogisticRegression().fit(X, y),
          ]);
          expect(second.toJSON()).toEqual(first.toJSON());
          const path = (model: LogisticRegression) =>
            model.trace.map(({ loss, stepSize }) => [loss, stepSize]);
          expect(path(second)).toEqual(path(first));
        },
      ),
      { seed: 9, numRuns: 40 },
    ));
});
