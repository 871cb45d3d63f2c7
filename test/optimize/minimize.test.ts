import { describe, expect, it } from "vitest";
import { defaultRuntime, InputError, MemoryError } from "../../src/index.ts";
import {
  adagrad,
  adam,
  augmentedLagrangian,
  bfgs,
  checkGradient,
  type Checkpoint,
  gradientDescent,
  iterate,
  lbfgs,
  lbfgsb,
  minimize,
  minimizeAsync,
  miniBatch,
  type MinimizeOptions,
  momentum,
  nesterov,
  newton,
  newtonCG,
  rmsprop,
  rprop,
  saga,
  strongWolfe,
} from "../../src/optimize/index.ts";
import { newtonCholesky } from "../../src/solvers/newton-cholesky.ts";
import { collectGarbage } from "../support/garbage.ts";

/** (1 − x)² + 100 (y − x²)², as a user would write it. */
const rosenbrock = {
  value: ([x, y]: Float64Array) => (1 - x) ** 2 + 100 * (y - x * x) ** 2,
  gradient([x, y]: Float64Array, into: Float64Array) {
    into[0] = -2 * (1 - x) - 400 * x * (y - x * x);
    into[1] = 200 * (y - x * x);
  },
  hessian([x, y]: Float64Array, into: Float64Array) {
    into.set([2 - 400 * (y - 3 * x * x), -400 * x, -400 * x, 200]);
  },
};

const START = [-1.2, 1];
const methods = [lbfgs(), newtonCholesky(), gradientDescent()].map(
  (method) => [method.name, method] as const,
);

function run(options: MinimizeOptions = {}) {
  return minimize(rosenbrock, START, lbfgs(), options);
}

