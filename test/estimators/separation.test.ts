import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import {
  type FitWarning,
  logisticPath,
  LogisticRegression,
  type LogisticRegressionOptions,
} from "../../src/index.ts";
import { overlapping } from "../support/data.ts";
import { normals, seeded } from "../support/random.ts";

const solvers = ["newton-cholesky", "lbfgs"] as const;

async function fit(X: number[][], y: number[], options: LogisticRegressionOptions = {}) {
  const warnings: FitWarning[] = [];
  const onWarning = (warning: FitWarning) => warnings.push(warning);
  const model = await new LogisticRegression({ C: Infinity, onWarning, ...options }).fit(X, y);
  return { model, warnings };
}

async function expectSeparable(X: number[][], y: number[], options: LogisticRegressionOptions = {}) {
  const { model, warnings } = await fit(X, y, options);
  expect(model.status).toBe("separable");
  expect(model.converged).toBe(false);
  expect(warnings.map(({ code }) => code)).toEqual(["separable"]);
  expect(warnings[0].message).toMatch(
    /no minimum and coefficients grow without bound.*Set a finite C, or drop/,
  );
  const numbers = [...model.coef[0], ...model.intercept, model.loss, model.gradientNorm];
  expect(numbers.every(Number.isFinite)).toBe(true);
  return model;
}

it("is told with an l1Ratio as without one, as it is a part of no penalty", async () => {
  for (const y of [
    [0, 0, 1, 1],
    [0, 1, 1, 2],
  ]) {
    const X = [[0], [1], [2], [3]];
    const { model: plain } = await fit(X, y);
    const { model } = await fit(X, y, { l1Ratio: 1 });
    expect(model.status).toBe("separable");
    expect([model.coef, model.intercept]).toEqual([plain.coef, plain.intercept]);
  }
  const { X, y } = overlapping(60, 3);
  const { model: plain } = await fit(X, y);
  for (const solver of ["auto", "lbfgs", "proximal-newton"] as const) {
    const { model } = await fit(X, y, { l1Ratio: 0.5, solver, tol: 1e-9 });
    expect(model.status).toBe("converged");
    model.coef[0].forEach((w, j) => expect(w).toBeCloseTo(plain.coef[0][j], 5));
  }
});

