import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readTable } from "../../examples/demo/csv.ts";
import {
  type BatchSource,
  createRuntime,
  type FitOptions,
  type Label,
  LogisticRegression,
  type LogisticRegressionOptions,
  type RowBatch,
} from "../../src/index.ts";
import { adam, miniBatch } from "../../src/optimize/index.ts";
import { manyClasses } from "../support/classes.ts";
import { columns, matrix, overlapping } from "../support/data.ts";
import { errorOf, expectInputError } from "../support/errors.ts";
import { hardDesigns } from "../support/hard-designs.ts";
import { normals, seeded } from "../support/random.ts";

const QUIET = { onWarning: () => {} };
const TIGHT = { ...QUIET, tol: 1e-9 };

interface Rows<L extends Label = Label> {
  readonly X: readonly (readonly number[] | Float64Array)[];
  readonly y: readonly L[];
  readonly sampleWeight?: ArrayLike<number>;
  readonly offset?: readonly number[] | readonly (readonly number[])[];
}

/** Batches of so many rows, the last perhaps fewer. */
function* batchesOf<L extends Label>(
  { X, y, sampleWeight, offset }: Rows<L>,
  size: number,
): Generator<RowBatch<L>> {
  for (let from = 0; from < X.length; from += size) {
    const part = <T>(values: ArrayLike<T>) => Array.from(values).slice(from, from + size);
    const o = offset && part<number | readonly number[]>(offset);
    yield {
      X: part<readonly number[] | Float64Array>(X) as number[][],
      y: part(y),
      ...(sampleWeight && { sampleWeight: part(sampleWeight) }),
      ...(o && { offset: typeof o[0] === "number" ? (o as number[]) : matrix(o as number[][]) }),
    };
  }
}

/** A source that counts how often it was gone through. */
function counted<L extends Label>(rows: Rows<L>, size: number) {
  const count = { opened: 0, batches: 0 };
  const source = async function* () {
    count.opened += 1;
    for (const batch of batchesOf(rows, size)) {
      count.batches += 1;
      await Promise.resolve();
      yield batch;
    }
  };
  return { source, count };
}

function inMemory<L extends Label>({ sampleWeight, offset }: Rows<L>): FitOptions<L> {
  return {
    ...(sampleWeight && { sampleWeight: Float64Array.from(sampleWeight) }),
    ...(offset && {
      offset: typeof offset[0] === "number" ? (offset as number[]) : matrix(offset as number[][]),
    }),
  };
}

/** Fits both ways; the objectives are the same, and about the same are the coefficients. */
async function compare<L extends Label>(
  rows: Rows<L>,
  options: LogisticRegressionOptions<L>,
  size: number,
  accuracy = 1e-6,
) {
  const resident = await new LogisticRegression<L>({ ...TIGHT, ...options }).fit(
    rows.X as number[][],
    rows.y as L[],
    inMemory(rows),
  );
  const { source, count } = counted(rows, size);
  const streamed = await new LogisticRegression<L>({ ...TIGHT, ...options }).fit(source);
  expect(streamed.converged, streamed.status).toBe(true);
  expect(resident.converged, resident.status).toBe(true);
  expect(streamed.classes).toEqual(resident.classes);
  expect(Math.abs(streamed.loss / resident.loss - 1)).toBeLessThan(1e-10);
  const largest = Math.max(1e-3, ...resident.coef.flatMap((row) => Array.from(row, Math.abs)));
  resident.coef.forEach((row, k) =>
    row.forEach((w, j) => expect(Math.abs(streamed.coef[k][j] - w)).toBeLessThan(accuracy * largest)),
  );
  return { resident, streamed, count };
}

function table(name: string): Rows<string> {
  const { rows, labels } = readTable(new URL(`../../examples/data/${name}.csv`, import.meta.url));
  return { X: rows, y: labels };
}