describe("minimize", () => {
  it("tells all about a run", () => {
    const result = run({ tol: 1e-9 });
    expect(result.status).toBe("converged");
    result.x.forEach((value) => expect(value).toBeCloseTo(1, 9));
    expect(result.value).toBe(rosenbrock.value(result.x));
    const gradient = new Float64Array(2);
    rosenbrock.gradient(result.x, gradient);
    expect(result.gradientNorm).toBeCloseTo(Math.hypot(...gradient), 15);
    expect(result.iterations).toBe(result.trace.length - 1);
    expect(result.best).toEqual({ x: result.x, value: result.value });
    expect(result.criteria.find(({ name }) => name === "gradient")).toEqual({
      name: "gradient",
      value: result.gradientNorm,
      tolerance: 1e-9,
    });
    expect(result.evaluations).toEqual(result.trace[result.iterations].evaluations);
    expect(result.evaluations.gradient).toBeGreaterThanOrEqual(result.iterations + 1);
  });

  it("counts what the objective was really asked", () => {
    const asked = { value: 0, gradient: 0, hessian: 0 };
    const counting = {
      value(x: Float64Array) {
        asked.value += 1;
        return rosenbrock.value(x);
      },
      gradient(x: Float64Array, into: Float64Array) {
        asked.gradient += 1;
        rosenbrock.gradient(x, into);
      },
      hessian(x: Float64Array, into: Float64Array) {
        asked.hessian += 1;
        rosenbrock.hessian(x, into);
      },
    };
    for (const [, method] of methods) {
      Object.assign(asked, { value: 0, gradient: 0, hessian: 0 });
      const { evaluations } = minimize(counting, START, method, { maxIter: 20 });
      expect(evaluations).toEqual({ ...asked, hessianProduct: 0 });
    }
  });

  it.each([0, 1, 7])("makes exactly maxIter = %i steps", (maxIter) => {
    const result = run({ maxIter });
    expect([result.status, result.iterations]).toEqual(["max-iterations", maxIter]);
    expect(result.trace.map(({ iteration }) => iteration)).toEqual([...Array(maxIter + 1).keys()]);
  });

  it("ends at maxEvaluations, maxSeconds, a signal or the callback's word, with that very iterate", () => {
    expect(run({ maxEvaluations: 10 }).status).toBe("max-evaluations");
    expect(run({ maxSeconds: 1e-9 }).status).toBe("max-seconds");
    const aborted = run({ signal: AbortSignal.abort() });
    expect([aborted.status, aborted.iterations]).toEqual(["aborted", 0]);
    let seen: Float64Array | undefined;
    const stopped = run({
      onIteration({ iteration, x }) {
        seen = x;
        return iteration === 4 ? "stop" : undefined;
      },
    });
    expect([stopped.status, stopped.iterations]).toEqual(["stopped", 4]);
    expect(stopped.x).toEqual(seen);
  });

  it("counts each call of the objective's functions towards maxEvaluations", () => {
    let calls = 0;
    const counted = <Rest extends unknown[], T>(call: (...rest: Rest) => T) => {
      return (...rest: Rest): T => {
        calls += 1;
        return call(...rest);
      };
    };
    const { value, gradient, hessian } = rosenbrock;
    const apart = { value: counted(value), gradient: counted(gradient) };
    const together = {
      ...apart,
      valueAndGradient: counted((x: Float64Array, into: Float64Array) => {
        gradient(x, into);
        return value(x);
      }),
    };
    const products = {
      ...apart,
      hessianProduct: counted((x: Float64Array, [v, w]: Float64Array, into: Float64Array) => {
        const [a, b, c, d] = hessianAt(x);
        into.set([a * v + b * w, c * v + d * w]);
      }),
      hessianDiagonal: counted((x: Float64Array, into: Float64Array) => {
        const [a, , , d] = hessianAt(x);
        into.set([Math.abs(a), d]);
      }),
    };
    const hessianAt = (x: Float64Array) => {
      const all = new Float64Array(4);
      hessian(x, all);
      return all;
    };
    for (const limit of [1, 7, 20, 33]) {
      for (const limited of [
        () => minimize(apart, START, lbfgs(), { maxEvaluations: limit }),
        () => minimize(together, START, lbfgs(), { maxEvaluations: limit }),
        () => minimize(apart, START, gradientDescent(), { maxEvaluations: limit }),
        () => minimize({ ...apart, hessian: counted(hessian) }, START, newton(), { maxEvaluations: limit }),
        () => minimize(products, START, newtonCG(), { maxEvaluations: limit }),
      ]) {
        calls = 0;
        const { status, criteria } = limited();
        expect(status).toBe("max-evaluations");
        expect(criteria.find(({ name }) => name === "evaluations")).toEqual({
          name: "evaluations",
          value: calls,
          tolerance: limit,
        });
        expect(calls).toBeGreaterThanOrEqual(limit);
      }
    }
  });

  it("records the path where it is asked to, the start included", () => {
    const { trace, x } = run({ recordPath: true });
    expect([...(trace[0].x as Float64Array)]).toEqual(START);
    expect(trace[trace.length - 1].x).toEqual(x);
    expect(run().trace.every((row) => row.x === undefined)).toBe(true);
  });

  it("takes value and gradient at once where the objective has them", () => {
    let both = 0;
    const objective = {
      ...rosenbrock,
      valueAndGradient(x: Float64Array, into: Float64Array) {
        both += 1;
        rosenbrock.gradient(x, into);
        return rosenbrock.value(x);
      },
    };
    const result = minimize(objective, START, lbfgs());
    expect(result.x).toEqual(run().x);
    expect(both).toBe(result.evaluations.gradient);
  });

  it("takes a gradient that is answered instead of written", () => {
    const answering = {
      value: rosenbrock.value,
      gradient(x: Float64Array) {
        const into = new Float64Array(2);
        rosenbrock.gradient(x, into);
        return into;
      },
    };
    expect(minimize(answering, START, lbfgs()).x).toEqual(run().x);
  });

  it.each(
    [lbfgs(), bfgs(), lbfgsb(), augmentedLagrangian(), gradientDescent()].map((m) => [m.name, m] as const),
  )("names a gradient that disagrees with the value, and whose it is, by %s", (_, method) => {
    const lying = {
      value: ([x, y]: Float64Array) => (x - 1) ** 2 + (y - 2) ** 2,
      gradient: ([x, y]: Float64Array, into: Float64Array) => into.set([-2 * (x - 1), -2 * (y - 2)]),
    };
    const { status, hint } = minimize(lying, [0, 0], method);
    expect(status).toBe("gradient-mismatch");
    expect(hint).toBe(
      "the objective's gradient disagrees with its value: checkGradient(objective, result.x) tells where",
    );
    expect("hint" in minimize(rosenbrock, [0, 0], method)).toBe(false);
  });

  const rules = [
    gradientDescent({ learningRate: 0.01 }),
    momentum(),
    nesterov(),
    adagrad(),
    adam(),
    rmsprop(),
    rprop(),
  ].map((rule) => [rule.name, rule] as const);

  it.each(rules)("names a gradient of the wrong sign that %s goes uphill by", async (_, rule) => {
    const value = ([x, y]: Float64Array) => (x - 3) ** 2 + 10 * y * y;
    const asked = { value: 0, gradient: 0 };
    const lying = {
      value(x: Float64Array) {
        asked.value += 1;
        return value(x);
      },
      gradient([x, y]: Float64Array) {
        asked.gradient += 1;
        return [-2 * (x - 3), -20 * y];
      },
    };
    const wrong = minimize(lying, [9, 2], rule);
    expect([wrong.status, wrong.hint]).toEqual([
      "gradient-mismatch",
      "the objective's gradient disagrees with its value: checkGradient(objective, result.x) tells where",
    ]);
    expect(wrong.evaluations).toEqual({ ...asked, hessian: 0, hessianProduct: 0 });
    const waiting = { ...lying, value: async (x: Float64Array) => lying.value(x) };
    expect((await minimizeAsync(waiting, [9, 2], rule)).status).toBe("gradient-mismatch");
    // What the question cost is no part of the run.
    const half = minimize(lying, [9, 2], rule, { maxIter: 10 });
    const whole = minimize(lying, [9, 2], rule, { maxIter: 20 });
    const rest = minimize(lying, [9, 2], rule, { maxIter: 20, checkpoint: half.checkpoint });
    expect([half.status, rest.status]).toEqual(["gradient-mismatch", "gradient-mismatch"]);
    expect([rest.x, rest.evaluations]).toEqual([whole.x, whole.evaluations]);
  });

  it("doubts the gradient where fixed steps get nowhere", () => {
    const bowl = {
      value: ([x, y]: Float64Array) => (x - 3) ** 2 + 10 * y * y,
      gradient: ([x, y]: Float64Array) => [2 * (x - 3), 20 * y],
    };
    const far = minimize(bowl, [9, 2], gradientDescent({ learningRate: 1 }));
    expect([far.status, far.hint]).toEqual(["diverged", expect.stringContaining("checkGradient")]);
    const short = minimize(bowl, [9, 2], gradientDescent({ learningRate: 1e-4 }));
    expect([short.status, short.hint]).toEqual(["max-iterations", expect.stringContaining("checkGradient")]);
    expect(short.evaluations.value).toBe(1001);
    expect("hint" in run({ maxIter: 3 })).toBe(false);
    expect("hint" in minimize(bowl, [9, 2], gradientDescent({ learningRate: 0.05 }))).toBe(false);
  });

  it("doesn't take the edge of F's domain for the last digit", () => {
    const edge = {
      value: ([x]: Float64Array) => (x > 2 ? Number.NaN : (x - 3) ** 2),
      gradient: ([x]: Float64Array, into: Float64Array) => void (into[0] = 2 * (x - 3)),
      hessianProduct: (_: Float64Array, [v]: Float64Array, into: Float64Array) => void (into[0] = 2 * v),
    };
    const { status, x } = minimize(edge, [0], newtonCG());
    expect(status).toBe("line-search-failed");
    expect(x[0]).toBeCloseTo(2, 10);
  });

  it("names F without bounds, above and below", () => {
    const cube = {
      value: ([x]: Float64Array) => -(x ** 3),
      gradient: ([x]: Float64Array, into: Float64Array) => void (into[0] = -3 * x * x),
    };
    const down = minimize(cube, [1], lbfgs());
    expect(down.status).toBe("diverged");
    expect(down.value).toBe(cube.value(down.x));
    const parabola = {
      value: ([x]: Float64Array) => x * x,
      gradient: ([x]: Float64Array, into: Float64Array) => void (into[0] = 2 * x),
    };
    const up = minimize(parabola, [1], gradientDescent({ learningRate: 2 }));
    expect([up.status, up.value]).toEqual(["diverged", up.x[0] ** 2]);
    expect(up.trace[up.iterations].value).toBe(up.value);
  });

  it("names NaN, with the last finite point in x", () => {
    const always = minimize({ value: () => Number.NaN, gradient: () => {} }, [1, 2], lbfgs());
    expect([always.status, [...always.x]]).toEqual(["not-finite", [1, 2]]);
    // −log x: NaN for negative x
    const barrier = {
      value: ([x]: Float64Array) => x - Math.log(x),
      gradient: ([x]: Float64Array, into: Float64Array) => void (into[0] = 1 - 1 / x),
    };
    expect(minimize(barrier, [3], lbfgs()).x[0]).toBeCloseTo(1, 5);
  });

  it("leaves no memory allocated", () => {
    const before = defaultRuntime().memory.used;
    run();
    expect(() => minimize({ ...rosenbrock, value: () => "1" as never }, START, lbfgs())).toThrow(InputError);
    const steps = iterate(rosenbrock, START, lbfgs());
    steps.next();
    steps.return(undefined as never);
    expect(defaultRuntime().memory.used).toBe(before);
  });
});