describe.each(solvers)("separable data without a penalty, by %s", (solver) => {
  const { X } = overlapping(60, 3);

  it.each<[string, number[][], number[]]>([
    ["a gap", [[1], [2], [3], [10], [11], [12]], [0, 0, 0, 1, 1, 1]],
    ["a hair's breadth", [[1], [2], [3], [3 + 1e-9], [11], [12]], [0, 0, 0, 1, 1, 1]],
    ["two rows", [[0], [1]], [1, 0]],
    ["a plane in three columns", X, X.map((row) => Number(row[0] + 2 * row[1] - row[2] > 0.1))],
    [
      "columns far from 0",
      X.map((row) => row.map((v) => 1e4 + 1e-3 * v)),
      X.map((row) => Number(row[1] > 0)),
    ],
    ["more columns than rows", overlapping(10, 30).X, overlapping(10, 30).y],
  ])("is told from %s", async (_, rows, labels) => {
    const model = await expectSeparable(rows, labels, { solver });
    expect(model.score(rows, labels)).toBe(1);
  });

  it.each<[string, number[][], number[]]>([
    ["one boundary point of both classes", [[1], [2], [3], [3], [4], [5]], [0, 0, 0, 1, 1, 1]],
    ["a boundary point many times over", [[1], [3], [3], [3], [3], [3], [5]], [0, 0, 1, 0, 1, 0, 1]],
    [
      "a dummy whose rows are all of one class",
      X.map((row, i) => [...row, Number(i % 10 === 0)]),
      overlapping(60, 3).y.map((label, i) => (i % 10 === 0 ? 1 : label)),
    ],
    ["a dummy of a single row", X.map((row, i) => [...row, Number(i === 17)]), overlapping(60, 3).y],
    [
      "two dummies, one for either class",
      X.map((row, i) => [...row, Number(i % 10 === 0), Number(i % 10 === 1)]),
      overlapping(60, 3).y.map((label, i) => (i % 10 === 0 ? 1 : i % 10 === 1 ? 0 : label)),
    ],
  ])("is told where it is not quite separable: %s", async (_, rows, labels) => {
    await expectSeparable(rows, labels, { solver });
  });

  it("is told without an intercept, where the plane goes through 0", async () => {
    await expectSeparable([[1, 1], [2, 1], [-1, -3], [-2, 1]], [1, 1, 0, 0], { solver, fitIntercept: false }); // prettier-ignore
    const { model } = await fit([[1], [2], [3]], [0, 1, 0], { solver, fitIntercept: false });
    expect(model.status).toBe("converged");
  });

  it("is told whatever the weights, rows of weight 0 left out", async () => {
    const rows = [[1], [2], [3], [2], [10], [11]];
    const labels = [0, 0, 0, 1, 1, 1];
    const onWarning = vi.fn();
    const model = new LogisticRegression({ C: Infinity, solver, onWarning });
    await model.fit(rows, labels, { sampleWeight: [1, 1e-3, 5, 0, 1e3, 1] });
    expect(model.status).toBe("separable");
    await model.fit(rows, labels, { sampleWeight: [1, 1e-3, 5, 1e-3, 1e3, 1] });
    expect(model.status).toBe("converged");
  });

  it.each([1, 1e6])("is nothing to tell with C = %d", async (C) => {
    const labels = X.map((row) => Number(row[0] > 0));
    const { model, warnings } = await fit(X, labels, { C, solver });
    expect(model.status).toBe("converged");
    expect(warnings).toEqual([]);
  });

  it("is not told of classes that nearly are", async () => {
    const normal = normals(5);
    const rows = Array.from({ length: 400 }, () => [normal(), normal()]).filter(
      ([a, b]) => Math.abs(a + b) > 0.1,
    );
    const labels = rows.map(([a, b]) => Number(a + b > 0));
    // Two more of the upper class, and one of the lower beyond the line between them.
    const near = [[-1, 1.04], [1, -0.96], [0, 0.05]]; // prettier-ignore
    const { model, warnings } = await fit([...rows, ...near], [...labels, 1, 1, 0], { solver, tol: 1e-9 });
    expect(model.status).toBe("converged");
    expect(warnings).toEqual([]);
    expect(model.coef[0][0]).toBeGreaterThan(20);
    const apart = await fit([...rows, ...near], [...labels, 1, 1, 1], { solver });
    expect(apart.model.status).toBe("separable");
  });
});

/** Whether all points are on their side of the line w · x + b = 0 or on it, and one is not on it. */
function separates(X: number[][], y: number[], w: number[], b: number): boolean {
  const margins = X.map((row, i) => (y[i] ? 1 : -1) * (w[0] * row[0] + w[1] * row[1] + b));
  return margins.every((margin) => margin >= 0) && margins.some((margin) => margin > 0);
}

/**
 * Whether points of whole numbers can be separated, quite or nearly, without rounding: if they can, then by a
 * line through two of them, or, where all lie on one line, by one across it through one of them.
 */
function canBeSeparated(X: number[][], y: number[]): boolean {
  return X.some((p) =>
    X.some((q) => {
      const [dx, dy] = [q[0] - p[0], q[1] - p[1]];
      const across = [[dy, -dx], [-dy, dx], [dx, dy], [-dx, -dy]]; // prettier-ignore
      return across.some((w) => separates(X, y, w, -w[0] * p[0] - w[1] * p[1]));
    }),
  );
}

