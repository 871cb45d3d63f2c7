import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  adagrad,
  adam,
  adamw,
  annealed,
  backtracking,
  cosineDecay,
  gradientDescent,
  inverseTimeDecay,
  iterate,
  minimize,
  type MinimizeOptions,
  momentum,
  nesterov,
  rmsprop,
  rprop,
  type RuleMethod,
  stepDecay,
  strongWolfe,
  warmup,
} from "../../src/optimize/index.ts";
import { State } from "../../src/solvers/state.ts";
import { defaultRuntime } from "../../src/wasm/default-runtime.ts";
import { Workspace } from "../../src/wasm/workspace.ts";
import { expectInputError } from "../support/errors.ts";
import { quadratic, rosenbrock, type TestFunction } from "../support/functions.ts";

const asUser = ({ value, gradient }: TestFunction) => ({
  value,
  gradient: (x: Float64Array, into: Float64Array) => void into.set(gradient(x)),
});

/** ½ x² */
const bowl = asUser({ ...quadratic([1]), size: 1 });
/** 2 x */
const slope = {
  value: ([x]: Float64Array) => 2 * x,
  gradient: (_: Float64Array, into: Float64Array) => void (into[0] = 2),
};
const valley = asUser(rosenbrock);

/** x at each iterate, the start included. */
function pathOf(
  objective: ReturnType<typeof asUser>,
  start: number[],
  method: RuleMethod,
  maxIter: number,
): Float64Array[] {
  const { trace } = minimize(objective, start, method, { maxIter, tol: 0, recordPath: true });
  return trace.map(({ x }) => x as Float64Array);
}

function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance = 1e-14): void {
  expect(actual.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) {
    const error = Math.abs(actual[i] - expected[i]) / Math.max(1, Math.abs(expected[i]));
    expect(error, `${actual[i]} for ${expected[i]}`).toBeLessThanOrEqual(tolerance);
  }
}

/** Leaves no trace in a root, and prevents 0 / 0 all the same. */
const TINY = Number.MIN_VALUE;

