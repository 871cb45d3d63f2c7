import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readTable } from "../../examples/demo/csv.ts";
import {
  adam,
  gradientDescent,
  lbfgs,
  logisticObjective,
  miniBatch,
  minimize,
  saga,
  squaredErrorObjective,
} from "../../src/optimize/index.ts";
import {
  Dataset,
  DatasetBuilder,
  LinearRegression,
  LogisticRegression,
  logisticPath,
  type Matrix,
  type Method,
} from "../../src/index.ts";
import { loadModel, type LogisticJSON } from "../../src/predict/index.ts";
import { matrix, overlapping } from "../support/data.ts";
import { expectInputError } from "../support/errors.ts";
import { normals } from "../support/random.ts";

const QUIET = { onWarning: () => {} };
const TIGHT = { ...QUIET, tol: 1e-10 };

function read<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../reference/${name}.json`, import.meta.url), "utf8")) as T;
}

function closeTo(found: ArrayLike<number>, expected: ArrayLike<number>, relative: number) {
  const size = Math.max(1e-3, ...Array.from(expected, Math.abs));
  expect(found.length).toBe(expected.length);
  Array.from(found).forEach((value, i) =>
    expect(Math.abs(value - expected[i]), `${value} for ${expected[i]}`).toBeLessThan(relative * size),
  );
}

/** Overlapping rows with an offset that their labels don't know. */
function sample(rows: number, cols: number, seed = 1) {
  const { X, y } = overlapping(rows, cols, seed);
  const normal = normals(seed + 100);
  return { X, y, offset: Float64Array.from({ length: rows }, () => 1.5 * normal() + 0.5) };
}

interface GlmCase {
  readonly name: string;
  readonly X: number[][];
  readonly y: number[];
  readonly offset: number[];
  readonly sampleWeight: number[];
  readonly fitIntercept: boolean;
  readonly coef: number[];
  readonly intercept: number;
  readonly objective: number;
  readonly probabilities: number[];
}

describe.each(read<{ cases: GlmCase[] }>("statsmodels_offset").cases)("statsmodels' GLM, $name", (glm) => {
  const { X, y, offset, sampleWeight, fitIntercept } = glm;
  const solvers = ["newton-cholesky", "lbfgs", "newton-cg", "newton", "bfgs", "gradient-descent"] as const;

  it.each(solvers)("is what %s finds", async (solver) => {
    const model = new LogisticRegression({ C: Infinity, fitIntercept, solver, ...TIGHT, maxIter: 5000 });
    await model.fit(X, y, { offset, sampleWeight });
    expect(model.converged, model.status).toBe(true);
    closeTo(model.coef[0], glm.coef, 1e-7);
    closeTo(model.intercept, [glm.intercept], 1e-7);
    expect(model.loss / glm.objective).toBeCloseTo(1, 12);
    const P = model.predictProba(X.slice(0, 5), { offset: offset.slice(0, 5) });
    closeTo(
      P.data.filter((_, i) => i % 2 === 1),
      glm.probabilities,
      1e-8,
    );
  });
});

interface GlmnetPath {
  readonly l1Ratio: number;
  readonly standardize: boolean;
  readonly nLambda: number;
  readonly lambdas: number[];
  readonly devianceExplained: number[];
  readonly picked: number[];
  readonly intercept: number[];
  readonly coef: number[][];
  readonly scores: number[];
}
interface GlmnetSoftmax {
  readonly X: number[][];
  readonly y: string[];
  readonly offset: number[][];
  readonly lambda: number;
  readonly coef: Record<string, number[]>;
  readonly intercept: number[];
}

const glmnet = read<{ paths: GlmnetPath[]; softmax: GlmnetSoftmax }>("glmnet_offset");

describe("glmnet with an offset", () => {
  const { rows: X, labels: y } = readTable(new URL("../../examples/data/breast_cancer.csv", import.meta.url));
  const offset = X.map((_, i) => Math.sin(i + 1));

  it.each(glmnet.paths)("has the path of l1Ratio $l1Ratio", async (reference) => {
    const { l1Ratio, standardize, nLambda, lambdas } = reference;
    const options = { l1Ratio, standardize, nLambda, tol: 1e-9, ...QUIET };
    const path = await logisticPath(X, y, { ...options, offset });
    const count = Math.min(path.length, lambdas.length);
    expect(path.length - lambdas.length).toBeLessThanOrEqual(1);
    expect(count).toBeGreaterThan(6);
    for (let k = 0; k < count; k++) {
      expect(path.lambdas[k] / lambdas[k]).toBeCloseTo(1, 9);
      if (l1Ratio === 0 && k === 0) continue; // glmnet fits the first λ of a ridge as if it were infinite
      expect(path.devianceExplained[k]).toBeCloseTo(reference.devianceExplained[k], 5);
    }
    reference.picked.forEach((k, i) => {
      if (k >= count || (l1Ratio === 0 && k === 0)) return;
      closeTo(path.coef[k][0], reference.coef[i], 2e-4);
      closeTo(path.intercept[k], [reference.intercept[i]], 2e-4);
    });
    const found = path.decisionFunction(X.slice(0, 5), reference.picked[1], { offset: offset.slice(0, 5) });
    closeTo(found, reference.scores, 2e-4);
    await expectInputError(
      () => path.predict(X, 0),
      "options.offset",
      "none; expected one, as the model was fitted with an offset",
    );
  });

  it("has the softmax of three classes", async () => {
    const { softmax } = glmnet;
    const o = matrix(softmax.offset);
    const C = 1 / (softmax.lambda * softmax.X.length);
    const model = await new LogisticRegression({ C, ...TIGHT }).fit(softmax.X, softmax.y, { offset: o });
    model.classes.forEach((label, k) => closeTo(model.coef[k], softmax.coef[label], 1e-6));
    // glmnet's intercepts add up to nothing in particular.
    const mean = softmax.intercept.reduce((sum, b) => sum + b, 0) / 3;
    closeTo(
      model.intercept,
      softmax.intercept.map((b) => b - mean),
      1e-5,
    );
  });
});

describe("a constant offset", () => {
  const arbitrary = fc.record({
    seed: fc.integer({ min: 1, max: 1e6 }),
    shift: fc.double({ min: -3, max: 3, noNaN: true }),
    C: fc.constantFrom(0.1, 1, 100),
  });

  it("lowers the intercept by itself, and changes nothing else", async () => {
    await fc.assert(
      fc.asyncProperty(arbitrary, async ({ seed, shift, C }) => {
        const { X, y } = overlapping(60, 3, seed);
        const plain = await new LogisticRegression({ C, ...TIGHT }).fit(X, y);
        const offset = X.map(() => shift);
        const moved = await new LogisticRegression({ C, ...TIGHT }).fit(X, y, { offset });
        closeTo(moved.coef[0], plain.coef[0], 1e-8);
        expect(Math.abs(moved.intercept[0] + shift - plain.intercept[0])).toBeLessThan(1e-8);
        closeTo(moved.predictProba(X, { offset }).data, plain.predictProba(X).data, 1e-8);
      }),
      { numRuns: 15 },
    );
  });

  it("does so in each of many classes", async () => {
    const { X } = overlapping(90, 2, 4);
    const y = X.map((row, i) => ["a", "b", "c"][(i + Number(row[0] > 0)) % 3]);
    const shifts = [0.5, -1, 2];
    const offset = matrix(X.map(() => shifts));
    for (const multiClass of ["multinomial", "ovr"] as const) {
      const plain = await new LogisticRegression({ multiClass, ...TIGHT }).fit(X, y);
      const moved = await new LogisticRegression({ multiClass, ...TIGHT }).fit(X, y, { offset });
      plain.coef.forEach((row, k) => closeTo(moved.coef[k], row, 1e-7));
      // Softmax intercepts add up to 0.
      const common = multiClass === "ovr" ? 0 : 0.5;
      closeTo(
        moved.intercept,
        plain.intercept.map((b, k) => b - shifts[k] + common),
        1e-7,
      );
      closeTo(moved.predictProba(X, { offset }).data, plain.predictProba(X).data, 1e-7);
      const scores = moved.decisionFunction<Matrix>(X, { offset });
      closeTo(
        moved.probabilities(X[3], { offset: shifts }),
        moved.predictProba(X, { offset }).data.subarray(9, 12),
        1e-14,
      );
      expect([scores.rows, scores.cols]).toEqual([90, 3]);
      expect(moved.predict(X, { offset })).toEqual(plain.predict(X));
    }
  });
});

describe("every method minimises the same with an offset", () => {
  const { X, y, offset } = sample(4000, 6, 7);
  const methods: [
    string,
    Method | "newton-cg" | "sampled-newton" | "proximal-newton" | "proximal-lbfgs",
    number,
  ][] = [
    ["newton-cg", "newton-cg", 1e-7],
    ["sampled-newton", "sampled-newton", 1e-7],
    ["proximal-newton", "proximal-newton", 1e-7],
    ["proximal-lbfgs", "proximal-lbfgs", 1e-7],
    ["gradient descent", gradientDescent({ firstTrial: "barzilai-borwein" }), 1e-7],
    ["SAGA", saga({ epochs: 60 }), 1e-4],
    ["mini-batches", miniBatch(adam({ learningRate: 0.005 }), { batchSize: 200, epochs: 150 }), 3e-2],
    [
      "mini-batches in sequence",
      miniBatch(adam({ learningRate: 0.005 }), { sampling: "sequential", batchSize: 200, epochs: 150 }),
      3e-2,
    ],
  ];

  it.each(methods)("%s", async (_, solver, accuracy) => {
    const options = { C: 0.5, ...TIGHT, tol: 1e-9 };
    const expected = await new LogisticRegression({ ...options, solver: "newton-cholesky" }).fit(X, y, {
      offset,
    });
    const model = await new LogisticRegression({ ...options, solver }).fit(X, y, { offset });
    closeTo([...model.coef[0], ...model.intercept], [...expected.coef[0], ...expected.intercept], accuracy);
  });

  it("proximal Newton, with an l1Ratio, meets its path's point", async () => {
    const path = await logisticPath(X, y, { offset, lambdas: [0.02], standardize: false, tol: 1e-9 });
    const model = new LogisticRegression({ C: path.Cs[0], l1Ratio: 1, ...TIGHT });
    await model.fit(X, y, { offset });
    closeTo(model.coef[0], path.coef[0][0], 1e-7);
    expect(model.coef[0].some((w) => w === 0)).toBe(true);
  });

  it("proximal Newton, on more columns than rows, where it leaves most out", async () => {
    const wide = sample(60, 700, 3);
    const { X: rows, offset: o } = wide;
    const fit = (solver: "proximal-newton", tol: number) =>
      new LogisticRegression({ C: 0.1, l1Ratio: 1, solver, ...QUIET, tol }).fit(rows, wide.y, { offset: o });
    const model = await fit("proximal-newton", 1e-9);
    expect(model.converged).toBe(true);
    const z = model.decisionFunction(rows, { offset: o });
    const gradient = new Float64Array(700);
    rows.forEach((row, i) => {
      const residual = 1 / (1 + Math.exp(-z[i])) - wide.y[i];
      row.forEach((value, j) => (gradient[j] += 0.1 * residual * value));
    });
    // The optimality conditions of the lasso.
    model.coef[0].forEach((w, j) => {
      const slope = w === 0 ? Math.max(0, Math.abs(gradient[j]) - 1) : Math.abs(gradient[j] + Math.sign(w));
      expect(slope).toBeLessThan(1e-5);
    });
  });

  it("on rows that would have a copy in single precision without one, and f32 rows", async () => {
    const { X: rows, y: labels, offset: o } = sample(3000, 50, 5);
    const options = { C: 1, ...TIGHT, tol: 1e-8 };
    const exact = await new LogisticRegression(options).fit(rows, labels, { offset: o });
    for (const solver of ["lbfgs", "sampled-newton"] as const) {
      const single = new LogisticRegression({ ...options, dtype: "f32", solver });
      await single.fit(rows, labels, { offset: o });
      closeTo(single.coef[0], exact.coef[0], 1e-5);
    }
  });

  it("proximal Newton, with an l1Ratio and three classes, meets its path's point", async () => {
    const three = X.map((row, i) => (row[0] + offset[i] / 4 > 0.6 ? 2 : y[i]));
    const o = matrix(X.map((_, i) => [offset[i], -offset[i] / 2, Math.sin(i)]));
    const path = await logisticPath(X, three, { offset: o, lambdas: [0.02], standardize: false, tol: 1e-9 });
    const model = new LogisticRegression({ C: path.Cs[0], l1Ratio: 1, ...TIGHT });
    await model.fit(X, three, { offset: o });
    model.coef.forEach((row, k) => closeTo(path.coef[0][k], row, 1e-6));
    expect(path.predict(X, 0, { offset: o })).toEqual(model.predict(X, { offset: o }));
    expect(path.devianceExplained[0]).toBeGreaterThan(0.05);
    const plain = await new LogisticRegression({ C: path.Cs[0], l1Ratio: 1, ...TIGHT }).fit(X, three);
    expect(Math.abs(plain.coef[0][0] - model.coef[0][0])).toBeGreaterThan(1e-3);
  });

  it("many classes by all methods", async () => {
    const three = X.map((row, i) => (row[0] + offset[i] / 4 > 0.6 ? 2 : y[i]));
    const o = matrix(X.map((_, i) => [offset[i], -offset[i] / 2, Math.sin(i)]));
    const options = { C: 0.5, ...TIGHT, tol: 1e-9 };
    const expected = await new LogisticRegression({ ...options, solver: "newton-cholesky" }).fit(X, three, {
      offset: o,
    });
    for (const [solver, accuracy] of [
      ["lbfgs", 1e-6],
      ["newton-cg", 1e-6],
      ["sampled-newton", 1e-6],
      [saga({ epochs: 60 }), 1e-3],
    ] as const) {
      const model = await new LogisticRegression({ ...options, solver }).fit(X, three, { offset: o });
      expected.coef.forEach((row, k) => closeTo(model.coef[k], row, accuracy));
    }
  });
});

describe("an offset", () => {
  const { X, y, offset } = sample(50, 3, 2);

  it("has gradients that are the slopes of the loss", () => {
    using dataset = Dataset.from(X, y, { offset });
    using objective = logisticObjective(dataset, { C: 2 });
    const theta = Float64Array.of(0.3, -0.2, 0.5, 0.1);
    const gradient = new Float64Array(4);
    objective.gradient(theta, gradient);
    const h = 1e-6;
    theta.forEach((_, j) => {
      const at = (step: number) => objective.value(theta.map((value, k) => value + (k === j ? step : 0)));
      expect((at(h) - at(-h)) / (2 * h)).toBeCloseTo(gradient[j], 8);
    });
    const hessian = new Float64Array(16);
    objective.hessian(theta, hessian);
    const [ahead, behind] = [new Float64Array(4), new Float64Array(4)];
    objective.gradient(Float64Array.of(0.3 + h, -0.2, 0.5, 0.1), ahead);
    objective.gradient(Float64Array.of(0.3 - h, -0.2, 0.5, 0.1), behind);
    ahead.forEach((value, j) => expect((value - behind[j]) / (2 * h)).toBeCloseTo(hessian[j], 7));
    const product = new Float64Array(4);
    objective.hessianProduct(theta, [1, 0, 0, 0], product);
    closeTo(product, hessian.subarray(0, 4), 1e-12);
  });

  it("is the same in a Dataset, in one that a builder made, and for the optimiser", async () => {
    const options = { C: 2, ...TIGHT };
    const expected = await new LogisticRegression(options).fit(X, y, { offset });
    using dataset = Dataset.from(X, y, { offset });
    const builder = new DatasetBuilder({ rows: 50, cols: 3 });
    builder.append(X);
    using built = builder.finish(y, { offset: Float32Array.from(offset, Math.fround) });
    const [first, second] = await Promise.all(
      [dataset, built].map((data) => new LogisticRegression(options).fit(data)),
    );
    expect(first.coef).toEqual(expected.coef);
    closeTo(second.coef[0], expected.coef[0], 1e-5);
    expect(first.predict(dataset)).toEqual(expected.predict(X, { offset }));
    expect(first.score(dataset)).toBe(expected.score(X, y, { offset }));
    expect(first.predictProba(dataset)).toEqual(expected.predictProba(X, { offset }));
    using objective = logisticObjective(dataset, { C: 2 });
    const { x } = minimize(objective, new Float64Array(4), lbfgs(), { tol: 1e-10 });
    closeTo(objective.coefficients(x).coef, expected.coef[0], 1e-7);
  });

  it("is needed at each prediction of a model that was fitted with one", async () => {
    const model = await new LogisticRegression(QUIET).fit(X, y, { offset });
    using dataset = Dataset.from(X, y);
    const again = LogisticRegression.fromJSON(JSON.parse(JSON.stringify(model)));
    const none = "none; expected one, as the model was fitted with an offset";
    for (const fitted of [model, again]) {
      await expectInputError(() => fitted.predict(X), "options.offset", none);
      await expectInputError(() => fitted.predictProba(X), "options.offset", none);
      await expectInputError(() => fitted.decisionFunction(dataset), "options.offset", none);
      await expectInputError(() => fitted.score(X, y), "options.offset", none);
      await expectInputError(() => fitted.probability(X[0]), "options.offset", none);
      await expectInputError(() => fitted.probabilities(X[0]), "options.offset", none);
    }
    expect(again.toJSON()).toEqual(model.toJSON());
    expect(model.toJSON().offset).toBe(true);
    const P = model.predictProba(X, { offset });
    expect(again.predictProba(X, { offset })).toEqual(P);
    expect(model.probability(X[7], { offset: offset[7] })).toBe(P.data[15]);
    expect([...model.probabilities(X[7], { offset: [offset[7]] })]).toEqual([...P.data.subarray(14, 16)]);
    expect(model.predict(X, { offset, threshold: 0.3 })).toEqual(
      X.map((_, i) => Number(P.data[2 * i + 1] >= 0.3)),
    );
  });

  it("is not for a model without", async () => {
    const model = await new LogisticRegression(QUIET).fit(X, y);
    expect("offset" in model.toJSON()).toBe(false);
    const given = "one is given; expected none, as the model was fitted without an offset";
    using dataset = Dataset.from(X, y, { offset });
    await expectInputError(() => model.predict(X, { offset }), "options.offset", given);
    await expectInputError(() => model.predict(dataset), "options.offset", given);
    await expectInputError(() => model.probability(X[0], { offset: 1 }), "options.offset", given);
    expect(model.probability(X[0], {})).toBe(model.probability(X[0]));
  });

  it("is what logit-wasm/predict takes as well, to the bit", async () => {
    const model = await new LogisticRegression(QUIET).fit(X, y, { offset });
    const loaded = loadModel<number>(JSON.parse(JSON.stringify(model)));
    expect(loaded.predictProba(X, { offset })).toEqual(model.predictProba(X, { offset }));
    expect(loaded.decisionFunction(X, { offset })).toEqual(model.decisionFunction(X, { offset }));
    expect(loaded.predict(X, { offset, threshold: 0.3 })).toEqual(
      model.predict(X, { offset, threshold: 0.3 }),
    );
    const one = { offset: offset[7] };
    const score = model.decisionFunction(X, { offset })[7];
    expect(loaded.decisionFunction(X[7], one)).toBe(score);
    expect(loaded.probability(X[7], one)).toBe(model.probability(X[7], one));
    expect(loaded.probabilities(X[7], one)).toEqual(model.probabilities(X[7], one));
    expect(loaded.predict(X[7], one)).toBe(Number(score >= 0));
    const none = "none; expected one, as the model was fitted with an offset";
    for (const call of [
      () => loaded.predict(X),
      () => loaded.predict(X[7]),
      () => loaded.predictProba(X),
      () => loaded.probability(X[7]),
    ]) {
      await expectInputError(call, "options.offset", none);
    }
    await expectInputError(
      () => loaded.predictProba(X, { offset: [1, 2] }),
      "options.offset",
      `2 numbers; expected ${X.length}, one for each row of X`,
    );
    const plain = loadModel((await new LogisticRegression(QUIET).fit(X, y)).toJSON());
    const given = "one is given; expected none, as the model was fitted without an offset";
    await expectInputError(() => plain.predictProba(X, { offset }), "options.offset", given);
    await expectInputError(() => plain.probability(X[7], one), "options.offset", given);
  });

  it("of several classes is n × K in logit-wasm/predict too", async () => {
    const labels = X.map((_, i) => i % 3);
    const own = matrix(X.map((_, i) => [0.1 * i, -0.2 * i, 1]));
    const model = await new LogisticRegression(QUIET).fit(X, labels, { offset: own });
    const loaded = loadModel<number>(model.toJSON() as LogisticJSON<number>);
    expect(loaded.predictProba(X, { offset: own })).toEqual(model.predictProba(X, { offset: own }));
    expect(loaded.predict(X, { offset: own })).toEqual(model.predict(X, { offset: own }));
    expect(loaded.probabilities(X[4], { offset: [0.4, -0.8, 1] })).toEqual(
      model.probabilities(X[4], { offset: [0.4, -0.8, 1] }),
    );
  });

  it("is part of a warm start", async () => {
    const options = { C: 2, ...TIGHT };
    const model = await new LogisticRegression(options).fit(X, y, { offset });
    const again = await new LogisticRegression(options).fit(X, y, { offset, initial: model });
    expect(again.nIter).toBeLessThanOrEqual(1);
    closeTo(again.coef[0], model.coef[0], 1e-9);
  });

  it("changes nothing of what separable means", async () => {
    const line = [[-3], [-2], [-1], [1], [2], [3]];
    const free = { C: Infinity, ...QUIET };
    const classes = [0, 0, 0, 1, 1, 1];
    const separable = await new LogisticRegression(free).fit(line, classes, {
      offset: [1, -2, 3, 0.5, -4, 1],
    });
    expect(separable.status).toBe("separable");
    // By the offset alone every row is far on its right side, and there is an optimum all the same.
    const mixed = [0, 1, 0, 1, 0, 1];
    const telling = mixed.map((label) => (label ? 12 : -12));
    const finite = await new LogisticRegression(free).fit(line, mixed, { offset: telling });
    expect(finite.status).not.toBe("separable");
    const three = [0, 1, 2, 1, 2, 0];
    const own = matrix(three.map((label) => [0, 1, 2].map((k) => (k === label ? 12 : 0))));
    const many = await new LogisticRegression(free).fit(line, three, { offset: own });
    expect(many.status).not.toBe("separable");
  });

  it("can be refused: NaN, of another length, twice, of another form", async () => {
    const model = new LogisticRegression(QUIET);
    const cases: [unknown, string][] = [
      [[1, 2], "2 numbers; expected 50, one for each row of X"],
      [X.map((_, i) => (i === 4 ? Number.NaN : 0)), "NaN at index 4; expected a finite number"],
      [X.map((_, i) => (i === 4 ? "1" : 0)), '"1" at index 4; expected a number'],
      [
        3,
        "3; expected an array, Float64Array or Float32Array, or { data, rows, cols } of more than two classes",
      ],
      [matrix(X.map(() => [1, 2])), "2 a row for 2 classes; expected 1"],
      [matrix(X.slice(1).map(() => [1, 2])), "49 rows; expected 50, one for each row of X"],
      [
        matrix(X.map((_, i) => [1, i === 3 ? Infinity : 0])),
        "Infinity at row 3, column 1; expected a finite number",
      ],
    ];
    for (const [given, problem] of cases) {
      await expectInputError(() => model.fit(X, y, { offset: given as number[] }), "options.offset", problem);
      if (!problem.includes("a row for 2 classes")) {
        await expectInputError(
          () => Dataset.from(X, y, { offset: given as number[] }),
          "options.offset",
          problem,
        );
      }
    }
    using dataset = Dataset.from(X, y, { offset });
    await expectInputError(
      () => model.fit(dataset, { offset }),
      "options.offset",
      "the Dataset has an offset already; expected it in one place only",
    );
    const three = y.map((label, i) => (i % 3 === 0 ? 2 : label));
    await expectInputError(
      () => model.fit(X, three, { offset }),
      "options.offset",
      "1 a row for 3 classes; expected 3",
    );
    await expectInputError(
      () => model.partialFit(dataset, undefined, { classes: [0, 1], totalWeight: 50 }),
      "X",
      "a Dataset with an offset; partialFit expects one without",
    );
    await expectInputError(
      () => new LinearRegression().fit(dataset),
      "X",
      "a Dataset with an offset; LinearRegression expects one without",
    );
    await expectInputError(
      () => squaredErrorObjective(dataset),
      "dataset",
      "a Dataset with an offset; squaredErrorObjective expects one without",
    );
  });
});
