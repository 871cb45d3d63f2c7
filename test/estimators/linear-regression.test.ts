import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  createRuntime,
  Dataset,
  LinearRegression,
  type LinearRegressionOptions,
  NotFittedError,
} from "../../src/index.ts";
import reference from "../reference/linear.json" with { type: "json" };
import { columns, formsOf, matrix } from "../support/data.ts";
import { errorOf, expectInputError } from "../support/errors.ts";
import { house } from "../support/house.ts";
import { nist, nistProblems } from "../support/nist.ts";
import { normals } from "../support/random.ts";

const SOLVERS = ["cholesky", "qr"] as const;

/** How many decimal digits of a value are right. */
function digits(value: number, certified: number): number {
  return value === certified ? 16 : -Math.log10(Math.abs(value - certified) / Math.abs(certified));
}

interface Sample {
  readonly X: number[][];
  readonly y: number[];
}

function noisy(rows: number, cols: number, seed = 1): Sample {
  const normal = normals(seed);
  const X = Array.from({ length: rows }, () => Array.from({ length: cols }, normal));
  return { X, y: X.map((row) => 3 + row.reduce((sum, x, j) => sum + x * (j + 1), 0) + normal()) };
}

/** A fit and the codes of its warnings. */
async function fit(
  { X, y }: Sample,
  options: LinearRegressionOptions = {},
  sampleWeight?: number[],
): Promise<{ model: LinearRegression; codes: string[]; messages: string[] }> {
  const codes: string[] = [];
  const messages: string[] = [];
  const model = new LinearRegression({
    onWarning: ({ code, message }) => {
      codes.push(code);
      messages.push(message);
    },
    ...options,
  });
  await model.fit(X, y, sampleWeight ? { sampleWeight } : {});
  return { model, codes, messages };
}

function expectClose(found: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  expect(found.length).toBe(expected.length);
  const scale = Array.from(expected).reduce((most, value) => Math.max(most, Math.abs(value)), 1e-300);
  Array.from(expected).forEach((value, j) => {
    expect(Math.abs(found[j] - value) / scale).toBeLessThan(tolerance);
  });
}

describe("the NIST Statistical Reference Datasets", () => {
  const least: Record<string, number> = {
    Longley: 12,
    Filip: 6.5,
    Wampler1: 9,
    Wampler2: 9,
    Wampler3: 9,
    Wampler4: 7,
    Wampler5: 5.5,
  };
  const cases = nistProblems.flatMap((problem) =>
    (["auto", ...SOLVERS] as const).map((solver) => [problem.name, solver] as const),
  );

  it.each(cases)("%s by %s", async (name, solver) => {
    const problem = nist(name);
    const { model, codes } = await fit(problem, { solver });
    expect(digits(model.intercept, problem.intercept)).toBeGreaterThan(least[name]);
    problem.coef.forEach((value, j) => expect(digits(model.coef[j], value)).toBeGreaterThan(least[name]));
    if (problem.residualStandardError > 0) {
      expect(digits(model.residualStandardError, problem.residualStandardError)).toBeGreaterThan(8);
    } else expect(model.residualStandardError).toBeLessThan(1e-8);
    expect(digits(model.score(problem.X, problem.y), problem.r2)).toBeGreaterThan(10);
    expect(codes).toEqual([]);
  });

  it("QR takes over where the normal equations are ill-conditioned", async () => {
    const { model } = await fit(nist("Filip"));
    expect(model.solver).toBe("qr");
    expect(model.solverReason).toBe("the normal equations are singular to working precision");
    expect(model.conditionEstimate).toBeGreaterThan(1e9);
    const { X, y } = nist("Wampler1");
    const shifted = await fit({ X: X.map(([x]) => [x + 300, (x + 300) ** 2, (x + 300) ** 3]), y });
    expect(shifted.model.solver).toBe("qr");
    expect(shifted.model.solverReason).toMatch(/^condition estimate \d\.\de\+[4-7]: QR from 1e\+4 on$/);
    expect((await fit(nist("Longley"))).model.solver).toBe("cholesky");
  });
});

describe("house prices", () => {
  it.each(reference.fits.flatMap((one) => SOLVERS.map((solver) => ({ ...one, solver }))))(
    "alpha $alpha, intercept $fitIntercept, weighted $weighted, by $solver",
    async ({ alpha, fitIntercept, weighted, solver, coef, intercept }) => {
      const { X, y } = house();
      const sampleWeight = weighted ? y.map((_, i) => 0.5 + ((i * 7919) % 101) / 101) : undefined;
      const { model, codes } = await fit({ X, y }, { alpha, fitIntercept, solver }, sampleWeight);
      coef.forEach((value, j) => expect(digits(model.coef[j], value)).toBeGreaterThan(10));
      if (fitIntercept) expect(digits(model.intercept, intercept)).toBeGreaterThan(10);
      else expect(model.intercept).toBe(0);
      expect(codes).toEqual([]);
      expect(model.rank).toBe(10);
    },
  );
});

