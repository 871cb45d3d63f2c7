import { afterEach, describe, expect, it } from "vitest";
import { Dataset } from "../../src/data/dataset.ts";
import { type Dtype, RowStorage } from "../../src/data/storage.ts";
import { LogisticRegression, ThreadError } from "../../src/index.ts";
import { LogisticObjective, type LogisticOptions } from "../../src/objectives/logistic.ts";
import { createRuntime } from "../../src/wasm/create-runtime.ts";
import type { Runtime } from "../../src/wasm/runtime.ts";
import { Workspace } from "../../src/wasm/workspace.ts";
import { normals, seeded } from "../support/random.ts";

const runtime = createRuntime();
const workspace = new Workspace(runtime.arena);
afterEach(() => workspace.dispose());

const ROWS = 1700;
const COLS = 23;
const normal = normals(71);
/** Means up to a thousand deviations from zero, deviations from 1e-30 to 1e30. */
const X = Array.from({ length: ROWS }, () =>
  Array.from(
    { length: COLS },
    (_, j) => 10 ** (10 * ((j % 7) - 3)) * (normal() + (j % 4 === 3 ? 1000 : j % 4)),
  ),
);
const plain = X.map((row) =>
  row.map((value, j) => value / 10 ** (10 * ((j % 7) - 3)) - (j % 4 === 3 ? 1000 : 0)),
);
const y = plain.map((row) => Number(row[0]! - row[5]! + 2 * normal() > 0));
const target = Float64Array.from(y, (label) => 2 * label - 1);
const uniform = seeded(72);
const weighted = target.map((sign) => (uniform() < 0.1 ? 0 : sign * (0.1 + uniform())));

const OPTIONS: LogisticOptions = { C: 3, fitIntercept: true };

function objectiveOf(
  rows: readonly number[][],
  of: Float64Array = target,
  options: LogisticOptions = OPTIONS,
  dtype: Dtype = "f64",
  where: Runtime = runtime,
) {
  const { storage } = Dataset.from(rows as number[][], undefined, { runtime: where, dtype });
  const mine = where === runtime ? workspace : new Workspace(where.arena);
  const objective = LogisticObjective.create(storage, of, mine, options) as LogisticObjective;
  const vector = (value: (j: number) => number = () => 0) => {
    const made = mine.vector(objective.size);
    made.values.forEach((_, j) => (made.values[j] = value(j)));
    return made;
  };
  return { objective, vector };
}

/** Columns in pairs that differ by a thousandth. */
const cancelling = () =>
  plain.map((row) => row.map((value, j) => (j % 2 ? row[j - 1]! + value / 1000 : value)));

const somewhere = (j: number) => 0.3 * Math.sin(3 * j + 1);

