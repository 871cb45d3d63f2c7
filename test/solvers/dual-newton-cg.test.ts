import { describe, expect, it } from "vitest";
import { SparseStorage } from "../../src/data/sparse-storage.ts";
import type { Segment } from "../../src/data/storage.ts";
import { createRuntime, Dataset, LogisticRegression } from "../../src/index.ts";
import type { DualSteps } from "../../src/objectives/objective.ts";
import { LogisticObjective } from "../../src/objectives/logistic.ts";
import { Random, shuffle } from "../../src/solvers/random.ts";
import type { Runtime } from "../../src/wasm/runtime.ts";
import { Workspace } from "../../src/wasm/workspace.ts";
import { randoms } from "../kernels/dense.ts";
import { relativeError } from "../kernels/reference.ts";
import { overlapping } from "../support/data.ts";
import { csrOf, sparseRows } from "../support/sparse.ts";
import { hashedRow, mailSubjects } from "../support/text.ts";

const solver = "dual-newton-cg";
const ROWS = 150;
const X = sparseRows(ROWS, 400, 0.04, 3);
const CSR = csrOf(X);
const y = X.map((row, i) => (row[0]! + row[5]! - row[9]! + Math.sin(7 * i) > 0.3 ? "ham" : "spam"));
const sampleWeight = Float64Array.from({ length: ROWS }, (_, i) => [1, 0.2, 3, 0, 1][i % 5]!);
const offset = randoms(ROWS, 5).map((value) => 2 * value - 1);
const quiet = { onWarning: () => undefined };

interface Fitted {
  readonly coef: readonly Float64Array[];
  readonly intercept: Float64Array;
}

const numbers = ({ coef, intercept }: Fitted) => [...coef.flatMap((row) => [...row]), ...intercept];

