import { describe, expect, it } from "vitest";
import { createRuntime, Dataset } from "../../src/index.ts";
import type { ColumnStatistics } from "../../src/data/column-statistics.ts";
import { columnStatistics } from "../../src/objectives/column-statistics.ts";
import { RowSums } from "../../src/objectives/row-sums.ts";
import { Workspace } from "../../src/wasm/workspace.ts";
import { randoms } from "../kernels/reference.ts";

const runtime = createRuntime();

function statistics(columns: Record<string, Float64Array>, weights: Float64Array): ColumnStatistics {
  using dataset = Dataset.from({ columns }, undefined, { runtime });
  const workspace = new Workspace(runtime.arena);
  const found = columnStatistics(new RowSums(dataset.storage, weights, workspace), workspace);
  workspace.dispose();
  return found as ColumnStatistics;
}

/** In two passes, of values as large as they like. */
function plain(values: Float64Array, weights: Float64Array) {
  const unit = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const meanOf = (f: (value: number) => number) => {
    let [sum, lost] = [0, 0]; // by Kahan
    values.forEach((value, i) => {
      const term = weights[i]! * f(value / unit) - lost;
      lost = sum + term - sum - term;
      sum += term;
    });
    return sum / total;
  };
  const mean = meanOf((value) => value);
  const sd = Math.sqrt(meanOf((value) => (value - mean) ** 2));
  return { mean: mean * unit, sd: sd * unit, rms: Math.hypot(mean, sd) * unit };
}

/** Several strips, the last one short. */
const ROWS = 200003;
const noise = randoms(ROWS, 3);
const weightings = {
  "weights of 1": noise.map(() => 1),
  "weights, some 0": noise.map((_, i) => [1, 0, 2.5, 0.5, 0][(i * 7) % 5]!),
};

describe.each(Object.entries(weightings))("column statistics, %s", (_name, weights) => {
  it("are those of two passes, far from 0 and in any unit", () => {
    const columns = {
      plain: noise,
      "1e8 deviations off": noise.map((value) => value + 1e8),
      "1e-150": noise.map((value) => value * 1e-150),
      "1e-300": noise.map((value) => value * 1e-300 - 1e-300),
      "1e150": noise.map((value) => value * 1e150),
      "1e300": noise.map((value) => value * 1e300 + 1e300),
      steps: noise.map((_, i) => (i < ROWS / 2 ? 0 : 1e200)),
    };
    const { mean, sd, rms, constant } = statistics(columns, weights);
    Object.entries(columns).forEach(([name, values], j) => {
      const expected = plain(values, weights);
      expect(Math.abs(mean[j]! - expected.mean) / expected.rms, name).toBeLessThan(1e-14);
      expect(sd[j]! / expected.sd, name).toBeCloseTo(1, 8);
      expect(rms[j]! / expected.rms, name).toBeCloseTo(1, 12);
    });
    expect(constant).toEqual(new Uint8Array(7));
  });

  it("know a constant column from one where a single row differs in the last bit", () => {
    const odd = 5 * Math.floor(ROWS / 10); // one that has a weight
    const of = (value: number, other = value) => noise.map((_, i) => (i === odd ? other : value));
    const columns = [
      of(0.1),
      of(0.1, 0.1 + 2 ** -56),
      of(0, -0),
      of(0, Number.MIN_VALUE),
      of(1e300),
      of(1e300, 1.0000000000000002e300),
      of(-1e-300),
      of(1e8),
    ];
    const { mean, constant } = statistics(Object.fromEntries(columns.entries()), weights);
    expect(Array.from(constant)).toEqual([1, 0, 1, 0, 1, 0, 1, 1]);
    for (const j of [0, 4, 6, 7]) expect(mean[j]! / columns[j]![0]!).toBeCloseTo(1, 14);
    expect(mean[2]).toBe(0);
  });

  it("leave out rows of weight 0", () => {
    const { constant } = statistics({ x: noise.map((_, i) => (weights[i] === 0 ? i : 3)) }, weights);
    expect(constant).toEqual(Uint8Array.of(1));
  });
});