describe("the first steps from x = 1, computed by hand", () => {
  const root = Math.sqrt;

  it("gradientDescent on ½ x²", () => {
    const path = pathOf(bowl, [1], gradientDescent({ learningRate: 0.1 }), 3);
    expectClose(
      path.flatMap(([x]) => x),
      [1, 0.9, 0.81, 0.729],
    );
  });

  it("momentum on ½ x²", () => {
    const path = pathOf(bowl, [1], momentum({ learningRate: 0.1, momentum: 0.5 }), 3);
    // v = −0.1, −0.14, −0.146
    expectClose(
      path.flatMap(([x]) => x),
      [1, 0.9, 0.76, 0.614],
    );
  });

  it("momentum on ½ x², annealed", () => {
    const method = momentum({ learningRate: 0.1, momentum: annealed(0.9, 0.5, 2) });
    // μ = 0.9, 0.7, 0.5: v = −0.1, −0.16, −0.154
    expectClose(
      pathOf(bowl, [1], method, 3).flatMap(([x]) => x),
      [1, 0.9, 0.74, 0.586],
    );
  });

  it("nesterov on ½ x², looking ahead", () => {
    const path = pathOf(bowl, [1], nesterov({ learningRate: 0.1, momentum: 0.5 }), 3);
    // gradient at 1, 0.85, 0.6975: v = −0.1, −0.135, −0.13725
    expectClose(
      path.flatMap(([x]) => x),
      [1, 0.9, 0.765, 0.62775],
    );
  });

  it("nesterov on ½ x², transformed", () => {
    const path = pathOf(bowl, [1], nesterov({ learningRate: 0.1, momentum: 0.5, form: "transformed" }), 3);
    expectClose(
      path.flatMap(([x]) => x),
      [1, 0.85, 0.6975, 0.559125],
    );
  });

  it("adagrad on 2 x", () => {
    // c = 4, 8, 12
    const path = pathOf(slope, [1], adagrad({ learningRate: 0.5, epsilon: TINY }), 3);
    const expected = [1, 0.5, 0.5 - 1 / root(8), 0.5 - 1 / root(8) - 1 / root(12)];
    expectClose(
      path.flatMap(([x]) => x),
      expected,
    );
  });

  it("rmsprop on 2 x", () => {
    // c = 1, 1.75, 2.3125
    const path = pathOf(slope, [1], rmsprop({ learningRate: 0.1, decay: 0.75, epsilon: TINY }), 3);
    const expected = [1, 0.8, 0.8 - 0.2 / root(1.75), 0.8 - 0.2 / root(1.75) - 0.2 / root(2.3125)];
    expectClose(
      path.flatMap(([x]) => x),
      expected,
    );
  });

  it("rprop on ½ x²", () => {
    const { trace } = minimize(bowl, [1], rprop({ learningRate: 0.5 }), { maxIter: 4, recordPath: true });
    // Past the minimum the step is halved and not taken; then the sign counts again.
    expectClose(
      trace.map(({ x }) => (x as Float64Array)[0]),
      [1, 0.5, -0.1, -0.1, 0.2],
    );
    expectClose(
      trace.map(({ stepSize }) => stepSize),
      [0, 0.5, 0.6, 0.3, 0.3],
    );
  });

  it("rprop between its bounds", () => {
    const up = minimize(slope, [1], rprop({ learningRate: 1, maxStep: 1.3 }), { maxIter: 4 });
    expectClose(
      up.trace.map(({ stepSize }) => stepSize),
      [0, 1, 1.2, 1.3, 1.3],
    );
    const down = minimize(bowl, [1], rprop({ learningRate: 1.5, minStep: 1.1 }), { maxIter: 2 });
    expectClose(
      down.trace.map(({ stepSize }) => stepSize),
      [0, 1.5, 1.1],
    );
  });

  const options = { learningRate: 0.1, beta1: 0.5, beta2: 0.5, epsilon: TINY };

  it("adam on ½ x²", () => {
    // m = 0.5, 0.7, 0.35 + x / 2 and c = 0.5, 0.655, 0.3275 + x² / 2, over 0.5, 0.75, 0.875
    const x2 = 0.9 - (0.1 * (0.7 / 0.75)) / root(0.655 / 0.75);
    const x3 = x2 - (0.1 * ((0.35 + x2 / 2) / 0.875)) / root((0.3275 + (x2 * x2) / 2) / 0.875);
    expectClose(
      pathOf(bowl, [1], adam(options), 3).flatMap(([x]) => x),
      [1, 0.9, x2, x3],
    );
  });

  it("adam on ½ x², without bias correction", () => {
    const x1 = 1 - 0.05 / root(0.5);
    const x2 = x1 - (0.1 * (0.25 + x1 / 2)) / root(0.25 + (x1 * x1) / 2);
    const x3 = x2 - (0.1 * (0.125 + x1 / 4 + x2 / 2)) / root(0.125 + (x1 * x1) / 4 + (x2 * x2) / 2);
    const path = pathOf(bowl, [1], adam({ ...options, biasCorrection: false }), 3);
    expectClose(
      path.flatMap(([x]) => x),
      [1, x1, x2, x3],
    );
  });

  it("adamw on ½ x²", () => {
    // m = 0.5, 0.675, 0.3375 + x / 2 and c = 0.5, 0.61125, 0.305625 + x² / 2; 1 − η λ = 0.95
    const x2 = 0.95 * 0.85 - (0.1 * (0.675 / 0.75)) / root(0.61125 / 0.75);
    const x3 = 0.95 * x2 - (0.1 * ((0.3375 + x2 / 2) / 0.875)) / root((0.305625 + (x2 * x2) / 2) / 0.875);
    const path = pathOf(bowl, [1], adamw({ ...options, weightDecay: 0.5 }), 3);
    expectClose(
      path.flatMap(([x]) => x),
      [1, 0.85, x2, x3],
    );
  });

  it.each([adagrad, rmsprop, adam, adamw])("%o rests where the gradient is 0", (rule) => {
    const flat = { value: ([x]: Float64Array) => x, gradient: () => [1, 0] };
    const { x } = minimize(flat, [1, 0], rule({ epsilon: TINY }), { maxIter: 3 });
    expect(x[0]).toBeLessThan(1);
    expect(x[1]).toBe(0);
  });

  it("epsilon is outside the root", () => {
    const after = (method: RuleMethod) => pathOf(slope, [1], method, 1)[1];
    expectClose(after(adagrad({ learningRate: 1, epsilon: 3 })), [1 - 2 / (2 + 3)]);
    expectClose(after(rmsprop({ learningRate: 1, decay: 0.75, epsilon: 3 })), [1 - 2 / (1 + 3)]);
    expectClose(after(adam({ learningRate: 1, epsilon: 3 })), [1 - 2 / (2 + 3)]);
  });
});

