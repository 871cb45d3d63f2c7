/**
 * Pictures of the rooms of the built page, as PNG. `npm run screenshots` takes what a window of 1440 × 1000 pixels shows
 * of each, to docs/images/lab/; with a folder of your own whole pages are taken, of all rooms or of those that are named:
 *
 *   npm run screenshots -- --to folder --widths 1440,1024,390 --themes light,dark race decay
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { rooms } from "./support/rooms.ts";
import { chromium } from "./support/chromium.ts";
import { RoomPage } from "./support/room-page.ts";
import { serve } from "./support/server.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    to: { type: "string" },
    widths: { type: "string", default: "1440" },
    themes: { type: "string", default: "light" },
  },
});
const asked = positionals.length > 0 ? positionals : rooms;
const isForDocs = values.to === undefined;
const folder = values.to ?? fileURLToPath(new URL("../../docs/images/lab", import.meta.url));
const server = await serve(fileURLToPath(new URL("../dist", import.meta.url)));
const browser = await chromium.start();
mkdirSync(folder, { recursive: true });
for (const theme of values.themes.split(",")) {
  for (const width of values.widths.split(",").map(Number)) {
    const page = await browser.newPage();
    // With less motion every animation stands at its end.
    await page.prefer({ "prefers-color-scheme": theme, "prefers-reduced-motion": "reduce" });
    await page.resize(width, isForDocs ? 1000 : 900);
    for (const ask of asked) {
      const room = new RoomPage(page, server.url);
      await room.open(ask.startsWith("#") ? ask : `#/${ask}`);
      const name = ask.replaceAll(/[^\w-]+/g, "_").slice(0, 100); // file systems have a limit
      const file = isForDocs ? `${name}.png` : `${name}-${width}-${theme}.png`;
      await page.screenshot(join(folder, file), !isForDocs);
    }
    for (const error of page.errors) console.error(error);
    await page.close();
  }
}
await browser.close();
server.close();
