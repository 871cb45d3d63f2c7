import { beforeAll, expect, test } from "vitest";
import { inEachBrowser } from "../support/each-browser.ts";
import type { RoomPage } from "../support/room-page.ts";
import { runCode } from "../support/run-code.ts";

inEachBrowser((bench) => {
  let room: RoomPage;

  beforeAll(async () => {
    room = await bench.newPage();
  });

  test("shows what the copied code prints", async () => {
    await room.open("#/step-size?rate=0.05&steps=40");
    const printed = await runCode(await room.code());
    expect(printed).toMatchObject({ iterations: 40 });
    expect(await room.numbers()).toMatchObject(printed);
  });

  test("a mark under the slider sets it", async () => {
    await room.open("#/step-size?condition=25");
    await room.click('[data-mark="1 / L"]');
    expect(await room.hash()).toContain("rate=0.04");
  });
});
