import { expect, it } from "vitest";
import { distance, matrix, orders, randoms, sum } from "./dense.ts";
import { describeEachBuild } from "./harness.ts";

const rings = [
  { history: 1, count: 0, newest: 0 },
  { history: 1, count: 1, newest: 0 },
  { history: 5, count: 0, newest: 0 },
  { history: 5, count: 2, newest: 1 },
  { history: 5, count: 2, newest: 0 }, // the older of the two in the last row
  { history: 5, count: 5, newest: 4 },
  { history: 5, count: 5, newest: 2 },
];

const gamma = 0.7;

/** −H gradient, with H from γ I by one dense update a pair: Nocedal & Wright (2006), equation 6.17. */
function direction(pairs: [s: Float64Array, y: Float64Array][], gradient: Float64Array): Float64Array {
  const n = gradient.length;
  let h = matrix(n, n, (i, j) => (i === j ? gamma : 0));
  for (const [s, y] of pairs) {
    const rho = 1 / sum(n, (i) => s[i]! * y[i]!);
    const hy = y.map((_, i) => sum(n, (j) => h[i * n + j]! * y[j]!));
    const yhy = sum(n, (i) => y[i]! * hy[i]!);
    h = matrix(
      n,
      n,
      (i, j) =>
        h[i * n + j]! - rho * (hy[i]! * s[j]! + s[i]! * hy[j]!) + (rho * rho * yhy + rho) * s[i]! * s[j]!,
    );
  }
  return gradient.map((_, i) => -sum(n, (j) => h[i * n + j]! * gradient[j]!));
}

describeEachBuild("lbfgsDirection", (bench) => {
  for (const { history, count, newest } of rings) {
    it.each(orders)(`${count} of ${history} pairs, the newest in row ${newest}, n = %i`, (n) => {
      const pair = (row: number): [Float64Array, Float64Array] => {
        const s = randoms(n, row + 1);
        return [s, randoms(n, row + 50).map((value, i) => (1.5 + value) * s[i]!)]; // sᵀ y > 0
      };
      const ages = Array.from({ length: count }, (_, age) => (newest - age + history) % history);
      const s = new Float64Array(history * n).fill(Number.NaN); // rows not in use: NaN
      const y = s.slice();
      const rho = new Float64Array(history).fill(Number.NaN);
      for (const row of ages) {
        const [si, yi] = pair(row);
        s.set(si, row * n);
        y.set(yi, row * n);
        rho[row] = 1 / sum(n, (i) => si[i]! * yi[i]!);
      }
      const gradient = randoms(n, 99);

      const [g, out] = [bench.put(gradient), bench.vector(n)];
      const [sRows, yRows, rhos] = [bench.put(s), bench.put(y), bench.put(rho)];
      const alpha = bench.vector(history);
      bench.kernels.lbfgsDirection(n, history, count, newest, gamma, sRows, yRows, rhos, g, alpha, out);

      expect(distance(bench.get(out, n), direction(ages.toReversed().map(pair), gradient))).toBeLessThan(
        1e-12,
      );
      expect(bench.get(g, n)).toEqual(gradient);
      bench.clear();
    });
  }
});
