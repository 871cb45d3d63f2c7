import { defineConfig } from "vite";
import { formulas, oneFontFormat } from "./build-steps/formulas.ts";

export default defineConfig({
  base: "./",
  plugins: [formulas(), oneFontFormat()],
  worker: { format: "es", plugins: () => [formulas()] },
  build: { target: "es2022", assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  server: { fs: { allow: [".."] } },
});