describe.each(solvers)("the status of small data, by %s", (solver) => {
  it("is separable just where it can be separated", async () => {
    const point = fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 4 }), fc.boolean());
    const seen = { separable: 0, converged: 0 };
    await fc.assert(
      fc.asyncProperty(fc.array(point, { minLength: 4, maxLength: 14 }), async (points) => {
        const X = points.map(([a, b]) => [a, b]);
        const y = points.map(([, , label]) => Number(label));
        fc.pre(new Set(y).size === 2);
        const { model } = await fit(X, y, { solver });
        const expected = canBeSeparated(X, y) ? "separable" : "converged";
        expect(model.status).toBe(expected);
        seen[expected] += 1;
      }),
      { seed: 11, numRuns: 1000 },
    );
    expect(seen.separable).toBeGreaterThan(200);
    expect(seen.converged).toBeGreaterThan(200);
  });
});

describe.each([...solvers, "gradient-descent"] as const)("a fit cut short, by %s", (solver) => {
  it("is separable only where it can be separated", async () => {
    const random = seeded(4);
    const claims = { right: 0, none: 0 };
    for (let k = 0; k < 600; k++) {
      const X = Array.from({ length: 25 }, () => [Math.floor(100 * random()), Math.floor(100 * random())]);
      const noise = [0, 5, 20][k % 3];
      const y = X.map(([a, b]) => Number(2 * a - b + noise * (random() - 0.5) > 50));
      if (new Set(y).size < 2) continue;
      const limits = { maxIter: [2, 5, 10, 100, 1000][k % 5], tol: [1e-6, 1e-3, 0.03][k % 7 % 3] }; // prettier-ignore
      const { model } = await fit(X, y, { solver, ...limits });
      if (model.status !== "separable") {
        expect(model.decisionFunction(X).some((z, i) => (y[i] ? z <= 0 : z >= 0))).toBe(true);
        claims.none += 1;
      } else {
        expect(canBeSeparated(X, y)).toBe(true);
        claims.right += 1;
      }
    }
    expect(claims.right).toBeGreaterThan(30);
    expect(claims.none).toBeGreaterThan(50);
  });
});

describe("what penalties and bounds leave free", () => {
  const X = [[0], [1], [2], [3]];
  const y = [0, 0, 1, 1];
  const statusOf = async (options: LogisticRegressionOptions, rows = X, labels = y) =>
    (await new LogisticRegression({ onWarning: () => {}, ...options }).fit(rows, labels)).status;

  it.each<[string, LogisticRegressionOptions]>([
    ["no penalty of its coefficient", { penaltyFactor: [0] }],
    ["none of a lasso", { penaltyFactor: [0], l1Ratio: 1 }],
    ["a bound that lets it grow", { C: Infinity, lower: 0 }],
    ["such a bound and no penalty", { penaltyFactor: [0], lower: [-5] }],
  ])("separates: %s", async (_, options) => {
    expect(await statusOf(options)).toBe("separable");
    expect(await statusOf({ ...options, multiClass: "ovr" }, [[0], [1], [2], [3]], [0, 0, 0, 1])).toBe(
      "separable",
    );
  });

  it.each<[string, LogisticRegressionOptions]>([
    ["a bound that it comes to", { C: Infinity, upper: 3 }],
    ["a bound that keeps it from its side", { C: Infinity, upper: 0 }],
    ["a penalty", { C: 1e6, lower: 0 }],
  ])("does not: %s", async (_, options) => {
    expect(await statusOf(options)).toBe("converged");
  });

  it("is looked at alone where other coefficients are penalised", async () => {
    const rows = X.map(([x], i) => [x, i % 2]);
    expect(await statusOf({ penaltyFactor: [0, 1] }, rows)).toBe("separable");
    expect(await statusOf({ penaltyFactor: [1, 0] }, rows)).toBe("converged");
    const path = await logisticPath(rows, y, { penaltyFactor: [0, 1], nLambda: 5, onWarning: () => {} });
    expect(path.status).toContain("separable");
    const last = await logisticPath(rows, y, { lambdas: [0], onWarning: () => {} });
    expect(last.status).toEqual(["separable"]);
  });
});

/**
 * Whether classes can be separated, by two classes' fit of one row for each other class of each row: the difference of
 * its own class's variables and the other's, and the same with the opposite sign (Kesler's construction).
 */
