import { describe, expect, it } from "vitest";
import { Dataset } from "../../src/index.ts";
import {
  type Checkpoint,
  gradientDescent,
  lbfgs,
  logisticObjective,
  minimize,
  miniBatch,
  type MinimizeResult,
  saga,
} from "../../src/optimize/index.ts";
import { overlapping } from "../support/data.ts";
import { expectInputError } from "../support/errors.ts";
import { distance, parabolas, ridge } from "../support/finite-sums.ts";

function bitsOf({ x, value, gradientNorm, status, iterations, evaluations, best, trace }: MinimizeResult) {
  const rows = trace.map((row) => ({ ...row, seconds: 0 }));
  return { x, value, gradientNorm, status, iterations, evaluations, best, rows };
}

/** What SAGA is, in a few plain lines, for the blocks that a run drew. */
function plainSaga(
  objective: ReturnType<typeof ridge>,
  x: Float64Array,
  blocks: readonly Uint32Array[],
  draws: readonly number[],
  rate: number,
): Float64Array {
  const gradient = (b: number) => {
    const into = new Float64Array(x.length);
    objective.gradient(x, into, blocks[b]);
    const weight = (blocks[b].length * blocks.length) / objective.terms;
    return into.map((g) => g * weight);
  };
  const table = blocks.map((_, b) => gradient(b));
  for (const b of draws) {
    const g = gradient(b);
    const mean = x.map((_, j) => table.reduce((sum, t) => sum + t[j], 0) / blocks.length);
    for (let j = 0; j < x.length; j++) x[j] -= rate * (g[j] - table[b][j] + mean[j]);
    table[b] = g;
  }
  return x;
}

