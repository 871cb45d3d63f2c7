import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { nodeResolve } from "@rollup/plugin-node-resolve";
import * as esbuild from "esbuild";
import { rollup } from "rollup";
import { build } from "vite";
import webpack from "webpack";
import type { Project } from "./project.ts";

/** What each bundler makes of `page.html` and `page.js`, esbuild of `loading.js` too, without plugins or options beyond the usual ones. */
export const bundlers: Readonly<Record<string, (project: Project) => Promise<string>>> = {
  async Vite({ folder }) {
    await build({
      root: folder,
      base: "./",
      logLevel: "warn",
      worker: { format: "es" }, // its default can't split the worker's code, which imports as it goes
      build: { outDir: "built/vite", rolldownOptions: { input: join(folder, "page.html") } },
    });
    return "built/vite";
  },

  async esbuild({ folder }) {
    await esbuild.build({
      entryPoints: ["page.js", "worker.js", "loading.js"].map((name) => join(folder, name)),
      outdir: join(folder, "built/esbuild"),
      bundle: true,
      splitting: true,
      minify: true,
      format: "esm",
      logLevel: "warning",
    });
    copyFileSync(join(folder, "loading.html"), join(folder, "built/esbuild/loading.html"));
    return withPage(folder, "built/esbuild");
  },

  async webpack({ folder }) {
    await new Promise<void>((resolve, reject) => {
      webpack(
        {
          context: folder,
          mode: "production",
          performance: false,
          entry: "./page.js",
          output: { path: join(folder, "built/webpack"), filename: "page.js" },
        },
        (error, stats) => {
          if (error) reject(error);
          else if (stats?.hasErrors() || stats?.hasWarnings()) reject(new Error(stats.toString()));
          else resolve();
        },
      );
    });
    return withPage(folder, "built/webpack");
  },

  async Rollup({ folder }) {
    const bundle = await rollup({
      input: ["page.js", "worker.js"].map((name) => join(folder, name)),
      plugins: [nodeResolve({ browser: true })],
      onwarn: ({ message }) => {
        throw new Error(message);
      },
    });
    await bundle.write({ dir: join(folder, "built/rollup"), format: "es" });
    await bundle.close();
    return withPage(folder, "built/rollup");
  },
};

function withPage(folder: string, built: string): string {
  copyFileSync(join(folder, "page.html"), join(folder, built, "page.html"));
  return built;
}
