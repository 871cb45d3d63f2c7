import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { runInNewContext } from "node:vm";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { overlapping } from "../support/data.ts";
import { errorOf } from "../support/errors.ts";

type Package = typeof import("../../src/index.ts");

const built = (name: string) => readFileSync(new URL(`../../build/${name}.wasm`, import.meta.url));
const bytes = built("baseline");
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
  const refusal = () => new WebAssembly.CompileError("Wasm code generation disallowed by embedder");
  const refusing = new Proxy(Module, {
    construct() {
      throw refusal();
    },
  });
  const refuse = () => Promise.reject(refusal());
  const names = Object.getOwnPropertyNames(WebAssembly) as (keyof typeof WebAssembly)[];
  const rest = Object.fromEntries(names.map((name) => [name, WebAssembly[name]]));
  vi.stubGlobal("WebAssembly", { ...rest, Module: refusing, compile: refuse, compileStreaming: refuse });
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

  it("shares its module, compiled once, with all baseline runtimes", () => {
    const compile = vi.spyOn(WebAssembly, "Module");
    fresh.createRuntime();
    fresh.defaultRuntime();
    fresh.createRuntime();
    expect(compile).toHaveBeenCalledTimes(2); // and what unpacks it
  });

  it("says what is missing where there is no memory to unpack its module in", () => {
    const { Instance } = WebAssembly;
    const instance = vi.spyOn(WebAssembly, "Instance").mockImplementationOnce(function () {
      throw new RangeError("could not allocate memory");
    });
    expect(() => fresh.defaultRuntime()).toThrow(new RangeError("could not allocate memory"));
    instance.mockRestore();
    expect(WebAssembly.Instance).toBe(Instance);
    expect(fresh.defaultRuntime().simd).toBe("baseline");
  });

  it("is not made by the import", async () => {
    const compile = vi.spyOn(WebAssembly, "Module");
    vi.resetModules();
    await import("../../src/index.ts");
    expect(compile).not.toHaveBeenCalled();
  });
});

/** A server of answers to GET, by path. */
const server = createServer((request, response) => {
  const [status, type, body] = answers[request.url as string] ?? [404, "text/plain", "no such file"];
  response.writeHead(status, type === undefined ? {} : { "content-type": type });
  response.end(body);
});

const page = "<!doctype html><p>index</p>";
const answers: Record<string, [status: number, type: string | undefined, body: string | Buffer]> = {
  "/baseline.wasm": [200, "application/wasm", bytes],
  "/octets": [200, "application/octet-stream", bytes],
  "/charset": [200, "application/wasm; charset=utf-8", bytes],
  "/untyped": [200, undefined, bytes],
  "/index.html": [200, "text/html", page],
  "/page-as-wasm": [200, "application/wasm", page],
  "/truncated": [200, "application/wasm", bytes.subarray(0, 5000)],
  "/empty": [200, "application/octet-stream", ""],
};

let origin: string;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => new Promise((resolve) => server.close(resolve)));

/** The same, after its buffer was given away. */
function detached<T extends ArrayBuffer | Uint8Array<ArrayBuffer>>(given: T): T {
  structuredClone(given, { transfer: [given instanceof ArrayBuffer ? given : given.buffer] });
  return given;
}

