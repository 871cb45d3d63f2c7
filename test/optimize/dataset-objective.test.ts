import { describe, expect, expectTypeOf, it } from "vitest";
import { DisposedError } from "../../src/errors.ts";
import { MemoryError } from "../../src/wasm/memory-error.ts";
import { createRuntime, Dataset, LogisticRegression } from "../../src/index.ts";
import {
  type DatasetObjective,
  type DenseDatasetObjective,
  gradientDescent,
  lbfgs,
  logisticObjective,
  minimize,
  minimizeAsync,
  squaredErrorObjective,
} from "../../src/optimize/index.ts";
import type { Curved, Dense, FiniteSum } from "../../src/objectives/objective.ts";
import { newtonCholesky } from "../../src/solvers/newton-cholesky.ts";
import { overlapping } from "../support/data.ts";
import { errorOf, expectInputError } from "../support/errors.ts";
import { collectGarbage } from "../support/garbage.ts";
import { normals } from "../support/random.ts";

const { X, y } = overlapping(120, 4);
const zeros = ({ size }: DatasetObjective) => new Float64Array(size);

/** Numbers that are nearly linear in the columns. */
const normal = normals(3);
const values = X.map((row) => row.reduce((sum, value, j) => sum + (j + 1) * value, 5) + 0.1 * normal());

const losses = {
  log: (dataset: Dataset) => logisticObjective(dataset),
  squared: (dataset: Dataset) => logisticObjective(dataset, { loss: "squared" }),
  "squared error": (dataset: Dataset) => squaredErrorObjective(dataset),
};

describe("the logistic objective", () => {
  it.each([
    { C: 1, fitIntercept: true },
    { C: 0.1, fitIntercept: false },
    { C: Number.POSITIVE_INFINITY, fitIntercept: true },
  ])("has its minimum where LogisticRegression has it, with %o", async (options) => {
    const dataset = Dataset.from(X, y, { sampleWeight: Float64Array.from(X, (_, i) => 1 + (i % 3)) });
    const model = await new LogisticRegression({ ...options, tol: 1e-10 }).fit(dataset);
    for (const equilibrate of [true, false]) {
      const objective = logisticObjective(dataset, { ...options, equilibrate });
      for (const method of [lbfgs(), newtonCholesky()]) {
        const result = minimize(objective, zeros(objective), method, { tol: 1e-9 });
        const { coef, intercept } = objective.coefficients(result.x);
        coef.forEach((w, j) => expect(w).toBeCloseTo(model.coef[0]![j]!, 6));
        expect(intercept).toBeCloseTo(model.intercept[0]!, 6);
        expect((result.value * objective.total) / model.loss).toBeCloseTo(1, 10);
      }
      objective.dispose();
    }
  });

  it("can be minimised asynchronously", async () => {
    const objective = logisticObjective(Dataset.from(X, y));
    const [now, later] = [
      minimize(objective, zeros(objective), lbfgs()),
      await minimizeAsync(objective, zeros(objective), lbfgs()),
    ];
    expect(later.x).toEqual(now.x);
  });

  it("of the squared loss falls by its gradient, and has no Hessian for Newton's method", async () => {
    const objective = logisticObjective(Dataset.from(X, y), { loss: "squared" });
    const result = minimize(objective, zeros(objective), gradientDescent());
    expect(result.status).toBe("converged");
    expect(result.value).toBeLessThan(objective.value(zeros(objective)));
    await expectInputError(
      // @ts-expect-error: it doesn't compile
      () => minimize(objective, zeros(objective), newtonCholesky()),
      "objective.hessian",
      "undefined; newton-cholesky needs a function there",
    );
  });

  it("tells by its type whether there is a Hessian", () => {
    const dataset = Dataset.from(X, y);
    expectTypeOf(logisticObjective(dataset)).toEqualTypeOf<DenseDatasetObjective>();
    expectTypeOf(logisticObjective(dataset, { C: 2 })).toEqualTypeOf<DenseDatasetObjective>();
    expectTypeOf(logisticObjective(dataset, { loss: "squared" })).toEqualTypeOf<DatasetObjective>();
    expectTypeOf<DatasetObjective>().toExtend<Curved & FiniteSum>();
    expectTypeOf<DenseDatasetObjective>().toExtend<Dense>();
  });
});

