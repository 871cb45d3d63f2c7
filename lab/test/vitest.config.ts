import { defineConfig } from "vitest/config";
import { BaseSequencer } from "vitest/node";
import { ClosingLine } from "../../test/closing-line.ts";

/** What takes longest begins first: at the end one of two workers would wait for it. */
const LONGEST = ["/rooms.test.ts", "/classify.test.ts", "/race.test.ts"];

class LongestFirst extends BaseSequencer {
  override async sort(files: Parameters<BaseSequencer["sort"]>[0]) {
    const rank = ({ moduleId }: (typeof files)[number]) => {
      const k = LONGEST.findIndex((end) => moduleId.endsWith(end));
      return k < 0 ? LONGEST.length : k;
    };
    return files.toSorted((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
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
