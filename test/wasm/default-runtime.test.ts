import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { overlapping } from "../support/data.ts";
import { errorOf } from "../support/errors.ts";

type Package = typeof import("../../src/index.ts");

const bytes = readFileSync(new URL("../../build/baseline.wasm", import.meta.url));
const { X, y } = overlapping(30, 2);

/** The package as a program that has just started has it. */
let fresh: Package;

beforeEach(async () => {
  vi.resetModules();
  fresh = await import("../../src/index.ts");
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

/** What a page's Content-Security-Policy and edge runtimes do. */
function forbidCompilation(): void {
  const { Module } = WebAssembly;
  const refusing = new Proxy(Module, {
    construct() {
      throw new WebAssembly.CompileError("Wasm code generation disallowed by embedder");
    },
  });
  const names = Object.getOwnPropertyNames(WebAssembly) as (keyof typeof WebAssembly)[];
  const rest = Object.fromEntries(names.map((name) => [name, WebAssembly[name]]));
  vi.stubGlobal("WebAssembly", { ...rest, Module: refusing });
}

describe("the default runtime", () => {
  it("is made at first use, with the baseline build, and serves everybody who names none", async () => {
    const dataset = fresh.Dataset.from(X, y);
    expect(dataset.runtime).toBe(fresh.defaultRuntime());
    expect(dataset.runtime.simd).toBe("baseline");
    expect(fresh.defaultRuntime().memory.used).toBe(512);
    const model = await new fresh.LogisticRegression().fit(dataset);
    expect(model.predict(dataset)).toHaveLength(30);
  });

  it.each([
    ["a module", () => new WebAssembly.Module(bytes)],
    ["bytes", () => bytes],
    ["an ArrayBuffer", () => new Uint8Array(bytes).buffer],
  ])("is made from %s by init", async (_, wasm) => {
    const { coef } = await new fresh.LogisticRegression().fit(X, y);
    vi.resetModules();
    fresh = await import("../../src/index.ts");
    await fresh.init({ wasm: wasm() });
    expect(fresh.defaultRuntime().simd).toBe("baseline");
    expect((await new fresh.LogisticRegression().fit(X, y)).coef).toEqual(coef);
  });
});

describe("init", () => {
  it("comes too late once there is a default runtime, which stays", async () => {
    const runtime = fresh.defaultRuntime();
    const late = { name: "InputError", argument: "init", message: expect.stringMatching(/exists already/) };
    await expect(fresh.init({ wasm: bytes })).rejects.toMatchObject(late);
    expect(fresh.defaultRuntime()).toBe(runtime);

    vi.resetModules();
    fresh = await import("../../src/index.ts");
    const both = await Promise.allSettled([fresh.init({ wasm: bytes }), fresh.init({ wasm: bytes })]);
    expect(both).toEqual([
      { status: "fulfilled", value: undefined },
      { status: "rejected", reason: expect.objectContaining({ argument: "init", message: late.message }) },
    ]);
  });

  it.each([
    [undefined, "options: undefined; expected an object with options"],
    [{}, "options.wasm: undefined; expected a WebAssembly.Module or its bytes"],
    [{ wasm: "baseline.wasm" }, 'options.wasm: "baseline.wasm"; expected a WebAssembly.Module or its bytes'],
    [{ wasm: bytes, simd: "relaxed" }, 'options.simd: unknown option; expected "wasm"'],
  ])("refuses %j", async (options, message) => {
    await expect(fresh.init(options as never)).rejects.toMatchObject({ name: "InputError", message });
    expect(fresh.defaultRuntime().simd).toBe("baseline");
  });
});

describe("where compiling bytes is forbidden", () => {
  beforeEach(forbidCompilation);

  it.each<[string, () => unknown]>([
    ["Dataset.from", () => fresh.Dataset.from(X, y)],
    ["new DatasetBuilder", () => new fresh.DatasetBuilder({ rows: 1, cols: 1 })],
    ["fit", () => new fresh.LogisticRegression().fit(X, y)],
    ["createRuntime", () => fresh.createRuntime()],
    ["defaultRuntime", () => fresh.defaultRuntime()],
  ])("%s says what to call first", async (_, call) => {
    const error = await errorOf(call);
    expect(error.name).toBe("UnsupportedError");
    expect(error.message).toMatch(/forbids compiling WebAssembly.* call `await init\(\{ wasm \}\)` first/);
    expect(error.cause).toBeInstanceOf(WebAssembly.CompileError);
  });

  it("works after init with a module", async () => {
    vi.unstubAllGlobals();
    const module = new WebAssembly.Module(bytes);
    forbidCompilation();
    await fresh.init({ wasm: module });
    const model = await new fresh.LogisticRegression().fit(fresh.Dataset.from(X, y));
    expect(model.status).toBe("converged");
  });

  it("a model from JSON predicts all the same", () => {
    const json = { version: 1, classes: ["no", "yes"], coef: [[1, -1]], intercept: [0] };
    expect(fresh.LogisticRegression.fromJSON(json).predict([[2, 1]])).toEqual(["yes"]);
  });
});

describe("where instructions are missing", () => {
  it("says that SIMD is", () => {
    vi.spyOn(WebAssembly, "validate").mockReturnValue(false);
    expect(() => fresh.Dataset.from(X)).toThrow(/has no WebAssembly SIMD/);
  });

  it("says that relaxed SIMD is, and what to ask for instead", () => {
    const { validate } = WebAssembly;
    vi.spyOn(WebAssembly, "validate").mockImplementation(
      (module) => !(module as Uint8Array).includes(128) && validate(module),
    );
    const unsupported = { name: "UnsupportedError", message: expect.stringMatching(/simd: "baseline"/) };
    expect(() => fresh.createRuntime({ simd: "relaxed" })).toThrow(expect.objectContaining(unsupported));
    expect(fresh.createRuntime().simd).toBe("baseline");
  });

  it("says that WebAssembly is", () => {
    vi.stubGlobal("WebAssembly", undefined);
    expect(() => fresh.defaultRuntime()).toThrow(/has no WebAssembly$/);
  });
});
