import { afterEach, describe, expect, it, vi } from "vitest";
import {
  createRuntime,
  type FitProgress,
  type FitWarning,
  LogisticRegression,
  type LogisticRegressionOptions,
} from "../../src/index.ts";
import { overlapping } from "../support/data.ts";
import { normals } from "../support/random.ts";

const solvers = ["newton-cholesky", "lbfgs", "gradient-descent"] as const;
const { X, y } = overlapping(80, 4);

/** Columns that nearly repeat each other: steepest descent needs ages. */
function slow(): { X: number[][]; y: number[] } {
  const normal = normals(2);
  const rows = Array.from({ length: 3000 }, () => {
    const common = normal();
    return Array.from({ length: 12 }, () => common + 1e-3 * normal());
  });
  return { X: rows, y: rows.map((row) => Number(row[0] + 1000 * (row[1] - row[2]) + normal() > 0)) };
}
const endless: LogisticRegressionOptions = {
  solver: "gradient-descent",
  C: Infinity,
  tol: 1e-15,
  maxIter: 1e9,
};

afterEach(() => {
  vi.restoreAllMocks();
});

function collector() {
  const warnings: FitWarning[] = [];
  return { warnings, onWarning: (warning: FitWarning) => void warnings.push(warning) };
}

describe.each(solvers)("the trace of %s", (solver) => {
  it.each([1, Infinity])("tells every iterate, C = %d", async (C) => {
    const seen: FitProgress[] = [];
    const onIteration = (progress: FitProgress) => void seen.push(progress);
    const model = await new LogisticRegression({ solver, C, onIteration, tol: 1e-7 }).fit(X, y);
    const { trace } = model;
    expect(seen).toEqual(trace);
    expect(trace.map(({ iteration }) => iteration)).toEqual([...trace.keys()]);
    expect(trace[0]).toMatchObject({ iteration: 0, stepSize: 0, ridge: 0 });
    expect(trace[0].loss).toBeCloseTo(80 * Math.LN2, 9);
    const last = trace[trace.length - 1];
    expect(last.loss).toBe(model.loss);
    expect(last.gradientNorm).toBe(model.gradientNorm);
    expect(last.iteration).toBe(model.nIter);
    expect(last.passes).toBeLessThanOrEqual(model.passes);
    expect(model.nIter).toBeGreaterThan(1);
    for (let k = 1; k < trace.length; k++) {
      const [before, now] = [trace[k - 1], trace[k]];
      expect(now.passes).toBeGreaterThan(before.passes);
      expect(now.seconds).toBeGreaterThanOrEqual(before.seconds);
      expect(now.loss).toBeLessThanOrEqual(before.loss * (1 + 1e-14));
      expect(now.stepSize).toBeGreaterThan(0);
    }
    expect(model.gradientNorm).toBeLessThanOrEqual(1e-7);
    expect(trace[trace.length - 2].gradientNorm).toBeGreaterThan(solver === "newton-cholesky" ? 0 : 1e-7);
    expect(model.solverReason).not.toBe("");
  });
});

describe("the stop rule", () => {
  it.each([
    [1, 80],
    [1e-3, 80],
    [100, 80],
    [1, 40000],
  ])("is the documented norm of the gradient, C = %d, %d rows", async (C, rows) => {
    const { X: given, y: labels } = overlapping(rows, 4);
    const sampleWeight = labels.map((_, i) => 1 + (i % 3));
    // The second half of the rows lies elsewhere: over many rows the blocks have different means.
    const scaled = given.map((row, i) =>
      row.map((value, j) => 10 ** (j - 2) * (value + (2 * i > rows ? 2 : 0)) + j),
    );
    const options = { C, maxIter: 2, onWarning: () => {}, solver: "lbfgs" } as const;
    const { coef, intercept, gradientNorm, loss } = await new LogisticRegression(options).fit(
      scaled,
      labels,
      {
        sampleWeight,
      },
    );
    const w = coef[0];
    const S = sampleWeight.reduce((sum, s) => sum + s, 0);
    const mean = w.map((_, j) => scaled.reduce((sum, row, i) => sum + sampleWeight[i] * row[j], 0) / S);
    const variance = w.map((_, j) => scaled.reduce((sum, row, i) => sum + sampleWeight[i] * (row[j] - mean[j]) ** 2, 0) / S); // prettier-ignore
    const byWeight = w.map((value) => value / (C * S));
    let byIntercept = 0;
    let f = w.reduce((sum, value) => sum + value * value, 0) / 2;
    scaled.forEach((row, i) => {
      const z = row.reduce((sum, value, j) => sum + value * w[j], intercept[0]);
      const residual = (sampleWeight[i] / S) * (1 / (1 + Math.exp(-z)) - labels[i]);
      row.forEach((value, j) => (byWeight[j] += residual * value));
      byIntercept += residual;
      f += C * sampleWeight[i] * Math.log1p(Math.exp(labels[i] ? -z : z));
    });
    const terms = byWeight.map(
      (g, j) => (g - mean[j] * byIntercept) / Math.sqrt(variance[j] / 4 + 1 / (C * S)),
    );
    const norm = Math.max(Math.abs(byIntercept), ...terms.map(Math.abs));
    expect(gradientNorm / norm).toBeCloseTo(1, 9);
    expect(loss / f).toBeCloseTo(1, 12);
  });
});

