import { expect, it } from "vitest";
import { log } from "../../src/numerics/log.ts";
import {
  exponentOf,
  nearestPowerOfTwo,
  powerOfTwo,
  powerOfTwoFrom,
} from "../../src/numerics/power-of-two.ts";
import { randoms } from "../kernels/reference.ts";

const BITS = 160n;
const ONE = 1n << BITS;
const LN2 = 2n * atanh(ONE / 3n);

/** Numbers as integers in units of 2⁻¹⁶⁰. */
function atanh(x: bigint): bigint {
  let sum = 0n;
  let power = x;
  for (let k = 1n; power !== 0n; k += 2n) {
    sum += power / k;
    power = (((power * x) >> BITS) * x) >> BITS;
  }
  return sum;
}

/** log x = k ln 2 + 2 artanh((m − 1) / (m + 1)), x = m 2ᵏ. */
function reference(x: number): bigint {
  const k = Math.floor(Math.log2(x));
  const half = Math.trunc(k / 2);
  const m = x / 2 ** half / 2 ** (k - half);
  const exact = BigInt(m * 2 ** 52) << (BITS - 52n);
  return BigInt(k) * LN2 + 2n * atanh(((exact - ONE) * ONE) / (exact + ONE));
}

/** By how many units in the last place of the logarithm it is wrong. */
function error(x: number): number {
  const expected = reference(x);
  const found = log(x);
  const whole = Math.round(found * 2 ** 52);
  const scaled = BigInt(whole) << (BITS - 52n);
  const rest = found * 2 ** 52 - whole; // the bits below 2⁻⁵²
  const difference = Number(scaled - expected) / 2 ** Number(BITS) + rest / 2 ** 52;
  const ulp = 2 ** (Math.floor(Math.log2(Math.abs(found))) - 52);
  return Math.abs(difference) / ulp;
}

it("log is wrong by less than a unit in the last place", () => {
  const near = randoms(5000, 3).map((r) => 1 + 0.5 * r);
  const wide = randoms(5000, 4).map((r) => 2 ** (1000 * r) * (1.5 + r / 2));
  const all = [...near, ...wide, 2, 4, 0.5, Math.SQRT2, Math.SQRT1_2, 10, 1e308, 1e-308, 5e-324, 1e-315];
  expect(Math.max(...all.filter((x) => x > 0 && x !== 1).map(error))).toBeLessThan(1);
});

it("log ends as the logarithm does", () => {
  expect([1, 0, -0, Infinity].map(log)).toEqual([0, -Infinity, -Infinity, Infinity]);
  expect([-1, -Infinity, NaN].map(log)).toEqual([NaN, NaN, NaN]);
});

it("powers of two are exact, also where they are hardly numbers", () => {
  for (let k = -1080; k <= 1030; k++) {
    expect(powerOfTwo(k)).toBe(2 ** k);
    if (powerOfTwo(k) > 0 && powerOfTwo(k) < Infinity) expect(exponentOf(powerOfTwo(k))).toBe(k);
  }
});

it.each([
  [1, 1, 1],
  [1.41, 1, 2],
  [1.42, 2, 2],
  [3, 4, 4],
  [0.7, 0.5, 1],
  [0.75, 1, 1],
  [5e-324, 5e-324, 5e-324],
  [1.5e-323, 2e-323, 2e-323],
  [1e308, 2 ** 1023, Infinity],
])("around %d the nearest power of two is %d, the next %d", (x, nearest, next) => {
  expect(nearestPowerOfTwo(x)).toBe(nearest);
  expect(powerOfTwoFrom(x)).toBe(next);
});
