import { expect, test } from "vitest";
import { heatOf, marginsOf } from "../../src/rooms/classify/heat.ts";

test("the heat is the likeliest class, from nothing at a draw to 1 at certainty", () => {
  const data = Float64Array.of(0.25, 0.5, 0.25, 1 / 3, 1 / 3, 1 / 3, 1, 0, 0, 0, 0, 1);
  const heat = heatOf({ data, rows: 4, cols: 3 }, 2, 2);
  expect([...heat.likeliest]).toEqual([1, 2, 0, 2]);
  expect(heat.strength[0]).toBeCloseTo(0.25, 14);
  expect(heat.strength[1]).toBeCloseTo(0, 14);
  expect(heat.strength.slice(2)).toEqual(Float64Array.of(1, 1));
  expect([...heatOf({ data: Float64Array.of(0.25, 0.75), rows: 1, cols: 2 }, 1, 1).strength]).toEqual([0.5]);
});

test("a margin is by how much a class is above the highest of the others", () => {
  const margins = marginsOf({ data: Float64Array.of(1, 5, 3, -2, -7, -2), rows: 2, cols: 3 });
  expect(margins.map((margin) => [...margin])).toEqual([
    [-4, 0],
    [2, -5],
    [-2, 0],
  ]);
});
