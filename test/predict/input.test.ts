import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { readFileSync } from "node:fs";
import { LinearRegression, LogisticRegression } from "../../src/index.ts";
import { loadModel } from "../../src/predict/index.ts";
import { errorOf, expectInputError } from "../support/errors.ts";

const json = { version: 1, classes: ["a", "b"], coef: [[1, -2]], intercept: [0.5] };
const linear = { version: 1, coef: [1, -2], intercept: 0.5 };

describe("loadModel", () => {
  it.each<[unknown, string, string]>([
    [JSON.stringify(json), "model", "a string; expected the parsed object: loadModel(JSON.parse(text))"],
    [null, "model", "null; expected a plain object"],
    [[json], "model", "an array of 1; expected a plain object"],
    [{}, "model.version", "undefined; expected 1"],
    [{ ...json, classes: undefined }, "model.classes", "undefined; expected an array of two labels or more"],
    [
      { version: 1, coef: [[1, -2]], intercept: [0.5] },
      "model.classes",
      "undefined; expected an array of two labels or more",
    ],
    [{ default: json }, "model", "a module; expected its default export: loadModel(module.default)"],
  ])("refuses %j", (value, argument, problem) => expectInputError(() => loadModel(value), argument, problem));

  it.each([
    { version: 2 },
    { classes: ["b", "a"] },
    { classes: ["b", "b"] },
    { classes: ["a", 1] },
    { classes: null },
    { coef: [1, 2] },
    { coef: [[]] },
    { coef: [[1, null]] },
    { intercept: 1 },
    { intercept: ["1"] },
    { featureNames: ["x"] },
  ])("refuses %j as LogisticRegression.fromJSON does", async (entry) => {
    const wrong = { ...json, ...entry };
    const { message } = await errorOf(() => LogisticRegression.fromJSON(wrong));
    const error = await errorOf(() => loadModel(wrong));
    expect(error).toMatchObject({ name: "InputError", message });
  });

  it.each([{ coef: [] }, { coef: [[1, 2]] }, { intercept: [1] }, { featureNames: ["x", "x"] }])(
    "refuses %j as LinearRegression.fromJSON does",
    async (entry) => {
      const wrong = { ...linear, ...entry };
      const { message } = await errorOf(() => LinearRegression.fromJSON(wrong));
      expect(await errorOf(() => loadModel(wrong))).toMatchObject({ name: "InputError", message });
    },
  );
});

describe.each(["in TypeScript", "in WebAssembly"])("predictions %s", (where) => {
  const ready = async () => {
    const model = loadModel(json);
    return where === "in WebAssembly" ? model.accelerate() : model;
  };

  it.each<[string, unknown]>([
    ["no rows", []],
    ["a wrong number of columns", [[1, 2, 3]]],
    ["rows of two lengths", [[1, 2], [1]]],
    ["a string", [[1, "2"]]],
    ["NaN in a later chunk", [...Array.from({ length: 70 }, () => [1, 2]), [1, Number.NaN]]],
    ["an infinite value", { data: Float64Array.of(1, Infinity), rows: 1, cols: 2 }],
    ["a wrong size", { data: Float64Array.of(1, 2, 3), rows: 1, cols: 2 }],
    ["nothing", undefined],
    ["text", "rows"],
  ])("refuse %s as the estimator does", async (_, X) => {
    const model = await ready();
    const trained = LogisticRegression.fromJSON(json);
    for (const method of ["predict", "predictProba", "decisionFunction"] as const) {
      const { message } = await errorOf(() => trained[method](X as never));
      expect(await errorOf(() => model[method](X as never))).toMatchObject({ name: "InputError", message });
    }
    expect(model.predict([[2, 1]])).toEqual(["b"]);
  });

  it.each<[unknown, string]>([
    [[1], "1 columns; expected 2 as in fit"],
    [[1, Number.NaN], "NaN at column 1; expected a finite number"],
    [Float32Array.of(1, Infinity), "Infinity at column 1; expected a finite number"],
  ])("refuse the row %j", async (row, problem) => {
    const model = await ready();
    for (const method of ["predict", "probability", "decisionFunction"] as const) {
      await expectInputError(() => model[method](row as never), "row", problem);
    }
  });

  it.each([-0.1, 1.1, Number.NaN, "0.5"])("refuse the threshold %j", async (threshold) => {
    const model = await ready();
    const { message } = await errorOf(() =>
      LogisticRegression.fromJSON(json).predict([[1, 2]], { threshold: threshold as number }),
    );
    for (const X of [[1, 2], [[1, 2]]]) {
      expect((await errorOf(() => model.predict(X as never, { threshold } as never))).message).toBe(message);
    }
  });
});

