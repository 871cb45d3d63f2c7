import { expect, it } from "vitest";
import { SCRATCH_BYTES } from "../../src/wasm/kernels.ts";
import { describeEachBuild } from "./harness.ts";
import { curvature, randoms, relativeError, scores, shapes, storages, targets } from "./reference.ts";
import { type Vector, weightedRows } from "./reference.ts";

describeEachBuild("hessianProduct", (bench) => {
  const run = (name: "F64" | "F32", x: Vector, curvatures: Vector, v: Vector, c: number) => {
    const [scratch, out] = [bench.space(SCRATCH_BYTES), bench.vector(v.length + 1)];
    const [px, pc, pv] = [bench.put(x), bench.put(curvatures), bench.put(v)];
    bench.kernels[`hessianProduct${name}`](curvatures.length, v.length, px, pc, pv, c, scratch, out);
    const result = bench.get(out, v.length + 1);
    bench.clear();
    return result;
  };

  for (const { name, Storage } of storages) {
    it.each(shapes)(`${name} %i x %i`, (rows, cols) => {
      const x = Storage.from(randoms(rows * cols, 16));
      const [v, curvatures] = [randoms(cols, 17), randoms(rows, 18).map(Math.abs)];
      const u = scores(rows, cols, x, v, 0.7).map((z, i) => z * curvatures[i]!);
      expect(relativeError(run(name, x, curvatures, v, 0.7), weightedRows(cols, x, u))).toBeLessThan(1e-13);
    });

    it(`${name}: the product is the slope of the gradient`, () => {
      const [rows, cols, h] = [45, 5, 1e-5];
      const x = Storage.from(randoms(rows * cols, 19));
      const [w, v, t] = [randoms(cols, 20), randoms(cols, 21), targets(rows)];
      const gradientAt = (step: number) => {
        const [scratch, out] = [bench.space(SCRATCH_BYTES), bench.vector(cols + 1)];
        const moved = bench.put(w.map((wj, j) => wj + step * v[j]!));
        const b = -0.4 + step * 0.6;
        bench.kernels[`lossGradient${name}`](
          rows,
          cols,
          bench.put(x),
          bench.put(t),
          0,
          moved,
          b,
          scratch,
          out,
        );
        return bench.get(out, cols + 1);
      };
      const [ahead, behind] = [gradientAt(h), gradientAt(-h)];
      const curvatures = scores(rows, cols, x, w, -0.4).map((z, i) => curvature(z, t[i]!));
      const slope = ahead.map((g, j) => (g - behind[j]!) / (2 * h));
      expect(relativeError(run(name, x, curvatures, v, 0.6), slope)).toBeLessThan(1e-8);
    });
  }
});
