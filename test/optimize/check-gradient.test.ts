import { describe, expect, it } from "vitest";
import { bfgs, checkGradient, lbfgs, minimize, numericGradient } from "../../src/optimize/index.ts";
import { expectInputError } from "../support/errors.ts";
import { rosenbrock } from "../support/functions.ts";
import { asUserObjective } from "../support/user-functions.ts";

const valley = asUserObjective(rosenbrock);
const POINT = [-0.7, 1.3];

describe("numericGradient", () => {
  it("has some ten digits", () => {
    const into = new Float64Array(2);
    numericGradient(valley.value).gradient(Float64Array.from(POINT), into);
    const exact = rosenbrock.gradient(Float64Array.from(POINT));
    into.forEach((value, j) => expect(Math.abs(value / exact[j] - 1)).toBeLessThan(1e-8));
  });

  it("scales its steps with x", () => {
    const into = new Float64Array(1);
    numericGradient(([x]) => x * x).gradient(Float64Array.of(1e9), into);
    expect(into[0]).toBeCloseTo(2e9, -1);
  });

  it("stays inside the domain where it can, and leaves x as it was", () => {
    const x = Float64Array.of(1e-6);
    const into = new Float64Array(1);
    numericGradient(([t]) => Math.log(t)).gradient(x, into);
    expect(into[0] / 1e6).toBeCloseTo(1, 3);
    expect(x[0]).toBe(1e-6);
  });

  it.each([lbfgs(), bfgs()])("is enough to minimise a bare function by $name", (method) => {
    const { status, x } = minimize(numericGradient(valley.value), [-1.2, 1], method);
    expect(status).toBe("converged");
    x.forEach((value) => expect(value).toBeCloseTo(1, 4));
  });

  it("refuses what is no function", async () => {
    await expectInputError(() => numericGradient(3 as never), "f", "3; expected a function");
  });
});

describe("checkGradient", () => {
  it("agrees with right derivatives", () => {
    const { ok, maxError, worst, errors, hessian, hessianProduct } = checkGradient(valley, POINT);
    expect(ok).toBe(true);
    expect(maxError).toBeLessThan(1e-8);
    expect(worst.error).toBe(maxError);
    expect(errors).toEqual([]);
    expect([hessian?.ok, hessianProduct?.ok]).toEqual([true, true]);
    const { value, gradient } = valley;
    expect(checkGradient({ value, gradient }, POINT)).not.toHaveProperty("hessian");
  });

  it("points to the entry that is wrong", () => {
    const gradient = (x: Float64Array, into: Float64Array) => {
      valley.gradient(x, into);
      into[1] *= 2;
    };
    const { value } = valley;
    const { ok, worst, errors, maxError } = checkGradient({ value, gradient }, POINT);
    expect(ok).toBe(false);
    expect(worst.index).toBe(1);
    expect(worst.analytic).toBeCloseTo(2 * worst.numeric, 4);
    expect(errors).toEqual([worst]);
    expect(maxError).toBeCloseTo(0.5, 6);
    expect(checkGradient({ value, gradient }, POINT, { tolerance: 1 }).ok).toBe(true);
  });

  it("points to what is wrong with a Hessian and with its products", () => {
    const hessian = (x: Float64Array, into: Float64Array) => {
      valley.hessian(x, into);
      into[2] += 1;
    };
    const asymmetric = checkGradient({ ...valley, hessian }, POINT);
    expect([asymmetric.ok, asymmetric.errors.length]).toEqual([false, 0]);
    expect([asymmetric.hessian?.ok, asymmetric.hessian?.worst.index]).toEqual([false, 2]);
    expect(asymmetric.hessianProduct?.ok).toBe(true);
    const hessianProduct = (_: Float64Array, v: Float64Array, into: Float64Array) => into.set(v);
    const wrong = checkGradient({ ...valley, hessianProduct }, POINT);
    expect([wrong.ok, wrong.hessian?.ok, wrong.hessianProduct?.ok]).toEqual([false, true, false]);
  });

  it("is not misled by the rounding of large values, nor by large x", () => {
    const value = (x: Float64Array) => 1e12 + valley.value(x);
    expect(checkGradient({ value, gradient: valley.gradient }, POINT).ok).toBe(true);
    expect(checkGradient(valley, [1e4, -1e4]).ok).toBe(true);
  });

  it("counts NaN as wrong", () => {
    const { value } = valley;
    const { ok, maxError } = checkGradient({ value, gradient: () => [Number.NaN, 0] }, POINT);
    expect([ok, maxError]).toEqual([false, Number.POSITIVE_INFINITY]);
  });

  it("explains a run that ends with gradient-mismatch", () => {
    const lying = (x: Float64Array, into: Float64Array) => {
      valley.gradient(x, into);
      into[0] = -into[0];
    };
    const objective = { value: valley.value, gradient: lying };
    const { status, x } = minimize(objective, [-1.2, 1], lbfgs());
    expect(status).toBe("gradient-mismatch");
    expect(checkGradient(objective, x).worst.index).toBe(0);
  });

  it("names bad input", async () => {
    const { value, gradient } = valley;
    await expectInputError(
      () => checkGradient({ value } as never, POINT),
      "objective.gradient",
      "undefined; expected a function",
    );
    await expectInputError(
      () => checkGradient(valley, []),
      "x",
      "an array of 0; expected an array of at least one number",
    );
    await expectInputError(
      () => checkGradient(valley, [1, Number.NaN]),
      "x",
      "NaN at index 1; expected a finite number",
    );
    await expectInputError(
      () => checkGradient(valley, POINT, { tol: 1 } as never),
      "options.tol",
      'unknown option; expected "tolerance"',
    );
    await expectInputError(
      () => checkGradient({ value, gradient: () => [1] }, POINT),
      "objective.gradient",
      "it answered 1 numbers; expected 2 numbers written to `into`",
    );
    await expectInputError(
      () => checkGradient({ value: () => "a" as never, gradient }, POINT),
      "objective.value",
      'it answered "a"; expected a number',
    );
  });
});

it("an objective that answers later is refused, with a way out", async () => {
  const problem =
    "it answered a promise; checkGradient expects answers at once: give it a synchronous version";
  const slow = { ...valley, gradient: async () => [1, 2] };
  await expectInputError(() => checkGradient(slow, POINT), "objective.gradient", problem);
  const slower = { ...valley, value: async () => 1 };
  await expectInputError(() => checkGradient(slower as never, POINT), "objective.value", problem);
});