describe("a fit of batches", () => {
  const cases: [string, string, LogisticRegressionOptions][] = [
    ["breast_cancer", "newton-cholesky", {}],
    ["breast_cancer", "lbfgs", { C: 0.01 }],
    ["breast_cancer", "bfgs", { C: 0.1, fitIntercept: false }],
    ["spambase", "newton-cholesky", { C: 100, classWeight: "balanced" }],
    ["spambase", "newton", { classWeight: { spam: 3 } }],
    ["heights", "auto", { C: Infinity }],
    ["heights", "gradient-descent", { C: 1 }],
  ];

  it.each(cases)("of %s by %s with %j comes to the optimum in memory", async (name, solver, options) => {
    const known = solver as "lbfgs";
    const { streamed, count } = await compare(table(name), { ...options, solver: known }, 97);
    expect(streamed.solver).toBe(solver === "auto" ? "newton-cholesky" : known);
    expect(streamed.passes).toBe(count.opened);
  });

  it.each([
    "near-duplicate columns",
    "weights over six orders of magnitude",
    "columns from 1e-6 to 1e6",
  ] as const)("of %s comes to the optimum in memory", async (name) => {
    const { X, y, sampleWeight } = hardDesigns[name](3);
    const { data, rows, cols } = X;
    const options = { C: 0.1, solver: "newton-cholesky", ...TIGHT } as const;
    const resident = await new LogisticRegression(options).fit(X, y, sampleWeight ? { sampleWeight } : {});
    const size = 4096;
    const streamed = await new LogisticRegression(options).fit(function* () {
      for (let from = 0; from < rows; from += size) {
        const to = Math.min(from + size, rows);
        yield {
          X: { data: data.subarray(from * cols, to * cols), rows: to - from, cols },
          y: y.subarray(from, to),
          ...(sampleWeight && { sampleWeight: sampleWeight.subarray(from, to) }),
        };
      }
    });
    expect(streamed.converged, streamed.status).toBe(true);
    expect(Math.abs(streamed.loss / resident.loss - 1)).toBeLessThan(1e-10);
  });

  it("takes one pass for classes and columns, and one for each evaluation", async () => {
    const rows = table("breast_cancer");
    for (const solver of ["newton-cholesky", "lbfgs"] as const) {
      const { streamed, count } = await compare(rows, { solver }, 100);
      // Each whole step is one evaluation; a shorter one took more trials.
      const whole = streamed.trace.every(({ stepSize, iteration }) => iteration < 2 || stepSize === 1);
      if (whole) expect(count.opened).toBe(1 + 1 + streamed.nIter);
      expect(count.opened).toBeLessThanOrEqual(2 + 1.2 * streamed.nIter + 2);
      expect(count.batches).toBe(6 * count.opened);
      expect(streamed.trace[0].passes).toBe(2);
      expect(streamed.trace[1].passes).toBeGreaterThanOrEqual(3);
    }
  });

  it("has the trace of the fit in memory", async () => {
    const rows = table("breast_cancer");
    const { resident, streamed } = await compare(rows, { solver: "lbfgs" }, 64);
    const count = Math.min(10, resident.trace.length);
    for (let k = 0; k < count; k++) {
      expect(streamed.trace[k].loss / resident.trace[k].loss).toBeCloseTo(1, 9);
      expect(streamed.trace[k].gradientNorm / resident.trace[k].gradientNorm).toBeCloseTo(1, 5);
    }
  });

  it("of three classes and of ten comes to the optimum in memory, with offsets too", async () => {
    const normal = normals(5);
    const X = Array.from({ length: 300 }, () => Array.from({ length: 4 }, normal));
    const y = X.map((row) => ["a", "b", "c"][Math.min(2, Math.max(0, Math.floor(row[0] + normal() + 1)))]);
    const offset = X.map(() => [normal(), normal(), normal()]);
    const sampleWeight = X.map((_, i) => 0.5 + (i % 3));
    for (const solver of ["newton-cholesky", "lbfgs"] as const) {
      await compare({ X, y }, { solver }, 64);
      const { streamed } = await compare(
        { X, y, offset, sampleWeight },
        { solver, C: 2, classWeight: "balanced" },
        64,
      );
      expect(streamed.toJSON().offset).toBe(true);
    }
    await compare(table("digits"), { solver: "lbfgs", C: 1e-4 }, 500, 1e-4);
  });

  it("honours weights, offsets and classes whose labels are of any type, however rows are divided", async () => {
    const arbitrary = fc.record({
      seed: fc.integer({ min: 1, max: 1e6 }),
      size: fc.integer({ min: 1, max: 90 }),
      cols: fc.integer({ min: 1, max: 5 }),
      labels: fc.constantFrom<[Label, Label]>([0, 1], [true, false], ["yes", "no"], [-1, 7]),
      classWeight: fc.constantFrom(undefined, "balanced" as const),
      fitIntercept: fc.boolean(),
      dtype: fc.constantFrom("f64" as const, "f32" as const),
      C: fc.constantFrom(0.1, 10),
    });
    await fc.assert(
      fc.asyncProperty(arbitrary, async ({ seed, size, cols, labels, classWeight, dtype, ...rest }) => {
        const { X, y } = overlapping(80, cols, seed);
        const normal = normals(seed);
        const rows = {
          X,
          y: y.map((label) => labels[label]),
          sampleWeight: X.map((_, i) => (i % 7 === 0 ? 0 : 1 + (i % 3))),
          offset: X.map(() => normal()),
        };
        const options = { ...rest, dtype, ...(classWeight && { classWeight }) };
        await compare<Label>(rows, options, size, dtype === "f32" ? 1e-5 : 1e-6);
      }),
      { numRuns: 12 },
    );
  });

  it("holds columns far from zero, tiny, huge and constant, and a class that comes late", async () => {
    const { X, y } = overlapping(200, 2, 3);
    const order = [...X.keys()].toSorted((a, b) => y[a] - y[b]);
    const rows = {
      X: order.map((i) => [X[i][0] + 1e6, X[i][1] * 1e-150, 5, X[i][0] * X[i][1] * 1e150]),
      y: order.map((i) => y[i]),
    };
    const { streamed } = await compare(rows, { solver: "newton-cholesky" }, 30, 1e-4);
    expect(streamed.coef[0][2]).toBe(0);
  });

  it("takes columns by name in any order, and keeps the names", async () => {
    const { X, y } = overlapping(60, 3, 2);
    const turned = columns(X.slice(30)).columns;
    const { a, b, c } = turned;
    const model = new LogisticRegression(TIGHT);
    await model.fit(() => [
      { X: columns(X.slice(0, 30)), y: y.slice(0, 30) },
      { X: { columns: { c, a, b } }, y: y.slice(30) },
    ]);
    expect(model.featureNames).toEqual(["a", "b", "c"]);
    const resident = await new LogisticRegression(TIGHT).fit(X, y);
    model.coef[0].forEach((w, j) => expect(w).toBeCloseTo(resident.coef[0][j], 8));
  });

  it("takes batches divided otherwise in each pass, and a promise of them", async () => {
    const rows = table("breast_cancer");
    let size = 50;
    const model = new LogisticRegression<string>({ ...TIGHT, solver: "newton-cholesky" });
    await model.fit(async () => batchesOf(rows, (size += 13)));
    const resident = await new LogisticRegression(TIGHT).fit(rows.X as number[][], rows.y as string[]);
    expect(Math.abs(model.loss / resident.loss - 1)).toBeLessThan(1e-10);
  });

  it("holds one batch in memory at a time", async () => {
    const runtime = await createRuntime({ threads: 1 });
    const before = runtime.memory.used;
    const [batches, count, cols] = [150, 1000, 20];
    const data = new Float64Array(count * cols);
    const y = new Float64Array(count);
    const source = function* () {
      const uniform = seeded(1);
      for (let k = 0; k < batches; k++) {
        for (let i = 0; i < data.length; i++) data[i] = uniform() - 0.5;
        for (let i = 0; i < count; i++) y[i] = Number(data[i * cols] + uniform() > 0.5);
        yield { X: { data, rows: count, cols }, y };
      }
    };
    const model = await new LogisticRegression({ ...QUIET, runtime, maxIter: 4 }).fit(source);
    expect(model.nIter).toBeGreaterThan(2);
    // 24 MB of rows, 160 kB a batch.
    expect(batches * count * cols * 8).toBe(24e6);
    expect(runtime.memory.reserved).toBeLessThanOrEqual(2 ** 21);
    expect(runtime.memory.used).toBe(before);
  });

  it("starts from a model, stops for a callback, and goes on", async () => {
    const rows = table("breast_cancer");
    const { source } = counted(rows, 100);
    const options = { ...TIGHT, solver: "newton-cholesky" } as const;
    const whole = await new LogisticRegression<string>(options).fit(source);
    const again = await new LogisticRegression<string>(options).fit(source, { initial: whole });
    expect(again.nIter).toBeLessThanOrEqual(1);
    const stopped = await new LogisticRegression<string>({
      ...options,
      onIteration: ({ iteration }) => (iteration === 2 ? "stop" : undefined),
    }).fit(source);
    expect([stopped.status, stopped.nIter]).toEqual(["stopped", 2]);
    const rest = await new LogisticRegression<string>(options).fit(source, { initial: stopped });
    expect(rest.nIter).toBeLessThan(whole.nIter);
    const none = await new LogisticRegression<string>({ ...options, maxIter: 0 }).fit(source);
    expect([none.status, none.nIter]).toEqual(["max-iterations", 0]);
    expect(none.coef[0].every((w) => w === 0)).toBe(true);
    const seconds = await new LogisticRegression<string>({ ...options, maxSeconds: 1e-9 }).fit(source);
    expect([seconds.status, seconds.nIter]).toEqual(["max-seconds", 0]);
  });

  it("ends in the middle of a pass when its signal fires, at the last iterate", async () => {
    const rows = table("breast_cancer");
    const controller = new AbortController();
    let [opened, batches, closed] = [0, 0, 0];
    const source = async function* () {
      opened += 1;
      try {
        for (const batch of batchesOf(rows, 100)) {
          batches += 1;
          if (opened === 4 && batches % 6 === 2) controller.abort();
          yield batch;
        }
      } finally {
        closed += 1;
      }
    };
    const model = new LogisticRegression<string>({ ...TIGHT, solver: "newton-cholesky" });
    await model.fit(source, { signal: controller.signal });
    expect([model.status, model.nIter]).toEqual(["aborted", 1]);
    expect(Number.isFinite(model.loss) && model.coef[0].every(Number.isFinite)).toBe(true);
    expect([opened, batches, closed]).toEqual([4, 20, 4]);
  });

  it("rejects with the signal's reason where there is no iterate yet, and leaves the model as it was", async () => {
    const rows = table("breast_cancer");
    const { source } = counted(rows, 100);
    const model = await new LogisticRegression<string>(QUIET).fit(source);
    const before = model.toJSON();
    const reason = new Error("enough");
    const error = await errorOf(() => model.fit(source, { signal: AbortSignal.abort(reason) }));
    expect(error).toBe(reason);
    expect(model.toJSON()).toEqual(before);
  });

  it("finds out that classes are separable, completely or but for a row on the plane", async () => {
    const X = Array.from({ length: 40 }, (_, i) => [i - 19.5, Math.sin(i)]);
    const y = X.map(([x]) => Number(x > 0));
    const touching = { X: [...X, [0, 0], [0, 0]], y: [...y, 0, 1] };
    for (const solver of ["newton-cholesky", "lbfgs"] as const) {
      const warnings: string[] = [];
      const options = { C: Infinity, solver, onWarning: ({ code }: { code: string }) => warnings.push(code) };
      for (const rows of [{ X, y }, touching]) {
        const model = await new LogisticRegression<number>(options).fit(counted(rows, 7).source);
        expect(model.status).toBe("separable");
      }
      expect(warnings).toEqual(["separable", "separable"]);
      const overlap = { X, y: y.map((label, i) => (i % 5 === 0 ? 1 - label : label)) };
      const model = await new LogisticRegression<number>({ ...options, ...TIGHT }).fit(
        counted(overlap, 7).source,
      );
      expect(model.status).toBe("converged");
    }
  });

  it("chooses Newton's method, or L-BFGS for many variables", async () => {
    const { X, y } = overlapping(60, 800, 2);
    const wide = await new LogisticRegression<number>({ C: 0.01, ...QUIET }).fit(
      counted({ X, y }, 30).source,
    );
    expect([wide.solver, wide.converged]).toEqual(["lbfgs", true]);
    expect(wide.solverReason).toMatch(/should cost .* times/);
    const resident = await new LogisticRegression({ C: 0.01, ...QUIET }).fit(X, y);
    expect(Math.abs(wide.loss / resident.loss - 1)).toBeLessThan(1e-10);
  });

  it.each([2, 3, 4])("takes the shift of the weights of %i classes back from the intercepts", async (K) => {
    const { X, y } = manyClasses(120, 4, K);
    // The last class comes first, so that classes are found in another order than they are sorted in.
    const order = y.map((_, i) => i).toSorted((i, j) => y[j] - y[i]);
    const rows = { X: order.map((i) => X[i]), y: order.map((i) => y[i]) };
    for (const classWeight of ["balanced", { 0: 5, 1: 0.5 }] as const) {
      const options = { classWeight, correctIntercept: true } as const;
      const { resident, streamed } = await compare(rows, options, 17);
      streamed.intercept.forEach((b, k) => expect(b).toBeCloseTo(resident.intercept[k], 6));
      const again = new LogisticRegression<number>({ ...TIGHT, ...options });
      await again.fit(counted(rows, 17).source, { initial: streamed });
      expect(again.nIter).toBeLessThanOrEqual(1);
    }
  });

  it("honours penalty factors", async () => {
    await compare(table("heights"), { C: 0.01, penaltyFactor: [0] }, 33);
  });

  it.each<[string, LogisticRegressionOptions]>([
    ["breast_cancer", { C: 0.1, l1Ratio: 1 }],
    [
      "breast_cancer",
      {
        C: 0.1, // at 1 the last steps to this tol are a matter of F's last bits
        l1Ratio: 0.5,
        solver: "proximal-lbfgs",
        penaltyFactor: table("breast_cancer").X[0].map((_, j) => j % 3),
      },
    ],
    ["spambase", { C: 0.01, l1Ratio: 1, dtype: "f32" }],
    ["breast_cancer", { lower: -0.05, upper: 0.02, C: 100 }],
    ["breast_cancer", { lower: 0, C: Infinity, fitIntercept: false }],
  ])("of %s with %j has the zeros and the bounds of the fit in memory", async (name, options) => {
    const { resident, streamed } = await compare(table(name), options, 123);
    const isHeld = (w: number) => w === 0 || w === options.lower || w === options.upper;
    expect([...streamed.coef[0]].map(isHeld)).toEqual([...resident.coef[0]].map(isHeld));
    expect(streamed.coef[0].some(isHeld)).toBe(true);
    if (!options.solver) expect(streamed.solver).toBe("proximal-newton");
    expect(streamed.passes).toBeLessThan(options.solver ? 500 : 60);
  });

  it.each<LogisticRegressionOptions<number>>([
    { C: 0.1, l1Ratio: 1 },
    { C: 1, l1Ratio: 0.4, solver: "proximal-lbfgs" },
    { lower: -0.2, upper: 0.3 },
  ])("of three classes with %j has the zeros and the bounds of the fit in memory", async (options) => {
    const rows: Rows<number> = manyClasses(240, 5, 3, 31);
    const { resident, streamed } = await compare(rows, options, 50);
    const isHeld = (w: number) => w === 0 || w === options.lower || w === options.upper;
    streamed.coef.forEach((row, k) =>
      expect([...row].map(isHeld)).toEqual([...resident.coef[k]].map(isHeld)),
    );
    expect(streamed.coef.flatMap((row) => [...row]).some(isHeld)).toBe(true);
  });

  it.each(
    [2, 3].flatMap((K) =>
      [
        { C: 0.1, l1Ratio: 1 },
        { l1Ratio: 0.5, lower: 0.5 },
      ].map((options) => [K, options] as const),
    ),
  )("of %i classes with maxIter 0 and %j tells loss and slopes of where it is", async (K, options) => {
    const { X, y } = manyClasses(240, 5, K, 31);
    const { source } = counted({ X, y }, 50);
    const none = { ...TIGHT, ...options, maxIter: 0 };
    const first = await new LogisticRegression<number>({ ...TIGHT, ...options }).fit(source);
    const again = await new LogisticRegression<number>(none).fit(source, { initial: first });
    expect(again.loss).toBeCloseTo(first.loss, 10);
    expect(again.gradientNorm).toBeLessThan(1e-8);
    const streamed = await new LogisticRegression<number>(none).fit(source);
    const resident = await new LogisticRegression<number>({
      ...TIGHT,
      ...options,
      onIteration: () => "stop",
    }).fit(X, y);
    expect(streamed.coef).toEqual(resident.coef);
    expect(streamed.loss).toBeCloseTo(resident.loss, 10);
    expect(streamed.gradientNorm).toBeCloseTo(resident.gradientNorm, 12);
    expect(streamed.trace).toMatchObject([{ loss: streamed.loss, gradientNorm: streamed.gradientNorm }]);
  });

  it("asks a method that can do with an L1 part, or bounds", async () => {
    const { source } = counted(table("heights"), 50);
    await expectInputError(
      () => new LogisticRegression({ ...TIGHT, l1Ratio: 1, solver: "lbfgs" }).fit(source),
      "options.solver",
      '"lbfgs" with l1Ratio above 0, or bounds; expected "auto", "proximal-newton" or "proximal-lbfgs"',
    );
  });
});