describe("checkpoints", () => {
  it.each(methods)("%s goes on bit for bit from any iterate", (_, method) => {
    const whole = minimize(rosenbrock, START, method, { maxIter: 30, tol: 1e-14, recordPath: true });
    for (let maxIter = 0; maxIter < whole.iterations; maxIter++) {
      const half = minimize(rosenbrock, START, method, { maxIter, tol: 1e-14 });
      const checkpoint: Checkpoint = JSON.parse(JSON.stringify(half.checkpoint));
      const rest = minimize(rosenbrock, [7, 7], method, {
        maxIter: 30,
        tol: 1e-14,
        checkpoint,
        recordPath: true,
      });
      expect(rest.x).toEqual(whole.x);
      expect(rest.iterations).toBe(whole.iterations);
      expect(rest.status).toBe(whole.status);
      expect(rest.evaluations).toEqual(whole.evaluations);
      expect(rest.best).toEqual(whole.best);
      expect(rest.trace.map(({ x }) => x)).toEqual(whole.trace.slice(maxIter).map(({ x }) => x));
    }
  });

  it("make x0 superfluous", () => {
    const { checkpoint } = run({ maxIter: 3 });
    expect(minimize(rosenbrock, [], lbfgs(), { checkpoint }).x).toEqual(run().x);
  });

  it("of a run that left F's domain go on from the last finite point", () => {
    const bounded = {
      value: ([x]: Float64Array) => (Math.abs(x) > 10 ? Number.NaN : x * x),
      gradient: ([x]: Float64Array, into: Float64Array) => void (into[0] = 2 * x),
    };
    const method = gradientDescent({ learningRate: 2 });
    const left = minimize(bounded, [1], method);
    expect([left.status, [...left.x], left.value]).toEqual(["not-finite", [9], 81]);
    const again = minimize(bounded, [1], method, { checkpoint: left.checkpoint });
    expect([again.status, [...again.x], again.value]).toEqual(["not-finite", [9], 81]);
  });

  it("are refused by another method, another size, or when they are none", () => {
    const three = { value: ([a]: Float64Array) => a * a, gradient: ([a]: Float64Array) => [2 * a, 0, 0] };
    for (const method of [lbfgs(), newtonCholesky(), gradientDescent(), adam(), augmentedLagrangian()]) {
      const part = minimize(rosenbrock, START, method, { maxIter: 3 });
      expect(() => minimize(rosenbrock, [1, 2, 3], method, { checkpoint: part.checkpoint })).toThrow(
        "x0: 3 numbers; expected 2, as in the checkpoint, or none",
      );
    }
    const other = minimize(three, [1, 2, 3], lbfgs(), { maxIter: 0 });
    expect(() => run({ checkpoint: other.checkpoint })).toThrow(
      "x0: 2 numbers; expected 3, as in the checkpoint, or none",
    );
    const { checkpoint } = run({ maxIter: 3 });
    const refuses = (options: MinimizeOptions, problem: RegExp) =>
      expect(() => minimize(rosenbrock, START, gradientDescent(), options)).toThrow(problem);
    refuses({ checkpoint }, /options.checkpoint: it is of method "lbfgs"; expected "gradient-descent"/);
    refuses(
      { checkpoint: {} as never },
      /options.checkpoint: an object; expected the checkpoint of an earlier run/,
    );
    const broken = { ...checkpoint, state: { ...checkpoint.state, size: "2" } } as never;
    expect(() => run({ checkpoint: broken })).toThrow(
      /options.checkpoint.state.size: "2"; expected a whole number/,
    );
  });
});

