import { describe, expect, it } from "vitest";
import { InputError } from "../../src/index.ts";
import {
  augmentedLagrangian,
  bfgs,
  type Checkpoint,
  type Constraint,
  gradientDescent,
  lbfgs,
  lbfgsb,
  minimize,
  minimizeAsync,
  type MinimizeOptions,
  momentum,
} from "../../src/optimize/index.ts";

const bowl = {
  value: ([x, y]: Float64Array) => (x - 1) ** 2 + (y - 2) ** 2,
  gradient: ([x, y]: Float64Array, into: Float64Array) => into.set([2 * (x - 1), 2 * (y - 2)]),
};
const onALine = {
  value: ([x, y]: Float64Array) => x + y - 1,
  gradient: (_: Float64Array, into: Float64Array) => into.set([1, 1]),
};

describe("a gradient that disagrees with the value", () => {
  it("of the objective is named, at the point where it showed", () => {
    const lying = {
      value: bowl.value,
      gradient: ([x, y]: Float64Array, into: Float64Array) => into.set([-2 * (x - 1), -2 * (y - 2)]),
    };
    const method = augmentedLagrangian({ equalities: [onALine] });
    const { status, hint, iterations, x, value } = minimize(lying, [0, 0], method);
    expect(status).toBe("gradient-mismatch");
    expect(hint).toMatch(/^the objective's gradient disagrees with its value: checkGradient\(objective/);
    expect(iterations).toBeLessThan(20);
    expect(value).toBe(bowl.value(x));
  });

  const empty = { value: () => 0, gradient: () => [0, 0] };
  /** x² + y = 1, and x² + y² ≤ 1. */
  const parabola = ([x, y]: Float64Array) => x * x + y - 1;
  const disc = ([x, y]: Float64Array) => x * x + y * y - 1;
  const wrong: [string, (x: Float64Array, into: Float64Array) => void][] = [
    ["forgotten", () => undefined],
    ["of the wrong sign", ([x], into) => into.set([-2 * x, -1])],
    ["half of it", ([x], into) => into.set([x, 1])],
    ["without an entry", ([x], into) => into.set([2 * x, 0])],
    ["with its entries swapped", ([x], into) => into.set([1, 2 * x])],
  ];

  it.each(wrong)("of a constraint is named: %s", (_, gradient) => {
    for (const start of [
      [0.3, 0.2],
      [3, -2],
      [1, 2],
    ]) {
      const equalities = [empty, { value: parabola, gradient }];
      const equal = minimize(bowl, start, augmentedLagrangian({ equalities }));
      expect(equal.status).toBe("gradient-mismatch");
      expect(equal.hint).toBe(
        "the gradient of a constraint, equalities[1], disagrees with its value: " +
          "checkGradient(equalities[1], result.x) tells where",
      );
      expect(equal.value).toBe(bowl.value(equal.x));
      const inequalities = [{ value: disc, gradient }];
      const most = minimize(bowl, start, augmentedLagrangian({ equalities: [empty], inequalities }));
      expect([most.status, most.hint]).toEqual([
        "gradient-mismatch",
        expect.stringContaining("inequalities[0]"),
      ]);
    }
  });

  it("of a constraint is named where F lies still as well, and in promises", async () => {
    const silent = { value: disc, gradient: async () => {} };
    const method = augmentedLagrangian({ inequalities: [silent] });
    const { status, hint, gradientNorm } = await minimizeAsync(bowl, [1, 2], method);
    expect([status, gradientNorm]).toEqual(["gradient-mismatch", 0]);
    expect(hint).toContain("inequalities[0]");
  });

  it("is not what ends a run whose constraints contradict each other", () => {
    const circle = (radius: number): Constraint => ({
      value: ([x, y]) => x * x + y * y - radius ** 2,
      gradient: ([x, y], into) => into.set([2 * x, 2 * y]),
    });
    const far = { value: ([x]: Float64Array) => 3 - Math.exp(-x * x), gradient: gradientOfFar };
    function gradientOfFar([x]: Float64Array, into: Float64Array) {
      into.set([2 * x * Math.exp(-x * x), 0]);
    }
    for (const equalities of [[circle(1), circle(2)], [far], [{ value: () => 5, gradient: () => [0, 0] }]]) {
      for (const start of [
        [0.3, 0.2],
        [3, -2],
      ]) {
        const { status, hint } = minimize(bowl, start, augmentedLagrangian({ equalities }));
        expect([status, hint]).toEqual(["infeasible", undefined]);
      }
    }
  });
});

describe("limits in the middle of an inner run", () => {
  const rosenbrock = {
    value: ([x, y]: Float64Array) => (1 - x) ** 2 + 100 * (y - x * x) ** 2,
    gradient: ([x, y]: Float64Array, into: Float64Array) =>
      into.set([-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)]),
  };
  /** x² + y² ≤ 1 */
  const inDisc = {
    value: ([x, y]: Float64Array) => x * x + y * y - 1,
    gradient: ([x, y]: Float64Array, into: Float64Array) => into.set([2 * x, 2 * y]),
  };
  const START = [-1.2, 1];
  const within = (inner = lbfgs(), innerIterations = 1000) =>
    augmentedLagrangian({ inequalities: [inDisc], inner, innerIterations });

  it("are noticed: evaluations", () => {
    const { status, iterations, evaluations, criteria, x } = minimize(rosenbrock, START, within(), {
      maxEvaluations: 20,
    });
    expect([status, iterations, [...x]]).toEqual(["max-evaluations", 0, START]);
    expect(evaluations.gradient + evaluations.value).toBeLessThan(30);
    const found = criteria.find(({ name }) => name === "evaluations");
    expect(found?.value).toBe(evaluations.gradient + evaluations.value);
  });

  it("are noticed: the signal", async () => {
    const controller = new AbortController();
    let calls = 0;
    const abortive = {
      ...rosenbrock,
      value(x: Float64Array) {
        calls += 1;
        if (calls === 12) controller.abort();
        return rosenbrock.value(x);
      },
    };
    const { status, iterations } = minimize(abortive, START, within(), { signal: controller.signal });
    expect([status, iterations]).toEqual(["aborted", 0]);
    expect(calls).toBeLessThan(16);
    const slow = momentum({ learningRate: 1e-9 });
    const timely = new AbortController();
    setTimeout(() => timely.abort(), 20);
    const waited = await minimizeAsync(rosenbrock, START, within(slow, 1e6), { signal: timely.signal });
    expect([waited.status, waited.iterations]).toEqual(["aborted", 0]);
  });

  it("are noticed: the clock", () => {
    const slow = momentum({ learningRate: 1e-9 });
    const { status, iterations, seconds, criteria } = minimize(rosenbrock, START, within(slow, 1e6), {
      maxSeconds: 0.05,
    });
    expect([status, iterations]).toEqual(["max-seconds", 0]);
    expect(seconds).toBeGreaterThanOrEqual(0.05);
    expect(seconds).toBeLessThan(5);
    expect(criteria.find(({ name }) => name === "seconds")?.value).toBe(seconds);
  });

  const nested = augmentedLagrangian({ equalities: [onALine] });
  const methods = [
    ["lbfgs", within()],
    ["lbfgs, by some steps", within(lbfgs(), 3)],
    ["bfgs", within(bfgs())],
    ["lbfgsb", within(lbfgsb({ lower: -0.5 }))],
    ["gradient descent", within(gradientDescent(), 30)],
    ["momentum", within(momentum({ learningRate: 1e-4 }), 40)],
    ["another augmentedLagrangian", within(nested)],
  ] as const;

  it.each(methods)("leave a checkpoint that goes on bit for bit: %s", (_, method) => {
    const run = (options: MinimizeOptions) =>
      minimize(rosenbrock, START, method, { maxIter: 12, tol: 1e-7, recordPath: true, ...options });
    const withoutTime = ({ trace }: ReturnType<typeof run>) => trace.map((row) => ({ ...row, seconds: 0 }));
    const whole = run({});
    const count = whole.evaluations.value + whole.evaluations.gradient;
    const stops = [...Array(40).keys()].map((k) => 1 + Math.floor((k * count) / 40));
    for (const maxEvaluations of stops) {
      const part = run({ maxEvaluations });
      const checkpoint: Checkpoint = JSON.parse(JSON.stringify(part.checkpoint));
      // Stopped once more before it gets anywhere, with all that was reached still there.
      const again = run({ checkpoint, signal: AbortSignal.abort() });
      expect(again.checkpoint).toEqual(checkpoint);
      const rest = run({ checkpoint: JSON.parse(JSON.stringify(again.checkpoint)) });
      expect([rest.status, rest.x, rest.value]).toEqual([whole.status, whole.x, whole.value]);
      expect(rest.multipliers).toEqual(whole.multipliers);
      expect(rest.best).toEqual(whole.best);
      expect(rest.evaluations).toEqual(whole.evaluations);
      expect(withoutTime(rest).slice(1)).toEqual(withoutTime(whole).slice(part.iterations + 1));
    }
  });

  it("leave a checkpoint that is refused where its part is broken", () => {
    const { checkpoint } = minimize(rosenbrock, START, within(), { maxEvaluations: 20 });
    for (const parts of [3, { inner: 3 }, { inner: { ...checkpoint.state, size: 3 } }]) {
      const broken = { ...checkpoint, state: { ...checkpoint.state, parts } } as never;
      expect(() => minimize(rosenbrock, START, within(), { checkpoint: broken })).toThrow(InputError);
    }
  });
});

