import { readFileSync } from "node:fs";
import { join } from "node:path";
import { EdgeRuntime } from "edge-runtime";
import * as esbuild from "esbuild";
import type { Project } from "../support/project.ts";
import type { Report } from "../support/report.ts";
import { wasmFiles } from "../support/wasm-files.ts";

/** Gives modules to the bundle by a global variable, as Vercel's builds do. */
function byGlobal(modules: Record<string, WebAssembly.Module>): esbuild.Plugin {
  return {
    name: "wasm-by-global",
    setup(build) {
      build.onLoad({ filter: /\.wasm$/ }, ({ path }) => {
        modules[path] = new WebAssembly.Module(readFileSync(path));
        return { contents: `export default globalThis.wasmModules[${JSON.stringify(path)}]` };
      });
    },
  };
}

/** Vercel's runtime, in this process: a context that is not Node's, and that runs scripts. */
export async function runEdgeRuntime({ folder }: Project): Promise<Report> {
  const modules: Record<string, WebAssembly.Module> = {};
  const { outputFiles } = await esbuild.build({
    entryPoints: [join(folder, "report.js")],
    bundle: true,
    write: false,
    format: "iife",
    globalName: "conformance",
    conditions: ["edge-light", "worker", "browser"],
    plugins: [wasmFiles, byGlobal(modules)],
    logLevel: "warning",
  });
  const runtime = new EdgeRuntime({ extend: (context) => Object.assign(context, { wasmModules: modules }) });
  runtime.evaluate(`${outputFiles[0].text}; globalThis.report = conformance.report;`);
  return JSON.parse(await runtime.evaluate("report().then(JSON.stringify)"));
}
