import { expect, it } from "vitest";
import { inFours, softmaxPanels, softmaxScratch } from "../../src/wasm/kernels.ts";
import { SymmetricMatrix } from "../../src/wasm/matrix.ts";
import { type Bench, describeEachBuild } from "./harness.ts";
import { randoms, relativeError, rowOf, storages, sum } from "./reference.ts";

/** rows, columns, classes: each tail of a block, of a tile of columns and of a panel of classes. */
const shapes: [rows: number, cols: number, classes: number][] = [
  ...[0, 1, 2, 3, 5, 31, 32, 33, 67].flatMap((rows) =>
    [1, 2, 3, 4, 6].map((cols): [number, number, number] => [rows, cols, 3]),
  ),
  ...[2, 4, 5, 7, 8, 9, 10].map((classes): [number, number, number] => [45, 7, classes]),
  [300, 20, 10],
  [140, 65, 3],
  [1100, 5, 3],
];

interface Problem {
  readonly rows: number;
  readonly cols: number;
  readonly classes: number;
  readonly size: number;
  readonly x: Float64Array | Float32Array;
  readonly weight: Float64Array;
  readonly y: Float64Array;
  readonly center: Float64Array;
  readonly scale: Float64Array;
  /** rows × classes. */
  readonly offset?: Float64Array;
  /** A row for each class. */
  readonly w: Float64Array;
}

function problem(
  Storage: (typeof storages)[number]["Storage"],
  rows: number,
  cols: number,
  classes: number,
  size: number,
): Problem {
  const picks = randoms(rows, 3);
  return {
    rows,
    cols,
    classes,
    size,
    x: Storage.from(randoms(rows * cols, 1)),
    weight: Float64Array.from(picks, (_, i) => [1, 2, 0, 0.5][i % 4]!),
    y: picks.map((pick) => Math.floor(((pick + 1) / 2) * classes)),
    center: randoms(cols, 4),
    scale: randoms(cols, 5).map((value) => value + 2),
    w: randoms(classes * size, 6),
  };
}

/** x̃ᵢ */
function standardised({ x, cols, size, center, scale }: Problem, i: number): number[] {
  const row = rowOf(x, i, cols).map((value, j) => (value - center[j]!) * scale[j]!);
  return size > cols ? [...row, 1] : row;
}

const scoresAt = ({ classes, size }: Problem, w: Float64Array, row: number[]) =>
  Array.from({ length: classes }, (_, k) => sum(row.map((value, j) => value * w[k * size + j]!)));

function softmax(z: number[]): number[] {
  const most = Math.max(...z);
  const e = z.map((value) => Math.exp(value - most));
  return e.map((value) => value / sum(e));
}

/** Σ uₖᵢ x̃ᵢ, a row for each class. */
function weighted(given: Problem, u: number[][]): number[] {
  const { classes, size, rows } = given;
  const out = new Float64Array(classes * size);
  for (let i = 0; i < rows; i++) {
    const row = standardised(given, i);
    u[i]!.forEach((uk, k) => row.forEach((value, j) => (out[k * size + j]! += uk * value)));
  }
  return [...out];
}

function panelsOf({ classes, size }: Problem, w: Float64Array): Float64Array {
  const panels = new Float64Array(inFours(classes) * size);
  for (let k = 0; k < classes; k++) {
    for (let j = 0; j < size; j++) panels[((k >> 2) * size + j) * 4 + (k & 3)] = w[k * size + j]!;
  }
  return panels;
}

/** The classes' rows out of padded ones. */
function unpadded({ classes, size }: Problem, padded: Float64Array): number[] {
  const width = inFours(size);
  return Array.from({ length: classes }, (_, k) => [...padded.subarray(k * width, k * width + size)]).flat();
}

/** Probabilities of f32, class by class: kept for groups of four rows, one from each quarter, then for the last rows. */
function byRows(rows: number, kept: Float32Array): Float64Array {
  const quarter = rows >> 2;
  return Float64Array.from(kept, (_, at) => {
    const i = at % rows;
    const inGroups = i < 4 * quarter ? 4 * (i % quarter) + Math.floor(i / quarter) : i;
    return kept[at - i + inGroups]!;
  });
}

