import { describe, expect, it } from "vitest";
import { defaultRuntime, InputError } from "../../src/index.ts";
import {
  adam,
  augmentedLagrangian,
  bfgs,
  type Checkpoint,
  gradientDescent,
  iterate,
  lbfgs,
  lbfgsb,
  minimize,
  minimizeAsync,
  miniBatch,
  type MinimizeOptions,
  newton,
  newtonCG,
  saga,
  strongWolfe,
} from "../../src/optimize/index.ts";
import { newtonCholesky } from "../../src/solvers/newton-cholesky.ts";

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
    const evaluations = run({ maxEvaluations: 10 });
    expect(evaluations.status).toBe("max-evaluations");
    expect(evaluations.evaluations.gradient).toBeGreaterThanOrEqual(10);
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
  )("names a gradient that disagrees with the value, by %s", (_, method) => {
    const lying = {
      value: ([x, y]: Float64Array) => (x - 1) ** 2 + (y - 2) ** 2,
      gradient: ([x, y]: Float64Array, into: Float64Array) => into.set([-2 * (x - 1), -2 * (y - 2)]),
    };
    expect(minimize(lying, [0, 0], method).status).toBe("gradient-mismatch");
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
    refused(() => run({ tol: -1 }), "options.tol: -1; expected a number greater than 0");
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
