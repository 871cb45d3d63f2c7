import { describe, expect, it } from "vitest";
import { describeEachBuild } from "./harness.ts";
import {
  randoms,
  relativeError,
  shapes,
  sign,
  storages,
  targets,
  type Vector,
  weightedRows,
} from "./reference.ts";

describeEachBuild("columnMoments", (bench) => {
  const run = (
    name: "F64" | "F32",
    cols: number,
    x: Vector,
    t: Vector | undefined,
    shift: Vector,
    unit: Vector,
  ) => {
    const out = bench.vector(3 * cols);
    const pointers = [x, t, shift, unit].map((values) => (values ? bench.put(values) : 0)) as [
      number,
      number,
      number,
      number,
    ];
    bench.kernels[`columnMoments${name}`](x.length / cols, cols, ...pointers, out);
    const [sum, squares, bits] = [0, 1, 2].map((k) => bench.get(out + k * cols * 8, cols));
    bench.clear();
    return { sum: sum!, squares: squares!, bits: bits! };
  };

  for (const { name, Storage } of storages) {
    /** Which t and which unit. */
    const cases = [
      { weights: "weights", targetsOf: targets, units: (cols: number) => randoms(cols, 9).map(Math.abs) },
      { weights: "weights, units of 1", targetsOf: targets, units: ones },
      { weights: "weights of 1", targetsOf: (rows: number) => targets(rows).map(sign), units: ones },
    ];
    describe.each(cases)(`${name}, $weights`, ({ targetsOf, units }) => {
      it.each(shapes)("%i x %i", (rows, cols) => {
        const x = Storage.from(randoms(rows * cols, 7));
        const [shift, unit, t] = [randoms(cols, 8), units(cols), targetsOf(rows)];
        const actual = run(name, cols, x, t, shift, unit);
        const u = Float64Array.from(x, (xij, k) => (xij - shift[k % cols]!) * unit[k % cols]!);
        const squared = u.map((value) => value * value);
        const weights = t.map(Math.abs);
        const sums = (values: Float64Array) => weightedRows(cols, values, weights).slice(0, cols);
        expect(relativeError(actual.sum, sums(u))).toBeLessThan(1e-13);
        expect(relativeError(actual.squares, sums(squared))).toBeLessThan(1e-13);
        const bits = new BigUint64Array(cols);
        const bitsOfU = new BigUint64Array(u.buffer);
        for (let k = 0; k < u.length; k++) if (t[Math.floor(k / cols)] !== 0) bits[k % cols]! |= bitsOfU[k]!;
        expect(new BigUint64Array(actual.bits.buffer)).toEqual(bits);
      });
    });

    it.each(shapes)(`${name}: %i x %i without targets are all of weight 1`, (rows, cols) => {
      const x = Storage.from(randoms(rows * cols, 7));
      const shift = randoms(cols, 8);
      for (const unit of [ones(cols), ones(cols).map(() => 0.5)]) {
        expect(run(name, cols, x, undefined, shift, unit)).toEqual(
          run(name, cols, x, ones(rows), shift, unit),
        );
      }
    });

    it(`${name}: rows of weight 0 are left out, wherever they are`, () => {
      const x = Storage.from([9, -9, 1, 2, 9, -9, 3, 2, 9, -9]);
      const { sum, squares, bits } = run(name, 2, x, [0, 2, -0, -1, 0], [0, 2], [1, 2]);
      expect([sum, squares]).toEqual([Float64Array.of(5, 0), Float64Array.of(11, 0)]);
      expect(Array.from(bits, (value) => value === 0)).toEqual([false, true]);
      const none = run(name, 1, Storage.of(1, 2), [0, -0], [0], [1]);
      expect(Object.values(none).map((v) => v[0])).toEqual([0, 0, 0]);
    });

    it(`${name}: the bits tell the one value that differs, in each row of 1 to 33`, () => {
      for (let rows = 1; rows <= 33; rows++) {
        for (let odd = 0; odd < rows; odd++) {
          const x = new Storage(rows * 3).fill(0.1);
          x[odd * 3 + 2] = 0.1 + 2 ** -20;
          const shift = Float64Array.from(new Storage(3).fill(0.1));
          const { bits } = run(name, 3, x, ones(rows), shift, ones(3));
          expect(Array.from(bits, (value) => value === 0)).toEqual([true, true, false]);
        }
      }
    });
  }
});

const ones = (length: number): Float64Array => new Float64Array(length).fill(1);