function run(
  bench: Bench,
  name: "F64" | "F32",
  given: Problem,
  v?: Float64Array,
  single: "" | "Single" = "",
) {
  const { rows, cols, size, classes, x, weight, y, center, scale, w } = given;
  const numberBytes = single ? 4 : 8; // of a probability
  const put = {
    x: bench.put(x),
    weight: bench.put(weight),
    y: bench.put(y),
    offset: given.offset ? bench.put(given.offset) : 0,
    center: bench.put(center),
    scale: bench.put(scale),
    w: bench.put(panelsOf(given, w)),
    p: bench.space(rows * classes * numberBytes),
    scratch: bench.space(softmaxScratch(size, classes)),
    out: bench.put(new Float64Array(inFours(classes) * inFours(size))),
  };
  const shape = [rows, cols, size, classes] as const;
  const loss = bench.kernels[`softmaxGradient${single}${name}`](
    ...shape,
    put.x,
    put.weight,
    put.y,
    put.offset,
    put.center,
    put.scale,
    put.w,
    put.p,
    rows * numberBytes,
    put.scratch,
    put.out,
  );
  const length = inFours(classes) * inFours(size);
  const gradient = unpadded(given, bench.get(put.out, length));
  const kept = bench.get(put.p, Math.ceil((rows * classes * numberBytes) / 8));
  const p = single ? byRows(rows, new Float32Array(kept.buffer, kept.byteOffset, rows * classes)) : kept;
  const other = bench.put(new Float64Array(length));
  bench.kernels[`softmaxProduct${single}${name}`](
    ...shape,
    put.x,
    put.weight,
    put.center,
    put.scale,
    bench.put(panelsOf(given, v ?? w)),
    put.p,
    rows * numberBytes,
    put.scratch,
    other,
  );
  const product = unpadded(given, bench.get(other, length));
  bench.clear();
  return { loss, gradient, p, product };
}