describe("onIteration", () => {
  it.each(solvers)('ends %s by "stop"', async (solver) => {
    const { warnings, onWarning } = collector();
    const onIteration = vi.fn(({ iteration }: FitProgress) => (iteration === 2 ? "stop" : iteration));
    const model = await new LogisticRegression({ solver, onIteration, onWarning, tol: 1e-12 }).fit(X, y);
    expect(model).toMatchObject({ status: "stopped", nIter: 2, converged: false });
    expect(onIteration).toHaveBeenCalledTimes(3);
    const full = await new LogisticRegression({ solver, tol: 1e-12 }).fit(X, y);
    expect(model.loss).toBe(full.trace[2].loss);
    expect(model.loss).toBeGreaterThan(full.loss);
    expect(warnings).toEqual([]);
  });

  it("ends it before the first step", async () => {
    const model = await new LogisticRegression({ onIteration: () => "stop" }).fit(X, y);
    expect(model).toMatchObject({ status: "stopped", nIter: 0 });
    expect([...model.coef[0]]).toEqual([0, 0, 0, 0]);
  });
});

describe("an AbortSignal", () => {
  it("that has fired already ends the fit at its start", async () => {
    const runtime = createRuntime();
    const { warnings, onWarning } = collector();
    const model = new LogisticRegression({ runtime, onWarning });
    await model.fit(X, y, { signal: AbortSignal.abort() });
    expect(model).toMatchObject({ status: "aborted", nIter: 0, converged: false });
    expect(warnings).toEqual([]);
    expect(runtime.memory.used).toBe(0);
  });

  it("ends a long fit soon after a timer fires it, and timers run meanwhile", async () => {
    const runtime = createRuntime();
    const controller = new AbortController();
    const data = slow();
    let ticks = 0;
    const ticking = setInterval(() => (ticks += 1), 5);
    let abortedAt = 0;
    setTimeout(() => {
      abortedAt = performance.now();
      controller.abort();
    }, 150);
    const model = new LogisticRegression({ ...endless, runtime });
    await model.fit(data.X, data.y, { signal: controller.signal });
    const late = performance.now() - abortedAt;
    clearInterval(ticking);
    expect(abortedAt).toBeGreaterThan(0);
    expect(late).toBeLessThan(500);
    expect(ticks).toBeGreaterThan(2);
    expect(model.status).toBe("aborted");
    expect(model.nIter).toBeGreaterThan(0);
    expect(model.coef[0].every(Number.isFinite)).toBe(true);
    expect(model.loss).toBeLessThan(model.trace[0].loss);
    expect(runtime.memory.used).toBe(0);
  });

  it("that never fires changes nothing", async () => {
    const { signal } = new AbortController();
    const model = await new LogisticRegression().fit(X, y, { signal });
    expect(model.coef).toEqual((await new LogisticRegression().fit(X, y)).coef);
  });
});