describe("minimizeAsync", () => {
  const later = {
    value: async (x: Float64Array) => rosenbrock.value(x),
    gradient: async (x: Float64Array, into: Float64Array) => rosenbrock.gradient(x, into),
  };

  it("takes the same steps as minimize", async () => {
    const waited = await minimizeAsync(later, START, lbfgs());
    const now = run();
    expect(waited.x).toEqual(now.x);
    expect(waited.evaluations).toEqual(now.evaluations);
  });

  it("gives the event loop its turns", async () => {
    const slow = {
      value(x: Float64Array) {
        for (const end = performance.now() + 3; performance.now() < end;);
        return rosenbrock.value(x);
      },
      gradient: rosenbrock.gradient,
    };
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 20);
    const result = await minimizeAsync(slow, START, gradientDescent(), { signal: controller.signal });
    expect(result.status).toBe("aborted");
  });

  it("rejects with what the objective rejects with", async () => {
    const failing = { value: () => Promise.reject(new Error("no answer")), gradient: rosenbrock.gradient };
    await expect(minimizeAsync(failing, START, lbfgs())).rejects.toThrow("no answer");
  });

  it("is what minimize points to", () => {
    expect(() => minimize(later as never, START, lbfgs())).toThrow(
      /objective: it answered a promise; .*minimizeAsync/,
    );
  });
});

