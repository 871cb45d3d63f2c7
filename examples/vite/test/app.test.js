/** Serves the built page and uses it in Chromium: CHROMIUM says where that is, /usr/bin/chromium if nothing does. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";
import { preview } from "vite";

/** Where pictures go, if anywhere: `SCREENSHOTS=../../docs/images npm test`. */
const { CHROMIUM = "/usr/bin/chromium", SCREENSHOTS } = process.env;

let server;
let browser;
let url;

before(async () => {
  server = await preview({ preview: { port: 0, host: "127.0.0.1" }, logLevel: "warn" });
  url = server.resolvedUrls.local[0];
  browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
});
after(async () => {
  await browser?.close();
  await server?.close();
});

/** A page whose complaints, on the console or uncaught, are kept. */
async function open(options = {}) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, ...options });
  const problems = [];
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) problems.push(message.text());
  });
  await page.goto(url);
  return { page, problems };
}

const trained = (page) =>
  page.waitForFunction(() => /in \d+ ms/.test(document.getElementById("status").textContent));
const fact = (page, name) => page.locator("dl div", { hasText: name }).locator("dd").textContent();

test("it trains in the page, to the optimum", async () => {
  const { page, problems } = await open();
  assert.equal(await page.evaluate(() => crossOriginIsolated), true);
  await page.click("#train");
  await trained(page);
  assert.match(await page.textContent("#status"), /^Converged in \d+ ms\.$/);
  assert.equal(await page.$eval("#progress", ({ value }) => value), 1);
  assert.ok(Number.parseFloat(await fact(page, "Accuracy")) > 95);
  assert.equal(await fact(page, "Coefficients"), "15");
  assert.match(await page.getAttribute("#plot", "aria-label"), /boundary .* accuracy 9\d/);
  assert.deepEqual(problems, []);
  await page.close();
});

test("the progress bar moves while a long fit goes on, which Stop ends", async () => {
  const { page, problems } = await open();
  await page.selectOption("#rows", "200000");
  await page.selectOption("#solver", "gradient-descent");
  await page.fill("#degree", "7");
  await page.fill("#strength", "4");
  await page.click("#train");
  await page.waitForFunction(() => {
    const { value } = document.getElementById("progress");
    return value > 0 && value < 1 && /^Step [1-9]/.test(document.getElementById("step").textContent);
  });
  await page.click("#stop");
  await trained(page);
  assert.match(await page.textContent("#status"), /^Aborted/);
  assert.ok((await page.$eval("#progress", ({ value }) => value)) < 1);
  assert.deepEqual(problems, []);
  await page.close();
});

test("the boundary on the canvas is where the model changes its mind", async () => {
  const { page } = await open();
  await page.selectOption("#shape", "rings");
  await page.click("#train");
  await trained(page);
  // The middle is "no", in blue, the corner "yes", in orange.
  const [middle, corner] = await page.$eval("#plot", (canvas) => {
    const context = canvas.getContext("2d");
    const mean = (x, y) => {
      const { data } = context.getImageData(x * canvas.width, y * canvas.height, 8, 8);
      return [0, 2].map((c) => data.filter((_, k) => k % 4 === c).reduce((a, b) => a + b, 0));
    };
    return [mean(0.5, 0.5), mean(0.02, 0.02)];
  });
  assert.ok(middle[1] > middle[0], `red, blue: ${middle}`);
  assert.ok(corner[0] > corner[1], `red, blue: ${corner}`);
  await page.close();
});

test("every control has a name, and the keyboard alone is enough", async () => {
  const { page } = await open();
  const nameless = await page.$$eval("select, input, button, progress", (elements) =>
    elements
      .filter((e) => !e.labels?.length && !e.textContent.trim() && !e.getAttribute("aria-label"))
      .map(({ id }) => id),
  );
  assert.deepEqual(nameless, []);
  await page.focus("#degree");
  await page.keyboard.press("ArrowRight");
  assert.equal(await page.textContent('output[for="degree"]'), "5");
  await page.focus("#train");
  await page.keyboard.press("Enter");
  await trained(page);
  await page.close();
});

for (const colorScheme of ["light", "dark"]) {
  for (const width of [1440, 390]) {
    test(`${colorScheme}, ${width} px wide: everything fits, and text can be read`, async () => {
      const viewport = { width, height: width === 390 ? 844 : 900 };
      const { page } = await open({ viewport, colorScheme });
      await page.click("#train");
      await trained(page);
      assert.ok(
        (await page.evaluate(() => document.documentElement.scrollWidth)) <= width,
        "scrolls sideways",
      );
      for (const [text, ground] of [
        ["--ink", "--page"],
        ["--quiet", "--page"],
        ["--ink", "--surface"],
        ["--on-accent", "--accent"],
      ]) {
        const ratio = await page.evaluate(contrast, [text, ground]);
        assert.ok(ratio >= 4.5, `${text} on ${ground}: ${ratio.toFixed(2)}`);
      }
      if (SCREENSHOTS) {
        await page.evaluate(() => document.activeElement?.blur());
        await page.screenshot({
          path: `${SCREENSHOTS}/boundary-${colorScheme}-${width}.png`,
          fullPage: true,
        });
      }
      await page.close();
    });
  }
}

/** WCAG's contrast ratio of two colours of the page. */
function contrast(names) {
  const probe = document.body.appendChild(document.createElement("span"));
  const [a, b] = names.map((name) => {
    probe.style.color = `var(${name})`;
    const [red, green, blue] = getComputedStyle(probe)
      .color.match(/\d+/g)
      .map((part) => {
        const value = part / 255;
        return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
      });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  });
  probe.remove();
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}
