import { beforeAll, describe, expect, test } from "vitest";
import { violations } from "./support/axe.ts";
import { inEachBrowser } from "./support/each-browser.ts";
import type { RoomPage } from "./support/room-page.ts";
import { rooms } from "./support/rooms.ts";
import { runCode } from "./support/run-code.ts";

/** What holds in every room. What a room's own controls do is in `rooms/`. */
inEachBrowser((bench, browser) => {
  let room: RoomPage;

  beforeAll(async () => {
    room = await bench.newPage();
  });

  describe.each(rooms)("%s", (id) => {
    test("opens without an error, with a summary for every chart", async () => {
      await room.open(`#/${id}`);
      await room.loaded();
      expect(room.page.errors).toEqual([]);
      const summaries = await room.page.evaluate(
        () =>
          [...document.querySelectorAll("main figure.plot [data-summary]")].map(
            ({ textContent }) => textContent,
          ),
        null,
      );
      expect(summaries.length).toBeGreaterThan(0);
      for (const summary of summaries) expect(summary).toMatch(/\w+ \w+/);
    });

    test("shows no number that is none", async () => {
      await room.goTo(`#/${id}`);
      expect(await room.text("main")).not.toMatch(/\b(NaN|undefined|null|Infinity|\[object)/);
    });

    test("every control is in the address, and the link shows the same again", async () => {
      await room.goTo(`#/${id}`);
      const changed = await changeEveryControl(room);
      expect(changed.length).toBeGreaterThan(0);
      const hash = await room.hash();
      const before = await picture(room);
      await room.open(hash);
      expect(await room.hash()).toBe(hash);
      expect(await picture(room)).toEqual(before);
      expect(room.page.errors).toEqual([]);
      await room.click('[data-action="reset"]');
      expect(await room.hash()).toBe(`#/${id}`);
    });

    test("the copied code prints numbers of the page", async () => {
      await room.goTo(`#/${id}`);
      const printed = await runCode(await room.code());
      expect(Object.keys(printed).length).toBeGreaterThan(0);
      expect(await room.numbers()).toMatchObject(printed);
    });

    test("stories set the scene, and end with the reader's own settings", async () => {
      await room.goTo(`#/${id}`);
      const before = await room.hash();
      const stories = await room.page.evaluate(
        () =>
          [...document.querySelectorAll<HTMLElement>("[data-story]")].map(
            ({ dataset }) => dataset["story"] ?? "",
          ),
        null,
      );
      expect(stories.length).toBeGreaterThanOrEqual(2);
      for (const story of stories) {
        await room.click(`[data-story="${story}"]`);
        expect(await room.hash()).toContain(`story=${story}`);
        await room.click("[data-answer]");
        expect(await room.text(".reason")).toMatch(/^(Yes|No)\. .{20}/);
        await room.click(`[data-story="${story}"]`);
      }
      expect(await room.hash()).toBe(before);
    });

    test.each([1440, 390])("is accessible %i px wide, and no wider than the window", async (width) => {
      await room.page.resize(width, 900);
      await room.open(`#/${id}`);
      expect(await violations(room.page)).toEqual([]);
      const overflow = await room.page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        null,
      );
      expect(overflow).toBeLessThanOrEqual(0);
      await room.page.resize(1440, 900);
    });

    if (browser === "Chromium") {
      test("is accessible in the dark", async () => {
        await room.page.prefer({ "prefers-color-scheme": "dark", "prefers-reduced-motion": "reduce" });
        await room.goTo(`#/${id}`);
        expect(await violations(room.page)).toEqual([]);
        await room.page.prefer({ "prefers-color-scheme": "light", "prefers-reduced-motion": "reduce" });
      });
    }
  });
});

/** Moves every slider, takes another option of every choice, and turns every switch; answers the names. */
async function changeEveryControl(room: RoomPage): Promise<readonly string[]> {
  const names = await room.page.evaluate(
    () =>
      [...document.querySelectorAll<HTMLElement>("main [data-param]")].map(
        ({ dataset }) => dataset["param"] ?? "",
      ),
    null,
  );
  const changed: string[] = [];
  for (const name of names) {
    const before = await room.hash();
    const isThere = await room.page.evaluate((param) => {
      const control = document.querySelector<HTMLElement>(`main [data-param="${param}"]`);
      if (!control) return false; // another control has made it needless
      if (control instanceof HTMLSelectElement) {
        control.selectedIndex = (control.selectedIndex + 1) % control.options.length;
        control.dispatchEvent(new Event("change", { bubbles: true }));
      } else if (control instanceof HTMLInputElement && control.type === "range") {
        const [least, most] = [Number(control.min), Number(control.max)];
        const at = Number(control.value);
        control.value = String(at > (least + most) / 2 ? at - (most - least) / 4 : at + (most - least) / 4);
        control.dispatchEvent(new Event("input", { bubbles: true }));
      } else if (control instanceof HTMLInputElement) control.click();
      else control.querySelector<HTMLInputElement>("input:not(:checked):not(:disabled)")?.click();
      return true;
    }, name);
    if (!isThere) continue;
    await room.ready();
    expect(await room.hash(), `the address after a change of ${name}`).not.toBe(before);
    changed.push(name);
  }
  return changed;
}

/** All that is drawn and written. Names that the page makes up for references are left out. */
function picture(room: RoomPage): Promise<unknown> {
  return room.page.evaluate(
    () => ({
      charts: [...document.querySelectorAll("main figure.plot svg")].map((svg) =>
        svg.innerHTML.replaceAll(/P\d+-\d+/g, ""),
      ),
      canvases: [...document.querySelectorAll<HTMLCanvasElement>("main canvas")].map((canvas) =>
        canvas.toDataURL(),
      ),
      text: document.querySelector(".view")?.textContent,
    }),
    null,
  );
}
