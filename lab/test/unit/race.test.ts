import { describe, expect, test } from "vitest";
import { averagingFrom } from "../../src/rooms/race/averaging.ts";
import { looksOf } from "../../src/rooms/race/methods.ts";
import { obstacle } from "../../src/rooms/race/obstacle.ts";
import { BATCH_RATES, RATES } from "../../src/rooms/race/rates.ts";
import {
  arrival,
  bestRate,
  compareRuns,
  racedInBatches,
  type Run,
  scoutedInBatches,
} from "../../src/rooms/race/runs.ts";
import { racedBySaga, scoutedBySaga } from "../../src/rooms/race/saga-run.ts";
import { placeAt } from "../../src/rooms/race/trails.ts";
import { ending, surcharge } from "../../src/rooms/race/words.ts";
import { ruleOf, worldOf } from "../../src/rooms/race/world.ts";

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

describe("the end of a run on mini-batches", () => {
  const told = (method: "momentum" | "averaged" | "saga", ...values: readonly number[]) =>
    ending({
      method,
      run: runOf(...values),
      obstacle: undefined,
      rate: 1,
      isInBatches: true,
      arrival: Infinity,
    });

  test("is the noise's doing only where the cost went up and down", () => {
    expect(told("momentum", 1, 0.5, 0.1, 0.2, 0.1, 0.3)).toContain("noise");
    expect(told("momentum", 1, 1.1, 0.9, 0.8, 0.7, 0.6)).toContain("Still on its way");
  });

  test("is told of averaging and SAGA in their own words", () => {
    expect(told("averaged", 1, 0.9, 0.8)).toContain("the mean calms the noise");
    expect(told("saga", 1, 3, 2, 3)).toBe("Not at rest yet when the budget was used up.");
  });
});

test("that averaging asks for two gradients a step is told where it does", () => {
  const racer = (method: "averaged" | "momentum", gradients: number, steps: number) => ({
    method,
    run: { ...runOf(1, 0.5), gradients, steps },
    obstacle: undefined,
    rate: 1,
    isInBatches: false,
    arrival: Infinity,
  });
  expect(surcharge(racer("averaged", 15, 7))).toContain("two gradients");
  expect(surcharge(racer("averaged", 15, 154))).toBe(""); // on mini-batches
  expect(surcharge(racer("momentum", 15, 14))).toBe("");
  expect(surcharge({ ...racer("averaged", 15, 7), run: undefined })).toBe("");
});

describe("the best rate", () => {
  test("is the one that arrives first, the lower one of two alike", () => {
    const runs: Readonly<Record<number, Run>> = { 1: runOf(1, 0.5, 0), 2: runOf(1, 0), 3: runOf(1, 0) };
    expect(bestRate(0, [1, 2, 3], (rate) => runs[rate] ?? runOf(1))).toBe(2);
  });

  test("isn't one that ends low by a lucky swing", () => {
    const calm = runOf(...Array.from({ length: 30 }, () => 0.3));
    const wild = runOf(...Array.from({ length: 30 }, (_, i) => (i % 2 === 0 ? 0.9 : 0.1)));
    expect(bestRate(0, [1, 2], (rate) => (rate === 1 ? wild : calm))).toBe(2);
  });

  test("is one of a grid of exact decimals", () => {
    expect(RATES).toHaveLength(25);
    expect(RATES.slice(0, 5)).toEqual([1e-5, 2e-5, 3e-5, 5e-5, 1e-4]);
    expect(BATCH_RATES).toHaveLength(13);
    expect(BATCH_RATES.at(-1)).toBe(10);
  });
});

