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
    "#/classify?data=moons&degree=5&l1Ratio=1&solver=proximal-newton",
    "#/classify?data=tumours&degree=2&l1Ratio=0.5&C=0.1&solver=lbfgs&weights=balanced",
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

  describe("several classes", () => {
    const THREE = "#/classify?points=-3,1,0,-2,-1,0,-1.5,0.5,0,0,1.5,1,0.5,0,1,-2,1,1,2,-1,2,3,1,2,0.2,0.8,2";
    const FOUR = `${THREE},3,-2,3,2.5,-2.5,3,2.2,-0.8,3`;

    test.each([
      [`${THREE}&degree=2`, 3, { "w5-3": expect.any(Number), "count3-3": expect.any(Number) }],
      [
        `${FOUR}&weights=own&ratio=3&C=10`,
        4,
        { "intercept-4": expect.any(Number), "count4-4": expect.any(Number) },
      ],
      [`${FOUR}&solver=saga&maxIter=20`, 4, { iterations: 20 }],
    ])("the copied code prints the page's numbers: %s", async (hash, classes, some) => {
      await room.open(hash);
      const printed = await runCode(await room.code());
      const numbers = await room.numbers();
      expect(numbers).toMatchObject(printed);
      expect(numbers).toMatchObject({ ...some, auc: printed["auc"], norm: printed["norm"] });
      expect(Object.keys(printed).filter((name) => name.startsWith("count"))).toHaveLength(classes ** 2);
    });

    test("have a row and a column each, curves, borders, and no threshold", async () => {
      await room.open(FOUR);
      expect(await room.text("form")).not.toContain("Threshold");
      const numbers = await room.numbers();
      const counts = [1, 2, 3, 4].map((i) =>
        [1, 2, 3, 4].map((j) => numbers[`count${i}-${j}`] ?? Number.NaN),
      );
      expect(counts.map((row) => row.reduce((a, b) => a + b))).toEqual([3, 3, 3, 3]);
      expect(numbers["accuracy"]).toBe(counts.reduce((sum, row, k) => sum + (row[k] ?? 0), 0) / 12);
      // Of all optima the one whose intercepts add up to 0.
      const sum = [1, 2, 3, 4].reduce((total, k) => total + (numbers[`intercept-${k}`] ?? Number.NaN), 0);
      expect(sum).toBeCloseTo(0, 9);
      const drawn = await room.page.evaluate(
        () => ({
          borders: document.querySelectorAll(".plane .boundary path").length,
          curves: [...document.querySelectorAll("main figure.plot")]
            .filter(({ textContent }) => textContent?.includes("against the rest"))
            .flatMap((figure) => [...figure.querySelectorAll<SVGElement>("path.line[style]")])
            .map(({ style }) => style.stroke),
        }),
        null,
      );
      expect(drawn.borders).toBe(3);
      expect(new Set(drawn.curves).size).toBe(4);
      expect(await room.text("main figure.plot [data-summary]")).toContain(
        "12 rows, 3 of A, 3 of B, 3 of C and 3 of D, over x and y.",
      );
    });

    test("come and go with their points, and keep their names and looks", async () => {
      await room.goTo("#/classify");
      await room.choose("tool", "third");
      await room.nudge("cursor", "ArrowRight", 5);
      await room.page.press("Enter");
      await room.ready();
      expect((await points()).slice(-3)).toEqual([0.4, 0, 2]);
      await room.page.press("d");
      await room.ready();
      expect((await points()).slice(-3)).toEqual([0.4, 0, 3]);
      expect(await room.numbers()).toMatchObject({ "count4-4": expect.any(Number) });
      await room.page.press("Delete");
      await room.page.press("Delete");
      await room.ready();
      expect(await rows()).toEqual({ first: 9, second: 9 });
      // Of A and C alone C is the second, and called C.
      await room.goTo("#/classify?points=-1,0,0,-2,1,0,1,0,2,2,1,2");
      expect(await rows()).toEqual({ first: 2, second: 2 });
      expect(await room.text(".counts")).toContain("taken for A");
      expect(await room.text(".counts")).toContain("for C");
    });

    test("that can be separated say so", async () => {
      await room.goTo("#/classify?points=-3,0,0,-2,1,0,0,2,1,0.5,3,1,3,0,2,2,-1,2&penalty=0");
      expect(await said()).toMatch(/can be separated without a mistake.*only the lines mean something/);
      expect(await room.text("main")).not.toMatch(/NaN|undefined|null|Infinity/);
    });

    test("may come of a CSV", async () => {
      await room.open("#/classify?data=own");
      await room.page.evaluate((content) => {
        const area = document.querySelector<HTMLTextAreaElement>('[data-own="text"]');
        if (!area) throw new Error("no place for text");
        area.value = content;
        area.dispatchEvent(new Event("input", { bubbles: true }));
      }, `${CSV}3,1,hen\n4,1.5,hen\n`);
      await room.click('[data-action="own"]');
      await room.until(() => document.querySelector(".columns") !== null, "the columns");
      await room.ready();
      expect(await room.text(".counts")).toContain("for hen");
      expect(await room.numbers()).toMatchObject(await runCode(await room.code()));
    });

    test("are accessible, light and dark, and a link shows them again", async () => {
      for (const width of [1440, 390]) {
        await room.page.resize(width, 900);
        await room.open(FOUR);
        expect(await violations(room.page)).toEqual([]);
      }
      await room.page.resize(1440, 900);
      const before = await room.numbers();
      await room.open(await room.hash());
      expect(await room.numbers()).toEqual(before);
    });
  });

  describe("the L1 ratio", () => {
    test("leaves weights out, which are counted and shown as such", async () => {
      await room.goTo("#/classify?data=moons&degree=5");
      expect(await room.numbers()).not.toHaveProperty("zeros");
      let before = -1;
      for (const ratio of [0.05, 0.5, 1]) {
        await room.type("l1Ratio", ratio);
        const numbers = await room.numbers();
        const zeros = Object.entries(numbers).filter(([name, value]) => /^w\d/.test(name) && value === 0);
        expect(numbers["zeros"]).toBe(zeros.length);
        expect(zeros.length).toBeGreaterThanOrEqual(before);
        before = zeros.length;
      }
      expect(before).toBeGreaterThan(10);
      const leftOut = await room.page.evaluate(
        () =>
          [...document.querySelectorAll(".weights tr.is-out")].map(({ textContent }) => textContent ?? ""),
        null,
      );
      expect(leftOut).toHaveLength(before);
      for (const row of leftOut) expect(row).toMatch(/0left out$/);
      await room.choose("penalty");
      expect(await room.numbers()).not.toHaveProperty("zeros");
      expect(await room.text("form")).not.toContain("L1 ratio");
    });

    test("keeps the mark of C on its chart where it leaves all weights out", async () => {
      const marks = () =>
        room.page.evaluate(() => {
          const chart = document.querySelector('[data-chart^="Length of the weights"]');
          const labels = [...(chart?.querySelectorAll("text.label") ?? [])];
          return {
            symbols: chart?.querySelectorAll("path.symbol").length,
            labels: labels.map(({ textContent }) => textContent),
          };
        }, null);
      await room.goTo("#/classify?data=moons&l1Ratio=1&C=0.0001");
      expect((await room.numbers())["norm"]).toBe(0);
      const { symbols, labels } = await marks();
      expect(symbols).toBe(1);
      expect(labels).toContainEqual(expect.stringMatching(/^C = 0.0001: all weights are 0$/));
      await room.type("C", 1);
      expect((await marks()).labels).toContain("C = 1");
    });

    test("leaves one solver, says so, and takes it in place of one that can't", async () => {
      await room.goTo("#/classify?solver=lbfgs");
      const options = () =>
        room.page.evaluate(
          () =>
            [...document.querySelectorAll<HTMLOptionElement>('[data-param="solver"] option')]
              .filter(({ disabled }) => !disabled)
              .map(({ value }) => value),
          null,
        );
      expect((await options()).length).toBeGreaterThan(10);
      await room.type("l1Ratio", 0.3);
      expect(await options()).toEqual(["auto", "proximal-newton", "proximal-lbfgs"]);
      expect(await room.text("#reasons-solver")).toContain("proximal methods do the fit");
      expect(await said()).toContain("steps of proximal Newton");
      await room.type("l1Ratio", 0);
      expect(await said()).toContain("steps of L-BFGS");
      await room.choose("solver", "proximal-newton");
      expect(await said()).toContain("steps of proximal Newton");
    });

    test("leaves weights of several classes out, one by one", async () => {
      await room.goTo(
        "#/classify?points=-2,0,0,-3,1,0,-1,-1,0,0,1,1,0.5,-1,1,-0.5,0.2,1,2,1,2,1,0,2,3,-1,2&degree=3&l1Ratio=1&solver=lbfgs",
      );
      expect(await said()).toContain("steps of proximal Newton");
      const numbers = await room.numbers();
      const zeros = Object.entries(numbers).filter(([name, value]) => /^w\d+-\d$/.test(name) && value === 0);
      expect(numbers["zeros"]).toBe(zeros.length);
      expect(zeros.length).toBeGreaterThan(9);
      expect(zeros.length).toBeLessThan(27);
      expect(numbers).toMatchObject(await runCode(await room.code()));
    });

    test("where fits take too long the curve of the weights ends, and says where", async () => {
      await room.goTo("#/classify?data=tumours&degree=7&l1Ratio=1");
      expect(await room.text("main")).toContain(
        "There the curve ends: beyond, proximal Newton needs more than 50 steps a fit.",
      );
    });
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
      await room.goTo("#/classify");
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
      await room.goTo("#/classify");
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

    test("are none of a key that the browser has a use for", async () => {
      await room.open("#/classify"); // the cursor is where the page begins
      const pressWith = (modifier: "ctrlKey" | "metaKey" | "altKey" | "shiftKey") =>
        room.page.evaluate((held) => {
          const key = new KeyboardEvent("keydown", {
            key: "c",
            [held]: true,
            bubbles: true,
            cancelable: true,
          });
          return document.querySelector('[data-handle="cursor"]')?.dispatchEvent(key);
        }, modifier);
      const before = await room.hash();
      for (const held of ["ctrlKey", "metaKey", "altKey"] as const) expect(await pressWith(held)).toBe(true);
      expect(await room.hash()).toBe(before);
      await pressWith("shiftKey");
      await room.ready();
      expect((await points()).slice(-3)).toEqual([0, 0, 2]);
    });

    test("of one class alone make no model, and the page says so", async () => {
      await room.goTo("#/classify");
      await room.click('[data-action="clear"]');
      expect(await room.hash()).toContain("points=");
      expect(await said()).toContain("needs points of at least two classes");
      expect(await room.code()).toContain("needs points of at least two classes");
      await clickAt(-1, 0);
      expect(await said()).toContain("needs points of at least two classes");
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
    await room.goTo("#/classify");
    await room.choose("data", data);
    expect(await rows()).toEqual(expected);
    expect(await room.numbers()).toMatchObject({ auc: expect.any(Number) });
  });

  test("the controls of each data set choose its rows and its columns", async () => {
    await room.goTo("#/classify?data=tumours");
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
    await room.goTo("#/classify?data=tumours");
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
    await room.goTo("#/classify?data=circles");
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
    await room.goTo("#/classify?data=heights");
    const equal = await room.numbers();
    await room.choose("weights", "balanced");
    expect((await room.numbers())["trueNegatives"]).toBeGreaterThan(equal["trueNegatives"] ?? 0);
    await room.choose("weights", "own");
    expect((await room.numbers())["norm"]).toBe(equal["norm"]); // 1 of the first
    await room.type("ratio", 20);
    expect((await room.numbers())["trueNegatives"]).toBeLessThan(equal["trueNegatives"] ?? 0);
  });

  test("solvers that end find the same model, and one that doesn't says so", async () => {
    await room.goTo("#/classify?data=moons&degree=2&maxIter=5000");
    const { norm = 0 } = await room.numbers();
    for (const solver of [
      "newton",
      "proximal-newton",
      "proximal-lbfgs",
      "newton-cg",
      "bfgs",
      "lbfgs",
      "gradient-descent",
      "momentum",
      "saga",
    ]) {
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
      await room.goTo("#/classify?data=circles");
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

    test("that is wrong is complained of until something else is shown", async () => {
      await room.goTo("#/classify?data=circles");
      await file("drop", "nonsense");
      await room.until(() => document.querySelector('[data-own="wrong"]') !== null, "a complaint");
      await room.choose("data", "moons");
      expect(await room.text('[data-own="wrong"]')).toBe("");
      await room.choose("data", "own");
      await paste("a,b");
      expect(await room.text('[data-own="wrong"]')).toContain("Line 1");
      await file("drop", CSV);
      await shown();
      expect(await room.text('[data-own="wrong"]')).toBe("");
    });

    test("may have numbers for classes, which are quoted in sentences", async () => {
      await room.open("#/classify?data=own");
      const numbered = CSV.replaceAll("cat", "0").replaceAll("dog", "1");
      await paste(numbered);
      expect(await room.text(".counts + .note")).toMatch(/^Of “1” [\d.]+ % are found.* of “0” [\d.]+ %/);
      await paste(`${numbered}0,0,2\n0,1,2\n`);
      expect(await room.text(".counts + .note")).toMatch(/of “0”, [\d.]+ % of “1” and [\d.]+ % of “2”/);
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
    ["lasso", {}, { zeros: 29, fresh: 0.887 }],
    ["lasso", { l1Ratio: 0 }, { fresh: 0.884 }],
    ["between", {}, { "count2-1": 1, "count2-2": 5, "count2-3": 2 }],
    ["few", {}, { falsePositives: 163, trueNegatives: 75 }],
  ])("the story %s says what is so: %o", async (story, changes, numbers) => {
    await room.goTo("#/classify");
    await room.click(`[data-story="${story}"]`);
    for (const [name, value] of Object.entries(changes)) await room.type(name, value);
    expect(await room.numbers()).toMatchObject(numbers);
  });

  test("each tenfold of C adds about 4 to the weights of separable points", async () => {
    await room.goTo("#/classify");
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
    await room.goTo("#/classify");
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
    await room.goTo("#/classify?threshold=0.9");
    const { falsePositives = 0, falseNegatives = 0 } = await room.numbers();
    expect(await said()).toContain(
      `${falsePositives + falseNegatives} rows, ringed, are on their wrong side`,
    );
    expect(await said()).toContain("dashed");
  });

  test("no errors", () => expect(room.page.errors).toEqual([]));
});