describe("the approximate gradient", () => {
  describe.each(["f64", "f32"] as const)("of rows in %s", (dtype) => {
    it.each([
      ["columns of any unit, far from zero", X, target, OPTIONS],
      ["rows of any weight, and without", X, weighted, OPTIONS],
      ["rows without an intercept", plain, target, { ...OPTIONS, fitIntercept: false }],
      ["rows in the model's own coordinates", plain, weighted, { ...OPTIONS, equilibrate: false }],
    ] as const)("is near the exact one: %s", async (_name, rows, of, options) => {
      const { objective, vector } = objectiveOf(rows as number[][], of, options, dtype);
      const theta = vector(options.equilibrate === false ? (j) => 0.1 * somewhere(j) : somewhere);
      const [exact, near] = [vector(), vector()];
      const value = (await objective.valueAndGradient(theta, exact)) as number;
      const rough = await objective.approximateGradient!(theta, near);
      expect(objective.isApproximate).toBe(true);
      expect(Math.abs(rough - value)).toBeLessThan(objective.uncertainty);
      expect(objective.uncertainty).toBeLessThan(2e-6 * value);
      near.add(-1, exact);
      // Columns a thousand deviations from zero lose three digits of f32 where rows are such.
      expect(near.normMax()).toBeLessThan(1e-6 * exact.normMax());
      expect(near.normMax()).toBeGreaterThan(0);
    });
  });

  it.each([
    ["large coefficients", plain, (j: number) => 40 * somewhere(j)],
    ["pairs of columns that cancel each other", cancelling(), (j: number) => (j % 2 ? -1 : 1) * 2000],
    ["rows that are all alike", plain.map((_, i) => plain[i % 2]!), (j: number) => 5 * somewhere(j)],
  ] as const)("is no farther off than it says: %s", async (_name, rows, theta) => {
    const { objective, vector } = objectiveOf(rows as number[][]);
    for (let k = 1; k <= 8; k++) {
      const x = vector((j) => theta(j) * (1 + k / 50));
      const value = (await objective.valueAndGradient(x, vector())) as number;
      const rough = await objective.approximateGradient!(x, vector());
      expect(Math.abs(rough - value)).toBeLessThanOrEqual(objective.uncertainty);
    }
  });

  it("depends on x alone", async () => {
    const { objective, vector } = objectiveOf(X);
    const [first, other, again] = [vector(), vector(), vector()];
    const value = await objective.approximateGradient!(vector(somewhere), first);
    await objective.approximateGradient!(
      vector((j) => 5 * somewhere(j)),
      other,
    );
    expect(await objective.approximateGradient!(vector(somewhere), again)).toBe(value);
    expect(again.values).toEqual(first.values);
  });

  it("is the exact one where that is small, or where f32 can't hold what it takes", async () => {
    const { coef, intercept } = await new LogisticRegression({ runtime, C: 3, tol: 1e-9 }).fit(plain, y);
    const { objective, vector } = objectiveOf(plain);
    const optimum = vector();
    objective.start(coef[0]!, intercept[0]!, optimum);
    for (const theta of [optimum, vector((j) => 1e45 * somewhere(j))]) {
      const [exact, found] = [vector(), vector()];
      const value = await objective.valueAndGradient(theta, exact);
      expect(await objective.approximateGradient!(theta, found)).toBe(value);
      expect(found.values).toEqual(exact.values);
      expect(objective.isApproximate).toBe(false);
    }
  });

  it("takes a pass, and the first one another for the copy", async () => {
    const { objective, vector } = objectiveOf(X);
    const passes = [0, 1, 2].map(() => objective.passes);
    for (const k of [1, 2]) {
      await objective.approximateGradient!(vector(somewhere), vector());
      passes[k] = objective.passes;
    }
    expect(passes.map((count) => count - passes[0]!)).toEqual([0, 2, 3]);
  });

  it("is not to be had of few rows, of rows with offsets, of other losses and of tiny weights", () => {
    expect(objectiveOf(X).objective.approximateGradient).toBeDefined();
    const few = X.slice(0, 1000);
    expect(objectiveOf(few, target.subarray(0, 1000)).objective.approximateGradient).toBeUndefined();
    const offset = new Float64Array(ROWS).fill(0.1);
    for (const options of [{ offset }, { loss: "squared" }] as const) {
      const { objective } = objectiveOf(X, target, { ...OPTIONS, ...options });
      expect(objective.approximateGradient).toBeUndefined();
    }
    const tiny = target.map((sign) => sign * 1e-30);
    expect(objectiveOf(X, tiny).objective.approximateGradient).toBeUndefined();
  });

  it.each(["f64", "f32"] as const)("is the same of rows in several segments, in %s", async (dtype) => {
    const bytes = COLS * (dtype === "f64" ? 8 : 4);
    const answers = await Promise.all(
      [undefined, 130 * (bytes + 40)].map(async (segmentBytes) => {
        const storage = new RowStorage(runtime, ROWS, COLS, dtype, segmentBytes);
        plain.forEach((row, i) => {
          const segment = storage.segmentOf(i);
          storage.view(segment, i - segment.firstRow, 1).set(row);
        });
        expect(storage.segments.length > 1).toBe(segmentBytes !== undefined);
        const objective = LogisticObjective.create(storage, target, workspace, OPTIONS) as LogisticObjective;
        const [theta, gradient] = [workspace.vector(objective.size), workspace.vector(objective.size)];
        theta.values.forEach((_, j) => (theta.values[j] = somewhere(j)));
        const value = await objective.approximateGradient!(theta, gradient);
        expect(objective.isApproximate).toBe(true);
        storage.release();
        return [value, ...gradient.values];
      }),
    );
    answers[0]!.forEach((value, k) => expect(answers[1]![k]).toBeCloseTo(value, 7));
  });
});

