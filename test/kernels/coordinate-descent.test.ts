import { expect, it } from "vitest";
import { distance, matrix, orders, randoms, sum } from "./dense.ts";
import { type Bench, describeEachBuild } from "./harness.ts";

/** A positive definite matrix, and its upper triangle alone, of a stride beyond its order. */
function symmetric(n: number, seed: number, stride = n + 3) {
  const a = randoms(n * n, seed);
  const full = matrix(n, n, (i, j) => sum(n, (k) => a[k * n + i]! * a[k * n + j]!) + (i === j ? 0.5 : 0));
  const upper = new Float64Array(n * stride).fill(Number.NaN);
  for (let i = 0; i < n; i++) for (let j = i; j < n; j++) upper[i * stride + j] = full[i * n + j]!;
  return { full, upper, stride };
}

function indicesAt(bench: Bench, indices: readonly number[]): number {
  const pointer = bench.space(indices.length * 4);
  new Uint32Array(bench.memory.buffer, pointer, indices.length).set(indices);
  return pointer;
}

describeEachBuild("mirror", (bench) => {
  it.each(orders)("copies the upper triangle of order %i to the lower one", (n) => {
    const { full, upper, stride } = symmetric(n, 1);
    const h = bench.put(upper);
    bench.kernels.mirror(n, stride, h);
    const found = bench.get(h, n * stride);
    expect(
      distance(
        matrix(n, n, (i, j) => found[i * stride + j]!),
        full,
      ),
    ).toBe(0);
    bench.clear();
  });
});

describeEachBuild("gatherSymmetric", (bench) => {
  it.each(orders)("takes every other row and column of order %i", (n) => {
    const { full, upper, stride } = symmetric(n, 2);
    const picked = Array.from({ length: n }, (_, j) => j).filter((j) => j % 2 === 1);
    const [count, outStride] = [picked.length, picked.length + 1];
    const out = bench.vector(count * outStride);
    bench.kernels.gatherSymmetric(count, stride, bench.put(upper), indicesAt(bench, picked), outStride, out);
    const found = bench.get(out, count * outStride);
    for (let a = 0; a < count; a++) {
      for (let b = a; b < count; b++) {
        expect(found[a * outStride + b]).toBe(full[picked[a]! * n + picked[b]!]);
      }
    }
    bench.clear();
  });
});

describeEachBuild("coordinateSweep", (bench) => {
  it.each(orders)("moves each of the variables named to where the model of order %i is least", (n) => {
    const { full, upper, stride } = symmetric(n, 3);
    const named = Array.from({ length: n }, (_, j) => n - 1 - j).filter((j) => j % 5 !== 2);
    const penalty = randoms(n, 4).map((value) => Math.max(0, value));
    const lower = randoms(n, 5).map((value) => (value > 0.5 ? value - 0.4 : Number.NEGATIVE_INFINITY));
    const higher = randoms(n, 6).map((value) => (value > 0.5 ? 0.3 : Number.POSITIVE_INFINITY));
    const [z, q] = [randoms(n, 7).map((value) => (Math.abs(value) < 0.3 ? 0 : value)), randoms(n, 8)];

    const h = bench.put(upper);
    bench.kernels.mirror(n, stride, h);
    const [zs, qs] = [bench.put(z), bench.put(q)];
    const answer = bench.kernels.coordinateSweep(
      named.length,
      n,
      stride,
      indicesAt(bench, named),
      h,
      bench.put(penalty),
      bench.put(lower),
      bench.put(higher),
      zs,
      qs,
    );

    let largest = 0;
    for (const j of named) {
      const curvature = full[j * n + j]!;
      const a = curvature * z[j]! - q[j]!;
      const soft = (Math.sign(a) * Math.max(Math.abs(a) - penalty[j]!, 0)) / curvature;
      const change = Math.min(Math.max(soft, lower[j]!), higher[j]!) - z[j]!;
      z[j]! += change;
      for (let i = 0; i < n; i++) q[i]! += change * full[j * n + i]!;
      largest = Math.max(largest, curvature * change * change);
    }
    const scale = Math.max(1, ...q.map(Math.abs));
    expect(distance(bench.get(zs, n), z)).toBeLessThan(1e-11 * scale);
    expect(distance(bench.get(qs, n), q)).toBeLessThan(1e-11 * scale);
    expect(Math.abs(answer - largest)).toBeLessThanOrEqual(1e-11 * Math.max(1, largest));
    bench.clear();
  });

  it("answers 0 and leaves all as it is where nothing can move", () => {
    const h = bench.put([2, 0, 0, 2]);
    const [zs, qs] = [bench.put([0, 0.5]), bench.put([0.3, -4])];
    const [penalty, lower, upper] = [
      [0.5, 0.1],
      [-1, -1],
      [1, 0.5],
    ].map((values) => bench.put(values));
    const swept = bench.kernels.coordinateSweep(
      2,
      2,
      2,
      indicesAt(bench, [0, 1]),
      h,
      penalty!,
      lower!,
      upper!,
      zs,
      qs,
    );
    expect(swept).toBe(0);
    expect([...bench.get(zs, 2), ...bench.get(qs, 2)]).toEqual([0, 0.5, 0.3, -4]);
    bench.clear();
  });
});

