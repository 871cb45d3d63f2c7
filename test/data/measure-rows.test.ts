import { describe, expect, it } from "vitest";
import { createRuntime, Dataset, DatasetBuilder, LogisticRegression } from "../../src/index.ts";
import type { RowTiles } from "../../src/data/row-tiles.ts";
import type { Dtype } from "../../src/data/storage.ts";
import { columnStatistics } from "../../src/objectives/column-statistics.ts";
import { RowSums } from "../../src/objectives/row-sums.ts";
import { Workspace } from "../../src/wasm/workspace.ts";
import { expectInputError } from "../support/errors.ts";
import { randoms } from "../kernels/reference.ts";

const runtime = createRuntime({ threads: 1 });

/** From one strip of less than a group of rows to many, the last one short. */
const shapes: [rows: number, cols: number][] = [[1, 3], [7, 1], [3001, 5], [100_003, 7], [20_011, 33]]; // prettier-ignore
const dtypes = ["f64", "f32"] as const;
const forms = ["matrix", "rows", "columns", "builder"] as const;

/** Values around 3 times the column's number, the first column without spread. */
function valuesOf(rows: number, cols: number): Float64Array {
  return randoms(rows * cols, 5).map((value, k) => (k % cols === 0 ? 1.5 : value + 3 * (k % cols)));
}

function datasetOf(form: (typeof forms)[number], data: Float64Array, cols: number, dtype: Dtype): Dataset {
  const rows = data.length / cols;
  const rowAt = (i: number) => Array.from(data.subarray(i * cols, (i + 1) * cols));
  if (form === "builder") {
    const builder = new DatasetBuilder({ rows, cols, dtype, runtime });
    builder.append({ data, rows, cols });
    return builder.finish();
  }
  if (form === "matrix") return Dataset.from({ data, rows, cols }, undefined, { dtype, runtime });
  if (form === "rows") return Dataset.from(Array.from({ length: rows }, (_, i) => rowAt(i)), undefined, { dtype, runtime }); // prettier-ignore
  const columns = Array.from({ length: cols }, (_, j) => {
    return [`x${j}`, Float64Array.from({ length: rows }, (__, i) => data[i * cols + j]!)] as const;
  });
  return Dataset.from({ columns: Object.fromEntries(columns) }, undefined, { dtype, runtime });
}

describe.each(dtypes)("what is measured while rows in %s are copied", (dtype) => {
  it.each(shapes)("is bit for bit what a pass finds, of %i × %i in any form", (rows, cols) => {
    const data = valuesOf(rows, cols);
    for (const form of forms) {
      using dataset = datasetOf(form, data, cols, dtype);
      const { storage } = dataset;
      const workspace = new Workspace(runtime.arena);
      const sums = new RowSums(storage, new Float64Array(rows).fill(1), workspace);
      expect(storage.statistics, form).toEqual(columnStatistics(sums, workspace));
      expect(storage.statistics?.constant[0]).toBe(1);
      workspace.dispose();
    }
  });

  it("is left to a second pass where squares are out of range", () => {
    for (const factor of dtype === "f64" ? [1e200, 1e-200] : [1e-30]) {
      const data = valuesOf(5000, 3).map((value, k) => (k % 3 === 2 ? value * factor : value));
      using dataset = datasetOf("matrix", data, 3, dtype);
      if (factor < 1e-100 || factor > 1e100) expect(dataset.storage.statistics).toBeUndefined();
      const workspace = new Workspace(runtime.arena);
      const sums = new RowSums(dataset.storage, new Float64Array(5000).fill(1), workspace);
      const found = columnStatistics(sums, workspace) as { sd: Float64Array };
      expect(found.sd[2]! / factor).toBeGreaterThan(0.1);
      expect(found.sd[2]! / factor).toBeLessThan(10);
      workspace.dispose();
    }
  });

  it("tells the first value that isn't finite, wherever it is, and keeps nothing", async () => {
    const [rows, cols] = [50_021, 6];
    const { used } = runtime.memory;
    for (const value of [NaN, Infinity, -Infinity]) {
      for (const row of [0, 3, 4099, 31_234, rows - 1]) {
        const data = valuesOf(rows, cols);
        data[row * cols + 4] = value;
        data[data.length - 1] = NaN;
        const found = `${value} at row ${row}, column 4; expected a finite number`;
        await expectInputError(() => datasetOf("matrix", data, cols, dtype), "X", found);
        const builder = new DatasetBuilder({ rows, cols, dtype, runtime });
        builder.append({ data, rows, cols });
        await expectInputError(() => builder.finish(), "rows", found);
        builder.dispose();
        const y = Array.from({ length: rows }, (_, i) => i % 2);
        const model = new LogisticRegression({ dtype, runtime });
        await expectInputError(() => model.fit({ data, rows, cols }, y), "X", found);
      }
    }
    expect(runtime.memory.used).toBe(used);
  });
});

