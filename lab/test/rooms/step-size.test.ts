import { gradientDescent, minimize } from "logit-wasm/optimize";
import { beforeAll, describe, expect, test } from "vitest";
import { quadratic } from "../../src/problems/quadratic.ts";
import { violations } from "../support/axe.ts";
import { inChromium, inEachBrowser } from "../support/each-browser.ts";
import type { RoomPage } from "../support/room-page.ts";
import { runCode } from "../support/run-code.ts";

inChromium((bench) => {
  test.each(["cost=heights&rate=20", "rate=0.5&steps=300", "cost=tumours&columns=raw&rate=0.05"])(
    "is accessible, and shows no number that is none: %s",
    async (query) => {
      const room = await bench.newPage();
      await room.page.resize(390, 900);
      await room.goTo(`#/step-size?${query}`);
      expect(await violations(room.page)).toEqual([]);
      expect(await room.text("main")).not.toMatch(/\b(NaN|undefined|null|Infinity)|∞/);
      await room.page.close();
    },
  );
});

inEachBrowser((bench) => {
  let room: RoomPage;

  beforeAll(async () => {
    room = await bench.newPage();
  });

  const outcome = () => room.text(".view > .note");

  test.each([
    "rate=0.05&steps=40",
    "rate=0.2&steps=300",
    "cost=heights&rate=8",
    "cost=tumours&columns=raw&rate=0.01&startTumoursRaw=0.5,-3",
  ])("shows what the copied code prints: %s", async (query) => {
    await room.goTo(`#/step-size?${query}`);
    const printed = await runCode(await room.code());
    expect(Object.keys(printed)).toEqual(expect.arrayContaining(["value", "iterations", "L", "mu", "steep"]));
    expect(await room.numbers()).toMatchObject(printed);
  });

  describe("the step", () => {
    test("takes each mark's value, and a typed one", async () => {
      await room.goTo("#/step-size?condition=25");
      await room.click('[data-mark="1 / L"]');
      expect(await room.hash()).toContain("rate=0.04");
      expect((await room.numbers())["steep"]).toBeCloseTo(0, 14);
      await room.click('[data-mark="best"]');
      const { steep, flat, best, limit } = await room.numbers();
      expect(best).toBeCloseTo(2 / 26, 14);
      expect(steep).toBeCloseTo(-(flat ?? 0), 14);
      await room.click('[data-mark="2 / L"]');
      expect(limit).toBeCloseTo(0.08, 14);
      expect((await room.numbers())["steep"]).toBeCloseTo(-1, 14);
      await room.type("rate", 0.03);
      expect((await room.numbers())["steep"]).toBeCloseTo(1 - 0.03 * 25, 14);
    });

    test("multiplies the error along each axis as the formula says", async () => {
      // The start is 1 along the flattest axis, (0.8, 0.6), and 2 along the steepest, (−0.6, 0.8).
      await room.goTo("#/step-size?condition=20&rate=0.06&steps=7&start=-0.4,2.2");
      const { value, steep = 0, flat = 0 } = await room.numbers();
      expect(value).toBeCloseTo((flat ** 14 + 20 * 4 * steep ** 14) / 2, 12);
    });

    test("is moved by the handle of the chart of what a step leaves", async () => {
      await room.goTo("#/step-size?condition=10&rate=0.1");
      await room.nudge("rate", "ArrowRight", 3);
      // An arrow key is a hundredth of the axis, which ends at 1.3 · 2 / L.
      expect((await room.numbers())["steep"]).toBeCloseTo(-0.078, 10);
      expect(await room.hash()).toContain("rate=0.1078");
    });

    test("beyond 2 / L diverges, which is told in words and never as a number that is none", async () => {
      const fresh = await bench.newPage();
      await fresh.goTo("#/step-size?condition=30&rate=0.5&steps=300");
      await fresh.loaded();
      expect(fresh.page.errors).toEqual([]);
      await fresh.page.close();
      await room.goTo("#/step-size?condition=30&rate=0.5&steps=300");
      expect(await outcome()).toMatch(/^Diverged: after \d+ steps/);
      expect(await outcome()).toContain("multiplies the error by −14");
      expect(await room.text("main")).not.toMatch(/NaN|undefined|null|Infinity|max-iterations/);
      const { iterations = 0, value } = await room.numbers();
      expect(iterations).toBeLessThan(300);
      expect(value).toBeGreaterThan(1e6);
    });
  });

  test("the number of steps is that of the run", async () => {
    await room.goTo("#/step-size?rate=0.03");
    await room.type("steps", 10);
    const few = await room.numbers();
    await room.type("steps", 200);
    const many = await room.numbers();
    expect([few["iterations"], many["iterations"]]).toEqual([10, 200]);
    expect(many["value"]).toBeLessThan(few["value"] ?? 0);
    const { value } = minimize(quadratic(30), [-3, 1.5], gradientDescent({ learningRate: 0.03 }), {
      maxIter: 200,
      tol: 1e-9,
    });
    expect(many["value"]).toBe(value);
  });

  test("the condition number is that of the bowl", async () => {
    await room.goTo("#/step-size");
    await room.type("condition", 80);
    const { L, mu, condition } = await room.numbers();
    expect([L, mu, condition].map((number) => number?.toFixed(9))).toEqual([
      "80.000000000",
      "1.000000000",
      "80.000000000",
    ]);
  });

  test("four runs go from far too small a step to one that diverges", async () => {
    await room.goTo("#/step-size?condition=30&steps=200");
    const four = await room.page.evaluate(
      () =>
        [...document.querySelectorAll(".four section")].map((section) => [
          section.querySelector("figcaption")?.textContent ?? "",
          section.querySelector(".note")?.textContent ?? "",
        ]),
      null,
    );
    expect(four.map(([title]) => title)).toEqual([
      "1 / (20 L) = 0.00167",
      "1 / L = 0.0333",
      "2 / (L + μ) = 0.0645",
      "2.2 / L = 0.0733",
    ]);
    const lasts = [1 / 600, 1 / 30, 2 / 31].map(
      (learningRate) =>
        minimize(quadratic(30), [-3, 1.5], gradientDescent({ learningRate }), { maxIter: 200, tol: 1e-9 })
          .value,
    );
    for (const [i, last] of lasts.entries()) {
      const said = /cost is ([\d.]+)(?: × 10(\S+))? above/.exec(four[i]?.[1] ?? "");
      expect(Number(said?.[1])).toBeCloseTo(last / 10 ** Math.min(0, exponentOf(last)), 1);
    }
    expect(four[3]?.[1]).toMatch(/^Too long\. Diverged/);
  });

  test("the costs of real data have their own curvature, and standardising changes it, not the least cost", async () => {
    await room.goTo("#/step-size");
    await room.choose("cost", "heights");
    const heights = await room.numbers();
    await room.choose("columns", "raw");
    const inches = await room.numbers();
    expect(heights["condition"]).toBeCloseTo(2.9625, 3);
    expect(inches["condition"]).toBeCloseTo(1.98738e6, -2);
    expect(inches["least"]).toBeCloseTo(heights["least"] ?? 0, 12);
    await room.choose("cost", "tumours");
    expect((await room.numbers())["condition"]).toBeCloseTo(18309.15, 1);
    const controls = () =>
      room.page.evaluate(
        () =>
          [...document.querySelectorAll<HTMLElement>("[data-param]")].map(({ dataset }) => dataset["param"]),
        null,
      );
    expect(await controls()).toEqual(["rate", "steps", "cost", "columns"]);
    await room.choose("cost", "bowl");
    expect(await controls()).toEqual(["rate", "steps", "cost", "condition"]);
  });

  test("the start moves by arrow keys and by dragging, and each cost keeps its own", async () => {
    await room.goTo("#/step-size?steps=20");
    const before = await room.numbers();
    await room.nudge("start", "ArrowRight", 5);
    expect(await room.hash()).toContain("start=-2.6,1.5");
    expect((await room.numbers())["value"]).not.toBe(before["value"]);
    await room.choose("cost", "heights");
    await room.nudge("start", "ArrowUp");
    expect(await room.hash()).toMatch(/start=-2.6,1.5&startHeights=-2,-1\.4/);
    await room.choose("cost", "bowl");
    const [x = 0, y = 0] = await room.page.evaluate(() => {
      const grip = document.querySelector('[data-handle="start"]')?.getBoundingClientRect();
      return grip ? [grip.x + grip.width / 2, grip.y + grip.height / 2] : [];
    }, null);
    await room.page.drag([x, y], [x + 60, y + 40]);
    await room.ready();
    const [a = 0, b = 0] = (/start=([-\d.]+),([-\d.]+)/.exec(await room.hash()) ?? []).slice(1).map(Number);
    expect(a).toBeGreaterThan(-2.6);
    expect(b).toBeLessThan(1.5);
  });

  test("the player shows the paths up to a step", async () => {
    await room.goTo("#/step-size?steps=50");
    const dots = () =>
      room.page.evaluate(
        () =>
          [...document.querySelectorAll(".dots")].map((path) => path.getAttribute("d")?.match(/M/g)?.length),
        null,
      );
    expect((await room.numbers())["playback"]).toBe(50);
    expect((await dots()).slice(0, 4)).toEqual([51, 51, 51, 51]);
    await room.click('[data-action="back"]');
    expect((await dots()).slice(0, 4)).toEqual([50, 50, 50, 50]);
    await room.page.evaluate(() => {
      const scrub = document.querySelector<HTMLInputElement>('[data-action="scrub"]');
      if (!scrub) return;
      scrub.value = "3";
      scrub.dispatchEvent(new Event("input", { bubbles: true }));
    }, null);
    await room.click('[data-action="on"]');
    expect((await room.numbers())["playback"]).toBe(4);
    expect((await dots()).slice(0, 4)).toEqual([5, 5, 5, 5]);
    await room.click('[data-action="play"]');
    await room.until(
      () => document.querySelector("[data-value=playback]")?.textContent === "step 50 of 50",
      "the end",
    );
  });

  describe("stories", () => {
    const tell = async (story: string) => {
      await room.goTo("#/step-size");
      await room.click(`[data-story="${story}"]`);
    };

    test("a little too long never settles", async () => {
      await tell("too-long");
      const { steep = 0 } = await room.numbers();
      expect(steep).toBeCloseTo(-1.04, 12);
      expect((-steep) ** 300).toBeGreaterThan(1e5);
      expect(await outcome()).toContain("higher than at the start");
    });

    test("the best step needs half as many as 1 / L", async () => {
      await tell("best");
      expect((await room.numbers())["flat"]).toBeCloseTo(29 / 31, 14);
      const [best = 0, safe = 0] = [2 / 31, 1 / 30].map(
        (learningRate) =>
          minimize(quadratic(30), [2.34, 1.88], gradientDescent({ learningRate }), {
            maxIter: 2000,
            tol: 1e-9,
          }).iterations,
      );
      expect(best / safe).toBeGreaterThan(0.4);
      expect(best / safe).toBeLessThan(0.6);
    });

    test("a round bowl takes one step", async () => {
      await tell("round");
      expect(await room.numbers()).toMatchObject({ iterations: 1, value: 0 });
      expect(await outcome()).toMatch(/^Arrived after 1 step\./);
    });

    test("a logistic cost can't explode, and the run can't settle", async () => {
      await tell("bounded");
      const { value = 0, least = 0, iterations, limit = 0 } = await room.numbers();
      expect(20 / limit).toBeGreaterThan(1.7);
      expect(iterations).toBe(100);
      expect(value - least).toBeGreaterThan(0.1);
      expect(value).toBeLessThan(5);
      await room.type("steps", 300);
      expect((await room.numbers())["value"]).toBeLessThan(5);
    });

    test("in inches 700,000 steps halve the error, and 28 do when standardised", async () => {
      await tell("inches");
      const { flat = 0, best = 0 } = await room.numbers();
      expect(best).toBeCloseTo(0.00332, 5);
      expect(flat ** 700_000).toBeGreaterThan(0.45);
      expect(flat ** 700_000).toBeLessThan(0.55);
      await room.choose("columns", "standardised");
      await room.click('[data-mark="best"]');
      expect((await room.numbers())["iterations"]).toBe(28);
    });

    test("1 / L at the minimum isn't safe where the curvature is larger", async () => {
      await tell("elsewhere");
      const { safe = 0, highest = 0, L = 0 } = await room.numbers();
      expect(safe).toBeCloseTo(0.0548, 4);
      expect(highest).toBeCloseTo(53.2, 1);
      expect(highest / L).toBeGreaterThan(2.8);
      expect(2 / highest).toBeCloseTo(0.0376, 4);
      expect(await outcome()).toContain("higher than at the start");
      await room.type("rate", 0.03);
      expect(await outcome()).not.toContain("higher than at the start");
    });
  });
});

/** 0 for numbers that are written plainly. */
function exponentOf(value: number): number {
  return value < 1e-4 ? Math.floor(Math.log10(value)) : 0;
}
