import { describe, expect, it } from "vitest";
import {
  annealed,
  constant,
  cosineDecay,
  exponentialDecay,
  gradientDescent,
  inverseTimeDecay,
  minimize,
  momentum,
  nesterov,
  type Schedule,
  stepDecay,
  warmup,
} from "../../src/optimize/index.ts";
import { power } from "../../src/solvers/schedules/schedule.ts";
import { expectInputError } from "../support/errors.ts";

const perEpoch = { per: "epoch" } as const;

/** What a schedule answers at steps 0, 1, 2, ..., each epoch being a hundred steps late. */
function first(schedule: Schedule, count: number): number[] {
  return Array.from({ length: count }, (_, step) => schedule(step, step + 100));
}

function expectClose(actual: number[], expected: number[]): void {
  expect(actual).toHaveLength(expected.length);
  expected.forEach((value, i) => expect(actual[i]).toBeCloseTo(value, 15));
}

describe("schedules, computed by hand", () => {
  it("constant", () => expectClose(first(constant(0.3), 3), [0.3, 0.3, 0.3]));

  it("stepDecay", () => {
    expectClose(first(stepDecay({ initial: 0.8, every: 2 }), 7), [0.8, 0.8, 0.4, 0.4, 0.2, 0.2, 0.1]);
    expectClose(first(stepDecay({ initial: 1, factor: 0.1, every: 1 }), 4), [1, 0.1, 0.01, 0.001]);
  });

  it("exponentialDecay", () => {
    const halving = exponentialDecay({ initial: 0.4, rate: Math.LN2 });
    expectClose(first(halving, 4), [0.4, 0.2, 0.1, 0.05]);
    expect(halving(0, 0)).toBe(0.4);
    expect(exponentialDecay({ initial: 2, rate: 0.1 })(7, 0)).toBeCloseTo(2 * Math.exp(-0.7), 14);
  });

  it("inverseTimeDecay", () => {
    expectClose(first(inverseTimeDecay({ initial: 0.6, rate: 0.5 }), 5), [0.6, 0.4, 0.3, 0.24, 0.2]);
  });

  it("cosineDecay", () => {
    expectClose(first(cosineDecay({ initial: 0.4, steps: 4 }), 3), [0.4, 0.2 + 0.1 * Math.SQRT2, 0.2]);
    expect(cosineDecay({ initial: 0.4, steps: 4 })(4, 0)).toBe(0);
    const above = cosineDecay({ initial: 0.4, steps: 2, final: 0.1 });
    expectClose(first(above, 5), [0.4, 0.25, 0.1, 0.1, 0.1]);
  });

  it("annealed", () => {
    expectClose(first(annealed(0.5, 0.9, 4), 7), [0.5, 0.6, 0.7, 0.8, 0.9, 0.9, 0.9]);
    expectClose(first(annealed(1, 0, 2), 4), [1, 0.5, 0, 0]);
  });

  it("warmup", () => {
    expectClose(first(warmup(4, constant(0.8)), 6), [0.2, 0.4, 0.6, 0.8, 0.8, 0.8]);
  });
});