describe("init", () => {
  it.each<[string, () => unknown]>([
    ["a module", () => new WebAssembly.Module(bytes)],
    ["a module of another realm", () => runInNewContext("new WebAssembly.Module(bytes)", { bytes })],
    ["bytes", () => bytes],
    ["bytes within a buffer", () => new Uint8Array([7, ...bytes]).subarray(1)],
    ["a DataView", () => new DataView(new Uint8Array([7, ...bytes]).buffer, 1)],
    ["an ArrayBuffer", () => new Uint8Array(bytes).buffer],
    ["an address", () => `${origin}/baseline.wasm`],
    ["a URL", () => new URL("/baseline.wasm", origin)],
    ["a Response", () => fetch(`${origin}/baseline.wasm`)],
    ["a promise of a Response", () => () => fetch(`${origin}/baseline.wasm`)],
    ["a Response of its own", () => new Response(bytes)],
    ["a Response of another type", () => fetch(`${origin}/octets`)],
    ["a Response whose type has a parameter", () => fetch(`${origin}/charset`)],
    ["a Response without a type", () => fetch(`${origin}/untyped`)],
  ])("makes the default runtime from %s", async (_, source) => {
    const { coef } = await new fresh.LogisticRegression().fit(X, y);
    vi.resetModules();
    fresh = await import("../../src/index.ts");
    const given = await source();
    const compile = vi.spyOn(WebAssembly, "Module");
    await fresh.init({ wasm: (typeof given === "function" ? given() : given) as never });
    expect(fresh.defaultRuntime().simd).toBe("baseline");
    expect((await new fresh.LogisticRegression().fit(X, y)).coef).toEqual(coef);
    expect(fresh.createRuntime().simd).toBe("baseline");
    expect(compile).not.toHaveBeenCalled(); // not even for the other runtime
  });

  it("compiles while the module arrives, where its type permits that", async () => {
    const streaming = vi.spyOn(WebAssembly, "compileStreaming");
    await fresh.init({ wasm: fetch(`${origin}/baseline.wasm`) });
    expect(streaming).toHaveBeenCalledOnce();
  });

  it("comes too late once there is a default runtime, which stays", async () => {
    const runtime = fresh.defaultRuntime();
    const late = { name: "InputError", argument: "init", message: expect.stringMatching(/exists already/) };
    await expect(fresh.init({ wasm: bytes })).rejects.toMatchObject(late);
    expect(fresh.defaultRuntime()).toBe(runtime);

    vi.resetModules();
    fresh = await import("../../src/index.ts");
    const both = await Promise.allSettled([fresh.init({ wasm: bytes }), fresh.init({ wasm: bytes })]);
    expect(both).toMatchObject([{ status: "fulfilled" }, { status: "rejected", reason: late }]);
  });

  it("can be called again after it has failed", async () => {
    await expect(fresh.init({ wasm: `${origin}/missing.wasm` })).rejects.toThrow("404");
    await fresh.init({ wasm: bytes });
  });

  const FORMS = "a URL, a Response or a promise of one, a WebAssembly.Module or its bytes";

  it.each([
    [undefined, "options: undefined; expected an object with options"],
    [{}, `options.wasm: undefined; expected ${FORMS}`],
    [{ wasm: 7 }, `options.wasm: 7; expected ${FORMS}`],
    [{ wasm: "" }, `options.wasm: ""; expected ${FORMS}`],
    [{ wasm: " " }, `options.wasm: " "; expected ${FORMS}`],
    [
      { wasm: { default: bytes } },
      `options.wasm: a module; expected its default export, ${FORMS}: wasm: module.default`,
    ],
    [{ wasm: Promise.resolve(7) }, `options.wasm: a promise of 7; expected ${FORMS}`],
    [{ wasm: bytes, simd: "relaxed" }, 'options.simd: unknown option; expected "wasm"'],
  ])("refuses %j", async (options, message) => {
    await expect(fresh.init(options as never)).rejects.toMatchObject({ name: "InputError", message });
    expect(fresh.defaultRuntime().simd).toBe("baseline");
  });

  const WANTED = "expected this package's baseline.wasm";

  it.each([
    ["/missing.wasm", () => `${origin}/missing.wasm has the HTTP status 404 Not Found`],
    ["/index.html", () => `${origin}/index.html (text/html): no WebAssembly, it starts with "<!do"`],
    ["/empty", () => `${origin}/empty (application/octet-stream): no WebAssembly, it starts with ""`],
    ["/page-as-wasm", () => `${origin}/page-as-wasm: doesn't compile (CompileError: `],
    ["/truncated", () => `${origin}/truncated: doesn't compile (CompileError: `],
  ])("says what is wrong with %s", async (path, problem) => {
    const error = await errorOf(() => fresh.init({ wasm: fetch(origin + path) }));
    expect(error).toMatchObject({ name: "InputError", argument: "options.wasm" });
    expect(error.message.startsWith(`options.wasm: ${problem()}`)).toBe(true);
    expect(error.message.endsWith(`; ${WANTED}`)).toBe(true);
  });

  it.each<[string, () => unknown, RegExp]>([
    [
      "an address that can't be",
      () => "baseline.wasm",
      /^options.wasm: baseline.wasm can't be fetched \(TypeError.*\): pass the bytes of the file \(in Node `await readFile/,
    ],
    [
      "a file's URL",
      () => new URL("file:///baseline.wasm"),
      /fetched \(TypeError.*\): pass the bytes of the file \(.*\); exp/,
    ],
    ["a file's path", () => "/srv/app/baseline.wasm", /fetched \(TypeError.*\): pass the bytes of the file/],
    ["a file's path on a disk", () => "C:\\app\\baseline.wasm", /fetched \(.*\): pass the bytes of the file/],
    [
      "a Response that was read",
      async () => {
        const response = await fetch(`${origin}/octets`);
        await response.arrayBuffer();
        return response;
      },
      /octets has been read already; expected this package's baseline.wasm, not read yet$/,
    ],
    [
      "a Response that is being read",
      async () => {
        const response = await fetch(`${origin}/baseline.wasm`);
        response.body?.getReader();
        return response;
      },
      /baseline.wasm has been read already; expected/,
    ],
    [
      "a Response that breaks off",
      () => new Response(new ReadableStream({ pull: (controller) => controller.error(new Error("gone")) })),
      /^options.wasm: the Response can't be read \(Error: gone\); expected this/,
    ],
    ["the module for predictions", () => built("predict"), /: this package's predict.wasm; expected this/],
    ["the relaxed build", () => built("relaxed"), /: this package's relaxed.wasm, .*; expected this/],
    ["a detached buffer", () => detached(new ArrayBuffer(8)), /: their buffer is detached; expected this/],
    ["detached bytes", () => detached(new Uint8Array(8)), /: their buffer is detached; expected this/],
    [
      "a server that isn't there",
      () => "http://127.0.0.1:1/",
      /1\/ can't be fetched \(TypeError[^:]*: [^:]*; expected/,
    ],
    ["a promise that fails", () => Promise.reject(new Error("no")), /the promise was rejected \(Error: no\)/],
    [
      "another module",
      () => new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]),
      /: another module; expected this/,
    ],
  ])("says what is wrong with %s", async (_, wasm, message) => {
    const error = await errorOf(() => fresh.init({ wasm: wasm() as never }));
    expect(error).toMatchObject({ name: "InputError", message: expect.stringMatching(message) });
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
    expect(error.message).toMatch(/forbids compiling WebAssembly.* 'wasm-unsafe-eval'.* call `await init\(/);
    expect(error.cause).toBeInstanceOf(WebAssembly.CompileError);
  });

  it.each(["/baseline.wasm", "/octets"])("init says so, of %s", async (path) => {
    const error = await errorOf(() => fresh.init({ wasm: origin + path }));
    expect(error).toMatchObject({
      name: "UnsupportedError",
      message: expect.stringMatching(/forbids compiling WebAssembly.*'wasm-unsafe-eval'/),
    });
  });

  it("works after init with a module", async () => {
    vi.unstubAllGlobals();
    const module = new WebAssembly.Module(bytes);
    forbidCompilation();
    await fresh.init({ wasm: module });
    const model = await new fresh.LogisticRegression().fit(fresh.Dataset.from(X, y));
    expect(model.status).toBe("converged");
    expect(fresh.createRuntime().simd).toBe("baseline");
  });

  it("a model from JSON predicts all the same", () => {
    const json = { version: 1, classes: ["no", "yes"], coef: [[1, -1]], intercept: [0] };
    expect(fresh.LogisticRegression.fromJSON(json).predict([[2, 1]])).toEqual(["yes"]);
  });

  it("so it does for many rows, before init with a module and after it", async () => {
    const rows = 40_000;
    const cols = 20;
    const data = Float64Array.from({ length: cols * rows }, (_, k) => (k * 7) % 11);
    const coef = Array.from({ length: cols }, (_, j) => [1, -1][j] ?? 0);
    const json = { version: 1, classes: ["no", "yes"], coef: [coef], intercept: [0] };
    const model = fresh.LogisticRegression.fromJSON(json);
    const expected = Float64Array.from({ length: rows }, (_, i) => data[cols * i] - data[cols * i + 1]);
    expect(model.decisionFunction({ data, rows, cols })).toEqual(expected);
    vi.unstubAllGlobals();
    const module = new WebAssembly.Module(bytes);
    forbidCompilation();
    await fresh.init({ wasm: module });
    expect(model.decisionFunction({ data, rows, cols })).toEqual(expected);
    const { rowFunctions } = await import("../../src/numerics/row-functions.ts");
    expect(fresh.defaultRuntime().rowFunctions).toBe(rowFunctions);
  });

  it("so it does of many probabilities, which keep no init from coming later", async () => {
    const rows = 70_000;
    const data = Float64Array.from({ length: rows }, (_, i) => (i % 41) - 20);
    const json = { version: 1, classes: ["no", "yes"], coef: [[1]], intercept: [0] };
    const model = fresh.LogisticRegression.fromJSON(json);
    const pairs = model.predictProba({ data, rows, cols: 1 }).data;
    vi.unstubAllGlobals();
    await fresh.init({ wasm: new WebAssembly.Module(bytes) });
    expect(model.predictProba({ data, rows, cols: 1 }).data).toEqual(pairs);
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
