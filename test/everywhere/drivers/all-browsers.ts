import { describe } from "vitest";
import type { Driver } from "./browser.ts";
import { chromium } from "./chromium.ts";
import { firefox } from "./firefox.ts";
import { webkit } from "./webkit.ts";

export const browsers: readonly Driver[] = [chromium, firefox, webkit];

/** A group of tests that needs a browser. In CI none may be missing; elsewhere its tests are skipped then, aloud. */
export function describeIn(driver: Driver, title: string, tests: () => void): void {
  const isMissing = !driver.isInstalled && process.env.CI === undefined;
  if (isMissing)
    console.warn(`Skipped: ${driver.name} isn't installed; on Debian: apt-get install ${driver.packages}`);
  describe.skipIf(isMissing)(title, tests);
}
