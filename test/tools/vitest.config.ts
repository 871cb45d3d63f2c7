import { defineConfig } from "vitest/config";
import { ClosingLine } from "../closing-line.ts";

export default defineConfig({
  test: {
    include: ["test/tools/*.test.ts"],
    testTimeout: 120_000,
    reporters: ["default", new ClosingLine()],
  },
});
