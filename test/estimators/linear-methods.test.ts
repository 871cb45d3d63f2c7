import { describe, expect, it } from "vitest";
import { type MethodName, methodNames } from "../../src/estimators/methods-by-name.ts";
import {
  createRuntime,
  Dataset,
  LinearRegression,
  type LinearRegressionOptions,
  type Method,
} from "../../src/index.ts";
import {
  adagrad,
  adam,
  averaged,
  bfgs,
  gradientDescent,
  inverseTimeDecay,
  lbfgs,
  lbfgsb,
  miniBatch,
  minimize,
  momentum,
  nesterov,
  newton,
  newtonCG,
  rmsprop,
  saga,
  squaredErrorObjective,
  strongWolfe,
} from "../../src/optimize/index.ts";
import { expectInputError } from "../support/errors.ts";
import { house } from "../support/house.ts";
import { nist } from "../support/nist.ts";

const { X, y } = house();
const weights = y.map((_, i) => 0.5 + ((i * 7919) % 101) / 101);

interface Fit {
  readonly model: LinearRegression;
  readonly codes: string[];
  readonly messages: string[];
}

async function fit(options: LinearRegressionOptions, more: object = {}, data = { X, y }): Promise<Fit> {
  const codes: string[] = [];
  const messages: string[] = [];
  const model = new LinearRegression({
    onWarning: ({ code, message }) => {
      codes.push(code);
      messages.push(message);
    },
    ...options,
  });
  await model.fit(data.X, data.y, more);
  return { model, codes, messages };
}

function worst(found: LinearRegression, expected: LinearRegression): number {
  const errors = [...expected.coef].map((value, j) => Math.abs(found.coef[j] - value) / Math.abs(value));
  return Math.max(
    ...errors,
    Math.abs(found.intercept - expected.intercept) / Math.abs(expected.intercept || 1),
  );
}

/** By how much the loss is above the least, in parts of it. */
function excess(found: LinearRegression, expected: LinearRegression): number {
  return found.loss / expected.loss - 1;
}

const exact: [string, MethodName | Method][] = [
  ...(["lbfgs", "bfgs", "newton", "newton-cholesky", "newton-cg"] as const).map((name): [string, MethodName] => [name, name]),
  ...(["gradient-descent", "momentum", "nesterov", "adam", "saga"] as const).map((name): [string, MethodName] => [name, name]),
  ["gradientDescent()", gradientDescent()],
  ["gradientDescent at 0.3", gradientDescent({ learningRate: 0.3 })],
  ["gradientDescent by strongWolfe", gradientDescent({ lineSearch: strongWolfe() })],
  ["lbfgs()", lbfgs()],
  ["lbfgsb()", lbfgsb()],
  ["bfgs()", bfgs()],
  ["newton()", newton()],
  ["newtonCG()", newtonCG()],
  ["momentum", momentum({ learningRate: 0.1 })],
  ["nesterov", nesterov({ learningRate: 0.1 })],
  ["adagrad", adagrad({ learningRate: 0.5 })],
  ["adam", adam({ learningRate: 0.02 })],
  ["saga()", saga()],
]; // prettier-ignore

