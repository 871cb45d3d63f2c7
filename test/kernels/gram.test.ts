import { expect, it } from "vitest";
import { panelRows } from "../../src/wasm/kernels.ts";
import { distance, EPSILON, matrix, orders, randoms, sum } from "./dense.ts";
import { describeEachBuild } from "./harness.ts";

const shapes = orders.flatMap((size) => [0, 1, 2, 3, 5, 8, 31, 64, 256].map((rows) => ({ rows, size })));

/** From −range to range: small enough for sums of their products to be exact. */
const integers = (length: number, seed: number, range = 1000) =>
  randoms(length, seed).map((value) => Math.round(range * value) + 0);

/** Panels of `width` columns, of rows with room for more; what is beyond rows and columns. */
function panelsOf(rows: number, size: number, width: number, entry: (i: number, j: number) => number) {
  const room = panelRows(rows);
  return matrix(Math.ceil(size / width) * room, width, (at, lane) => {
    const j = Math.floor(at / room) * width + lane;
    return at % room >= rows ? Number.NaN : j < size ? entry(at % room, j) : 0;
  });
}

describeEachBuild("gram", (bench) => {
  const { kernels } = bench;

  it.each(shapes)(
    "adds PᵀP of $rows rows and $size columns to the tiles of the upper triangle",
    ({ rows, size }) => {
      for (const [gram, width, Panels, range] of [
        ["gram", 4, Float64Array, 1000],
        ["gramSingle", 8, Float32Array, 100],
      ] as const) {
        const p = matrix(rows, size, (i, j) => integers(size, 31 * i + 1, range)[j]!);
        const entry = (i: number, j: number) => (j < size ? p[i * size + j]! : 0);
        const once = new Panels(panelsOf(rows, size, width, entry));
        const twice = once.map((value) => 2 * value);
        const order = Math.ceil(size / width) * width;
        const stride = order + 4;
        const before = integers(order * stride, 2);
        const h = bench.put(before);
        kernels[gram](rows, size, stride, bench.put(once), h);
        kernels[gram](rows, size, stride, bench.put(twice), h);

        const expected = matrix(order, stride, (i, j) => {
          const outside = j >= order || Math.floor(j / width) < Math.floor(i / width);
          return before[i * stride + j]! + (outside ? 0 : 5 * sum(rows, (k) => entry(k, i) * entry(k, j)));
        });
        expect(distance(bench.get(h, order * stride), expected)).toBe(0);
        bench.clear();
      }
    },
  );

  it("adds what f32 can't hold to f64, and products beyond f32 as what they are there", () => {
    const [rows, size, stride] = [5, 9, 24];
    const columns = [1e-3, 1e18, 1e-18, 1e20, 1e-25, 1, 1, 1, 1];
    const panels = bench.put(new Float32Array(panelsOf(rows, size, 8, (i, j) => columns[j]! * (i + 1))));
    const h = bench.put(new Float64Array(16 * stride).fill(2 ** 30));
    kernels.gramSingle(rows, size, stride, panels, h);
    const values = bench.get(h, 16 * stride);
    const entry = (i: number, j: number) => values[i * stride + j]! - 2 ** 30;
    const squares = 1 + 4 + 9 + 16 + 25;
    expect(entry(5, 8)).toBe(squares); // 2³⁰ + 55 is none of f32's numbers
    expect(entry(0, 0) / (squares * 1e-6)).toBeCloseTo(1, 1); // as far as 2³⁰ lets see it
    expect(entry(1, 1) / (squares * 1e36)).toBeCloseTo(1, 6);
    expect(entry(1, 2) / squares).toBeCloseTo(1, 3);
    expect(entry(3, 3)).toBe(Number.POSITIVE_INFINITY);
    expect(entry(4, 4)).toBe(0);
    bench.clear();
  });

  /** The Hessian by `pack` and `gram`, of columns that are centred and scaled; the intercept comes last. */
  function hessian(rows: number, cols: number, x: Float64Array, c: Float64Array, center: Float64Array) {
    const stride = Math.ceil((cols + 1) / 4) * 4;
    const panels = bench.vector(panelRows(rows) * stride);
    const curvature = bench.put(c);
    const scale = bench.put(new Float64Array(cols).fill(1));
    kernels.packF64(rows, cols, bench.put(x), curvature, bench.put(center), scale, panels);
    kernels.packIntercept(rows, cols, curvature, panels);
    const h = bench.put(new Float64Array(stride * stride));
    kernels.gram(rows, cols + 1, stride, panels, h);
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
