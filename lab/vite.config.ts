import { defineConfig } from "vite";
import { formulas, oneFontFormat } from "./build-steps/formulas.ts";

export default defineConfig({
  base: "./",
  plugins: [formulas(), oneFontFormat()],
  worker: {
    format: "es",
    plugins: () => [formulas()],
    rolldownOptions: {
      output: {
        // Each data set by itself, so that no room waits for one that it doesn't use; the package in one file, with what
        // it would else fetch in the middle of a room's work.
        codeSplitting: {
          groups: [
            { name: "logit-wasm", test: /dist\/(?:chunks\/)?[\w-]+\.js$/ },
            {
              name: (id) => /examples\/data\/(\w+)\.csv/.exec(id)?.[1] ?? null,
              test: /examples\/data\/\w+\.csv/,
            },
          ],
        },
      },
    },
  },
  build: { target: "es2022", assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  server: { fs: { allow: [".."] } },
});
