import { describe, expect, it } from "vitest";
import {
  augmentedLagrangian,
  type AugmentedLagrangianOptions,
  gradientDescent,
  lbfgsb,
  minimize,
  minimizeAsync,
  newton,
} from "../../src/optimize/index.ts";
import { boundsAsPairs, equality, inequality, type Problem, problems } from "../support/hock-schittkowski.ts";

const each = Object.entries(problems);

function asUser({ value, gradient }: Problem) {
  return { value, gradient: (x: Float64Array, into: Float64Array) => into.set(gradient(x)) };
}

/** A problem's constraints as the package takes them; its bounds among the inequalities. */
function constraintsOf(problem: Problem, withBounds = true) {
  const { equalities = [], inequalities = [] } = problem;
  const bounds = withBounds ? boundsAsPairs(problem) : [];
  return {
    equalities: equalities.map(equality),
    inequalities: [...inequalities, ...bounds].map(inequality),
  };
}

/** By how much constraints are violated, and how far the first-order conditions are from holding, computed anew. */
function residuals(problem: Problem, x: Float64Array, multipliers: ReturnType<typeof multipliersOf>) {
  const { equalities, inequalities } = constraintsOf(problem);
  const lagrangian = Float64Array.from(problem.gradient(x));
  const into = new Float64Array(x.length);
  const add = (list: typeof equalities, weights: Float64Array) =>
    list.forEach((constraint, i) => {
      constraint.gradient(x, into);
      into.forEach((g, j) => (lagrangian[j] += weights[i] * g));
    });
  add(equalities, multipliers.equalities);
  add(inequalities, multipliers.inequalities);
  const h = equalities.map(({ value }) => Math.abs(value(x) as number));
  const f = inequalities.map(({ value }) => value(x) as number);
  return {
    gradient: Math.hypot(...lagrangian),
    violation: Math.max(0, ...h, ...f),
    complementarity: Math.max(0, ...f.map((value, j) => Math.abs(value * multipliers.inequalities[j]))),
    leastMultiplier: Math.min(0, ...multipliers.inequalities),
  };
}

function multipliersOf({ multipliers }: ReturnType<typeof minimize>) {
  if (!multipliers) throw new Error("no multipliers");
  return multipliers;
}

function solve(problem: Problem, options: AugmentedLagrangianOptions = {}, tol = 1e-8) {
  const method = augmentedLagrangian({ ...constraintsOf(problem), ...options });
  return minimize(asUser(problem), problem.start, method, { tol });
}

describe("the problems of Hock and Schittkowski", () => {
  it.each(each)("%s: derivatives are right", (_, problem) => {
    const { equalities, inequalities } = constraintsOf(problem);
    const x = Float64Array.from(problem.start, (value, j) => value + 0.01 * (j + 1));
    for (const { value, gradient } of [asUser(problem), ...equalities, ...inequalities]) {
      const into = new Float64Array(x.length);
      gradient(x, into);
      into.forEach((g, j) => {
        const at = (t: number) => value(x.map((v, k) => (k === j ? v + t : v))) as number;
        const slope = (at(1e-5) - at(-1e-5)) / 2e-5;
        expect(Math.abs(slope - g)).toBeLessThan(1e-5 * Math.max(1, Math.abs(g)));
      });
    }
  });

  it.each(each)(
    "%s: lbfgs within augmentedLagrangian finds the optimum and its multipliers",
    (_, problem) => {
      const result = solve(problem);
      expect(result.status).toBe("converged");
      expect(distance(result.value, problem)).toBeLessThan(1e-6);
      expect(result.infeasibility).toBeLessThanOrEqual(1e-8);
      const { gradient, violation, complementarity, leastMultiplier } = residuals(
        problem,
        result.x,
        multipliersOf(result),
      );
      expect(violation).toBeLessThan(1e-7);
      expect(gradient).toBeLessThan(1e-7);
      expect(complementarity).toBeLessThan(1e-6);
      expect(leastMultiplier).toBe(0);
      expect(result.gradientNorm).toBeCloseTo(gradient, 7);
    },
  );

  it.each(each)("%s: so does lbfgsb, which sees to the bounds by itself", (_, problem) => {
    const { lower = Number.NEGATIVE_INFINITY, upper = Number.POSITIVE_INFINITY } = problem;
    const inner = lbfgsb({ lower, upper });
    const result = solve(problem, { ...constraintsOf(problem, false), inner });
    expect(result.status).toBe("converged");
    expect(distance(result.value, problem)).toBeLessThan(1e-6);
    expect(result.infeasibility).toBeLessThanOrEqual(1e-8);
    result.x.forEach((value, j) => {
      expect(value).toBeGreaterThanOrEqual(problem.lower?.[j] ?? Number.NEGATIVE_INFINITY);
      expect(value).toBeLessThanOrEqual(problem.upper?.[j] ?? Number.POSITIVE_INFINITY);
    });
  });

  it.each(["HS4", "HS5", "HS7", "HS8", "HS11", "HS14", "HS22", "HS48"])(
    "%s: so does gradient descent",
    (name) => {
      const result = solve(problems[name], { inner: gradientDescent() }, 1e-7);
      expect(result.status).toBe("converged");
      expect(distance(result.value, problems[name])).toBeLessThan(1e-6);
      expect(result.infeasibility).toBeLessThan(1e-6);
    },
  );

  it.each(each.filter(([, { equalities, inequalities }]) => !equalities && !inequalities))(
    "%s: lbfgsb alone finds the optimum within bounds",
    (_, problem) => {
      const { lower = Number.NEGATIVE_INFINITY, upper = Number.POSITIVE_INFINITY, start } = problem;
      const { status, value } = minimize(asUser(problem), start, lbfgsb({ lower, upper }), { tol: 1e-8 });
      expect(status).toBe("converged");
      expect(distance(value, problem)).toBeLessThan(1e-6);
    },
  );
});