describe("an inner run that doesn't move", () => {
  const slack = { value: ([a, b]: Float64Array) => a + b - 100, gradient: () => [1, 1] };

  it("ends the run with its status", () => {
    const kink = {
      value: ([a, b]: Float64Array) => Math.abs(a) + b * b,
      gradient: ([a, b]: Float64Array) => [a < 0 ? -1 : 1, 2 * b],
    };
    for (const inner of [lbfgs(), bfgs(), gradientDescent()]) {
      const method = augmentedLagrangian({ inequalities: [slack], inner });
      const { status, iterations, x } = minimize(kink, [0, 0], method, { maxIter: 300 });
      expect([status, iterations, [...x]]).toEqual(["line-search-failed", 0, [0, 0]]);
    }
  });
});

it("shows value, gradient and x of one point when the objective's gradient is wrong", () => {
  const value = ([a, b]: Float64Array) => (1 - a) ** 2 + 100 * (b - a * a) ** 2;
  const gradient = ([a, b]: Float64Array) => [-2 * (1 - a) - 400 * a * (b - a * a), -200 * (b - a * a)];
  const disc = {
    value: ([a, b]: Float64Array) => a * a + b * b - 100,
    gradient: ([a, b]: Float64Array) => [2 * a, 2 * b],
  };
  const result = minimize({ value, gradient }, [-1.2, 1], augmentedLagrangian({ inequalities: [disc] }));
  expect(result.status).toBe("gradient-mismatch");
  expect(result.value).toBe(value(result.x));
  expect(result.gradientNorm).toBeCloseTo(Math.hypot(...gradient(result.x)), 12);
  expect(result.iterations).toBe(result.trace.length - 1);
});
