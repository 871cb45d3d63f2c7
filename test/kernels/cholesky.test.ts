import { expect, it } from "vitest";
import { distance, EPSILON, matrix, orders, randoms, sum } from "./dense.ts";
import { describeEachBuild } from "./harness.ts";

/** What lies outside the upper triangle in these tests: it ruins all that reads it, and must stay. */
const OUTSIDE = 1.2345e67;

/** UᵀDU for a random unit upper triangular U: positive definite where all dₖ are positive, or else up to there. */
function withPivots(n: number, d: (k: number) => number): Float64Array {
  const entries = randoms(n * n, n);
  const u = (k: number, i: number) => (k < i ? entries[k * n + i]! / Math.sqrt(n) : 1);
  return matrix(n, n, (i, j) => sum(Math.min(i, j) + 1, (k) => u(k, i) * d(k) * u(k, j)));
}

const hilbert = (n: number) => matrix(n, n, (i, j) => 1 / (i + j + 1));

/** The largest |bᵢ − aᵢ · x| beside what rounding is allowed to make of it. */
function residual(n: number, a: Float64Array, x: Float64Array, b: Float64Array): number {
  const scale =
    sum(n, (i) => Math.abs(x[i]!)) * a.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const product = b.map((_, i) => sum(n, (j) => a[i * n + j]! * x[j]!));
  return distance(product, b) / (4 * n * EPSILON * scale);
}

/** The last pivot is what the last diagonal entry has in excess of 1. */
const nearlySingular = (excess: number) => Float64Array.of(1, 0, 0, 0, 1, 1, 0, 1, 1 + excess);

describeEachBuild("cholesky", (bench) => {
  const { kernels } = bench;

  /** Factors the upper triangle of A, at a stride that is larger than n. */
  function factor(n: number, a: Float64Array, stride = n + 3) {
    const upper = (i: number, j: number) => (i <= j && j < n ? a[i * n + j]! : OUTSIDE);
    const pointer = bench.put(matrix(n, stride, upper));
    const failed = kernels.cholesky(n, stride, 0, n, pointer);
    const rows = bench.get(pointer, n * stride);
    const outside = rows.filter((_, at) => at % stride >= n || at % stride < Math.floor(at / stride));
    expect(outside.every((value) => value === OUTSIDE)).toBe(true);

    const u = (i: number, j: number) => (i <= j ? rows[i * stride + j]! : 0);
    const solve = (b: Float64Array) => {
      const x = bench.put(b);
      kernels.choleskySolve(n, stride, pointer, x);
      return bench.get(x, n);
    };
    return { failed, u, solve };
  }

  it.each(orders)("factors and solves, n = %i", (n) => {
    const a = withPivots(n, (k) => 1 + (k % 3));
    const { failed, u, solve } = factor(n, a);
    expect(failed).toBe(-1);
    const product = matrix(n, n, (i, j) => sum(Math.min(i, j) + 1, (k) => u(k, i) * u(k, j)));
    // Higham (2002), theorem 10.3: entry by entry, the error is at most about n ε √(aᵢᵢ aⱼⱼ).
    const root = (i: number) => Math.sqrt(a[i * n + i]!);
    const relative = (m: Float64Array) =>
      m.map((value, at) => value / (root(Math.floor(at / n)) * root(at % n)));
    expect(distance(relative(product), relative(a))).toBeLessThanOrEqual((n + 1) * EPSILON);
    if (n > 0) {
      const b = randoms(n, 9);
      expect(residual(n, a, solve(b), b)).toBeLessThan(1);
    }
    bench.clear();
  });

  it.each([5, 64, 100])("factors where the stride is n, n = %i", (n) => {
    const { failed, u } = factor(
      n,
      withPivots(n, () => 4),
      n,
    );
    expect(failed).toBe(-1);
    for (let k = 0; k < n; k++) expect(u(k, k)).toBeCloseTo(2, 13);
    bench.clear();
  });

  it.each([33, 64, 203])("leaves the same in pieces, n = %i", (n) => {
    const a = withPivots(n, (k) => 1 + (k % 3));
    const { u } = factor(n, a);
    const pointer = bench.put(a);
    for (const from of [0, n - 32])
      expect(kernels.cholesky(n, n, from, from === 0 ? n - 32 : n, pointer)).toBe(-1);
    const rows = bench.get(pointer, n * n);
    for (let i = 0; i < n; i++) for (let j = i; j < n; j++) expect(rows[i * n + j]).toBe(u(i, j));
    const broken = bench.put(withPivots(n, (k) => (k === n - 2 ? -1e-3 : 1)));
    expect(kernels.cholesky(n, n, 0, n - 32, broken)).toBe(-1);
    expect(kernels.cholesky(n, n, n - 32, n, broken)).toBe(n - 2);
    bench.clear();
  });

  it.each([1e-300, 1e-150, 1e150, 1e300])("does not depend on the units of A, %f", (unit) => {
    const a = withPivots(70, () => 1);
    const { failed, u } = factor(70, a);
    const scaled = factor(
      70,
      a.map((value) => value * unit),
    );
    expect([failed, scaled.failed]).toEqual([-1, -1]);
    const diagonal = (of: typeof u, by: number) => Array.from({ length: 70 }, (_, i) => of(i, i) * by);
    expect(distance(diagonal(scaled.u, 1 / Math.sqrt(unit)), diagonal(u, 1))).toBeLessThan(1e-13);
    bench.clear();
  });

  for (const n of [1, 2, 4, 5, 31, 67, 203]) {
    for (const p of new Set(
      [0, 1, Math.floor(n / 2), n - 2, n - 1].filter((index) => index >= 0 && index < n),
    )) {
      it(`signals pivot ${p} of ${n}`, () => {
        const signal = (a: Float64Array) => factor(n, a).failed;
        const definite = withPivots(n, () => 1);
        expect(signal(withPivots(n, (k) => (k === p ? -1e-3 : 1)))).toBe(p); // indefinite
        expect(signal(withPivots(n, (k) => (k === p ? 0 : 1)))).toBe(p); // singular
        expect(signal(definite.with(p * n + p, Number.NaN))).toBe(p);
        expect(signal(definite.with(p * n + p, Number.POSITIVE_INFINITY))).toBe(p);
        expect(signal(definite.with(p, Number.NaN))).toBe(p); // in the first row, so that it goes the longest way
        if (p > 0) {
          // Column 0 twice, as columns 0 and p.
          const twin = (i: number) => (i === p ? 0 : i);
          expect(signal(matrix(n, n, (i, j) => definite[twin(i) * n + twin(j)]!))).toBe(p);
        }
        bench.clear();
      });
    }
  }

  it("signals the zero matrix, and what only rounding makes positive", () => {
    expect(factor(9, new Float64Array(81)).failed).toBe(0);
    expect(factor(3, nearlySingular(2 * EPSILON)).failed).toBe(2);
    expect(factor(3, nearlySingular(16 * EPSILON)).failed).toBe(-1);
    bench.clear();
  });

  it("solves with the Hilbert matrix as far as it is positive definite to working precision", () => {
    const b = randoms(10, 10);
    const { failed, solve } = factor(10, hilbert(10)); // condition number 1.6e13
    expect(failed).toBe(-1);
    expect(residual(10, hilbert(10), solve(b), b)).toBeLessThan(1);
    expect(factor(20, hilbert(20)).failed).toBeGreaterThanOrEqual(11);
    expect(factor(20, hilbert(20)).failed).toBeLessThanOrEqual(14);
    bench.clear();
  });
});