describe("trajectories of 200 steps, beside PyTorch", () => {
  interface Case {
    rule: keyof typeof rules;
    function: "rosenbrock" | "quadratic";
    options: object;
    start: number[];
    path: number[][];
  }
  const rules = { gradientDescent, momentum, nesterov, adagrad, rmsprop, rprop, adam, adamw };
  const functions = { rosenbrock: valley, quadratic: asUser(quadratic([1, 10, 100, 1000, 0.1])) };
  const file = new URL("../reference/torch_rules.json", import.meta.url);
  const { steps, cases } = JSON.parse(readFileSync(file, "utf8")) as { steps: number[]; cases: Case[] };

  it.each(cases.map((entry) => [entry.rule, entry.function, entry] as const))("%s on %s", (_, __, entry) => {
    const method = (rules[entry.rule] as (options: object) => RuleMethod)(entry.options);
    const path = pathOf(functions[entry.function], entry.start, method, 200);
    steps.forEach((step, i) => expectClose(path[step], entry.path[i], 1e-12));
  });
});

describe("nesterov", () => {
  it.each([
    ["a constant momentum", () => 0.9],
    ["an annealed momentum", annealed(0.5, 0.99, 60)],
    ["a momentum annealed by epochs", annealed(0.5, 0.99, 60, { per: "epoch" })],
  ])("steps, transformed, from one point ahead to the next: with %s", (_, mu) => {
    const options = { learningRate: inverseTimeDecay({ initial: 4e-4, rate: 0.01 }), momentum: mu };
    const path = pathOf(valley, [-1.2, 1], nesterov(options), 150);
    const ahead = path.map((x, t) => {
      const before = path[Math.max(0, t - 1)];
      return x.map((value, j) => value + mu(t, t) * (value - before[j]));
    });
    const transformed = pathOf(valley, [-1.2, 1], nesterov({ ...options, form: "transformed" }), 150);
    transformed.forEach((x, t) => expectClose(x, ahead[t], 1e-11));
    expect(Math.hypot(...transformed[150].map((value, j) => value - path[150][j]))).toBeGreaterThan(1e-6);
  });

  it("asks for two gradients a step looking ahead, one transformed", () => {
    const asked = (form: "lookahead" | "transformed") =>
      minimize(valley, [-1.2, 1], nesterov({ learningRate: 1e-4, form }), { maxIter: 10 }).evaluations;
    expect([asked("lookahead").gradient, asked("transformed").gradient]).toEqual([21, 11]);
  });
});

describe("adam", () => {
  it("takes first steps more than three times too long without bias correction", () => {
    const first = (biasCorrection: boolean) => {
      const [start, next] = pathOf(slope, [1], adam({ learningRate: 0.01, biasCorrection }), 1);
      return start[0] - next[0];
    };
    expect(first(true)).toBeCloseTo(0.01, 9);
    expect(first(false)).toBeCloseTo((0.01 * 0.1) / Math.sqrt(0.001), 6);
    expect(first(false) / first(true)).toBeCloseTo(Math.sqrt(10), 5);
  });

  it("is adamw without weight decay", () => {
    const path = pathOf(valley, [-1.2, 1], adam({ learningRate: 0.02 }), 50);
    expect(pathOf(valley, [-1.2, 1], adamw({ learningRate: 0.02, weightDecay: 0 }), 50)).toEqual(path);
  });
});

