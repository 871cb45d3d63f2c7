import { describe, expect, it } from "vitest";
import { backtracking, bfgs, gradientDescent, lbfgs, lbfgsb, minimize } from "../../src/optimize/index.ts";

it("backtracking doesn't crawl along a partly wrong gradient", () => {
  const lying = {
    value: ([x, y]: Float64Array) => x * x + y * y,
    gradient: ([x, y]: Float64Array, into: Float64Array) => into.set([2 * x, -4 * y]),
  };
  const { status, iterations } = minimize(lying, [3, 2], gradientDescent());
  expect(status).toBe("gradient-mismatch");
  expect(iterations).toBeLessThan(20);
});

it("backtracking ends where the step can't get any shorter", () => {
  const nowhere = { value: ([a]: Float64Array) => (a === 3 ? 1 : 2), gradient: () => [1e307] };
  const lineSearch = backtracking({ initialStep: 1e-307 });
  expect(minimize(nowhere, [3], gradientDescent({ lineSearch })).status).toBe("line-search-failed");
});

describe("a function of tiny scale", () => {
  const tiny = {
    value: ([a, b]: Float64Array) => 1e-20 * ((a - 3) ** 2 + 10 * b * b),
    gradient: ([a, b]: Float64Array) => [2e-20 * (a - 3), 2e-19 * b],
  };

  it("is minimised where a search can lengthen its steps", () => {
    for (const method of [lbfgs(), lbfgsb()]) {
      const { status, x } = minimize(tiny, [9, 2], method, { tol: 1e-32 });
      expect(status).toBe("converged");
      expect(x[0]).toBeCloseTo(3, 6);
    }
  });

  it("is not taken as minimised where a fixed first step moves nothing", () => {
    const { status, iterations } = minimize(tiny, [9, 2], gradientDescent(), { tol: 1e-32 });
    expect([status, iterations]).toEqual(["line-search-failed", 0]);
    const method = gradientDescent({ lineSearch: backtracking({ initialStep: 1e20 }) });
    expect(minimize(tiny, [9, 2], method, { tol: 1e-32 }).status).toBe("converged");
  });
});

it.each([lbfgs(), lbfgsb()].map((method) => [method.name, method] as const))(
  "%s doesn't crawl along a gradient that is a little off",
  (_, method) => {
    const off = {
      value: ([a, b]: Float64Array) => (a - 3) ** 2 + 10 * b * b,
      gradient: ([a, b]: Float64Array) => [2 * (a - 3) + 1e-3, 20 * b],
    };
    const { status, iterations, evaluations } = minimize(off, [9, 2], method);
    expect(status).toBe("gradient-mismatch");
    expect(iterations).toBeLessThan(20);
    expect(evaluations.gradient).toBeLessThan(200);
  },
);

it.each([lbfgs(), bfgs(), lbfgsb(), gradientDescent()].map((method) => [method.name, method] as const))(
  "%s doesn't take the rounding of x for a wrong gradient",
  (_, method) => {
    for (const scale of [1, 1e20, 1e150]) {
      const steep = {
        value: ([a, b]: Float64Array) => scale * ((a - 0.5) ** 2 + 10 * b * b),
        gradient: ([a, b]: Float64Array) => [2 * scale * (a - 0.5), 20 * scale * b],
      };
      for (const start of [
        [0, 0],
        [9, 2],
        [1e8, 1e-8],
      ]) {
        expect(minimize(steep, start, method, { tol: 0 }).status).not.toBe("gradient-mismatch");
      }
    }
  },
);