describeEachBuild("quasiNewtonSweep", (bench) => {
  const cases = orders.flatMap((n) => [0, 1, 2, 5].map((pairs) => ({ n, pairs })));

  it.each(cases)("moves all variables of a model of order $n with $pairs pairs", ({ n, pairs }) => {
    const sigma = 3;
    const [b, a] = [randoms(n * pairs, 1), randoms(n * pairs, 2).map((value) => value / 10)];
    const rows = matrix(n, 2 * pairs, (j, r) => (r % 2 === 0 ? b : a)[(r >> 1) * n + j]!);
    const diagonal = Float64Array.from(
      { length: n },
      (_, j) => sigma + sum(pairs, (r) => b[r * n + j]! ** 2 - a[r * n + j]! ** 2),
    );
    const [gradient, x] = [randoms(n, 3), randoms(n, 4)];
    const z = x.map((value, j) => (j % 3 === 0 ? 0 : value));
    const penalty = randoms(n, 5).map((value) => Math.max(0, value));
    const lower = randoms(n, 6).map((value) => (value > 0.5 ? value - 0.4 : Number.NEGATIVE_INFINITY));
    const upper = randoms(n, 7).map((value) => (value > 0.5 ? 0.3 : Number.POSITIVE_INFINITY));
    const along = (vectors: Float64Array, r: number) => sum(n, (j) => vectors[r * n + j]! * (z[j]! - x[j]!));
    const products = () =>
      Array.from({ length: 2 * pairs }, (_, r) => (r % 2 === 0 ? along(b, r >> 1) : -along(a, r >> 1)));

    const [zs, kept] = [bench.put(z), bench.put(products())];
    const answer = bench.kernels.quasiNewtonSweep(
      n,
      pairs,
      sigma,
      bench.put(rows),
      bench.put(diagonal),
      bench.put(gradient),
      bench.put(penalty),
      bench.put(lower),
      bench.put(upper),
      bench.put(x),
      zs,
      kept,
    );

    let largest = 0;
    for (let j = 0; j < n; j++) {
      const slope =
        gradient[j]! +
        sigma * (z[j]! - x[j]!) +
        sum(pairs, (r) => b[r * n + j]! * along(b, r) - a[r * n + j]! * along(a, r));
      const curvature = diagonal[j]!;
      const aim = curvature * z[j]! - slope;
      const soft = (Math.sign(aim) * Math.max(Math.abs(aim) - penalty[j]!, 0)) / curvature;
      const change = Math.min(Math.max(soft, lower[j]!), upper[j]!) - z[j]!;
      z[j]! += change;
      largest = Math.max(largest, curvature * change * change);
    }
    expect(distance(bench.get(zs, n), z)).toBeLessThan(1e-11);
    expect(distance(bench.get(kept, 2 * pairs), Float64Array.from(products()))).toBeLessThanOrEqual(
      1e-10 * n,
    );
    expect(Math.abs(answer - largest)).toBeLessThanOrEqual(1e-11 * Math.max(1, largest));
    bench.clear();
  });
});