describe("iterate", () => {
  it("shows each iterate, the start first, and returns the result", () => {
    const shown = [];
    const steps = iterate(rosenbrock, START, lbfgs());
    let step = steps.next();
    for (; !step.done; step = steps.next()) shown.push(step.value);
    const { trace } = run({ recordPath: true });
    expect(shown.map(({ x }) => x)).toEqual(trace.map(({ x }) => x));
    expect(step.value.status).toBe("converged");
  });

  it("keeps its last iterate only, unless the path is recorded", () => {
    const last = (options: MinimizeOptions) => {
      const steps = iterate(rosenbrock, START, lbfgs(), options);
      for (let step = steps.next(); ; step = steps.next()) if (step.done) return step.value;
    };
    const whole = run({ recordPath: true });
    const withoutTime = ({ trace }: typeof whole) => trace.map((row) => ({ ...row, seconds: 0 }));
    expect(withoutTime(last({ recordPath: true }))).toEqual(withoutTime(whole));
    expect(withoutTime(last({}))).toEqual(withoutTime(run()).slice(-1));
  });

  it("gives its memory back when it is garbage-collected", async () => {
    const started = (count: number) => {
      for (let k = 0; k < count; k++) {
        const steps = iterate(rosenbrock, START, lbfgs(), { onIteration: () => void steps });
        steps.next();
      }
    };
    started(3);
    expect(defaultRuntime().memory.used).toBeGreaterThan(0);
    await collectGarbage(() => defaultRuntime().memory.used === 0);
    // One that is still in use keeps its own.
    const steps = iterate(rosenbrock, START, lbfgs());
    steps.next();
    started(1);
    const canary = new WeakRef({});
    await collectGarbage(() => canary.deref() === undefined);
    let step = steps.next();
    while (!step.done) step = steps.next();
    expect(step.value.x).toEqual(run().x);
    await collectGarbage(() => defaultRuntime().memory.used === 0);
  });

  it("can be left at any time", () => {
    for (const { iteration } of iterate(rosenbrock, START, gradientDescent())) if (iteration === 3) break;
    expect(defaultRuntime().memory.used).toBe(0);
  });
});

