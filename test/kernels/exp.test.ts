import { expect, it } from "vitest";
import { exp } from "../../src/numerics/exp.ts";
import { describeEachBuild, lengths } from "./harness.ts";
import { firstDifference, randoms, ulps } from "./reference.ts";

/** All of where eˣ is neither 0 nor ∞, densely, and the ends. */
const sweep = Float64Array.from({ length: 400_001 }, (_, i) => -750 + (i / 400_000) * 1465);
const fine = randoms(100_000).map((r) => r * 2);
const tiny = randoms(2000).map((r, i) => r * 2 ** -(i % 1074));
const special = [
  0,
  -0,
  1,
  -1,
  709.782712893384,
  709.7827128933841,
  710,
  1e308,
  Infinity,
  -Infinity,
  NaN,
].concat([
  -708.3,
  -708.4,
  -709,
  -744.44,
  -745.13,
  -745.14,
  -746,
  -1e308,
  Math.LN2 / 2,
  -Math.LN2 / 2,
  5e-324,
]);

describeEachBuild("exp", (bench) => {
  const run = (x: ArrayLike<number>): Float64Array => {
    const [px, out] = [bench.put(x), bench.vector(x.length)];
    bench.kernels.exp(x.length, px, out);
    const result = bench.get(out, x.length);
    bench.clear();
    return result;
  };

  it("is within an ulp of the host's, denormal results included", () => {
    for (const x of [sweep, fine, tiny])
      expect(
        Math.max(...chunkMaxima(run(x), (value, i) => ulps(value, Math.exp(x[i]!)))),
      ).toBeLessThanOrEqual(1);
  });

  it("has the limits right", () => {
    expect(run(special)).toEqual(Float64Array.from(special, exp));
    const [zero, negativeZero, ...ends] = run([0, -0, -Infinity, -746, Infinity, 709.79, 1e308, NaN]);
    expect([zero, negativeZero]).toEqual([1, 1]);
    expect(ends).toEqual([0, 0, Infinity, Infinity, Infinity, NaN]);
    expect(run([-745.13, -745.14])).toEqual(Float64Array.of(5e-324, 0));
  });

  it("has the same bits as the TypeScript twin, in every build", () => {
    for (const x of [sweep, fine, tiny]) expect(firstDifference(run(x), x.map(exp))).toBe(-1);
  });

  it.each(lengths)("length %i, in place", (n) => {
    const x = randoms(n);
    const p = bench.put(x);
    bench.kernels.exp(n, p, p);
    expect(bench.get(p, n)).toEqual(x.map(exp));
    bench.clear();
  });
});

function chunkMaxima(values: Float64Array, measure: (value: number, i: number) => number): number[] {
  return Array.from({ length: Math.ceil(values.length / 1000) }, (_, c) =>
    Math.max(...Array.from(values.subarray(c * 1000, c * 1000 + 1000), (v, i) => measure(v, c * 1000 + i))),
  );
}