async function canBeSeparatedInClasses(X: number[][], y: number[], classes: number): Promise<boolean> {
  const rows: number[][] = [];
  X.forEach((row, i) => {
    const variables = [...row, 1];
    for (let k = 0; k < classes; k++) {
      if (k === y[i]) continue;
      const sign = (c: number) => Number(c === y[i]) - Number(c === k);
      // The last class's are those that the others' are relative to.
      const difference = Array.from({ length: classes - 1 }, (_, c) => variables.map((v) => sign(c) * v));
      rows.push(difference.flat());
    }
  });
  const labels = [...rows.map(() => 1), ...rows.map(() => 0)];
  const both = [...rows, ...rows.map((row) => row.map((v) => -v))];
  return (await fit(both, labels, { fitIntercept: false })).model.status === "separable";
}

describe.each([2, 3])("the status of %d classes", (classes) => {
  /** Points of whole numbers, whose classes a noise mixes, and a column that says less, far from zero. */
  function* examples(count: number) {
    const random = seeded(20 + classes);
    for (let k = 0; k < count; k++) {
      const rows = Array.from({ length: 8 + Math.floor(24 * random()) }, () =>
        [0, 1].map(() => Math.floor(6 * random())),
      );
      const noise = [0, 2, 4, 8][k % 4];
      const y = rows.map(([a, b]) => {
        const score = (a + 0.7 * b + noise * (random() - 0.5)) / 8.5;
        return Math.min(classes - 1, Math.max(0, Math.floor(classes * score)));
      });
      if (new Set(y).size === classes) {
        yield { rows, y, wide: rows.map(([a, b]) => [a, b, 100 + 3 * random() + a]) };
      }
    }
  }

  const batches = (X: number[][], y: number[]) => () =>
    [0, 1].map((half) => ({ X: X.filter((_, i) => i % 2 === half), y: y.filter((_, i) => i % 2 === half) }));

  const held: LogisticRegressionOptions[] = [
    { C: 1, penaltyFactor: [0, 0, 1] },
    { C: 1, penaltyFactor: [0, 0, 1], solver: "lbfgs" },
    { C: 1, penaltyFactor: [0, 0, 1], l1Ratio: 1 },
    { C: Infinity, lower: [-Infinity, -Infinity, -0.01], upper: [Infinity, Infinity, 0.01] },
  ];

  it("is separable just where what is free separates them", async () => {
    const seen = { separable: 0, not: 0 };
    const quiet = { onWarning: () => {} };
    for (const { rows, y, wide } of examples(28)) {
      const isSeparable = await canBeSeparatedInClasses(rows, y, classes);
      seen[isSeparable ? "separable" : "not"] += 1;
      const told: [object, string][] = [];
      for (const solver of solvers) {
        const all = { C: Infinity, solver };
        told.push([all, (await fit(rows, y, all)).model.status]);
        const model = await new LogisticRegression({ ...all, ...quiet }).fit(batches(rows, y));
        told.push([{ ...all, batches: true }, model.status]);
      }
      for (const options of held) told.push([options, (await fit(wide, y, options)).model.status]);
      for (const options of held) {
        const model = await new LogisticRegression({ ...options, ...quiet }).fit(batches(wide, y));
        told.push([{ ...options, batches: true }, model.status]);
      }
      for (const [options, status] of told) {
        expect({ options, rows, y, told: status === "separable" }).toEqual({ options, rows, y, told: isSeparable }); // prettier-ignore
      }
    }
    expect(seen.separable).toBeGreaterThan(4);
    expect(seen.not).toBeGreaterThan(4);
  });
});

