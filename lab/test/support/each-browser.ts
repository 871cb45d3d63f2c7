import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe } from "vitest";
import { chromium } from "./chromium.ts";
import { firefox } from "./firefox.ts";
import type { Browser, Driver } from "./browser.ts";
import { RoomPage } from "./room-page.ts";
import { serve, type Server } from "./server.ts";

/** What the tests of a browser use: a new page of the built laboratory. */
export interface Bench {
  /** A page that asks for less motion, so that animations stand at their ends; closed when the tests are over. */
  newPage(): Promise<RoomPage>;
}

/**
 * Runs tests in Chromium and in Firefox. Where one isn't installed its tests are skipped and the reason printed; in CI they
 * fail instead.
 */
export function inEachBrowser(tests: (bench: Bench, browser: string) => void): void {
  for (const driver of [chromium, firefox]) describeIn(driver, tests);
}

/** The same in Chromium only, for what takes long and doesn't depend on the browser. */
export function inChromium(tests: (bench: Bench, browser: string) => void): void {
  describeIn(chromium, tests);
}

function describeIn(driver: Driver, tests: (bench: Bench, browser: string) => void): void {
  const isSkipped = !driver.isInstalled && !process.env["CI"];
  if (isSkipped)
    console.log(`skipped in ${driver.name}: it isn't installed (Debian's package is ${driver.package})`);
  describe.skipIf(isSkipped)(driver.name, () => {
    let server: Server;
    let browser: Browser;

    beforeAll(async () => {
      server = await serve(fileURLToPath(new URL("../../dist", import.meta.url)));
      browser = await driver.start();
    });

    afterAll(async () => {
      await browser?.close();
      server?.close();
    });

    tests(
      {
        async newPage() {
          const page = await browser.newPage();
          await page.prefer({ "prefers-color-scheme": "light", "prefers-reduced-motion": "reduce" });
          return new RoomPage(page, server.url);
        },
      },
      driver.name,
    );
  });
}