describeEachBuild("softmax", (bench) => {
  for (const { name, Storage } of storages) {
    it.each(shapes)(`${name}: gradient and product, %i x %i, %i classes`, (rows, cols, classes) => {
      for (const { size, offset } of [
        { size: cols, offset: {} },
        { size: cols + 1, offset: {} },
        { size: cols + 1, offset: { offset: randoms(rows * classes, 7) } },
      ]) {
        const given: Problem = { ...problem(Storage, rows, cols, classes, size), ...offset };
        const v = randoms(classes * size, 8);
        const { loss, gradient, p, product } = run(bench, name, given, v);
        let expectedLoss = 0;
        const residuals: number[][] = [];
        const curved: number[][] = [];
        for (let i = 0; i < rows; i++) {
          const row = standardised(given, i);
          const z = scoresAt(given, given.w, row).map((zk, k) => zk + (given.offset?.[i * classes + k] ?? 0));
          const probabilities = softmax(z);
          const s = given.weight[i]!;
          expectedLoss -= s * Math.log(probabilities[given.y[i]!]!);
          residuals.push(probabilities.map((pk, k) => s * (pk - Number(k === given.y[i]))));
          const u = scoresAt(given, v, row);
          const mean = sum(u.map((uk, k) => uk * probabilities[k]!));
          curved.push(probabilities.map((pk, k) => s * pk * (u[k]! - mean)));
          if (s === 0) continue;
          const kept = probabilities.map((_, k) => p[k * rows + i]!);
          expect(relativeError(kept, probabilities)).toBeLessThan(1e-13);
        }
        expect(relativeError([loss], [expectedLoss])).toBeLessThan(1e-13);
        expect(relativeError(gradient, weighted(given, residuals))).toBeLessThan(1e-12);
        expect(relativeError(product, weighted(given, curved))).toBeLessThan(1e-12);
      }
    });

    it.each(shapes)(`${name}: both in single precision, %i x %i, %i classes`, (rows, cols, classes) => {
      for (const size of [cols, cols + 1]) {
        const given = problem(Storage, rows, cols, classes, size);
        const v = randoms(classes * size, 8);
        const exact = run(bench, name, given, v);
        const found = run(bench, name, given, v, "Single");
        expect(relativeError([found.loss], [exact.loss])).toBeLessThan(2e-6);
        expect(relativeError(found.gradient, exact.gradient)).toBeLessThan(1e-5);
        expect(relativeError(found.product, exact.product)).toBeLessThan(1e-5);
        const isWeighted = (_: number, at: number) => given.weight[at % rows] !== 0;
        expect(relativeError(found.p.filter(isWeighted), exact.p.filter(isWeighted))).toBeLessThan(1e-5);
      }
    });

    it(`${name}: in single precision residuals and losses far below 1 keep their digits`, () => {
      const given: Problem = {
        ...problem(Storage, 5, 1, 3, 1),
        x: Storage.of(1, 1, 1, 1, 1),
        weight: Float64Array.of(1, 1, 1, 1, 1),
        y: Float64Array.of(1, 1, 1, 1, 1),
        center: Float64Array.of(0),
        scale: Float64Array.of(1),
        w: Float64Array.of(0, 30, 0),
      };
      const { loss, gradient } = run(bench, name, given, undefined, "Single");
      const other = 5 * Math.exp(-30);
      expect(relativeError([loss], [2 * other])).toBeLessThan(1e-5);
      expect(relativeError(gradient, [other, -2 * other, other])).toBeLessThan(1e-5);
    });

    it(`${name}: in single precision a row without weight says nothing to those beside it, whatever its score`, () => {
      const given = problem(Storage, 9, 1, 3, 1);
      const withRest = (value: number) => given.x.map((x, i) => (given.weight[i] === 0 ? value : x));
      const expected = run(bench, name, { ...given, x: withRest(0) }, undefined, "Single");
      const found = run(bench, name, { ...given, x: withRest(1e30) }, undefined, "Single");
      expect(found.loss).toBe(expected.loss);
      expect(found.gradient).toEqual(expected.gradient);
    });

    it(`${name}: in single precision scores beyond it are told by a loss that isn't finite`, () => {
      const given = { ...problem(Storage, 4, 1, 3, 1), x: Storage.of(1, -1, 1, 1) };
      given.w.set([1e300, -1e300, 0]);
      expect(run(bench, name, given, undefined, "Single").loss).toBeNaN();
    });

    it.each(shapes)(`${name}: blocks of the Hessian, %i x %i, %i classes`, (rows, cols, classes) => {
      for (const size of [cols, cols + 1]) {
        for (const single of ["", "Single"] as const) {
          const given = problem(Storage, rows, cols, classes, size);
          const p = Float64Array.from(randoms(rows * classes, 9), (value) => (value + 1) / 2);
          const [stride, bytes] = [SymmetricMatrix.stride(size), SymmetricMatrix.bytes(size)];
          const pairs = (classes * (classes - 1)) / 2;
          const g = bench.put(new Float64Array((pairs * bytes) / 8));
          const panels = bench.space(softmaxPanels(size));
          bench.kernels[`softmaxHessian${single}${name}`](
            rows,
            cols,
            size,
            classes,
            stride,
            bench.put(given.x),
            bench.put(given.weight),
            bench.put(p),
            rows * 8,
            bench.put(given.center),
            bench.put(given.scale),
            panels,
            g,
          );
          const found: number[] = [];
          const expected: number[] = [];
          let pair = 0;
          const all = bench.get(g, (pairs * bytes) / 8);
          const x = Array.from({ length: rows }, (_, i) => standardised(given, i));
          for (let k = 0; k < classes; k++) {
            for (let l = k + 1; l < classes; l++, pair++) {
              const u = x.map((_, i) => given.weight[i]! * p[k * rows + i]! * p[l * rows + i]!);
              for (let a = 0; a < size; a++) {
                for (let b = a; b < size; b++) {
                  found.push(all[(pair * bytes) / 8 + a * stride + b]!);
                  expected.push(sum(u.map((ui, i) => ui * x[i]![a]! * x[i]![b]!)));
                }
              }
            }
          }
          expect(relativeError(found, expected)).toBeLessThan(single ? 1e-5 : 1e-12);
          bench.clear();
        }
      }
    });

    it(`${name}: huge scores neither overflow nor make NaN`, () => {
      const given: Problem = {
        ...problem(Storage, 4, 1, 3, 1),
        x: Storage.of(1, -1, 1, 1),
        weight: Float64Array.of(1, 1, 2, 0),
        y: Float64Array.of(0, 0, 2, 1),
        center: Float64Array.of(0),
        scale: Float64Array.of(1),
        w: Float64Array.of(1e300, -1e300, 0),
      };
      const { loss, gradient } = run(bench, name, given);
      expect(loss).toBe(2e300 + 2e300);
      expect(gradient).toEqual([1 + 2, -1, -2]);
    });

    it(`${name}: a loss far below 1 keeps its digits`, () => {
      const given: Problem = {
        ...problem(Storage, 1, 1, 3, 1),
        x: Storage.of(1),
        weight: Float64Array.of(1),
        y: Float64Array.of(1),
        center: Float64Array.of(0),
        scale: Float64Array.of(1),
        w: Float64Array.of(0, 60, 0),
      };
      expect(relativeError([run(bench, name, given).loss], [2 * Math.exp(-60)])).toBeLessThan(1e-14);
    });
  }
});