describe("the copy that it is of", () => {
  const fit = (data: Dataset, of: Runtime) =>
    new LogisticRegression({ runtime: of, solver: "sampled-newton" }).fit(data);

  it("stays with a data set as long as that does, and takes half of its room", async () => {
    const own = createRuntime();
    const before = own.memory.used;
    const data = Dataset.from(plain, y, { runtime: own });
    const bytes = own.memory.used - before;
    const model = await fit(data, own);
    const copy = own.memory.used - before - bytes;
    expect(copy).toBeGreaterThan(bytes * 0.49);
    expect(copy).toBeLessThan(bytes * 0.55);
    const again = await fit(data, own);
    expect(own.memory.used - before - bytes).toBe(copy);
    expect(again.coef).toEqual(model.coef);
    expect(again.passes).toBe(model.passes - 1);
    data.dispose();
    expect(own.memory.used).toBe(before);
  });

  it("is given back where making it fails", async () => {
    const own = createRuntime({ threads: 1 });
    const { crew } = own;
    const run = crew.run.bind(crew);
    const before = own.memory.used;
    let hasFailed = true;
    for (let failing = 1; hasFailed; failing++) {
      let count = 0;
      crew.run = (...args) =>
        ++count === failing ? Promise.reject(new ThreadError("a worker died")) : run(...args);
      const data = Dataset.from(plain, y, { runtime: own });
      hasFailed = await fit(data, own).then(
        () => false,
        () => true,
      );
      if (failing < 10) expect(hasFailed).toBe(true);
      data.dispose();
      expect(own.memory.used).toBe(before);
    }
  });

  it("takes no room that what follows needs", async () => {
    // Newton's method on all rows, after curvature pairs.
    const ar = Array.from({ length: 400 }, () => {
      let last = 0;
      return Array.from({ length: 150 }, () => (last = 0.9 * last + normal()));
    });
    const labels = ar.map(([first]) => Number(first! + normal() > 0));
    for (const maxMemory of [1.25, 1.3, 1.4, 1.5, 2].map((size) => size * 2 ** 20)) {
      const model = await new LogisticRegression({ runtime: createRuntime({ threads: 1, maxMemory }) }).fit(
        ar,
        labels,
      );
      expect(model.status).toBe("converged");
    }
  });

  it("is made by one of two fits at once", async () => {
    const own = createRuntime();
    const before = own.memory.used;
    const data = Dataset.from(plain, y, { runtime: own });
    const bytes = own.memory.used - before;
    const models = await Promise.all([fit(data, own), fit(data, own)]);
    expect(models[0]!.coef).toEqual(models[1]!.coef);
    expect(own.memory.used - before).toBeLessThan(bytes * 1.55);
    data.dispose();
    expect(own.memory.used).toBe(before);
  });

  it.each([1.25, 1.6])(
    "is done without where there is no room for it, or no other, with %d of the rows'",
    async (share) => {
      const wide = plain.map((row) =>
        Array.from({ length: 10 }, (_, k) => row.map((value) => value + k)).flat(),
      );
      const bytes = ROWS * 10 * COLS * 8;
      const narrow = createRuntime({ maxMemory: share * bytes });
      const { objective, vector } = objectiveOf(wide, target, OPTIONS, "f64", narrow);
      const [exact, found] = [vector(), vector()];
      const value = await objective.valueAndGradient(vector(somewhere), exact);
      const { used } = narrow.memory;
      expect(await objective.approximateGradient!(vector(somewhere), found)).toBe(value);
      expect(found.values).toEqual(exact.values);
      expect(objective.isApproximate).toBe(false);
      expect(narrow.memory.used).toBe(used + objective.size * 8 + 8); // the vector that this test made
    },
  );
});
