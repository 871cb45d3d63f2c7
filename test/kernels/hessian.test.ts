import { expect, it } from "vitest";
import { PACKED_ROWS, PANEL_ROW_BYTES, panelRows } from "../../src/wasm/kernels.ts";
import { matrix, randoms, sum } from "./dense.ts";
import { describeEachBuild } from "./harness.ts";

const shapes = [0, 1, 3, 31, PACKED_ROWS, PACKED_ROWS + 1, 300].flatMap((rows) =>
  [1, 3, 4, 9].flatMap((cols) => [0, 1].map((intercept) => ({ rows, cols, intercept }))),
);

describeEachBuild("hessian", (bench) => {
  it.each(shapes)(
    "adds Σ hᵢ x̃ᵢ x̃ᵢᵀ of $rows rows and $cols columns, $intercept intercepts, in parts that fit the panels",
    ({ rows, cols, intercept }) => {
      const size = cols + intercept;
      const x = Float32Array.from(randoms(rows * cols, 1));
      const curvature = randoms(rows, 2).map(Math.abs);
      const center = randoms(cols, 3);
      const scale = randoms(cols, 4).map((value) => 1 + value * value);
      const order = Math.ceil(size / 8) * 8;
      const row = (i: number, j: number) => (j < cols ? (x[i * cols + j]! - center[j]!) * scale[j]! : 1);
      for (const [kernel, tolerance] of [
        ["hessianF64", 1e-13],
        ["hessianF32", 1e-13],
        ["hessianSingleF64", 1e-6],
        ["hessianSingleF32", 1e-6],
      ] as const) {
        const values = kernel.endsWith("F64") ? Float64Array.from(x) : x;
        const h = bench.put(new Float64Array(order * order).fill(2));
        // Exactly the space that kernels.ts says: what is written beyond it meets a guard.
        const panels = bench.space(Math.ceil(size / 4) * panelRows(PACKED_ROWS) * PANEL_ROW_BYTES);
        const pointers = [values, curvature, center, scale].map((array) => bench.put(array));
        const [px, ph, pc, ps] = pointers as [number, number, number, number];
        bench.kernels[kernel](rows, cols, size, order, px, ph, pc, ps, panels, h);
        const found = bench.get(h, order * order);
        matrix(size, size, (i, j) => {
          const exact = sum(rows, (k) => curvature[k]! * row(k, i) * row(k, j));
          const root = Math.sqrt(
            sum(rows, (k) => curvature[k]! * row(k, i) ** 2) *
              sum(rows, (k) => curvature[k]! * row(k, j) ** 2),
          );
          if (j >= i)
            expect(Math.abs(found[i * order + j]! - 2 - exact)).toBeLessThanOrEqual(tolerance * (root + 2));
          return 0;
        });
        bench.clear();
      }
    },
  );
});
