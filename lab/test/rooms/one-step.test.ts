import { beforeAll, describe, expect, test } from "vitest";
import { violations } from "../support/axe.ts";
import { inEachBrowser } from "../support/each-browser.ts";
import type { RoomPage } from "../support/room-page.ts";
import { runCode } from "../support/run-code.ts";

const RULES = ["gradient-descent", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw", "rprop"];
const MAIN = ["value", "next-value", "gradient-a", "gradient-b", "step-a", "step-b", "rate-a", "rate-b"];

inEachBrowser((bench, browser) => {
  let room: RoomPage;

  beforeAll(async () => {
    room = await bench.newPage();
  });

  describe("shows what the copied code prints", () => {
    const all = RULES.map(
      (rule) => `#/one-step?rule=${rule}&ground=beale&rate=0.01&steps=30&start=1,1.2&at=20`,
    );
    const others = [
      "#/one-step?rule=nesterov&form=transformed&rate=0.02&at=3",
      "#/one-step?correction=0&epsilon=0.001&at=5",
      "#/one-step?rule=gradient-descent&rate=0.07&at=99", // explodes
    ];
    // The slow part is the code, which is the same whatever the browser.
    test.each(browser === "Chromium" ? [...all, ...others] : ["#/one-step?at=20", ...others.slice(0, 1)])(
      "%s",
      async (hash) => {
        await room.open(hash);
        const printed = await runCode(await room.code());
        expect(Object.keys(printed)).toEqual(expect.arrayContaining(MAIN));
        expect(await room.numbers()).toMatchObject(printed);
      },
    );
  });

  test("the formula of every rule leads where the package goes, to the last bit", async () => {
    await room.goTo("#/one-step?ground=rosenbrock&rate=0.001&at=1&steps=20");
    for (const rule of RULES) {
      await room.choose("rule", rule);
      expect(await room.text(".working .note"), rule).toContain("the same 64 bits");
      await room.click('[data-action="on"]');
      expect(await room.text(".working .note"), rule).toContain("the same 64 bits");
    }
  });

  test("the numbers in the formula are those of the step", async () => {
    await room.goTo("#/one-step?rule=momentum&rate=0.02&at=0");
    const numbers = await room.numbers();
    const slot = async (name: string) =>
      Number((await room.text(`.working .katex-html [data-slot="${name}"]`)).replace("−", "-"));
    expect(await slot("xa")).toBe(-3);
    expect(await slot("ga")).toBeCloseTo(numbers["gradient-a"] ?? 0, 1);
    expect(await slot("mu")).toBe(0.9);
    expect(await slot("va")).toBeCloseTo(-0.02 * (await slot("ga")), 3); // no velocity before
    expect(await slot("ya")).toBeCloseTo(-3 + (numbers["step-a"] ?? 0), 3);
    await room.click('[data-action="on"]');
    const [u, g, v] = [await slot("ua"), await slot("ga"), await slot("va")];
    expect(v).toBeCloseTo(0.9 * u - 0.02 * g, 2);
    // The form for screen readers has the numbers too.
    expect(await room.text(".working .katex-mathml [data-slot='mu']")).toBe("0.9");
  });

  test("arrows show what the rule has", async () => {
    const arrows = () =>
      room.page.evaluate(
        () =>
          [...document.querySelectorAll<HTMLElement>("[data-arrow]")].map(({ dataset }) => dataset["arrow"]),
        null,
      );
    await room.goTo("#/one-step?rule=gradient-descent&rate=0.02&at=3");
    expect(await arrows()).toEqual(["gradient", "step"]);
    await room.choose("rule", "momentum");
    expect(await arrows()).toEqual(["gradient", "μ v", "−η g", "step"]);
    await room.choose("rule", "adam");
    expect(await arrows()).toEqual(["gradient", "mean gradient", "step"]);
    expect(await room.text("[data-summary]")).toMatch(/^Step 4 goes from .* Arrows: gradient \(/);
  });

  test("each rule has its own controls, and each of them changes the run", async () => {
    const controls: Readonly<Record<string, readonly (readonly [string, number | string | undefined])[]>> = {
      "gradient-descent": [],
      momentum: [["momentum", 0.5]],
      nesterov: [
        ["momentum", 0.7],
        ["form", "transformed"],
      ],
      adagrad: [["epsilon", 1]],
      rmsprop: [
        ["decay", 0.5],
        ["epsilon", 0.5],
      ],
      adam: [
        ["beta1", 0.5],
        ["beta2", 0.9],
        ["correction", undefined],
        ["epsilon", 0.2],
      ],
      adamw: [
        ["beta1", 0.7],
        ["beta2", 0.95],
        ["correction", undefined],
        ["epsilon", 0.1],
        ["weightDecay", 0.5],
      ],
      rprop: [
        ["increase", 1.5],
        ["decrease", 0.2],
      ],
    };
    await room.goTo("#/one-step?at=20&steps=40&rate=0.02");
    for (const [rule, own] of Object.entries(controls)) {
      await room.choose("rule", rule);
      const there = await room.page.evaluate(
        () =>
          [...document.querySelectorAll<HTMLElement>(".panel [data-param]")].map(
            ({ dataset }) => dataset["param"],
          ),
        null,
      );
      expect(there).toEqual(["rule", "rate", ...own.map(([name]) => name), "ground", "steps"]);
      for (const [name, value] of own) {
        const before = (await room.numbers())["value"];
        if (typeof value === "number") await room.type(name, value);
        else await room.choose(name, value);
        expect((await room.numbers())["value"], `${rule}, ${name}`).not.toBe(before);
      }
    }
    expect(await room.hash()).toContain("momentum=0.7"); // no setting was lost on the way
    expect(await room.hash()).toContain("at=20");
  });

  test("learning rate, ground, length and start do what they say", async () => {
    await room.goTo("#/one-step?rule=gradient-descent");
    const before = await room.numbers();
    await room.type("rate", 0.01);
    const after = await room.numbers();
    expect(after["step-a"]).toBeCloseTo(-0.01 * (before["gradient-a"] ?? 0), 10);
    expect(after["rate-a"]).toBe(0.01);

    await room.type("steps", 7);
    expect(await room.text('[data-value="playback"]')).toBe("iterate 0 of 6");

    await room.nudge("start", "ArrowRight", 2);
    expect(await room.hash()).toContain("start=-2.84,1.5");
    expect((await room.numbers())["gradient-a"]).not.toBe(after["gradient-a"]);

    await room.choose("ground", "valley");
    expect((await room.numbers())["gradient-a"]).toBeCloseTo((-2.84) ** 3 / 16 - 2.84 / 16, 10);
  });

  test("the player goes to any iterate, and the address follows", async () => {
    await room.goTo("#/one-step");
    await room.click('[data-action="on"]');
    await room.click('[data-action="on"]');
    expect(await room.hash()).toBe("#/one-step?at=2");
    await room.click('[data-action="back"]');
    expect(await room.hash()).toBe("#/one-step?at=1");
    expect(await room.text(".working h2")).toContain("step 2");
    await room.page.evaluate(() => {
      const scrub = document.querySelector<HTMLInputElement>('[data-action="scrub"]');
      if (!scrub) return;
      scrub.value = "60";
      scrub.dispatchEvent(new Event("input", { bubbles: true }));
    }, null);
    await room.ready();
    expect(await room.hash()).toBe("#/one-step?at=60");
    await room.click('[data-action="play"]');
    await room.until(
      () => Number(document.querySelector<HTMLElement>('[data-value="playback"]')?.dataset["number"]) > 62,
      "the run to go on",
    );
    await room.click('[data-action="play"]');
    const at = (await room.numbers())["playback"] ?? 0;
    expect(at).toBeGreaterThan(62);
    expect(await room.hash()).toBe(`#/one-step?at=${at}`);
    await room.click('[data-action="reset"]');
    expect((await room.numbers())["playback"]).toBe(0);
  });

  test("a link shows the same again", async () => {
    const hash =
      "#/one-step?rule=adamw&ground=himmelblau&rate=0.3&beta2=0.99&weightDecay=0.1&start=-1,2&at=17";
    await room.open(hash);
    const picture = () => room.page.evaluate(() => document.querySelector(".view")?.textContent, null);
    const before = [await room.numbers(), await picture()];
    await room.open(hash);
    expect(await room.hash()).toBe(hash);
    expect([await room.numbers(), await picture()]).toEqual(before);
  });

  test("an explosion is told, and no number is none", async () => {
    await room.goTo("#/one-step?rule=gradient-descent&ground=rosenbrock&rate=2");
    expect(await room.text("main")).toContain("exploded");
    await room.goTo("#/one-step?rule=gradient-descent&ground=beale&rate=1&at=50");
    expect(await room.text("main")).toContain("exploded");
    expect(await room.text("main")).not.toMatch(/NaN|undefined|null|Infinity/);
  });

  describe("stories tell the truth", () => {
    const open = async (story: string) => {
      await room.goTo("#/one-step");
      await room.click(`[data-story="${story}"]`);
      return room.numbers();
    };

    test("Adam's first step", async () => {
      const numbers = await open("first-step");
      expect(numbers["gradient-a"]).toBeCloseTo(-55.2, 1);
      expect(numbers["gradient-b"]).toBeCloseTo(71.1, 1);
      expect(numbers["step-a"]).toBeCloseTo(0.1, 6);
      expect(numbers["step-b"]).toBeCloseTo(-0.1, 6);
      await room.choose("correction");
      expect((await room.numbers())["step-a"]).toBeCloseTo(0.316, 3);
    });

    test("AdaGrad's long memory", async () => {
      const late = await open("adagrad-forgets-nothing");
      expect(await room.text('.working [data-slot="xa"]')).toMatch(/^−3\.9/);
      await room.page.evaluate(() => {
        location.hash = location.hash.replace("at=499", "at=99");
      }, null);
      await room.until(
        () => document.querySelector<HTMLElement>('[data-value="playback"]')?.dataset["number"] === "99",
        "iterate 99",
      );
      await room.ready();
      const early = await room.numbers();
      expect((late["rate-a"] ?? 0) / (early["rate-a"] ?? 0)).toBeLessThan(0.75);
      expect((late["rate-b"] ?? 0) / (early["rate-b"] ?? 0)).toBeGreaterThan(0.95);
    });

    test("RMSProp never rests", async () => {
      const numbers = await open("rmsprop-never-rests");
      expect(Math.abs(numbers["step-a"] ?? 0)).toBeCloseTo(0.1, 4);
      expect(Math.abs(numbers["step-b"] ?? 0)).toBeCloseTo(0.1, 4);
    });

    test("carried on", async () => {
      const numbers = await open("on-its-way");
      expect(numbers["gradient-a"]).toBeCloseTo(0.016, 3);
      expect(numbers["step-a"]).toBeCloseTo(0.61, 2);
      expect(await room.text('.working [data-slot="xa"]')).toMatch(/^0\.24/);
    });
  });

  test("is accessible at any width, without an error", async () => {
    const fresh = await bench.newPage();
    await fresh.goTo("#/one-step?rule=adamw&at=3&story=first-step");
    await fresh.loaded();
    expect(await violations(fresh.page)).toEqual([]);
    await fresh.page.resize(390, 900);
    await fresh.ready();
    expect(await violations(fresh.page)).toEqual([]);
    expect(fresh.page.errors).toEqual([]);
  });
});
