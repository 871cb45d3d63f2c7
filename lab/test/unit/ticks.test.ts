import { describe, expect, test } from "vitest";
import { scaleOf, ticksOf } from "../../src/charts/scales.ts";

function ticks(domain: readonly [number, number], room: number): readonly number[] {
  const axis = { domain, scale: "log" } as const;
  return ticksOf(scaleOf(axis, [0, room]), axis, room);
}

describe("ticks of a log scale", () => {
  test("are powers of ten, thinned where there is little room", () => {
    expect(ticks([1e-3, 1e3], 640)).toEqual([1e-3, 1e-2, 0.1, 1, 10, 100, 1000]);
    expect(ticks([1e-3, 1e3], 256)).toEqual([1e-3, 0.1, 10, 1000]);
  });

  test("are as many as there is room for within two decades", () => {
    expect(ticks([0.8, 70], 512)).toEqual([1, 2, 5, 10, 20, 50]);
    expect(ticks([0.8, 70], 256)).toEqual([1, 3, 10, 30]);
    expect(ticks([0.8, 70], 128)).toEqual([1, 10]);
  });

  test("are round values where not even two of them are inside", () => {
    expect(ticks([0.31, 0.44], 256)).toEqual([0.35, 0.4]);
  });
});
