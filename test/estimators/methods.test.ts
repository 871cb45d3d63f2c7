import { describe, expect, it } from "vitest";
import { methodNames } from "../../src/estimators/methods-by-name.ts";
import { Dataset, LogisticRegression, type Method } from "../../src/index.ts";
import {
  adam,
  augmentedLagrangian,
  averaged,
  bfgs,
  gradientDescent,
  inverseTimeDecay,
  lbfgs,
  lbfgsb,
  miniBatch,
  minimize,
  momentum,
  newton,
  newtonCG,
  saga,
  logisticObjective,
} from "../../src/optimize/index.ts";
import { overlapping } from "../support/data.ts";

const { X, y } = overlapping(300, 4);
const quiet = { onWarning: () => {} };
const optimum = await new LogisticRegression({ tol: 1e-12 }).fit(X, y);

const DETERMINISTIC: Method[] = [
  lbfgs({ history: 3 }),
  bfgs(),
  newton(),
  newtonCG(),
  lbfgsb(),
  gradientDescent(),
  gradientDescent({ learningRate: 1 }),
  momentum({ learningRate: 0.3 }),
  saga(),
];
const STOCHASTIC: Method[] = [
  miniBatch(adam({ learningRate: inverseTimeDecay({ initial: 0.1, rate: 0.01 }) }), { epochs: 60, seed: 1 }),
  miniBatch(averaged(gradientDescent({ learningRate: 0.2 })), { batchSize: 8, epochs: 60, seed: 2 }),
];

describe("LogisticRegression's solver as a value", () => {
  it.each(DETERMINISTIC.map((solver) => [solver.name, solver] as const))(
    "%s reaches the optimum",
    async (_, solver) => {
      const model = await new LogisticRegression({ solver, maxIter: 20000, ...quiet }).fit(X, y);
      expect([model.status, model.solver, model.solverReason]).toEqual([
        "converged",
        solver.name,
        "given as a method",
      ]);
      expect(model.loss / optimum.loss - 1).toBeLessThan(1e-9);
      expect(model.gradientNorm).toBeLessThanOrEqual(1e-6);
    },
  );

  it.each(STOCHASTIC.map((solver) => [solver.name, solver] as const))(
    "%s comes near, and tells the truth",
    async (_, solver) => {
      const warnings: unknown[] = [];
      const onWarning = (warning: unknown) => warnings.push(warning);
      const model = await new LogisticRegression({ solver, onWarning }).fit(X, y);
      expect([model.status, model.nIter]).toEqual(["max-iterations", 60]);
      expect(warnings).toEqual([]); // the epochs that were asked for were made
      expect(model.loss / optimum.loss - 1).toBeLessThan(2e-3);
      // the loss is that of the coefficients, not the batches' mean
      const again = await new LogisticRegression({ maxIter: 0, ...quiet }).fit(X, y, { initial: model });
      expect(model.loss).toBeCloseTo(again.loss, 10);
      expect(model.gradientNorm).toBeCloseTo(again.gradientNorm, 10);
    },
  );

  it("takes the steps that minimize takes on the objective of the same rows", async () => {
    using dataset = Dataset.from(X, y);
    using objective = logisticObjective(dataset, { C: 1 });
    const method = miniBatch(adam({ learningRate: 0.05 }), { epochs: 5, seed: 3 });
    const { x } = minimize(objective, new Float64Array(objective.size), method);
    const model = await new LogisticRegression({ solver: method, ...quiet }).fit(dataset);
    expect(model.coef[0]).toEqual(objective.coefficients(x).coef);
  });

  it("keeps constrained methods' word", async () => {
    const sum = {
      value: (x: Float64Array) => x[0] + x[1],
      gradient: (_: Float64Array, into: Float64Array) => void into.set([1, 1, 0, 0, 0]),
    };
    const solver = augmentedLagrangian({ equalities: [sum] });
    const model = await new LogisticRegression({ solver, ...quiet }).fit(X, y);
    expect(model.status).toBe("converged");
    expect(model.loss).toBeGreaterThan(optimum.loss);
  });

  it("says that it diverged, with finite coefficients", async () => {
    const solver = gradientDescent({ learningRate: 1e9 });
    const warnings: { message: string }[] = [];
    const model = await new LogisticRegression({ solver, C: 1000, onWarning: (w) => warnings.push(w) }).fit(
      X,
      y,
    );
    expect(["diverged", "not-finite", "max-iterations"]).toContain(model.status);
    expect(model.coef[0].every(Number.isFinite)).toBe(true);
    expect(warnings).toHaveLength(1);
  });
});

describe("LogisticRegression's solver by name", () => {
  it.each(methodNames)("%s lowers the loss, and says what it is", async (solver) => {
    const model = await new LogisticRegression({ solver, ...quiet }).fit(X, y);
    expect([model.solver, model.solverReason]).toEqual([solver, "asked for by name"]);
    expect(model.loss).toBeLessThan(model.trace[0].loss);
    if (model.converged) expect(model.loss / optimum.loss - 1).toBeLessThan(1e-6);
  });
});
