import { expect, it } from "vitest";
import { SCRATCH_BYTES } from "../../src/wasm/kernels.ts";
import { describeEachBuild } from "./harness.ts";
import * as reference from "./reference.ts";
import { randoms, relativeError, shapes, targets, weightedRows } from "./reference.ts";

/** A product and its weight are rounded to f32, and its sum with others up to four times. */
const BOUND = 6 * 2 ** -24;

describeEachBuild("gradients with products of f32", (bench) => {
  const sizes = shapes.flatMap(([rows, cols]) => [false, true].map((offset) => ({ rows, cols, offset })));
  it.each(sizes)("are near those with products of f64, for $rows × $cols, with offsets: $offset", (given) => {
    const { rows, cols, offset } = given;
    const x = Float32Array.from(randoms(rows * cols, 41));
    const [t, y, w] = [targets(rows), randoms(rows, 42), randoms(cols, 43)];
    const s = t.map(Math.abs);
    const [px, pt, ps, py, pw] = [x, t, s, y, w].map((values) => bench.put(values));
    const [scratch, out] = [bench.space(SCRATCH_BYTES), bench.vector(cols + 1)];
    const rest = [pw!, 0.2, scratch, out] as const;
    const { kernels } = bench;
    const o = randoms(rows, 44);
    const po = offset ? bench.put(o) : 0;
    const answer = (loss: number) => ({ loss, gradient: bench.get(out, cols + 1).slice() });
    const scores = reference.scores(rows, cols, x, w, 0.2);
    const z = scores.map((zi, i) => zi + Number(offset) * o[i]!);
    const brier = (zi: number, i: number) => {
      const miss = reference.sigmoid(-reference.sign(t[i]!) * zi);
      return 2 * s[i]! * miss * miss * (1 - miss);
    };
    const cases = [
      {
        single: answer(kernels.lossGradientSingleF32(rows, cols, px!, pt!, po, ...rest)),
        exact: answer(kernels.lossGradientF32(rows, cols, px!, pt!, po, ...rest)),
        residuals: z.map((zi, i) => reference.residual(zi, t[i]!)),
      },
      {
        single: answer(kernels.brierLossGradientSingleF32(rows, cols, px!, pt!, po, ...rest)),
        exact: answer(kernels.brierLossGradientF32(rows, cols, px!, pt!, po, ...rest)),
        residuals: z.map(brier),
      },
      {
        single: answer(kernels.squaredErrorGradientSingleF32(rows, cols, px!, ps!, py!, ...rest)),
        exact: answer(kernels.squaredErrorGradientF32(rows, cols, px!, ps!, py!, ...rest)),
        residuals: scores.map((zi, i) => s[i]! * (zi - y[i]!)),
      },
    ];
    bench.clear();
    for (const { single, exact, residuals } of cases) {
      expect(relativeError([single.loss], [exact.loss])).toBeLessThan(1e-13);
      const sums = weightedRows(cols, x.map(Math.abs), residuals.map(Math.abs));
      single.gradient.forEach((value, j) => {
        expect(Math.abs(value - exact.gradient[j]!)).toBeLessThanOrEqual(BOUND * sums[j]!);
      });
    }
  });

  it.each([1e-60, 1e60])("hold residuals near %d, which f32 can't", (size) => {
    const [rows, cols] = [67, 101];
    const x = Float32Array.from(randoms(rows * cols, 46), (value) => value * 1e38);
    const y = randoms(rows, 47).map((value) => value * size);
    const [px, ps, py, pw] = [x, y.map(() => 1), y, new Float64Array(cols)].map((values) =>
      bench.put(values),
    );
    const [scratch, out] = [bench.space(SCRATCH_BYTES), bench.vector(cols + 1)];
    bench.kernels.squaredErrorGradientSingleF32(rows, cols, px!, ps!, py!, pw!, 0, scratch, out);
    const gradient = bench.get(out, cols + 1);
    bench.clear();
    const residuals = y.map((yi) => -yi);
    const expected = weightedRows(cols, x, residuals);
    expect(relativeError(gradient, expected)).toBeLessThan(BOUND);
    expect(relativeError([gradient[cols]!], [expected[cols]!])).toBeLessThan(BOUND);
  });
});
