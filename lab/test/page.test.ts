import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { beforeAll, expect, test } from "vitest";
import { inEachBrowser } from "./support/each-browser.ts";
import type { RoomPage } from "./support/room-page.ts";
import { rooms } from "./support/rooms.ts";

const assets = fileURLToPath(new URL("../dist/assets/", import.meta.url));

function read(name: string): string {
  return readFileSync(assets + name, "utf8");
}

/** Scripts with all that they import when they start. */
function withImports(scripts: readonly string[]): ReadonlySet<string> {
  const all = new Set(scripts);
  for (const name of all) {
    for (const [, imported] of read(name).matchAll(/(?:from|import)\s*["'`]\.\/([^"'`]+\.js)["'`]/g)) {
      if (imported) all.add(imported);
    }
  }
  return all;
}

inEachBrowser((bench, browser) => {
  let room: RoomPage;

  beforeAll(async () => {
    room = await bench.newPage();
  });

  test("the first paint takes at most 200 kB of JavaScript, WebAssembly included", async () => {
    room.page.requests.length = 0;
    await room.open("");
    // What the page asked for before the first answer was there; what is fetched ahead for other rooms comes later.
    const scripts = await room.page.evaluate(() => {
      const answered = performance.getEntriesByName("first-answer")[0]?.startTime ?? 0;
      return performance
        .getEntriesByType("resource")
        .filter(({ name, startTime }) => name.endsWith(".js") && startTime < answered)
        .map(({ name }) => name.split("/").at(-1) ?? "");
    }, null);
    const first = readFileSync(new URL("../src/rooms/index.ts", import.meta.url), "utf8").match(
      /id: "([^"]+)"/,
    )?.[1];
    expect(first).toBe(
      await room.page.evaluate(() => document.querySelector("main")?.dataset["room"] ?? "", null),
    );
    const worker = readdirSync(assets).find((name) => name.startsWith("worker-")) ?? "";
    const model = new RegExp(
      `/rooms/${first}/model\\.ts[\\s\\S]*?import\\([\\s\\S]*?(model-[\\w-]+\\.js)`,
    ).exec(read(worker))?.[1];
    expect(model).toBeDefined();
    const names = withImports([...scripts, worker, model ?? ""]);
    expect(scripts.length).toBeGreaterThanOrEqual(2);
    const bytes = [...names].reduce((sum, name) => sum + gzipSync(readFileSync(assets + name)).length, 0);
    console.log(`${browser}: ${(bytes / 1000).toFixed(1)} kB of JavaScript before the first answer`);
    expect(bytes).toBeLessThanOrEqual(200_000);
  });

  test("needs no network once it is loaded", async () => {
    await room.open("");
    await room.loaded();
    room.page.requests.length = 0;
    for (const id of rooms) {
      await room.page.evaluate((name) => {
        location.hash = `#/${name}`;
      }, id);
      await room.until(() => `#/${document.querySelector("main")?.dataset["room"]}` === location.hash, id);
      await room.ready();
    }
    expect(room.page.requests.filter((url) => !/^(data|blob):/.test(url))).toEqual([]);
    expect(room.page.errors).toEqual([]);
  });

  test("the back button leads to the room before, as it was left", async () => {
    await room.open("#/step-size?steps=77");
    await room.page.evaluate(() => {
      location.hash = "#/race";
    }, null);
    await room.until(() => document.querySelector("main")?.dataset["room"] === "race", "the race");
    await room.page.evaluate(() => history.back(), null);
    await room.until(
      () => document.querySelector("main")?.dataset["room"] === "step-size",
      "the room before",
    );
    expect(await room.hash()).toContain("steps=77");
  });

  test("a link that can't be used whole says what is wrong, and shows the rest", async () => {
    await room.open("#/step-size?steps=77&rate=fast&colour=red");
    expect(await room.text('[role="alert"]')).toMatch(
      /“fast” is no value of “Step size”; nothing here is called “colour”/,
    );
    expect(await room.hash()).toBe("#/step-size?steps=77");
    await room.open("#/cellar");
    expect(await room.text('[role="alert"]')).toContain("no room is called “cellar”");
  });

  test("a typed value that can't be used says what can", async () => {
    await room.open("#/step-size");
    await room.page.evaluate(() => {
      const field = document.querySelector<HTMLInputElement>('[data-typed="steps"]');
      if (!field) return;
      field.focus();
      field.value = "many";
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }, null);
    await room.until(() => document.querySelector(".wrong") !== null, "the hint");
    expect(await room.text(".wrong")).toBe("A whole number from 1 to 300, please.");
    expect(await room.hash()).toBe("#/step-size");
  });

  test("every control can be reached by the keyboard, and shows that it has the focus", async () => {
    await room.open("#/step-size");
    const named = "main [data-param], main [data-typed], main [data-action], main [data-handle]";
    const wanted = await room.page.evaluate((selector) => {
      // A group of radio buttons is one stop; what is disabled is none.
      const elements = [...document.querySelectorAll<HTMLElement>(selector)];
      return elements.filter((element) => !element.matches(":disabled")).length;
    }, named);
    const without: string[] = [];
    let reached = 0;
    for (let i = 0; i < 120; i++) {
      await room.page.press("Tab");
      const at = await room.page.evaluate((selector) => {
        const element = document.activeElement as HTMLElement | null;
        const control = element?.closest<HTMLElement>(selector);
        if (!element || !control) return { isNew: false, isOver: false, name: "" };
        const isOver = element.dataset["reached"] === "yes"; // once around
        element.dataset["reached"] = "yes";
        const isNew = control.dataset["counted"] !== "yes";
        control.dataset["counted"] = "yes";
        const shown = (style: CSSStyleDeclaration) =>
          style.outlineStyle !== "none" || style.stroke !== "none";
        const parts = [element, ...element.querySelectorAll("*"), element.closest("label") ?? element];
        const isShown = parts.some((part) => shown(getComputedStyle(part)));
        return { isNew, isOver, name: isShown ? "" : (control.outerHTML.slice(0, 80) ?? "") };
      }, named);
      if (at.isOver) break;
      if (at.isNew) reached += 1;
      if (at.name !== "") without.push(at.name);
    }
    expect(without).toEqual([]);
    expect(reached).toBe(wanted);
  });

  test("pictures are saved as SVG and PNG that a browser can show", async () => {
    await room.open("#/step-size");
    const saved = await room.page.evaluate(async () => {
      const links: { name: string; url: string }[] = [];
      const click = HTMLAnchorElement.prototype.click;
      HTMLAnchorElement.prototype.click = function note() {
        links.push({ name: this.download, url: this.href });
      };
      for (const format of ["svg", "png"]) {
        document.querySelector<HTMLElement>(`[data-action="${format}"]`)?.click();
        const end = performance.now() + 10_000;
        while (!links.some(({ name }) => name.endsWith(format)) && performance.now() < end) {
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
      }
      HTMLAnchorElement.prototype.click = click;
      return Promise.all(
        links.map(async ({ name, url }) => {
          const image = new Image();
          image.src = url;
          await image.decode();
          return { name, width: image.naturalWidth, height: image.naturalHeight };
        }),
      );
    }, null);
    expect(saved.map(({ name }) => name)).toEqual(["step-size.svg", "step-size.png"]);
    expect(saved[0]?.width).toBeGreaterThan(300);
    expect(saved[1]?.width).toBe(2 * (saved[0]?.width ?? 0));
    expect(room.page.errors).toEqual([]);
  });

  test.each(["step-size", "mini-batches", "race", "sigmoid"])(
    "where the animation of %s was stopped is in the link",
    async (id) => {
      await room.open(`#/${id}`);
      const end = (await room.numbers())["playback"] ?? 0;
      await room.click('[data-action="back"]');
      expect(await room.hash()).toBe(`#/${id}?moment=${end - 1}`);
      const before = await canvasesAndMarks(room);
      await room.open(`#/${id}?moment=${end - 1}`);
      expect((await room.numbers())["playback"]).toBe(end - 1);
      expect(await canvasesAndMarks(room)).toEqual(before);
      await room.click('[data-action="reset"]');
      expect((await room.numbers())["playback"]).toBe(end);
      expect(await room.hash()).toBe(`#/${id}`);
    },
  );

  test("a control leaves the animation where it was stopped", async () => {
    await room.open("#/step-size?moment=7");
    await room.type("rate", 0.03);
    expect((await room.numbers())["playback"]).toBe(7);
    expect(await room.hash()).toBe("#/step-size?rate=0.03&moment=7");
  });

  test.each(["race", "classify", "sigmoid", "polynomials"])(
    "what %s draws on canvases has the colours of the theme",
    async (id) => {
      await room.open(`#/${id}`);
      const drawnIn = async (theme: string) => {
        await room.page.evaluate((name) => {
          document.documentElement.dataset["theme"] = name;
        }, theme);
        await room.ready();
        return (await canvasesAndMarks(room)).canvases;
      };
      const light = await drawnIn("light");
      const dark = await drawnIn("dark");
      expect(light.length).toBeGreaterThan(0);
      for (const [i, canvas] of light.entries()) expect(dark[i], `canvas ${i}`).not.toBe(canvas);
      expect(await drawnIn("light")).toEqual(light);
    },
  );

  test("a saved picture has the racers above the ground, and the heat under the boundary", async () => {
    const order = async (id: string) => {
      await room.open(`#/${id}`);
      return room.page.evaluate(async () => {
        let text = "";
        const create = URL.createObjectURL;
        const click = HTMLAnchorElement.prototype.click;
        const made = new Promise<Blob>((done) => {
          URL.createObjectURL = (blob) => {
            done(blob as Blob);
            return create.call(URL, blob);
          };
        });
        HTMLAnchorElement.prototype.click = () => {};
        document.querySelector<HTMLElement>('[data-action="svg"]')?.click();
        text = await (await made).text();
        URL.createObjectURL = create;
        HTMLAnchorElement.prototype.click = click;
        const chart = new DOMParser().parseFromString(text, "image/svg+xml").querySelector("g");
        return [...(chart?.children ?? [])].map(({ tagName }) => tagName);
      }, null);
    };
    expect(await order("race")).toEqual(["svg", "image", "image"]);
    expect(await order("classify")).toEqual(["image", "svg", "image"]);
  });
});

/** What is drawn on the page. */
function canvasesAndMarks(room: RoomPage) {
  return room.page.evaluate(
    () => ({
      canvases: [...document.querySelectorAll<HTMLCanvasElement>("main canvas")].map((canvas) =>
        canvas.toDataURL(),
      ),
      marks: [...document.querySelectorAll("main figure.plot svg")].map((svg) =>
        svg.innerHTML.replaceAll(/P\d+-\d+/g, ""),
      ),
    }),
    null,
  );
}