describe("the squared error objective", () => {
  it.each([0, 3])("has its minimum where the normal equations hold, with alpha %d", (alpha) => {
    const sampleWeight = Float64Array.from(X, (_, i) => 1 + (i % 2));
    const objective = squaredErrorObjective(Dataset.from(X, values, { sampleWeight }), { alpha });
    for (const method of [lbfgs(), newtonCholesky()]) {
      const { x, iterations } = minimize(objective, zeros(objective), method, { tol: 1e-11 });
      if (method.name === "newton-cholesky") expect(iterations).toBeLessThan(3);
      const { coef, intercept } = objective.coefficients(x);
      const errors = X.map((row, i) => row.reduce((s, v, j) => s + v * coef[j]!, intercept) - values[i]!);
      const sum = (of: (i: number) => number) =>
        errors.reduce((total, e, i) => total + e * sampleWeight[i]! * of(i), 0);
      expect(sum(() => 1)).toBeCloseTo(0, 7);
      coef.forEach((w, j) => expect(sum((i) => X[i]![j]!) + alpha * w).toBeCloseTo(0, 7));
    }
  });

  it("takes numbers in an ordinary array as well as in a typed one", () => {
    const [a, b] = [values, Float64Array.from(values)].map((numbers) =>
      squaredErrorObjective(Dataset.from(X, numbers)),
    );
    expect(a!.value(zeros(a!))).toBe(b!.value(zeros(b!)));
  });
});

describe.each(Object.entries(losses))("an objective on a data set (%s)", (loss, objectiveOn) => {
  const labels = loss === "squared error" ? values : y;

  it("answers over ordinary arrays, for all rows and for some", () => {
    const objective = objectiveOn(Dataset.from(X, labels));
    expect([objective.size, objective.terms]).toEqual([5, 120]);
    const theta = [0.1, -0.2, 0.3, 0.4, -0.5];
    const gradient = zeros(objective);
    objective.gradient(theta, gradient);
    theta.forEach((t, j) => {
      const at = (h: number) => objective.value(theta.with(j, t + h));
      expect(gradient[j]).toBeCloseTo((at(1e-5) - at(-1e-5)) / 2e-5, 7);
    });
    const mean = zeros(objective);
    let value = 0;
    for (let k = 0; k < 4; k++) {
      const rows = Uint32Array.from({ length: 30 }, (_, i) => 4 * i + k);
      const part = zeros(objective);
      objective.gradient(theta, part, rows);
      part.forEach((g, j) => (mean[j]! += g / 4));
      value += objective.value(theta, rows) / 4;
    }
    expect(value).toBeCloseTo(objective.value(theta), 12);
    mean.forEach((g, j) => expect(g).toBeCloseTo(gradient[j]!, 12));
  });

  it("answers derivatives over ordinary arrays that agree with each other", () => {
    const objective = objectiveOn(Dataset.from(X, labels));
    const { size } = objective;
    const theta = [0.1, -0.2, 0.3, 0.4, -0.5];
    const [gradient, product, hessian] = [size, size, size * size].map((n) => new Float64Array(n));
    expect(objective.valueAndGradient(theta, gradient!)).toBe(objective.value(theta));
    const v = [1, -1, 2, 0, 0.5];
    objective.hessianProduct(theta, v, product!);
    const along = (t: number) => {
      const into = zeros(objective);
      objective.gradient(
        theta.map((value, j) => value + t * v[j]!),
        into,
      );
      return into;
    };
    const [ahead, behind] = [along(1e-5), along(-1e-5)];
    product!.forEach((h, j) => expect(h).toBeCloseTo((ahead[j]! - behind[j]!) / 2e-5, 7));
    if (!("hessian" in objective)) return;
    (objective as DenseDatasetObjective).hessian(theta, hessian!);
    product!.forEach((h, i) => {
      const row = hessian!.subarray(i * size, (i + 1) * size);
      expect(row.reduce((sum, value, j) => sum + value * v[j]!, 0)).toBeCloseTo(h, 12);
    });
  });

  it("leads from coefficients to θ and back", () => {
    const objective = objectiveOn(Dataset.from(X, labels));
    const theta = objective.start([1, -2, 3, 0.5], 7);
    const { coef, intercept } = objective.coefficients(theta);
    [...coef, intercept].forEach((w, j) => expect(w).toBeCloseTo([1, -2, 3, 0.5, 7][j]!, 12));
  });

  it("gives all memory back, once it and the data set are disposed of", async () => {
    const runtime = createRuntime();
    const dataset = Dataset.from(X, labels, { runtime });
    const { used } = runtime.memory;
    const objective = objectiveOn(dataset);
    minimize(objective, zeros(objective), lbfgs(), { maxIter: 3 });
    objective.value(zeros(objective), Uint32Array.of(3, 1));
    const other = objectiveOn(dataset);
    objective.dispose();
    objective.dispose();
    dataset.dispose();
    const before = other.value(zeros(other));
    Dataset.from([[1e9]], [1], { runtime }).dispose();
    expect(other.value(zeros(other))).toBe(before);
    expect(runtime.memory.used).toBeGreaterThan(used);
    other[Symbol.dispose]();
    expect(runtime.memory.used).toBe(0);
    expect([objective.disposed, other.disposed]).toEqual([true, true]);
    expect(await errorOf(() => objective.value(new Float64Array(5)))).toBeInstanceOf(DisposedError);
    expect(await errorOf(() => minimize(other, new Float64Array(5), lbfgs()))).toBeInstanceOf(DisposedError);
    expect(await errorOf(() => objectiveOn(dataset))).toBeInstanceOf(DisposedError);
  });

  it("gives its memory back when the garbage collector takes it", async () => {
    const runtime = createRuntime();
    const dataset = Dataset.from(X, labels, { runtime });
    const { used } = runtime.memory;
    for (let k = 0; k < 5; k++) objectiveOn(dataset);
    expect(runtime.memory.used).toBeGreaterThan(used);
    await collectGarbage(() => runtime.memory.used === used);
  });

  it("gives memory back where there isn't room for it", async () => {
    const runtime = createRuntime({ maxMemory: 2 ** 20 });
    const data = Float64Array.from({ length: 65400 }, normal);
    const dataset = Dataset.from({ data, rows: 65400, cols: 1 }, data.map(Math.sign), { runtime });
    const { used } = runtime.memory;
    expect(await errorOf(() => objectiveOn(dataset))).toBeInstanceOf(MemoryError);
    expect(runtime.memory.used).toBe(used);
    dataset.dispose();
    expect(runtime.memory.used).toBe(0);
  });

  it("refuses what it can't work with", async () => {
    const objective = objectiveOn(Dataset.from(X, labels));
    const expectations: [() => unknown, string, string][] = [
      [() => objectiveOn(X as never), "dataset", "an array of 120; expected a Dataset"],
      [() => objectiveOn(Dataset.from(X)), "y", "no labels; expected a Dataset with one for each row"],
      [() => objective.value([1, 2]), "theta", "2 numbers; expected 5 numbers"],
      [() => objective.gradient(zeros(objective), [] as never), "into", "0 numbers; expected 5 numbers"],
      [() => objective.start([1]), "coef", "1 numbers; expected 4 numbers"],
      [() => objective.value(zeros(objective), new Uint32Array(0)), "rows", "no rows; expected at least one"],
      [
        () => objective.value(zeros(objective), Uint32Array.of(5, 120)),
        "rows",
        "row 120; expected less than 120",
      ],
      [() => minimize(objective, [0, 0], lbfgs()), "x0", "2 numbers; expected 5, the objective's size"],
    ];
    for (const [call, argument, problem] of expectations) await expectInputError(call, argument, problem);
  });
});

