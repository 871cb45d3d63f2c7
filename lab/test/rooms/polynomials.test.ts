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
  const fits = () =>
    room.page.evaluate(() => document.querySelectorAll('[data-room="polynomials"] .line.other').length, null);

  test.each([
    ["#/polynomials", 6],
    ["#/polynomials?rows=37&noise=0.55&seed=9&degree=11&ridge=1&alpha=0.003", 5],
    ["#/polynomials?data=houses&rows=80&seed=4&degree=3", 6],
    ["#/polynomials?rows=8&degree=13", 6],
  ])("shows what the copied code prints: %s", async (hash, count) => {
    await room.open(hash);
    const printed = await runCode(await room.code());
    expect(Object.keys(printed)).toHaveLength(count);
    expect(await room.numbers()).toMatchObject(printed);
    expect(await room.text("main")).not.toMatch(/\b(NaN|undefined|null|Infinity)/);
    expect(room.page.errors).toEqual([]);
  });

  test("a higher degree comes nearer to its rows, and from some degree on farther from new ones", async () => {
    await room.goTo("#/polynomials");
    const errors = [];
    for (const degree of [1, 3, 5, 10, 15]) {
      await room.type("degree", degree);
      errors.push(await room.numbers());
    }
    const onTraining = errors.map((at) => at["train"] as number);
    const onNew = errors.map((at) => at["test"] as number);
    expect(onTraining).toEqual(onTraining.toSorted((a, b) => b - a));
    expect(Math.min(...onNew)).toBe(onNew[2]);
    expect(errors[0]).toMatchObject({ bestDegree: 5, bestTest: onNew[2] as number });
    await room.type("degree", 1);
    expect(await room.text(".view")).toContain("Underfitted");
    await room.type("degree", 12);
    expect(await room.text(".view")).toContain("Overfitted");
    await room.click('[data-mark="best on new rows"]');
    expect(await number("test")).toBe(onNew[2]);
    expect(await room.text(".view")).toContain("About as good on new rows as the best degree");
  });

  test("the degree is a handle in the picture of errors: by keyboard and by mouse", async () => {
    await room.goTo("#/polynomials");
    await room.nudge("degree", "ArrowRight", 3);
    expect(await param("degree")).toBe("8");
    await room.nudge("degree", "ArrowLeft", 1);
    expect(await param("degree")).toBe("7");
    const [from, to] = await room.page.evaluate(() => {
      const handle = document.querySelector('[data-handle="degree"]')!;
      handle.scrollIntoView({ block: "center" });
      const { x, y, width, height } = handle.getBoundingClientRect();
      const middle = [x + width / 2, y + height / 2] as const;
      return [middle, [middle[0] - 400, middle[1]]] as const; // beyond the left edge
    }, null);
    await room.page.drag(from, to);
    await room.ready();
    expect(await param("degree")).toBe("1");
  });

  test("rows, noise and seed decide which rows there are", async () => {
    await room.goTo("#/polynomials");
    const before = await room.numbers();
    await room.type("seed", 2);
    expect(await number("train")).not.toBe(before["train"]);
    await room.type("seed", 1);
    expect(await room.numbers()).toEqual(before);
    await room.type("rows", 500);
    const many = await room.numbers();
    // With many rows both errors are about the noise.
    expect(Math.abs((many["train"] as number) - 0.3)).toBeLessThan(0.05);
    expect(Math.abs((many["test"] as number) - 0.3)).toBeLessThan(0.05);
    await room.type("noise", 0);
    expect(await number("train")).toBeLessThan((many["train"] as number) / 2);
  });

  test("real houses need no noise, and are in thousand dollars", async () => {
    await room.goTo("#/polynomials?rows=100&degree=2");
    await room.choose("data", "houses");
    expect(await param("rows")).toBe("100");
    expect(await room.text("main")).toContain(
      "100 houses of up to 4,000 square feet are the training rows, the other 2,825",
    );
    expect(await room.page.evaluate(() => document.querySelector('[data-param="noise"]'), null)).toBeNull();
    const error = await number("test");
    expect(error).toBeGreaterThan(40);
    expect(error).toBeLessThan(80);
  });

  test("the penalty makes coefficients smaller, and the error on the training rows larger", async () => {
    await room.goTo("#/polynomials?degree=15");
    const before = await room.numbers();
    expect(await room.page.evaluate(() => document.querySelector('[data-param="alpha"]'), null)).toBeNull();
    await room.choose("ridge");
    let last = before;
    for (const alpha of [1e-4, 1e-2, 1]) {
      await room.type("alpha", alpha);
      const now = await room.numbers();
      expect(now["largest"]).toBeLessThan(last["largest"] as number);
      expect(now["train"]).toBeGreaterThan(last["train"] as number);
      last = now;
    }
    await room.choose("ridge");
    expect(await room.numbers()).toEqual(before);
    expect(await param("alpha")).toBe("1"); // kept
  });

  test("fits of other rows are drawn, and change no number", async () => {
    await room.goTo("#/polynomials");
    const before = await room.numbers();
    expect(await fits()).toBe(0);
    await room.type("others", 7);
    expect(await fits()).toBe(7);
    expect(await room.numbers()).toEqual(before);
  });

  test("too few rows for the coefficients: every row is met, and the page says that many polynomials do", async () => {
    await room.goTo("#/polynomials?rows=6&degree=5");
    expect(await number("train")).toBeLessThan(1e-9);
    expect(await room.text(".view")).toContain("goes through every training row");
    await room.type("degree", 9);
    expect(await number("train")).toBeLessThan(1e-9);
    expect(await number("rank")).toBe(5);
    expect(await room.text(".view")).toContain("6 rows can’t fix 10 coefficients");
  });

  test("the stories' answers are what the page shows", async () => {
    await room.goTo("#/polynomials");
    const tell = async (story: string) => {
      await room.click(`[data-story="${story}"]`);
      return room.numbers();
    };
    await tell("every-point");
    await room.type("degree", 11);
    expect(await number("train")).toBeCloseTo(5e-11, 11);
    expect(await number("test")).toBeCloseTo(7392, 0);
    expect(await number("largest")).toBeCloseTo(228635, 0);

    expect((await tell("more-rows"))["test"]).toBeCloseTo(3.4, 1);
    await room.type("rows", 500);
    expect(await number("test")).toBeCloseTo(0.292, 3);

    const plain = await tell("penalty");
    expect(plain["train"]).toBeCloseTo(0.117, 3);
    expect(plain["test"]).toBeCloseTo(3.4, 1);
    expect(plain["largest"]).toBeCloseTo(9873, 0);
    await room.choose("ridge");
    const withPenalty = await room.numbers();
    expect(withPenalty["train"]).toBeCloseTo(0.189, 3);
    expect(withPenalty["test"]).toBeCloseTo(0.41, 2);
    expect(withPenalty["largest"]).toBeCloseTo(3.5, 1);
    await room.type("alpha", 100);
    expect(await number("test")).toBeGreaterThan(0.8);

    expect(await tell("houses")).toMatchObject({ bestDegree: 1 });
    await room.type("rows", 500);
    expect(await room.numbers()).toMatchObject({ bestDegree: 1 });
    expect(await number("bestTest")).toBeCloseTo(54, 0);
  });
});
