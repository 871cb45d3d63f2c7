import { beforeAll, expect, test } from "vitest";
import { inEachBrowser } from "../support/each-browser.ts";
import type { Numbers, RoomPage } from "../support/room-page.ts";
import { runCode } from "../support/run-code.ts";

inEachBrowser((bench) => {
  let room: RoomPage;

  beforeAll(async () => {
    room = await bench.newPage();
    await room.goTo("#/mini-batches");
    await room.loaded();
  });

  /** The numbers of the room with some settings. */
  const numbersOf = async (query: string): Promise<Numbers> => {
    await room.goTo(`#/mini-batches?${query}`);
    return await room.numbers();
  };
  const get = (numbers: Numbers, name: string) => numbers[name] ?? Number.NaN;
  const lines = (selector: string) =>
    room.page.evaluate(
      (where) => [...document.querySelectorAll(where)].map((path) => path.getAttribute("d")),
      selector,
    );

  test.each([
    "data=tumours&sampling=replacement&rule=momentum&method=averaged&rate=0.2&seed=7",
    "sorted=1&sampling=sequential&batch=100&method=saga&rule=adam&rate=0.05&budget=rows&start=0.5,-0.25",
  ])("shows what the copied code prints: %s", async (query) => {
    await room.goTo(`#/mini-batches?${query}`);
    const printed = await runCode(await room.code());
    expect(Object.keys(printed).toSorted()).toEqual([
      "cost",
      "distance",
      "excess-averaged",
      "excess-full",
      "excess-plain",
      "excess-saga",
      "gradient",
      "least",
      "noise",
    ]);
    expect(await room.numbers()).toMatchObject(printed);
  });

  test("16 times the rows: a quarter of the noise, at the same point", async () => {
    const noise = async (batch: number) => {
      await room.goTo(`#/mini-batches?batch=${batch}`);
      await room.page.evaluate(() => {
        const scrub = document.querySelector<HTMLInputElement>('[data-action="scrub"]');
        if (!scrub) throw new Error("no slider of the player");
        scrub.value = "0";
        scrub.dispatchEvent(new Event("input", { bubbles: true }));
      }, null);
      await room.ready();
      const numbers = await room.numbers();
      expect(numbers["playback"]).toBe(0);
      return get(numbers, "noise");
    };
    const [one, sixteen] = [await noise(1), await noise(16)];
    expect(one / sixteen / Math.sqrt((16 * 1049) / 1034)).toBeCloseTo(1, 12);
  });

  test("a batch of all rows has no noise, unless they are drawn with replacement", async () => {
    await room.goTo("#/mini-batches?data=tumours&epochs=3&sampling=replacement");
    await room.click('[data-mark="all"]');
    expect(await room.hash()).toContain("batch=569");
    expect((await room.numbers())["noise"]).toBeGreaterThan(0.01);
    await room.choose("sampling", "shuffle");
    const numbers = await room.numbers();
    expect(numbers["noise"]).toBe(0);
    expect(get(numbers, "excess-plain") / get(numbers, "excess-full")).toBeCloseTo(1, 10);
  });

  test("the seed decides the random orders, and nothing where there are none", async () => {
    const [a, b] = [await numbersOf("seed=2"), await numbersOf("seed=3")];
    expect(a["cost"]).not.toBe(b["cost"]);
    expect(a["excess-full"]).toBe(b["excess-full"]);
    const [c, d] = [
      await numbersOf("seed=2&sampling=sequential"),
      await numbersOf("seed=3&sampling=sequential"),
    ];
    expect(c["cost"]).toBe(d["cost"]);
    // So there are no ghosts to ask for, but of SAGA, which draws its blocks.
    const hasGhosts = () =>
      room.page.evaluate(() => document.querySelector('[data-param="ghosts"]') !== null, null);
    expect(await hasGhosts()).toBe(false);
    await room.choose("method", "saga");
    expect(await hasGhosts()).toBe(true);
  });

  test("ghosts are as many other runs as asked for", async () => {
    await room.goTo("#/mini-batches?ghosts=4");
    const ghosts = await lines(".ghosts path");
    expect(new Set(ghosts).size).toBe(4);
    await room.type("ghosts", 2);
    expect(await lines(".ghosts path")).toEqual(ghosts.slice(0, 2));
    // A ghost is the run with that seed.
    const ends = await room.page.evaluate(
      () => document.querySelector(".ghosts path")?.getAttribute("d")?.split("L").at(-1),
      null,
    );
    await room.type("seed", 2);
    const track = await lines(".ghosts ~ path.line");
    expect(track[0]?.split("L").at(-1)).toBe(ends);
  });

  test("averaging begins after the epochs that are left out; the rule itself goes its way", async () => {
    const [early, late] = [await numbersOf("from=0"), await numbersOf("from=5")];
    expect(early["excess-plain"]).toBe(late["excess-plain"]);
    expect(early["excess-averaged"]).not.toBe(late["excess-averaged"]);
    await room.choose("method", "averaged");
    const numbers = await room.numbers();
    expect(numbers["cost"]).toBe(get(numbers, "least") + get(numbers, "excess-averaged"));
  });

  test("the running mean is over as many batches as asked for", async () => {
    await room.goTo("#/mini-batches?window=1");
    const end = async (window: number) => {
      const said = (await summaries(room)).join(" ");
      return Number(new RegExp(`latest ${window} ends at ([\\d.]+), the true cost at`).exec(said)?.[1]);
    };
    const one = await end(1);
    await room.type("window", 1000);
    const cost = get(await room.numbers(), "cost");
    expect(Math.abs((await end(1000)) - cost)).toBeLessThan(0.03);
    expect(Math.abs(one - cost)).toBeGreaterThan(0.03);
  });

  test("the start moves by arrow keys, and all runs start there", async () => {
    await room.goTo("#/mini-batches?epochs=1"); // ten would forget the start, to the last bit
    const before = await room.numbers();
    await room.nudge("start", "ArrowRight", 2);
    expect(await room.hash()).toMatch(/start=-1\.88,-1/);
    expect((await room.numbers())["excess-plain"]).not.toBe(before["excess-plain"]);
    const paths = await lines(".ghosts path, .ghosts ~ path.line");
    expect(paths).toHaveLength(6 + 2);
    expect(new Set(paths.map((path) => path?.split("L")[0])).size).toBe(1);
  });

  test("the player goes one update back and on, and shows the noise there", async () => {
    await room.goTo("#/mini-batches?batch=64&epochs=2");
    const end = await room.numbers();
    expect(end["playback"]).toBe(34);
    await room.click('[data-action="back"]');
    const before = await room.numbers();
    expect(before["playback"]).toBe(33);
    expect(before["gradient"]).not.toBe(end["gradient"]);
    expect(before["cost"]).toBe(end["cost"]);
    await room.click('[data-action="on"]');
    expect(await room.numbers()).toEqual(end);
  });

  test("what the stories say is so", async () => {
    const why = await numbersOf("budget=rows&batch=8&epochs=5");
    expect(get(why, "excess-full")).toBeGreaterThan(20 * get(why, "excess-plain"));
    const sorted = await numbersOf("sorted=1&sampling=sequential&batch=16");
    const shuffled = await numbersOf("sorted=1&batch=16");
    expect(get(sorted, "distance")).toBeGreaterThan(1.5);
    expect(get(shuffled, "distance")).toBeLessThan(0.3);
    const average = await numbersOf("method=averaged&batch=8");
    expect(get(average, "excess-plain")).toBeGreaterThan(100 * get(average, "excess-averaged"));
    const [ten, twenty] = [await numbersOf("method=saga"), await numbersOf("method=saga&epochs=20")];
    expect(get(ten, "excess-saga")).toBeLessThan(1e-5);
    expect(get(twenty, "excess-saga")).toBeLessThan(1e-10);
    expect(get(twenty, "excess-plain")).toBeGreaterThan(1e-4);
    expect(room.page.errors).toEqual([]);
  });
});

function summaries(room: RoomPage): Promise<readonly string[]> {
  return room.page.evaluate(
    () => [...document.querySelectorAll("[data-summary]")].map(({ textContent }) => textContent ?? ""),
    null,
  );
}
