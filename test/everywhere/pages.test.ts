import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { browsers, describeIn } from "./drivers/all-browsers.ts";
import type { Browser } from "./drivers/browser.ts";
import { bundlers } from "./support/bundlers.ts";
import { createProject, type Project } from "./support/project.ts";
import { expectConformance, oneThread, type Report, TWO_THREADS } from "./support/report.ts";
import { ISOLATED, serve } from "./support/server.ts";
import { withImportMap, withPaths } from "./support/unbundled.ts";

/**
 * Browser by browser, how a page gets its code, where that runs, and whether the page is cross-origin isolated: any two
 * settings of two of these meet somewhere.
 */
const PAGES: Readonly<Record<string, readonly (readonly [string, "page" | "worker", boolean])[]>> = {
  Chromium: [
    ["modules", "page", false],
    ["Vite", "worker", true],
    ["esbuild", "page", true],
    ["webpack", "worker", false],
    ["Rollup", "worker", true],
  ],
  Firefox: [
    ["modules", "worker", true],
    ["Vite", "page", false],
    ["esbuild", "worker", false],
    ["webpack", "page", true],
    ["Rollup", "page", true],
  ],
  WebKit: [
    ["modules", "page", true],
    ["Vite", "page", true],
    ["esbuild", "worker", true],
    ["webpack", "worker", true],
    ["Rollup", "worker", false],
  ],
};

const CSP = "default-src 'none'; connect-src 'self'; script-src 'self'";

let project: Project;
/** The folders in the project that have a page, by how its code gets there. */
let folders: Readonly<Record<string, string>>;

beforeAll(async () => {
  project = await createProject();
  const built = Object.entries(bundlers).map(
    async ([name, bundle]) => [name, await bundle(project)] as const,
  );
  folders = {
    ...Object.fromEntries(await Promise.all(built)),
    "modules in a page": withImportMap(project),
    "modules in a worker": withPaths(project),
  };
});

for (const driver of browsers) {
  describeIn(driver, driver.name, () => {
    let browser: Browser;

    beforeAll(async () => {
      browser = await driver.start();
    });
    afterAll(() => browser.close());

    async function visit(build: string, query: string, headers: Readonly<Record<string, string>>) {
      const site = await serve(project.folder, headers);
      const report = site.report<Report>();
      report.catch(() => {}); // awaited below, once the page is there
      await browser.open(`${site.origin}/${join(folders[build], "page.html")}${query}`);
      return report.finally(site.close);
    }

    it.for(PAGES[driver.name])("%s in a %s, isolated: %s", async ([code, place, isIsolated], context) => {
      const build = code === "modules" ? `modules in a ${place}` : code;
      const report = await visit(build, place === "worker" ? "?worker" : "", isIsolated ? ISOLATED : {});
      await expectConformance(
        context,
        report,
        isIsolated ? TWO_THREADS : oneThread(expect.stringContaining("cross-origin isolated")),
      );
    });

    it("conforms under a strict policy that permits WebAssembly, without blob workers", async (context) => {
      const headers = { ...ISOLATED, "content-security-policy": `${CSP} 'wasm-unsafe-eval'` };
      const report = await visit("esbuild", "", headers);
      await expectConformance(context, report, oneThread(expect.stringContaining("worker-src blob:")));
    });

    it("names wasm-unsafe-eval where a policy forbids WebAssembly", async () => {
      const { error } = await visit("esbuild", "", { "content-security-policy": CSP });
      expect(error).toMatchObject({
        name: "UnsupportedError",
        message: expect.stringContaining("'wasm-unsafe-eval'"),
      });
    });
  });
}