describe("schedules", () => {
  it("compose", () => {
    const decay = stepDecay({ initial: 0.8, every: 3 });
    expectClose(first(warmup(4, decay), 7), [0.2, 0.4, 0.6, 0.4, 0.4, 0.4, 0.2]);
    expectClose(first(warmup(2, warmup(3, constant(6))), 4), [1, 4, 6, 6]);
    // A ramp of steps over a staircase of epochs.
    const stairs = stepDecay({ initial: 1, every: 1, ...perEpoch });
    expect(warmup(10, stairs)(4, 1)).toBe(0.25);
    // Any function is a schedule.
    expect(warmup(2, (step, epoch) => step + epoch)(0, 3)).toBe(1.5);
  });

  it.each<[string, (per: { per?: "step" | "epoch" }) => Schedule]>([
    ["stepDecay", (per) => stepDecay({ initial: 1, every: 2, ...per })],
    ["exponentialDecay", (per) => exponentialDecay({ initial: 1, rate: 0.1, ...per })],
    ["inverseTimeDecay", (per) => inverseTimeDecay({ initial: 1, rate: 0.1, ...per })],
    ["cosineDecay", (per) => cosineDecay({ initial: 1, steps: 50, ...per })],
    ["annealed", (per) => annealed(0.5, 0.99, 50, per)],
    ["warmup", (per) => warmup(50, constant(1), per)],
  ])("%s counts steps, or epochs", (_, make) => {
    const [bySteps, byEpochs] = [make({}), make(perEpoch)];
    for (const time of [0, 1, 7, 40]) {
      expect(bySteps(time, 999)).toBe(make({ per: "step" })(time, 0));
      expect(byEpochs(999, time)).toBe(bySteps(time, 999));
    }
    expect(bySteps(0, 9)).not.toBe(bySteps(9, 0));
  });

  it("are called with the step from 0, once an update, and the rate really used is in the trace", () => {
    const calls: number[][] = [];
    const learningRate = (step: number, epoch: number) => {
      calls.push([step, epoch]);
      return 0.1 / (1 + step);
    };
    const bowl = {
      value: ([x]: Float64Array) => x * x,
      gradient: ([x]: Float64Array, into: Float64Array) => void (into[0] = 2 * x),
    };
    const { trace } = minimize(bowl, [1], gradientDescent({ learningRate }), { maxIter: 4 });
    expect(calls).toEqual([0, 1, 2, 3].map((step) => [step, step]));
    expect(trace.map(({ stepSize }) => stepSize)).toEqual([0, 0.1, 0.1 / 2, 0.1 / 3, 0.1 / 4]);
  });

  const slope = { value: () => 1, gradient: (_: Float64Array, into: Float64Array) => void into.fill(1) };

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])("that answer no rate are named: %d", async (odd) => {
    const learningRate = (step: number) => (step < 2 ? 0.1 : odd);
    await expectInputError(
      () => minimize(slope, [1], gradientDescent({ learningRate })),
      "gradientDescent.learningRate",
      `the schedule answered ${odd} at step 2; expected a number of at least 0`,
    );
  });

  it.each([1, 1.5, -0.1, Number.NaN])("that answer no momentum are named: %d", async (odd) => {
    const inertia = (step: number) => (step < 2 ? 0.5 : odd);
    const methods = [
      momentum({ momentum: inertia }),
      nesterov({ momentum: inertia }),
      nesterov({ momentum: inertia, form: "transformed" }),
    ];
    await expectInputError(
      () => minimize(slope, [1], momentum({ momentum: annealed(1.5, 0.9, 5) })),
      "momentum.momentum",
      "the schedule answered 1.5 at step 0; expected a number from 0 up to less than 1",
    );
    for (const method of methods) {
      await expectInputError(
        () => minimize(slope, [1], method),
        method.name === "momentum" ? "momentum.momentum" : "nesterov.momentum",
        `the schedule answered ${odd} at step 2; expected a number from 0 up to less than 1`,
      );
    }
  });

  it.each<[string, () => unknown, string, string]>([
    [
      "an unknown option",
      () => stepDecay({ initial: 1, every: 1, facto: 0.5 } as never),
      "stepDecay.facto",
      'unknown option; expected "factor"?',
    ],
    [
      "a missing one",
      () => inverseTimeDecay({ initial: 1 } as never),
      "inverseTimeDecay.rate",
      "undefined; expected a number of at least 0",
    ],
    [
      "every: 0",
      () => stepDecay({ initial: 1, every: 0 }),
      "stepDecay.every",
      "0; expected a finite number greater than 0",
    ],
    [
      "a rate that grows",
      () => exponentialDecay({ initial: 1, rate: -1 }),
      "exponentialDecay.rate",
      "-1; expected a number of at least 0",
    ],
    [
      "per: epochs",
      () => cosineDecay({ initial: 1, steps: 3, per: "epochs" as never }),
      "cosineDecay.per",
      '"epochs"; expected "step", "epoch"',
    ],
    ["NaN", () => constant(Number.NaN), "constant", "NaN; expected a number of at least 0"],
    ["a warm-up of nothing", () => warmup(3, 0.1 as never), "warmup.schedule", "0.1; expected a schedule"],
    [
      "no steps",
      () => annealed(0.5, 0.9, undefined as never),
      "annealed.steps",
      "undefined; expected a finite number greater than 0",
    ],
  ])("refuse %s", (_, call, argument, problem) => expectInputError(call, argument, problem));

  it("power multiplies", () => {
    expect([0, 1, 2, 3, 10].map((n) => power(2, n))).toEqual([1, 2, 4, 8, 1024]);
    expect(power(0, 0)).toBe(1);
    for (const n of [5, 100, 1e4]) expect(power(0.999, n) / 0.999 ** n).toBeCloseTo(1, 11);
    expect(power(0.9, 1e15)).toBe(0);
  });
});
