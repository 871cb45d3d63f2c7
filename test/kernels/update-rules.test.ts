import { expect, it } from "vitest";
import { describeEachBuild, lengths } from "./harness.ts";
import { randoms, relativeError } from "./reference.ts";

const [rate, mu, next, rho, epsilon] = [0.05, 0.9, 0.8, 0.7, 1e-3];

describeEachBuild("update rules", (bench) => {
  const { kernels } = bench;

  /** Vectors that a kernel moves, and the numbers that they should come to. */
  function expectMoved(n: number, pairs: [pointer: number, expected: Float64Array][]): void {
    for (const [pointer, expected] of pairs) {
      expect(relativeError(bench.get(pointer, n), expected)).toBeLessThan(1e-14);
    }
    bench.clear();
  }

  /** A gradient, two vectors that a rule remembers, and x; the second one isn't negative. */
  function vectors(n: number) {
    const [g, v, x] = [randoms(n, 1), randoms(n, 2), randoms(n, 4)];
    const c = randoms(n, 3).map(Math.abs);
    const at = { g: bench.put(g), v: bench.put(v), c: bench.put(c), x: bench.put(x) };
    return { g, v, c, x, at };
  }

  it.each(lengths)("momentumUpdate at length %i", (n) => {
    const { g, v, x, at } = vectors(n);
    kernels.momentumUpdate(n, rate, mu, at.g, at.v, at.x);
    const moved = v.map((vi, i) => mu * vi - rate * g[i]!);
    expectMoved(n, [
      [at.g, g],
      [at.v, moved],
      [at.x, x.map((xi, i) => xi + moved[i]!)],
    ]);
  });

  it.each(lengths)("nesterovUpdate at length %i", (n) => {
    const { g, v, x, at } = vectors(n);
    kernels.nesterovUpdate(n, rate, mu, next, at.g, at.v, at.x);
    const moved = v.map((vi, i) => mu * vi - rate * g[i]!);
    expectMoved(n, [
      [at.g, g],
      [at.v, moved],
      [at.x, x.map((xi, i) => xi - mu * v[i]! + (1 + next) * moved[i]!)],
    ]);
  });

  it.each(lengths)("adagradUpdate at length %i", (n) => {
    const { g, c, x, at } = vectors(n);
    kernels.adagradUpdate(n, rate, epsilon, at.g, at.c, at.x);
    const cache = c.map((ci, i) => ci + g[i]! ** 2);
    expectMoved(n, [
      [at.g, g],
      [at.c, cache],
      [at.x, x.map((xi, i) => xi - (rate * g[i]!) / (Math.sqrt(cache[i]!) + epsilon))],
    ]);
  });

  it.each(lengths)("rmspropUpdate at length %i", (n) => {
    const { g, c, x, at } = vectors(n);
    kernels.rmspropUpdate(n, rate, rho, epsilon, at.g, at.c, at.x);
    const cache = c.map((ci, i) => rho * ci + (1 - rho) * g[i]! ** 2);
    expectMoved(n, [
      [at.g, g],
      [at.c, cache],
      [at.x, x.map((xi, i) => xi - (rate * g[i]!) / (Math.sqrt(cache[i]!) + epsilon))],
    ]);
  });

  it.each(lengths)("rpropUpdate at length %i", (n) => {
    const { x, at } = vectors(n);
    // Every meeting of signs: of g with the gradient before, 0 and −0 among them.
    const g = Float64Array.from({ length: n }, (_, i) => [0.5, -2, 0, -0, 3][i % 5]!);
    const p = Float64Array.from({ length: n }, (_, i) => [1, -1, 0][Math.floor(i / 5) % 3]!);
    const s = Float64Array.from({ length: n }, (_, i) => [0.1, 0.45, 0.011][i % 3]!);
    const [gradient, previous, steps] = [bench.put(g), bench.put(p), bench.put(s)];
    kernels.rpropUpdate(n, 1.2, 0.5, 0.01, 0.5, gradient, previous, steps, at.x);
    const kept = g.map((gi, i) => (gi * p[i]! < 0 ? 0 : gi));
    const moved = s.map((si, i) => {
      const sign = Math.sign(g[i]! * p[i]!);
      const step = si * (sign > 0 ? 1.2 : sign < 0 ? 0.5 : 1);
      return Math.min(0.5, Math.max(0.01, step));
    });
    expectMoved(n, [
      [gradient, g],
      [previous, kept],
      [steps, moved],
      [at.x, x.map((xi, i) => xi - moved[i]! * Math.sign(kept[i]!))],
    ]);
  });

  it("rpropUpdate lets no gradient that is NaN pass for a sign", () => {
    const [g, p, s] = [bench.put([Number.NaN, 1]), bench.put([1, 1]), bench.put([0.1, 0.1])];
    const x = bench.put([1, 1]);
    kernels.rpropUpdate(2, 1.2, 0.5, 0, 1, g, p, s, x);
    expect([...bench.get(x, 2)]).toEqual([Number.NaN, 0.88]);
    bench.clear();
  });

  it.each(lengths)("adamUpdate at length %i", (n) => {
    const { g, v, c, x, at } = vectors(n);
    const [shrinkage, rootScale] = [0.99, 1.5];
    kernels.adamUpdate(n, rate, shrinkage, mu, rho, rootScale, epsilon, at.g, at.v, at.c, at.x);
    const mean = v.map((vi, i) => mu * vi + (1 - mu) * g[i]!);
    const cache = c.map((ci, i) => rho * ci + (1 - rho) * g[i]! ** 2);
    const move = mean.map((mi, i) => (rate * mi) / (rootScale * Math.sqrt(cache[i]!) + epsilon));
    expectMoved(n, [
      [at.g, g],
      [at.v, mean],
      [at.c, cache],
      [at.x, x.map((xi, i) => shrinkage * xi - move[i]!)],
    ]);
  });
});
