import { expect, it } from "vitest";
import { sparseRows } from "../support/sparse.ts";
import { distance, randoms, sum } from "./dense.ts";
import { type Bench, describeEachBuild } from "./harness.ts";

const SHAPES: [rows: number, cols: number][] = [
  [1, 1],
  [2, 3],
  [3, 5],
  [7, 4],
  [33, 17],
  [250, 6],
  [120, 203],
];

const STORAGES = [Float64Array, Float32Array] as const;

function integers(bench: Bench, numbers: readonly number[]): number {
  const pointer = bench.space(numbers.length * 4);
  new Int32Array(bench.memory.buffer, pointer, numbers.length).set(numbers);
  return pointer;
}

/** Records of vectors that hold their non-zeros only: where values and numbers lie, and how many there are. */
function records(
  bench: Bench,
  vectors: readonly (readonly number[])[],
  Storage: (typeof STORAGES)[number] = Float64Array,
): number {
  const pointer = bench.space(vectors.length * 12);
  vectors.forEach((vector, i) => {
    const numbers = [...vector.keys()].filter((j) => vector[j] !== 0);
    const values = bench.put(Storage.from(numbers.map((j) => vector[j]!)));
    const record = [values, integers(bench, numbers), numbers.length];
    new Uint32Array(bench.memory.buffer, pointer + i * 12, 3).set(record);
  });
  return pointer;
}

const columnsOf = (X: readonly (readonly number[])[]) => X[0]!.map((_, j) => X.map((row) => row[j]!));

describeEachBuild("transposeSparse", (bench) => {
  it.each(STORAGES.flatMap((Storage) => SHAPES.map((shape) => [...shape, Storage] as const)))(
    "copies some of the columns of %i x %i",
    (rows, cols, Storage) => {
      const X = sparseRows(rows, cols).map((row) => Array.from(Storage.from(row)));
      const x = records(bench, X, Storage);
      const counts = integers(bench, Array<number>(cols).fill(2));
      bench.kernels.countByColumn(rows, x, counts);
      const columns = columnsOf(X);
      const filled = columns.map((column) => [...column.keys()].filter((i) => column[i] !== 0));
      const found = [...new Uint32Array(bench.memory.buffer, counts, cols)];
      expect(found).toEqual(filled.map(({ length }) => length + 2));

      const unit = randoms(cols, 3);
      const wanted = [...columns.keys()].filter((j) => j % 3 !== 1);
      const starts = Array<number>(cols).fill(-1);
      let before = 0;
      for (const j of wanted) {
        starts[j] = before;
        before += filled[j]!.length;
      }
      const cursors = integers(bench, starts);
      const [values, numbers] = [bench.vector(before), bench.space(before * 4)];
      const bytes = Storage.BYTES_PER_ELEMENT;
      bench.kernels.transposeSparse(rows, bytes, x, 5, bench.put(unit), cursors, values, numbers);
      expect([...bench.get(values, before)]).toEqual(
        wanted.flatMap((j) => filled[j]!.map((i) => X[i]![j]! * unit[j]!)),
      );
      expect([...new Int32Array(bench.memory.buffer, numbers, before)]).toEqual(
        wanted.flatMap((j) => filled[j]!.map((i) => i + 5)),
      );
      const ends = [...new Int32Array(bench.memory.buffer, cursors, cols)];
      expect(ends).toEqual(starts.map((start, j) => (start < 0 ? start : start + filled[j]!.length)));
      bench.clear();
    },
  );
});