describe("where a penalty or bounds hold some of the coefficients", () => {
  const X = [0, 1, 2, 3, 10, 11, 12, 13].map((x, i) => [x, i % 3]);
  const y = X.map(([x]) => Number(x > 5));
  const inBatches = (rows: number[][], labels: number[]) => () =>
    [0, 1].map((half) => ({
      X: rows.filter((_, i) => i % 2 === half),
      y: labels.filter((_, i) => i % 2 === half),
    }));

  it.each<LogisticRegressionOptions>([
    { C: Infinity, lower: [-Infinity, -0.01], upper: [Infinity, 0.01] },
    { C: Infinity, lower: [-Infinity, -0.01], upper: [Infinity, 0.01], solver: "proximal-lbfgs" },
    { C: 1, penaltyFactor: [0, 1] },
    { C: 1e-3, penaltyFactor: [0, 1], solver: "lbfgs" },
    { C: 1, penaltyFactor: [0, 1], l1Ratio: 1 },
  ])(
    "a fit ends at once when its loss proves that those left free separate the classes: %o",
    async (options) => {
      const { model } = await fit(X, y, options);
      expect(model.status).toBe("separable");
      expect(model.nIter).toBeLessThan(30);
      expect(model.trace.map(({ iteration }) => iteration)).toEqual([...Array(model.nIter + 1).keys()]);
      const onWarning = () => {};
      const streamed = await new LogisticRegression({ ...options, onWarning }).fit(inBatches(X, y));
      expect(streamed.status).toBe("separable");
      expect(streamed.nIter).toBeLessThan(30);
    },
  );

  it("goes on to the optimum where what is held has a part in so low a loss", async () => {
    const random = seeded(7);
    const rows = Array.from({ length: 40 }, (_, i) => [i % 2 === 0 ? -9 - random() : 9 + random(), random()]);
    const labels = rows.map(([a]) => Number(a > 0));
    const seen: number[] = [];
    const options: LogisticRegressionOptions = {
      lower: [-1, -Infinity],
      upper: [1, Infinity],
      onIteration: ({ iteration }) => void seen.push(iteration),
    };
    const { model } = await fit(rows, labels, options);
    expect(model.status).toBe("converged");
    expect(model.loss).toBeLessThan(Math.LN2);
    expect(model.coef[0][0]).toBe(1);
    expect(model.gradientNorm).toBeLessThanOrEqual(1e-6);
    const steps = [...Array(model.nIter + 1).keys()];
    expect(seen).toEqual(steps);
    expect(model.trace.map(({ iteration }) => iteration)).toEqual(steps);
    const slope = rows.reduce((sum, [a, b], i) => {
      const z = model.coef[0][0] * a + model.coef[0][1] * b + model.intercept[0];
      return sum + (1 / (1 + Math.exp(-z)) - labels[i]) * b;
    }, 0);
    expect(Math.abs(slope)).toBeLessThan(1e-4 * model.loss);
  });

  it("a factor of 0 for all isn't proof, however small a C makes f", async () => {
    const { X: mixed, y: classes } = overlapping(40, 2);
    const { model: plain } = await fit(mixed, classes);
    expect(plain.status).toBe("converged");
    const { model } = await fit(mixed, classes, { C: 1e-3, penaltyFactor: [0, 0] });
    expect(model.status).toBe("converged");
    model.coef[0].forEach((w, j) => expect(w).toBeCloseTo(plain.coef[0][j], 6));
  });
});

describe("many classes that a penalty or bounds hold in part", () => {
  const X = [[0], [1], [2], [3], [4], [5]];
  const y = [0, 0, 1, 1, 2, 2];
  const statusOf = async (options: LogisticRegressionOptions) => (await fit(X, y, options)).model.status;

  it("are separable where they grow for ever within their bounds", async () => {
    expect(await statusOf({ C: 1, penaltyFactor: [0] })).toBe("separable");
    // Of each class's coefficients one may be 0, so that a bound on one side is none.
    expect(await statusOf({ C: Infinity, lower: 0 })).toBe("separable");
    expect(await statusOf({ C: Infinity, upper: 0 })).toBe("separable");
  });

  it("are not where bounds on both sides hold them", async () => {
    expect(await statusOf({ C: Infinity, lower: -2, upper: 2 })).toMatch(/^(converged|precision-limit)$/);
    expect(await statusOf({ C: Infinity, lower: -2, upper: 2, solver: "proximal-newton" })).not.toBe(
      "separable",
    );
  });
});
