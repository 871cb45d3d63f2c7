import { describe, expect, it } from "vitest";
import { Dataset } from "../../src/index.ts";
import {
  adam,
  averaged,
  type Checkpoint,
  type DatasetObjective,
  constant,
  gradientDescent,
  inverseTimeDecay,
  lbfgs,
  logisticObjective,
  minimize,
  minimizeAsync,
  miniBatch,
  type MiniBatchOptions,
  type MinimizeResult,
  momentum,
  nesterov,
  rprop,
  stepDecay,
  type UpdateRule,
} from "../../src/optimize/index.ts";
import { Random, shuffle } from "../../src/solvers/random.ts";
import { overlapping } from "../support/data.ts";
import { expectInputError } from "../support/errors.ts";
import { distance, parabolas, ridge } from "../support/finite-sums.ts";

const sgd = (learningRate = 0.1) => gradientDescent({ learningRate });

/** What a run is, but for its clock. */
function bitsOf({ x, value, status, iterations, evaluations, best, trace }: MinimizeResult) {
  return {
    x,
    value,
    status,
    iterations,
    evaluations,
    best,
    trace: trace.map((row) => ({ ...row, seconds: 0 })),
  };
}

const sorted = (values: readonly number[]) => values.toSorted((a, b) => a - b);

describe("batches", () => {
  function batchesOf(options: MiniBatchOptions, terms = 7): number[][] {
    const objective = parabolas(Array.from({ length: terms }, (_, i) => i));
    minimize(objective, [0], miniBatch(sgd(), { epochs: 1, ...options }));
    return objective.asked;
  }

  it("in sequence follow the terms, and the last is short", () => {
    const batches = batchesOf({ batchSize: 3, sampling: "sequential" });
    expect(batches).toEqual([[0, 1, 2], [3, 4, 5], [6]]);
  });

  it("leave the last out by dropLast, but only where it is short", () => {
    const options = { batchSize: 3, sampling: "sequential", dropLast: true } as const;
    expect(batchesOf(options)).toEqual([
      [0, 1, 2],
      [3, 4, 5],
    ]);
    expect(batchesOf(options, 6)).toHaveLength(2);
    expect(batchesOf({ ...options, batchSize: 9 })).toEqual([[0, 1, 2, 3, 4, 5, 6]]);
  });

  it.each(["full", 7, 1000] as const)("of %s are all of the terms, in their order", (batchSize) => {
    expect(batchesOf({ batchSize })).toEqual([[0, 1, 2, 3, 4, 5, 6]]);
  });

  it("shuffled take each term once an epoch, in another order every time", () => {
    const batches = batchesOf({ batchSize: 3, epochs: 3 });
    const epochs = [0, 3, 6].map((b) => batches.slice(b, b + 3).flat());
    for (const epoch of epochs) expect(sorted(epoch)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(batches.map(({ length }) => length)).toEqual([3, 3, 1, 3, 3, 1, 3, 3, 1]);
    expect(new Set(epochs.map(String)).size).toBe(3);
  });

  it("with replacement are as many, drawn evenly from all terms", () => {
    const draws = batchesOf({ batchSize: 4, sampling: "replacement", epochs: 1000 }, 10);
    expect(draws.slice(0, 3).map(({ length }) => length)).toEqual([4, 4, 2]);
    const counts = Array.from({ length: 10 }, () => 0);
    for (const term of draws.flat()) counts[term] += 1;
    const chiSquare = counts.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    expect(chiSquare).toBeLessThan(21.67); // the 99 % quantile, 9 degrees of freedom
    const epochs = Array.from({ length: 1000 }, (_, e) => new Set(draws.slice(3 * e, 3 * e + 3).flat()).size);
    const distinct = epochs.reduce((sum, size) => sum + size, 0) / 1000;
    expect(distinct).toBeCloseTo(10 * (1 - 0.9 ** 10), 1);
  });

  it("are decided by the seed", () => {
    for (const sampling of ["shuffle", "replacement"] as const) {
      const of = (seed: number) => batchesOf({ batchSize: 2, sampling, seed, epochs: 2 });
      expect(of(5)).toEqual(of(5));
      expect(of(5)).not.toEqual(of(6));
      expect(of(5)).not.toEqual(of(5 + 2 ** 32));
    }
    expect(batchesOf({})).toEqual(batchesOf({ seed: 0 }));
  });
});

describe("the generator", () => {
  it("goes on from its scalars", () => {
    const scalars = {};
    const random = new Random(scalars, 42);
    random.next();
    random.save();
    const rest = Array.from({ length: 5 }, () => random.next());
    const again = new Random(scalars, 7);
    expect(Array.from({ length: 5 }, () => again.next())).toEqual(rest);
  });

  it("is xoshiro128**", () => {
    const random = new Random({ "random.a": 1, "random.b": 2, "random.c": 3, "random.d": 4 }, 0);
    // The published algorithm, word for word, in whole numbers that don't wrap by themselves.
    const s = [1n, 2n, 3n, 4n];
    const wrap = (n: bigint) => BigInt.asUintN(32, n);
    const rotate = (n: bigint, k: bigint) => wrap((n << k) | (n >> (32n - k)));
    const expected = Array.from({ length: 1000 }, () => {
      const result = wrap(rotate(wrap(s[1] * 5n), 7n) * 9n);
      const t = wrap(s[1] << 9n);
      s[2] ^= s[0];
      s[3] ^= s[1];
      s[1] ^= s[2];
      s[0] ^= s[3];
      s[2] ^= t;
      s[3] = rotate(s[3], 11n);
      return Number(result);
    });
    expect(expected.slice(0, 4)).toEqual([11520, 0, 5927040, 70819200]);
    expect(Array.from({ length: 1000 }, () => random.next())).toEqual(expected);
  });

  it("makes every order of four as likely as any other", () => {
    const random = new Random({}, 3);
    const counts = new Map<string, number>();
    const order = new Uint32Array(4);
    for (let i = 0; i < 24_000; i++) {
      shuffle(order, random);
      counts.set(String(order), (counts.get(String(order)) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    expect(chiSquare).toBeLessThan(41.64); // the 99 % quantile, 23 degrees of freedom
  });
});

describe("an epoch", () => {
  it("is what it is by hand", () => {
    // ½ (x − a)² for a = 1, 2, 6 from x = 0 at rate ½: batch {1, 2} has value ½ (1 + 4) / 2 and slope −1.5,
    // so x = 0.75; batch {6} has value ½ 5.25² and slope −5.25, so x = 3.375.
    const options = { batchSize: 2, sampling: "sequential", epochs: 1 } as const;
    const { trace, ...result } = minimize(parabolas([1, 2, 6]), [0], miniBatch(sgd(0.5), options));
    expect([...result.x]).toEqual([3.375]);
    expect(trace.map(({ iteration }) => iteration)).toEqual([0, 1]);
    expect(trace[0].value).toBeCloseTo(41 / 6, 14);
    expect(trace[0].batchLosses).toBeUndefined();
    expect([...(trace[1].batchLosses ?? [])]).toEqual([1.25, 13.78125]);
    expect(trace[1].value).toBeCloseTo((2 / 3) * 1.25 + (1 / 3) * 13.78125, 14);
    expect(trace[1].stepSize).toBe(0.5);
    expect(trace[1].gradientNorm).toBeNaN();
    expect(result.evaluations).toEqual({ value: 2, gradient: 2, hessian: 0, hessianProduct: 0 });
  });

  it("counts one evaluation, however many batches it has", () => {
    const { evaluations } = minimize(
      ridge(49, 2),
      [0, 0],
      miniBatch(sgd(), { batchSize: 5, epochs: 30, sampling: "sequential" }),
    );
    expect(evaluations.gradient).toBe(31);
  });

  it("keeps a copy of its losses in the trace", () => {
    const { trace } = minimize(ridge(40, 2), [0, 0], miniBatch(sgd(), { batchSize: 10, epochs: 3 }));
    const losses = trace.slice(1).map(({ batchLosses }) => batchLosses as Float64Array);
    expect(losses.map(({ length }) => length)).toEqual([4, 4, 4]);
    expect(losses[0]).not.toEqual(losses[1]);
    trace.slice(1).forEach(({ value }, e) => {
      expect(value).toBeCloseTo(losses[e].reduce((sum, loss) => sum + loss, 0) / 4, 12);
    });
  });

  it("tells them to the callback", () => {
    const seen: number[] = [];
    minimize(ridge(40, 2), [0, 0], miniBatch(sgd(), { batchSize: 10, epochs: 2 }), {
      onIteration: ({ batchLosses }) => seen.push(batchLosses?.length ?? 0),
    });
    expect(seen).toEqual([0, 4, 4]);
  });

  it("has schedules count updates and epochs", () => {
    const seen: [number, number][] = [];
    const learningRate = (step: number, epoch: number) => {
      seen.push([step, epoch]);
      return 0.1;
    };
    minimize(ridge(6, 2), [0, 0], miniBatch(gradientDescent({ learningRate }), { batchSize: 4, epochs: 3 }));
    expect(seen).toEqual([
      [0, 0],
      [1, 0],
      [2, 1],
      [3, 1],
      [4, 2],
      [5, 2],
    ]);
    const perEpoch = stepDecay({ initial: 1, factor: 0.5, every: 1, per: "epoch" });
    const rule = gradientDescent({ learningRate: perEpoch });
    const { trace } = minimize(ridge(6, 2), [0, 0], miniBatch(rule, { batchSize: 2, epochs: 3 }));
    expect(trace.map(({ stepSize }) => stepSize)).toEqual([0, 1, 0.5, 0.25]);
  });
});

describe("limits", () => {
  it("epochs end the run, and more of them go on", () => {
    const { status, iterations, criteria } = minimize(ridge(40, 2), [0, 0], miniBatch(sgd(), { epochs: 7 }));
    expect([status, iterations]).toEqual(["max-iterations", 7]);
    expect(criteria.find(({ name }) => name === "iterations")).toMatchObject({ value: 7, tolerance: 7 });
    const many = minimize(ridge(4, 2), [0, 0], miniBatch(sgd(), { epochs: 1200 }));
    expect(many.iterations).toBe(1200);
    expect(minimize(ridge(4, 2), [0, 0], miniBatch(sgd(), { epochs: 0 })).iterations).toBe(0);
  });

  it("maxIter ends it where that is lower", () => {
    const run = (method = miniBatch(sgd(), { epochs: 7 })) =>
      minimize(ridge(40, 2), [0, 0], method, { maxIter: 3 });
    expect(run().iterations).toBe(3);
    expect(run(miniBatch(sgd())).iterations).toBe(3);
  });

  it("maxEvaluations counts passes, here one for values and one for gradients", () => {
    const method = miniBatch(sgd(), { batchSize: 3 });
    const run = (maxEvaluations: number) => minimize(ridge(40, 2), [0, 0], method, { maxEvaluations });
    const { status, iterations, criteria } = run(10);
    expect([status, iterations]).toEqual(["max-evaluations", 4]);
    expect(criteria.find(({ name }) => name === "evaluations")?.value).toBe(10);
    expect(run(11).iterations).toBe(5);
  });

  it("the callback ends it at that very iterate", () => {
    const stopped = minimize(ridge(40, 2), [0, 0], miniBatch(sgd()), {
      onIteration: ({ iteration }) => (iteration === 2 ? "stop" : undefined),
    });
    const two = minimize(ridge(40, 2), [0, 0], miniBatch(sgd(), { epochs: 2 }));
    expect(stopped.status).toBe("stopped");
    expect(stopped.x).toEqual(two.x);
  });
});

describe("rules", () => {
  const rules: [string, () => UpdateRule][] = [
    ["gradientDescent", () => sgd()],
    ["momentum", () => momentum()],
    ["nesterov lookahead", () => nesterov()],
    ["nesterov transformed", () => nesterov({ form: "transformed" })],
    ["adam", () => adam({ learningRate: inverseTimeDecay({ initial: 0.2, rate: 0.01 }) })],
    ["averaged", () => averaged(sgd())],
  ];

  it.each(rules)("%s on the full batch is the method itself, bit for bit", (_, rule) => {
    const method = rule() as ReturnType<typeof sgd>;
    const whole = minimize(ridge(50, 3), [1, 1, 1], method, { maxIter: 20, tol: 0, recordPath: true });
    const full = minimize(ridge(50, 3), [1, 1, 1], miniBatch(rule(), { batchSize: "full" }), {
      maxIter: 20,
      recordPath: true,
    });
    expect(full.trace.map(({ x }) => x)).toEqual(whole.trace.map(({ x }) => x));
  });

  it.each(rules)("%s goes on from a checkpoint at any epoch, bit for bit", (_, rule) => {
    for (const sampling of ["shuffle", "sequential", "replacement"] as const) {
      const run = (maxIter: number, checkpoint?: Checkpoint) =>
        minimize(ridge(23, 3), [0, 0, 0], miniBatch(rule(), { batchSize: 5, sampling, seed: 3 }), {
          maxIter,
          ...(checkpoint && { checkpoint }),
        });
      const whole = run(6);
      for (let epoch = 0; epoch <= 6; epoch++) {
        const first = run(epoch);
        const rest = run(6, JSON.parse(JSON.stringify(first.checkpoint)) as Checkpoint);
        const trace = [...first.trace, ...rest.trace.slice(1)];
        expect(bitsOf({ ...rest, trace })).toEqual(bitsOf(whole));
        expect({ ...rest.trace[0], seconds: 0 }).toEqual({ ...first.trace[epoch], seconds: 0 });
        expect(JSON.stringify(sortKeys(rest.checkpoint))).toBe(JSON.stringify(sortKeys(whole.checkpoint)));
      }
    }
  });

  it("keep what they remember through a resumption without a step", () => {
    const run = (maxIter: number, checkpoint?: Checkpoint) =>
      minimize(ridge(23, 3), [0, 0, 0], miniBatch(adam(), { batchSize: 5 }), {
        maxIter,
        ...(checkpoint && { checkpoint }),
      });
    const twice = run(3, run(3).checkpoint).checkpoint;
    expect(run(6, twice).x).toEqual(run(6).x);
  });

  it("come near to the minimum", () => {
    const objective = ridge(200, 3);
    const learningRate = inverseTimeDecay({ initial: 0.1, rate: 0.02 });
    for (const rule of [gradientDescent({ learningRate }), momentum({ learningRate, momentum: 0.5 })]) {
      const { x } = minimize(objective, [5, 5, 5], miniBatch(rule, { batchSize: 10, epochs: 100 }));
      expect(distance(x, objective.minimum.x)).toBeLessThan(5e-3);
    }
    const { x } = minimize(
      objective,
      [5, 5, 5],
      miniBatch(adam({ learningRate: inverseTimeDecay({ initial: 0.5, rate: 0.05 }) }), { epochs: 200 }),
    );
    expect(distance(x, objective.minimum.x)).toBeLessThan(2e-2);
  });

  it("rprop fails: nine slopes of 0.1 and one of −0.9 aren't nine steps one way and one the other", () => {
    // Mean of gradients x + (0.1 nine times, −0.9 once): the minimum is at 0, where the signs are nine to one.
    const objective = parabolas([...Array.from({ length: 9 }, () => -0.1), 0.9]);
    const run = (rule: UpdateRule, batchSize: number | "full") =>
      minimize(objective, [0.5], miniBatch(rule, { batchSize, epochs: 300, seed: 1 })).x[0];
    expect(Math.abs(run(rprop(), "full"))).toBeLessThan(1e-5);
    expect(Math.abs(run(rprop(), 1))).toBeGreaterThan(0.05);
    const learningRate = inverseTimeDecay({ initial: 0.5, rate: 0.5 });
    expect(Math.abs(run(gradientDescent({ learningRate }), 1))).toBeLessThan(0.01);
  });
});

describe("on the rows of a data set", () => {
  const { X, y } = overlapping(300, 4);

  /** What a method does with the objective, given back at once. */
  function onRows<T>(use: (objective: DatasetObjective) => T): T {
    using dataset = Dataset.from(X, y);
    using objective = logisticObjective(dataset, { C: 1 });
    return use(objective);
  }

  it("the full batch is the method itself", () => {
    onRows((objective) => {
      const x0 = new Float64Array(objective.size);
      const whole = minimize(objective, x0, sgd(0.5), { maxIter: 20, tol: 0 });
      const full = minimize(objective, x0, miniBatch(sgd(0.5), { batchSize: "full", epochs: 20 }));
      full.x.forEach((value, j) => expect(value).toBeCloseTo(whole.x[j], 12));
    });
  });

  it.each(["shuffle", "sequential", "replacement"] as const)("%s comes near to the minimum", (sampling) => {
    onRows((objective) => {
      const x0 = new Float64Array(objective.size);
      const best = minimize(objective, x0, lbfgs(), { tol: 1e-10 });
      const rule = gradientDescent({ learningRate: inverseTimeDecay({ initial: 1, rate: 0.05 }) });
      const { x } = minimize(objective, x0, miniBatch(rule, { batchSize: 30, sampling, epochs: 100 }));
      const { value } = minimize(objective, x, sgd(), { maxIter: 0 });
      expect(value - best.value).toBeLessThan(1e-3);
    });
  });

  it("goes on from a checkpoint, bit for bit", () => {
    const run = (maxIter: number, checkpoint?: Checkpoint) =>
      onRows((objective) =>
        minimize(objective, new Float64Array(objective.size), miniBatch(adam(), { batchSize: 16 }), {
          maxIter,
          ...(checkpoint && { checkpoint }),
        }),
      );
    const whole = run(5);
    for (let epoch = 0; epoch < 5; epoch++) {
      const rest = run(5, run(epoch).checkpoint);
      expect([rest.x, rest.value, rest.evaluations]).toEqual([whole.x, whole.value, whole.evaluations]);
    }
  });
});

it("minimizeAsync takes the same steps", async () => {
  const objective = ridge(23, 3);
  const waits = {
    terms: objective.terms,
    value: async (x: Float64Array, rows?: Uint32Array) => objective.value(x, rows),
    gradient: async (x: Float64Array, into: Float64Array, rows?: Uint32Array) =>
      objective.gradient(x, into, rows),
  };
  const method = miniBatch(adam(), { batchSize: 5, epochs: 4 });
  const now = minimize(objective, [0, 0, 0], method);
  expect(bitsOf(await minimizeAsync(waits, [0, 0, 0], method))).toEqual(bitsOf(now));
});

describe("a step too large", () => {
  it("ends as diverged or not finite, at the last finite point", () => {
    const { status, x, value, trace } = minimize(
      ridge(40, 3),
      [1, 1, 1],
      miniBatch(sgd(100), { batchSize: 10 }),
    );
    expect(["diverged", "not-finite"]).toContain(status);
    expect([...x].every(Number.isFinite)).toBe(true);
    expect(value).toBe(trace.findLast((row) => Number.isFinite(row.value))?.value);
  });

  it("has NaN from the objective end it where the epoch began", () => {
    const objective = parabolas([1, 2, 3, 4]);
    let batches = 0;
    const broken = {
      ...objective,
      value: (x: Float64Array, rows?: Uint32Array) =>
        rows && ++batches > 6 ? Number.NaN : objective.value(x, rows),
    };
    const method = miniBatch(sgd(), { batchSize: 1, sampling: "sequential" });
    const { status, x, iterations, trace } = minimize(broken, [0], method);
    const one = minimize(
      objective,
      [0],
      miniBatch(sgd(), { batchSize: 1, sampling: "sequential", epochs: 1 }),
    );
    expect([status, iterations]).toEqual(["not-finite", 2]);
    expect(x).toEqual(one.x);
    expect(Array.from(trace[2].batchLosses as Float64Array, Number.isNaN)).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });

  it("has a gradient of NaN in the last batch end it as well", () => {
    const objective = parabolas([1, 2]);
    const broken = {
      ...objective,
      gradient: (_: Float64Array, into: Float64Array, rows?: Uint32Array) =>
        void (into[0] = rows?.[0] === 1 ? Number.NaN : 0),
    };
    const method = miniBatch(sgd(), { batchSize: 1, sampling: "sequential" });
    const { status, x } = minimize(broken, [5], method);
    expect([status, ...x]).toEqual(["not-finite", 5]);
  });

  it("isn't what a rate of zero is", () => {
    const broken = {
      ...parabolas([1, 2]),
      value: (_: Float64Array, rows?: Uint32Array) => (rows ? Number.NaN : 1),
    };
    const rule = gradientDescent({ learningRate: constant(0) });
    expect(minimize(broken, [5], miniBatch(rule)).x).toEqual(Float64Array.of(5));
  });
});

describe("refuses", () => {
  it.each([
    [{ batchSize: 0 }, "batchSize", '0; expected a whole number of at least 1 or "full"'],
    [{ batchSize: 2.5 }, "batchSize", '2.5; expected a whole number of at least 1 or "full"'],
    [{ batchSize: "all" }, "batchSize", '"all"; expected a whole number of at least 1 or "full"'],
    [{ epochs: -1 }, "epochs", "-1; expected a whole number of at least 0"],
    [{ seed: 0.5 }, "seed", "0.5; expected a whole number of at least 0"],
    [{ sampling: "random" }, "sampling", '"random"; expected "shuffle", "sequential", "replacement"'],
    [{ dropLast: 1 }, "dropLast", "1; expected true or false"],
    [{ batchsize: 3 }, "batchsize", 'unknown option; expected "batchSize"?'],
  ])("%o", async (options, name, problem) => {
    await expectInputError(() => miniBatch(sgd(), options as never), `miniBatch.${name}`, problem);
  });

  it("what is no rule", async () => {
    const expected = "expected an update rule such as adam()";
    await expectInputError(() => miniBatch(undefined as never), "miniBatch.rule", `undefined; ${expected}`);
    const searches = gradientDescent() as never;
    await expectInputError(
      () => miniBatch(searches),
      "miniBatch.rule",
      `the method "gradient-descent"; ${expected}`,
    );
  });

  it("an objective without terms", async () => {
    const objective = { value: () => 0, gradient: () => undefined };
    await expectInputError(
      () => minimize(objective as never, [0], miniBatch(sgd())),
      "objective.terms",
      "undefined; mini-batch-gradient-descent needs a number there",
    );
    await expectInputError(
      () => minimize({ ...objective, terms: 0 }, [0], miniBatch(sgd())),
      "objective.terms",
      "0; expected a whole number of at least 1",
    );
  });

  it("a checkpoint with batches of another size, or another rule's", async () => {
    const { checkpoint } = minimize(ridge(23, 2), [0, 0], miniBatch(sgd(), { batchSize: 5, epochs: 1 }));
    await expectInputError(
      () => minimize(ridge(23, 2), [0, 0], miniBatch(sgd(), { batchSize: 4 }), { checkpoint }),
      "checkpoint",
      '5 numbers in "batch-losses"; expected 6',
    );
    await expectInputError(
      () => minimize(ridge(23, 2), [0, 0], miniBatch(adam(), { batchSize: 5 }), { checkpoint }),
      "options.checkpoint",
      'it is of method "mini-batch-gradient-descent"; expected "mini-batch-adam"',
    );
  });
});

function sortKeys({ state, ...rest }: Checkpoint): unknown {
  const entries = (of: Readonly<Record<string, string>>) => Object.entries(of).toSorted();
  return { ...rest, scalars: entries(state.scalars), vectors: entries(state.vectors) };
}