describe("truncated Newton from the dual", () => {
  const cases = [0.01, 1, 30, 1e4].flatMap((C) =>
    [true, false].flatMap((fitIntercept) => (["f64", "f32"] as const).map((dtype) => ({ C, fitIntercept, dtype }))),
  ); // prettier-ignore

  it.each(cases)("finds the optimum that Newton's method does: %j", async (options) => {
    const tight = { ...options, ...quiet, classWeight: { ham: 3, spam: 0.5 }, tol: 1e-9 } as const;
    for (const beside of [{}, { sampleWeight }, { sampleWeight, offset }]) {
      const least = await new LogisticRegression({ ...tight, solver: "newton-cholesky" }).fit(CSR, y, beside);
      const model = await new LogisticRegression({ ...tight, solver }).fit(CSR, y, beside);
      expect([model.solver, model.converged]).toEqual([solver, true]);
      expect(Math.abs(model.loss - least.loss) / least.loss).toBeLessThan(1e-11);
      expect(relativeError(numbers(model), numbers(least))).toBeLessThan(3e-5);
      const loose = await new LogisticRegression({ ...options, ...quiet, solver }).fit(CSR, y, beside);
      expect(loose.status).toBe("converged");
      expect(loose.gradientNorm).toBeLessThanOrEqual(1e-6);
    }
  });

  it("tells of the start what it can, and then F and its gradient where the epochs ended", async () => {
    const model = await new LogisticRegression({ solver }).fit(CSR, y, { offset });
    const [start, end] = [model.trace[0]!, model.trace.at(-1)!];
    const zero = await new LogisticRegression({ solver: "lbfgs", maxIter: 0, ...quiet }).fit(CSR, y, {
      offset,
    });
    expect(start.loss / zero.loss).toBeCloseTo(1, 13);
    expect(start.gradientNorm).toBeNaN();
    expect(end.passes).toBe(model.passes);
    expect(end.loss).toBe(model.loss);
    expect(end.gradientNorm).toBeLessThanOrEqual(1e-6);
    const messages: string[] = [];
    const onWarning = ({ message }: { message: string }) => void messages.push(message);
    const none = await new LogisticRegression({ solver, maxIter: 0, onWarning }).fit(CSR, y, { offset });
    expect(messages).toEqual([expect.stringContaining(`norm is ${none.gradientNorm.toExponential(2)}`)]);
    expect([none.status, none.nIter]).toEqual(["max-iterations", 0]);
    expect(none.loss / zero.loss).toBeCloseTo(1, 13);
    expect(none.gradientNorm / zero.gradientNorm).toBeCloseTo(1, 12);
  });

  it.each([true, false])(
    "ends the earlier the looser tol is, as near as it says: intercept %s",
    async (fitIntercept) => {
      const fit = (tol: number) =>
        new LogisticRegression({ solver, C: 10, fitIntercept, tol, ...quiet }).fit(CSR, y, { sampleWeight });
      const best = await fit(1e-9);
      const passes: number[] = [];
      for (const tol of [1e-6, 1e-4, 1e-3]) {
        const model = await fit(tol);
        expect(model.status).toBe("converged");
        expect(model.gradientNorm).toBeLessThanOrEqual(tol);
        expect((model.loss - best.loss) / best.loss).toBeLessThan(1e-11 * (tol / 1e-6) ** 2);
        passes.push(model.passes);
      }
      expect(passes[2]).toBeLessThan(passes[1]!);
      expect(passes[1]).toBeLessThan(passes[0]!);
    },
  );

  it("is truncated Newton alone on other rows and losses, and from another start", async () => {
    const dense = overlapping(60, 9);
    const three = X.map((_, i) => i % 3);
    const initial = await new LogisticRegression({ C: 0.3 }).fit(CSR, y);
    const fits = (name: "newton-cg" | "dual-newton-cg") =>
      Promise.all([
        new LogisticRegression({ solver: name }).fit(dense.X, dense.y),
        new LogisticRegression({ solver: name }).fit(CSR, three),
        new LogisticRegression({ solver: name, penaltyFactor: X[0]!.map((_, j) => 1 + (j % 2)) }).fit(CSR, y),
        new LogisticRegression({ solver: name }).fit(CSR, y, { initial }),
      ]);
    const [plain, other] = [await fits("newton-cg"), await fits(solver)];
    plain.forEach((model, k) => expect(numbers(other[k]!)).toEqual(numbers(model)));
  });

  it("gives up soon where rows have much in common, and ends at the optimum all the same", async () => {
    const [rows, cols] = [60, 300];
    const noise = randoms(rows * cols, 8);
    const alike = Array.from({ length: rows }, (_, i) =>
      Array.from({ length: cols }, (_value, j) => 5 + (j % 7) + noise[i * cols + j]!),
    );
    const labels = alike.map((_, i) => Number(noise[i * cols]! + Math.sin(i) > 0));
    for (const C of [0.01, 10]) {
      const options = { C, ...quiet };
      const plain = await new LogisticRegression({ ...options, solver: "newton-cg" }).fit(
        csrOf(alike),
        labels,
      );
      const model = await new LogisticRegression({ ...options, solver }).fit(csrOf(alike), labels);
      expect(model.status).toBe("converged");
      expect(Math.abs(model.loss / plain.loss - 1)).toBeLessThan(2e-11);
      expect(model.passes - plain.passes).toBeLessThan(20);
    }
  });

  it("goes on to where rounding rules", async () => {
    const model = await new LogisticRegression({ solver, tol: 1e-300, ...quiet }).fit(CSR, y);
    expect(model.status).toBe("precision-limit");
    expect(model.gradientNorm).toBeLessThan(1e-13);
  });

  it("ends early where that is asked for, at the last iterate", async () => {
    const aborted = new LogisticRegression({ solver, ...quiet, onIteration: () => "stop" as const });
    await aborted.fit(CSR, y);
    expect([aborted.status, aborted.nIter]).toEqual(["stopped", 0]);
    expect(numbers(aborted).every((value) => value === 0)).toBe(true);
    const one = await new LogisticRegression({ solver, C: 100, tol: 1e-12, maxIter: 1, ...quiet }).fit(
      CSR,
      y,
    );
    expect([one.status, one.nIter]).toEqual(["max-iterations", 1]);
  });

  it("has the same bits with any number of threads", async () => {
    const wide = sparseRows(900, 1200, 0.02, 4);
    const labels = wide.map((row, i) => Number(row[0]! + row[5]! - row[7]! + (i % 5) / 20 > 0));
    const fit = async (threads: number) => {
      const runtime = createRuntime({ threads });
      const model = await new LogisticRegression({ runtime, solver }).fit(csrOf(wide), labels);
      await runtime.endThreads();
      return { passes: model.passes, numbers: numbers(model) };
    };
    const [one, two] = [await fit(1), await fit(2)];
    expect(two).toEqual(one);
  });
});

