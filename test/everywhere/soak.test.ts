import { expect, it } from "vitest";
import { describeIn } from "./drivers/all-browsers.ts";
import { chromium } from "./drivers/chromium.ts";
import { node, runFile } from "./drivers/command-line.ts";
import { createProject } from "./support/project.ts";
import { serve } from "./support/server.ts";
import { withPaths } from "./support/unbundled.ts";

/** Linear memory, and the objects of JavaScript, in bytes. */
interface Memory {
  readonly used: number;
  readonly reserved: number;
  readonly memories: number;
  readonly heap: number;
  /** What the process takes of the machine's memory, where one can tell. */
  readonly resident?: number;
}

/** What `project/soak.js` answers. */
interface Soak {
  readonly status: string;
  readonly before: Memory;
  readonly after: Memory;
}

const MEGABYTE = 2 ** 20;

function expectFlat({ status, before, after }: Soak): void {
  expect(status).toBe("converged");
  const { heap, resident = 0, ...linear } = after;
  expect(before).toMatchObject(linear);
  expect(heap - before.heap).toBeLessThan(MEGABYTE / 2);
  expect(resident - (before.resident ?? 0)).toBeLessThan(32 * MEGABYTE);
}

it("10000 fits and 1e6 predictions leave Node's memory as it was", { timeout: 600_000 }, async () => {
  const withGc = { ...node[0], args: ["--expose-gc"] };
  expectFlat(await runFile(withGc, await createProject(), "soak-command-line.js"));
});

describeIn(chromium, "a tab of Chromium", () => {
  it("has its memory as it was after 1000 fits and 1e5 predictions", async () => {
    const project = await createProject();
    const site = await serve(project.folder);
    const browser = await chromium.start();
    try {
      const soak = site.report<Soak>(100_000);
      await browser.open(`${site.origin}/${withPaths(project)}/soak.html`);
      expectFlat(await soak);
    } finally {
      await browser.close();
      site.close();
    }
  });
});