/** Where a rule comes to that sees these gradients again and again, whatever x is. */
function follow(rule: RuleMethod, gradients: number[], epochs: number): number {
  const workspace = new Workspace(defaultRuntime().arena);
  try {
    const state = new State(1, workspace);
    const [x, gradient] = [state.vector("x"), state.vector("gradient")];
    for (let step = 0; step < epochs * gradients.length; step++) {
      const epoch = Math.floor(step / gradients.length);
      gradient.values[0] = gradients[step % gradients.length];
      const nextEpoch = Math.floor((step + 1) / gradients.length);
      rule.update(x, gradient, state, step, epoch, nextEpoch);
    }
    return x.values[0];
  } finally {
    workspace.dispose();
  }
}

describe("rprop", () => {
  it("is misled by mini-batches, where only the mean of the gradients means anything", () => {
    // Hinton's example: the mean is 0, so x should stay.
    const gradients = [0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, -0.9];
    expect(follow(gradientDescent({ learningRate: 0.01 }), gradients, 20)).toBeCloseTo(0, 12);
    expect(follow(rprop({ learningRate: 0.01 }), gradients, 20)).toBeLessThan(-1);
  });
});

describe("a rule's schedules", () => {
  it("are told step and epoch", () => {
    const calls: number[][] = [];
    const tell = (step: number, epoch: number) => (calls.push([step, epoch]), 0.1);
    for (const rule of [momentum, adagrad, rmsprop, adam, adamw, gradientDescent]) {
      calls.length = 0;
      follow(rule({ learningRate: tell }), [1, -1], 2);
      expect(calls).toEqual([
        [0, 0],
        [1, 0],
        [2, 1],
        [3, 1],
      ]);
    }
  });
});

const learningRate = warmup(3, cosineDecay({ initial: 4e-4, steps: 20, final: 1e-5 }));
const methods: [string, () => RuleMethod][] = [
  ["gradientDescent", () => gradientDescent({ learningRate })],
  ["momentum", () => momentum({ learningRate, momentum: annealed(0.5, 0.99, 9) })],
  ["nesterov", () => nesterov({ learningRate, momentum: annealed(0.5, 0.99, 9) })],
  [
    "nesterov, transformed",
    () => nesterov({ learningRate, momentum: annealed(0.5, 0.99, 9), form: "transformed" }),
  ],
  ["adagrad", () => adagrad({ learningRate })],
  ["rmsprop", () => rmsprop({ learningRate })],
  ["rprop", () => rprop()],
  ["adam", () => adam({ learningRate })],
  ["adam without bias correction", () => adam({ learningRate, biasCorrection: false })],
  ["adamw", () => adamw({ learningRate })],
];

