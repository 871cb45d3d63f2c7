import { beforeAll, describe, expect, test } from "vitest";
import { violations } from "../support/axe.ts";
import { inChromium, inEachBrowser } from "../support/each-browser.ts";
import type { RoomPage } from "../support/room-page.ts";
import { runCode } from "../support/run-code.ts";

inEachBrowser((bench, browser) => {
  let room: RoomPage;

  beforeAll(async () => {
    room = await bench.newPage();
  });

  describe("shows what the copied code prints", () => {
    const all = "momentum,adagrad,adamw,rprop,newton,newton-cg,lbfgs,lbfgsb";
    const cases: readonly (readonly [string, readonly string[]])[] = [
      ["#/race", ["adam-value", "newton-steps", "line-search-gradients", "slope-a"]],
      [
        `#/race?ground=beale&rate=0.02&start=1,1.2&probe=2,-1&methods=${all}`,
        ["rprop-value", "lbfgsb-value"],
      ],
      [
        "#/race?ground=quadratic&fair=best&budget=60&methods=nesterov,rmsprop",
        ["nesterov-rate", "rmsprop-rate"],
      ],
      [
        "#/race?ground=logistic&rate=0.1&budget=20&seed=7&batch=100&methods=nesterov,adam,newton",
        ["adam-value"],
      ],
      ["#/race?ground=squared&fair=best&budget=12&methods=adam,rprop", ["adam-rate", "rprop-value"]],
      ["#/race?ground=squared&rate=0.1&budget=20&batches=0&methods=momentum,newton-cg", ["newton-cg-value"]],
      [
        "#/race?ground=logistic&rate=0.3&budget=12&batch=50&seed=3&methods=averaged,saga",
        ["averaged-value", "saga-value", "saga-steps", "saga-gradients"],
      ],
      [
        "#/race?ground=squared&fair=best&budget=11&batches=0&batch=200&methods=averaged,saga",
        ["averaged-rate", "saga-rate"],
      ],
      ["#/race?rate=0.002&budget=40&methods=averaged,saga", ["averaged-value", "averaged-gradients"]],
    ];
    // The slow part is the code, which is the same whatever the browser.
    test.each(browser === "Chromium" ? cases : cases.slice(3, 7))("%s", async (hash, names) => {
      await room.open(hash);
      const printed = await runCode(await room.code());
      for (const name of names) expect(printed[name], name).toEqual(expect.any(Number));
      expect(await room.numbers()).toMatchObject(printed);
    });
  });

  test("the best is first, and each may use its budget and no more", async () => {
    await room.goTo("#/race");
    const order = await ranking(room);
    expect(order).toHaveLength(7);
    expect(order[0]).toBe("newton");
    await room.type("budget", 50);
    const numbers = await room.numbers();
    const gradients = order.map((method) => numbers[`${method}-gradients`] ?? Number.NaN);
    expect(Math.max(...gradients)).toBe(50);
    expect(numbers["newton-gradients"]).toBeLessThan(50); // it had arrived
  });

  test("racers come and go, eight at most and one at least", async () => {
    await room.goTo("#/race");
    const boxes = () =>
      room.page.evaluate(
        () =>
          [...document.querySelectorAll<HTMLInputElement>('[data-param="methods"] input')]
            .filter(({ disabled }) => disabled)
            .map(({ value }) => value),
        null,
      );
    expect(await boxes()).toEqual(["saga"]); // Rosenbrock's function is no sum
    await room.choose("methods", "rmsprop");
    expect(await ranking(room)).toHaveLength(8);
    expect(await boxes()).toEqual([
      "adagrad",
      "adamw",
      "rprop",
      "newton-cg",
      "bfgs",
      "lbfgsb",
      "averaged",
      "saga",
    ]);
    await room.choose("methods", "newton");
    expect(await ranking(room)).not.toContain("newton");
    await room.choose("methods", "bfgs");
    expect(await ranking(room)).toContain("bfgs");
    await room.goTo("#/race?methods=adam");
    expect(await boxes()).toEqual(["adam", "saga"]);
  });

  describe("SAGA", () => {
    const saga = () =>
      room.page.evaluate(() => {
        const box = document.querySelector<HTMLInputElement>('[data-param="methods"] [value="saga"]');
        const reason = document.getElementById(box?.getAttribute("aria-describedby") ?? "");
        return { isOff: box?.disabled, reason: reason?.textContent ?? "" };
      }, null);

    test("is to be had over data alone, and elsewhere the page says why not", async () => {
      await room.goTo("#/race");
      expect(await saga()).toEqual({
        isOff: true,
        reason: "SAGA draws rows of data, and this function is no sum over rows.",
      });
      await room.choose("ground", "logistic");
      expect(await saga()).toEqual({ isOff: false, reason: "" });
      await room.choose("methods", "saga");
      expect(await ranking(room)).toContain("saga");
      await room.choose("ground", "squared");
      expect((await saga()).isOff).toBe(false);
      // It stays chosen where it can't run, and can be left there.
      await room.choose("ground", "beale");
      expect(await room.text('[data-racer="saga"]')).toContain("Doesn’t start: it draws rows of data");
      expect((await saga()).isOff).toBe(false);
      await room.choose("methods", "saga");
      expect(await ranking(room)).not.toContain("saga");
      expect((await saga()).isOff).toBe(true);
    });

    test("has an equal budget, in parts, with and without mini-batches for the others", async () => {
      await room.goTo(
        "#/race?ground=logistic&rate=0.3&budget=15&batch=100&methods=gradient-descent,averaged,saga",
      );
      const { "saga-value": value, ...numbers } = await room.numbers();
      expect(numbers).toMatchObject({
        "saga-gradients": 15,
        "saga-steps": 14 * 11,
        "averaged-gradients": 15,
        "averaged-steps": 14 * 11,
      });
      await room.choose("batches");
      expect(await params(room)).toContain("batch");
      expect(await room.numbers()).toMatchObject({
        "saga-value": value,
        "saga-steps": 14 * 11,
        "averaged-gradients": 15, // two each step
        "averaged-steps": 7,
        "gradient-descent-steps": 14,
      });
      await room.type("seed", 2);
      expect((await room.numbers())["saga-value"]).not.toBe(value);
    });

    test("and the others blame no noise where a batch has all rows", async () => {
      await room.goTo("#/race?ground=logistic&rate=0.5&budget=12&methods=gradient-descent,averaged,saga");
      expect(await room.text(".ranking")).toMatch(/noise.*noise/);
      expect(await room.text(".ranking")).toContain("mini-batches");
      await room.type("batch", 1050);
      expect(await room.text(".ranking")).toContain("Still on its way");
      expect(await room.text(".ranking")).not.toMatch(/noise|mini-batches/);
    });

    test("leaves a trail that follows the clock", async () => {
      await room.goTo("#/race?ground=logistic&rate=0.3&budget=15&batch=100&methods=saga");
      const end = await lines(room);
      await room.click('[data-action="back"]');
      await room.click('[data-action="back"]');
      expect((await room.numbers())["playback"]).toBe(13);
      expect(await lines(room)).not.toBe(end);
      await room.click('[data-action="on"]');
      await room.click('[data-action="on"]');
      expect((await room.numbers())["playback"]).toBe(15);
    });
  });

  test("each at its best step is better than all at one", async () => {
    await room.goTo("#/race?budget=60");
    const equal = await room.numbers();
    await room.choose("fair", "best");
    const best = await room.numbers();
    for (const method of ["gradient-descent", "momentum", "nesterov", "adam"]) {
      expect(best[`${method}-value`], method).toBeLessThan(equal[`${method}-value`] ?? 0);
    }
    expect(best["lbfgs-value"]).toBe(equal["lbfgs-value"]);
    expect(await room.text(".note")).toContain("25 of them");
  });

  test("step size, momentum, batches, batch size and seed do what they say", async () => {
    await room.goTo("#/race?ground=logistic&budget=15&methods=gradient-descent,momentum,lbfgs");
    const of = async (name: string) => (await room.numbers())[name] ?? Number.NaN;
    const slow = await of("gradient-descent-value");
    await room.type("rate", 0.05);
    const fast = await of("gradient-descent-value");
    expect(fast).toBeLessThan(slow);

    const before = await of("momentum-value");
    await room.type("momentum", 0);
    expect(await of("momentum-value")).not.toBe(before);
    expect(await of("momentum-value")).toBe(await of("gradient-descent-value")); // what it is without inertia

    expect(await of("gradient-descent-steps")).toBe(14 * Math.ceil(1050 / 32));
    await room.type("batch", 100);
    expect(await of("gradient-descent-steps")).toBe(14 * Math.ceil(1050 / 100));
    const seeded = await of("gradient-descent-value");
    const whole = await of("lbfgs-value");
    await room.type("seed", 2);
    expect(await of("gradient-descent-value")).not.toBe(seeded);
    expect(await of("lbfgs-value")).toBe(whole);
    await room.choose("batches");
    expect(await of("gradient-descent-steps")).toBe(14);
  });

  test("every ground has its floor, and the control of no racer who isn't there", async () => {
    const floors = { quadratic: 0, valley: 0, rosenbrock: 0, beale: 0, himmelblau: 0, saddle: -1 };
    await room.goTo("#/race?methods=lbfgs");
    expect(await params(room)).toEqual(["ground", "budget", "methods"]);
    for (const [ground, floor] of Object.entries(floors)) {
      await room.choose("ground", ground);
      const numbers = await room.numbers();
      expect(numbers["lowest"]).toBeCloseTo(floor, 12);
      expect(numbers["lbfgs-value"]).toBeCloseTo(floor, 8);
    }
    await room.goTo("#/race?ground=squared&methods=adam,newton");
    expect(await params(room)).toEqual([
      "ground",
      "budget",
      "fair",
      "rate",
      "batches",
      "batch",
      "seed",
      "methods",
    ]);
    expect(await room.text('[data-racer="newton"]')).toContain("Doesn’t start");
  });

  test("handles move the start and the gradient, by keyboard and by mouse", async () => {
    await room.goTo("#/race");
    await room.nudge("start", "ArrowRight", 2);
    expect(await room.hash()).toContain("start=-1.12,1");
    const value = (await room.numbers())["start-value"] ?? 0;
    expect(value).toBeCloseTo((1 + 1.12) ** 2 + 100 * (1 - 1.12 ** 2) ** 2, 10);

    await room.nudge("probe", "ArrowUp", 1);
    const hash = await room.hash();
    const b = Number(/probe=1\.2,(-[\d.]+)/.exec(hash)?.[1]);
    expect(b).toBeCloseTo(-0.07, 3); // a hundredth of the axis up from −0.1
    const { "slope-a": across = 0, "slope-b": up = 0 } = await room.numbers();
    expect(up).toBeCloseTo(200 * (b - 1.44), 9);
    expect(across).toBeCloseTo(-2 * (1 - 1.2) - 400 * 1.2 * (b - 1.44), 9);

    const knob = await middle(room, '[data-handle="start"] .knob');
    await room.page.drag(knob, [knob[0] + 60, knob[1] - 30]);
    await room.ready();
    expect(await room.hash()).not.toBe(hash);
    expect((await room.numbers())["start-value"]).not.toBe(value);
  });

  test("the arrow points up the steepest way where the pointer is", async () => {
    await room.goTo("#/race?ground=valley");
    const arrow = () => room.text("svg .arrow + .label");
    const atHandle = await arrow();
    const box = await room.page.evaluate(() => {
      const { left, top, width, height } = document.querySelector(".pointer-ground")!.getBoundingClientRect();
      return { left, top, width, height };
    }, null);
    // A quarter from the left and from the top: a = −4, b = 3.
    const point = { clientX: box.left + box.width / 4, clientY: box.top + box.height / 4 };
    await room.page.evaluate((at) => {
      const ground = document.querySelector(".pointer-ground");
      ground?.dispatchEvent(new PointerEvent("pointermove", { ...at, bubbles: true }));
    }, point);
    await room.ready();
    const slope = Math.hypot((-4) ** 3 / 16 - 4 / 16, 48);
    expect(await arrow()).toContain(slope.toFixed(1));
    await room.page.evaluate(() => {
      const ground = document.querySelector(".pointer-ground");
      ground?.dispatchEvent(new PointerEvent("pointerleave"));
    }, null);
    await room.ready();
    expect(await arrow()).toBe(atHandle);
  });

  test("the player goes on, back and to any place, and the map follows", async () => {
    await room.goTo("#/race");
    const at = async () => (await room.numbers())["playback"];
    expect(await at()).toBe(200); // with less motion it stands at the end
    const end = await lines(room);
    await room.click('[data-action="back"]');
    expect(await at()).toBe(199);
    await room.page.evaluate(() => {
      const scrub = document.querySelector<HTMLInputElement>('[data-action="scrub"]');
      if (!scrub) return;
      scrub.value = "10";
      scrub.dispatchEvent(new Event("input", { bubbles: true }));
    }, null);
    await room.ready();
    expect(await at()).toBe(10);
    const early = await lines(room);
    expect(early).not.toBe(end);
    await room.click('[data-action="on"]');
    expect(await at()).toBe(11);
    expect(await lines(room)).not.toBe(early);
    await room.click('[data-action="play"]');
    await room.until(
      () => Number(document.querySelector<HTMLElement>('[data-value="playback"]')?.dataset["number"]) > 14,
      "the race to go on",
    );
    await room.click('[data-action="play"]');
    const paused = await at();
    expect(paused).toBeLessThan(200);
    expect(await room.text("main")).not.toMatch(/NaN|undefined|null|Infinity/);
  });

  test("a handle for the gradient doesn't start the race anew", async () => {
    await room.goTo("#/race");
    await room.click('[data-action="back"]');
    await room.nudge("probe", "ArrowLeft");
    expect((await room.numbers())["playback"]).toBe(199);
  });

  test("a link shows the same again, to the last bit", async () => {
    const hash =
      "#/race?ground=logistic&methods=momentum,adam,lbfgs,averaged,saga&rate=0.05&budget=30&batch=64&seed=9&start=-1,2&probe=2,0.5";
    await room.open(hash);
    const before = [await room.numbers(), await lines(room)];
    await room.open(hash);
    expect(await room.hash()).toBe(hash);
    expect([await room.numbers(), await lines(room)]).toEqual(before);
  });

  describe("stories tell the truth", () => {
    const open = async (story: string) => {
      await room.goTo("#/race");
      await room.click(`[data-story="${story}"]`);
      return room.numbers();
    };

    test("one for all", async () => {
      const equal = await open("one-for-all");
      expect((await ranking(room)).at(-1)).toBe("adam");
      expect(equal["adam-value"]).toBeGreaterThan(equal["gradient-descent-value"] ?? 0);
      await room.choose("fair", "best");
      const best = await room.numbers();
      expect(best["adam-rate"]).toBe(1);
      expect(best["adam-value"]).toBeCloseTo(0.014, 3);
      expect(best["gradient-descent-rate"]).toBe(0.005);
      expect(best["gradient-descent-value"]).toBeCloseTo(0.14, 2);
    });

    test("who explodes", async () => {
      await open("who-explodes");
      expect(await room.text('[data-racer="nesterov"]')).toContain("Exploded");
      for (const method of ["momentum", "gradient-descent"]) {
        expect(await room.text(`[data-racer="${method}"]`)).not.toContain("Exploded");
      }
      await room.type("rate", 0.04);
      expect(await room.text('[data-racer="nesterov"]')).not.toContain("Exploded");
    });

    test("on the ridge", async () => {
      const numbers = await open("on-the-ridge");
      const racers = await ranking(room);
      for (const method of racers) expect(numbers[`${method}-value`], method).toBeGreaterThan(-1e-12);
      await room.nudge("start", "ArrowUp");
      const after = await room.numbers();
      for (const method of racers) expect(after[`${method}-value`], method).toBeLessThan(-0.9);
    });

    test("sure and wrong", async () => {
      const numbers = await open("sure-and-wrong");
      expect(numbers["start-value"]).toBeCloseTo(0.773, 3);
      expect(numbers["lowest"]).toBeCloseTo(0.13, 3);
      expect(numbers["gradient-descent-value"]).toBeCloseTo(0.7727, 4);
      expect(numbers["adam-value"]).toBeCloseTo(0.1304, 4);
      expect(await room.text('[data-racer="lbfgs"]')).toContain("after 32 gradients");
      await room.choose("ground", "logistic");
      expect((await room.numbers())["gradient-descent-value"]).toBeCloseTo(0.42503, 5);
      expect((await room.numbers())["lowest"]).toBeCloseTo(0.42498, 5);
    });

    test("noise cured", async () => {
      const numbers = await open("noise-cured");
      const above = (method: string) => (numbers[`${method}-value`] ?? 0) - (numbers["lowest"] ?? 0);
      expect(above("gradient-descent")).toBeCloseTo(0.001, 3);
      expect(above("gradient-descent") / above("averaged")).toBeCloseTo(50, -1);
      expect(Math.abs(above("saga"))).toBeLessThan(1e-14);
      expect(await room.text('[data-racer="saga"]')).toContain("after 18 gradients");
      expect(await room.text('[data-racer="lbfgs"]')).toContain("after 10 gradients");
      for (const method of ["gradient-descent", "averaged"])
        expect(await room.text(`[data-racer="${method}"]`)).not.toContain("Arrived");
      await room.type("rate", 1);
      expect(await room.text('[data-racer="saga"]')).not.toContain("Arrived");
    });

    test("speed and noise", async () => {
      const noisy = await open("speed-and-noise");
      expect(noisy["gradient-descent-value"]).toBeLessThan(noisy["momentum-value"] ?? 0);
      await room.type("rate", 0.01);
      const calm = (await room.numbers())["momentum-value"] ?? 0;
      expect(calm - (noisy["lowest"] ?? 0)).toBeLessThan(((noisy["momentum-value"] ?? 0) - calm) / 10);
    });
  });

  test("is accessible at any width, without an error", async () => {
    const fresh = await bench.newPage();
    await fresh.goTo(
      "#/race?ground=squared&rate=0.1&budget=20&methods=adam,newton,lbfgs&story=sure-and-wrong",
    );
    await fresh.loaded();
    expect(await violations(fresh.page)).toEqual([]);
    await fresh.page.resize(390, 900);
    await fresh.ready();
    expect(await violations(fresh.page)).toEqual([]);
    expect(fresh.page.errors).toEqual([]);
  });
});

