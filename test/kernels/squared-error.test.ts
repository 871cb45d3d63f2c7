import { expect, it } from "vitest";
import { SCRATCH_BYTES } from "../../src/wasm/kernels.ts";
import { describeEachBuild, lengths } from "./harness.ts";
import { randoms, relativeError, scores, shapes, storages, sum, targets, weightedRows } from "./reference.ts";

const weights = (n: number) => targets(n).map(Math.abs);

describeEachBuild("the squared error", (bench) => {
  for (const { name, Storage } of storages) {
    it.each(shapes)(`squaredErrorGradient${name} %i x %i`, (rows, cols) => {
      const x = Storage.from(randoms(rows * cols, 40));
      const [w, y, s] = [randoms(cols, 41), randoms(rows, 42), weights(rows)];
      const [scratch, out] = [bench.space(SCRATCH_BYTES), bench.vector(cols + 1)];
      const kernel = bench.kernels[`squaredErrorGradient${name}`];
      const [px, ps, py, pw] = [x, s, y, w].map((values) => bench.put(values));
      const found = kernel(rows, cols, px!, ps!, py!, pw!, 0.2, scratch, out);
      const gradient = bench.get(out, cols + 1);
      bench.clear();
      const errors = scores(rows, cols, x, w, 0.2).map((zi, i) => zi - y[i]!);
      const loss = sum(errors.map((e, i) => 0.5 * s[i]! * e * e));
      expect(relativeError([found], [loss])).toBeLessThan(1e-13);
      const residuals = errors.map((e, i) => s[i]! * e);
      expect(relativeError(gradient, weightedRows(cols, x, residuals))).toBeLessThan(1e-13);
    });
  }

  it.each(lengths)("squaredErrorRay of %i scores", (n) => {
    const [z, dz, y, s] = [randoms(n, 43), randoms(n, 44), randoms(n, 45), weights(n)];
    const out = bench.vector(2);
    const [pz, pdz, ps, py] = [z, dz, s, y].map((values) => bench.put(values));
    bench.kernels.squaredErrorRay(n, pz!, pdz!, -0.7, ps!, py!, out);
    const [value, slope] = bench.get(out, 2);
    bench.clear();
    const errors = Array.from(z, (zi, i) => zi - 0.7 * dz[i]! - y[i]!);
    expect(relativeError([value!], [sum(errors.map((e, i) => 0.5 * s[i]! * e * e))])).toBeLessThan(1e-13);
    expect(slope).toBeCloseTo(sum(errors.map((e, i) => s[i]! * e * dz[i]!)), 12);
  });

  it("a row of weight 0 counts nothing, whatever its score", () => {
    const out = bench.vector(2);
    const one = bench.put([Number.POSITIVE_INFINITY]);
    bench.kernels.squaredErrorRay(1, one, one, 1, bench.put([0]), bench.put([3]), out);
    const found = bench.get(out, 2);
    bench.clear();
    expect(Array.from(found)).toEqual([0, 0]);
  });
});
