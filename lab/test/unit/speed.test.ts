import { expect, test } from "vitest";
import { speedOf } from "../../src/rooms/rates/speed.ts";

const errors = (of: (n: number) => number) => Array.from({ length: 60 }, (_, n) => of(n));

test("a speed is told by its shape, to nine digits", () => {
  expect(
    speedOf(
      errors((n) => 0.7 ** n),
      1e-300,
      false,
    ),
  ).toEqual({ kind: "linear", factor: 0.7 });
  expect(
    speedOf(
      errors((n) => 1 / (n + 1) ** 2),
      1e-300,
      false,
    ),
  ).toMatchObject({ kind: "sublinear" });
  expect(speedOf([0.5, 0.25, 1 / 16, 1 / 256, 2 ** -16, 2 ** -32, 0], 1e-20, false)).toEqual({
    kind: "quadratic",
    order: 2,
  });
});
