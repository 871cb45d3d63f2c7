import { existsSync } from "node:fs";
import puppeteer from "puppeteer-core";
import type { Driver, Page } from "./browser.ts";

const executablePath = ["/usr/bin/firefox-esr", "/usr/bin/firefox"].find((path) => existsSync(path));

export const firefox: Driver = {
  name: "Firefox",
  package: "firefox-esr",
  isInstalled: executablePath !== undefined,

  async start() {
    const browser = await puppeteer.launch({
      browser: "firefox",
      executablePath: executablePath as string,
      // The page asks for less motion by itself: Firefox can't be told to once it runs.
      extraPrefsFirefox: { "ui.prefersReducedMotion": 1 },
    });
    return { name: "Firefox", newPage, close: () => browser.close() };

    async function newPage(): Promise<Page> {
      const page = await browser.newPage();
      await page.bringToFront(); // else its elements have the focus, and don't show it
      await page.setViewport({ width: 1440, height: 900 });
      const errors: string[] = [];
      const requests: string[] = [];
      page.on("pageerror", (error) => errors.push(String(error)));
      page.on("console", (message) => void (message.type() === "error" && errors.push(message.text())));
      page.on(
        "requestfailed",
        (request) => void errors.push(`${request.url()}: ${request.failure()?.errorText}`),
      );
      page.on("request", (request) => void requests.push(request.url()));
      return {
        errors,
        requests,
        async goto(url) {
          await page.bringToFront(); // a page behind another draws no frames
          await page.goto(url);
        },
        evaluate: (run, argument) => page.evaluate(run as never, argument as never) as never,
        click: (selector) => page.click(selector),
        press: (key) => page.keyboard.press(key as never),
        async drag(from, to) {
          await page.mouse.move(...from);
          await page.mouse.down();
          await page.mouse.move(...to, { steps: 8 });
          await page.mouse.up();
        },
        resize: (width, height) => page.setViewport({ width, height }),
        prefer: () => Promise.resolve(),
        screenshot: async (path, isWhole = true) =>
          void (await page.screenshot({ path: path as `${string}.png`, fullPage: isWhole })),
        close: () => page.close(),
      };
    }
  },
};
