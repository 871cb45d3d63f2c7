import { defineConfig } from "vitest/config";
import { ClosingLine } from "../../test/closing-line.ts";

export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ["**/*.test.ts"],
    pool: "forks",
    maxWorkers: 2,
    retry: process.env["CI"] ? 1 : 0, // browsers fail to start a page now and then
    testTimeout: 120_000,
    hookTimeout: 120_000,
    reporters: ["default", new ClosingLine()],
  },
});
