import { expect, it } from "vitest";
import { gradientDescent, minimize } from "../../src/optimize/index.ts";

it("backtracking doesn't crawl along a partly wrong gradient", () => {
  const lying = {
    value: ([x, y]: Float64Array) => x * x + y * y,
    gradient: ([x, y]: Float64Array, into: Float64Array) => into.set([2 * x, -4 * y]),
  };
  const { status, iterations } = minimize(lying, [3, 2], gradientDescent());
  expect(status).toBe("gradient-mismatch");
  expect(iterations).toBeLessThan(20);
});
