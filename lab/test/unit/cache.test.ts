import { expect, test } from "vitest";
import { Cache } from "../../src/worker/cache.ts";

test("an answer is made once for each name, an undefined one too", () => {
  const cache = new Cache();
  let made = 0;
  const make = () => void made++;
  for (const name of ["a", "b", "a"]) cache.of(name, make);
  expect(made).toBe(2);
  expect(cache.of("c", () => 3)).toBe(3);
  expect(cache.of("c", () => 4)).toBe(3);
});
