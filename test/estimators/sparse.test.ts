import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  createRuntime,
  Dataset,
  LinearRegression,
  LogisticRegression,
  type Matrix,
} from "../../src/index.ts";
import { adam } from "../../src/optimize/index.ts";
import { loadModel } from "../../src/predict/index.ts";
import { relativeError } from "../kernels/reference.ts";
import { csrOf, sparseRows } from "../support/sparse.ts";

const X = sparseRows(140, 9, 0.35).map((row) =>
  row.map((value, j) => value * [1, 50, 1, 1e-2, 1, 4, 1, 1, 1][j]!),
);
const TWO = X.map((row, i) => (row[0]! + 20 * row[3]! - row[5]! / 4 + (i % 5) / 4 > 0.4 ? "yes" : "no"));
const THREE = X.map((row, i) => Math.max(0, Math.min(2, Math.round(row[0]! + row[4]! + (i % 4) / 2))));
const CSR = csrOf(X);

const SOLVERS = [
  "auto",
  "lbfgs",
  "newton-cholesky",
  "newton",
  "newton-cg",
  "sampled-newton",
  "bfgs",
  "proximal-newton",
  "proximal-lbfgs",
] as const;

const flat = (rows: readonly Float64Array[]) => rows.flatMap((row) => [...row]);

describe.each(SOLVERS)("%s on sparse rows", (solver) => {
  it.each([
    ["two classes", TWO, true, "f64"],
    ["two classes", TWO, false, "f32"],
    ["three classes", THREE, true, "f32"],
    ["three classes", THREE, false, "f64"],
  ] as const)("finds what it does on dense rows: %s", async (_, y, fitIntercept, dtype) => {
    const options = { solver, fitIntercept, dtype, tol: 1e-10, C: 0.8 } as const;
    const dense = await new LogisticRegression(options).fit(X, y as string[]);
    const sparse = await new LogisticRegression(options).fit(CSR, y as string[]);
    expect(sparse.status).toBe(dense.status);
    expect(relativeError(flat(sparse.coef), flat(dense.coef))).toBeLessThan(1e-9);
    expect(relativeError(sparse.intercept, dense.intercept)).toBeLessThan(1e-9);
    expect(sparse.loss / dense.loss).toBeCloseTo(1, 10);
  });
});

describe("truncated Newton on sparse rows", () => {
  it("ends where next to nothing is left to fall, however ill-conditioned", async () => {
    const wide = sparseRows(300, 40, 0.2, 5);
    const y = wide.map((row, i) => Math.abs(Math.round(3 * row[0]! + 2 * row[4]! + (i % 3) / 2)) % 5);
    for (const C of [1, 1000, 1e6]) {
      const least = await new LogisticRegression({ C, solver: "newton-cholesky", tol: 1e-10 }).fit(
        csrOf(wide),
        y,
      );
      const model = await new LogisticRegression({ C, solver: "newton-cg" }).fit(csrOf(wide), y);
      expect(model.status).toBe("converged");
      expect((model.loss - least.loss) / least.loss).toBeLessThan(1e-9);
    }
  });
});

