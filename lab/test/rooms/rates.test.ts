import { beforeAll, describe, expect, test } from "vitest";
import { inEachBrowser } from "../support/each-browser.ts";
import type { RoomPage } from "../support/room-page.ts";
import { runCode } from "../support/run-code.ts";

const ALL = "descent,steepest,momentum,nesterov,bfgs,lbfgs,newton,saga,sgd";

inEachBrowser((bench) => {
  let room: RoomPage;

  beforeAll(async () => {
    room = await bench.newPage();
  });

  /** The class that a method's measured speed is put in. */
  const classOf = (method: string) =>
    room.page.evaluate(
      (name) => document.querySelector<HTMLElement>(`[data-value="${name}-speed"]`)?.dataset["class"],
      method,
    );

  test.each([
    `#/rates?methods=${ALL}&steps=40`,
    "#/rates?standardise=0&methods=descent,momentum,lbfgs,newton&steps=80",
    "#/rates?features=thirty&C=10&methods=steepest,nesterov,bfgs&steps=50",
    "#/rates?problem=quadratic&condition=77&start=1,-2&steps=30",
  ])("the copied code prints the page's numbers: %s", async (hash) => {
    await room.open(hash);
    const printed = await runCode(await room.code());
    expect(printed).toMatchObject({ kappa: expect.any(Number), least: expect.any(Number) });
    for (const what of ["gap", "speed", "theory"])
      expect(Object.keys(printed).some((name) => name.endsWith(`-${what}`))).toBe(true);
    expect(await room.numbers()).toMatchObject(printed);
  });

  test("puts each method in its class, with the factors that theory gives", async () => {
    await room.goTo(`#/rates?methods=${ALL}&steps=300`);
    const classes = {
      descent: "linear",
      steepest: "linear",
      momentum: "linear",
      nesterov: "linear",
      bfgs: "superlinear",
      newton: "quadratic",
      saga: "linear",
      sgd: "sublinear",
    };
    for (const [method, kind] of Object.entries(classes)) expect(await classOf(method), method).toBe(kind);
    const numbers = await room.numbers();
    const { kappa = 0, L = 0, mu = 0, everywhere = 0 } = numbers;
    expect(kappa).toBe(L / mu);
    const [k, root] = [everywhere / mu, Math.sqrt(everywhere / mu)];
    expect(numbers["descent-theory"]).toBeCloseTo(((k - 1) / (k + 1)) ** 2, 12);
    expect(numbers["descent-speed"]).toBeCloseTo(((k - 1) / (k + 1)) ** 2, 3);
    expect(numbers["steepest-speed"]).toBeLessThanOrEqual(((kappa - 1) / (kappa + 1)) ** 2 + 1e-3);
    // n² ρⁿ comes near ρⁿ from above
    expect(numbers["momentum-speed"]).toBeGreaterThan(((root - 1) / (root + 1)) ** 2);
    expect(numbers["momentum-speed"]).toBeLessThan(1.2 * ((root - 1) / (root + 1)) ** 2);
    expect(numbers["nesterov-speed"]).toBeCloseTo((1 - 2 / Math.sqrt(3 * k + 1)) ** 2, 1);
    expect(numbers["saga-speed"]).toBeLessThan(numbers["saga-theory"] ?? 0);
    expect(numbers["newton-speed"]).toBeGreaterThan(1.8);
    expect(numbers["sgd-speed"]).toBeGreaterThan(0.7);
    expect(numbers["sgd-speed"]).toBeLessThan(1.5);
  });

  test("standardising, the number of measures and C change the problem", async () => {
    await room.goTo("#/rates");
    const before = await room.numbers();
    await room.choose("standardise");
    const raw = await room.numbers();
    expect(raw["kappa"]).toBeGreaterThan(1000 * (before["kappa"] ?? 0));
    expect(raw["descent-to-millionth"]).toBeNaN();
    expect(await classOf("descent")).toBe("far");
    expect(raw["newton-to-millionth"]).toBe(before["newton-to-millionth"]);
    await room.choose("standardise");
    await room.choose("features", "ten");
    const ten = await room.numbers();
    expect(ten["least"]).toBeLessThan(before["least"] ?? 0);
    expect(await room.text("main")).not.toContain("over both weights");
    await room.type("C", 0.01);
    // a stronger penalty: more curvature everywhere, and a higher cost
    expect((await room.numbers())["kappa"]).toBeLessThan(ten["kappa"] ?? 0);
    expect((await room.numbers())["least"]).toBeGreaterThan(ten["least"] ?? 0);
    expect(await room.hash()).toBe("#/rates?features=ten&C=0.01");
  });

  test("the bowl has the condition that is asked for; its start moves by arrow keys", async () => {
    await room.goTo("#/rates");
    await room.choose("problem", "quadratic");
    await room.type("condition", 50);
    const before = await room.numbers();
    expect(before["kappa"]).toBeCloseTo(50, 9);
    expect(before["least"]).toBe(0);
    await room.nudge("start", "ArrowRight", 2);
    await room.nudge("start", "ArrowUp");
    expect(await room.hash()).toContain("start=-2.9,1.55");
    expect((await room.numbers())["descent-gap"]).not.toBe(before["descent-gap"]);
    await room.choose("methods", "saga");
    expect(await room.text("main")).toContain("need a sum of many terms");
    expect(await room.text(".speeds tbody")).not.toContain("SAGA");
  });

  test("from the worst start exact search makes the fixed step, from others it is faster", async () => {
    await room.goTo("#/rates?story=worst");
    await room.click('[data-story="worst"]');
    await room.click('[data-story="worst"]');
    await room.page.click('[data-answer="2"]');
    expect(await room.text(".reason")).toMatch(/^Yes/);
    const numbers = await room.numbers();
    expect(numbers["descent-speed"]).toBeCloseTo(0.669, 3);
    expect(numbers["steepest-speed"]).toBeCloseTo(0.669, 3);
    expect(numbers["steepest-to-millionth"]).toBe(numbers["descent-to-millionth"]);
    await room.nudge("start", "ArrowUp", 12);
    const moved = await room.numbers();
    expect(moved["steepest-to-millionth"]).toBeLessThan(moved["descent-to-millionth"] ?? 0);
  });

  test("the axis counts what is asked for, evenly or by powers", async () => {
    await room.goTo("#/rates?methods=steepest,newton");
    const summary = () => room.text("main figure.plot figcaption");
    const promised = () => room.page.evaluate(() => document.querySelectorAll("main .promised").length, null);
    const lengths = () =>
      room.page.evaluate(
        () =>
          [...document.querySelectorAll("main figure.plot .line:not(.promised)")].map((path) =>
            path.getAttribute("d"),
          ),
        null,
      );
    expect(await summary()).toContain("iterations");
    expect(await promised()).toBe(2);
    const even = await lengths();
    await room.choose("across", "log");
    expect(await lengths()).not.toEqual(even);
    await room.choose("across", "linear");
    expect(await lengths()).toEqual(even);
    await room.choose("theory");
    expect(await promised()).toBe(0);
    await room.choose("against", "gradients");
    expect(await summary()).toContain("gradient evaluations");
    const gradients = await lengths();
    expect(gradients).not.toEqual(even);
    await room.choose("against", "epochs");
    // each of Newton's Hessians is a pass more
    expect(await lengths()).not.toEqual(gradients);
    await room.choose("against", "milliseconds");
    expect(await summary()).toContain("milliseconds");
    expect(await lengths()).toHaveLength(even.length);
    expect((await lengths()).every((path) => path !== "")).toBe(true);
  });

  test("more iterations go on where fewer ended, and seeds make other noise", async () => {
    await room.goTo("#/rates?methods=descent,sgd&steps=20");
    const few = await room.numbers();
    expect(few["descent-iterations"]).toBe(20);
    expect(await room.text("tr[data-method=descent]")).toContain("all 20 iterations used");
    await room.type("steps", 60);
    const more = await room.numbers();
    expect(more["descent-gap"]).toBeLessThan(1e-3 * (few["descent-gap"] ?? 0));
    await room.type("seed", 5);
    const other = await room.numbers();
    expect(other["sgd-gap"]).not.toBe(more["sgd-gap"]);
    expect(other["descent-gap"]).toBe(more["descent-gap"]);
  });

  describe("stories say what is so", () => {
    test.each([
      ["standardise", {}, { "descent-to-millionth": 43, "newton-to-millionth": 5 }],
      ["standardise", { standardise: 0 }, { "newton-to-millionth": 5 }],
      ["root", {}, { "descent-to-millionth": 346, "momentum-to-millionth": 58 }],
      ["root", { condition: 400 }, { "descent-to-millionth": 1382, "momentum-to-millionth": 124 }],
    ])("%s %o", async (story, changes, numbers) => {
      await room.goTo("#/rates");
      await room.click(`[data-story="${story}"]`);
      for (const [name, value] of Object.entries(changes)) {
        if (name === "standardise") await room.choose(name);
        else await room.type(name, value as number);
      }
      expect(await room.numbers()).toMatchObject(numbers);
      if (story === "standardise" && "standardise" in changes) {
        expect((await room.numbers())["kappa"]).toBeCloseTo(83_820, -1);
        expect(1 - ((await room.numbers())["descent-theory"] ?? 0)).toBeCloseTo(1.55e-5, 7);
      }
    });

    test("digits", async () => {
      await room.goTo("#/rates?methods=newton&steps=4");
      expect((await room.numbers())["newton-gap"]).toBeCloseTo(3e-5, 5);
      await room.type("steps", 5);
      expect((await room.numbers())["newton-gap"]).toBeCloseTo(7e-9, 9);
      await room.type("steps", 6);
      expect((await room.numbers())["newton-gap"]).toBeLessThan(1e-15);
    });
  });

  test("no errors", () => expect(room.page.errors).toEqual([]));
});
