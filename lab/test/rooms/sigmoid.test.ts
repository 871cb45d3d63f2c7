import { beforeAll, expect, test } from "vitest";
import { inEachBrowser } from "../support/each-browser.ts";
import type { RoomPage } from "../support/room-page.ts";
import { runCode } from "../support/run-code.ts";

inEachBrowser((bench) => {
  let room: RoomPage;

  beforeAll(async () => {
    room = await bench.newPage();
  });

  const number = async (name: string) => (await room.numbers())[name] ?? Number.NaN;
  const param = async (name: string) => new URLSearchParams((await room.hash()).split("?")[1]).get(name);
  const people = async () => {
    const { truePositives, falsePositives, falseNegatives, trueNegatives } = await room.numbers();
    return (truePositives ?? 0) + (falsePositives ?? 0) + (falseNegatives ?? 0) + (trueNegatives ?? 0);
  };

  test.each([
    "#/sigmoid",
    "#/sigmoid?data=few&count=3&extra=90.5,0&w=-0.3&b=1.25&threshold=0.35&label=zero&score=2.5&rate=0.7&steps=37&start=1,-4",
  ])("shows what the copied code prints: %s", async (hash) => {
    await room.open(hash);
    const printed = await runCode(await room.code());
    expect(Object.keys(printed)).toHaveLength(23);
    expect(await room.numbers()).toMatchObject(printed);
    expect(room.page.errors).toEqual([]);
  });

  test("Fit, and the marks of w and b, lead to the lowest cost", async () => {
    await room.goTo("#/sigmoid");
    expect(await number("cost")).toBeGreaterThan(await number("leastCost"));
    await room.click('[data-action="fit"]');
    expect(await number("cost")).toBe(await number("leastCost"));
    const fitted = await room.hash();
    await room.type("w", -1);
    await room.type("b", 3);
    await room.click('.slider:has([data-param="w"]) [data-mark="best"]');
    await room.click('.slider:has([data-param="b"]) [data-mark="best"]');
    expect(await room.hash()).toBe(fitted);
  });

  test("w and b are sliders; the threshold trades one mistake for the other", async () => {
    await room.goTo("#/sigmoid?w=0.33&b=1.5");
    const before = await room.numbers();
    await room.type("b", 6);
    expect(await number("cost")).toBeGreaterThan(before["cost"] as number);
    expect(await number("truePositives")).toBeGreaterThan(before["truePositives"] as number);
    await room.type("b", 1.5);
    await room.type("w", 0);
    // The same p for everybody: everybody is taken for a man, and half a bit of cost follows from b alone.
    expect(await number("truePositives")).toBe(812);
    expect(await number("falsePositives")).toBe(238);
    expect(await number("cost")).toBeCloseTo(
      Math.log1p(Math.exp(-1.5)) * (812 / 1050) + Math.log1p(Math.exp(1.5)) * (238 / 1050),
      12,
    );
    await room.type("w", 0.33);
    expect(await room.numbers()).toMatchObject(before);
    await room.type("threshold", 0.9);
    expect(await number("falseNegatives")).toBeGreaterThan(before["falseNegatives"] as number);
    expect(await number("trueNegatives")).toBeGreaterThan(before["trueNegatives"] as number);
    expect(await people()).toBe(1050);
    const {
      truePositives: tp = 0,
      falsePositives: fp = 0,
      falseNegatives: fn = 0,
      ...rest
    } = await room.numbers();
    expect(rest["precision"]).toBe(tp / (tp + fp));
    expect(rest["recall"]).toBe(tp / (tp + fn));
    expect(rest["f1"]).toBe((2 * tp) / (2 * tp + fp + fn));
  });

  test("the handles of the curve move its middle and its steepness by keyboard", async () => {
    await room.goTo("#/sigmoid?w=0.25&b=0.5");
    // p is a half at 68 − b / w = 66; an arrow moves it by half an inch.
    await room.nudge("middle", "ArrowRight", 2);
    expect(Number(await param("b"))).toBeCloseTo(0.25, 5);
    expect(await param("w")).toBe("0.25");
    // z = 2 is at 67 + 8 = 75 inches; nearer to the middle is steeper, about the same middle.
    await room.nudge("slope", "ArrowLeft", 2);
    const [w, b] = [Number(await param("w")), Number(await param("b"))];
    expect(w).toBeCloseTo(2 / 7, 5);
    expect(68 - b / w).toBeCloseTo(67, 4);
    await room.nudge("threshold", "ArrowUp", 2);
    expect(await param("threshold")).toBe("0.6");
  });

  test("a person added by keyboard pulls the line, not the sigmoid; without them all is as before", async () => {
    await room.goTo("#/sigmoid?data=few");
    const before = await room.numbers();
    expect(await people()).toBe(24);
    await room.nudge("extra", "ArrowRight", 4);
    expect(await param("extra")).toBe("96,1");
    expect(await param("count")).toBe("1");
    expect(await people()).toBe(25);
    const tall = await room.numbers();
    expect(Math.abs((tall["lineHalf"] as number) - (before["lineHalf"] as number))).toBeGreaterThan(0.5);
    expect(Math.abs((tall["sigmoidHalf"] as number) - (before["sigmoidHalf"] as number))).toBeLessThan(1e-4);
    expect(await room.text(".view")).toContain("thin lines: before");
    await room.nudge("extra", "ArrowDown");
    expect(await param("extra")).toBe("96,0");
    expect(Math.abs((await number("sigmoidHalf")) - (before["sigmoidHalf"] as number))).toBeGreaterThan(1);
    await room.type("count", 0);
    expect(await room.numbers()).toMatchObject(before);
  });

  test("a person is dragged by the mouse", async () => {
    await room.goTo("#/sigmoid?data=few&count=1");
    const [from, to] = await room.page.evaluate(() => {
      const middle = (name: string) => {
        const { x, y, width, height } = document
          .querySelector(`[data-handle="${name}"]`)!
          .getBoundingClientRect();
        return [x + width / 2, y + height / 2] as const;
      };
      // The handle of the middle is at 68 inches: straight above it, at y = 1, men are.
      return [middle("extra"), [middle("middle")[0], middle("extra")[1]] as const] as const;
    }, null);
    await room.page.drag(from, to);
    await room.ready();
    const [height, kind] = (await param("extra"))!.split(",").map(Number);
    expect(height).toBeCloseTo(68, 0);
    expect(kind).toBe(1);
  });

  test("the example's costs and slopes follow its score and its class", async () => {
    await room.goTo("#/sigmoid?score=-2");
    const p = 1 / (1 + Math.exp(2));
    let shown = await room.numbers();
    expect(shown["exampleP"]).toBeCloseTo(p, 15);
    expect(shown["exampleCross"]).toBeCloseTo(-Math.log(p), 12);
    expect(shown["exampleCrossSlope"]).toBeCloseTo(p - 1, 12);
    expect(shown["exampleSquared"]).toBeCloseTo((1 - p) ** 2, 12);
    expect(shown["exampleSquaredSlope"]).toBeCloseTo(2 * (p - 1) * p * (1 - p), 12);
    await room.choose("label", "zero");
    shown = await room.numbers();
    expect(shown["exampleCross"]).toBeCloseTo(-Math.log(1 - p), 12);
    expect(shown["exampleSquared"]).toBeCloseTo(p ** 2, 12);
    await room.nudge("score", "ArrowRight", 3);
    expect(await param("score")).toBe("1");
    await room.choose("axis", "p");
    expect(await room.text("main")).toContain("probability p of “man”");
    expect(await number("exampleCross")).toBeCloseTo(Math.log1p(Math.exp(1)), 12);
    await room.nudge("score", "ArrowLeft", 10); // p from 0.731 to 0.631
    expect(Number(await param("score"))).toBeCloseTo(Math.log(0.631 / 0.369), 1);
  });

  test("along w cross-entropy bends down nowhere, squared error does; its handle sets w", async () => {
    await room.goTo("#/sigmoid");
    expect(await room.text(".view")).toMatch(/Along w, 0 % .* 71 % of that of squared error/);
    await room.nudge("w", "ArrowRight", 5);
    expect(await param("w")).toBe("0.2");
  });

  test("descents: rate, steps, starts and the player", async () => {
    await room.goTo("#/sigmoid?start=-1,0");
    expect(await number("crossEnd")).toBeLessThan((await number("leastCost")) + 1e-3);
    expect(await number("squaredEnd")).toBeLessThan((await number("leastSquared")) + 1e-3);
    await room.type("steps", 20);
    expect(await room.numbers()).toMatchObject({ crossSteps: 20, squaredSteps: 20, playback: 20 });
    expect(await room.text(".view")).toContain("still far away");
    await room.type("rate", 3);
    expect(await room.text(".view")).toContain("jumps to and fro");
    await room.nudge("start-squared", "ArrowUp", 3);
    expect(await param("start")).toBe("-1,0.6");
    await room.nudge("start-cross", "ArrowRight");
    expect(await param("start")).toBe("-0.97,0.6");
    await room.click('[data-action="back"]');
    expect(await number("playback")).toBe(19);
    await room.click('[data-action="on"]');
    expect(await number("playback")).toBe(20);
    await room.click('[data-action="back"]');
    await room.click('[data-action="play"]');
    await room.until(
      () => document.querySelector<HTMLElement>('[data-value="playback"]')?.dataset["number"] === "20",
      "the end of the animation",
    );
  });

  test("squared error can have several valleys: the lowest is found", async () => {
    await room.goTo("#/sigmoid?count=20&extra=0,1");
    const { leastSquared = Number.NaN } = await room.numbers();
    await room.click('[data-action="fit"]');
    // The best sigmoid lies in another valley.
    expect(leastSquared).toBeLessThan((await number("squaredCost")) - 0.02);
    const printed = await runCode(await room.code());
    expect(printed["leastSquared"]).toBe(leastSquared);
  });

  test("the stories' answers are what the page shows", async () => {
    await room.goTo("#/sigmoid");
    const tell = async (story: string) => {
      await room.click(`[data-story="${story}"]`);
      return room.numbers();
    };
    const lineSlope = () =>
      room.page.evaluate(() => {
        const text = document.querySelector("[data-summary]")?.textContent ?? "";
        const [, zero, one] = /is 0 at ([\d.]+) inches and 1 at ([\d.]+)/.exec(text) ?? [];
        return 1 / (Number(one) - Number(zero));
      }, null);

    await tell("giant");
    const [slope, half] = [await lineSlope(), await number("sigmoidHalf")];
    await room.goTo("#/sigmoid?data=few&count=1&extra=96,1&story=giant");
    expect((await lineSlope()) / slope).toBeLessThan(0.55);
    expect(Math.abs((await number("sigmoidHalf")) - half)).toBeLessThan(0.3);
    await room.click('[data-answer="1"]');
    expect(await room.text(".reason")).toMatch(/^Yes/);

    expect(await tell("threshold")).toMatchObject({ trueNegatives: 75, falseNegatives: 39 });
    expect(await number("accuracy")).toBeCloseTo(0.81, 2);
    await room.type("threshold", 0.8);
    expect(await room.numbers()).toMatchObject({ trueNegatives: 189, falseNegatives: 242 });
    expect(await number("accuracy")).toBeCloseTo(0.72, 2);

    expect(await tell("sure-and-wrong")).toMatchObject({
      exampleCrossSlope: -0.5,
      exampleSquaredSlope: -0.25,
    });
    await room.type("score", -6);
    expect(await number("exampleCrossSlope")).toBeCloseTo(-0.998, 3);
    expect(await number("exampleSquaredSlope")).toBeCloseTo(-0.005, 3);

    await tell("plain");
    expect(await room.text(".view")).toMatch(/cross-entropy the descent arrives.*squared error it arrives/);
    await room.goTo("#/sigmoid?start=-0.5,-8&steps=1");
    const start = await number("squaredEnd");
    await room.type("steps", 400);
    expect(start - (await number("squaredEnd"))).toBeLessThan(0.001);
    expect(await room.text(".view")).toMatch(
      /cross-entropy the descent arrives.*squared error it is still far/,
    );
  });

  test.each([
    "#/sigmoid?w=0&b=10&threshold=0.99",
    "#/sigmoid?data=few&count=200&extra=120,0&rate=10&steps=1000&start=10,10",
    "#/sigmoid?count=200&extra=0,1&w=-1.5&b=-10&score=-8&axis=p",
  ])("shows no number that is none: %s", async (hash) => {
    await room.open(hash);
    expect(await room.text("main")).not.toMatch(/\b(NaN|undefined|null|Infinity)/);
    expect(room.page.errors).toEqual([]);
  });
});
