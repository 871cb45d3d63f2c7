import { expect, it } from "vitest";
import { cosPi } from "../../src/numerics/cos-pi.ts";

it("cosPi is the cosine, to the last bits", () => {
  for (let k = 0; k <= 10_000; k++) {
    const u = k / 10_000;
    expect(Math.abs(cosPi(u) - Math.cos(Math.PI * u))).toBeLessThan(2 * Number.EPSILON);
  }
});

it("cosPi is exact where the cosine is", () => {
  expect([0, 0.5, 1].map(cosPi)).toEqual([1, 0, -1]);
});