it("what a builder measured is forgotten where its rows change afterwards", async () => {
  const builder = new DatasetBuilder({ rows: 200, cols: 2, runtime });
  const rows = Array.from({ length: 200 }, (_, i) => builder.row(i));
  rows.forEach((row, i) => row.set([Math.sin(i * i), Math.cos(3 * i * i)]));
  const y = Float64Array.from(rows, ([x], i) => Number(x! + Math.sin(7 * i) > 0));
  for (const [labels, row, value] of [
    [y.subarray(1), 0, 1],
    [y, 3, NaN],
  ] as const) {
    const before = rows[row]![1]!;
    rows[row]![1] *= value;
    expect(() => builder.finish(labels)).toThrow();
    rows[row]![1] = before;
  }
  for (const row of rows) row[0] *= 1e160;
  using dataset = builder.finish(y);
  const model = await new LogisticRegression({ C: 1e300, runtime, onWarning: () => undefined }).fit(dataset);
  expect(model.status).toBe("converged");
  expect(model.score(dataset)).toBeGreaterThan(0.7);
});

it("values that f32 can't hold are told from those that aren't finite", async () => {
  const data = valuesOf(5000, 3);
  data[9001] = 1e39;
  const problem = "1e+39 at row 3000, column 1; expected a number that f32 can hold";
  await expectInputError(() => datasetOf("matrix", data, 3, "f32"), "X", problem);
});

describe.each(dtypes)("a copy in tiles of rows in %s, made while they are copied", (dtype) => {
  it.each(shapes.slice(3))("has the bits of one made later, of %i × %i", async (rows, cols) => {
    const X = { data: valuesOf(rows, cols), rows, cols };
    const y = Array.from({ length: rows }, (_, i) => Number(Math.sin(i) + X.data[i * cols + 1]! > 3));
    const options = { dtype, runtime };
    using atOnce = Dataset.forFit(X, y, options, () => true);
    using later = Dataset.from(X, y, options);
    const model = new LogisticRegression({ ...options, solver: "sampled-newton" });
    await model.fit(later);
    const bitsOf = ({ storage }: Dataset) => {
      const tiles = storage.tiles as RowTiles;
      const [segment] = storage.segments;
      const { x } = tiles.at(segment!);
      const values = segment!.arena.f32(x, Math.ceil(rows / 32) * 32 * cols).slice();
      return { values, center: tiles.center, scale: tiles.scale };
    };
    expect(bitsOf(atOnce)).toEqual(bitsOf(later));
    const coef = model.coef.map((w) => w.slice());
    const { passes } = await model.fit(X, y);
    expect(model.coef).toEqual(coef);
    expect((await model.fit(later)).passes).toBe(passes); // neither goes through the rows to copy them
    expect(model.coef).toEqual(coef);
  });

  it("is made where a fit will need it, and nowhere else", async () => {
    const [rows, cols] = [3001, 20];
    const X = { data: valuesOf(rows, cols), rows, cols };
    const y = Array.from({ length: rows }, (_, i) => Number(Math.sin(i) + X.data[i * cols + 1]! > 3));
    const three = y.map((label, i) => (i % 3 === 0 ? 2 : label));
    const offset = new Float64Array(rows);
    const solver = "sampled-newton";
    const cases = [
      { is: true, options: { solver } },
      { is: true, options: { solver }, fit: { sampleWeight: new Float64Array(rows).fill(2) } },
      { is: false, options: { solver: "lbfgs" } },
      { is: false, options: { lower: 0 } },
      { is: false, options: { solver }, fit: { offset } },
      { is: false, options: { solver }, labels: three },
    ] as const;
    for (const { is, options, labels = y, fit = {} } of cases.map((one) => ({
      labels: y,
      fit: {},
      ...one,
    }))) {
      const own = createRuntime({ threads: 1 });
      let most = 0;
      const onIteration = () => void (most = Math.max(most, own.memory.used));
      const settings = { dtype, runtime: own, onIteration, maxIter: 0, onWarning: () => undefined };
      await new LogisticRegression({ ...settings, ...options }).fit(X, labels, fit);
      const bytes = rows * cols * (dtype === "f64" ? 8 : 4);
      const copy = rows * cols * 4;
      if (is) expect(most).toBeGreaterThan(bytes + copy);
      else expect(most, JSON.stringify(options)).toBeLessThan(bytes + copy);
    }
  });
});
