import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createRuntime, Dataset, DatasetBuilder, LogisticRegression } from "../../src/index.ts";
import { overlapping } from "../support/data.ts";
import { collectGarbage } from "../support/garbage.ts";

const MiB = 2 ** 20;
const { X, y } = overlapping(50, 4);

/** How many WebAssembly.Memory objects were made. */
let memoriesMade = 0;
const { Memory } = WebAssembly;

beforeEach(() => {
  memoriesMade = 0;
  vi.spyOn(WebAssembly, "Memory").mockImplementation(function (descriptor) {
    memoriesMade += 1;
    return new Memory(descriptor);
  });
});

afterEach(() => {
  vi.restoreAllMocks();
});

describe("many", () => {
  it("data sets alive at once share one memory", async () => {
    const runtime = createRuntime();
    const datasets = Array.from({ length: 500 }, (_, k) => {
      return Dataset.from(
        X.map((row) => row.map((value) => value * (k + 1))),
        y,
        { runtime },
      );
    });
    const unit = 50 * 4 * 8;
    expect(runtime.memory.used).toBe(500 * unit);
    const [first, last] = [datasets[0], datasets[499]];
    const fit = (dataset: Dataset) => new LogisticRegression({ runtime, C: Infinity }).fit(dataset);
    const ratio = (await fit(first)).coef[0][0] / (await fit(last)).coef[0][0];
    expect(ratio).toBeCloseTo(500, 3);
    datasets.filter((_, k) => k % 2).forEach((dataset) => dataset.dispose());
    expect(runtime.memory.used).toBe(250 * unit);
    datasets.forEach((dataset) => dataset.dispose());
    expect(runtime.memory).toMatchObject({ used: 0, memories: 1 });
    expect(memoriesMade).toBe(1);
  });

  it("fits one after the other leave nothing behind", async () => {
    const runtime = createRuntime();
    const solvers = ["lbfgs", "newton-cholesky", "gradient-descent"] as const;
    const models = solvers.map((solver) => new LogisticRegression({ runtime, solver }));
    const fit = (k: number) => models[k % 3].fit(X, y);
    for (let k = 0; k < 6; k++) await fit(k);
    const { reserved } = runtime.memory;
    for (let k = 0; k < 10000; k++) await fit(k);
    expect(runtime.memory).toMatchObject({ used: 0, reserved, memories: 1 });
    expect(memoriesMade).toBe(1);
  });

  it("short fits, awaited one after the other, make way for the event loop", async () => {
    const runtime = createRuntime();
    const turn = vi.fn();
    setTimeout(turn);
    const start = performance.now();
    while (turn.mock.calls.length === 0 && performance.now() - start < 10_000) {
      await new LogisticRegression({ runtime }).fit(X, y);
    }
    expect(turn).toHaveBeenCalledOnce();
  });
});

describe("very large data", () => {
  const large = { rows: 270 * 1024, cols: 256, dtype: "f32" as const };
  const bytes = 270 * MiB;

  it("has a memory of its own, which is used again after it", async () => {
    const runtime = createRuntime({ threads: 1 });
    const first = new DatasetBuilder({ ...large, runtime });
    const { used, reserved, memories } = runtime.memory;
    expect(used).toBe(bytes);
    expect(reserved).toBeLessThan(bytes + 3 * MiB);
    expect(memories).toBe(2);
    first.dispose();
    expect(runtime.memory.used).toBe(0);

    const builder = new DatasetBuilder({ ...large, runtime });
    expect(runtime.memory).toMatchObject({ used, reserved, memories: 2 });
    const labels = new Uint8Array(large.rows);
    for (let i = 0; i < large.rows; i++) {
      builder.row(i)[0] = i % 7;
      labels[i] = Number(i % 7 > (i % 3) + 1);
    }
    const dataset = builder.finish(labels);
    const options = { runtime, maxIter: 30, tol: 1e-3, onWarning: () => {} };
    const model = await new LogisticRegression({ ...options, solver: "lbfgs" }).fit(dataset);
    expect(runtime.memory).toMatchObject({ used, memories: 2 });

    // The same values in a small set, each as often.
    const rows = Array.from({ length: 21 }, (_, i) => [i % 7, ...Array.from({ length: 255 }, () => 0)]);
    const small = await new LogisticRegression({ ...options, C: large.rows / 21 }).fit(
      rows,
      rows.map((_, i) => labels[i]),
    );
    expect(model.coef[0][0]).toBeCloseTo(small.coef[0][0], 1);
    const scores = model.decisionFunction(dataset);
    expect(scores).toHaveLength(large.rows);
    expect(scores[large.rows - 1]).toBe(model.decisionFunction([rows[(large.rows - 1) % 7]])[0]);
    dataset.dispose();
    expect(runtime.memory.used).toBe(0);
  });

  it("shares the common memory once three have their own", () => {
    const runtime = createRuntime();
    const all = Array.from({ length: 5 }, () => runtime.allocate(256 * MiB));
    expect(new Set(all.map(({ arena }) => arena)).size).toBe(4);
    expect(all[3].arena).toBe(runtime.arena);
    expect(runtime.memory).toMatchObject({ memories: 4, used: 5 * 256 * MiB });
    all.forEach((allocation) => runtime.release(allocation));
    expect(runtime.memory.used).toBe(0);
    expect(memoriesMade).toBe(4);
  });

  it("shares the common memory where the limit leaves room nowhere else", () => {
    const runtime = createRuntime({ maxMemory: 400 * MiB });
    const small = Array.from({ length: 5 }, () => runtime.allocate(60 * MiB));
    small.forEach((allocation) => runtime.release(allocation));
    expect(runtime.allocate(290 * MiB).arena).toBe(runtime.arena);
  });

  it("gives its memory back to the machine when the garbage collector takes it", async () => {
    const runtime = createRuntime();
    runtime.release(runtime.allocate(300 * MiB));
    expect(runtime.memory.memories).toBe(2);
    await collectGarbage(() => runtime.memory.memories === 1);
    expect(runtime.memory.reserved).toBe(MiB);
  });
});