describe("accelerate", () => {
  const bytes = readFileSync(new URL("../../build/predict.wasm", import.meta.url));
  let fresh: typeof import("../../src/predict/index.ts");

  beforeEach(async () => {
    vi.resetModules();
    fresh = await import("../../src/predict/index.ts");
  });

  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
  });

  it("compiles once, for all models, and not before", async () => {
    const compile = vi.spyOn(WebAssembly, "compile");
    const models = [fresh.loadModel(json), fresh.loadModel(json)];
    expect(models[0].predict([[2, 1]])).toEqual(["b"]);
    expect(compile).not.toHaveBeenCalled();
    await Promise.all(models.map((model) => model.accelerate()));
    await fresh.loadModel(linear).accelerate();
    expect(compile).toHaveBeenCalledOnce();
  });

  it("says where compiling is forbidden, leaves the model as it is, and takes a module", async () => {
    const refusal = new WebAssembly.CompileError("Wasm code generation disallowed by embedder");
    vi.spyOn(WebAssembly, "compile").mockRejectedValue(refusal);
    const model = fresh.loadModel(json);
    const error = await errorOf(() => model.accelerate());
    expect(error).toMatchObject({ name: "UnsupportedError", cause: refusal });
    expect(error.message).toMatch(/'wasm-unsafe-eval'.*import .* for accelerate\(module\)$/);
    expect(model.predict([[2, 1]])).toEqual(["b"]);
    await model.accelerate(new WebAssembly.Module(bytes));
    expect(model.predict([[2, 1]])).toEqual(["b"]);
  });

  it("says so where only instantiating is forbidden, as in WebKit, and may be tried again", async () => {
    const refusal = new WebAssembly.CompileError("Refused by the page's Content-Security-Policy");
    vi.spyOn(WebAssembly, "instantiate").mockRejectedValueOnce(refusal as never);
    const model = fresh.loadModel(json);
    const error = await errorOf(() => model.accelerate());
    expect(error).toMatchObject({ name: "UnsupportedError", cause: refusal });
    expect(error.message).toContain("'wasm-unsafe-eval'");
    expect((await model.accelerate()).predict([[2, 1]])).toEqual(["b"]);
  });

  it.each<[unknown, string]>([
    [bytes, "a Buffer"],
    ["predict.wasm", '"predict.wasm"'],
    [null, "null"],
    [new WebAssembly.Module(readFileSync(new URL("../../build/baseline.wasm", import.meta.url))), "a Module"],
    // One that exports a memory, but nothing else: an older predict.wasm has not all that is asked of it either.
    [
      new WebAssembly.Module(
        Uint8Array.of(
          0,
          97,
          115,
          109,
          1,
          0,
          0,
          0,
          5,
          3,
          1,
          0,
          1,
          7,
          10,
          1,
          6,
          ...Buffer.from("memory"),
          2,
          0,
        ),
      ),
      "a Module",
    ],
  ])("refuses another module", async (module, found) => {
    const model = fresh.loadModel(json);
    const error = await errorOf(() => model.accelerate(module as never));
    expect(error.message).toBe(`module: ${found}; expected this package's predict.wasm`);
    expect(error.name).toBe("InputError");
  });

  it("says that there is no WebAssembly", async () => {
    vi.stubGlobal("WebAssembly", undefined);
    const model = fresh.loadModel(json);
    expect((await errorOf(() => model.accelerate())).message).toMatch(/has no WebAssembly$/);
    expect(model.predict([[2, 1]])).toEqual(["b"]);
  });
});