const sample = fc.record({ seed: fc.nat(1e6), rows: fc.integer({ min: 5, max: 90 }), cols: fc.integer({ min: 1, max: 4 }) }); // prettier-ignore

describe("what makes no difference", () => {
  it("a weight of k, or the row k times; a weight of 0, or no row", async () => {
    const property = fc.asyncProperty(sample, fc.constantFrom(...SOLVERS), async ({ seed, rows, cols }, solver) => {
      const { X, y } = noisy(rows + cols, cols, seed);
      const weights = y.map((_, i) => (i < cols + 2 ? 1 : (i * 7 + seed) % 4));
      const repeated = <T>(values: T[]) => values.flatMap((v, i) => Array.from({ length: weights[i] }, () => v)); // prettier-ignore
      const options = { solver, alpha: seed % 3 };
      const { model: weighted } = await fit({ X, y }, options, weights);
      const { model: many } = await fit({ X: repeated(X), y: repeated(y) }, options);
      expectClose(weighted.coef, many.coef, 1e-9);
      expectClose([weighted.intercept], [many.intercept], 1e-9);
    }); // prettier-ignore
    await fc.assert(property, { numRuns: 40 });
  });

  it("units and offsets of columns, and of y", async () => {
    const scales = fc.constantFrom(1e-6, 1, 3, 1e7);
    const property = fc.asyncProperty(sample, scales, scales, fc.constantFrom(...SOLVERS), async (size, a, b, solver) => {
      const { X, y } = noisy(size.rows + 4, size.cols, size.seed);
      const { model } = await fit({ X, y }, { solver });
      const moved = X.map((row) => row.map((x, j) => (x + j * 10) * (j % 2 ? a : b)));
      const { model: other } = await fit({ X: moved, y: y.map((value) => (value + 50) * a) }, { solver });
      const back = other.coef.map((value, j) => (value * (j % 2 ? a : b)) / a);
      expectClose(back, model.coef, 1e-8);
      expectClose(other.predict(moved).map((z) => z / a - 50), model.predict(X), 1e-6);
    }); // prettier-ignore
    await fc.assert(property, { numRuns: 40 });
  });

  it("the form that rows have", async () => {
    const { X, y } = noisy(30, 3);
    const exact = X.map((row) => row.map(Math.fround));
    const { model } = await fit({ X: exact, y });
    for (const form of Object.values(formsOf(exact))) {
      const other = await new LinearRegression().fit(form, Float64Array.from(y));
      expect(other.coef).toEqual(model.coef);
      expect(other.predict(form)).toEqual(model.predict(exact));
    }
    using dataset = Dataset.from(exact, y, { dtype: "f32" });
    const stored = await new LinearRegression().fit(dataset);
    expectClose(stored.coef, model.coef, 1e-14);
    expect(stored.predict(dataset)).toEqual(stored.predict(exact));
    expect(stored.score(dataset)).toBe(stored.score(exact, y));
  });

  it("the size of weights and penalty together", async () => {
    const { X, y } = noisy(30, 3);
    const { model } = await fit({ X, y }, { alpha: 2 });
    for (const factor of [1e-200, 1e-3, 1e200]) {
      const { model: other } = await fit({ X, y }, { alpha: 2 * factor }, y.map(() => factor)); // prettier-ignore
      expectClose(other.coef, model.coef, 1e-12);
    }
  });
});

describe("the minimum", () => {
  it.each(SOLVERS)("by %s has no gradient, with more columns than rows too", async (solver) => {
    for (const [rows, cols] of [[40, 3], [5, 12], [200, 67]]) {
      const { X, y } = noisy(rows, cols, rows);
      const alpha = 0.5;
      const { model } = await fit({ X, y }, { alpha, solver });
      const r = model.predict(X).map((z, i) => z - y[i]);
      const gradient = model.coef.map((w, j) => alpha * w + X.reduce((sum, row, i) => sum + row[j] * r[i], 0));
      for (const value of [...gradient, r.reduce((sum, one) => sum + one, 0)]) {
        expect(Math.abs(value)).toBeLessThan(1e-9 * rows);
      }
    } // prettier-ignore
  });

  it("is exact for a line", async () => {
    const { model } = await fit({ X: [[1], [2], [3]], y: [3, 5, 7] });
    expect(model.coef[0]).toBeCloseTo(2, 14);
    expect(model.intercept).toBeCloseTo(1, 14);
    expect(model.score([[1], [2]], [3, 5])).toBeCloseTo(1, 14);
  });
});