inChromium((bench) => {
  test("eight racers over a map cost the page at most 6 ms a frame", async () => {
    const room = await bench.newPage();
    await room.page.prefer({ "prefers-color-scheme": "light", "prefers-reduced-motion": "no-preference" });
    await room.goTo(
      "#/race?ground=logistic&rate=0.05&methods=gradient-descent,momentum,nesterov,adagrad,rmsprop,adam,newton,lbfgs",
    );
    await room.until(() => Number(document.documentElement.dataset["frames"]) >= 200, "200 frames", 60);
    const p95 = await room.page.evaluate(() => Number(document.documentElement.dataset["frameP95"]), null);
    expect(await ranking(room)).toHaveLength(8);
    expect(p95).toBeGreaterThan(0);
    expect(p95).toBeLessThanOrEqual(6);
  });
});

/** The racers from first to last. */
function ranking(room: RoomPage): Promise<readonly string[]> {
  return room.page.evaluate(
    () =>
      [...document.querySelectorAll<HTMLElement>("[data-racer]")].map(
        ({ dataset }) => dataset["racer"] ?? "",
      ),
    null,
  );
}

/** The controls that there are. */
function params(room: RoomPage): Promise<readonly string[]> {
  return room.page.evaluate(
    () =>
      [...document.querySelectorAll<HTMLElement>(".panel [data-param]")].map(
        ({ dataset }) => dataset["param"] ?? "",
      ),
    null,
  );
}

/** What is drawn behind the racers. */
function lines(room: RoomPage): Promise<string> {
  return room.page.evaluate(
    () => document.querySelector<HTMLCanvasElement>("main canvas")?.toDataURL() ?? "",
    null,
  );
}

/** Where something is in the window. */
function middle(room: RoomPage, selector: string): Promise<readonly [number, number]> {
  return room.page.evaluate((where) => {
    const box = document.querySelector(where)?.getBoundingClientRect();
    return [(box?.left ?? 0) + (box?.width ?? 0) / 2, (box?.top ?? 0) + (box?.height ?? 0) / 2] as const;
  }, selector);
}