describe("saga", () => {
  it("takes the steps of the textbook, a short last block included", () => {
    const objective = ridge(11, 3);
    const asked: number[][] = [];
    const watched = {
      ...objective,
      value: (x: Float64Array, rows?: Uint32Array) => {
        if (rows) asked.push([...rows]);
        return objective.value(x, rows);
      },
    };
    const method = saga({ learningRate: 0.05, batchSize: 4, epochs: 3 });
    const { x, trace } = minimize(watched, [1, 2, 3], method);
    const blocks = [
      [0, 1, 2, 3],
      [4, 5, 6, 7],
      [8, 9, 10],
    ];
    expect(asked.slice(0, 3)).toEqual(blocks);
    const draws = asked.slice(3).map((rows) => rows[0] / 4);
    expect(draws).toHaveLength(9);
    const typed = blocks.map((rows) => Uint32Array.from(rows));
    const expected = plainSaga(objective, Float64Array.of(1, 2, 3), typed, draws, 0.05);
    x.forEach((value, j) => expect(value).toBeCloseTo(expected[j], 12));
    expect(trace[0].value).toBeCloseTo(objective.value(Float64Array.of(1, 2, 3)), 12);
    expect(trace.map(({ stepSize }) => stepSize)).toEqual([0, 0.05, 0.05, 0.05]);
  });

  it("with one block is gradient descent", () => {
    const method = saga({ learningRate: 0.05, batchSize: "full", epochs: 10 });
    const { x } = minimize(ridge(30, 3), [1, 2, 3], method);
    const descent = minimize(ridge(30, 3), [1, 2, 3], gradientDescent({ learningRate: 0.05 }), {
      maxIter: 10,
    });
    x.forEach((value, j) => expect(value).toBeCloseTo(descent.x[j], 13));
  });

  it.each([1, 7, 32])("converges linearly with blocks of %i, at the default rate", (batchSize) => {
    const objective = ridge(200, 3, { alpha: 0.1 });
    const { status, x, trace } = minimize(objective, [5, 5, 5], saga({ batchSize }), {
      tol: 1e-11,
      maxIter: 5000,
    });
    expect(status).toBe("converged");
    expect(distance(x, objective.minimum.x)).toBeLessThan(1e-10);
    // Equal numbers of epochs lower the gradient by about equal factors, all the way down.
    const until = (norm: number) => trace.findIndex(({ gradientNorm }) => gradientNorm <= norm);
    const early = until(1e-5) - until(1e-2);
    const late = until(1e-11) - until(1e-8);
    expect(late).toBeLessThan(1.5 * early + 3);
    expect(until(1e-11)).toBeLessThan(400);
  });

  it("contracts by at least 1 − min(1 / (4 m), μ / (3 L)) an update, as its theorem says", () => {
    // Curvatures 1 of every term: μ = L, m = 10 blocks of one term.
    const objective = parabolas([1, 5, 2, 8, 3, 9, 4, 7, 6, 0]);
    const { trace } = minimize(objective, [50], saga({ batchSize: 1, learningRate: 1 / 3, epochs: 12 }));
    const perEpoch = (1 - 1 / 40) ** 10;
    trace.slice(0, 13).forEach(({ value }, epoch) => {
      const bound = (trace[0].value - objective.minimum.value) * perEpoch ** (2 * epoch) * 4;
      expect(value - objective.minimum.value).toBeLessThanOrEqual(bound + 1e-12);
    });
  });

  it("gets where SGD at the same constant rate never gets", () => {
    const objective = ridge(200, 3);
    const rate = 0.02;
    const options = { batchSize: 1, epochs: 60 };
    const { x } = minimize(objective, [0, 0, 0], saga({ learningRate: rate, ...options }), { tol: 0 });
    const descent = gradientDescent({ learningRate: rate });
    const sgd = minimize(objective, [0, 0, 0], miniBatch(descent, { ...options, sampling: "replacement" }));
    expect(distance(x, objective.minimum.x)).toBeLessThan(1e-8);
    expect(distance(sgd.x, objective.minimum.x)).toBeGreaterThan(1e-3);
  });

  it("finds its rate from the largest curvature", () => {
    const { trace } = minimize(parabolas([1, 2, 3], 5), [9], saga({ batchSize: 1, epochs: 1 }));
    expect(trace[1].stepSize).toBeCloseTo(1 / 15, 6);
    const terms = 40;
    const steep = {
      terms,
      value: ([x]: Float64Array, rows = Uint32Array.from({ length: terms }, (_, i) => i)) =>
        rows.reduce((sum, i) => sum + (i + 1) * x * x, 0) / rows.length / 2,
      gradient: (
        [x]: Float64Array,
        into: Float64Array,
        rows = Uint32Array.from({ length: terms }, (_, i) => i),
      ) => void (into[0] = rows.reduce((sum, i) => sum + (i + 1) * x, 0) / rows.length),
    };
    const { trace: of } = minimize(steep, [9], saga({ batchSize: 1, epochs: 1 }));
    expect(of[1].stepSize).toBeCloseTo(1 / (3 * terms), 6);
  });

  it("has a rate for what doesn't bend", () => {
    const slope = {
      terms: 3,
      value: ([x]: Float64Array) => x,
      gradient: (_: Float64Array, into: Float64Array) => void (into[0] = 1),
    };
    const { x } = minimize(slope, [0], saga({ epochs: 3 }));
    expect(x[0]).toBeCloseTo(-1, 12);
  });

  it("counts passes: one at the start, one an epoch, and one for its gradient", () => {
    const of = (options: object) =>
      minimize(ridge(40, 2), [3, 3], saga({ learningRate: 0.01, batchSize: 8, epochs: 5, ...options }), {
        tol: 0,
      });
    expect(of({}).evaluations.gradient).toBe(11);
    const { evaluations, trace } = of({ exactGradient: false });
    expect(evaluations.gradient).toBe(6);
    expect(trace.map(({ gradientNorm }) => Number.isNaN(gradientNorm))).toEqual([
      false,
      true,
      true,
      true,
      true,
      true,
    ]);
    expect(trace.every(({ value }) => Number.isFinite(value))).toBe(true);
    expect(of({}).x).toEqual(of({ exactGradient: false }).x);
  });

  it("goes on from a checkpoint at any epoch, bit for bit", () => {
    for (const options of [{}, { learningRate: 0.02 }, { exactGradient: false }]) {
      const run = (maxIter: number, checkpoint?: Checkpoint) =>
        minimize(ridge(23, 3), [3, 3, 3], saga({ batchSize: 5, seed: 2, ...options }), {
          maxIter,
          tol: 0,
          ...(checkpoint && { checkpoint }),
        });
      const whole = run(5);
      for (let epoch = 0; epoch <= 5; epoch++) {
        const first = run(epoch);
        const rest = run(5, JSON.parse(JSON.stringify(first.checkpoint)) as Checkpoint);
        const trace = [...first.trace, ...rest.trace.slice(1)];
        expect(bitsOf({ ...rest, trace })).toEqual(bitsOf(whole));
        expect(rest.checkpoint).toEqual(whole.checkpoint);
      }
    }
  });

  it("solves logistic regression on the rows of a data set", () => {
    const { X, y } = overlapping(300, 4);
    using dataset = Dataset.from(X, y);
    using objective = logisticObjective(dataset, { C: 1 });
    const x0 = new Float64Array(objective.size);
    const best = minimize(objective, x0, lbfgs(), { tol: 1e-11 });
    const { status, x } = minimize(objective, x0, saga({ batchSize: 4 }), { tol: 1e-10 });
    expect(status).toBe("converged");
    expect(distance(x, best.x)).toBeLessThan(1e-8);
  });

  it("draws by its seed", () => {
    const of = (seed: number) => minimize(ridge(40, 2), [3, 3], saga({ batchSize: 2, seed, epochs: 2 })).x;
    expect(of(1)).toEqual(of(1));
    expect(of(1)).not.toEqual(of(2));
  });

  it("ends as diverged or not finite where the rate is too large, at a finite point", () => {
    for (const exactGradient of [true, false]) {
      const method = saga({ learningRate: 1e3, batchSize: 4, exactGradient });
      const { status, x, value } = minimize(ridge(40, 3), [1, 1, 1], method);
      expect(["diverged", "not-finite"]).toContain(status);
      expect([...x, value].every(Number.isFinite)).toBe(true);
    }
  });

  it("says so where F is not finite at the start", () => {
    const broken = { ...ridge(40, 2), value: () => Number.NaN };
    const { status, x } = minimize(broken, [3, 3], saga());
    expect([status, ...x]).toEqual(["not-finite", 3, 3]);
  });
});

