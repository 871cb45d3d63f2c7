import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readTable } from "../../examples/demo/csv.ts";
import { Dataset, LogisticRegression, logisticPath, type LogisticPathOptions } from "../../src/index.ts";
import { logLoss } from "../../src/metrics/index.ts";
import { lambdaGrid, root } from "../../src/estimators/lambda-grid.ts";

interface ReferencePath {
  readonly data: string;
  readonly l1Ratio: number;
  readonly standardize: boolean;
  readonly nLambda: number;
  readonly penaltyFactor?: readonly number[];
  readonly lambdas: readonly number[];
  readonly devianceExplained: readonly number[];
  readonly nonZeros: readonly number[];
  /** Numbers of the λ whose coefficients are in the file. */
  readonly picked: readonly number[];
  readonly intercept: readonly number[];
  readonly coef: readonly (readonly number[])[];
}

/** Of many classes: for each picked λ one row of coefficients, and an intercept, for each class. */
interface ClassesPath extends Omit<ReferencePath, "standardize" | "penaltyFactor" | "intercept" | "coef"> {
  readonly lambdaMinRatio?: number;
  readonly nonZerosOfClasses: readonly (readonly number[])[];
  readonly intercept: readonly (readonly number[])[];
  readonly coef: readonly (readonly (readonly number[])[])[];
}

const { paths, classes, iris } = JSON.parse(
  readFileSync(new URL("../reference/glmnet_path.json", import.meta.url), "utf8"),
) as {
  paths: readonly ReferencePath[];
  classes: readonly ClassesPath[];
  iris: { X: number[][]; y: string[] };
};

function table(name: string) {
  const { rows, labels } = readTable(new URL(`../../examples/data/${name}.csv`, import.meta.url));
  return { X: rows, y: labels };
}

const cases = paths.map((path, i) => [`${i}: ${path.data}, l1Ratio ${path.l1Ratio}`, path] as const);

describe.each(cases)("glmnet's path %s", (_, reference) => {
  const { l1Ratio, standardize, nLambda, penaltyFactor } = reference;

  it("has the same λ, deviances, non-zeros and coefficients", async () => {
    const { X, y } = table(reference.data);
    const options = { l1Ratio, standardize, nLambda, tol: 1e-9, ...(penaltyFactor && { penaltyFactor }) };
    const path = await logisticPath(X, y, { ...options, onWarning: () => {} });
    // Where glmnet's default stop is met within rounding, one λ more or less is right.
    expect(Math.abs(path.length - reference.lambdas.length)).toBeLessThanOrEqual(1);
    const count = Math.min(path.length, reference.lambdas.length);
    for (let k = 0; k < count; k++) {
      expect(path.lambdas[k] / reference.lambdas[k]).toBeCloseTo(1, 9);
      expect(path.devianceExplained[k]).toBeCloseTo(reference.devianceExplained[k], 5);
      expect(Math.abs(path.nonZeros[k] - reference.nonZeros[k])).toBeLessThanOrEqual(1);
    }
    reference.picked.forEach((k, i) => {
      if (k >= count) return;
      const largest = Math.max(...reference.coef[i].map(Math.abs), 1e-6);
      path.coef[k][0].forEach((w, j) =>
        expect(Math.abs(w - reference.coef[i][j])).toBeLessThan(2e-4 * largest),
      );
      expect(Math.abs(path.intercept[k][0] - reference.intercept[i])).toBeLessThan(
        2e-4 * Math.max(1, Math.abs(reference.intercept[i])),
      );
    });
  });
});

const ofClasses = classes.map((path, i) => [`${i}: ${path.data}, l1Ratio ${path.l1Ratio}`, path] as const);

