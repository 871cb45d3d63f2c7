import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { spamNames } from "../../src/data/spam-names.ts";
import { circles, moons } from "../../src/data/toys.ts";
import { tumourNames } from "../../src/data/tumour-names.ts";
import { rocCurve } from "../../src/rooms/classify/roc.ts";

test.each([
  ["breast_cancer", tumourNames],
  ["spambase", spamNames],
])("the names of %s are those of its file", (file, names) => {
  const text = readFileSync(new URL(`../../../examples/data/${file}.csv`, import.meta.url), "utf8");
  expect(text.slice(0, text.search(/\r?\n/)).split(",").slice(0, -1)).toEqual(names);
});

test("circles without noise have radii 1 and a half, moons lie on two half circles", () => {
  const rings = circles(50, 0, 3);
  for (const [i, label] of rings.y.entries()) {
    expect(Math.hypot(rings.X[2 * i] ?? 0, rings.X[2 * i + 1] ?? 0)).toBeCloseTo(label === 1 ? 0.5 : 1, 12);
  }
  const { X, y } = moons(50, 0, 3);
  for (const [i, label] of y.entries()) {
    const [a = 0, b = 0] = X.slice(2 * i);
    const [x, up] = label === 1 ? [1 - a, 0.5 - b] : [a, b];
    expect(Math.hypot(x, up)).toBeCloseTo(1, 12);
    expect(up).toBeGreaterThanOrEqual(0);
  }
});

test("a seed decides the points, the noise how far they are scattered", () => {
  expect(moons(30, 0.2, 1)).toEqual(moons(30, 0.2, 1));
  expect(moons(30, 0.2, 1)).not.toEqual(moons(30, 0.2, 2));
  expect(moons(30, 0.2, 1).y.filter((label) => label === 1)).toHaveLength(15);
});

test("the ROC curve turns where scores change, and rows of one score pass together", () => {
  expect(rocCurve([false, false, true, true], Float64Array.of(0.1, 0.4, 0.35, 0.8))).toEqual([
    [0, 0],
    [0, 0.5],
    [0.5, 0.5],
    [0.5, 1],
    [1, 1],
  ]);
  expect(rocCurve([false, true, true, false], Float64Array.of(2, 2, 2, 1))).toEqual([
    [0, 0],
    [0.5, 1],
    [1, 1],
  ]);
});