describe("saga refuses", () => {
  it.each([
    [{ batchSize: 0 }, "batchSize", '0; expected a whole number of at least 1 or "full"'],
    [{ learningRate: -1 }, "learningRate", "-1; expected a number greater than 0 or a schedule"],
    [{ epochs: 1.5 }, "epochs", "1.5; expected a whole number of at least 0"],
    [{ seed: -1 }, "seed", "-1; expected a whole number of at least 0"],
    [{ exactGradient: 1 }, "exactGradient", "1; expected true or false"],
    [{ batchsize: 1 }, "batchsize", 'unknown option; expected "batchSize"?'],
  ])("%o", async (options, name, problem) => {
    await expectInputError(() => saga(options as never), `saga.${name}`, problem);
  });

  it("an objective without terms", async () => {
    await expectInputError(
      () => minimize({ value: () => 0, gradient: () => undefined } as never, [0], saga()),
      "objective.terms",
      "undefined; saga needs a number there",
    );
  });

  it("a table that doesn't fit in memory", async () => {
    const huge = { terms: 2 ** 40, value: () => 0, gradient: () => undefined };
    await expectInputError(
      () => minimize(huge, [0, 0], saga({ batchSize: 1 })),
      "saga.batchSize",
      `a table of ${2 ** 40} × 2 numbers doesn't fit in memory; expected larger blocks`,
    );
  });
});
