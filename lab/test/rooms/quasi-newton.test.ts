import { type Checkpoint, bfgs, lbfgs, minimize, readCheckpoint } from "logit-wasm/optimize";
import { beforeAll, describe, expect, test } from "vitest";
import { problems } from "../../src/problems/index.ts";
import { violations } from "../support/axe.ts";
import { inEachBrowser } from "../support/each-browser.ts";
import type { RoomPage } from "../support/room-page.ts";
import { runCode } from "../support/run-code.ts";

const rosenbrock = problems.rosenbrock.objective;
const SKIPPING = "problem=himmelblau&start=0,-1&search=backtracking";

inEachBrowser((bench) => {
  let room: RoomPage;
  /** A page that is only left once it is loaded whole, so that none of its errors comes of that. */
  let quiet: RoomPage;

  beforeAll(async () => {
    room = await bench.newPage();
    quiet = await bench.newPage();
  });

  test.each([
    "step=7",
    "method=bfgs&scaled=0&step=9",
    `${SKIPPING}&step=2&memory=1`,
    `${SKIPPING}&step=5&method=bfgs`,
    "problem=logistic&start=3,-3&memory=10&step=4",
    "problem=quadratic&start=-3,1.5&step=100",
  ])("%s shows what the copied code prints", async (query) => {
    await quiet.goTo(`#/quasi-newton?${query}`);
    await quiet.loaded();
    const printed = await runCode(await quiet.code());
    expect(Object.keys(printed).length).toBeGreaterThanOrEqual(9);
    expect(await quiet.numbers()).toMatchObject(printed);
    expect(quiet.page.errors).toEqual([]);
  });

  describe("the estimate", () => {
    test("is what the stored pairs make of γ I", async () => {
      const steps = 9;
      const { checkpoint } = minimize(rosenbrock, [-1.2, 1], lbfgs({ history: 4 }), { maxIter: steps });
      const [h11, h12, h22] = fromPairs(checkpoint, 4);
      const determinant = h11 * h22 - h12 * h12;
      await room.goTo(`#/quasi-newton?memory=4&step=${steps}`);
      const { b11, b12, b22 } = await room.numbers();
      expect(b11 / (h22 / determinant)).toBeCloseTo(1, 8);
      expect(b12 / (-h12 / determinant)).toBeCloseTo(1, 8);
      expect(b22 / (h11 / determinant)).toBeCloseTo(1, 8);
    });

    test("is BFGS's matrix", async () => {
      const { checkpoint } = minimize(rosenbrock, [-1.2, 1], bfgs(), { maxIter: 12 });
      const [h11 = 0, h12 = 0, h22 = 0] = readCheckpoint(checkpoint).vectors["inverse-hessian"] ?? [];
      await room.goTo("#/quasi-newton?method=bfgs&step=12");
      const { b11, b12, b22 } = await room.numbers();
      expect(b11 * h11 + b12 * h12).toBeCloseTo(1, 8);
      expect(b12 * h12 + b22 * h22).toBeCloseTo(1, 8);
    });

    test("turns the newest step into the newest change of the gradient", async () => {
      await room.goTo("#/quasi-newton?step=9");
      const to = await room.numbers();
      await room.click('[data-action="back"]');
      const from = await room.numbers();
      const s = [to.x1 - from.x1, to.x2 - from.x2] as const;
      const [before, after] = [new Float64Array(2), new Float64Array(2)];
      rosenbrock.gradient(Float64Array.of(from.x1, from.x2), before);
      rosenbrock.gradient(Float64Array.of(to.x1, to.x2), after);
      expect(to.b11 * s[0] + to.b12 * s[1]).toBeCloseTo((after[0] ?? 0) - (before[0] ?? 0), 5);
      expect(to.b21 * s[0] + to.b22 * s[1]).toBeCloseTo((after[1] ?? 0) - (before[1] ?? 0), 5);
    });

    test("stands beside the true Hessian, and its distance from it", async () => {
      await room.goTo("#/quasi-newton?step=5");
      const n = await room.numbers();
      const into = new Float64Array(4);
      rosenbrock.hessian(Float64Array.of(n.x1, n.x2), into);
      expect([n.h11, n.h12, n.h21, n.h22]).toEqual([...into]);
      const off = Math.hypot(n.b11 - n.h11, n.b12 - n.h12, n.b21 - n.h21, n.b22 - n.h22);
      expect(n["distance"]).toBeCloseTo(off / Math.hypot(...into), 10);
    });

    test("comes near the true Hessian where memory allows, and not with one pair", async () => {
      await room.goTo("#/quasi-newton?memory=10&step=100");
      expect((await room.numbers())["distance"]).toBeLessThan(1e-3);
      await room.type("memory", 1);
      expect((await room.numbers())["distance"]).toBeGreaterThan(0.5);
    });

    test("before the first pair is the unit matrix; the scaling shows after it", async () => {
      await room.goTo("#/quasi-newton?step=0");
      expect(await room.numbers()).toMatchObject({ b11: 1, b12: 0, b22: 1, stored: 0 });
      await room.click('[data-action="on"]');
      const scaled = await room.numbers();
      await room.choose("scaled");
      const unscaled = await room.numbers();
      expect(unscaled["b11"]).not.toBe(scaled["b11"]);
      // Along the only step both agree; across it γ I says much, I says 1.
      expect(unscaled["b11"] + unscaled["b22"]).toBeLessThan(scaled["b11"] + scaled["b22"]);
    });
  });

  describe("pairs", () => {
    test("are as many as the memory holds, the newest ones", async () => {
      await room.goTo("#/quasi-newton?step=8");
      for (const memory of [1, 5, 10]) {
        await room.type("memory", memory);
        expect((await room.numbers())["stored"]).toBe(Math.min(memory, 8));
        const rows = await whereabouts(room);
        expect(rows).toHaveLength(8);
        expect(rows.slice(0, memory).every((where) => where === "in memory")).toBe(true);
        expect(rows.slice(memory).every((where) => where === "forgotten")).toBe(true);
      }
    });

    test("without positive curvature are left out, marked and explained", async () => {
      await room.goTo(`#/quasi-newton?${SKIPPING}&step=2`);
      expect(await room.numbers()).toMatchObject({ "left-out": 2, stored: 0 });
      expect(await whereabouts(room)).toEqual(["left out", "left out"]);
      expect(await room.text(".view")).toMatch(/The latest pair was left out: sᵀy = −\d/);
      expect(await marks(room)).toBe(2);
      await room.choose("method", "bfgs");
      expect(await room.numbers()).toMatchObject({ "left-out": 2, stored: 0 });
      await room.choose("search", "wolfe");
      expect((await room.numbers())["left-out"]).toBe(0);
      expect(await marks(room)).toBe(0);
    });

    test("of a memory of one are lost where the next is left out", async () => {
      await room.goTo("#/quasi-newton?problem=saddle&start=-1.5,0.01&search=backtracking&memory=1&step=2");
      expect((await room.numbers())["stored"]).toBe(1);
      await room.click('[data-action="on"]');
      expect(await room.numbers()).toMatchObject({ stored: 0, "left-out": 1 });
    });
  });

  test("the start is set in the picture, and memory is a matter of L-BFGS alone", async () => {
    await room.goTo("#/quasi-newton?step=3");
    await room.nudge("start", "ArrowRight", 2);
    const hash = await room.hash();
    expect(hash).toMatch(/start=-1\.12,1\b/);
    expect(hash).toContain("step=3");
    await room.choose("method", "bfgs");
    expect(await room.page.evaluate(() => document.querySelector('[data-param="memory"]'), null)).toBeNull();
  });

  test("the player goes through the iterates", async () => {
    await room.goTo("#/quasi-newton?step=36");
    const last = (await room.numbers())["iterations"];
    await room.page.click('[data-action="play"]');
    await room.until(
      () => document.querySelector<HTMLButtonElement>('[data-action="on"]')?.disabled === true,
      "the last iterate",
    );
    await room.ready();
    expect((await room.numbers())["playback"]).toBe(last);
    expect(await room.hash()).toContain(`step=${last}`);
  });

  test("the stories' answers are right", async () => {
    await tell(room, "left-out", 1);
    expect(await room.numbers()).toMatchObject({ "left-out": 1, stored: 0 });
    await tell(room, "two-pairs", 2);
    expect((await room.numbers())["iterations"]).toBe(64);
    await room.type("memory", 2);
    expect((await room.numbers())["iterations"]).toBe(6);
    await tell(room, "not-the-truth", 1);
    expect(await room.numbers()).toMatchObject({ iterations: 39, playback: 39, gradients: 69 });
    expect((await room.numbers())["distance"]).toBeCloseTo(0.96, 2);
    await room.type("memory", 10);
    expect((await room.numbers())["gradients"]).toBe(47);
    await tell(room, "always-round", 1);
    const { b11, b12, b22, h11, h12, h22 } = await room.numbers();
    expect(b11 * b22 - b12 * b12).toBeGreaterThan(0);
    expect(h11 * h22 - h12 * h12).toBeLessThan(0);
  });

  test.each([1440, 390])("is accessible with a pair left out, %i px wide", async (width) => {
    await quiet.page.resize(width, 900);
    await quiet.goTo(`#/quasi-newton?${SKIPPING}&step=2&story=left-out`);
    await quiet.loaded();
    expect(await violations(quiet.page)).toEqual([]);
    expect(await quiet.text("main")).not.toMatch(/\b(NaN|undefined|null|Infinity)/);
    await quiet.page.resize(1440, 900);
    expect(quiet.page.errors).toEqual([]);
  });
});

