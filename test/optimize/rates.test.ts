import { describe, expect, it } from "vitest";
import { newton } from "../../src/optimize/index.ts";
import * as cost from "../../bench/rates/cost.ts";
import {
  bfgsRatios,
  gradientDescentRate,
  newtonConstants,
  onQuadratic,
} from "../../bench/rates/deterministic.ts";
import { exponent, measure, stepsTo } from "../../bench/rates/measure.ts";
import { onLogistic } from "../../bench/rates/methods.ts";
import {
  breastCancer,
  type Known,
  nearby,
  ridgeSum,
  rosenbrock,
  scaledQuadratic,
} from "../../bench/rates/problems.ts";
import { adagradSteps, sagaRate, sgdRate } from "../../bench/rates/stochastic.ts";

const logistic = breastCancer(1e-4);
const ridge = ridgeSum(256, 4);

describe("quadratic rates", () => {
  it.each<[string, Known, number]>([
    ["Rosenbrock's function", rosenbrock(), 50],
    ["logistic regression", logistic, 1],
  ])("newton on %s: the error over the square of the one before is bounded", (_, problem, bound) => {
    const { constants, distances } = newtonConstants(problem);
    expect(constants.length).toBeGreaterThan(2);
    expect(Math.max(...constants)).toBeLessThan(bound);
    expect(distances.at(-1)).toBeLessThan(1e-10);
  });

  it("newton solves a quadratic in one step", () => {
    const { distances } = measure(scaledQuadratic(1e6), newton(), { maxIter: 1 });
    expect(distances[1]).toBeLessThan(1e-12);
  });
});

describe("linear rates", () => {
  it.each<[string, Known]>([
    ["κ = 10", scaledQuadratic(10)],
    ["κ = 1000", scaledQuadratic(1000)],
    ["logistic regression", nearby(logistic, 1e-4)],
  ])("gradient descent at 2 / (L + μ), %s: −ln(rate) is −ln((κ − 1) / (κ + 1)) within 10 %", (_, problem) => {
    expect(Math.abs(gradientDescentRate(problem).deviation)).toBeLessThan(0.1);
  });

  it("momentum and nesterov at their best take √κ steps where gradient descent takes κ", () => {
    const kappas = [100, 400, 1600];
    const runs = kappas.map(onQuadratic);
    const power = (name: keyof (typeof runs)[number]) =>
      exponent(
        kappas,
        runs.map((run) => run[name].steps),
      );
    expect(power("gradientDescent")).toBeCloseTo(1, 1);
    expect(power("momentum")).toBeCloseTo(0.5, 1);
    expect(power("nesterov")).toBeCloseTo(0.5, 1);
    for (const { momentum, nesterov } of runs) {
      expect(Math.abs(momentum.deviation)).toBeLessThan(0.1);
      expect(Math.abs(nesterov.deviation)).toBeLessThan(0.1);
    }
  });

  it("saga: at least as fast as its bound, down to rounding", () => {
    const { squares, measured, bound } = sagaRate(ridge);
    expect(measured).toBeLessThan(bound);
    expect(squares.at(-1)).toBeLessThan(1e-24 * squares[0]);
  });
});

describe("superlinear rates", () => {
  it.each<[string, Known]>([
    ["Rosenbrock's function", rosenbrock()],
    ["logistic regression", logistic],
    ["a badly scaled quadratic", scaledQuadratic(1e4)],
  ])("bfgs on %s: the ratio of errors falls towards 0", (_, problem) => {
    const ratios = bfgsRatios(problem);
    const mean = (values: number[]) =>
      values.reduce((product, ratio) => product * ratio, 1) ** (1 / values.length);
    const third = Math.ceil(ratios.length / 3);
    const thirds = [0, 1, 2].map((k) => mean(ratios.slice(k * third, (k + 1) * third)));
    expect(thirds[2]).toBeLessThan(0.6 * thirds[0]);
    expect(mean(ratios.slice(-5))).toBeLessThan(0.3);
  });
});

describe("sublinear rates", () => {
  it("sgd at c / n: F − F* falls like 1/n with replacement, like 1/n² shuffled", () => {
    const replacement = sgdRate(ridge, "replacement");
    const shuffle = sgdRate(ridge, "shuffle");
    expect(Math.abs(replacement.exponent + 1)).toBeLessThan(0.15);
    expect(Math.abs(shuffle.exponent + 2)).toBeLessThan(0.25);
    expect(shuffle.gaps.at(-1)).toBeLessThan(replacement.gaps.at(-1)! / 1000);
  });

  it("sgd with replacement, after a million updates: within a few dozen of single precision's spacing", () => {
    const { updates, gaps } = sgdRate(ridge, "replacement", { epochs: 4096, seeds: 1 });
    expect(updates.at(-1)).toBe(2 ** 20);
    expect(gaps.at(-1)! / ridge.least).toBeLessThan(100 * 2 ** -23);
  });

  it("adagrad's effective step falls like n^−½ without end", () => {
    const { steps, exponent: power } = adagradSteps(2 ** 15);
    expect(Math.abs(power + 0.5)).toBeLessThan(0.05);
    expect(steps.every((step, i) => i === 0 || step < steps[i - 1])).toBe(true);
  });
});

describe("steps to ε", () => {
  const entries = new Map(onLogistic(logistic).map((entry) => [entry.name, entry]));
  const steps = (name: string, epsilons: readonly number[]) => {
    const { method, maxIter } = entries.get(name)!;
    const { gaps } = measure(logistic, method, { maxIter, tol: 1e-13 });
    return epsilons.map((epsilon) => stepsTo(gaps, epsilon) ?? Number.NaN);
  };

  it("newton: two more from 1e-6 to 1e-12 at most", () => {
    const [to6, to12] = steps("newton", [1e-6, 1e-12]);
    expect(to12 - to6).toBeLessThanOrEqual(2);
  });

  // of several modes the slowest decides last, so that later decades take somewhat more; 1/ε would be 10⁴ times as many
  it.each(["momentum", "nesterov"])("%s: about as many from 1e-4 to 1e-8 as from 1e-8 to 1e-12", (name) => {
    const [to4, to8, to12] = steps(name, [1e-4, 1e-8, 1e-12]);
    expect((to12 - to8) / (to8 - to4)).toBeGreaterThan(0.67);
    expect((to12 - to8) / (to8 - to4)).toBeLessThan(1.5);
  });
});

it("the Hessian's memory grows like M²", () => {
  expect(cost.hessianMemory().exponent).toBeCloseTo(2, 1); // rows are padded
});
