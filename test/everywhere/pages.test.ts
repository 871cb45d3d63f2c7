import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { browsers, describeIn } from "./drivers/all-browsers.ts";
import type { Browser } from "./drivers/browser.ts";
import { bundlers } from "./support/bundlers.ts";
import { createProject, here, type Project } from "./support/project.ts";
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

/** What `project/loading.js` answers. */
interface Loading {
  readonly error?: { readonly name: string; readonly message: string };
}

/** Ways to give `init` a module, and whether the package compiles it while it arrives. */
const SOURCES = [
  ["address", 1],
  ["URL", 1],
  ["Response", 1],
  ["module", 0],
  ["bytes", 0],
] as const;

const FORBIDDEN = { name: "UnsupportedError", message: expect.stringContaining("'wasm-unsafe-eval'") };

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

    async function visit<T = Report>(
      build: string,
      query: string,
      headers: Readonly<Record<string, string>>,
      page = "page.html",
    ) {
      const site = await serve(project.folder, headers);
      const report = site.report<T>();
      report.catch(() => {}); // awaited below, once the page is there
      await browser.open(`${site.origin}/${join(folders[build], page)}${query}`);
      return report.finally(site.close);
    }

    function load(build: string, way: string, headers: Readonly<Record<string, string>> = {}) {
      return visit<Loading>(build, `?${way}`, headers, "loading.html");
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
      expect(error).toMatchObject(FORBIDDEN);
    });

    it.each(SOURCES)("fits as everywhere after init from a page's %s", async (way, streamed) => {
      const { models } = JSON.parse(readFileSync(here("expected.json"), "utf8"));
      expect(await load("modules in a page", way)).toEqual({ streamed, fit: models.default });
    });

    it("accelerates a loaded model under a policy that permits WebAssembly", async () => {
      const headers = { "content-security-policy": `${CSP} 'wasm-unsafe-eval'` };
      const expected = { instantiated: 1, rows: 569, same: true };
      expect(await load("esbuild", "accelerate", headers)).toEqual(expected);
    });

    it.each(["accelerate", "address", "Response", "bytes"])(
      "names wasm-unsafe-eval where a policy forbids it: %s",
      async (way) => {
        const { error } = await load("esbuild", way, { "content-security-policy": CSP });
        expect(error).toMatchObject(FORBIDDEN);
      },
    );
  });
}
