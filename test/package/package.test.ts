import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { type OutputChunk, type Plugin, rolldown } from "rolldown";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { LogisticRegression } from "../../src/index.ts";
import { baseline } from "../../src/wasm/bytes/baseline.ts";
import { relaxed } from "../../src/wasm/bytes/relaxed.ts";
import { overlapping } from "../support/data.ts";
import { Packed } from "../support/packed.ts";

/** How the carried text of the two builds starts. */
const BASELINE = baseline.parts[0].slice(0, 40);
const RELAXED = relaxed.slice(0, 40);

let packed: Packed;

beforeAll(() => {
  packed = new Packed();
}, 300_000);

afterAll(() => packed?.dispose());

/** The files of a program: what the first of them imports, and what a fit loads when it wants it. */
interface Bundle {
  readonly atOnce: readonly OutputChunk[];
  readonly onDemand: readonly OutputChunk[];
}

interface BundleOptions {
  readonly conditions?: string[];
  readonly plugins?: Plugin[];
}

/** What a bundler makes of a program that has the package installed. */
async function bundleFiles(
  program: string,
  { conditions = [], plugins = [] }: BundleOptions = {},
): Promise<Bundle> {
  const input = join(packed.project, "program.js");
  writeFileSync(input, program);
  const build = await rolldown({
    input,
    plugins,
    platform: "neutral",
    resolve: { conditionNames: conditions },
  });
  const { output } = await build.generate({ format: "esm", minify: true });
  await build.close();
  expect(output.every((file) => file.type === "chunk")).toBe(true);
  const files = output as OutputChunk[];
  const atOnce = new Set([files[0].fileName]);
  // A set goes on to what is added to it on the way.
  for (const name of atOnce) {
    for (const imported of files.find(({ fileName }) => fileName === name)?.imports ?? [])
      atOnce.add(imported);
  }
  return {
    atOnce: files.filter(({ fileName }) => atOnce.has(fileName)),
    onDemand: files.filter(({ fileName }) => !atOnce.has(fileName)),
  };
}

/** The code that is loaded at once. */
async function bundle(program: string): Promise<string> {
  const { atOnce } = await bundleFiles(program);
  return atOnce.map(({ code }) => code).join("\n");
}

/** Files of the package, and those that they import, and so on. */
function reached(entries: string[], imports: RegExp, suffix = ""): string[] {
  const files = new Set(entries);
  // A set goes on to what is added to it on the way.
  for (const file of files) {
    for (const [, path] of packed.read(file).toString().matchAll(imports)) {
      files.add(join(dirname(file), path + suffix));
    }
  }
  return [...files];
}

describe("the package", () => {
  it("has its entry points, modules and declarations, and nothing else", () => {
    const entries = ["index", "optimize/index", "metrics/index", "predict/index"].map(
      (entry) => `dist/${entry}`,
    );
    const edge = ["dist/edge/index.js", "dist/edge/optimize.js"];
    expect(packed.files).toEqual(
      [
        "LICENSE",
        "README.md",
        "package.json",
        ...["baseline", "relaxed", "predict"].map((name) => `dist/${name}.wasm`),
        ...reached(
          [...entries.map((entry) => `${entry}.js`), ...edge],
          /(?:^(?:import|export) .*from |\bimport\()"(\.[^"]+\.js)"/gm,
        ),
        ...reached(
          entries.map((entry) => `${entry}.d.ts`),
          /"(\.[^"]+)\.js"/g,
          ".d.ts",
        ),
      ].toSorted(),
    );
  });

  it.each(["model", "predictor"])("leaves no garbage behind a row's probability, of a %s", (which) => {
    const program = join(packed.project, "garbage.mjs");
    copyFileSync(fileURLToPath(new URL("../support/garbage-of-a-row.js", import.meta.url)), program);
    const output = execFileSync(process.execPath, [program, which], { encoding: "utf8" });
    // The count itself takes some; a number on the heap would be 16 bytes a call.
    expect(Number(output)).toBeGreaterThanOrEqual(0);
    expect(Number(output)).toBeLessThan(0.1);
  });

  it("depends on nothing", () => {
    const { dependencies, peerDependencies, optionalDependencies } = JSON.parse(
      packed.read("package.json").toString(),
    ) as Record<string, unknown>;
    expect([dependencies, peerDependencies, optionalDependencies]).toEqual([undefined, undefined, undefined]);
    const imports = packed.files
      .filter((file) => file.endsWith(".js"))
      .flatMap((file) => [
        ...packed
          .read(file)
          .toString()
          .matchAll(/^(?:import|export) .*from "([^"]*)";/gm),
      ])
      .map(([, path]) => path);
    expect(imports.length).toBeGreaterThan(5);
    expect(imports.filter((path) => !path.startsWith("."))).toEqual([]);
  });

  it.each(["eval(", "new Function", "import(`", /\bimport\("(?!\.\.?\/)/])("has no %s", (code) => {
    for (const file of packed.files.filter((name) => name.endsWith(".js"))) {
      expect(packed.read(file).toString()).not.toMatch(code);
    }
  });

  it.each(["logit-wasm", "logit-wasm/optimize", "logit-wasm/metrics", "logit-wasm/predict"])(
    "%s can be required, and is what import gets",
    (entry) => {
      const program = `
        const required = require("${entry}");
        import("${entry}").then((imported) => {
          const names = Object.keys(imported);
          console.log(names.length > 0 && names.every((name) => imported[name] === required[name]));
        });`;
      const output = execFileSync(process.execPath, ["-e", program], {
        cwd: packed.project,
        encoding: "utf8",
      });
      expect(output).toBe("true\n");
    },
  );

  it.each(["baseline", "relaxed", "predict"])(
    "has %s.wasm for people who place the file themselves",
    (name) => {
      const program = `console.log(require.resolve("logit-wasm/${name}.wasm"))`;
      const output = execFileSync(process.execPath, ["-e", program], {
        cwd: packed.project,
        encoding: "utf8",
      });
      expect(output.trim()).toBe(join(packed.folder, `dist/${name}.wasm`));
    },
  );
});

