import { expect, it } from "vitest";
import { exp, sigmoid, sigmoidPairs } from "../../src/numerics/exp.ts";
import { randoms } from "../kernels/reference.ts";

const extremes = [
  0, 5e-324, 1e-310, 1e-17, 1e-16, 0.5, 36, 37, 700, 709.7, 709.8, 710, 745.1, 745.2, 746, 747, 1e308,
];

it("pairs have the bits of σ(−z) and σ(z), to the last tail", () => {
  const positive = [...extremes, Infinity, NaN, ...randoms(50_000, 7).map((r) => r * 800)];
  const z = Float64Array.from(positive.flatMap((value) => [value, -value]));
  const expected = Float64Array.from([...z].flatMap((value) => [sigmoid(-value), sigmoid(value)]));
  expect(sigmoidPairs(z)).toEqual(expected);
});

it("exp ends in 0 and in ∞", () => {
  expect([-745.2, -746, -747, -1e308, -Infinity].map(exp)).toEqual([0, 0, 0, 0, 0]);
  expect(exp(-745.1)).toBe(5e-324);
  expect([709.8, 710, 711, 1e308, Infinity].map(exp)).toEqual(Array(5).fill(Infinity));
  expect(exp(709.7)).toBeLessThan(Infinity);
  expect(exp(NaN)).toBeNaN();
});
