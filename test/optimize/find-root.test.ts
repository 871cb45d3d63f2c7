import { describe, expect, it } from "vitest";
import { findRoot, minimize, newton } from "../../src/optimize/index.ts";
import { expectInputError } from "../support/errors.ts";

/** x² − 2, and its derivative. */
const square = (x: number) => x * x - 2;
const twice = (x: number) => 2 * x;

describe("findRoot", () => {
  it("takes Newton's steps", () => {
    // By hand: 1, 3/2, 17/12, 577/408.
    const { trace, x, status } = findRoot(square, twice, 1);
    [1, 3 / 2, 17 / 12, 577 / 408].forEach((value, i) => expect(trace[i].x).toBeCloseTo(value, 15));
    expect(trace.map(({ iteration }) => iteration)).toEqual([...trace.keys()]);
    expect(trace[1].value).toBe(0.25);
    expect(status).toBe("converged");
    expect(x).toBeCloseTo(Math.SQRT2, 15);
  });

  it("doubles the digits with each step", () => {
    const { trace } = findRoot(
      (x) => Math.cos(x) - x,
      (x) => -Math.sin(x) - 1,
      1,
    );
    const errors = trace.map(({ x }) => Math.abs(x - 0.7390851332151607));
    for (let i = 1; i < errors.length; i++)
      expect(errors[i]).toBeLessThanOrEqual(0.5 * errors[i - 1] ** 2 + 1e-15);
    expect(trace.length).toBeLessThan(7);
  });

  it("finds an optimum as a zero of f′, by the steps of newton", () => {
    // f = eˣ − 2x
    const first = (x: number) => Math.exp(x) - 2;
    const root = findRoot(first, Math.exp, 0.5, { tol: 1e-12 });
    const objective = {
      value: ([x]: Float64Array) => Math.exp(x) - 2 * x,
      gradient: ([x]: Float64Array, into: Float64Array) => void (into[0] = first(x)),
      hessian: ([x]: Float64Array, into: Float64Array) => void (into[0] = Math.exp(x)),
    };
    const optimum = minimize(objective, [0.5], newton({ lineSearch: false }), {
      tol: 1e-12,
      recordPath: true,
    });
    expect(root.iterations).toBe(optimum.iterations);
    root.trace.forEach(({ x }, i) => expect(optimum.trace[i].x?.[0]).toBeCloseTo(x, 14));
  });

  it("says why it ends", () => {
    const statusOf = (...args: Parameters<typeof findRoot>) => findRoot(...args).status;
    expect(
      statusOf(
        (x) => x * x + 1,
        (x) => 2 * x,
        0,
      ),
    ).toBe("singular");
    expect(
      statusOf(
        () => 0,
        () => 0,
        3,
      ),
    ).toBe("converged");
    expect(statusOf(square, twice, 1, { maxIter: 2 })).toBe("max-iterations");
    expect(statusOf(square, twice, 1, { maxIter: 0 })).toBe("max-iterations");
    expect(
      statusOf(
        () => Number.NaN,
        () => 1,
        1,
      ),
    ).toBe("not-finite");
    expect(
      statusOf(
        (x) => x,
        () => Number.NaN,
        1,
      ),
    ).toBe("not-finite");
    expect(statusOf(Math.cbrt, (x) => 1 / (3 * Math.cbrt(x) ** 2), 1)).toBe("diverged");
    expect(
      statusOf(
        (x) => Math.atan(x),
        (x) => 1 / (1 + x * x),
        2,
      ),
    ).toMatch(/diverged|singular/);
    expect(statusOf(square, twice, 1, { tol: 0 })).toMatch(/converged|max-iterations/);
  });

  it("makes exactly maxIter steps, and keeps the last finite point", () => {
    expect(
      findRoot(
        (x) => x ** 2,
        (x) => 2 * x,
        1,
        { tol: 0, maxIter: 5 },
      ).iterations,
    ).toBe(5);
    const out = findRoot(
      (x) => 2 + Math.log(x),
      (x) => 1 / x,
      2,
    );
    expect([out.status, out.x, out.iterations]).toEqual(["not-finite", 2, 1]);
  });

  it("names bad input", async () => {
    const f = (x: number) => x;
    await expectInputError(() => findRoot(3 as never, f, 1), "f", "3; expected a function");
    await expectInputError(
      () => findRoot(f, undefined as never, 1),
      "derivative",
      "undefined; expected a function",
    );
    await expectInputError(() => findRoot(f, f, Number.NaN), "x0", "NaN; expected a finite number");
    await expectInputError(
      () => findRoot(f, f, 1, { tolerance: 1 } as never),
      "options.tolerance",
      'unknown option; expected "tol", "maxIter"',
    );
    await expectInputError(
      () => findRoot(f, f, 1, { maxIter: 0.5 }),
      "options.maxIter",
      "0.5; expected a whole number of at least 0",
    );
    await expectInputError(
      () => findRoot((() => "1") as never, f, 1),
      "f",
      'it answered "1"; expected a number',
    );
  });
});