describe("passes over subjects of mails", () => {
  const mails = mailSubjects();
  const dataset = Dataset.fromSparseRows(
    mails.map(({ text }) => hashedRow(text)),
    mails.map(({ label }) => label),
    { cols: 32768 },
  );

  it.each([
    [1, 16],
    [30, 34],
    [1e4, 75],
  ])("at C = %d are at most %d", async (C, most) => {
    for (const fitIntercept of [true, false]) {
      const model = await new LogisticRegression({ C, fitIntercept }).fit(dataset);
      expect(model.solver).toBe(solver);
      expect(model.status).toBe("converged");
      expect(model.passes).toBeLessThanOrEqual(most);
      expect(model.passes).toBeGreaterThan(5);
    }
  });
});

/** The dual's ascent on rows of one or more memories. */
async function ascentOn(storage: SparseStorage, fitIntercept: boolean, C: number) {
  const workspace = new Workspace(storage.runtime.arena);
  const target = sampleWeight.map((weight, i) => (y[i] === "spam" ? weight : -weight));
  const objective = (await LogisticObjective.create(storage, target, workspace, {
    C,
    fitIntercept,
    offset,
  })) as LogisticObjective;
  const steps = (await objective.dual!()) as DualSteps;
  const x = workspace.vector(objective.size);
  const gradient = workspace.vector(objective.size);
  return { objective, steps, x, gradient };
}

/** Rows that lie in two memories. */
function spread(runtime: Runtime): SparseStorage {
  const storage = SparseStorage.from("X", CSR, runtime, "f64");
  const sizes = [40, ROWS - 40];
  const { values, indices, indptr } = CSR;
  let firstRow = 0;
  const segments = sizes.map((rows, k): Segment => {
    const { arena, pointer: x } =
      k === 0 ? { arena: runtime.arena, pointer: storage.segments[0]!.x } : runtime.allocate(2 ** 28);
    if (k > 0) {
      const [from, to] = [Number(indptr[firstRow]), Number(indptr[firstRow + rows])];
      const at = x + rows * 16;
      const numbersAt = at + (to - from) * 8;
      arena.f64(at, to - from).set(Array.from(values).slice(from, to));
      arena.u32(numbersAt, to - from).set(Array.from(indices).slice(from, to));
      const records = arena.u32(x, rows * 3);
      for (let i = 0; i < rows; i++) {
        const start = Number(indptr[firstRow + i]) - from;
        records.set(
          [at + start * 8, numbersAt + start * 4, Number(indptr[firstRow + i + 1]) - from - start],
          i * 3,
        );
      }
    }
    const segment = { arena, x, firstRow, rows, blocks: [{ x, offset: 0, rows }] };
    firstRow += rows;
    return segment;
  });
  Object.assign(storage, { segments });
  return storage;
}

describe("the dual's bound", () => {
  it.each([
    [true, 0.05],
    [true, 5],
    [false, 5],
  ])("rises to the least F, which it never passes: intercept %s, C %d", async (fitIntercept, C) => {
    const runtime = createRuntime();
    const storages = [SparseStorage.from("X", CSR, runtime, "f64"), spread(runtime)];
    const ends: number[][] = [];
    for (const storage of storages) {
      const { objective, steps, x, gradient } = await ascentOn(storage, fitIntercept, C);
      const first = await steps.begin();
      expect(first).toBeCloseTo((await objective.valueAndGradient(x, gradient)) as number, 14);
      const random = new Random({}, 0);
      const bounds: number[] = [];
      let value = first;
      for (let epoch = 0; epoch < 60; epoch++) {
        const gained = await steps.epoch((order) => shuffle(order, random));
        const { value: bound, slope, curvature } = await steps.bound();
        steps.point(x);
        value = (await objective.valueAndGradient(x, gradient)) as number;
        expect(value - bound).toBeGreaterThan(-1e-14);
        expect(slope === 0 || fitIntercept).toBe(true);
        expect(curvature).toBeGreaterThan(0);
        if (epoch > 50) expect(gained).toBeLessThan(1e-14);
        bounds.push(bound);
      }
      expect(gradient.normMax()).toBeLessThan(1e-8);
      if (!fitIntercept) {
        bounds.forEach((bound) => expect(bound).toBeLessThan(value + 1e-14));
        bounds.slice(1).forEach((bound, k) => expect(bound).toBeGreaterThan(bounds[k]! - 1e-14));
      }
      expect(value - bounds.at(-1)!).toBeLessThan(1e-13);
      ends.push([...x.values]);
    }
    expect(relativeError(ends[1]!, ends[0]!)).toBeLessThan(1e-6);
  });
});
