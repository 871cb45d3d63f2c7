import { defineConfig } from "vite";

/** With these, the page is cross-origin isolated, and fits may use threads; without them they use one. */
const headers = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

export default defineConfig({
  base: "./",
  server: { headers },
  preview: { headers },
  build: { target: "es2022" },
});
