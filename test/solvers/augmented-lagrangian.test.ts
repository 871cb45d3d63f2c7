import { expect, it } from "vitest";
import { augmentedLagrangian, minimize } from "../../src/optimize/index.ts";

it("ends with the inner run's gradient mismatch", () => {
  const lying = {
    value: ([x, y]: Float64Array) => (x - 1) ** 2 + (y - 2) ** 2,
    gradient: ([x, y]: Float64Array, into: Float64Array) => into.set([-2 * (x - 1), -2 * (y - 2)]),
  };
  const onALine = {
    value: ([x, y]: Float64Array) => x + y - 1,
    gradient: (_: Float64Array, into: Float64Array) => into.set([1, 1]),
  };
  const { status, iterations } = minimize(lying, [0, 0], augmentedLagrangian({ equalities: [onALine] }));
  expect(status).toBe("gradient-mismatch");
  expect(iterations).toBeLessThan(20);
});