describe("options and labels", () => {
  const dataset = Dataset.from(X, y);
  const words = Dataset.from(
    X,
    X.map((_, i) => ["a", "b", "c"][i % 3]!),
  );

  it.each([
    [() => logisticObjective(dataset, { c: 1 } as never), "options.c", 'unknown option; expected "C"?'],
    [() => logisticObjective(dataset, { C: 0 }), "options.C", "0; expected a number greater than 0"],
    [
      () => logisticObjective(dataset, { loss: "hinge" as never }),
      "options.loss",
      '"hinge"; expected "log", "squared"',
    ],
    [
      () => logisticObjective(dataset, { equilibrate: 1 as never }),
      "options.equilibrate",
      "1; expected true or false",
    ],
    [() => logisticObjective(words), "y", '3 classes ("a", "b", "c"); expected two'],
    [
      () => squaredErrorObjective(dataset, { alpha: -1 }),
      "options.alpha",
      "-1; expected a finite number of at least 0",
    ],
    [
      () => squaredErrorObjective(dataset, { C: 1 } as never),
      "options.C",
      'unknown option; expected "alpha", "fitIntercept", "equilibrate"',
    ],
    [() => squaredErrorObjective(words), "y", '"a" at index 0; expected numbers'],
  ])("are refused where they don't fit: %s", async (call, argument, problem) => {
    await expectInputError(call, argument, problem);
  });
});
