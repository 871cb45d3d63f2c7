import { expect, it } from "vitest";
import { SCRATCH_BYTES } from "../../src/wasm/kernels.ts";
import { describeEachBuild } from "./harness.ts";
import * as reference from "./reference.ts";
import {
  randoms,
  relativeError,
  shapes,
  storages,
  sum,
  targets,
  type Vector,
  weightedRows,
} from "./reference.ts";

describeEachBuild("lossGradient", (bench) => {
  const run = (name: "F64" | "F32", x: Vector, t: Vector, w: Vector, b: number, offset?: Vector) => {
    const [scratch, gradient] = [bench.space(SCRATCH_BYTES), bench.vector(w.length + 1)];
    const kernel = bench.kernels[`lossGradient${name}`];
    const o = offset ? bench.put(offset) : 0;
    const [px, pt, pw] = [x, t, w].map((values) => bench.put(values));
    const loss = kernel(t.length, w.length, px!, pt!, o, pw!, b, scratch, gradient);
    const result = { loss, gradient: bench.get(gradient, w.length + 1) };
    bench.clear();
    return result;
  };

  for (const { name, Storage } of storages) {
    it.each(shapes)(`${name} %i x %i`, (rows, cols) => {
      const x = Storage.from(randoms(rows * cols, 10));
      const [w, t] = [randoms(cols, 11), targets(rows)];
      const { loss, gradient } = run(name, x, t, w, 0.2);
      const z = reference.scores(rows, cols, x, w, 0.2);
      expect(relativeError([loss], [sum(z.map((zi, i) => reference.loss(zi, t[i]!)))])).toBeLessThan(1e-13);
      const residuals = z.map((zi, i) => reference.residual(zi, t[i]!));
      expect(relativeError(gradient, weightedRows(cols, x, residuals))).toBeLessThan(1e-13);
    });

    it.each(shapes)(`${name} %i x %i, with offsets`, (rows, cols) => {
      const x = Storage.from(randoms(rows * cols, 10));
      const [w, t, o] = [randoms(cols, 11), targets(rows), randoms(rows, 16).map((value) => 3 * value)];
      const { loss, gradient } = run(name, x, t, w, 0.2, o);
      const z = reference.scores(rows, cols, x, w, 0.2).map((zi, i) => zi + o[i]!);
      expect(relativeError([loss], [sum(z.map((zi, i) => reference.loss(zi, t[i]!)))])).toBeLessThan(1e-13);
      const residuals = z.map((zi, i) => reference.residual(zi, t[i]!));
      expect(relativeError(gradient, weightedRows(cols, x, residuals))).toBeLessThan(1e-13);
    });

    it(`${name}: the gradient is the slope of the loss`, () => {
      const x = Storage.from(randoms(45 * 5, 12));
      const [w, t, h] = [randoms(5, 13), targets(45), 1e-5];
      const { gradient } = run(name, x, t, w, -0.4);
      for (let j = 0; j <= 5; j++) {
        const at = (step: number) => {
          const moved = w.map((wj, k) => (k === j ? wj + step : wj));
          return run(name, x, t, moved, j === 5 ? -0.4 + step : -0.4).loss;
        };
        expect((at(h) - at(-h)) / (2 * h)).toBeCloseTo(gradient[j]!, 7);
      }
    });

    it(`${name}: weight 0 is removal, weight 2 is repetition`, () => {
      const x = Storage.from(randoms(23 * 3, 14));
      const [w, t] = [
        randoms(3, 15),
        Float64Array.from({ length: 23 }, (_, i) => [1, -1, 0, -2, 2, -0][i % 6]!),
      ];
      const copies = Array.from(t, (ti, i) => Array.from({ length: Math.abs(ti) }, () => i)).flat();
      const repeated = Storage.from(copies.flatMap((i) => reference.rowOf(x, i, 3)));
      const weighted = run(name, x, t, w, 0.1);
      const plain = run(
        name,
        repeated,
        copies.map((i) => Math.sign(t[i]!)),
        w,
        0.1,
      );
      expect(weighted.loss).toBeCloseTo(plain.loss, 12);
      expect(relativeError(weighted.gradient, plain.gradient)).toBeLessThan(1e-14);
    });

    it(`${name}: thousands of rows at score 0 cost log 2 each`, () => {
      const { loss } = run(name, new Storage(5000).fill(1), new Float64Array(5000).fill(-1), [0], 0);
      expect(loss / (5000 * Math.LN2)).toBeCloseTo(1, 13);
    });

    it(`${name}: huge scores neither overflow nor make NaN`, () => {
      const x = Storage.of(1, -1, 1000, -1000, 1, 1);
      const { loss, gradient } = run(name, x, [1, 1, -1, -1, 0, -0], [1e304], 0);
      expect(loss / 1e304).toBeCloseTo(1001, 10);
      expect(Array.from(gradient)).toEqual([1001, 0]);
    });
  }
});
