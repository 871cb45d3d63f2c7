import { describe, expect, test } from "vitest";
import { levelCurves, principalAxes, type Symmetric } from "../../src/charts/quadric.ts";

const ellipse: Symmetric = [3, -1, 2];
const hill: Symmetric = [-3, 1, -2];
const saddle: Symmetric = [1, 2, -1];
const trough: Symmetric = [2, 2, 2];
const middle = [0.5, -1.5] as const;

describe("principalAxes", () => {
  test.each<Symmetric>([ellipse, hill, saddle, trough, [1, 0, 5], [5, 0, 1], [2, 0, 2], [1, 1e-12, 9]])(
    "of [%d %d; · %d]: A u = λ u",
    (a, b, c) => {
      const { largest, least, direction } = principalAxes([a, b, c]);
      const [u, v] = direction;
      expect(Math.hypot(u, v)).toBeCloseTo(1, 12);
      expect(a * u + b * v).toBeCloseTo(largest * u, 12);
      expect(b * u + c * v).toBeCloseTo(largest * v, 12);
      expect(largest + least).toBeCloseTo(a + c, 12);
      expect(largest * least).toBeCloseTo(a * c - b * b, 10);
      expect(largest).toBeGreaterThanOrEqual(least);
    },
  );
});

describe("levelCurves", () => {
  test.each([
    ["an ellipse", ellipse, 1.5, 1],
    ["a hill's ellipse", hill, -1.5, 1],
    ["a hyperbola above", saddle, 0.7, 2],
    ["a hyperbola below", saddle, -0.7, 2],
    ["two lines", trough, 0.8, 2],
  ] as const)("of %s: every point is at the level", (_, A, level, count) => {
    const curves = levelCurves(A, middle, level, 5);
    expect(curves).toHaveLength(count);
    for (const [x, y] of curves.flat()) {
      const [u, v] = [x - middle[0], y - middle[1]];
      expect((A[0] * u * u + 2 * A[1] * u * v + A[2] * v * v) / 2).toBeCloseTo(level, 9);
    }
  });

  test("of a hyperbola reach as far as asked", () => {
    const far = levelCurves(saddle, middle, 0.7, 5)
      .flat()
      .map(([x, y]) => Math.hypot(x - middle[0], y - middle[1]));
    expect(Math.max(...far)).toBeGreaterThan(5);
  });

  test("where there are no such points, there is nothing", () => {
    expect(levelCurves(ellipse, middle, -1, 5)).toEqual([]);
    expect(levelCurves(hill, middle, 1, 5)).toEqual([]);
    expect(levelCurves([0, 0, 0], middle, 1, 5)).toEqual([]);
  });
});
