import { beforeAll, describe, expect, test } from "vitest";
import { violations } from "../support/axe.ts";
import { inEachBrowser } from "../support/each-browser.ts";
import type { RoomPage } from "../support/room-page.ts";
import { runCode } from "../support/run-code.ts";

inEachBrowser((bench) => {
  let room: RoomPage;
  /** A page that is only left once it is loaded whole, so that none of its errors comes of that. */
  let quiet: RoomPage;

  beforeAll(async () => {
    room = await bench.newPage();
    quiet = await bench.newPage();
  });

  test.each([
    "fn=hyperbola&x0=1.5&step=3",
    "fn=wells&x0=0.3&damping=backtracking&step=1",
    "view=plane&step=3",
    "view=plane&problem=himmelblau&start=0,-1&damping=wolfe&step=1",
    "view=plane&problem=logistic&start=3,-3&damping=backtracking&step=2",
    "view=cost&variables=321&rows=77&memory=4",
  ])("%s shows what the copied code prints", async (query) => {
    await quiet.goTo(`#/newton?${query}`);
    await quiet.loaded();
    const printed = await runCode(await quiet.code());
    expect(Object.keys(printed).length).toBeGreaterThanOrEqual(5);
    expect(await quiet.numbers()).toMatchObject(printed);
    expect(quiet.page.errors).toEqual([]);
  });

  describe("one variable", () => {
    test("a whole step leads to where the tangent of f′ crosses zero", async () => {
      for (const step of [0, 1, 2]) {
        await room.goTo(`#/newton?step=${step}`);
        const { x, slope, curvature, crossing } = await room.numbers();
        expect(crossing).toBeCloseTo(x - slope / curvature, 12);
        await room.click('[data-action="on"]');
        expect((await room.numbers()).x).toBeCloseTo(crossing, 12);
      }
    });

    test("from outside of ±1 on √(1 + x²) whole steps diverge, x to −x³; a line search arrives", async () => {
      await room.goTo("#/newton?fn=hyperbola&x0=1.5&step=1");
      expect((await room.numbers()).x).toBeCloseTo(-(1.5 ** 3), 12);
      expect(await room.text(".view")).toMatch(/It diverged: x₁ = −3\.3[78], x₂ = 38\.4/);
      await room.choose("damping", "backtracking");
      expect(await room.text(".view")).toContain("it arrived at the minimum, 0");
      expect((await room.numbers()).t).toBe(0.8 ** 1);
      await room.choose("damping", "wolfe");
      expect((await room.numbers()).value).toBe(1);
    });

    test("a level tangent is told, and what a line search does about it", async () => {
      await room.goTo("#/newton?fn=wells&x0=1");
      const { iterations, curvature, crossing } = await room.numbers();
      expect([iterations, curvature]).toEqual([0, 0]);
      expect(crossing).toBeNaN();
      expect(await room.text(".view")).toContain("never crosses zero");
      await room.choose("damping", "wolfe");
      const damped = await room.numbers();
      expect(damped.ridge).toBeGreaterThan(0);
      expect(damped.value).toBeCloseTo(-2.25, 10);
    });

    test("the right digits double near a minimum with curvature, and don't on x⁴", async () => {
      await room.goTo("#/newton?x0=3");
      const doubling = await digits(room);
      expect((doubling[4] ?? 0) / (doubling[3] ?? 1)).toBeGreaterThan(1.9);
      await room.choose("fn", "quartic");
      const slow = await digits(room);
      expect(slow.length).toBeGreaterThan(20);
      // 0.176 digits a step, shown as tenths.
      expect(Math.abs((slow[20] ?? 0) - (slow[10] ?? 0) + 10 * Math.log10(2 / 3))).toBeLessThan(0.11);
    });

    test("both handles set the start, by keyboard and by mouse", async () => {
      await room.goTo("#/newton?x0=2&step=2");
      await room.nudge("x0", "ArrowRight", 2);
      expect(await room.hash()).toBe("#/newton?x0=2.1");
      await room.nudge("x0-slope", "ArrowLeft", 3);
      expect(await room.hash()).toBe("#/newton?x0=1.95");
      expect((await room.numbers()).x).toBe(1.95);
      await dragHandle(room, "x0", 40);
      expect((await room.numbers()).x).toBeGreaterThan(2);
    });

    test("marks lead to starts worth a visit", async () => {
      await room.goTo("#/newton?fn=wells");
      await room.click('[data-mark="on the hill"]');
      expect(await room.hash()).toContain("x0=0.3");
    });

    test("the player steps, scrubs and plays, and the address tells the step", async () => {
      await room.goTo("#/newton");
      await room.click('[data-action="on"]');
      await room.click('[data-action="on"]');
      expect(await room.hash()).toContain("step=2");
      await room.click('[data-action="back"]');
      expect((await room.numbers()).playback).toBe(1);
      const before = (await room.numbers()).x;
      await room.page.click('[data-action="play"]');
      await room.until(
        () =>
          document.querySelector<HTMLElement>('[data-value="playback"]')?.dataset["number"] === "5" &&
          document.querySelector('[data-action="play"]')?.getAttribute("aria-label") === "Play",
        "the end of the animation",
      );
      await room.ready();
      const after = (await room.numbers()).x;
      expect(after).not.toBe(before);
      expect(after).toBeCloseTo(Math.SQRT2, 12);
    });
  });

  describe("two variables", () => {
    test("on a bowl one whole step arrives, wherever it starts", async () => {
      for (const start of ["-3,1.5", "2,-1"]) {
        await room.goTo(`#/newton?view=plane&problem=quadratic&start=${start}`);
        const { iterations, largest, least } = await room.numbers();
        expect(iterations).toBe(1);
        expect(largest).toBeCloseTo(30, 10);
        expect(least).toBeCloseTo(1, 10);
      }
      await room.nudge("start", "ArrowUp", 4);
      expect((await room.numbers()).x2).toBeGreaterThan(-1);
      expect((await room.numbers()).iterations).toBe(1);
    });

    test("a Hessian without an inverse stops whole steps; a ridge doesn't", async () => {
      await room.goTo("#/newton?view=plane&problem=trough&start=-2,1.5");
      expect(await room.text(".view")).toContain("the Hessian has no inverse");
      expect((await room.numbers()).iterations).toBe(0);
      await room.choose("damping", "backtracking");
      const { ridge } = await room.numbers();
      expect(ridge).toBe(2e-12);
      await room.click('[data-action="on"]');
      const { x1, x2 } = await room.numbers();
      expect(x1 + x2).toBeCloseTo(1, 10);
    });

    test("near a saddle whole steps go to it; with a line search a ridge leads away", async () => {
      await room.goTo("#/newton?view=plane&problem=saddle&start=-1.5,0.01");
      expect(await room.text(".view")).toContain("a saddle: whole steps look for any point without slope");
      expect((await room.numbers()).least).toBeLessThan(0);
      await room.choose("damping", "backtracking");
      expect((await room.numbers()).ridge).toBeGreaterThan(2);
      expect((await room.numbers()).value).toBeCloseTo(-1, 10);
    });

    test("the local quadratic's curve goes through the iterate, and changes with it", async () => {
      await room.goTo("#/newton?view=plane&problem=valley&start=-7,1.5");
      const first = await curve(room);
      await room.click('[data-action="on"]');
      const second = await curve(room);
      expect(first).toMatch(/^M/);
      expect(second).toMatch(/^M/);
      expect(second).not.toBe(first);
    });

    test("a start outside of another function's window is moved to its edge, and comes back", async () => {
      await room.goTo("#/newton?view=plane&problem=valley&start=-7,1.5");
      await room.choose("problem", "rosenbrock");
      expect((await room.numbers()).x1).toBe(-2);
      await room.choose("problem", "valley");
      expect((await room.numbers()).x1).toBe(-7);
    });
  });

  describe("the cost of a step", () => {
    test("follows M, N and k", async () => {
      await room.goTo("#/newton?view=cost&variables=100&rows=1000&memory=10");
      const before = await room.numbers();
      expect(before).toMatchObject({ solve: 1e4, loops: 4000, gradient: 2e5, hessian: 5e6 });
      await room.type("variables", 200);
      const twice = await room.numbers();
      expect(twice["factorise"]).toBeCloseTo(8 * before["factorise"], 6);
      expect(twice["solve"]).toBe(4 * before["solve"]);
      expect(twice["loops"]).toBe(2 * before["loops"]);
      await room.type("rows", 2000);
      expect((await room.numbers())["hessian"]).toBe(2 * twice["hessian"]);
      await room.type("memory", 5);
      expect((await room.numbers())["loops"]).toBe(4000);
      await room.nudge("variables", "ArrowRight");
      expect(await room.hash()).toContain("variables=210");
    });
  });

  describe("the stories' answers are right", () => {
    test("digits double", async () => {
      await tell(room, "doubling", 2);
      const after = await digits(room);
      expect(after[3]).toBeCloseTo(3.1, 1);
      expect(after[5]).toBeGreaterThan(13);
    });

    test("too far out", async () => {
      await tell(room, "too-far", 2);
      expect(await room.text(".view")).toContain("It diverged");
    });

    test("the summit", async () => {
      await tell(room, "uphill", 2);
      expect(await room.text(".view")).toContain("arrived at 0, which is a maximum");
      await room.choose("damping", "wolfe");
      expect(await room.text(".view")).toContain("the minimum, 1.73205");
    });

    test("the bowl, the floor, the logistic cost", async () => {
      await tell(room, "one-step", 0);
      expect((await room.numbers()).iterations).toBe(1);
      await tell(room, "level", 2);
      expect(await room.text(".view")).toContain("It can’t start");
      await tell(room, "saturated", 1);
      expect(await room.text(".view")).toContain("it stopped, far out");
      await room.choose("damping", "backtracking");
      expect(await room.text(".view")).toContain("it arrived at the minimum");
    });
  });

  test.each([1440, 390])("all pictures are accessible %i px wide", async (width) => {
    await quiet.page.resize(width, 900);
    for (const query of [
      "view=plane&damping=wolfe&step=2",
      "view=cost",
      "fn=hyperbola&x0=1.5&story=too-far",
    ]) {
      await quiet.goTo(`#/newton?${query}`);
      await quiet.loaded();
      expect(await violations(quiet.page)).toEqual([]);
      expect(await quiet.text("main")).not.toMatch(/\b(NaN|undefined|null|Infinity)/);
    }
    await quiet.page.resize(1440, 900);
    expect(quiet.page.errors).toEqual([]);
  });
});