describe("bad input", () => {
  const refused = (call: () => unknown, message: string) => {
    expect(call).toThrow(InputError);
    expect(call).toThrow(message);
  };

  it("is named", () => {
    refused(() => run({ tolerance: 1 } as never), "options.tolerance: unknown option");
    refused(() => run({ tol: -1 }), "options.tol: -1; expected a number of at least 0");
    refused(() => run({ maxIter: 1.5 }), "options.maxIter: 1.5; expected a whole number");
    refused(() => run({ signal: 3 as never }), "options.signal: 3; expected an AbortSignal");
    refused(
      () => minimize(rosenbrock, [1, Number.NaN], lbfgs()),
      "x0: NaN at index 1; expected a finite number",
    );
    refused(() => minimize(rosenbrock, [], lbfgs()), "x0: no numbers; expected at least one");
    refused(() => minimize(rosenbrock, 3 as never, lbfgs()), "x0: 3; expected an array of numbers");
    refused(
      () => minimize(rosenbrock, START, {} as never),
      "method: an object; expected a method such as lbfgs()",
    );
    refused(
      () => minimize({} as never, START, lbfgs()),
      "objective.value: undefined; lbfgs needs a function there",
    );
    refused(
      () => minimize({ value: rosenbrock.value, gradient: () => [1, 2, 3] }, START, lbfgs()),
      "objective.gradient: it answered 3 numbers; expected 2 numbers written to `into`",
    );
  });

  const entries: [string, unknown, string][] = [
    ["a forgotten return", () => {}, "it left 2 of 2 entries of `into` unwritten (0, 1)"],
    [
      "one entry",
      (_: Float64Array, into: Float64Array) => void (into[0] = 1),
      "it left 1 of 2 entries of `into` unwritten (1)",
    ],
    ["strings", () => ["1", 2], 'it answered "1" at index 0; expected a number'],
    ["big integers", () => new BigInt64Array(2), "it answered 0n at index 0; expected a number"],
  ];

  it.each(entries)("includes a gradient that writes or answers %s", async (_, gradient, problem) => {
    const objective = { value: rosenbrock.value, gradient } as typeof rosenbrock;
    const waiting = { ...objective, value: async (x: Float64Array) => rosenbrock.value(x) };
    for (const method of [lbfgs(), gradientDescent(), adam(), newtonCholesky(), augmentedLagrangian()]) {
      refused(
        () => minimize({ ...rosenbrock, gradient: objective.gradient }, START, method as never),
        `objective.gradient: ${problem}`,
      );
    }
    await expect(minimizeAsync(waiting, START, lbfgs())).rejects.toThrow(`objective.gradient: ${problem}`);
    refused(() => checkGradient(objective, START), `objective.gradient: ${problem}`);
  });

  it("includes other functions that don't write all", () => {
    const nothing = () => {};
    refused(
      () => minimize({ ...rosenbrock, hessian: nothing }, START, newton()),
      "objective.hessian: it left 4 of 4 entries of `into` unwritten (0, 1, 2, 3)",
    );
    refused(
      () => minimize({ ...rosenbrock, hessianProduct: nothing }, START, newtonCG()),
      "objective.hessianProduct: it left 2 of 2 entries of `into` unwritten (0, 1); expected all of them",
    );
    refused(
      () => minimize({ ...rosenbrock, valueAndGradient: () => 1 }, START, lbfgs()),
      "objective.valueAndGradient: it left 2 of 2",
    );
    const many = { value: () => 1, gradient: nothing };
    refused(
      () => minimize(many, new Float64Array(9), lbfgs()),
      "left 9 of 9 entries of `into` unwritten (0, 1, 2, 3, 4, ...)",
    );
    // A NaN that was written is no mistake in the writing.
    const lost = {
      value: rosenbrock.value,
      gradient: (_: Float64Array, into: Float64Array) => into.set([1, Number.NaN]),
    };
    expect(minimize(lost, START, lbfgs()).status).toBe("not-finite");
    // Outside its domain a function needn't know its gradient.
    const inside = {
      ...rosenbrock,
      valueAndGradient(x: Float64Array, into: Float64Array) {
        if (x[1] > 1.5) return Number.POSITIVE_INFINITY;
        rosenbrock.gradient(x, into);
        return rosenbrock.value(x);
      },
    };
    expect(minimize(inside, START, lbfgs()).status).toBe("converged");
  });

  it("includes what stands where a function should, and too many variables for a Hessian", () => {
    refused(
      () => minimize({ ...rosenbrock, valueAndGradient: 5 as never }, START, lbfgs()),
      "objective.valueAndGradient: 5; expected a function",
    );
    expect(() => minimize(rosenbrock, new Float64Array(60_000), newton())).toThrow(MemoryError);
  });

  it("that lacks what the method needs doesn't compile, and is named at run time", () => {
    const { value, gradient } = rosenbrock;
    refused(
      // @ts-expect-error: no Hessian
      () => minimize({ value, gradient }, START, newtonCholesky()),
      "objective.hessian: undefined; newton-cholesky needs a function there",
    );
  });

  it("doesn't compile from a variable either", () => {
    const plain = { value: rosenbrock.value, gradient: rosenbrock.gradient };
    // @ts-expect-error: no Hessian
    expect(() => minimize(plain, START, newton())).toThrow(InputError);
    // @ts-expect-error: no products with it
    expect(() => minimize(plain, START, newtonCG())).toThrow(InputError);
    // @ts-expect-error: no terms
    expect(() => minimize(plain, START, saga())).toThrow(InputError);
    // @ts-expect-error: no terms
    expect(() => minimize(plain, START, miniBatch(adam()))).toThrow(InputError);
    // @ts-expect-error: no Hessian
    expect(() => iterate(plain, START, newton()).next()).toThrow(InputError);
  });

  it("includes a callback that answers later", () => {
    refused(() => run({ onIteration: async () => "stop" }), "options.onIteration: it returned a promise");
  });

  it("line searches that are swapped serve as well", () => {
    const result = minimize(rosenbrock, START, gradientDescent({ lineSearch: strongWolfe() }), {
      maxIter: 5,
    });
    expect(result.value).toBeLessThan(rosenbrock.value(Float64Array.from(START)));
  });
});