describe("bundles", () => {
  it("of metrics alone have no WebAssembly, nor anything else but the metric", async () => {
    const code = await bundle(`export { accuracy } from "logit-wasm/metrics"`);
    expect(code).not.toContain(BASELINE);
    expect(code).not.toContain("WebAssembly");
    expect(code).not.toContain("rocAuc");
  });

  it("of nothing that is used are empty", async () => {
    const entries = ["", "/optimize", "/metrics", "/predict"].map((entry) => `import "logit-wasm${entry}";`);
    expect((await bundle(entries.join("\n"))).trim()).toBe("");
  });

  it("have the baseline build once, and what makes the relaxed one of it where that may be asked for", async () => {
    const count = async (program: string) => {
      const code = await bundle(program);
      return [BASELINE, RELAXED].map((start) => code.split(start).length - 1);
    };
    expect(await count(`export { LogisticRegression } from "logit-wasm"`)).toEqual([1, 0]);
    expect(await count(`export { LogisticRegression, createRuntime } from "logit-wasm"`)).toEqual([1, 1]);
    expect(await count(`export * from "logit-wasm"; export * from "logit-wasm/optimize"`)).toEqual([1, 1]);
  });

  it.each<[string, number, string]>([
    ["all of logit-wasm", 90, `export * from "logit-wasm"`],
    ["LogisticRegression alone", 60, `export { LogisticRegression } from "logit-wasm"`],
    ["all of logit-wasm/predict", 6, `export * from "logit-wasm/predict"`],
    ["all of logit-wasm/metrics", 6, `export * from "logit-wasm/metrics"`],
  ])("of %s have at most %i kB", async (what, bound, program) => {
    const { atOnce, onDemand } = await bundleFiles(program);
    for (const { name, code } of onDemand) kilobytes(`${what}, on demand ${name}`, Buffer.from(code));
    expect(kilobytes(what, ...atOnce.map(({ code }) => Buffer.from(code)))).toBeLessThanOrEqual(bound);
  });
});

describe("modules", () => {
  it.each(["baseline", "relaxed", "predict"])("%s.wasm has at most 40 kB", (name) => {
    expect(kilobytes(`${name}.wasm`, packed.read(`dist/${name}.wasm`))).toBeLessThanOrEqual(40);
  });
});

/** How large it is on its way, in thousands of bytes. */
function kilobytes(what: string, ...files: Buffer[]): number {
  const size = files.reduce((sum, bytes) => sum + gzipSync(bytes, { level: 9 }).length, 0) / 1000;
  console.log(`${what}: ${size.toFixed(2)} kB gzipped`);
  return size;
}

describe("where compiling is forbidden and .wasm files are imported", () => {
  /** What an edge runtime does with an import of a module. */
  const modules: Plugin = {
    name: "modules",
    resolveId: (id) => (id.endsWith(".wasm?module") ? "module" : undefined),
    load: (id) => (id === "module" ? "export default globalThis.importedModule" : undefined),
  };

  afterEach(() => vi.unstubAllGlobals());

  it.each(["workerd", "edge-light"])("%s fits without configuration", async (condition) => {
    const program = `export * from "logit-wasm"; export { lbfgs, minimize } from "logit-wasm/optimize";`;
    const { atOnce, onDemand } = await bundleFiles(program, { conditions: [condition], plugins: [modules] });
    const folder = join(packed.project, condition);
    mkdirSync(folder);
    for (const { fileName, code } of [...atOnce, ...onDemand]) {
      expect(code).not.toContain(BASELINE);
      writeFileSync(join(folder, fileName), code);
    }
    writeFileSync(join(folder, "package.json"), `{ "type": "module" }`);
    const file = join(folder, atOnce[0].fileName);

    vi.stubGlobal(
      "importedModule",
      new WebAssembly.Module(new Uint8Array(packed.read("dist/baseline.wasm"))),
    );
    const { validate, Instance, Memory } = WebAssembly;
    vi.stubGlobal("WebAssembly", { validate, Instance, Memory });
    const edge = (await import(pathToFileURL(file).href)) as typeof import("../../src/index.ts") &
      typeof import("../../src/optimize/index.ts");
    const { X, y } = overlapping(60, 3);
    const { coef } = await new edge.LogisticRegression({ runtime: edge.createRuntime() }).fit(X, y);
    const square = { value: ([x]: Float64Array) => x * x, gradient: ([x]: Float64Array) => [2 * x] };
    expect(edge.minimize(square, [3], edge.lbfgs()).x[0]).toBe(0);
    expect(() => edge.createRuntime({ simd: "relaxed" })).toThrow(edge.UnsupportedError);
    vi.unstubAllGlobals();
    expect(coef).toEqual((await new LogisticRegression().fit(X, y)).coef);
  });
});
