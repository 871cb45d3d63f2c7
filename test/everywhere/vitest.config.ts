import { defineConfig } from "vitest/config";
import { ClosingLine } from "../closing-line.ts";
import { ColdStarts } from "./support/cold-starts.ts";

export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ["*.test.ts"],
    globalSetup: ["support/setup.ts"],
    pool: "forks",
    fileParallelism: false, // cold starts are measured
    testTimeout: 120_000,
    hookTimeout: 120_000,
    reporters: ["verbose", new ColdStarts(), new ClosingLine()],
  },
});
