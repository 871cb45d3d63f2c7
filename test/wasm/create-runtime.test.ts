import { readFileSync } from "node:fs";
import { describe, expect, it, vi } from "vitest";
import { createRuntime, Dataset, LogisticRegression } from "../../src/index.ts";
import { overlapping } from "../support/data.ts";
import { expectInputError } from "../support/errors.ts";

const { X, y } = overlapping(200, 7);

describe("createRuntime", () => {
  it.each<[unknown, string, string]>([
    [null, "options", "null; expected an object with options"],
    ["relaxed", "options", '"relaxed"; expected an object with options'],
    [{ simd: "avx" }, "options.simd", '"avx"; expected "baseline", "relaxed"'],
    [{ simd: null }, "options.simd", 'null; expected "baseline", "relaxed"'],
    [{ maxmemory: 1 }, "options.maxmemory", 'unknown option; expected "maxMemory"?'],
    [{ thread: 2 }, "options.thread", 'unknown option; expected "threads"?'],
    [{ threads: 0 }, "options.threads", '0; expected "auto" or a whole number from 1 to 64'],
    [{ threads: 1.5 }, "options.threads", '1.5; expected "auto" or a whole number from 1 to 64'],
    [{ threads: "all" }, "options.threads", '"all"; expected "auto" or a whole number from 1 to 64'],
    [{ threads: 65 }, "options.threads", '65; expected "auto" or a whole number from 1 to 64'],
    [{ maxMemory: 0 }, "options.maxMemory", "0; expected a number greater than 0"],
    [{ maxMemory: Number.NaN }, "options.maxMemory", "NaN; expected a number greater than 0"],
    [{ maxMemory: "1e9" }, "options.maxMemory", '"1e9"; expected a number greater than 0'],
    [{ maxMemory: 1000 }, "options.maxMemory", "1000 bytes; expected at least 1048576"],
  ])("refuses %j", (options, argument, problem) =>
    expectInputError(() => createRuntime(options as never), argument, problem),
  );

  it("takes undefined for an option that is not given", () => {
    const runtime = createRuntime({ simd: undefined, maxMemory: undefined } as never);
    expect(runtime.simd).toBe("baseline");
    expect(runtime.memory).toEqual({ used: 0, reserved: 2 ** 20, limit: 2 ** 34, memories: 1 });
  });
});

describe("runtimes side by side", () => {
  const baseline = createRuntime();
  const relaxed = createRuntime({ simd: "relaxed" });

  it.each(["lbfgs", "newton-cholesky", "newton"] as const)(
    "reach the same optimum with either build, by %s",
    async (solver) => {
      const fit = async (runtime: typeof baseline) => {
        const model = await new LogisticRegression({ runtime, solver, tol: 1e-11 }).fit(X, y);
        expect(model.converged).toBe(true);
        return model;
      };
      const [a, b] = [await fit(baseline), await fit(relaxed)];
      expect(b.loss / a.loss).toBeCloseTo(1, 13);
      b.coef[0].forEach((value, j) => expect(value).toBeCloseTo(a.coef[0][j], 8));
    },
  );

  it("keep their data apart", async () => {
    const dataset = Dataset.from(X, y, { runtime: relaxed });
    const model = await new LogisticRegression({ runtime: baseline }).fit(X, y);
    const { used } = baseline.memory;
    const problem = "a Dataset of another runtime; expected one of the model's runtime";
    await expectInputError(() => model.fit(dataset), "X", problem);
    await expectInputError(() => model.predict(dataset), "X", problem);
    await expectInputError(() => model.predictProba(dataset), "X", problem);
    await expectInputError(() => model.decisionFunction(dataset), "X", problem);
    await expectInputError(() => model.score(dataset), "X", problem);
    await expectInputError(() => new LogisticRegression().fit(dataset), "X", problem);
    expect(baseline.memory.used).toBe(used);
    expect(model.status).toBe("converged");
  });

  it("are refused where they are none", async () => {
    const runtime = { simd: "baseline" } as never;
    const problem = "an object; expected what createRuntime answers";
    await expectInputError(() => Dataset.from(X, y, { runtime }), "options.runtime", problem);
    await expectInputError(() => new LogisticRegression({ runtime }), "options.runtime", problem);
  });
});

// The last, as modules that were reset can't import any more.
describe("createRuntime, of a fresh module,", () => {
  it.each(["baseline", "relaxed"] as const)("runs the %s build where it is asked for", async (simd) => {
    vi.resetModules();
    const fresh = await import("../../src/index.ts");
    const { Module } = WebAssembly;
    const compiled: Uint8Array[] = [];
    vi.spyOn(WebAssembly, "Module").mockImplementation(function (bytes) {
      compiled.push(bytes as Uint8Array);
      return new Module(bytes);
    });
    for (let i = 0; i < 3; i++) expect(fresh.createRuntime({ simd }).simd).toBe(simd); // which compiles once
    vi.restoreAllMocks();
    // Before it, what unpacks it.
    const expected = ["unpack", simd].map((build) =>
      readFileSync(new URL(`../../build/${build}.wasm`, import.meta.url)),
    );
    expect(compiled.map((bytes, k) => Buffer.from(bytes).equals(expected[k]))).toEqual([true, true]);
  });
});
