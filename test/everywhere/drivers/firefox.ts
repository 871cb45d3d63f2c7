import puppeteer from "puppeteer-core";
import { type Driver, firstExisting } from "./browser.ts";

const executablePath = firstExisting("/usr/bin/firefox-esr", "/usr/bin/firefox");

export const firefox: Driver = {
  name: "Firefox",
  packages: "firefox-esr",
  isInstalled: executablePath !== undefined,

  async start() {
    const browser = await puppeteer.launch({ browser: "firefox", executablePath: executablePath as string });
    const page = await browser.newPage();
    return {
      open: async (url) => void (await page.goto(url)),
      close: () => browser.close(),
    };
  },
};