describe("a source that can't be used", () => {
  const { X, y } = overlapping(20, 2, 1);
  const first = { X: X.slice(0, 10), y: y.slice(0, 10) };
  const second = { X: X.slice(10), y: y.slice(10) };
  const model = () => new LogisticRegression(QUIET);
  const refused = (source: unknown, argument: string, problem: string, options: object = {}) =>
    expectInputError(() => model().fit(source as BatchSource, options), argument, problem);

  it("is one that can be gone through only once", async () => {
    const problem =
      "an iterator, which can be gone through only once; expected a function that makes a new one for each pass";
    const generator = (function* () {
      yield first;
    })();
    const later = (async function* () {
      yield first;
    })();
    await refused(generator, "X", problem);
    await refused(later, "X", problem);
    await refused(new ReadableStream(), "X", problem);
    const once = batchesOf({ X, y }, 10);
    await refused(
      () => once,
      "X",
      "0 rows in pass 2, 20 in the first; expected the same rows each time the function is called",
    );
  });

  it("answers no batches, or something else", async () => {
    await refused(() => [], "X", "no batches; expected at least one");
    const expected = "expected batches { X, y } to go through, as of a generator";
    await refused(() => undefined, "X", `the function answered undefined; ${expected}`);
    await refused(() => ({ X, y }), "X", `the function answered an object; ${expected}`);
    await refused(() => "rows", "X", `the function answered "rows"; ${expected}`);
    await refused(() => [first, X], "batch 1", "an array of 20; expected a plain object");
    await refused(
      () => [{ ...first, weight: [1] }],
      "batch 0.weight",
      'unknown entry; expected "X", "y", "sampleWeight", "offset"',
    );
    await refused(
      () => [{ X: first.X }],
      "y of batch 0",
      "undefined; expected an array of labels or a typed array of numbers",
    );
  });

  it("has a batch with something wrong, which is named", async () => {
    const bad = [...second.X];
    bad[3] = [1, Number.NaN];
    await refused(
      () => [first, { ...second, X: bad }],
      "X of batch 1",
      "NaN at row 3, column 1; expected a finite number",
    );
    await refused(
      () => [first, { X: [[1, 2, 3]], y: [1] }],
      "X of batch 1",
      "3 columns; expected 2 as in batch 0",
    );
    const sparse = { values: [1, 1], indices: [0, 9], indptr: [0, 1, 2], rows: 2, cols: 2 };
    await refused(
      () => [{ X: sparse, y: [0, 1] }],
      "X.indices of batch 0",
      "9 at row 1; expected a column from 0 to 1",
    );
    await refused(
      () => [first, { X: [[1, 2], [3]], y: [0, 1] }],
      "X of batch 1",
      "row 1 has 1 values; expected 2 as in row 0",
    );
    await refused(() => [first, { X: [], y: [] }], "X of batch 1", "no rows; expected at least one");
    await refused(
      () => [first, { ...second, y: [1] }],
      "y of batch 1",
      "1 labels; expected 10, one for each row of X",
    );
    await refused(
      () => [first, { ...second, y: second.y.map(String) }],
      "y of batch 1",
      `"${second.y[0]}" at index 0; expected a number like ${first.y[0]}`,
    );
    await refused(
      () => [first, { ...second, sampleWeight: second.y.map(() => -1) }],
      "sampleWeight of batch 1",
      "-1 at index 0; expected a finite number of at least 0",
    );
    await refused(
      () => [first, { ...second, offset: second.y }],
      "offset of batch 1",
      "one; expected none as in batch 0",
    );
    await refused(
      () => [{ ...first, offset: first.y }, second],
      "offset of batch 1",
      "none; expected one as in batch 0",
    );
    const wide = matrix(first.X.map(() => [1, 2, 3]));
    await refused(
      () => [{ ...first, offset: wide }],
      "offset of batch 0",
      "3 a row for 2 classes; expected 1",
    );
  });

  it("has one class, or one without weight", async () => {
    const one = first.y.map(() => 4);
    await refused(() => [{ ...first, y: one }], "y", "one class only, 4; expected at least two");
    await refused(
      () => [
        { ...first, sampleWeight: first.y },
        { ...second, sampleWeight: second.y },
      ],
      "options.sampleWeight",
      "all weights of class 0 are 0; expected some above 0 in each class",
    );
  });

  it("changes between passes", async () => {
    const changing = (...passes: RowBatch[][]) => {
      let pass = 0;
      return () => passes[Math.min(pass++, passes.length - 1)];
    };
    const same = "expected the same rows each time the function is called";
    await refused(changing([first, second], [first]), "X", `10 rows in pass 2, 20 in the first; ${same}`);
    const flipped = { ...second, y: second.y.map((label) => 1 - label) };
    const ones = (labels: number[]) => labels.filter((label) => label === first.y[0]).length;
    const [now, before] = [ones([...first.y, ...flipped.y]), ones([...first.y, ...second.y])];
    expect(now).not.toBe(before);
    await refused(
      changing([first, second], [first, flipped]),
      "y",
      `${now} of class ${first.y[0]} in pass 2, ${before} in the first; ${same}`,
    );
    await refused(
      changing([first, second], [first, { ...second, y: second.y.map(() => 2) }]),
      "y of batch 1",
      "2 at index 0, which the first pass didn't have; expected the same rows each time",
    );
    const heavy = { ...second, sampleWeight: second.y.map(() => 2) };
    const error = await errorOf(() => model().fit(changing([first, second], [first, heavy])));
    expect(error.message).toMatch(/^sampleWeight: class \d weighs \d+ in pass 2, \d+ in the first; expected/);
  });

  it("throws itself: the error passes through, memory is given back, and the model is as it was", async () => {
    const runtime = await createRuntime({ threads: 1 });
    const fitted = await new LogisticRegression({ ...QUIET, runtime }).fit(X, y);
    const before = { json: fitted.toJSON(), used: runtime.memory.used };
    const failure = new Error("the disk is gone");
    for (const failing of [1, 2, 3]) {
      let opened = 0;
      const source = async function* () {
        opened += 1;
        yield first;
        if (opened === failing) throw failure;
        yield second;
      };
      expect(await errorOf(() => fitted.fit(source))).toBe(failure);
      expect(fitted.toJSON()).toEqual(before.json);
      expect(runtime.memory.used).toBe(before.used);
    }
    const broken = await errorOf(() =>
      fitted.fit(() => {
        throw failure;
      }),
    );
    expect(broken).toBe(failure);
    await fitted.fit(() => [first, second]); // and it can be fitted again
  });

  it("comes with options that batches can't do with", async () => {
    const source = () => [first, second];
    await refused(source, "options.sampleWeight", "given beside a function; expected it in each batch", {
      sampleWeight: y,
    });
    await refused(source, "options.offset", "given beside a function; expected it in each batch", {
      offset: y,
    });
    await expectInputError(
      () => model().fit(source as never, y),
      "y",
      "labels beside a function; expected them in each batch",
    );
    const idle = { lower: -Infinity, upper: [Infinity, Infinity] };
    const plain = await model().fit(source);
    expect((await new LogisticRegression({ ...QUIET, ...idle }).fit(source)).coef).toEqual(plain.coef);
    const free = { ...QUIET, C: Infinity };
    expect((await new LogisticRegression({ ...free, l1Ratio: 1 }).fit(source)).coef).toEqual(
      (await new LogisticRegression(free).fit(source)).coef,
    );
    const possible =
      '"auto", "newton-cholesky", "newton", "proximal-newton", "lbfgs", "proximal-lbfgs", "bfgs", "gradient-descent"';
    for (const [solver, name, needs] of [
      ["newton-cg", "newton-cg", "hessianProduct"],
      ["sampled-newton", "sampled-newton", "sample"],
      ["saga", "saga", "terms"],
      [miniBatch(adam()), "mini-batch-adam", "terms"],
    ] as const) {
      await expectInputError(
        () => new LogisticRegression({ ...QUIET, solver }).fit(source),
        "options.solver",
        `"${name}" with rows in batches, which needs "${needs}" of them; expected ${possible}`,
      );
    }
    const three = { X: [[1], [2], [3]], y: ["a", "b", "c"] };
    await expectInputError(
      () => new LogisticRegression({ ...QUIET, multiClass: "ovr" }).fit(() => [three]),
      "options.multiClass",
      '"ovr" with 3 classes in batches; expected "multinomial"',
    );
    const other = await model().fit(
      X.map(([a]) => [a]),
      y,
    );
    await refused(source, "options.initial", "1 coefficients; expected 2 as in X", { initial: other });
    await refused(
      source,
      "options.initial",
      "a LogisticRegression that is not fitted; expected a fitted one",
      {
        initial: model(),
      },
    );
  });
});
