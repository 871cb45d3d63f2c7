import type { Plugin } from "esbuild";

/** Finds the file of an import that ends in `.wasm?module`, which is how one asks for a module on edge runtimes. */
export const wasmFiles: Plugin = {
  name: "wasm-files",
  setup(build) {
    build.onResolve({ filter: /\.wasm\?module$/ }, ({ path, importer, resolveDir, kind }) =>
      build.resolve(path.replace("?module", ""), { importer, resolveDir, kind }),
    );
  },
};