describe("every rule", () => {
  it.each(methods)("%s, stopped at any iteration and resumed, gives the same bits", (_, make) => {
    const run = (options: MinimizeOptions) => minimize(valley, [-1.2, 1], make(), { tol: 0, ...options });
    const whole = run({ maxIter: 12 });
    for (let maxIter = 0; maxIter <= 12; maxIter++) {
      const checkpoint = JSON.parse(JSON.stringify(run({ maxIter }).checkpoint));
      const resumed = run({ maxIter: 12, checkpoint });
      expect(resumed.x).toEqual(whole.x);
      expect(resumed.iterations).toBe(12);
      expect(resumed.evaluations).toEqual(whole.evaluations);
      const rows = whole.trace.slice(-resumed.trace.length);
      for (const key of ["iteration", "value", "gradientNorm", "stepSize"] as const) {
        expect(resumed.trace.map((row) => row[key])).toEqual(rows.map((row) => row[key]));
      }
      expect(resumed.checkpoint.state).toEqual(whole.checkpoint.state);
    }
  });

  it.each(methods.filter(([name]) => name !== "rprop"))("%s tells the rate that it used", (_, make) => {
    const { trace } = minimize(valley, [-1.2, 1], make(), { maxIter: 25 });
    const rates = [...Array(25).keys()].map((step) => learningRate(step, step));
    expect(trace.map(({ stepSize }) => stepSize)).toEqual([0, ...rates]);
  });

  it.each(methods)("%s can be used again for another run", (_, make) => {
    const method = make();
    const run = () => minimize(valley, [-1.2, 1], method, { maxIter: 20 }).x;
    expect(run()).toEqual(run());
  });

  it.each<[string, RuleMethod, number]>([
    ["gradientDescent", gradientDescent({ learningRate: 0.1 }), 1000],
    ["momentum", momentum(), 1000],
    ["nesterov", nesterov(), 1000],
    ["nesterov, transformed", nesterov({ form: "transformed" }), 1000],
    ["adagrad", adagrad({ learningRate: 1 }), 4000],
    ["rprop", rprop(), 1000],
    ["adam", adam({ learningRate: 0.05 }), 4000],
    ["rmsprop", rmsprop({ learningRate: stepDecay({ initial: 0.1, every: 100 }) }), 4000],
  ])("%s finds the minimum of a quadratic", (_, method, maxIter) => {
    const f = asUser(quadratic([1, 10, 4, 0.5]));
    const { status, x } = minimize(f, [9, 9, -9, 3], method, { maxIter });
    expect(status).toBe("converged");
    x.forEach((value, j) => expect(value).toBeCloseTo(j, 4));
  });

  it("takes one step at a time", () => {
    const values: number[] = [];
    for (const { iteration, value } of iterate(bowl, [1], momentum({ learningRate: 0.1 }))) {
      values.push(value);
      if (iteration === 3) break;
    }
    expect(values).toHaveLength(4);
  });
});

describe("a step that is too large", () => {
  it.each<[string, RuleMethod]>([
    ["gradientDescent", gradientDescent({ learningRate: 3 })],
    ["gradientDescent, far too large", gradientDescent({ learningRate: 1e200 })],
    ["momentum", momentum({ learningRate: 5 })],
    ["nesterov", nesterov({ learningRate: 5 })],
    ["nesterov, transformed", nesterov({ learningRate: 5, form: "transformed" })],
  ])("ends in a status, with the last finite point: %s", (_, method) => {
    for (const f of [bowl, valley, asUser(quadratic([1, 3]))]) {
      const start = f === bowl ? [1] : [-1.2, 1.1];
      const result = minimize(f, start, method);
      expect(["diverged", "not-finite"]).toContain(result.status);
      expect(result.x.every(Number.isFinite)).toBe(true);
      expect(Number.isFinite(result.value)).toBe(true);
      expect(result.value).toBe(f.value(result.x));
      expect(result.best.value).toBeLessThanOrEqual(f.value(Float64Array.from(start)));
    }
  });

  it("that meets NaN leaves the point before it", () => {
    const barrier = {
      value: ([x]: Float64Array) => x - Math.log(x),
      gradient: ([x]: Float64Array, into: Float64Array) => void (into[0] = 1 - 1 / x),
    };
    const growing = (step: number) => (step === 0 ? 1 : 10);
    const result = minimize(barrier, [3], gradientDescent({ learningRate: growing }));
    expect([result.status, result.iterations]).toEqual(["not-finite", 2]);
    expect(result.x[0]).toBe(3 - (1 - 1 / 3));
    expect(result.value).toBe(barrier.value(result.x));
  });
});

describe("a gradient that is not finite", () => {
  it("leaves the point before it, with its value", () => {
    const cliff = {
      value: ([x]: Float64Array) => x,
      gradient: ([x]: Float64Array, into: Float64Array) => void (into[0] = x < 0 ? Number.NaN : 1),
    };
    const result = minimize(cliff, [2.5], gradientDescent({ learningRate: 1 }));
    expect([result.status, result.iterations]).toEqual(["not-finite", 3]);
    expect([result.x[0], result.value, result.gradientNorm]).toEqual([0.5, 0.5, 1]);
  });
});

