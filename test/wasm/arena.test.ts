import { afterEach, describe, expect, it, vi } from "vitest";
import { createRuntime, Dataset, LogisticRegression, MemoryError } from "../../src/index.ts";
import { Workspace } from "../../src/wasm/workspace.ts";
import { overlapping, zeros } from "../support/data.ts";
import { errorOf } from "../support/errors.ts";

const MiB = 2 ** 20;
const { X, y } = overlapping(40, 3);

async function memoryErrorOf(call: () => unknown): Promise<MemoryError> {
  const error = await errorOf(call);
  expect(error).toBeInstanceOf(MemoryError);
  return error as MemoryError;
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe("growth", () => {
  it("doubles the memory, and keeps what is in it and every view of it", () => {
    const { arena } = createRuntime();
    const workspace = new Workspace(arena);
    const vector = workspace.vector(1000);
    vector.values.fill(3);
    for (const reserved of [2 * MiB, 4 * MiB, 8 * MiB]) {
      workspace.space(arena.reserved - arena.used);
      expect(arena.reserved).toBe(reserved);
    }
    expect(vector.dot(vector)).toBe(9000);
    vector.values[0] = 0;
    expect(vector.dot(vector)).toBe(8991);
  });

  it("goes by what is needed where that is more than double, or where the limit leaves no room to double", () => {
    const runtime = createRuntime({ maxMemory: 7 * MiB });
    runtime.arena.allocate(4 * MiB);
    expect(runtime.memory.reserved).toBeGreaterThan(4 * MiB);
    expect(runtime.memory.reserved).toBeLessThan(5.2 * MiB);
    runtime.arena.allocate(1.5 * MiB);
    expect(runtime.memory.reserved).toBe(7 * MiB);
  });

  it("reuses what was let go before it grows", () => {
    const { arena } = createRuntime();
    const first = arena.allocate(3 * MiB);
    const { reserved } = arena;
    arena.release(first);
    expect(arena.allocate(3 * MiB)).toBe(first);
    expect(arena.reserved).toBe(reserved);
  });

  it("keeps the fit and the kernels right when vectors move past the first pages", async () => {
    const runtime = createRuntime();
    const model = new LogisticRegression({ runtime });
    const { coef } = await model.fit(X, y);
    runtime.arena.allocate(33 * MiB);
    expect((await model.fit(X, y)).coef).toEqual(coef);
  });
});

describe("memory that can't be had", () => {
  it("is a MemoryError with the bytes asked for and the limit, and changes nothing", async () => {
    const runtime = createRuntime({ maxMemory: 4 * MiB });
    const dataset = Dataset.from(X, y, { runtime });
    const other = Dataset.from(zeros(1000, 100), undefined, { runtime });
    const model = await new LogisticRegression({ runtime }).fit(dataset);
    const scores = model.decisionFunction(dataset);
    const before = runtime.memory;
    const error = await memoryErrorOf(() => Dataset.from(zeros(1000, 500), undefined, { runtime }));
    expect(error).toMatchObject({ requested: 4_000_000, limit: 4 * MiB, name: "MemoryError" });
    expect(error).toBeInstanceOf(RangeError);
    expect(error.message).toBe(
      `linear memory: 4000000 bytes more can't be had (${before.reserved} bytes reserved, limit 4194304 bytes); ` +
        'dispose of data sets no longer needed, use dtype "f32", or raise createRuntime\'s maxMemory',
    );
    expect(runtime.memory).toEqual(before);

    const smaller = Dataset.from(zeros(1000, 300), undefined, { runtime });
    expect([smaller.rows, other.rows]).toEqual([1000, 1000]);
    expect(model.decisionFunction(dataset)).toEqual(scores);
    await expect(new LogisticRegression({ runtime }).fit(dataset)).resolves.toHaveProperty("status");
  });

  it("asks for more than the limit at once: nothing is reserved", async () => {
    const runtime = createRuntime({ maxMemory: 2 * MiB });
    const error = await memoryErrorOf(() => Dataset.from(zeros(1000, 300), undefined, { runtime }));
    expect(error.requested).toBe(2_400_000);
    expect(runtime.memory).toMatchObject({ used: 0, reserved: MiB, memories: 1 });
  });

  it("ends a fit: its model and its data set stay as they are, and a smaller fit works", async () => {
    const runtime = createRuntime({ maxMemory: 3 * MiB });
    const wide = overlapping(60, 400, 3);
    const dataset = Dataset.from(wide.X, wide.y, { runtime });
    const model = await new LogisticRegression({ runtime, solver: "gradient-descent" }).fit(dataset);
    const coef = model.coef[0].slice();
    const { used } = runtime.memory;
    const newton = new LogisticRegression({ runtime, solver: "newton-cholesky" });
    await memoryErrorOf(() => newton.fit(dataset));
    expect(runtime.memory.used).toBe(used);
    expect(() => newton.coef).toThrow(/not fitted/);
    const again = await new LogisticRegression({ runtime, solver: "gradient-descent" }).fit(dataset);
    expect(again.coef[0]).toEqual(coef);
    dataset.dispose();
    expect(runtime.memory.used).toBe(0);
  });

  // A RangeError in V8, a bare string in Firefox.
  it.each([new RangeError("WebAssembly.Memory.grow(): Unable to grow"), "out of memory"])(
    "whatever the engine throws: %s",
    async (thrown) => {
      const runtime = createRuntime();
      const { reserved } = runtime.memory;
      vi.spyOn(WebAssembly.Memory.prototype, "grow").mockImplementation(() => {
        throw thrown;
      });
      const error = await memoryErrorOf(() => runtime.arena.allocate(2 * MiB));
      expect(error).toMatchObject({ requested: 2 * MiB, cause: thrown });
      expect(runtime.memory).toMatchObject({ used: 0, reserved });
      vi.restoreAllMocks();
      expect(runtime.arena.allocate(2 * MiB)).toBeGreaterThan(0);
    },
  );

  it("is tried for without doubling first", () => {
    const runtime = createRuntime();
    runtime.arena.allocate(7 * MiB);
    const grow = Object.getOwnPropertyDescriptor(WebAssembly.Memory.prototype, "grow")?.value as (
      pages: number,
    ) => number;
    vi.spyOn(WebAssembly.Memory.prototype, "grow").mockImplementation(function (
      this: WebAssembly.Memory,
      pages: number,
    ) {
      if (pages > 100) throw new RangeError("too much");
      return grow.call(this, pages);
    });
    const { reserved } = runtime.memory;
    runtime.arena.allocate(4 * MiB);
    expect(runtime.memory.reserved).toBeGreaterThan(reserved);
    expect(runtime.memory.reserved).toBeLessThan(reserved + 5 * MiB);
  });

  it("is an error of createRuntime's where not even the first memory can be had", async () => {
    vi.spyOn(WebAssembly, "Memory").mockImplementation(function () {
      throw new RangeError("could not allocate memory");
    });
    const error = await memoryErrorOf(() => createRuntime());
    expect(error.requested).toBe(MiB);
  });
});

describe("Workspace", () => {
  it("gives everything back at once, and only once", () => {
    const { arena } = createRuntime();
    const workspace = new Workspace(arena);
    workspace.space(100);
    workspace.matrix(5);
    expect(workspace.vector(7).values).toEqual(new Float64Array(7));
    expect(arena.used).toBe(128 + 512 + 64);
    workspace.dispose();
    expect(arena.used).toBe(0);
    workspace.dispose();
    expect(arena.used).toBe(0);
  });

  it("zeroes what was used before", () => {
    const { arena } = createRuntime();
    const workspace = new Workspace(arena);
    workspace.vector(8).values.fill(7);
    workspace.dispose();
    expect(workspace.vector(8).values).toEqual(new Float64Array(8));
  });
});
