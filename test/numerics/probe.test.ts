import { expect, it } from "vitest";
import { probe } from "../../src/numerics/probe.ts";

it.each([0, 0.5])("a probe turned by %d π has the cosines, none of them 0", (turns) => {
  probe(1000, turns).forEach((p, j) => {
    expect(p).toBeCloseTo(Math.cos(1 + j + turns * Math.PI), 11);
    expect(p).not.toBe(0);
  });
});
