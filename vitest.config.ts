import { defineConfig } from "vitest/config";
import { ClosingLine } from "./test/closing-line.ts";

// Node 20 has relaxed SIMD behind a flag, newer ones have it by default and refuse the flag.
const execArgv = process.versions.node.startsWith("20.") ? ["--experimental-wasm-relaxed-simd"] : [];

/** What needs more than Node has tests of its own, which are not silently taken for passed. */
const LEFT_OUT =
  "Left out, since they need browsers, runtimes or bundlers: npm run test:lab, test:examples, test:package, test:everywhere";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["**/node_modules/**", "test/tools/**", "test/everywhere/**"], // which have their own configurations
    globalSetup: ["test/global-setup.ts"],
    pool: "forks",
    testTimeout: 60_000,
    execArgv,
    reporters: ["default", new ClosingLine(LEFT_OUT)],
  },
});
