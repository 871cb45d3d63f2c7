import { backtracking, gradientDescent, lbfgs, minimize, strongWolfe } from "logit-wasm/optimize";
import { beforeAll, describe, expect, test } from "vitest";
import { type ProblemName, problems } from "../../src/problems/index.ts";
import { violations } from "../support/axe.ts";
import { inChromium, inEachBrowser } from "../support/each-browser.ts";
import type { Numbers, RoomPage } from "../support/room-page.ts";
import { runCode } from "../support/run-code.ts";

inChromium((bench) => {
  test.each([
    "method=exact&iterate=3&zoom=0",
    "problem=rosenbrock&method=lbfgs&iterate=9",
    "problem=heights&count=evaluations",
  ])("is accessible, and shows no number that is none: %s", async (query) => {
    const room = await bench.newPage();
    await room.page.resize(390, 900);
    await room.goTo(`#/search-paths?${query}`);
    expect(await violations(room.page)).toEqual([]);
    expect(await room.text("main")).not.toMatch(/\b(NaN|undefined|null|Infinity)|∞/);
    await room.page.close();
  });
});

inEachBrowser((bench) => {
  let room: RoomPage;

  beforeAll(async () => {
    room = await bench.newPage();
  });

  test.each([
    "iterate=3&beta=0.7&alpha=0.3",
    "problem=rosenbrock&method=exact&iterate=5",
    "problem=beale&method=lbfgs&iterate=2",
    "problem=heights&method=exact&iterate=1",
  ])("shows what the copied code prints: %s", async (query) => {
    await room.goTo(`#/search-paths?${query}`);
    const printed = await runCode(await room.code());
    expect(Object.keys(printed)).toEqual(
      expect.arrayContaining(["value", "taken", "slope", "cosine", "t-1"]),
    );
    expect(await room.numbers()).toMatchObject(printed);
  });

  describe("backtracking", () => {
    test("tries t₀, β t₀, β² t₀, … and takes the first that keeps the promise", async () => {
      await room.goTo("#/search-paths?iterate=2");
      await room.type("alpha", 0.3);
      await room.type("beta", 0.7);
      await room.type("first", 2);
      const shown = await room.numbers();
      const { trials = 0, from = 0, slope = 0, taken } = shown;
      expect(trials).toBeGreaterThan(3);
      for (let i = 1; i <= trials; i++) {
        const [t, value] = trial(shown, i);
        expect(t).toBeCloseTo(2 * 0.7 ** (i - 1), 12);
        expect(value <= from + 0.3 * t * slope).toBe(i === trials);
      }
      expect(trial(shown, trials)[0]).toBeCloseTo(taken ?? 0, 12);
      expect(await fates(room)).toEqual([...Array<string>(trials - 1).fill("above"), "taken"]);
    });

    test("with a larger α asks for more of the decrease", async () => {
      await room.goTo("#/search-paths");
      expect((await room.numbers())["taken"]).toBe(0.25);
      await room.type("alpha", 0.49);
      expect((await room.numbers())["taken"]).toBe(0.125);
    });
  });

  test("each function's searches cost what they cost in Node", async () => {
    await room.goTo("#/search-paths?steps=80");
    for (const name of Object.keys(problems) as ProblemName[]) {
      if (name === "quadratic") continue; // its condition number is another here
      await room.choose("problem", name);
      const { objective, start } = problems[name];
      const shown = await room.numbers();
      for (const [method, of] of [
        [
          "backtracking",
          gradientDescent({ lineSearch: backtracking({ alpha: 0.1, beta: 0.5, initialStep: 1 }) }),
        ],
        [
          "exact",
          gradientDescent({
            lineSearch: strongWolfe({ sufficientDecrease: 1e-10, curvature: 1e-9, maxTrials: 60 }),
          }),
        ],
        ["lbfgs", lbfgs()],
      ] as const) {
        const { iterations, evaluations } = minimize(objective, start, of, { maxIter: 80, tol: 1e-6 });
        expect(
          [shown[`${method}-steps`], shown[`${method}-values`], shown[`${method}-gradients`]],
          name,
        ).toEqual([iterations, evaluations.value, evaluations.gradient]);
      }
    }
  });

  test("exact steps stand at right angles, those of backtracking and L-BFGS don't", async () => {
    for (const iterate of [1, 2, 7]) {
      await room.goTo(`#/search-paths?method=exact&iterate=${iterate}`);
      expect(Math.abs((await room.numbers())["cosine"] ?? 1)).toBeLessThan(1e-8);
      expect(await room.text(".view > .note")).toContain("90.00°");
      for (const other of ["backtracking", "lbfgs"]) {
        await room.choose("method", other);
        expect(Math.abs((await room.numbers())["cosine"] ?? 0)).toBeGreaterThan(0.01);
      }
    }
  });

  test("the picture of the ray goes to its farthest trial, or stays near the step taken", async () => {
    await room.goTo("#/search-paths?beta=0.3");
    expect(await room.text(".view > .note")).toMatch(/1 of them lies farther out than the picture, at 1\.$/);
    const marks = () =>
      room.page.evaluate(
        () => document.querySelectorAll('[data-chart^="Along the ray"] .symbol[style*="--bad"]').length,
        null,
      );
    const near = await lastTick(room);
    await room.choose("zoom");
    expect(await room.text(".view > .note")).not.toContain("farther out");
    expect(await lastTick(room)).toBeGreaterThan(near);
    expect(await marks()).toBe(((await room.numbers())["trials"] ?? 0) - 1);
  });

  test("progress is counted in steps or evaluations, and steps have a limit", async () => {
    await room.goTo("#/search-paths?problem=valley");
    await room.type("steps", 25);
    expect(await room.numbers()).toMatchObject({
      "backtracking-steps": 25,
      "exact-steps": 25,
      "lbfgs-steps": 15,
    });
    const title = () => room.text("figure.plot:has([data-chart^='Above']) figcaption");
    expect(await title()).toBe("Above the least value, by steps");
    await room.choose("count", "evaluations");
    expect(await title()).toBe("Above the least value, by evaluations");
  });

  test("a narrower bowl takes exact search more steps", async () => {
    // κ along the flattest axis to 1 along the steepest is where it zigzags most: κ = 40 here.
    await room.goTo("#/search-paths?steps=500&startQuadratic=2.355,1.86");
    const wide = (await room.numbers())["exact-steps"] ?? 0;
    await room.type("condition", 40);
    expect((await room.numbers())["exact-steps"]).toBeGreaterThan(3 * wide);
    await room.type("condition", 1);
    expect((await room.numbers())["exact-steps"]).toBe(1);
  });

  test("the start moves by arrow keys and by dragging, and each function keeps its own", async () => {
    await room.goTo("#/search-paths?problem=himmelblau");
    const { from } = await room.numbers();
    await room.nudge("start", "ArrowLeft", 2);
    expect(await room.hash()).toContain("startHimmelblau=-0.22,-1");
    expect((await room.numbers())["from"]).not.toBe(from);
    await room.choose("problem", "saddle");
    const [x = 0, y = 0] = await room.page.evaluate(() => {
      const grip = document.querySelector('[data-handle="start"]')?.getBoundingClientRect();
      return grip ? [grip.x + grip.width / 2, grip.y + grip.height / 2] : [];
    }, null);
    await room.page.drag([x, y], [x + 30, y - 30]);
    await room.ready();
    const moved = /startHimmelblau=-0.22,-1&startSaddle=([-\d.]+),([-\d.]+)$/.exec(await room.hash());
    expect(Number(moved?.[1])).toBeGreaterThan(-1.5);
    expect(Number(moved?.[2])).toBeGreaterThan(0.01);
  });

  test("a start at the minimum leaves nothing to search, and says so", async () => {
    const fresh = await bench.newPage();
    await fresh.goTo("#/search-paths?startQuadratic=0,0&method=exact&iterate=5");
    expect(await fresh.text(".view > .note")).toBe(
      "The start is where the run ends: there is nothing to search.",
    );
    expect(await fresh.text("main")).not.toMatch(/NaN|undefined|null|Infinity|∞/);
    await fresh.loaded();
    expect(fresh.page.errors).toEqual([]);
    await fresh.page.close();
  });

  test("the player goes from search to search, and the link holds the place", async () => {
    await room.goTo("#/search-paths?method=lbfgs");
    const first = (await room.numbers())["from"] ?? 0;
    await room.click('[data-action="on"]');
    await room.click('[data-action="on"]');
    expect(await room.hash()).toContain("iterate=2");
    const third = (await room.numbers())["from"] ?? 0;
    expect(third).toBeLessThan(first);
    await room.click('[data-action="back"]');
    expect((await room.numbers())["playback"]).toBe(1);
    await room.page.click('[data-action="play"]');
    await room.until(() => location.hash.includes("iterate=3"), "the player to go on");
    await room.page.click('[data-action="play"]');
    await room.page.evaluate(() => {
      const scrub = document.querySelector<HTMLInputElement>('[data-action="scrub"]');
      if (!scrub) return;
      scrub.value = "2";
      scrub.dispatchEvent(new Event("input", { bubbles: true }));
    }, null);
    await room.ready();
    expect((await room.numbers())["from"]).toBe(third);
    await room.open(await room.hash());
    expect((await room.numbers())["from"]).toBe(third);
  });

  describe("stories", () => {
    const tell = async (story: string) => {
      await room.goTo("#/search-paths");
      await room.click(`[data-story="${story}"]`);
      return room.numbers();
    };

    test("exact steps turn by 90°", async () => {
      expect(Math.abs((await tell("zigzag"))["cosine"] ?? 1)).toBeLessThan(1e-8);
    });

    test("backtracking by halves needs fewer steps than exact search", async () => {
      expect(await tell("exact")).toMatchObject({ "exact-steps": 77, "backtracking-steps": 53 });
    });

    test("two lucky lengths end the run", async () => {
      expect(await tell("lucky")).toMatchObject({ "backtracking-steps": 2, taken: 1 });
      await room.click('[data-action="back"]');
      expect((await room.numbers())["taken"]).toBeCloseTo(0.1, 15);
    });

    test("shrinking by 5 % costs more than ten times as many values", async () => {
      const fine = await tell("fine");
      expect(fine).toMatchObject({ "backtracking-steps": 83, "backtracking-values": 2909 });
      expect(fine["trials"]).toBe(34);
      await room.type("beta", 0.5);
      expect(await room.numbers()).toMatchObject({ "backtracking-steps": 53, "backtracking-values": 229 });
    });

    test("L-BFGS needs 36 steps and 45 values where exact search isn't there after 500", async () => {
      const { "exact-steps": steps, ...rest } = await tell("memory");
      expect(steps).toBe(500);
      expect(rest).toMatchObject({ "lbfgs-steps": 36, "lbfgs-values": 45 });
      expect(await room.text("table:has([data-value=exact-steps]) tbody tr:nth-child(2)")).toContain(
        "not yet",
      );
    });

    test("from the axis steepest descent ends on the saddle", async () => {
      expect(await tell("ridge")).toMatchObject({ value: 0, "exact-steps": 1 });
      await room.nudge("start", "ArrowUp");
      expect((await room.numbers())["value"]).toBeCloseTo(-1, 6);
    });
  });
});

/** Length and value of a trial. */
function trial(shown: Numbers, number: number): readonly [number, number] {
  return [shown[`t-${number}`] ?? Number.NaN, shown[`value-${number}`] ?? Number.NaN];
}

/** What became of each length tried. */
function fates(room: RoomPage): Promise<readonly (string | undefined)[]> {
  return room.page.evaluate(
    () => [...document.querySelectorAll<HTMLElement>("[data-fate]")].map(({ dataset }) => dataset["fate"]),
    null,
  );
}

/** The largest number on the axis of lengths. */
function lastTick(room: RoomPage): Promise<number> {
  return room.page.evaluate(() => {
    const ticks = document.querySelectorAll(
      '[data-chart^="Along the ray"] .axis:first-child text:not(.axis-label)',
    );
    return Math.max(...[...ticks].map(({ textContent }) => Number(textContent)));
  }, null);
}
