import { describe, expect, it } from "vitest";
import { csrOf, sparseRows } from "../support/sparse.ts";
import { randoms } from "./dense.ts";
import { describeEachBuild } from "./harness.ts";
import { dot, relativeError, sigmoid, sign, targets } from "./reference.ts";

const SHAPES: [rows: number, cols: number][] = [
  [1, 1],
  [3, 5],
  [33, 17],
  [250, 6],
];

const STORAGES = [
  { name: "F64", Storage: Float64Array },
  { name: "F32", Storage: Float32Array },
] as const;

interface Problem {
  readonly X: readonly number[][];
  readonly t: Float64Array;
  readonly offset: Float64Array | undefined;
  readonly scale: number;
  readonly ease: number;
}

/** What the kernel moves. */
interface Dual {
  readonly miss: Float64Array;
  readonly w: Float64Array;
  b: number;
  moved: number;
}

const FAR = 800;

/** A turn of each row, whose equation is solved by halving the interval that σ, from 0 to 1, leaves. */
function turns({ X, t, offset, scale, ease }: Problem, dual: Dual): void {
  X.forEach((x, i) => {
    if (t[i] === 0) return;
    const m = sign(t[i]!) * (dot(x, dual.w) + dual.b + (offset?.[i] ?? 0));
    const a = Math.abs(t[i]!) * scale * (dot(x, x) + ease);
    const q = dual.miss[i]!;
    let [low, high] = [m - a * q, m + a * (1 - q)];
    for (let k = 0; k < 200; k++) {
      const v = (low + high) / 2;
      if (v < m + a * (sigmoid(-v) - q)) low = v;
      else high = v;
    }
    const p = sigmoid(-low);
    const u = scale * t[i]! * (p - q);
    x.forEach((value, j) => (dual.w[j]! += u * value));
    dual.b += ease * u;
    dual.moved += u;
    dual.miss[i] = p;
  });
}

describeEachBuild("dual sweeps over sparse rows", (bench) => {
  describe.each(STORAGES)("$name", ({ name, Storage }) => {
    /** Runs the kernel so many times from where all misses are 0; answers what it moved, and its last gain. */
    function sweeps({ X, t, offset, scale, ease }: Problem, times: number): Dual & { gained: number } {
      const { values, indices, indptr, rows, cols } = csrOf(X);
      const [x, numbers] = [bench.space(rows * 12), bench.space(indices.length * 4)];
      const at = bench.put(Storage.from(values));
      const { buffer } = bench.memory;
      new Uint32Array(buffer, numbers, indices.length).set(indices);
      new Uint32Array(buffer, x, rows * 3).set(
        Array.from({ length: rows }, (_, i) => {
          const from = indptr[i]!;
          return [at + from * Storage.BYTES_PER_ELEMENT, numbers + from * 4, indptr[i + 1]! - from];
        }).flat(),
      );
      const score = bench.put(t.map((ti) => sign(ti) * FAR));
      const miss = bench.put(new Float64Array(rows));
      const w = bench.put(new Float64Array(cols));
      const state = bench.put([0, 0, 0]);
      const [target, offsets] = [bench.put(t), offset ? bench.put(offset) : 0];
      for (let k = 0; k < times; k++) {
        new Float64Array(buffer, state + 16, 1).fill(0);
        bench.kernels[`sparseDualSweep${name}`](rows, x, target, offsets, scale, ease, score, miss, w, state);
      }
      const [b, moved, gained] = bench.get(state, 3);
      const misses = bench.get(miss, rows);
      const ofScores = bench.get(score, rows).map((z, i) => (t[i] === 0 ? 0 : sigmoid(-sign(t[i]!) * z)));
      expect(relativeError(misses, ofScores)).toBeLessThan(1e-14);
      const found = { miss: misses, w: bench.get(w, cols), b: b!, moved: moved!, gained: gained! };
      bench.clear();
      return found;
    }

    describe.each([0.03, 1, 300])("scale %d", (scale) => {
      it.each(SHAPES)("of %i x %i give each row what it is short of", (rows, cols) => {
        const X = sparseRows(rows, cols).map((row) => [...Storage.from(row)]);
        for (const offset of [undefined, randoms(rows, 5)]) {
          const problem = { X, t: targets(rows), offset, scale, ease: 0.3 };
          const expected: Dual = { miss: new Float64Array(rows), w: new Float64Array(cols), b: 0, moved: 0 };
          for (let times = 1; times <= 3; times++) {
            turns(problem, expected);
            const found = sweeps(problem, times);
            // Newton's last step is shorter than 1e-3, and what it leaves less than its square.
            expect(relativeError(found.miss, expected.miss)).toBeLessThan(1e-5);
            expect(relativeError(found.w, expected.w)).toBeLessThan(1e-5);
            expect(Math.abs(found.b - expected.b)).toBeLessThan(1e-5 * scale);
            expect(Math.abs(found.moved - expected.moved)).toBeLessThan(1e-5 * scale * rows);
          }
        }
      });
    });

    it("end where each row misses what its margin says", () => {
      const [rows, cols] = [250, 40];
      const X = sparseRows(rows, cols).map((row) => [...Storage.from(row)]);
      const [t, offset, scale, ease] = [targets(rows), randoms(rows, 5), 0.5, 0.3];
      const { miss, w, b, moved, gained } = sweeps({ X, t, offset, scale, ease }, 200);
      const expected = X.map((x, i) =>
        t[i] === 0 ? 0 : sigmoid(-sign(t[i]!) * (dot(x, w) + b + offset[i]!)),
      );
      expect(relativeError(miss, expected)).toBeLessThan(1e-13);
      const ofMisses = Float64Array.from({ length: cols }, (_, j) =>
        X.reduce((sum, x, i) => sum + scale * t[i]! * miss[i]! * x[j]!, 0),
      );
      expect(relativeError(w, ofMisses)).toBeLessThan(1e-12);
      expect(moved).toBeCloseTo(
        t.reduce((sum, ti, i) => sum + scale * ti * miss[i]!, 0),
        12,
      );
      expect(b).toBeCloseTo(ease * moved, 12);
      expect(Math.abs(gained)).toBeLessThan(1e-20);
    });
  });
});
