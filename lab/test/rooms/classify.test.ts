import { beforeAll, describe, expect, test } from "vitest";
import { violations } from "../support/axe.ts";
import { inEachBrowser } from "../support/each-browser.ts";
import type { RoomPage } from "../support/room-page.ts";
import { runCode } from "../support/run-code.ts";

const CSV = "size,weight,secretkind\n1,2,cat\n2,1,cat\n2,3.5,dog\n4,4,dog\n5,3,cat\n6,5,dog\n";

inEachBrowser((bench) => {
  let room: RoomPage;

  beforeAll(async () => {
    room = await bench.newPage();
  });

  const said = () => room.text("[data-said]");
  const rows = async () => {
    const {
      trueNegatives = 0,
      falsePositives = 0,
      falseNegatives = 0,
      truePositives = 0,
    } = await room.numbers();
    return { first: trueNegatives + falsePositives, second: falseNegatives + truePositives };
  };
  const countWeights = async () =>
    Object.keys(await room.numbers()).filter((name) => /^w\d+$/.test(name)).length;
  const points = async () =>
    /points=([^&]*)/
      .exec(await room.hash())?.[1]
      ?.split(",")
      .map(Number) ?? [];

  test.each([
    "#/classify?degree=2&threshold=0.3",
    "#/classify?data=tumours&tumourX=mean_area&degree=3&weights=balanced&threshold=0.25",
    "#/classify?data=spam&solver=saga&maxIter=9&C=0.1",
    "#/classify?data=heights&weights=own&ratio=0.3&solver=lbfgs",
    "#/classify?data=moons&count=40&seed=4&degree=5&penalty=0",
    "#/classify?data=circles&degree=2&solver=adam&maxIter=50",
  ])("the copied code prints the page's numbers: %s", async (hash) => {
    await room.open(hash);
    const printed = await runCode(await room.code());
    expect(printed).toMatchObject({
      norm: expect.any(Number),
      auc: expect.any(Number),
      w1: expect.any(Number),
    });
    expect(await room.numbers()).toMatchObject(printed);
  });

  describe("points", () => {
    /** Clicks at a place of the plane. */
    const clickAt = async (x: number, y: number) => {
      const at = await room.page.evaluate(
        ([a, b]) => {
          const box = document.querySelector("[data-clicks]")?.getBoundingClientRect();
          if (!box) throw new Error("nothing to click");
          return [box.x + (box.width * (a + 4)) / 8, box.y + (box.height * (3 - b)) / 6] as const;
        },
        [x, y] as const,
      );
      await room.page.drag(at, at);
      await room.ready();
    };

    test("are added to either class by a click, and removed by one", async () => {
      await room.open("#/classify");
      expect(await rows()).toEqual({ first: 9, second: 9 });
      await clickAt(-2, 2);
      expect(await rows()).toEqual({ first: 10, second: 9 });
      const [x, y, label] = (await points()).slice(-3);
      expect(x).toBeCloseTo(-2, 1);
      expect(y).toBeCloseTo(2, 1);
      expect(label).toBe(0);
      await room.choose("tool", "second");
      await clickAt(3, -2);
      expect(await rows()).toEqual({ first: 10, second: 10 });
      await room.choose("tool", "remove");
      await clickAt(3.05, -2.05);
      expect(await rows()).toEqual({ first: 10, second: 9 });
      await clickAt(3.5, 2.8); // nothing is near
      expect(await rows()).toEqual({ first: 10, second: 9 });
      await room.click('[data-action="undo"]');
      expect(await rows()).toEqual({ first: 9, second: 9 });
    });

    test("are placed and removed by keyboard alone", async () => {
      await room.open("#/classify");
      await room.choose("tool", "second");
      await room.nudge("cursor", "ArrowRight", 4);
      await room.nudge("cursor", "ArrowDown", 3);
      await room.page.press("Enter");
      await room.ready();
      expect((await points()).slice(-3)).toEqual([0.32, -0.18, 1]);
      expect(await rows()).toEqual({ first: 9, second: 10 });
      await room.page.press("Delete");
      await room.ready();
      expect(await rows()).toEqual({ first: 9, second: 9 });
    });

    test("of one class alone make no model, and the page says so", async () => {
      await room.open("#/classify");
      await room.click('[data-action="clear"]');
      expect(await room.hash()).toContain("points=");
      expect(await said()).toContain("needs points of both classes");
      expect(await room.code()).toContain("needs points of both classes");
      await clickAt(-1, 0);
      expect(await said()).toContain("needs points of both classes");
      await room.choose("tool", "second");
      await clickAt(1, 0);
      expect(await rows()).toEqual({ first: 1, second: 1 });
      expect(await room.text("main")).not.toMatch(/NaN|undefined|null|Infinity/);
      const before = await room.numbers();
      await room.open(await room.hash());
      expect(await room.numbers()).toEqual(before);
    });
  });

  test.each([
    ["tumours", { first: 357, second: 212 }],
    ["spam", { first: 2788, second: 1813 }],
    ["heights", { first: 238, second: 812 }],
    ["moons", { first: 60, second: 60 }],
    ["circles", { first: 60, second: 60 }],
  ])("%s are all there", async (data, expected) => {
    await room.open("#/classify");
    await room.choose("data", data);
    expect(await rows()).toEqual(expected);
    expect(await room.numbers()).toMatchObject({ auc: expect.any(Number) });
  });

  test("the controls of each data set choose its rows and its columns", async () => {
    await room.open("#/classify?data=tumours");
    const before = (await room.numbers())["auc"] ?? 0;
    await room.choose("tumourY", "mean_fractal_dimension");
    expect((await room.numbers())["auc"]).toBeLessThan(before);
    await room.choose("tumourX", "worst_perimeter");
    expect((await room.numbers())["auc"]).toBeGreaterThan(0.95);
    expect(await room.text(".weights")).toContain("worst perimeter");
    await room.choose("data", "moons");
    await room.type("count", 30);
    expect(await rows()).toEqual({ first: 15, second: 15 });
    const one = (await room.numbers())["norm"];
    await room.type("seed", 2);
    expect((await room.numbers())["norm"]).not.toBe(one);
    await room.type("noise", 0);
    await room.type("degree", 3);
    expect((await room.numbers())["auc"]).toBe(1);
    await room.choose("data", "tumours");
    expect(await room.text(".weights")).toContain("worst perimeter"); // nothing was lost
  });

  test("the threshold moves rows from one side to the other, and leaves the ROC curve", async () => {
    await room.open("#/classify?data=tumours");
    let before = await room.numbers();
    for (const threshold of [0.1, 0.3, 0.7, 0.95]) {
      await room.type("threshold", threshold);
      const now = await room.numbers();
      expect(now["auc"]).toBe(before["auc"]);
      expect(now["norm"]).toBe(before["norm"]);
      if (threshold > 0.1) expect(now["falsePositives"]).toBeLessThanOrEqual(before["falsePositives"] ?? 0);
      if (threshold > 0.1) expect(now["falseNegatives"]).toBeGreaterThan(before["falseNegatives"] ?? 0);
      const right = (now["trueNegatives"] ?? 0) + (now["truePositives"] ?? 0);
      expect(now["accuracy"]).toBe(right / 569);
      expect(await room.text("main figure.plot [data-summary]")).toContain(`${right} of 569 rows`);
      before = now;
    }
    for (const [threshold, called] of [
      [0, 569],
      [1, 0],
    ] as const) {
      await room.type("threshold", threshold);
      const { falsePositives = 0, truePositives = 0 } = await room.numbers();
      expect(falsePositives + truePositives).toBe(called);
      expect(await room.text("main")).not.toMatch(/NaN|undefined|Infinity/);
    }
  });

  test("degree, C and penalty shape the model", async () => {
    await room.open("#/classify?data=circles");
    expect(await countWeights()).toBe(2);
    await room.type("degree", 7);
    expect(await countWeights()).toBe(35);
    expect(await room.text(".weights")).toContain("x² · y⁵");
    const norms: number[] = [];
    for (const C of [0.001, 1, 1000]) {
      await room.type("C", C);
      norms.push((await room.numbers())["norm"] ?? 0);
    }
    expect(norms).toEqual(norms.toSorted((a, b) => a - b));
    await room.choose("penalty");
    expect(await room.text("form")).not.toContain("C, typed");
    expect(await said()).toMatch(/can be separated without a mistake.*no best weights/);
    await room.type("degree", 1);
    expect(await said()).toMatch(/^Trained to the end/);
  });

  test("class weights move the boundary towards the class that counts less", async () => {
    await room.open("#/classify?data=heights");
    const equal = await room.numbers();
    await room.choose("weights", "balanced");
    expect((await room.numbers())["trueNegatives"]).toBeGreaterThan(equal["trueNegatives"] ?? 0);
    await room.choose("weights", "own");
    expect((await room.numbers())["norm"]).toBe(equal["norm"]); // 1 of the first
    await room.type("ratio", 20);
    expect((await room.numbers())["trueNegatives"]).toBeLessThan(equal["trueNegatives"] ?? 0);
  });

  test("solvers that end find the same model, and one that doesn't says so", async () => {
    await room.open("#/classify?data=moons&degree=2&maxIter=5000");
    const { norm = 0 } = await room.numbers();
    for (const solver of ["newton", "newton-cg", "bfgs", "lbfgs", "gradient-descent", "momentum", "saga"]) {
      await room.choose("solver", solver);
      expect(await said(), solver).toMatch(/^Trained to the end/);
      expect((await room.numbers())["norm"], solver).toBeCloseTo(norm, 3);
    }
    await room.choose("solver", "adam");
    await room.type("maxIter", 10);
    expect(await said()).toContain(
      "Not trained to the end: the most steps are used up, after 10 steps of Adam.",
    );
    expect((await room.numbers())["norm"]).toBeLessThan(norm);
  });

  describe("a CSV of the reader's own", () => {
    const file = (how: "choose" | "drop", text: string) =>
      room.page.evaluate(
        ([way, content]) => {
          const transfer = new DataTransfer();
          transfer.items.add(new File([content], "own.csv", { type: "text/csv" }));
          if (way === "drop") {
            const target = document.querySelector(".drop-zone");
            target?.dispatchEvent(
              new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: transfer }),
            );
            return;
          }
          const input = document.querySelector<HTMLInputElement>('[data-own="file"]');
          if (!input) throw new Error("no place for a file");
          input.files = transfer.files;
          input.dispatchEvent(new Event("change", { bubbles: true }));
        },
        [how, text] as const,
      );
    const paste = async (text: string) => {
      await room.page.evaluate((content) => {
        const area = document.querySelector<HTMLTextAreaElement>('[data-own="text"]');
        if (!area) throw new Error("no place for text");
        area.value = content;
        area.dispatchEvent(new Event("input", { bubbles: true }));
      }, text);
      await room.click('[data-action="own"]');
    };
    const shown = () => room.until(() => document.querySelector(".columns") !== null, "the columns");

    test("is pasted, stays out of link and storage, and is written out by the code alone", async () => {
      await room.open("#/classify?data=own");
      expect(await said()).toContain("No file yet");
      await paste(CSV);
      await shown();
      expect(await rows()).toEqual({ first: 3, second: 3 });
      expect(await room.hash()).toBe("#/classify?data=own");
      await room.type("C", 5);
      expect(await room.hash()).toBe("#/classify?data=own&C=5");
      const stored = await room.page.evaluate(
        async () => ({
          local: localStorage.length,
          session: sessionStorage.length,
          cookie: document.cookie,
          state: JSON.stringify(history.state),
          databases: (await indexedDB.databases?.())?.length ?? 0,
          link: location.href,
        }),
        null,
      );
      expect(stored).toMatchObject({ local: 0, session: 0, cookie: "", state: "null", databases: 0 });
      expect(stored.link).not.toMatch(/secret|cat|dog|weight/);
      expect(room.page.requests.join()).not.toMatch(/secret/);
      expect(await room.text(".own")).toContain("neither the link nor the browser’s storage holds it");
      expect(await room.numbers()).toMatchObject(await runCode(await room.code()));
      await room.open("#/classify?data=own&C=5");
      expect(await said()).toContain("No file yet");
    });

    test("is chosen, and its columns are", async () => {
      await room.open("#/classify?data=own");
      await file("choose", CSV);
      await shown();
      await room.ready();
      const before = await room.numbers();
      await room.page.evaluate(() => {
        const select = document.querySelector<HTMLSelectElement>('[data-own="Up"]');
        if (!select) throw new Error("no columns");
        select.value = "0";
        select.dispatchEvent(new Event("change", { bubbles: true }));
      }, null);
      await room.ready();
      expect(await room.hash()).toContain("ownColumns=0,0,2");
      expect((await room.numbers())["w2"]).not.toBe(before["w2"]);
    });

    test("is dropped on any picture", async () => {
      await room.open("#/classify?data=circles");
      await file("drop", CSV);
      await shown();
      await room.ready();
      expect(await room.hash()).toBe("#/classify?data=own");
      expect(await rows()).toEqual({ first: 3, second: 3 });
    });

    test("that is wrong gets an answer with line and column, and what was shown stays", async () => {
      await room.open("#/classify?data=own");
      await paste(CSV);
      await shown();
      await paste(CSV.replace("3.5", "x"));
      expect(await room.text('[data-own="wrong"]')).toBe("Line 4, column 2 (weight): “x” is not a number.");
      expect(await rows()).toEqual({ first: 3, second: 3 });
      await paste(CSV.replace("4,4,dog", "4,4"));
      expect(await room.text('[data-own="wrong"]')).toContain("Line 5 ends at column 2");
      await paste(CSV);
      expect(await room.text('[data-own="wrong"]')).toBe("");
    });

    test.each([1440, 390])("has an accessible view %i px wide", async (width) => {
      await room.page.resize(width, 900);
      await room.open("#/classify?data=own&degree=7");
      await paste(CSV);
      await paste("a,b");
      expect(await room.text('[data-own="wrong"]')).toContain("Line 1");
      expect(await violations(room.page)).toEqual([]);
      await room.page.resize(1440, 900);
    });
  });

  test.each([
    ["rings", {}, { trueNegatives: 32, truePositives: 31 }],
    ["rings", { degree: 2 }, { trueNegatives: 56, truePositives: 56 }],
    ["threshold", {}, { falseNegatives: 28, falsePositives: 11 }],
    ["threshold", { threshold: 0.1 }, { falseNegatives: 4, falsePositives: 93 }],
    ["overfit", {}, { accuracy: 1, fresh: 0.843 }],
    ["overfit", { C: 1 }, { trueNegatives: 14, truePositives: 14, fresh: 0.877 }],
    ["few", {}, { falsePositives: 163, trueNegatives: 75 }],
  ])("the story %s says what is so: %o", async (story, changes, numbers) => {
    await room.open("#/classify");
    await room.click(`[data-story="${story}"]`);
    for (const [name, value] of Object.entries(changes)) await room.type(name, value);
    expect(await room.numbers()).toMatchObject(numbers);
  });

  test("each tenfold of C adds about 4 to the weights of separable points", async () => {
    await room.open("#/classify");
    await room.click('[data-story="separable"]');
    const norms: number[] = [];
    for (const C of [1e4, 1e5, 1e6]) {
      await room.type("C", C);
      norms.push((await room.numbers())["norm"] ?? 0);
    }
    expect(norms[0]).toBeCloseTo(14, 0);
    expect(norms[1]).toBeCloseTo(18, 0);
    expect(norms[2]).toBeCloseTo(22, 0);
    expect(await room.text("main")).toMatch(
      /can be separated, so it grows for ever: the last tenfold of C added 4/,
    );
  });

  test("light and dark paint the rows in other colours, at once", async () => {
    await room.open("#/classify");
    const drawn = () =>
      room.page.evaluate(
        () =>
          [...document.querySelectorAll<HTMLCanvasElement>("main canvas")].map((canvas) =>
            canvas.toDataURL(),
          ),
        null,
      );
    const light = await drawn();
    await room.click('[data-action="theme"]');
    const dark = await drawn();
    expect(dark).toHaveLength(2);
    expect(dark[0]).not.toBe(light[0]);
    expect(dark[1]).not.toBe(light[1]);
    await room.click('[data-action="theme"]');
    expect(await drawn()).toEqual(light);
  });

  test("rows on the wrong side are counted as they are ringed", async () => {
    await room.open("#/classify?threshold=0.9");
    const { falsePositives = 0, falseNegatives = 0 } = await room.numbers();
    expect(await said()).toContain(
      `${falsePositives + falseNegatives} rows, ringed, are on their wrong side`,
    );
    expect(await said()).toContain("dashed");
  });

  test("no errors", () => expect(room.page.errors).toEqual([]));
});