describe("house prices", () => {
  it.each(exact)("%s reaches the closed form's coefficients to 1e-6", async (_, solver) => {
    for (const [options, more] of [
      [{}, {}],
      [{ alpha: 50 }, { sampleWeight: weights }],
      [{ alpha: 0.5, dtype: "f32" }, {}],
    ] as [LinearRegressionOptions, object][]) {
      const { model: closed } = await fit(options, more);
      const { model, codes } = await fit({ ...options, solver, tol: 1e-9, maxIter: 20_000 }, more);
      expect(worst(model, closed)).toBeLessThan(1e-6);
      expect(codes).toEqual([]);
      expect(model.converged).toBe(true);
      expect(model.gradientNorm).toBeLessThan(1e-9);
      expect(Math.abs(excess(model, closed))).toBeLessThan(1e-12);
      expect(model.residualStandardError / closed.residualStandardError).toBeCloseTo(1, 9);
      expect(model.trace).toHaveLength(model.nIter + 1);
      expect(model.trace.at(-1)?.loss).toBe(model.loss);
      expect(model.solver).toBe(typeof solver === "string" ? solver : solver.name);
    }
  });

  it.each<[string, MethodName | Method, number]>([
    ["adagrad", "adagrad", 1e-5],
    ["rmsprop", "rmsprop", 1e-4],
    ["rprop", "rprop", 1e-9],
    ["adamw", "adamw", 1e-8],
    ["rmsprop on a schedule", rmsprop({ learningRate: inverseTimeDecay({ initial: 0.01, rate: 0.01 }) }), 1e-6],
    ["miniBatch of adam", miniBatch(adam({ learningRate: inverseTimeDecay({ initial: 0.05, rate: 0.01 }) }), { epochs: 30, seed: 1 }), 1e-3],
    ["miniBatch of momentum", miniBatch(momentum({ learningRate: inverseTimeDecay({ initial: 0.01, rate: 0.01 }) }), { batchSize: 64, epochs: 50 }), 1e-3],
    ["averaged mini-batches", averaged(miniBatch(gradientDescent({ learningRate: 0.05 }), { epochs: 50 })), 1e-3],
  ])("%s comes near the least loss", async (_, solver, tolerance) => {
    const { model: closed } = await fit({});
    const { model } = await fit({ solver, maxIter: 10_000 });
    expect(excess(model, closed)).toBeGreaterThan(-1e-12);
    expect(excess(model, closed)).toBeLessThan(tolerance);
  }); // prettier-ignore

  it.each(["lbfgs", "newton-cg", "newton"] as const)("without an intercept, by %s", async (solver) => {
    const { model: closed } = await fit({ fitIntercept: false });
    const { model } = await fit({ fitIntercept: false, solver, tol: 1e-10 });
    expect(model.intercept).toBe(0);
    expect(worst(model, closed)).toBeLessThan(1e-6);
  });

  it("every name runs", async () => {
    for (const solver of methodNames) {
      const { model } = await fit({ solver, maxIter: 3 });
      expect(model.solver).toBe(solver);
      expect(model.solverReason).toBe("asked for by name");
      expect(model.loss).toBeLessThan(model.trace[0].loss);
    }
    expect((await fit({ solver: lbfgs() })).model.solverReason).toBe("given as a method");
  });
});

it.each(["newton", "newton-cg", "lbfgs", "bfgs"] as const)("Longley by %s", async (solver) => {
  const problem = nist("Longley");
  const { model, codes } = await fit({ solver, tol: 1e-10 }, {}, problem);
  expect(codes).toEqual([]);
  problem.coef.forEach((value, j) => expect(Math.abs(model.coef[j] / value - 1)).toBeLessThan(1e-5));
  expect(model.residualStandardError / problem.residualStandardError).toBeCloseTo(1, 9);
});

describe("solver coordinates", () => {
  const options = { solver: adam({ learningRate: 0.01 }), maxIter: 25, onWarning: () => undefined };

  it("make units and offsets, of y too, and the size of weights and alpha, no matter", async () => {
    const { model } = await fit({ ...options, alpha: 8 });
    const moved = { X: X.map((row) => row.map((x) => 8 * x + 3)), y: y.map((value) => value / 2 ** 20 - 1) };
    // The penalty is on coefficients in those units.
    const { model: other } = await fit({ ...options, alpha: 8 * 64 }, {}, moved);
    model.coef.forEach((w, j) => expect((other.coef[j] * 8 * 2 ** 20) / w).toBeCloseTo(1, 9));
    const { model: light } = await fit({ ...options, alpha: 2 }, { sampleWeight: y.map(() => 0.25) });
    expect(light.coef).toEqual(model.coef);
    expect(light.loss).toBe(model.loss / 4);
  });

  it("are those of squaredErrorObjective where y is in deviations from its mean", async () => {
    const mean = y.reduce((sum, value) => sum + value, 0) / y.length;
    const deviation = Math.sqrt(y.reduce((sum, value) => sum + (value - mean) ** 2, 0) / y.length);
    const solver = momentum({ learningRate: 0.05 });
    const z = y.map((value) => (value - mean) / deviation);
    using dataset = Dataset.from(X, z);
    using objective = squaredErrorObjective(dataset, { alpha: 3 });
    const start = new Float64Array(objective.size);
    const { x, trace } = minimize(objective, start, solver, { maxIter: 25, tol: 0 });
    const { model } = await fit({ ...options, solver, alpha: 3 }, {}, { X, y: z });
    const { coef } = objective.coefficients(x);
    model.coef.forEach((w, j) => expect(w / coef[j]).toBeCloseTo(1, 10));
    expect(model.loss / ((trace.at(-1)?.value ?? 0) * objective.total)).toBeCloseTo(1, 10);
  });
});