describe.each(ofClasses)("glmnet's path of many classes %s", (_, reference) => {
  const { l1Ratio, nLambda, lambdaMinRatio } = reference;
  const data = () => {
    if (reference.data === "iris") return iris;
    const { X, y } = table(reference.data);
    return { X: X.filter((_row, i) => i % 3 === 0), y: y.filter((_label, i) => i % 3 === 0) };
  };

  it("has the same λ, deviances, non-zeros and coefficients", { timeout: 60_000 }, async () => {
    const { X, y } = data();
    const options = { l1Ratio, nLambda, tol: 1e-9, ...(lambdaMinRatio && { lambdaMinRatio }) };
    const path = await logisticPath(X, y, { ...options, onWarning: () => {} });
    expect(Math.abs(path.length - reference.lambdas.length)).toBeLessThanOrEqual(1);
    const count = Math.min(path.length, reference.lambdas.length);
    for (let k = 0; k < count; k++) {
      expect(path.lambdas[k] / reference.lambdas[k]).toBeCloseTo(1, 9);
      expect(path.devianceExplained[k]).toBeCloseTo(reference.devianceExplained[k], 5);
      expect(Math.abs(path.nonZeros[k] - reference.nonZeros[k])).toBeLessThanOrEqual(1);
      path.nonZerosOfRows[k].forEach((found, c) =>
        expect(Math.abs(found - reference.nonZerosOfClasses[k][c])).toBeLessThanOrEqual(1),
      );
    }
    reference.picked.forEach((k, i) => {
      if (k >= count) return;
      const largest = Math.max(...reference.coef[i].flat().map(Math.abs), 1e-6);
      path.coef[k].forEach((row, c) => {
        row.forEach((w, j) => expect(Math.abs(w - reference.coef[i][c][j])).toBeLessThan(2e-3 * largest));
        const intercept = reference.intercept[i][c];
        expect(Math.abs(path.intercept[k][c] - intercept)).toBeLessThan(
          2e-3 * Math.max(1, Math.abs(intercept)),
        );
      });
    });
  });

  it("starts where all coefficients are just 0", async () => {
    const { X, y } = data();
    const { nonZerosOfRows, lambdas } = await logisticPath(X, y, { l1Ratio, nLambda: 3 });
    expect([...nonZerosOfRows[0]].every((count) => count === 0)).toBe(true);
    const below = await logisticPath(X, y, { l1Ratio, lambdas: [0.99 * lambdas[0]] });
    expect(below.nonZeros[0]).toBeGreaterThan(0);
  });

  it("predicts by each of its points", async () => {
    const { X, y } = data();
    const path = await logisticPath(X, y, { l1Ratio, nLambda: 8, onWarning: () => {} });
    expect(path.classes).toEqual([...new Set(y)].toSorted());
    const k = path.length - 1;
    const model = path.model(k);
    expect(path.predictProba(X, k)).toEqual(model.predictProba(X));
    expect(path.predict(X, k)).toEqual(model.predict(X));
    expect(path.decisionFunction(X, k)).toEqual(model.decisionFunction(X));
    expect(model.score(X, y)).toBeGreaterThan(0.9);
  });
});

