import { describe, expect, it } from "vitest";
import {
  adam,
  averaged,
  type Checkpoint,
  gradientDescent,
  minimize,
  miniBatch,
  nesterov,
} from "../../src/optimize/index.ts";
import { expectInputError } from "../support/errors.ts";
import { distance, parabolas, ridge } from "../support/finite-sums.ts";

const sgd = (learningRate: number) => gradientDescent({ learningRate });

/** ½ x², by its own value and gradient. */
const bowl = {
  value: ([x]: Float64Array) => 0.5 * x * x,
  gradient: ([x]: Float64Array, into: Float64Array) => void (into[0] = x),
};

describe("averaged", () => {
  it("is the mean of where the updates went, by hand", () => {
    // y = 8, 4, 2, 1, ... at rate ½, of ½ x²
    const { trace } = minimize(bowl, [8], averaged(sgd(0.5)), { maxIter: 3, recordPath: true });
    const xs = trace.map(({ x }) => (x as Float64Array)[0]);
    expect(xs[0]).toBe(8);
    expect(xs[1]).toBe(4);
    expect(xs[2]).toBeCloseTo(3, 14);
    expect(xs[3]).toBeCloseTo(7 / 3, 14);
    trace.forEach(({ value, gradientNorm }, i) => {
      expect(value).toBeCloseTo(0.5 * xs[i] ** 2, 13);
      expect(gradientNorm).toBeCloseTo(xs[i], 13);
    });
    expect(trace[3].stepSize).toBe(0.5);
  });

  it("begins where it is told to", () => {
    const { trace } = minimize(bowl, [8], averaged(sgd(0.5), { from: 2 }), { maxIter: 4, recordPath: true });
    const xs = trace.map(({ x }) => (x as Float64Array)[0]);
    expect(xs.slice(0, 4)).toEqual([8, 4, 2, 1]);
    expect(xs[4]).toBeCloseTo(0.75, 14);
  });

  it("asks for gradients where the rule is, looking ahead included", () => {
    const raw = minimize(ridge(30, 2), [3, 3], nesterov(), { maxIter: 10, tol: 0, recordPath: true });
    const mean = minimize(ridge(30, 2), [3, 3], averaged(nesterov()), { maxIter: 10, tol: 0 });
    const path = raw.trace.slice(1).map(({ x }) => x as Float64Array);
    mean.x.forEach((value, j) => {
      expect(value).toBeCloseTo(path.reduce((sum, x) => sum + x[j], 0) / 10, 13);
    });
  });

  it("is the mean over updates, not epochs, on mini-batches", () => {
    // ½ (x − a)² for a = 2, 4 from 0 at rate ½: 1, 2.5.
    const method = miniBatch(averaged(sgd(0.5)), { batchSize: 1, sampling: "sequential", epochs: 1 });
    expect(minimize(parabolas([2, 4]), [0], method).x[0]).toBeCloseTo(1.75, 14);
  });

  it("around a mini-batch method is as around its rule", () => {
    const options = { batchSize: 4, epochs: 3, seed: 9 };
    const inside = minimize(ridge(30, 2), [3, 3], miniBatch(averaged(adam(), { from: 5 }), options));
    const around = minimize(ridge(30, 2), [3, 3], averaged(miniBatch(adam(), options), { from: 5 }));
    expect(around.x).toEqual(inside.x);
    expect(around.checkpoint).toEqual(inside.checkpoint);
    expect(around.iterations).toBe(3);
  });

  it("goes on from a checkpoint at any step, bit for bit", () => {
    for (const rule of [sgd(0.1), adam(), nesterov()]) {
      const run = (maxIter: number, checkpoint?: Checkpoint) =>
        minimize(ridge(30, 2), [3, 3], averaged(rule, { from: 2 }), {
          maxIter,
          tol: 0,
          ...(checkpoint && { checkpoint }),
        });
      const whole = run(6);
      for (let step = 0; step <= 6; step++) {
        const rest = run(6, JSON.parse(JSON.stringify(run(step).checkpoint)) as Checkpoint);
        expect(rest.x).toEqual(whole.x);
        expect(rest.value).toBe(whole.value);
        expect(rest.evaluations).toEqual(whole.evaluations);
      }
    }
  });

  it("quiets the noise of a constant rate", () => {
    const objective = ridge(200, 3);
    const options = { batchSize: 1, epochs: 50, sampling: "replacement", seed: 1 } as const;
    const raw = minimize(objective, [0, 0, 0], miniBatch(sgd(0.02), options));
    const mean = minimize(objective, [0, 0, 0], miniBatch(averaged(sgd(0.02), { from: 1000 }), options));
    expect(distance(mean.x, objective.minimum.x)).toBeLessThan(distance(raw.x, objective.minimum.x) / 4);
  });

  it("has F fall like 1 / n where the steps shrink too slowly for the rule itself", () => {
    // Steps η₀ / √n: the rule's own error goes like 1 / √n, its average's like 1 / n, as SGD's with steps c / n does.
    const objective = parabolas(Array.from({ length: 64 }, (_, i) => (i % 8) - 3.5));
    const errors = (method: (seed: number) => ReturnType<typeof miniBatch>, epochs: number) => {
      let sum = 0;
      for (let seed = 0; seed < 40; seed++) {
        const { x } = minimize(objective, [5], method(seed), { maxIter: epochs });
        sum += (x[0] - objective.minimum.x[0]) ** 2 / 2;
      }
      return sum / 40;
    };
    const slow = gradientDescent({ learningRate: (step) => 0.5 / Math.sqrt(step + 1) });
    const harmonic = gradientDescent({ learningRate: (step) => 1 / (step + 1) });
    const options = (seed: number) => ({ batchSize: 1, sampling: "replacement", seed }) as const;
    const ratio = (method: (seed: number) => ReturnType<typeof miniBatch>) =>
      errors(method, 10) / errors(method, 160);
    const ratios = {
      slow: ratio((seed) => miniBatch(slow, options(seed))),
      harmonic: ratio((seed) => miniBatch(harmonic, options(seed))),
      averaged: ratio((seed) => miniBatch(averaged(slow), options(seed))),
    };
    // 16 times as many updates: ×4 for 1 / √n, ×16 for 1 / n, each within what 40 runs can tell.
    expect(ratios.slow).toBeGreaterThan(4 / 2);
    expect(ratios.slow).toBeLessThan(4 * 2);
    expect(ratios.harmonic).toBeGreaterThan(16 / 2);
    expect(ratios.harmonic).toBeLessThan(16 * 2);
    expect(ratios.averaged).toBeGreaterThan(16 / 2);
  });

  it("refuses what it can't average", async () => {
    await expectInputError(
      () => averaged(gradientDescent() as never),
      "averaged.method",
      'the method "gradient-descent"; expected an update rule such as adam()',
    );
    await expectInputError(
      () => averaged(adam(), { from: -1 }),
      "averaged.from",
      "-1; expected a whole number of at least 0",
    );
    await expectInputError(
      () => averaged(adam(), { form: 1 } as never),
      "averaged.form",
      'unknown option; expected "from"?',
    );
  });
});
