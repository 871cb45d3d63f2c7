import { describe, expect, it } from "vitest";
import { hypot } from "../../src/numerics/hypot.ts";
import { normals } from "../support/random.ts";

describe("hypot", () => {
  it("is the root of the sum of squares", () => {
    const normal = normals(3);
    for (let k = 0; k < 1000; k++) {
      const x = [normal(), 10 * normal(), 0.1 * normal()].slice(0, 1 + (k % 3));
      expect(Math.abs(hypot(...x) / Math.hypot(...x) - 1)).toBeLessThan(4 * Number.EPSILON);
    }
    expect(hypot(3, -4)).toBe(5);
  });

  it("has no square overflow or vanish", () => {
    expect(hypot(3e300, 4e300) / 5e300).toBeCloseTo(1, 14);
    expect(hypot(3e-300, 4e-300) / 5e-300).toBeCloseTo(1, 14);
  });

  it.each([
    [[], 0],
    [[0, -0], 0],
    [[Number.NEGATIVE_INFINITY, 1], Number.POSITIVE_INFINITY],
    [[1, Number.NaN], Number.NaN],
  ])("answers for %j", (x, expected) => {
    expect(hypot(...x)).toBe(expected);
  });
});
