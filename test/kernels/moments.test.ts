import { expect, it } from "vitest";
import { describeEachBuild } from "./harness.ts";
import {
  randoms,
  relativeError,
  rowOf,
  shapes,
  storages,
  targets,
  type Vector,
  weightedRows,
} from "./reference.ts";

describeEachBuild("columnMoments", (bench) => {
  const run = (name: "F64" | "F32", cols: number, x: Vector, t: Vector, shift: Vector, unit: Vector) => {
    const out = bench.vector(4 * cols);
    const pointers = [x, t, shift, unit].map((values) => bench.put(values)) as [
      number,
      number,
      number,
      number,
    ];
    bench.kernels[`columnMoments${name}`](t.length, cols, ...pointers, out);
    const [sum, squares, least, most] = [0, 1, 2, 3].map((k) => bench.get(out + k * cols * 8, cols));
    bench.clear();
    return { sum: sum!, squares: squares!, least: least!, most: most! };
  };

  for (const { name, Storage } of storages) {
    it.each(shapes)(`${name} %i x %i`, (rows, cols) => {
      const x = Storage.from(randoms(rows * cols, 7));
      const [shift, unit, t] = [randoms(cols, 8), randoms(cols, 9), targets(rows)];
      const actual = run(name, cols, x, t, shift, unit);
      const u = Float64Array.from(x, (xij, k) => (xij - shift[k % cols]!) * unit[k % cols]!);
      const squared = u.map((value) => value * value);
      const weights = t.map(Math.abs);
      expect(relativeError(actual.sum, weightedRows(cols, u, weights).slice(0, cols))).toBeLessThan(1e-13);
      expect(relativeError(actual.squares, weightedRows(cols, squared, weights).slice(0, cols))).toBeLessThan(
        1e-13,
      );
      const kept = Array.from({ length: rows }, (_, i) => rowOf(x, i, cols)).filter((_, i) => t[i] !== 0);
      const extreme = (of: (...values: number[]) => number) =>
        Float64Array.from({ length: cols }, (_, j) => of(...kept.map((row) => row[j]!)));
      expect(actual.least).toEqual(extreme(Math.min));
      expect(actual.most).toEqual(extreme(Math.max));
    });

    it(`${name}: rows of weight 0 are left out, wherever they are`, () => {
      const x = Storage.from([9, -9, 1, 2, 9, -9, 3, 1, 9, -9]);
      const { sum, squares, least, most } = run(name, 2, x, [0, 2, -0, -1, 0], [0, 0], [1, 2]);
      expect([sum, squares]).toEqual([Float64Array.of(5, 10), Float64Array.of(11, 36)]);
      expect([least, most]).toEqual([Float64Array.of(1, 1), Float64Array.of(3, 2)]);
      const none = run(name, 1, Storage.of(1, 2), [0, -0], [0], [1]);
      expect(Object.values(none).map((v) => v[0])).toEqual([0, 0, Infinity, -Infinity]);
    });
  }
});
