import { beforeAll, expect, test } from "vitest";
import { inEachBrowser } from "../support/each-browser.ts";
import type { Numbers, RoomPage } from "../support/room-page.ts";
import { runCode } from "../support/run-code.ts";

const ALL = "shown=constant,step,exponential,inverse,cosine,warmup,drawn";

inEachBrowser((bench) => {
  let room: RoomPage;

  beforeAll(async () => {
    room = await bench.newPage();
  });

  const numbersOf = async (query: string): Promise<Numbers> => {
    await room.goTo(`#/decay?${query}`);
    return await room.numbers();
  };
  const get = (numbers: Numbers, name: string) => numbers[name] ?? Number.NaN;

  test("shows what the copied code prints, for every schedule", async () => {
    await room.goTo(
      `#/decay?${ALL}&data=tumours&seeds=3&batch=30&epochs=9&reading=4.4&seed=5&knots=1,0,1.2,0.5,0,0.3,0.3,0.2,0.1,0.1,0.1,0`,
    );
    const printed = await runCode(await room.code());
    expect(Object.keys(printed)).toHaveLength(2 + 7 * 8);
    expect(await room.numbers()).toMatchObject(printed);
  });

  test("rates are what the formulas say, at the epoch that is read", async () => {
    const rates = await numbersOf(
      `${ALL}&rate=0.8&factor=0.25&every=3&exponential=0.5&inverse=2&warmup=8&reading=5&seeds=1&knots=1,1,1,1,1,1,0,0,0,0,0,0`,
    );
    expect(get(rates, "rate-constant")).toBe(0.8);
    expect(get(rates, "rate-step")).toBeCloseTo(0.8 * 0.25, 14);
    expect(get(rates, "rate-exponential")).toBeCloseTo(0.8 * Math.exp(-2.5), 14);
    expect(get(rates, "rate-inverse")).toBeCloseTo(0.8 / 11, 14);
    const cosine = 0.4 * (1 + Math.cos(Math.PI / 4));
    expect(get(rates, "rate-cosine")).toBeCloseTo(cosine, 14);
    // Updates are counted from 0, and the first one has a rate: update 330 of 528.
    expect(get(rates, "rate-warmup")).toBeCloseTo((cosine * 331) / 528, 14);
    expect(get(rates, "rate-drawn")).toBe(0.8);
    expect(get(rates, "sum-constant")).toBeCloseTo(0.8 * 1320, 9);
  });

  test("only the controls of schedules that are shown are there", async () => {
    const own = () =>
      room.page.evaluate(
        () =>
          ["factor", "every", "exponential", "inverse", "warmup"].filter((name) =>
            document.querySelector(`[data-param="${name}"]`),
          ),
        null,
      );
    await room.goTo("#/decay?shown=constant&exponential=0.7");
    expect(await own()).toEqual([]);
    await room.choose("shown", "exponential");
    expect(await own()).toEqual(["exponential"]);
    await room.choose("shown", "step");
    expect(await own()).toEqual(["factor", "every", "exponential"]);
    expect(await room.hash()).toContain("exponential=0.7");
  });

  test("a schedule of one's own: knots move by arrow keys and by dragging", async () => {
    await room.goTo("#/decay?shown=constant,drawn&seeds=1");
    const before = await room.numbers();
    await room.nudge("knot-11", "ArrowUp", 4);
    expect(await room.hash()).toMatch(/knots=(?:[\d.]+,){11}0\.1(?:&|$)/);
    const after = await room.numbers();
    expect(after["end-distance-drawn"]).not.toBe(before["end-distance-drawn"]);
    expect(after["end-distance-constant"]).toBe(before["end-distance-constant"]);
    expect(get(after, "sum-drawn") - get(before, "sum-drawn")).toBeCloseTo(0.1 * (1319 / 22 + 0.5), 3);

    const [x, y] = await room.page.evaluate(() => {
      const knot = document.querySelector('[data-handle="knot-5"] .knob');
      knot?.scrollIntoView({ block: "center" });
      const box = knot?.getBoundingClientRect();
      return [(box?.x ?? 0) + (box?.width ?? 0) / 2, (box?.y ?? 0) + (box?.height ?? 0) / 2] as const;
    }, null);
    await room.page.drag([x, y], [x, y + 300]);
    await room.ready();
    expect(await room.hash()).toMatch(/knots=(?:[\d.]+,){5}0,/);
    expect(get(await room.numbers(), "sum-drawn")).toBeLessThan(get(after, "sum-drawn"));
  });

  test("with all knots at 0 the run stays at the start", async () => {
    const still = await numbersOf(`shown=drawn&seeds=2&knots=${"0,".repeat(11)}0`);
    expect(get(still, "sum-drawn")).toBe(0);
    expect(get(still, "end-distance-drawn")).toBe(get(still, "distance-drawn"));
    expect(get(still, "rms-distance-drawn")).toBeCloseTo(get(still, "end-distance-drawn"), 12);
  });

  test("the handle reads another epoch, and the runs stay as they are", async () => {
    await room.goTo("#/decay?seeds=2");
    const before = await room.numbers();
    await room.nudge("reading", "ArrowRight", 10);
    expect(await room.hash()).toContain("reading=20");
    const after = await room.numbers();
    expect(after["distance-step"]).toBe(after["end-distance-step"]);
    expect(after["excess-step"]).toBe(after["end-excess-step"]);
    expect(after["end-distance-step"]).toBe(before["end-distance-step"]);
    expect(after["distance-step"]).not.toBe(before["distance-step"]);
  });

  test("seeds: as many marks a schedule, and the first is the run's own", async () => {
    await room.goTo("#/decay?shown=constant,cosine&seeds=5&seed=3");
    const marks = () =>
      room.page.evaluate(
        () => [...document.querySelectorAll("svg[data-chart*='at the end'] .symbol")].length,
        null,
      );
    expect(await marks()).toBe(10);
    const five = await room.numbers();
    await room.type("seeds", 1);
    expect(await marks()).toBe(2);
    const one = await room.numbers();
    expect(one["end-distance-cosine"]).toBe(five["end-distance-cosine"]);
    expect(one["rms-distance-cosine"]).toBe(one["end-distance-cosine"]);
    expect(one["rms-distance-cosine"]).not.toBe(five["rms-distance-cosine"]);
    await room.type("seed", 4);
    expect((await room.numbers())["end-distance-cosine"]).not.toBe(one["end-distance-cosine"]);
  });

  test("the error is the distance, or the cost above the least", async () => {
    await room.goTo("#/decay?seeds=2");
    const distance = await room.text("main figure figcaption");
    await room.choose("measure", "excess");
    expect(distance).toMatch(/^Distance to the optimum/);
    expect(await room.text("main figure figcaption")).toMatch(/^Cost above the least/);
  });

  test("what the stories say is so", async () => {
    const rms = (numbers: Numbers, name: string) => get(numbers, `rms-distance-${name}`);
    const [twenty, forty] = [await numbersOf("shown=constant"), await numbersOf("shown=constant&epochs=40")];
    expect(rms(twenty, "constant")).toBeGreaterThan(0.15);
    expect(rms(forty, "constant")).toBeGreaterThan(0.15);

    const tired = "shown=exponential,inverse&exponential=2&seeds=20";
    const [short, long] = [await numbersOf(tired), await numbersOf(`${tired}&epochs=40`)];
    expect(rms(long, "exponential") / rms(short, "exponential")).toBeCloseTo(1, 3);
    expect(get(short, "sum-exponential")).toBeCloseTo(33.5, 0);
    expect(rms(short, "exponential")).toBeCloseTo(0.15, 1);
    expect(rms(long, "inverse")).toBeLessThan(0.8 * rms(short, "inverse"));

    const backwards = await numbersOf(
      "shown=constant,cosine,drawn&knots=0,0.03,0.06,0.12,0.2,0.32,0.45,0.6,0.8,0.9,1,1",
    );
    expect(get(backwards, "sum-drawn") / get(backwards, "sum-cosine")).toBeGreaterThan(0.8);
    expect(rms(backwards, "drawn")).toBeGreaterThan(10 * rms(backwards, "cosine"));
    expect(rms(backwards, "drawn") / rms(backwards, "constant")).toBeCloseTo(1, 0);

    const theory = await numbersOf("shown=inverse,cosine&inverse=100&epochs=40");
    expect(rms(theory, "inverse")).toBeGreaterThan(1);
    expect(get(theory, "sum-inverse")).toBeCloseTo(6, 0);
    const inverse = async (k: number) =>
      rms(await numbersOf(`shown=inverse&inverse=${k}&seeds=20`), "inverse");
    const best = await inverse(3);
    expect(await inverse(1)).toBeGreaterThan(1.2 * best);
    expect(await inverse(10)).toBeGreaterThan(1.2 * best);

    const warm = await numbersOf("shown=cosine,warmup&rate=10");
    expect(rms(warm, "warmup") / rms(warm, "cosine")).toBeCloseTo(1, 2);
    expect(room.page.errors).toEqual([]);
  });
});
