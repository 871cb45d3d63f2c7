import { describe, expect, test } from "vitest";
import { looksOf } from "../../src/rooms/race/methods.ts";
import { BATCH_RATES, RATES } from "../../src/rooms/race/rates.ts";
import { arrival, bestRate, compareRuns, type Run } from "../../src/rooms/race/runs.ts";
import { placeAt } from "../../src/rooms/race/trails.ts";

/** A run whose k-th gradient, from 1, was asked for at a cost of `values[k - 1]`. */
function runOf(...values: readonly number[]): Run {
  return {
    path: [],
    at: [],
    costs: values.map((value, i) => ({ at: i + 1, value })),
    value: values.at(-1) ?? Number.NaN,
    steps: values.length - 1,
    gradients: values.length,
    extra: { values: 0, hessians: 0, products: 0 },
    status: "max-iterations",
  };
}

describe("arrival", () => {
  test("is when the run is near, and not before it stays there", () => {
    expect(arrival(runOf(1, 0.5, 1e-7, 1e-8), 0)).toBe(3);
    expect(arrival(runOf(1, 1e-7, 0.5, 1e-8), 0)).toBe(4);
    expect(arrival(runOf(1, 0.5), 0)).toBe(Infinity);
    expect(arrival(runOf(3, 2 + 1e-7), 2)).toBe(2); // near is measured from the floor
  });

  test("decides before the cost does", () => {
    expect(compareRuns(runOf(1, 1e-7), runOf(1, 0.5, 0), 0)).toBeLessThan(0);
    expect(compareRuns(runOf(1, 0.5), runOf(1, 0.4), 0)).toBeGreaterThan(0);
  });
});

describe("the best rate", () => {
  test("is the one that arrives first, the lower one of two alike", () => {
    const runs: Readonly<Record<number, Run>> = { 1: runOf(1, 0.5, 0), 2: runOf(1, 0), 3: runOf(1, 0) };
    expect(bestRate(0, [1, 2, 3], (rate) => runs[rate] ?? runOf(1)).rate).toBe(2);
  });

  test("isn't one that ends low by a lucky swing", () => {
    const calm = runOf(...Array.from({ length: 30 }, () => 0.3));
    const wild = runOf(...Array.from({ length: 30 }, (_, i) => (i % 2 === 0 ? 0.9 : 0.1)));
    expect(bestRate(0, [1, 2], (rate) => (rate === 1 ? wild : calm)).rate).toBe(2);
  });

  test("is one of a grid of exact decimals", () => {
    expect(RATES).toHaveLength(25);
    expect(RATES.slice(0, 5)).toEqual([1e-5, 2e-5, 3e-5, 5e-5, 1e-4]);
    expect(BATCH_RATES).toHaveLength(13);
    expect(BATCH_RATES.at(-1)).toBe(10);
  });
});

test("a racer is between the points that the clock is between", () => {
  const trail = {
    label: "",
    look: 0,
    x: Float64Array.of(0, 10, 10),
    y: Float64Array.of(0, 0, 20),
    at: [1, 2, 4],
  };
  expect(placeAt(trail, 0)).toEqual([0, 0]);
  expect(placeAt(trail, 1.5)).toEqual([5, 0]);
  expect(placeAt(trail, 2)).toEqual([10, 0]);
  expect(placeAt(trail, 3)).toEqual([10, 10]);
  expect(placeAt(trail, 9)).toEqual([10, 20]);
});

test("no two racers look alike, and one keeps its look while it can", () => {
  const all = looksOf(["gradient-descent", "adagrad", "adam", "adamw", "rprop", "newton", "bfgs", "lbfgs"]);
  expect(new Set(all.values()).size).toBe(8);
  expect(all.get("adam")).toBe(looksOf(["adam"]).get("adam"));
  expect(all.get("gradient-descent")).toBe(0);
});
