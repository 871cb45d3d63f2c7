import { describe, expect, it } from "vitest";
import { Dataset } from "../../src/data/dataset.ts";
import { sampleRows } from "../../src/objectives/row-sample.ts";
import { RowSums } from "../../src/objectives/row-sums.ts";
import { weigh } from "../../src/objectives/row-weights.ts";
import { createRuntime } from "../../src/wasm/create-runtime.ts";
import { Workspace } from "../../src/wasm/workspace.ts";
import { seeded } from "../support/random.ts";

const runtime = createRuntime();

/** The numbers of the rows in a sample of about `count`, with their targets. */
function sampled(target: Float64Array, count: number, cols = 3, dtype: "f64" | "f32" = "f64") {
  const data = Float64Array.from(
    { length: target.length * cols },
    (_, k) => Math.floor(k / cols) + (k % cols) / 4,
  );
  const dataset = Dataset.from({ data, rows: target.length, cols }, undefined, { runtime, dtype });
  const workspace = new Workspace(runtime.arena);
  const y = Float64Array.from(target, (_, i) => -i);
  const rows = new RowSums(dataset.storage, target, workspace, undefined, y);
  const sample = sampleRows(rows, weigh(target), count);
  const [segment] = sample.storage.segments;
  const values = sample.storage.view(segment, 0, segment.rows).slice();
  sample.storage.release();
  workspace.dispose();
  dataset.dispose();
  const numbers = Array.from({ length: segment.rows }, (_, k) => values[k * cols]);
  // Rows are whole, and y is theirs.
  values.forEach((value, k) => expect(value).toBe(numbers[Math.floor(k / cols)] + (k % cols) / 4));
  numbers.forEach((row, k) => expect(sample.y?.[k]).toBe(-row));
  return { numbers, target: sample.target };
}

const sum = (values: ArrayLike<number>, sign: number) =>
  Array.from(values).reduce((total, value) => total + Math.max(0, sign * value), 0);

describe("sampleRows", () => {
  const uniform = seeded(1);
  const coins = Float64Array.from({ length: 5000 }, () => (uniform() < 0.4 ? 1 : -1));

  it.each([3, 20, 64, 65])(
    "takes one row of every n / m, none twice, from all over, of %d columns",
    (cols) => {
      for (const dtype of ["f64", "f32"] as const) {
        const { numbers, target } = sampled(coins, 250, cols, dtype);
        expect(numbers.length).toBe(250);
        numbers.forEach((row, k) => {
          expect(Math.floor(row / 20)).toBe(k);
          expect(target[k]).toBe(20 * coins[row]);
        });
        expect(new Set(numbers.map((row) => row % 20)).size).toBe(20); // no period of the rows' is theirs
      }
    },
  );

  it("takes a rare class whole, and its weight stays", () => {
    const rare = Float64Array.from({ length: 20_000 }, (_, i) => (i % 1000 === 7 ? 1 : -1));
    const { numbers, target } = sampled(rare, 500);
    expect(numbers.filter((row) => row % 1000 === 7).length).toBe(20);
    expect(numbers.length).toBe(500);
    expect(sum(target, 1)).toBeCloseTo(20, 9);
    expect(sum(target, -1)).toBeCloseTo(19_980, 6);
  });

  it("never takes a row without weight, and always one of more weight than a step", () => {
    const weighty = coins.map((t, i) => (i % 2 === 0 ? 0 : t * 10 ** (6 * uniform() - 3)));
    const { numbers, target } = sampled(weighty, 400);
    expect(numbers.every((row) => row % 2 === 1)).toBe(true);
    expect(numbers.length).toBeGreaterThan(50);
    expect(numbers.length).toBeLessThanOrEqual(402);
    for (const sign of [1, -1]) {
      const step = sum(weighty, sign) / 200;
      weighty.forEach((t, i) => {
        if (sign * t > 2 * step) expect(numbers).toContain(i);
      });
      expect(Math.abs(sum(target, sign) - sum(weighty, sign))).toBeLessThanOrEqual(step);
      numbers.forEach((row, k) => expect(Math.sign(target[k])).toBe(Math.sign(weighty[row])));
    }
  });

  it("takes of a sample's sample and of weights of one sign as well", () => {
    const { numbers, target } = sampled(new Float64Array(1000).fill(2.5), 100);
    expect(numbers.length).toBe(100);
    expect(sum(target, 1)).toBeCloseTo(2500, 9);
    expect(sampled(coins, 1e6).numbers.length).toBe(5000);
  });
});