describe("a run that is scouted", () => {
  test("has the costs of the one that is drawn, and so the same arrival", () => {
    const world = worldOf("logistic");
    try {
      const sum = world.sum as NonNullable<typeof world.sum>;
      for (const learningRate of [0.01, 0.3, 10]) {
        const rule = () => ruleOf("momentum", { learningRate, momentum: 0.9, from: 0 });
        const drawn = racedInBatches(6, sum, [0, 0], rule(), 100, 3);
        const scouted = scoutedInBatches(6, sum, [0, 0], rule(), 100, 3);
        expect(scouted.costs).toEqual(drawn.costs);
        expect(scouted.costs).toHaveLength(6);
        expect([scouted.gradients, scouted.value]).toEqual([drawn.gradients, drawn.value]);
        const bySaga = [racedBySaga, scoutedBySaga].map((run) => run(6, sum, [0, 0], learningRate, 100, 3));
        // One through what records where it asks: it adds up the same in another order.
        bySaga[1]?.costs.forEach(({ value }, i) => {
          expect(value / (bySaga[0]?.costs[i]?.value ?? 0)).toBeCloseTo(1, 10);
        });
        expect(bySaga[1]?.costs).toHaveLength(6);
      }
    } finally {
      world.dispose();
    }
  });
});

test("averaging begins half way through the updates that the budget allows", () => {
  expect(averagingFrom(101, undefined)).toBe(25); // two gradients an update
  expect(averagingFrom(101, 10)).toBe(500);
});

describe("SAGA", () => {
  // F = mean of (x − i)² / 2 over i = 0 … 9, with another variable that stands still
  const sum = {
    terms: 10,
    of: (i: number, x: ArrayLike<number>) => ((x[0] ?? 0) - i) ** 2 / 2,
    rows: (rows?: ArrayLike<number>) => (rows ? Array.from(rows) : Array.from({ length: 10 }, (_, i) => i)),
    value(x: ArrayLike<number>, rows?: ArrayLike<number>) {
      const some = this.rows(rows);
      return some.reduce((total, i) => total + this.of(i, x), 0) / some.length;
    },
    gradient(x: ArrayLike<number>, into: Float64Array, rows?: ArrayLike<number>) {
      const some = this.rows(rows);
      into[0] = (x[0] ?? 0) - some.reduce((total, i) => total + i, 0) / some.length;
      into[1] = 0;
    },
  };
  const run = (budget: number, rate: number, batch: number, seed = 1) =>
    racedBySaga(budget, sum as never, [20, 1], rate, batch, seed);

  test("has every update on its path, each a part of a gradient, and uses its budget and no more", () => {
    const { path, at, steps, gradients, value, costs } = run(13, 0.1, 2);
    expect(path).toHaveLength(1 + 12 * 5);
    expect(path[0]).toEqual([20, 1]);
    expect(steps).toBe(60);
    expect(at.slice(0, 3)).toEqual([1, 1.2, 1.4]);
    expect(gradients).toBe(13);
    expect(costs).toHaveLength(13);
    expect(value).toBe(sum.value(path.at(-1) ?? []));
    // x ← x − η (∇fᵦ(x) − tᵦ + mean), at first the mean of all: 20 − 0.1 (20 − 4.5)
    expect(path[1]?.[0]).toBeCloseTo(20 - 1.55, 12);
  });

  test("comes to rest at the lowest point, and the same seed leads the same way", () => {
    expect(run(60, 0.3, 1).path.at(-1)?.[0]).toBeCloseTo(4.5, 9);
    expect(run(9, 0.1, 3, 4)).toEqual(run(9, 0.1, 3, 4));
    expect(run(9, 0.1, 3, 4).path).not.toEqual(run(9, 0.1, 3, 5).path);
  });

  test("ends where it explodes, without a way back", () => {
    const { path, status } = run(400, 1e3, 1);
    expect(["diverged", "not-finite"]).toContain(status);
    expect(Math.abs(path.at(-1)?.[0] ?? 0)).toBeGreaterThan(1e6);
  });
});

test("who can run where", () => {
  expect(obstacle("saga", "beale")).toContain("no sum over rows");
  expect(obstacle("saga", "squared")).toBeUndefined();
  expect(obstacle("newton", "squared")).toContain("second derivatives");
  expect(obstacle("averaged", "saddle")).toBeUndefined();
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
