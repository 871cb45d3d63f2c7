import { expect, it } from "vitest";
import { sigmoid } from "../../src/numerics/exp.ts";
import { SCRATCH_BYTES } from "../../src/wasm/kernels.ts";
import { describeEachBuild, lengths } from "./harness.ts";
import * as reference from "./reference.ts";
import { firstDifference, randoms, relativeError, sum, targets, ulps } from "./reference.ts";

const scores = [0, -0, 5e-324, -1e-310, 1e-17, 0.5, -0.5, 36, -36, 37, 700, -700, 1000, -1000, 1e308, -1e308];

describeEachBuild("logistic", (bench) => {
  const { kernels } = bench;

  /** Loss, residuals and curvatures by the kernels. */
  function run(z: ArrayLike<number>, t: ArrayLike<number>) {
    const n = z.length;
    const [pz, pt, r, c] = [bench.put(z), bench.put(t), bench.vector(n), bench.vector(n)];
    const loss = kernels.logisticLoss(n, pz, pt, r, bench.space(SCRATCH_BYTES));
    kernels.logisticCurvature(n, pz, pt, c);
    const result = { loss, residual: bench.get(r, n), curvature: bench.get(c, n) };
    bench.clear();
    return result;
  }

  it("sigmoid has the same bits as the TypeScript twin, in every build", () => {
    const z = [...scores, Infinity, -Infinity, NaN, ...randoms(50_001).map((r) => r * 800)];
    const [p, out] = [bench.put(z), bench.vector(z.length)];
    kernels.sigmoid(z.length, p, out);
    expect(firstDifference(bench.get(out, z.length), z.map(sigmoid))).toBe(-1);
    expect(
      Math.max(...z.slice(0, 5000).map((zi) => (zi === zi ? ulps(sigmoid(zi), reference.sigmoid(zi)) : 0))),
    ) //
      .toBeLessThanOrEqual(3);
    expect([sigmoid(Infinity), sigmoid(-Infinity), sigmoid(0)]).toEqual([1, 0, 0.5]);
    bench.clear();
  });

  it.each(lengths)("length %i", (n) => {
    const [z, t, dz] = [randoms(n, 3).map((r) => 40 * r), targets(n), randoms(n, 4)];
    const { loss, residual, curvature } = run(z, t);
    const expected = z.map((zi, i) => reference.residual(zi, t[i]!));
    expect(loss / (sum(z.map((zi, i) => reference.loss(zi, t[i]!))) || 1)).toBeCloseTo(n > 0 ? 1 : 0, 13);
    expect(relativeError(residual, expected)).toBeLessThan(1e-15);
    expect(
      relativeError(
        curvature,
        z.map((zi, i) => reference.curvature(zi, t[i]!)),
      ),
    ).toBeLessThan(1e-15);

    const [pz, pt, pd, out] = [bench.put(z), bench.put(t), bench.put(dz), bench.vector(2)];
    kernels.logisticRay(n, pz, pd, 0, pt, out);
    const [rayLoss, slope] = bench.get(out, 2);
    expect(rayLoss).toBeCloseTo(loss, 9);
    expect(slope).toBeCloseTo(reference.dot(expected, dz), 9);
    kernels.logisticRay(n, pz, pd, -0.75, pt, out);
    expect(bench.get(out, 2)[0]).toBeCloseTo(
      sum(z.map((zi, i) => reference.loss(zi - 0.75 * dz[i]!, t[i]!))),
      9,
    );

    kernels.sigmoid(n, pz, pz);
    expect(bench.get(pz, n)).toEqual(z.map(sigmoid));
    kernels.logisticLoss(n, pd, pt, pd, bench.space(SCRATCH_BYTES));
    expect(
      relativeError(
        bench.get(pd, n),
        dz.map((d, i) => reference.residual(d, t[i]!)),
      ),
    ).toBeLessThan(1e-15);
    bench.clear();
  });

  it("is accurate in each row, however small or large the score", () => {
    for (const z of [...scores, ...randoms(2000).map((r) => r * 60)])
      for (const t of [1, -1, 3, -0.25]) {
        const { loss, residual, curvature } = run([z], [t]);
        const underflows = Math.abs(z) > 708; // e^−|z| is below the normal numbers, and may be 0
        const far = (a: number, b: number) => (underflows && Math.abs(a - b) < 1e-306 ? 0 : ulps(a, b));
        expect(far(loss, reference.loss(z, t)), `loss(${z}, ${t})`).toBeLessThanOrEqual(4);
        expect(far(residual[0]!, reference.residual(z, t)), `residual(${z}, ${t})`).toBeLessThanOrEqual(4);
        expect(far(curvature[0]!, reference.curvature(z, t)), `curvature(${z}, ${t})`).toBeLessThanOrEqual(6);
      }
  });

  it.each([0, 1e-3, 1, 40, 300, -40])("many rows of one weight, with the score %f", (score) => {
    for (const weight of [1, 0.3]) {
      const z = new Float64Array(2999).fill(score);
      const { loss } = run(
        z,
        z.map(() => weight),
      );
      expect(loss / (2999 * reference.loss(score, weight))).toBeCloseTo(1, 13);
    }
  });

  it("is exact at the ends", () => {
    expect(run([1000], [-2]).loss).toBe(2000);
    expect(run([-1000], [1]).loss).toBe(1000);
    expect(run([1000], [1]).loss).toBe(0);
    expect(run([1e308, -1e308], [1, -1]).loss).toBe(0);
    expect(run([1e308], [-1])).toEqual({
      loss: 1e308,
      residual: Float64Array.of(1),
      curvature: Float64Array.of(0),
    });
    expect(run([-1e308], [1]).residual).toEqual(Float64Array.of(-1));
  });

  it("weight 0 contributes exactly 0, whatever the score", () => {
    for (const z of [...scores, Infinity, -Infinity])
      for (const t of [0, -0]) {
        const { loss, residual, curvature } = run([z], [t]);
        expect([loss, Math.abs(residual[0]!), curvature[0]]).toEqual([0, 0, 0]);
        const out = bench.vector(2);
        kernels.logisticRay(1, bench.put([z]), bench.put([z]), 3, bench.put([t]), out);
        expect(Array.from(bench.get(out, 2), Math.abs)).toEqual([0, 0]);
        bench.clear();
      }
  });

  it("a score that is NaN shows", () => {
    const { loss, residual, curvature } = run([1, NaN, 2], [1, -1, 1]);
    expect([loss, residual[1], curvature[1]]).toEqual([NaN, NaN, NaN]);
  });
});