describe("methods on sparse rows", () => {
  it.each([
    ["two", TWO],
    ["three", THREE],
  ] as const)("answer what they do on dense rows, to the bit: %s classes", async (_, y) => {
    const model = await new LogisticRegression<string | number>().fit(X, y as string[]);
    const again = loadModel<string | number>(JSON.parse(JSON.stringify(model)));
    for (const rows of [CSR, Dataset.from(CSR)]) {
      expect(model.predict(rows)).toEqual(model.predict(X));
      expect(model.predictProba(rows)).toEqual(model.predictProba(X));
      expect(model.decisionFunction<Matrix | Float64Array>(rows)).toEqual(model.decisionFunction(X));
      expect(model.score(rows, y as string[])).toBe(model.score(X, y as string[]));
    }
    expect(again.predict(CSR)).toEqual(model.predict(X));
    expect(again.predictProba(CSR)).toEqual(model.predictProba(X));
    expect(() => model.predict({ ...CSR, cols: 10 })).toThrow("X: 10 columns; expected 9 as in fit");
  });

  it("partialFit learns as from dense rows", async () => {
    const learn = async (chunks: (from: number, to: number) => number[][] | ReturnType<typeof csrOf>) => {
      const model = new LogisticRegression({ solver: adam({ learningRate: 0.05 }), C: 10 });
      for (let from = 0; from < 140; from += 20) {
        await model.partialFit(chunks(from, from + 20), TWO.slice(from, from + 20), {
          classes: ["no", "yes"],
          totalWeight: 140,
        });
      }
      return model;
    };
    const dense = await learn((from, to) => X.slice(from, to));
    const sparse = await learn((from, to) => csrOf(X.slice(from, to)));
    expect(relativeError(sparse.coef[0]!, dense.coef[0]!)).toBeLessThan(1e-12);
  });

  it.each(["adam", "saga", "momentum"] as const)("mini-batches by %s", async (solver) => {
    const options = { solver, maxIter: 5, onWarning: () => undefined };
    for (const y of [TWO, THREE] as const) {
      const dense = await new LogisticRegression(options).fit(X, y as string[]);
      const sparse = await new LogisticRegression(options).fit(CSR, y as string[]);
      expect(relativeError(flat(sparse.coef), flat(dense.coef))).toBeLessThan(1e-9);
    }
  });

  it.each(["ovr", "multinomial"] as const)("%s with weights of classes and rows", async (multiClass) => {
    const sampleWeight = Float64Array.from(X, (_, i) => (i % 5) / 2);
    const options = { multiClass, classWeight: "balanced", tol: 1e-10 } as const;
    const dense = await new LogisticRegression(options).fit(X, THREE, { sampleWeight });
    const sparse = await new LogisticRegression(options).fit(CSR, THREE, { sampleWeight });
    expect(relativeError(flat(sparse.coef), flat(dense.coef))).toBeLessThan(1e-8);
  });

  it("a lasso, its zeros exact, and bounds", async () => {
    for (const options of [
      { l1Ratio: 1, C: 0.2 },
      { l1Ratio: 0.5, C: 1, lower: 0 },
    ] as const) {
      const dense = await new LogisticRegression({ ...options, tol: 1e-10 }).fit(X, TWO);
      const sparse = await new LogisticRegression({ ...options, tol: 1e-10 }).fit(CSR, TWO);
      const zeros = (coef: Float64Array) => Array.from(coef, (value) => value === 0);
      expect(zeros(sparse.coef[0]!)).toEqual(zeros(dense.coef[0]!));
      expect(zeros(sparse.coef[0]!)).toContain(true);
      expect(relativeError(sparse.coef[0]!, dense.coef[0]!)).toBeLessThan(1e-8);
    }
  });

  it("a lasso of more columns than rows, in active sets", async () => {
    const wide = sparseRows(60, 400, 0.1, 7);
    const y = wide.map((row, i) => Number(row[0]! + row[1]! + (i % 3) / 10 > 0));
    const options = { l1Ratio: 1, C: 5, tol: 1e-10 };
    const dense = await new LogisticRegression(options).fit(wide, y);
    const sparse = await new LogisticRegression(options).fit(csrOf(wide), y);
    expect(relativeError(sparse.coef[0]!, dense.coef[0]!)).toBeLessThan(1e-7);
    expect(sparse.coef[0]!.filter((value) => value !== 0).length).toBeLessThan(61);
  });

  it("separable classes are found to be so", async () => {
    const y = X.map((row) => Number(row[0]! > 0.1));
    const { status } = await new LogisticRegression({ C: Infinity, onWarning: () => undefined }).fit(CSR, y);
    expect(status).toBe("separable");
  });

  it.each(["auto", "lbfgs"] as const)("LinearRegression by %s", async (solver) => {
    const y = X.map((row, i) => row[0]! * 2 - row[5]! + (i % 7));
    const dense = await new LinearRegression({ solver, alpha: 0.1 }).fit(X, y);
    const sparse = await new LinearRegression({ solver, alpha: 0.1 }).fit(CSR, y);
    expect(relativeError(sparse.coef, dense.coef)).toBeLessThan(1e-8);
    expect(sparse.predict(CSR)).toEqual(sparse.predict(X));
  });
});

describe("sparse columns", () => {
  it("may have any units", async () => {
    const units = [1e-8, 1e6, 1, 1e3, 1e-4, 1, 1e8, 1, 10];
    const scaled = csrOf(X.map((row) => row.map((value, j) => value * units[j]!)));
    const base = await new LogisticRegression({ C: Infinity, tol: 1e-10 }).fit(CSR, TWO);
    const other = await new LogisticRegression({ C: Infinity, tol: 1e-10 }).fit(scaled, TWO);
    const back = other.coef[0]!.map((value, j) => value * units[j]!);
    expect(other.nIter).toBe(base.nIter);
    expect(relativeError(back, base.coef[0]!)).toBeLessThan(1e-8);
  });

  it("that hold a value in every row may be far from zero", async () => {
    const far = X.map((row) => row.map((value, j) => (j === 0 ? value + 1000 : value)));
    const dense = await new LogisticRegression({ tol: 1e-9 }).fit(far, TWO);
    const sparse = await new LogisticRegression({ tol: 1e-9 }).fit(csrOf(far), TWO);
    expect(relativeError(sparse.coef[0]!, dense.coef[0]!)).toBeLessThan(1e-8);
  });

  it("any pattern of zeros leads where dense rows do", async () => {
    const value = fc.oneof(fc.constant(0), fc.constant(0), fc.double({ min: -3, max: 3, noNaN: true }));
    const rows = fc.array(fc.array(value, { minLength: 4, maxLength: 4 }), { minLength: 6, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(rows, async (some) => {
        const y = some.map((_, i) => i % 2);
        const dense = await new LogisticRegression({ tol: 1e-10 }).fit(some, y);
        const sparse = await new LogisticRegression({ tol: 1e-10 }).fit(csrOf(some), y);
        dense.coef[0]!.forEach((w, j) => expect(sparse.coef[0]![j]).toBeCloseTo(w, 8));
      }),
      { numRuns: 40 },
    );
  });
});

describe("threads on sparse rows", () => {
  it("make no difference to any bit", async () => {
    const rows = sparseRows(6000, 300, 0.05, 3);
    const csr = csrOf(rows);
    const y = rows.map((row, i) => Number(row[0]! + row[5]! - row[7]! + (i % 5) / 20 > 0));
    const fit = async (threads: number, solver: "newton-cg" | "lbfgs" | "newton-cholesky") => {
      const runtime = createRuntime({ threads });
      const model = await new LogisticRegression({
        runtime,
        solver,
        maxIter: 8,
        onWarning: () => undefined,
      }).fit(csr, y);
      await runtime.endThreads();
      return [...model.coef[0]!, ...model.intercept];
    };
    for (const solver of ["newton-cg", "lbfgs", "newton-cholesky"] as const) {
      expect(await fit(2, solver)).toEqual(await fit(1, solver));
    }
  });
});