describe("while a fit runs", () => {
  it("the model is what it was before", async () => {
    let during: unknown;
    const onIteration = ({ iteration }: FitProgress) => {
      if (iteration === 2 && model.converged) during = model.predictProba(X);
    };
    const model: LogisticRegression = new LogisticRegression({ onIteration: (p) => armed && onIteration(p) });
    let armed = false;
    await model.fit(X, y);
    const before = model.predictProba(X);
    armed = true;
    await model.fit(X, y.map((label) => 1 - label)); // prettier-ignore
    expect(during).toEqual(before);
    expect(model.predictProba(X)).not.toEqual(before);
  });

  it("other fits take turns with it, and none disturbs another", async () => {
    const runtime = createRuntime();
    const data = slow();
    const other = data.X.map((row) => row.map((value) => 3 - value));
    const options = { ...endless, maxIter: 300, runtime, onWarning: () => {} };
    const alone = [
      await new LogisticRegression(options).fit(data.X, data.y),
      await new LogisticRegression({ ...options, solver: "lbfgs", C: 1 }).fit(other, data.y),
    ];
    const order: number[] = [];
    const fit = (k: number, extra: LogisticRegressionOptions, rows: number[][]) =>
      new LogisticRegression({ ...options, ...extra, onIteration: () => void order.push(k) }).fit(
        rows,
        data.y,
      );
    const together = await Promise.all([fit(0, {}, data.X), fit(1, { solver: "lbfgs", C: 1 }, other)]);
    expect(order.indexOf(1)).toBeLessThan(order.lastIndexOf(0));
    together.forEach((model, k) => expect(model.coef).toEqual(alone[k].coef));
    expect(runtime.memory.used).toBe(0);
  });
});

describe("warnings", () => {
  it("tell of max-iterations, how far it was, and what to do", async () => {
    const { warnings, onWarning } = collector();
    const model = await new LogisticRegression({ maxIter: 1, solver: "lbfgs", onWarning }).fit(X, y);
    expect(model).toMatchObject({ status: "max-iterations", nIter: 1, converged: false });
    const norm = model.gradientNorm.toExponential(2);
    expect(warnings).toEqual([
      {
        code: "not-converged",
        message:
          `not converged after maxIter = 1 iterations: the gradient norm is ${norm}, tol is 0.000001; ` +
          'raise maxIter, or use solver "newton-cholesky"',
      },
    ]);
  });

  it.each(["proximal-newton", "proximal-lbfgs"] as const)(
    "name what can do with bounds where %s needs more steps",
    async (solver) => {
      const { warnings, onWarning } = collector();
      const options = { lower: -1, upper: 1, tol: 1e-9 };
      await new LogisticRegression({ ...options, solver, maxIter: 1, onWarning }).fit(X, y);
      const other = /use solver "(proximal-newton|proximal-lbfgs)"$/.exec(warnings[0].message)?.[1];
      expect(other).not.toBe(solver);
      const model = await new LogisticRegression({ ...options, solver: other as typeof solver }).fit(X, y);
      expect(model.converged, model.status).toBe(true);
    },
  );

  it("tell of maxSeconds", async () => {
    const { warnings, onWarning } = collector();
    const data = slow();
    const model = await new LogisticRegression({ ...endless, maxSeconds: 0.1, onWarning }).fit(
      data.X,
      data.y,
    );
    expect(model.status).toBe("max-seconds");
    const { seconds } = model.trace[model.trace.length - 1];
    // The clock of maxSeconds starts with fit, that of the trace with the run, once rows are copied.
    expect(seconds).toBeGreaterThan(0.02);
    expect(seconds).toBeLessThan(1);
    expect(model.trace[model.trace.length - 2].seconds).toBeLessThan(0.1);
    expect(warnings.map(({ code }) => code)).toEqual(["not-converged"]);
    expect(warnings[0].message).toMatch(
      /^not converged within maxSeconds, after \d+ iterations: .*; raise maxSeconds$/,
    );
  });

  it("go to console.warn where nobody else takes them", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    await new LogisticRegression({ maxIter: 1 }).fit(X, y);
    expect(warn.mock.calls).toEqual([
      [expect.stringMatching(/^logit-wasm: not converged after maxIter = 1/)],
    ]);
    await new LogisticRegression({ C: Infinity }).fit([[0], [1]], [0, 1]);
    expect(warn).toHaveBeenCalledTimes(2);
    expect(warn.mock.lastCall).toEqual([expect.stringMatching(/^logit-wasm: the classes can be separated/)]);
    await new LogisticRegression().fit(X, y);
    expect(warn).toHaveBeenCalledTimes(2);
  });
});
