import { readFileSync } from "node:fs";
import { join } from "node:path";
import { EdgeRuntime } from "edge-runtime";
import * as esbuild from "esbuild";
import type { Project } from "../support/project.ts";
import type { Report } from "../support/report.ts";

/** Gives the modules of `.wasm?module` files to the bundle by a global variable, as Vercel's builds do. */
function wasmModules(modules: Record<string, WebAssembly.Module>): esbuild.Plugin {
  return {
    name: "wasm-modules",
    setup(build) {
      build.onResolve({ filter: /\.wasm(\?module)?$/ }, async ({ path, importer, resolveDir, kind }) => {
        const resolved = await build.resolve(path.replace("?module", ""), {
          importer,
          resolveDir,
          kind,
          pluginData: "resolved",
        });
        return { ...resolved, namespace: "wasm-module" };
      });
      build.onLoad({ filter: /.*/, namespace: "wasm-module" }, ({ path }) => {
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
    plugins: [wasmModules(modules)],
    logLevel: "warning",
  });
  const runtime = new EdgeRuntime({ extend: (context) => Object.assign(context, { wasmModules: modules }) });
  runtime.evaluate(`${outputFiles[0].text}; globalThis.report = conformance.report;`);
  return JSON.parse(await runtime.evaluate("report().then(JSON.stringify)"));
}