describe("a path", () => {
  const { X, y } = table("breast_cancer");
  const tight = { tol: 1e-10, onWarning: () => {} };

  it("starts where all coefficients are just 0", async () => {
    const path = await logisticPath(X, y, { nLambda: 10, ...tight });
    expect([...path.coef[0][0]].every((w) => w === 0)).toBe(true);
    expect(path.nonZeros[0]).toBe(0);
    const below = await logisticPath(X, y, { lambdas: [0.99 * path.lambdas[0]], ...tight });
    expect(below.nonZeros[0]).toBeGreaterThan(0);
    expect(path.devianceExplained[0]).toBeCloseTo(0, 9);
  });

  it.each([1, 0.5])("has single fits for its points, with an l1Ratio of %d", async (l1Ratio) => {
    const path = await logisticPath(X, y, { l1Ratio, nLambda: 8, standardize: false, ...tight });
    for (const k of [0, 3, path.length - 1]) {
      const single = await new LogisticRegression({ C: path.Cs[k], l1Ratio, ...tight }).fit(X, y);
      expect(path.model(k).loss / single.loss).toBeCloseTo(1, 9);
      const largest = Math.max(1e-9, ...single.coef[0].map(Math.abs));
      single.coef[0].forEach((w, j) => expect(Math.abs(w - path.coef[k][0][j])).toBeLessThan(1e-4 * largest));
    }
  });

  it("predicts by each of its points", async () => {
    const path = await logisticPath(X, y, { nLambda: 20 });
    expect(path.classes).toEqual(["benign", "malignant"]);
    const k = path.length - 1;
    const model = path.model(k);
    expect(path.predictProba(X, k)).toEqual(model.predictProba(X));
    expect(path.predict(X, k)).toEqual(model.predict(X));
    expect(path.decisionFunction(X, k)).toEqual(model.decisionFunction(X));
    expect(model.score(X, y)).toBeGreaterThan(0.95);
    expect(LogisticRegression.fromJSON(model.toJSON()).predict(X)).toEqual(path.predict(X, k));
  });

  it("explains ever more deviance, down to no penalty at all", async () => {
    const { X: heights, y: sexes } = table("heights");
    const path = await logisticPath(heights, sexes, { lambdas: [0, 0.1, 0.01, 0.001], ...tight });
    expect([...path.lambdas]).toEqual([0.1, 0.01, 0.001, 0]);
    for (let k = 1; k < 4; k++)
      expect(path.devianceExplained[k]).toBeGreaterThan(path.devianceExplained[k - 1]);
    const free = await new LogisticRegression({ C: Number.POSITIVE_INFINITY, ...tight }).fit(heights, sexes);
    expect(path.coef[3][0][0]).toBeCloseTo(free.coef[0][0], 7);
  });

  it("ends where its signal fires", async () => {
    const controller = new AbortController();
    controller.abort();
    const path = await logisticPath(X, y, { signal: controller.signal });
    expect(path.length).toBe(0);
    expect(() => path.predict(X, 0)).toThrow("k: 0; expected a path with fits");
  });

  it.each([
    [{ nLambda: 0 }, "options.nLambda: 0; expected a whole number of at least 1"],
    [{ lambdaMinRatio: 1 }, "options.lambdaMinRatio: 1; expected a number between 0 and 1"],
    [{ lambdas: [] }, "options.lambdas: none; expected at least one"],
    [{ lambdas: [1, -1] }, "options.lambdas: -1 at index 1; expected finite numbers of at least 0"],
    [{ lambdas: [1], nLambda: 5 }, "options.nLambda: 5 beside lambdas; expected one of them"],
    [
      { lambdas: [1], lambdaMinRatio: 0.1 },
      "options.lambdaMinRatio: 0.1 beside lambdas; expected one of them",
    ],
    [{ lambdas: 5 }, "options.lambdas: 5; expected an array, Float64Array or Float32Array"],
    [{ lambdas: 0 }, "options.lambdas: 0; expected an array, Float64Array or Float32Array"],
    [{ lambdas: null }, "options.lambdas: null; expected an array, Float64Array or Float32Array"],
    [{ sampleWeight: null }, "options.sampleWeight: null; expected an array, Float64Array or Float32Array"],
    [{ l1Ratio: 2 }, "options.l1Ratio: 2; expected a number from 0 to 1"],
    [{ alpha: 1 }, 'options.alpha: unknown option; expected "l1Ratio"'],
    [{ lambda: [1] }, 'options.lambda: unknown option; expected "lambdas"'],
    [{ weights: [] }, 'options.weights: unknown option; expected "sampleWeight"'],
    [{ C: 1 }, 'options.C: unknown option; expected "lambdas", which are 1 / (C Σ sᵢ)'],
    [{ "lambda.min.ratio": 1 }, 'options.lambda.min.ratio: unknown option; expected "lambdaMinRatio"?'],
    [{ standardize: 1 }, "options.standardize: 1; expected true or false"],
  ])("refuses %j", async (options, message) => {
    await expect(logisticPath(X, y, options as never)).rejects.toThrow(message);
  });

  it.each([
    [1, true, undefined],
    [0.5, false, undefined],
    [0, true, undefined],
    [0, false, undefined],
    [0, false, [2, 1]],
  ])(
    "explains the deviance that its coefficients leave, l1Ratio %d, standardize %s, factors %j",
    async (l1Ratio, standardize, penaltyFactor) => {
      const { X: rows } = iris;
      const pairs = rows.map(([a, , c]) => [a, c]);
      for (const labels of [iris.y, iris.y.map((label) => (label === iris.y[0] ? "this" : "other"))]) {
        const options = { l1Ratio, standardize, lambdas: [0.1], ...(penaltyFactor && { penaltyFactor }) };
        const path = await logisticPath(pairs, labels, options);
        const at = path.classes;
        const left = logLoss(labels, path.predictProba(pairs, 0), { classes: at });
        const share = (label: string) => labels.filter((one) => one === label).length / labels.length;
        const none = at.reduce((sum, label) => sum - share(label) * Math.log(share(label)), 0);
        expect(path.devianceExplained[0]).toBeCloseTo(1 - left / none, 9);
      }
    },
  );

  it("tells of each fit's iterations, and ends where it is told to stop", async () => {
    const seen: number[] = [];
    const path = await logisticPath(X, y, {
      lambdas: [0.1, 0.05, 0.01],
      onIteration: ({ iteration }) => {
        seen.push(iteration);
        return seen.filter((k) => k === 0).length === 2 ? "stop" : undefined;
      },
      onWarning: () => {},
    });
    expect(path.status).toEqual(["converged", "stopped"]);
    const short = await logisticPath(X, y, { lambdas: [0.1, 0.01], maxIter: 1, onWarning: () => {} });
    expect(short.nIter).toEqual([1, 1]);
  });

  it("starts where it is told to", async () => {
    const options = { lambdas: [0.01], tol: 1e-9 };
    const path = await logisticPath(X, y, options);
    const again = await logisticPath(X, y, { ...options, initial: path.model(0) });
    expect(path.nIter[0]).toBeGreaterThan(1);
    expect(again.nIter[0]).toBeLessThanOrEqual(1);
    again.coef[0][0].forEach((w, j) => expect(w).toBeCloseTo(path.coef[0][0][j], 6));
    const narrow = await new LogisticRegression().fit(
      X.map((row) => row.slice(1)),
      y,
    );
    await expect(logisticPath(X, y, { initial: narrow })).rejects.toThrow(
      `options.initial: ${X[0].length - 1} coefficients; expected ${X[0].length} as in X`,
    );
  });

  it("takes options behind a data set with labels", async () => {
    using dataset = Dataset.from(X, y);
    const path = await logisticPath(dataset, { lambdas: [0.1] });
    expect(path.coef).toEqual((await logisticPath(X, y, { lambdas: [0.1] })).coef);
  });

  it("goes on where its data set is let go of", async () => {
    const dataset = Dataset.from(X, y);
    const running = logisticPath(dataset, undefined, { nLambda: 3 });
    dataset.dispose();
    expect((await running).coef).toEqual((await logisticPath(X, y, { nLambda: 3 })).coef);
  });

  it("refuses a dtype that the data set hasn't", async () => {
    using dataset = Dataset.from(X, y, { dtype: "f32" });
    await expect(logisticPath(dataset, undefined, { dtype: "f64" })).rejects.toThrow(
      "X: a Dataset in f32; expected f64, the dtype of options",
    );
  });

  it("has models that can be fitted anew, factors included", async () => {
    const factors = Array.from(X[0], (_, j) => 1 + (j % 3));
    const options = { l1Ratio: 0.5, lambdas: [0.05], standardize: false, penaltyFactor: factors };
    const path = await logisticPath(X, y, { ...options, tol: 1e-9 });
    const again = await new LogisticRegression({
      C: path.Cs[0],
      l1Ratio: 0.5,
      penaltyFactor: path.model(0).toJSON().penaltyFactor ?? [],
      tol: 1e-9,
    }).fit(X, y);
    again.coef[0].forEach((w, j) => expect(w).toBeCloseTo(path.coef[0][0][j], 6));
  });

  it("says k is none of its numbers", async () => {
    const path = await logisticPath(X, y, { lambdas: [0.1] });
    expect(() => path.model(1)).toThrow("k: 1; expected a whole number from 0 to 0");
    for (const k of ["0", -1, 0.5, undefined, [0]] as never[]) {
      expect(() => path.predict(X, k)).toThrow(/^k: .*; expected a whole number from 0 to 0$/);
      expect(() => path.predictProba(X, k)).toThrow(/^k: /);
    }
  });

  it("says that batches are not rows in memory", async () => {
    await expect(logisticPath((() => [{ X, y }]) as never)).rejects.toThrow(
      "X: a function; expected an array of rows, ",
    );
  });
});

