import { expect, it } from "vitest";
import { distance, EPSILON, matrix, orders, randoms, sum } from "./dense.ts";
import { describeEachBuild } from "./harness.ts";

const shapes = orders.flatMap((size) => [0, 1, 2, 3, 5, 8, 31, 64, 256].map((rows) => ({ rows, size })));

/** Small enough for sums of their products to be exact. */
const integers = (length: number, seed: number) =>
  randoms(length, seed).map((value) => Math.round(1000 * value) + 0);

describeEachBuild("gram", (bench) => {
  const { kernels } = bench;

  it.each(shapes)(
    "adds PᵀP of $rows rows and $size columns to the tiles of the upper triangle",
    ({ rows, size }) => {
      const width = Math.ceil(size / 4) * 4;
      const panels = integers(rows * width, 1).map((value, at) => {
        const column = Math.floor(at / (rows * 4)) * 4 + (at % 4);
        return column < size ? value : 0;
      });
      const p = (i: number, j: number) => panels[(Math.floor(j / 4) * rows + i) * 4 + (j % 4)]!;
      const before = integers(width * width, 2);
      const h = bench.put(before);
      kernels.gram(rows, size, bench.put(panels), h);
      kernels.gram(rows, size, bench.put(panels.map((value) => 2 * value)), h);

      const expected = matrix(width, width, (i, j) => {
        const below = Math.floor(j / 4) < Math.floor(i / 4);
        return before[i * width + j]! + (below ? 0 : 5 * sum(rows, (k) => p(k, i) * p(k, j)));
      });
      expect(distance(bench.get(h, width * width), expected)).toBe(0);
      bench.clear();
    },
  );

  /** The Hessian by `pack` and `gram`, of columns that are centred and scaled; the intercept comes last. */
  function hessian(rows: number, cols: number, x: Float64Array, c: Float64Array, center: Float64Array) {
    const stride = Math.ceil((cols + 1) / 4) * 4;
    const panels = bench.vector(rows * stride);
    const curvature = bench.put(c);
    const scale = bench.put(new Float64Array(cols).fill(1));
    kernels.packF64(rows, cols, bench.put(x), curvature, bench.put(center), scale, panels);
    kernels.packIntercept(rows, cols, curvature, panels);
    const h = bench.put(new Float64Array(stride * stride));
    kernels.gram(rows, cols + 1, panels, h);
    const values = bench.get(h, stride * stride);
    bench.clear();
    return (i: number, j: number) => values[Math.min(i, j) * stride + Math.max(i, j)]!;
  }

  it("has no cancellation for columns that are far off zero", () => {
    const [rows, cols] = [256, 6];
    const offsets = randoms(rows * cols, 3);
    const center = new Float64Array(cols).fill(2 ** 30);
    const x = offsets.map((value) => 2 ** 30 + value); // rounded: what is left of the offsets is x − 2³⁰
    const u = (i: number, j: number) => (j === cols ? 1 : x[i * cols + j]! - 2 ** 30);
    const c = randoms(rows, 4).map(Math.abs);
    const h = hessian(rows, cols, x, c, center);
    for (let i = 0; i <= cols; i++)
      for (let j = 0; j <= cols; j++)
        expect(Math.abs(h(i, j) - sum(rows, (k) => c[k]! * u(k, i) * u(k, j)))).toBeLessThan(
          rows * EPSILON * rows,
        );
  });

  it("is the Hessian of the logistic loss: finite differences of its gradient", () => {
    const [rows, cols] = [64, 5];
    const x = randoms(rows * cols, 5);
    const w = randoms(cols + 1, 6);
    const weight = randoms(rows, 7).map((value) => Math.max(value, 0)); // about half of them 0
    const xij = (i: number, j: number) => (j === cols ? 1 : x[i * cols + j]!);
    const probability = (i: number, at: Float64Array) =>
      1 / (1 + Math.exp(-sum(cols + 1, (j) => xij(i, j) * at[j]!)));
    // The labels add a constant to the gradient, which its differences don't see.
    const gradient = (j: number, at: Float64Array) =>
      sum(rows, (i) => weight[i]! * probability(i, at) * xij(i, j));

    const c = weight.map((s, i) => s * probability(i, w) * (1 - probability(i, w)));
    const h = hessian(rows, cols, x, c, new Float64Array(cols));
    const step = 1e-5;
    for (let k = 0; k <= cols; k++) {
      const [ahead, behind] = [step, -step].map((by) => w.with(k, w[k]! + by)) as [
        Float64Array,
        Float64Array,
      ];
      for (let j = 0; j <= cols; j++) {
        expect(h(j, k)).toBeCloseTo((gradient(j, ahead) - gradient(j, behind)) / (2 * step), 8);
      }
    }
  });
});