/** N&W (7.19): H from γ I by the updates of the pairs in memory, the oldest first. */
function fromPairs(checkpoint: Checkpoint, memory: number): readonly [number, number, number] {
  const { scalars, vectors } = readCheckpoint(checkpoint);
  const entry = (name: string, i: number) => vectors[name]?.[i] ?? Number.NaN;
  const { "pairs.count": count = 0, "pairs.newest": newest = 0, "pairs.gamma": gamma = 1 } = scalars;
  let H = [gamma, 0, 0, gamma] as readonly number[];
  for (let age = count - 1; age >= 0; age--) {
    const slot = (newest - age + memory) % memory;
    const s = [entry("pairs.s", 2 * slot), entry("pairs.s", 2 * slot + 1)] as const;
    const y = [entry("pairs.y", 2 * slot), entry("pairs.y", 2 * slot + 1)] as const;
    const rho = 1 / (s[0] * y[0] + s[1] * y[1]);
    const V = [1 - rho * s[0] * y[0], -rho * s[0] * y[1], -rho * s[1] * y[0], 1 - rho * s[1] * y[1]];
    const transposed = [V[0] ?? 0, V[2] ?? 0, V[1] ?? 0, V[3] ?? 0];
    const outer = [s[0] * s[0], s[0] * s[1], s[1] * s[0], s[1] * s[1]];
    H = product(product(V, H), transposed).map((value, i) => value + rho * (outer[i] ?? 0));
  }
  return [H[0] ?? 0, H[1] ?? 0, H[3] ?? 0];
}

function product(
  [a = 0, b = 0, c = 0, d = 0]: readonly number[],
  [e = 0, f = 0, g = 0, h = 0]: readonly number[],
) {
  return [a * e + b * g, a * f + b * h, c * e + d * g, c * f + d * h];
}

async function tell(room: RoomPage, story: string, right: number): Promise<void> {
  await room.goTo("#/quasi-newton");
  await room.click(`[data-story="${story}"]`);
  await room.click(`[data-answer="${right}"]`);
  expect(await room.text(".reason")).toMatch(/^Yes\./);
}

/** Where the pairs are, the newest first. */
function whereabouts(room: RoomPage): Promise<readonly string[]> {
  return room.page.evaluate(
    () =>
      [...document.querySelectorAll("main tbody tr")].map((row) => row.lastElementChild?.textContent ?? ""),
    null,
  );
}

function marks(room: RoomPage): Promise<number> {
  return room.page.evaluate(() => document.querySelectorAll("main [data-left-out]").length, null);
}