describe("the end of a fit", () => {
  it("in closed form", async () => {
    const { model } = await fit({ alpha: 2 });
    const squares = model.predict(X).reduce((sum, z, i) => sum + (z - y[i]) ** 2, 0);
    const penalty = 2 * model.coef.reduce((sum, w) => sum + w * w, 0);
    expect(model.loss / ((squares + penalty) / 2)).toBeCloseTo(1, 12);
    expect([model.status, model.nIter, model.trace, model.gradientNorm]).toEqual(["converged", 0, [], NaN]);
    expect(model.converged).toBe(true);
    expect(model.passes).toBeGreaterThan(0);
  });

  it("at maxIter, with a warning; 0 leaves the mean of y", async () => {
    const { model, codes, messages } = await fit({ solver: "gradient-descent", maxIter: 3 });
    expect([model.status, model.nIter, model.converged]).toEqual(["max-iterations", 3, false]);
    expect(codes).toEqual(["not-converged"]);
    expect(messages[0]).toMatch(/^not converged after maxIter = 3 iterations: the gradient norm is .*, tol is 0\.000001; raise maxIter/); // prettier-ignore
    const { model: none } = await fit({ solver: "lbfgs", maxIter: 0 });
    expect(none.coef.every((w) => w === 0)).toBe(true);
    expect(none.intercept / (y.reduce((sum, value) => sum + value, 0) / y.length)).toBeCloseTo(1, 12);
  });

  it("at the method's own epochs, which is no failure; maxIter below them is", async () => {
    const solver = miniBatch(adam({ learningRate: 0.01 }), { epochs: 4, seed: 3 });
    const { model, codes } = await fit({ solver });
    expect([model.status, model.nIter]).toEqual(["max-iterations", 4]);
    expect(model.gradientNorm).toBeGreaterThan(0); // measured at the end
    expect(codes).toEqual([]);
    const { model: again } = await fit({ solver });
    expect(again.coef).toEqual(model.coef);
    const { model: short, codes: shortCodes } = await fit({ solver, maxIter: 2 });
    expect([short.nIter, shortCodes]).toEqual([2, ["not-converged"]]);
  });

  it("counts mini-batches among the passes", async () => {
    const passesOf = async (solver: Method) => {
      const { model } = await fit({ solver, tol: 1e-300 });
      return [model.passes, model.trace[model.nIter].passes - model.trace[0].passes];
    };
    const [few, some] = await passesOf(miniBatch(adam(), { epochs: 10 }));
    expect(some).toBeCloseTo(10, 12);
    expect((await passesOf(miniBatch(adam(), { epochs: 50 })))[0] - few).toBeCloseTo(40, 12);
    // An epoch of blocks, drawn, and one gradient each, and curvatures at the start.
    const [short] = await passesOf(saga({ epochs: 3 }));
    expect((await passesOf(saga({ epochs: 7 })))[0] - short).toBeCloseTo(8, 1);
  });

  it("by divergence is a status, with a finite model", async () => {
    const { model, codes, messages } = await fit({ solver: gradientDescent({ learningRate: 10 }) });
    expect(model.status).toBe("diverged");
    expect(codes).toEqual(["not-converged"]);
    expect(messages[0]).toMatch(/lower the learning rate/);
    expect(model.coef.every(Number.isFinite)).toBe(true);
  });

  it("by callback, signal and clock", async () => {
    const seen: number[] = [];
    const { model: stopped, codes } = await fit({
      solver: "momentum",
      onIteration: ({ iteration, loss, passes }) => {
        seen.push(iteration);
        expect(loss).toBeGreaterThan(0);
        expect(passes).toBeGreaterThan(0);
        return iteration === 5 ? "stop" : undefined;
      },
    });
    expect([stopped.status, stopped.nIter, codes]).toEqual(["stopped", 5, []]);
    expect(seen).toEqual([0, 1, 2, 3, 4, 5]);

    const controller = new AbortController();
    const onIteration = ({ iteration }: { iteration: number }) => iteration === 2 && controller.abort();
    const { model: aborted } = await fit({ solver: "adam", onIteration }, { signal: controller.signal });
    expect([aborted.status, aborted.nIter]).toEqual(["aborted", 2]);

    const timer = new AbortController();
    setTimeout(() => timer.abort(), 20);
    const endless = { solver: rmsprop(), maxIter: 10_000_000 };
    expect((await fit(endless, { signal: timer.signal })).model.status).toBe("aborted");
    const late = await fit({ ...endless, maxSeconds: 0.02 });
    expect([late.model.status, late.codes]).toEqual(["max-seconds", ["not-converged"]]);
  });

  it("with columns that depend on one another", async () => {
    const twice = { X: X.map((row) => [row[0], row[1], row[0]]), y };
    const { model: closed } = await fit({ onWarning: () => undefined }, {}, twice);
    const { model, codes } = await fit({ solver: "newton-cholesky", tol: 1e-8 }, {}, twice);
    expect(codes).toEqual(["singular"]);
    expect(excess(model, closed)).toBeLessThan(1e-9);
  });

  it("constant columns, and y: coefficients 0", async () => {
    const some = { X: X.slice(0, 50).map(([a, b]) => [a, 7, b]), y: y.slice(0, 50) };
    const { model: closed } = await fit({}, {}, some);
    const { model } = await fit({ solver: "lbfgs", tol: 1e-9 }, {}, some);
    expect(model.coef[1]).toBe(0);
    expect(model.residualStandardError / closed.residualStandardError).toBeCloseTo(1, 10);
    const { model: flat } = await fit({ solver: "newton" }, {}, { X: some.X, y: some.y.map(() => 4) });
    expect([...flat.coef].map(Math.abs)).toEqual([0, 0, 0]);
    expect([flat.intercept, flat.status]).toEqual([4, "converged"]);
  });

  it("is in the JSON", async () => {
    const { model } = await fit({ solver: saga({ epochs: 3 }) });
    const again = LinearRegression.fromJSON(JSON.parse(JSON.stringify(model)));
    expect(again.toJSON()).toEqual(model.toJSON());
    expect([again.solver, again.status, again.nIter]).toEqual(["saga", "max-iterations", 3]);
    expect(again.loss).toBe(model.loss);
    const bare = LinearRegression.fromJSON({ version: 1, coef: [1], intercept: 0 });
    expect([bare.status, bare.nIter, bare.loss, bare.trace]).toEqual(["imported", 0, NaN, []]);
    const json = { version: 1, coef: [1], intercept: 0, status: "done" };
    await expectInputError(() => LinearRegression.fromJSON(json), "model.status", '"done"; expected what toJSON writes there'); // prettier-ignore
  });
});

