import { describe, expect, it } from "vitest";
import { createRuntime, Dataset, LogisticRegression } from "../../src/index.ts";
import { type Dtype, RowStorage, type Segment } from "../../src/data/storage.ts";
import { Target } from "../../src/data/target.ts";
import type { Runtime } from "../../src/wasm/runtime.ts";
import { overlapping } from "../support/data.ts";

const OWN_MEMORY = 2 ** 28;

/** A data set over three memories, as very large ones are, with a few blocks in each. */
function spread(X: number[][], y: number[], runtime: Runtime, dtype: Dtype): Dataset {
  const storage = new RowStorage(runtime, X.length, X[0].length, dtype);
  const sizes = [7, 13, X.length - 20];
  let firstRow = 0;
  const segments = sizes.map((rows, k): Segment => {
    const { arena, pointer: x } =
      k === 0 ? { arena: runtime.arena, pointer: storage.segments[0].x } : runtime.allocate(OWN_MEMORY);
    const blocks = [0, 3, 5].map((offset, b) => ({
      x: x + offset * storage.rowBytes,
      offset,
      rows: [3, 2, rows - 5][b],
    }));
    const segment = { arena, x, firstRow, rows, blocks };
    firstRow += rows;
    return segment;
  });
  Object.assign(storage, { segments });
  X.forEach((row, i) => {
    const segment = storage.segmentOf(i);
    storage.view(segment, i - segment.firstRow, 1).set(row);
  });
  return Dataset.own(storage, undefined, new Target("y", y, X.length), undefined, undefined);
}

describe.each(["f64", "f32"] as const)("rows in several memories, in %s", (dtype) => {
  const runtime = createRuntime();
  const { X, y } = overlapping(60, 6);
  const dataset = spread(X, y, runtime, dtype);
  const together = Dataset.from(X, y, { runtime, dtype });

  it("lie in as many", () => {
    expect(runtime.memory.memories).toBe(3);
  });

  it.each(["lbfgs", "newton-cholesky", "gradient-descent"] as const)(
    "fit as in one, by %s",
    async (solver) => {
      const fit = (data: Dataset) => new LogisticRegression({ runtime, solver, tol: 1e-10 }).fit(data);
      const { used } = runtime.memory;
      const [a, b] = [await fit(dataset), await fit(together)];
      expect(runtime.memory.used).toBe(used);
      expect(a.converged).toBe(true);
      expect(a.loss / b.loss).toBeCloseTo(1, 12);
      a.coef[0].forEach((value, j) => expect(value).toBeCloseTo(b.coef[0][j], 8));
      expect(a.decisionFunction(dataset)).toEqual(a.decisionFunction(together));
    },
  );

  it("may be of weight 0 throughout a block or a memory", async () => {
    for (const [from, to] of [
      [0, 3],
      [3, 5],
      [7, 20],
    ]) {
      // prettier-ignore
      const sampleWeight = y.map((_, i) => (i >= from && i < to ? 0 : 1));
      const options = { runtime, C: 1, tol: 1e-10 };
      const a = await new LogisticRegression(options).fit(dataset, { sampleWeight });
      const b = await new LogisticRegression(options).fit(together, { sampleWeight });
      a.coef[0].forEach((value, j) => expect(value).toBeCloseTo(b.coef[0][j], 8));
    }
  });

  it("are seen to be separable as in one", async () => {
    const labels = X.map((row) => Number(row[1] > 0));
    const model = new LogisticRegression({ runtime, C: Infinity, onWarning: () => {} });
    expect((await model.fit(dataset, labels)).status).toBe("separable");
  });
});
