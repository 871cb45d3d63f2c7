import { existsSync } from "node:fs";
import { chromium as playwright } from "playwright-core";
import type { Driver, Page } from "./browser.ts";

const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(
  (path) => existsSync(path),
);

export const chromium: Driver = {
  name: "Chromium",
  package: "chromium",
  isInstalled: executablePath !== undefined,

  async start() {
    const browser = await playwright.launch({ executablePath: executablePath as string });
    return { name: "Chromium", newPage, close: () => browser.close() };

    async function newPage(): Promise<Page> {
      const context = await browser.newContext({
        viewport: { width: 1440, height: 900 },
        acceptDownloads: true,
      });
      const page = await context.newPage();
      const errors: string[] = [];
      const requests: string[] = [];
      page.on("pageerror", (error) => errors.push(String(error)));
      page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
      page.on("requestfailed", (request) => {
        const { errorText = "" } = request.failure() ?? {};
        // What is fetched ahead, and hasn't come when a test leaves the page, is no failure.
        if (errorText !== "net::ERR_ABORTED") errors.push(`${request.url()}: ${errorText}`);
      });
      page.on("request", (request) => requests.push(request.url()));
      return {
        errors,
        requests,
        goto: async (url) => void (await page.goto(url)),
        evaluate: (run, argument) => page.evaluate(run as never, argument as never),
        click: (selector) => page.click(selector),
        press: (key) => page.keyboard.press(key),
        async drag(from, to) {
          await page.mouse.move(...from);
          await page.mouse.down();
          await page.mouse.move(...to, { steps: 8 });
          await page.mouse.up();
        },
        resize: (width, height) => page.setViewportSize({ width, height }),
        prefer: (features) =>
          page.emulateMedia({
            colorScheme: features["prefers-color-scheme"] as "light" | "dark",
            reducedMotion: features["prefers-reduced-motion"] as "reduce" | "no-preference",
          }),
        screenshot: async (path, isWhole = true) => void (await page.screenshot({ path, fullPage: isWhole })),
        close: () => context.close(),
      };
    }
  },
};