/** From the nearest of the optimum and the local ones, relative to it where it is large. */
function distance(value: number, { optimum, local = optimum }: Problem): number {
  const off = (best: number) => Math.abs(value - best) / Math.max(1, Math.abs(best));
  return Math.min(off(optimum), off(local));
}

describe("augmentedLagrangian", () => {
  const hs71 = problems.HS71;
  /** x² + y² with x + y = s has its minimum s²/2 at x = y = s/2, with λ = −s. */
  const bowl = {
    value: ([x, y]: Float64Array) => x * x + y * y,
    gradient: ([x, y]: Float64Array, into: Float64Array) => into.set([2 * x, 2 * y]),
  };
  const sum = (s: number) => ({
    value: ([x, y]: Float64Array) => x + y - s,
    gradient: (_: Float64Array, into: Float64Array) => into.set([1, 1]),
  });

  it("tells multipliers whose sign and size are as the Lagrangian has them", () => {
    const equal = minimize(bowl, [3, -7], augmentedLagrangian({ equalities: [sum(3)] }), { tol: 1e-9 });
    expect(multipliersOf(equal).equalities[0]).toBeCloseTo(-3, 7);
    // x + y ≤ −2 holds x and y at −1; x + y ≤ 2 does nothing.
    const method = augmentedLagrangian({ inequalities: [sum(-2), sum(2)] });
    const { x, multipliers, infeasibility } = minimize(bowl, [3, -7], method, { tol: 1e-9 });
    expect(x[0]).toBeCloseTo(-1, 8);
    expect(multipliers?.inequalities[0]).toBeCloseTo(2, 7);
    expect(multipliers?.inequalities[1]).toBe(0);
    expect(infeasibility).toBeLessThanOrEqual(1e-9);
  });

  it("makes feasibility a stop test with a tolerance of its own", () => {
    const method = augmentedLagrangian({ equalities: [sum(3)] });
    const loose = minimize(bowl, [3, -7], method, { tol: 1e-9, feasibilityTol: 1 });
    const strict = minimize(bowl, [3, -7], method, { tol: 1e-2, feasibilityTol: 1e-10 });
    for (const [{ criteria }, tolerance] of [
      [loose, 1],
      [strict, 1e-10],
    ] as const) {
      const feasibility = criteria.find(({ name }) => name === "feasibility");
      expect(feasibility?.tolerance).toBe(tolerance);
      expect(feasibility?.value).toBeLessThanOrEqual(tolerance);
    }
    expect(strict.infeasibility).toBeLessThanOrEqual(1e-10);
    expect(strict.trace.every(({ infeasibility }) => infeasibility !== undefined)).toBe(true);
  });

  it("doesn't take a minimum of F for the end where constraints don't hold", () => {
    const { x, iterations } = minimize(bowl, [0, 0], augmentedLagrangian({ equalities: [sum(1)] }));
    expect(iterations).toBeGreaterThan(0);
    expect(x[0]).toBeCloseTo(0.5, 4);
  });

  it("keeps the best of the points that satisfy the constraints", () => {
    const { best, x, value } = minimize(bowl, [0, 0], augmentedLagrangian({ equalities: [sum(1)] }));
    expect(best.value).toBeCloseTo(value, 4);
    expect(best.x[0]).toBeCloseTo(x[0], 4);
  });

  it("works without constraints", () => {
    const { status, x } = minimize(bowl, [3, 4], augmentedLagrangian({}));
    expect(status).toBe("converged");
    expect(Math.hypot(...x)).toBeLessThan(1e-5);
  });

  it("says that constraints contradict each other", () => {
    for (const options of [
      { equalities: [sum(1), sum(2)] },
      { inequalities: [sum(-1), { value: () => 0.5, gradient: () => [0, 0] }] },
    ]) {
      const { status, infeasibility, iterations } = minimize(bowl, [3, 4], augmentedLagrangian(options));
      expect(status).toBe("infeasible");
      expect(infeasibility).toBeGreaterThan(0.4);
      expect(iterations).toBeLessThan(20);
    }
  });

  it("raises the penalty where F falls without bound outside", () => {
    // −x³ with x ≤ 2: L has no minimum, but a stronger penalty makes a local one.
    const cubic = {
      value: ([x]: Float64Array) => -(x ** 3),
      gradient: ([x]: Float64Array, into: Float64Array) => into.set([-3 * x * x]),
    };
    const most = { value: ([x]: Float64Array) => x - 2, gradient: () => [1] };
    const method = augmentedLagrangian({ inequalities: [most], penalty: 1e-3 });
    const held = minimize(cubic, [1], method, { recordPath: true });
    expect(held.status).toBe("converged");
    expect(held.x[0]).toBeCloseTo(2, 5);
    // Until then x and all that is said of it stay as they are.
    for (const row of held.trace.filter(({ x }) => x?.[0] === 1)) expect(row.gradientNorm).toBe(3);
    // Without a constraint that could hold it, F is seen to fall for ever.
    const least = { value: ([x]: Float64Array) => -x, gradient: () => [-1] };
    const falls = minimize(cubic, [1], augmentedLagrangian({ inequalities: [least] }));
    expect(falls.status).toBe("not-finite");
  });

  it("says that a constraint is not finite", () => {
    const broken = { value: () => Number.NaN, gradient: () => [0, 0] };
    const { status } = minimize(bowl, [3, 4], augmentedLagrangian({ inequalities: [broken] }));
    expect(status).toBe("not-finite");
  });

  it("goes on from a checkpoint at any iterate bit for bit", () => {
    const method = () => augmentedLagrangian(constraintsOf(hs71));
    const options = { tol: 1e-9 };
    const whole = minimize(asUser(hs71), hs71.start, method(), options);
    expect(whole.iterations).toBeGreaterThan(5);
    for (let stop = 0; stop < whole.iterations; stop++) {
      const part = minimize(asUser(hs71), hs71.start, method(), { ...options, maxIter: stop });
      const checkpoint = JSON.parse(JSON.stringify(part.checkpoint)) as typeof part.checkpoint;
      const rest = minimize(asUser(hs71), hs71.start, method(), { ...options, checkpoint });
      expect([...rest.x]).toEqual([...whole.x]);
      expect(rest.multipliers).toEqual(whole.multipliers);
      expect(rest.iterations).toBe(whole.iterations);
      expect(rest.evaluations).toEqual(whole.evaluations);
    }
  });

  it("takes constraints that answer promises, and the same steps", async () => {
    const { equalities, inequalities } = constraintsOf(hs71);
    const later = (list: typeof equalities) =>
      list.map(({ value, gradient }) => ({
        value: async (x: Float64Array) => value(x),
        gradient: async (x: Float64Array, into: Float64Array) => gradient(x, into),
      }));
    const waiting = { equalities: later(equalities), inequalities: later(inequalities) };
    for (const inner of [undefined, gradientDescent()]) {
      const options = { ...(inner && { inner }), innerIterations: 100 };
      const limits = { maxIter: 3 };
      const now = minimize(
        asUser(hs71),
        hs71.start,
        augmentedLagrangian({ equalities, inequalities, ...options }),
        limits,
      );
      const waited = await minimizeAsync(
        asUser(hs71),
        hs71.start,
        augmentedLagrangian({ ...waiting, ...options }),
        limits,
      );
      expect([...waited.x]).toEqual([...now.x]);
    }
    expect(() => minimize(asUser(hs71), hs71.start, augmentedLagrangian(waiting))).toThrow("promise");
  });

  it.each([
    [{ equalities: sum(1) }, "equalities"],
    [{ equalities: [() => 0] }, /equalities\[0\]/],
    [{ equalities: [{ value: () => 0 }] }, /equalities\[0\]\.gradient/],
    [{ inequalities: [sum(1), { gradient: () => 0 }] }, /inequalities\[1\]\.value/],
    [{ inequalities: [{ ...sum(1), jacobian: () => 0 }] }, /jacobian/],
    [{ inner: "lbfgs" }, "inner"],
    [{ inner: newton() }, "hessian"],
    [{ penalty: 0 }, "penalty"],
    [{ penaltyFactor: 1 }, "penaltyFactor"],
    [{ innerIterations: 0 }, "innerIterations"],
    [{ equality: [] }, /equality.*"equalities"/],
  ])("refuses %o", (options, message) => {
    expect(() => augmentedLagrangian(options as never)).toThrow(message);
  });

  it("refuses answers that are not what was asked", () => {
    const run = (constraint: object) =>
      minimize(bowl, [3, 4], augmentedLagrangian({ equalities: [constraint as never] }));
    expect(() => run({ ...sum(1), value: () => "1" })).toThrow(/equalities\[0\]\.value/);
    expect(() => run({ ...sum(1), gradient: () => [1, 1, 1] })).toThrow(/equalities\[0\]\.gradient/);
  });
});