describe("columns that depend on one another", () => {
  const base = noisy(30, 2);
  const twice = { X: base.X.map(([a, b]) => [a, b, a]), y: base.y };

  it.each(SOLVERS)("get the shortest coefficients and a warning, by %s", async (solver) => {
    const { model: plain } = await fit(base);
    const { model, codes, messages } = await fit(twice, { solver });
    expect(codes).toEqual(["singular"]);
    expect(messages[0]).toMatch(/^of 3 columns only 2 are independent/);
    expect(model.solver).toBe("qr");
    expect(model.rank).toBe(2);
    expect(model.conditionEstimate).toBe(Infinity);
    expectClose(model.coef, [plain.coef[0] / 2, plain.coef[1], plain.coef[0] / 2], 1e-12);
    expectClose([model.intercept], [plain.intercept], 1e-12);
  });

  it("are what a vanishing penalty leaves, in any units and with more columns than rows", async () => {
    const wide = noisy(6, 9);
    wide.X.forEach((row) => row.forEach((x, j) => (row[j] = x * (1 + j) + 5)));
    for (const problem of [twice, wide]) {
      for (const fitIntercept of [true, false]) {
        const { model, codes } = await fit(problem, { fitIntercept });
        const { model: ridge } = await fit(problem, { fitIntercept, alpha: 1e-7, solver: "qr" });
        expect(codes).toEqual(["singular"]);
        expectClose(model.coef, ridge.coef, 1e-6);
      }
    }
    const { model } = await fit(wide);
    expectClose(model.predict(wide.X), wide.y, 1e-12);
    expect(model.residualStandardError).toBeNaN();
  });

  it("are no trouble with a penalty", async () => {
    const { model, codes } = await fit(twice, { alpha: 1 });
    expect(codes).toEqual([]);
    expect(model.solver).toBe("cholesky");
    expect(model.coef[0]).toBeCloseTo(model.coef[2], 12);
  });

  it("nearly: a warning that counts the digits", async () => {
    const near = { X: base.X.map(([a, b], i) => [a, b, a + 1e-11 * Math.sin(i * i)]), y: base.y };
    const { codes, messages } = await fit(near);
    expect(codes).toEqual(["ill-conditioned"]);
    expect(messages[0]).toMatch(/which settle about [34] of the coefficients'/);
  });
});

describe("constant columns", () => {
  it.each(SOLVERS)("beside an intercept have coefficient 0, by %s", async (solver) => {
    const { X, y } = noisy(20, 2);
    const { model: plain } = await fit({ X, y }, { solver });
    const { model, codes } = await fit({ X: X.map(([a, b]) => [a, 7, b, 0]), y }, { solver });
    expectClose(model.coef, [plain.coef[0], 0, plain.coef[1], 0], 1e-14);
    expect(model.rank).toBe(2);
    expect(codes).toEqual([]);
  });

  it("alone leave the mean", async () => {
    const { model } = await fit({ X: [[7], [7], [7]], y: [1, 2, 6] });
    expect([...model.coef]).toEqual([0]);
    expect(model.intercept).toBeCloseTo(3, 14);
  });

  it("without an intercept are one", async () => {
    const { X, y } = noisy(20, 2);
    const { model: plain } = await fit({ X, y });
    const { model } = await fit({ X: X.map((row) => [...row, 2]), y }, { fitIntercept: false });
    expectClose(model.coef, [...plain.coef, plain.intercept / 2], 1e-13);
  });

  it("y: all coefficients are 0", async () => {
    const { model } = await fit({ X: noisy(9, 2).X, y: Array.from({ length: 9 }, () => 4) });
    expect([...model.coef].map(Math.abs)).toEqual([0, 0]);
    expect(model.intercept).toBe(4);
  });
});

describe("what can't be used is refused", () => {
  const { X, y } = noisy(8, 2);
  const model = new LinearRegression();

  it.each<[string, unknown, string, string]>([
    ["alpha below 0", { alpha: -1 }, "options.alpha", "-1; expected a finite number of at least 0"],
    ["no alpha", { alpha: null }, "options.alpha", "null; expected a finite number of at least 0"],
    ["endless alpha", { alpha: Infinity }, "options.alpha", "Infinity; expected a finite number of at least 0"],
    ["an intercept of 1", { fitIntercept: 1 }, "options.fitIntercept", "1; expected true or false"],
    ["C", { C: 1 }, "options.C", 'unknown option; expected "alpha", "fitIntercept", "solver", "tol", "maxIter", "maxSeconds", "dtype", "runtime", "onIteration", "onWarning"'],
  ])("%s", async (_, options, argument, problem) => {
    await expectInputError(() => new LinearRegression(options as never), argument, problem);
  }); // prettier-ignore

  it("rows, numbers and weights", async () => {
    const refused = (call: () => unknown, argument: string, problem: string) =>
      expectInputError(call, argument, problem);
    await refused(() => model.fit(X, y.map(String) as never), "y", `"${y[0]}" at index 0; expected numbers`);
    await refused(() => model.fit(X, [1]), "y", "1 labels; expected 8, one for each row of X");
    await refused(() => model.fit(X, [...y.slice(1), NaN]), "y", "NaN at index 7; expected a finite number");
    await refused(() => model.fit(X, undefined as never), "y", "no numbers; expected one for each row, here or in the Dataset"); // prettier-ignore
    await refused(() => model.fit(X, y, { weights: y } as never), "options.weights", 'unknown option; expected "sampleWeight", "signal"'); // prettier-ignore
    await refused(() => model.fit(X, y, { sampleWeight: y.map(() => 0) }), "options.sampleWeight", "all weights are 0; expected some above 0"); // prettier-ignore
    await refused(() => model.fit([[NaN]], [1]), "X", "NaN at row 0, column 0; expected a finite number");
    const huge = [[1.7e308], [-1.7e308], [0]];
    expect((await errorOf(() => model.fit(huge, [1, 2, 3]))).message).toMatch(/^X: column 0 has deviation/);
    expect((await errorOf(() => model.fit([[1], [2]], [-1.7e308, 1.7e308]))).message).toMatch(/^y: values too large/); // prettier-ignore
    expect(() => model.coef).toThrow(NotFittedError);
  });

  it("columns that the fit didn't have, and a data set of another runtime; the memory is given back", async () => {
    const runtime = createRuntime();
    const own = await new LinearRegression({ runtime }).fit(X, y);
    expect(runtime.memory.used).toBe(0);
    await expectInputError(() => own.predict([[1]]), "X", "1 columns; expected 2 as in fit");
    using dataset = Dataset.from(X, y);
    const problem = "a Dataset of another runtime; expected one of the model's runtime";
    await expectInputError(() => own.predict(dataset), "X", problem);
    await expectInputError(() => own.fit(dataset), "X", problem);
  });

  it("a second fit at the same time", async () => {
    const one = new LinearRegression();
    const first = one.fit(X, y);
    await expectInputError(() => one.fit(X, y), "fit", "another fit of this model is running; expected one at a time"); // prettier-ignore
    expect(await first).toBe(one);
  });
});

describe("a model through JSON", () => {
  it("is the same", async () => {
    const { X, y } = noisy(20, 3);
    for (const rows of [X, columns(X), matrix(X)]) {
      const model = await new LinearRegression({ alpha: 0.25 }).fit(rows, y);
      const json = JSON.parse(JSON.stringify(model)) as Record<string, unknown>;
      const again = LinearRegression.fromJSON(json);
      expect(again.predict(rows)).toEqual(model.predict(rows));
      expect(again.toJSON()).toEqual(model.toJSON());
      expect(again.featureNames).toEqual(model.featureNames);
      expect(again.solver).toBe("cholesky");
    }
    expect(LinearRegression.fromJSON({ version: 1, coef: [2], intercept: 1 }).predict([[3]])[0]).toBe(7);
  });

  it.each<[unknown, string, string]>([
    ["{}", "model", "a string; expected the parsed object: LinearRegression.fromJSON(JSON.parse(text))"],
    [{ version: 2 }, "model.version", "2; expected 1"],
    [{ version: 1, coef: [] }, "model.coef", "an array of 0; expected numbers, one a column"],
    [{ version: 1, coef: [[1]], intercept: 0 }, "model.coef[0]", "an array of 1; expected a finite number"],
    [{ version: 1, coef: [1], intercept: "0" }, "model.intercept", '"0"; expected a finite number'],
    [{ version: 1, coef: [1], intercept: 0, alpha: -1 }, "model.alpha", "-1; expected a finite number of at least 0"],
    [{ version: 1, coef: [1], intercept: 0, rank: 0.5 }, "model.rank", "0.5; expected what toJSON writes there"],
  ])("%j is refused", async (json, argument, problem) => {
    await expectInputError(() => LinearRegression.fromJSON(json), argument, problem);
  }); // prettier-ignore
});
