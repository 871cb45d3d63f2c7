import { defineConfig } from "vitest/config";
import { ClosingLine } from "../../test/closing-line.ts";

export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ["**/*.test.ts"],
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    reporters: ["default", new ClosingLine()],
  },
});
