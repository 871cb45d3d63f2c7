import { expect, it } from "vitest";
import { SCRATCH_BYTES } from "../../src/wasm/kernels.ts";
import { describeEachBuild, lengths } from "./harness.ts";
import * as reference from "./reference.ts";
import { randoms, relativeError, shapes, storages, sum, targets, weightedRows } from "./reference.ts";

const miss = (z: number, t: number) => (t === 0 ? 0 : reference.sigmoid(-reference.sign(t) * z));
const hit = (z: number, t: number) => (t === 0 ? 0 : reference.sigmoid(reference.sign(t) * z));
const loss = (z: number, t: number) => Math.abs(t) * miss(z, t) ** 2;
const residual = (z: number, t: number) => -2 * t * miss(z, t) ** 2 * hit(z, t);
const curvature = (z: number, t: number) =>
  2 * Math.abs(t) * miss(z, t) ** 2 * hit(z, t) * (2 * hit(z, t) - miss(z, t));

describeEachBuild("the Brier loss", (bench) => {
  for (const { name, Storage } of storages) {
    const cases = shapes.flatMap(([rows, cols]) => [0, 2].map((spread) => ({ rows, cols, spread })));
    it.each(cases)(
      `brierLossGradient${name} $rows x $cols, offsets up to $spread`,
      ({ rows, cols, spread }) => {
        const x = Storage.from(randoms(rows * cols, 30));
        const [w, t] = [randoms(cols, 31), targets(rows)];
        const [scratch, out] = [bench.space(SCRATCH_BYTES), bench.vector(cols + 1)];
        const o = randoms(rows, 33).map((value) => spread * value);
        const po = spread > 0 ? bench.put(o) : 0;
        const kernel = bench.kernels[`brierLossGradient${name}`];
        const found = kernel(rows, cols, bench.put(x), bench.put(t), po, bench.put(w), 0.2, scratch, out);
        const gradient = bench.get(out, cols + 1);
        bench.clear();
        const z = reference.scores(rows, cols, x, w, 0.2).map((zi, i) => zi + o[i]!);
        expect(relativeError([found], [sum(z.map((zi, i) => loss(zi, t[i]!)))])).toBeLessThan(1e-13);
        const residuals = z.map((zi, i) => residual(zi, t[i]!));
        expect(relativeError(gradient, weightedRows(cols, x, residuals))).toBeLessThan(1e-13);
      },
    );
  }

  it.each(lengths)("brierCurvature of %i scores, in place", (n) => {
    const z = randoms(n, 32).map((value) => 6 * value);
    const t = targets(n);
    const out = bench.put(z);
    bench.kernels.brierCurvature(n, out, bench.put(t), out);
    const found = bench.get(out, n);
    bench.clear();
    expect(
      relativeError(
        found,
        Array.from(z, (zi, i) => curvature(zi, t[i]!)),
      ),
    ).toBeLessThan(1e-14);
    if (n === 1000) expect(found.some((h) => h < 0)).toBe(true);
  });

  it.each(lengths)("brierRay of %i scores", (n) => {
    const [z, dz] = [randoms(n, 33).map((value) => 4 * value), randoms(n, 34)];
    const t = targets(n);
    const out = bench.vector(2);
    bench.kernels.brierRay(n, bench.put(z), bench.put(dz), 1.5, bench.put(t), out);
    const [value, slope] = bench.get(out, 2);
    bench.clear();
    const moved = Array.from(z, (zi, i) => zi + 1.5 * dz[i]!);
    expect(relativeError([value!], [sum(moved.map((m, i) => loss(m, t[i]!)))])).toBeLessThan(1e-13);
    const slopes = moved.map((m, i) => residual(m, t[i]!) * dz[i]!);
    expect(slope).toBeCloseTo(sum(slopes), 11);
  });

  it("huge scores make it 0 or the weight, with slope and curvature 0", () => {
    const z = [1e300, -1e300, 800, -800];
    const t = [2, 2, -0.5, -0.5];
    const [pz, pt, pout] = [bench.put(z), bench.put(t), bench.vector(2)];
    bench.kernels.brierRay(4, pz, bench.put([1, 1, 1, 1]), 0, pt, pout);
    bench.kernels.brierCurvature(4, pz, pt, pz);
    const [ray, curvatures] = [bench.get(pout, 2), bench.get(pz, 4)];
    bench.clear();
    expect(Array.from(ray, Math.abs)).toEqual([2.5, 0]);
    curvatures.forEach((h) => expect(Math.abs(h)).toBeLessThan(1e-300));
  });
});
