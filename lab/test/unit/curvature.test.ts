import { expect, test } from "vitest";
import { curvatureOf } from "../../src/problems/curvature.ts";
import { quadratic } from "../../src/problems/quadratic.ts";

test("the curvatures of a turned bowl are 1 and its condition number", () => {
  const hessian = new Float64Array(4);
  quadratic(40).hessian(new Float64Array(2), hessian);
  const { largest, least, safe, best, limit } = curvatureOf(hessian);
  expect(largest).toBeCloseTo(40, 12);
  expect(least).toBeCloseTo(1, 12);
  expect([safe, best, limit].map((step) => step * 40 * 41)).toEqual([
    expect.closeTo(41, 10),
    expect.closeTo(80, 10),
    expect.closeTo(82, 10),
  ]);
});

test("a saddle's least curvature is below zero", () => {
  expect(curvatureOf(Float64Array.of(2, 0, 0, -3))).toMatchObject({ largest: 2, least: -3 });
});