describe("columns that say nothing", () => {
  const labels = [0, 0, 1, 1];
  const constant = [[7, 0], [7, 0], [7, 0], [7, 0]]; // prettier-ignore

  it.each<[string, number[][], LogisticPathOptions]>([
    ["zeros", [[0], [0], [0], [0]], {}],
    ["zeros, of a ridge", [[0], [0], [0], [0]], { l1Ratio: 0 }],
    ["zeros, without an intercept", [[0], [0], [0], [0]], { fitIntercept: false }],
    ["constants", constant, {}],
  ])("are an error where none varies: %s", async (_, rows, options) => {
    await expect(logisticPath(rows, labels, options)).rejects.toThrow(
      "X: no column varies; expected one that does, or options.lambdas",
    );
  });

  it("have coefficients of 0 at λ of one's own", async () => {
    const path = await logisticPath(constant, labels, { lambdas: [0.1, 0] });
    expect(path.length).toBe(2);
    expect(path.coef[1][0]).toEqual(new Float64Array(2));
    expect(path.status).toEqual(["converged", "converged"]);
  });

  it.each<[string, number[][], number[], LogisticPathOptions, number[]]>([
    ["as many of either class at each value", [[0.1], [0.7], [0.1], [0.7]], labels, {}, [0]],
    ["of a ridge", [[0.1], [0.7], [0.1], [0.7]], labels, { l1Ratio: 0 }, [0]],
    ["of three classes", [[0], [1], [0], [1], [0], [1]], [0, 0, 1, 1, 2, 2], {}, [0]],
    ["a constant beside one that isn't penalised", [[0, 1], [0, 2], [0, 1], [0, 3]], labels, { penaltyFactor: [1, 0] }, [0, 0.7667]], // prettier-ignore
  ])("make a path of λ = 0 alone: %s", async (_, rows, y, options, coef) => {
    const path = await logisticPath(rows, y, options);
    expect([...path.lambdas]).toEqual([0]);
    expect(path.status[0]).toMatch(/^(converged|precision-limit)$/);
    coef.forEach((w, j) => expect(path.coef[0][0][j]).toBeCloseTo(w, 4));
  });
});

describe("the grid", () => {
  it.each([
    [0.5, 1],
    [1e-4, 99],
    [0.01, 7],
  ])("the root of %d of degree %d, to the last digit or two", (a, n) => {
    expect(Math.abs(root(a, n) ** n / a - 1)).toBeLessThan(n * 4 * Number.EPSILON);
  });

  it("goes from the greatest to the least", () => {
    const grid = lambdaGrid(2, 100, 1e-4);
    expect(grid[0]).toBe(2);
    expect(grid[99] / 2e-4).toBeCloseTo(1, 12);
    expect(lambdaGrid(2, 1, 0.5)).toEqual(Float64Array.of(2));
  });
});
