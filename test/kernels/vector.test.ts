import { expect, it } from "vitest";
import { describeEachBuild, lengths } from "./harness.ts";
import { dot, randoms, relativeError } from "./reference.ts";

describeEachBuild("vector", (bench) => {
  const { kernels } = bench;

  it.each(lengths)("level 1 at length %i", (n) => {
    const x = randoms(n, 1);
    const y = randoms(n, 2);
    const [px, py, out] = [bench.put(x), bench.put(y), bench.vector(n)];
    expect(Math.abs(kernels.dot(n, px, py) - dot(x, y))).toBeLessThanOrEqual(1e-15 * n);
    expect(kernels.norm2(n, px)).toBeCloseTo(Math.hypot(...x), 13);
    expect(kernels.normMax(n, px)).toBe(Math.max(0, ...x.map(Math.abs)));

    kernels.multiply(n, px, py, out);
    expect(bench.get(out, n)).toEqual(x.map((xi, i) => xi * y[i]!));
    kernels.axpy(n, -0.3, px, py);
    expect(
      relativeError(
        bench.get(py, n),
        y.map((yi, i) => yi - 0.3 * x[i]!),
      ),
    ).toBeLessThan(1e-15);
    kernels.scale(n, 3, px);
    expect(bench.get(px, n)).toEqual(x.map((xi) => 3 * xi));
    kernels.multiply(n, px, px, px);
    expect(bench.get(px, n)).toEqual(x.map((xi) => 3 * xi * (3 * xi)));
    bench.clear();
  });

  it("norm2 neither overflows nor underflows", () => {
    const norm = (...x: number[]) => kernels.norm2(x.length, bench.put(x));
    expect(norm(3e200, -4e200)).toBeCloseTo(5e200, -190);
    expect(norm(3e-200, 4e-200) / 5e-200).toBeCloseTo(1, 14);
    expect(norm(3e-160, 4e-160) / 5e-160).toBeCloseTo(1, 14); // the squares are denormal
    expect(norm(3e-320, 4e-320)).toBe(5e-320);
    expect(norm(1e200, 1, 1e-200)).toBe(1e200);
    expect(norm(0, -0, 0)).toBe(0);
    expect(norm(1, -Infinity)).toBe(Infinity);
    expect(norm(1, NaN, 3)).toBeNaN();
    bench.clear();
  });

  it("normMax keeps NaN and infinity, wherever they are", () => {
    for (let n = 1; n < 9; n++)
      for (let i = 0; i < n; i++) {
        const x = randoms(n);
        x[i] = -Infinity;
        expect(kernels.normMax(n, bench.put(x))).toBe(Infinity);
        x[i] = NaN;
        expect(kernels.normMax(n, bench.put(x))).toBeNaN();
      }
    bench.clear();
  });
});