describe("what can't be used is refused", () => {
  const names = ["auto", "cholesky", "qr", ...methodNames].map((name) => `"${name}"`).join(", ");
  const thirds = { ...lbfgs(), name: "halley", needs: ["thirdDerivative"] };

  it.each<[string, unknown, string, string]>([
    ["an unknown name", { solver: "sgd" }, "options.solver", `"sgd"; expected ${names}, or a method as a value, such as miniBatch(adam(), { epochs: 20 })`],
    ["the function", { solver: lbfgs }, "options.solver", `a function; expected ${names}, or a method as a value, such as miniBatch(adam(), { epochs: 20 })`],
    ["null", { solver: null }, "options.solver", `null; expected ${names}, or a method as a value, such as miniBatch(adam(), { epochs: 20 })`],
    ["a need", { solver: thirds }, "options.solver", 'halley needs "thirdDerivative"; the squared error of a linear model has only hessian, hessianProduct, terms, sample'],
    ["tol 0", { tol: 0 }, "options.tol", "0; expected a number greater than 0"],
    ["maxIter", { maxIter: 1.5 }, "options.maxIter", "1.5; expected a whole number of at least 0"],
    ["maxSeconds", { maxSeconds: -1 }, "options.maxSeconds", "-1; expected a number greater than 0"],
    ["onIteration", { onIteration: 1 }, "options.onIteration", "1; expected a function"],
  ])("%s", async (_, options, argument, problem) => {
    await expectInputError(() => new LinearRegression(options as never), argument, problem);
  }); // prettier-ignore

  it("signals, callbacks that answer later, y too large; the memory is given back", async () => {
    const runtime = createRuntime();
    const model = new LinearRegression({ runtime, solver: "lbfgs" });
    const signal = "no" as never;
    await expectInputError(() => model.fit(X, y, { signal }), "options.signal", '"no"; expected an AbortSignal'); // prettier-ignore
    const later = new LinearRegression({ runtime, solver: "lbfgs", onIteration: async () => "stop" });
    await expectInputError(() => later.fit(X, y), "options.onIteration", 'it returned a promise; expected "stop" or anything else, at once'); // prettier-ignore
    await expectInputError(() => model.fit([[1], [2]], [-1.7e308, 1.7e308]), "y", "values too large; expected those whose spread f64 can hold"); // prettier-ignore
    await model.fit(X, y);
    expect(runtime.memory.used).toBe(0);
  });
});