async function tell(room: RoomPage, story: string, right: number): Promise<void> {
  await room.goTo("#/newton");
  await room.click(`[data-story="${story}"]`);
  await room.click(`[data-answer="${right}"]`);
  expect(await room.text(".reason")).toMatch(/^Yes\./);
}

/** The last column of the table. */
function digits(room: RoomPage): Promise<readonly number[]> {
  return room.page.evaluate(
    () =>
      [...document.querySelectorAll("main tbody tr")].map((row) =>
        Number((row.lastElementChild?.textContent ?? "").replace("−", "-").replace("all", "16")),
      ),
    null,
  );
}

/** The path of the local quadratic's level curve, which is the first line with dots. */
function curve(room: RoomPage): Promise<string> {
  return room.page.evaluate(
    () =>
      document.querySelector('main figure.plot path.line[stroke-dasharray="2 3"]')?.getAttribute("d") ?? "",
    null,
  );
}

async function dragHandle(room: RoomPage, name: string, by: number): Promise<void> {
  const [x, y] = await room.page.evaluate((handle) => {
    const knob = document.querySelector(`[data-handle="${handle}"] .knob`);
    knob?.scrollIntoView({ block: "center" });
    const { left, top, width, height } = knob?.getBoundingClientRect() ?? new DOMRect();
    return [left + width / 2, top + height / 2] as const;
  }, name);
  await room.page.drag([x, y], [x + by, y]);
  await room.ready();
}