describe("a checkpoint", () => {
  it("that was restored and saved again without a step has lost nothing", () => {
    const run = (options: MinimizeOptions) => minimize(valley, [-1.2, 1], adam(), { tol: 0, ...options });
    const { checkpoint } = run({ maxIter: 5 });
    const again = run({ maxIter: 5, checkpoint }).checkpoint;
    expect(run({ maxIter: 9, checkpoint: again }).x).toEqual(run({ maxIter: 9 }).x);
  });
});

describe("gradientDescent", () => {
  it("backtracks from 1 by default, as the course does", () => {
    const run = (method: ReturnType<typeof gradientDescent>) =>
      minimize(valley, [-1.2, 1], method, { maxIter: 40, recordPath: true }).trace.map(({ x }) => x);
    const plain = run(gradientDescent());
    const lineSearch = backtracking({ alpha: 0.1, beta: 0.8, initialStep: 1 });
    expect(run(gradientDescent({ lineSearch }))).toEqual(plain);
    expect(run(gradientDescent({ lineSearch, firstTrial: "barzilai-borwein" }))).toEqual(plain);
    expect(run(gradientDescent({ firstTrial: "barzilai-borwein" }))).not.toEqual(plain);
  });

  it("takes steps of the course's row 1, 0.8, 0.64, ...", () => {
    const { trace } = minimize(valley, [-1.2, 1], gradientDescent(), { maxIter: 40 });
    for (const { stepSize } of trace.slice(1)) {
      const trials = Math.log(stepSize) / Math.log(0.8);
      expect(trials).toBeCloseTo(Math.round(trials), 9);
    }
  });
});

