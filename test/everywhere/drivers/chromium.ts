import { chromium as playwright } from "playwright-core";
import { type Driver, firstExisting } from "./browser.ts";

const executablePath = firstExisting(
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
);

/** With a garbage collector and a count of bytes that pages can ask for. */
const args = ["--js-flags=--expose-gc", "--enable-precise-memory-info"];

export const chromium: Driver = {
  name: "Chromium",
  packages: "chromium",
  isInstalled: executablePath !== undefined,

  async start() {
    const browser = await playwright.launch({ executablePath: executablePath as string, args });
    const page = await browser.newPage();
    return {
      open: async (url) => void (await page.goto(url)),
      close: () => browser.close(),
    };
  },
};