describeEachBuild("sparseCoordinateSweep", (bench) => {
  it.each(SHAPES)("moves columns of %i x %i, and an intercept, to where the model is least", (rows, cols) => {
    const size = cols + 1;
    const X = sparseRows(rows, cols, 0.4, 2);
    const columns = [...columnsOf(X), Array<number>(rows).fill(0)];
    const center = randoms(size, 3);
    center[cols] = -1;
    const h = randoms(rows, 4).map((value) => Math.max(0, value)); // some rows are sure
    const ridge = randoms(size, 5).map((value, j) => (j === cols ? 0 : Math.max(0, value)));
    const lowest = 1e-3;
    const named = [...columns.keys()].filter((j) => j % 5 !== 2).toReversed();
    const [gradient, x] = [randoms(size, 6), randoms(size, 7)];
    const z = x.map((value, j) => (j % 3 === 0 ? 0 : value));
    const penalty = randoms(size, 8).map((value, j) => (j === cols ? 0 : Math.max(0, value)));
    const lower = randoms(size, 9).map((value) => (value > 0.5 ? value - 0.4 : Number.NEGATIVE_INFINITY));
    const upper = randoms(size, 10).map((value) => (value > 0.5 ? 0.3 : Number.POSITIVE_INFINITY));

    const centred = columns.map((column, j) => column.map((value) => value - center[j]!));
    const entry = (j: number, k: number) =>
      sum(rows, (i) => h[i]! * centred[j]![i]! * centred[k]![i]!) + (j === k ? ridge[j]! : 0);
    const along = (i: number) => sum(size, (j) => columns[j]![i]! * (z[j]! - x[j]!));
    const totals = () => [
      -sum(size, (j) => center[j]! * (z[j]! - x[j]!)),
      sum(rows, (i) => h[i]! * along(i)),
      sum(rows, (i) => h[i]!),
    ];
    const products = () => Float64Array.from({ length: rows }, (_, i) => h[i]! * along(i));

    const at = {
      indices: integers(bench, named),
      columns: records(bench, columns),
      ridge: bench.put(ridge),
      center: bench.put(center),
      h: bench.put(h),
      r: bench.put(products()),
      totals: bench.put(totals()),
      sums: bench.vector(size),
      curvature: bench.vector(size),
      z: bench.put(z),
    };
    bench.kernels.weighSparseColumns(
      named.length,
      lowest,
      at.indices,
      at.columns,
      at.ridge,
      at.center,
      at.h,
      at.totals,
      at.sums,
      at.curvature,
    );
    const [sums, curvatures] = [bench.get(at.sums, size), bench.get(at.curvature, size)];
    for (const j of named) {
      expect(sums[j]).toBeCloseTo(
        sum(rows, (i) => h[i]! * columns[j]![i]!),
        11,
      );
      expect(curvatures[j]).toBeCloseTo(Math.max(entry(j, j), lowest), 11);
    }

    const answer = bench.kernels.sparseCoordinateSweep(
      named.length,
      at.indices,
      at.columns,
      at.ridge,
      at.center,
      at.sums,
      at.curvature,
      bench.put(gradient),
      bench.put(penalty),
      bench.put(lower),
      bench.put(upper),
      bench.put(x),
      at.z,
      at.h,
      at.r,
      at.totals,
    );
    let decrease = 0;
    for (const j of named) {
      const own = Math.max(entry(j, j), lowest);
      const q = gradient[j]! + sum(size, (k) => entry(j, k) * (z[k]! - x[k]!));
      const aim = own * z[j]! - q;
      const soft = (Math.sign(aim) * Math.max(Math.abs(aim) - penalty[j]!, 0)) / own;
      const next = Math.min(Math.max(soft, lower[j]!), upper[j]!);
      const change = next - z[j]!;
      decrease -= q * change + 0.5 * own * change * change;
      decrease -= penalty[j]! * (Math.abs(next) - Math.abs(z[j]!));
      z[j] = next;
    }
    const scale = Math.max(1, ...z.map(Math.abs));
    expect(distance(bench.get(at.z, size), z)).toBeLessThan(1e-10 * scale);
    expect(distance(bench.get(at.r, rows), products())).toBeLessThan(1e-9 * scale);
    expect(distance(bench.get(at.totals, 3), Float64Array.from(totals()))).toBeLessThan(1e-9 * scale);
    expect(Math.abs(answer - decrease)).toBeLessThanOrEqual(1e-9 * scale * scale);
    bench.clear();
  });
});