describe("options", () => {
  it.each<[string, () => unknown, string, string]>([
    [
      "learningrate",
      () => momentum({ learningrate: 1 } as never),
      "momentum.learningrate",
      'unknown option; expected "learningRate"?',
    ],
    [
      "decay of adagrad",
      () => adagrad({ decay: 1 } as never),
      "adagrad.decay",
      'unknown option; expected "learningRate", "epsilon"',
    ],
    [
      "weightDecay of adam",
      () => adam({ weightDecay: 1 } as never),
      "adam.weightDecay",
      'unknown option; expected "learningRate", "beta1", "beta2", "epsilon", "biasCorrection"',
    ],
    ["beta3", () => adamw({ beta3: 1 } as never), "adamw.beta3", 'unknown option; expected "beta1"?'],
    [
      "rho",
      () => rmsprop({ rho: 1 } as never),
      "rmsprop.rho",
      'unknown option; expected "learningRate", "decay", "epsilon"',
    ],
    [
      "momentum of rprop",
      () => rprop({ momentum: 1 } as never),
      "rprop.momentum",
      'unknown option; expected "learningRate", "increase", "decrease", "minStep", "maxStep"',
    ],
    [
      "a number for options",
      () => nesterov(0.1 as never),
      "nesterov",
      "0.1; expected an object with options",
    ],
    [
      "learningRate: 0",
      () => momentum({ learningRate: 0 }),
      "momentum.learningRate",
      "0; expected a number greater than 0 or a schedule",
    ],
    [
      "learningRate: Infinity",
      () => adam({ learningRate: Infinity }),
      "adam.learningRate",
      "Infinity; expected a number greater than 0 or a schedule",
    ],
    [
      "a schedule for rprop",
      () => rprop({ learningRate: (() => 1) as never }),
      "rprop.learningRate",
      "a function; expected a finite number greater than 0",
    ],
    [
      "momentum: 1",
      () => momentum({ momentum: 1 }),
      "momentum.momentum",
      "1; expected a number from 0 up to less than 1 or a schedule",
    ],
    [
      "form",
      () => nesterov({ form: "other" as never }),
      "nesterov.form",
      '"other"; expected "lookahead", "transformed"',
    ],
    [
      "decay: 1",
      () => rmsprop({ decay: 1 }),
      "rmsprop.decay",
      "1; expected a number from 0 up to less than 1",
    ],
    ["beta2: 1", () => adam({ beta2: 1 }), "adam.beta2", "1; expected a number from 0 up to less than 1"],
    ...[
      ["adagrad", adagrad] as const,
      ["rmsprop", rmsprop] as const,
      ["adam", adam] as const,
      ["adamw", adamw] as const,
    ].flatMap(([name, rule]) =>
      [0, -1].map((epsilon): [string, () => unknown, string, string] => [
        `${name}'s epsilon: ${epsilon}`,
        () => rule({ epsilon }),
        `${name}.epsilon`,
        `${epsilon}; expected a finite number greater than 0`,
      ]),
    ),
    [
      "weightDecay: NaN",
      () => adamw({ weightDecay: Number.NaN }),
      "adamw.weightDecay",
      "NaN; expected a number of at least 0",
    ],
    [
      "biasCorrection: 1",
      () => adam({ biasCorrection: 1 as never }),
      "adam.biasCorrection",
      "1; expected true or false",
    ],
    ["decrease: 1", () => rprop({ decrease: 1 }), "rprop.decrease", "1; expected a number between 0 and 1"],
    [
      "minStep over maxStep",
      () => rprop({ minStep: 2, maxStep: 1 }),
      "rprop.minStep",
      "2; expected at most maxStep, 1",
    ],
    [
      "rate and line search",
      () => gradientDescent({ learningRate: 1, lineSearch: strongWolfe() }),
      "gradientDescent.lineSearch",
      "contradicts learningRate, which leaves nothing to search",
    ],
    [
      "rate and first trial",
      () => gradientDescent({ learningRate: 1, firstTrial: 1 }),
      "gradientDescent.firstTrial",
      "contradicts learningRate, which leaves nothing to search",
    ],
    [
      "lineSearch by name",
      () => gradientDescent({ lineSearch: "strongWolfe" as never }),
      "gradientDescent.lineSearch",
      '"strongWolfe"; expected backtracking() or strongWolfe()',
    ],
    [
      "lineSearch that isn't called",
      () => gradientDescent({ lineSearch: backtracking as never }),
      "gradientDescent.lineSearch",
      "backtracking itself; expected what it answers, backtracking()",
    ],
    [
      "firstTrial: 0",
      () => gradientDescent({ firstTrial: 0 }),
      "gradientDescent.firstTrial",
      "0; expected a finite number greater than 0",
    ],
    [
      "rate of gradientDescent",
      () => gradientDescent({ rate: 0 } as never),
      "gradientDescent.rate",
      'unknown option; expected "learningRate", "lineSearch", "firstTrial"',
    ],
    [
      "alpha: 0.5",
      () => backtracking({ alpha: 0.5 }),
      "backtracking.alpha",
      "0.5; expected a number between 0 and 0.5",
    ],
    ["beta: 1", () => backtracking({ beta: 1 }), "backtracking.beta", "1; expected a number between 0 and 1"],
    [
      "initialStep: 0",
      () => backtracking({ initialStep: 0 }),
      "backtracking.initialStep",
      "0; expected a finite number greater than 0",
    ],
    [
      "gamma of backtracking",
      () => backtracking({ gamma: 1 } as never),
      "backtracking.gamma",
      'unknown option; expected "alpha", "beta", "initialStep"',
    ],
    [
      "curvature: 1",
      () => strongWolfe({ curvature: 1 }),
      "strongWolfe.curvature",
      "1; expected a number between 0 and 1",
    ],
    [
      "c₁ over c₂",
      () => strongWolfe({ sufficientDecrease: 0.5, curvature: 0.4 }),
      "strongWolfe.curvature",
      "0.4; expected more than sufficientDecrease, 0.5",
    ],
    [
      "c1",
      () => strongWolfe({ c1: 0.5 } as never),
      "strongWolfe.c1",
      'unknown option; expected "sufficientDecrease", "curvature", "maxTrials"',
    ],
  ])("%s is refused", (_, call, argument, problem) => expectInputError(call, argument, problem));
});
