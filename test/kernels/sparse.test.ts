import { describe, expect, it } from "vitest";
import { SymmetricMatrix } from "../../src/wasm/matrix.ts";
import {
  inFours,
  panelRows,
  PANEL_ROW_BYTES,
  type Pointer,
  SCRATCH_BYTES,
  softmaxPanels,
  softmaxScratch,
} from "../../src/wasm/kernels.ts";
import { sparseRows } from "../support/sparse.ts";
import { randoms } from "./dense.ts";
import { type Bench, describeEachBuild } from "./harness.ts";
import { relativeError, targets } from "./reference.ts";

const SHAPES: [rows: number, cols: number][] = [
  [1, 1],
  [2, 3],
  [3, 5],
  [7, 4],
  [8, 9],
  [33, 17],
  [250, 6],
  [501, 31],
];

const STORAGES = [
  { name: "F64", Storage: Float64Array },
  { name: "F32", Storage: Float32Array },
] as const;

/** Puts rows where the kernels find them: records, values, numbers of columns. */
function putSparse(bench: Bench, X: readonly number[][], Storage: typeof Float64Array | typeof Float32Array) {
  const records = bench.space(X.length * 12);
  X.forEach((row, i) => {
    const columns = [...row.keys()].filter((j) => row[j] !== 0);
    const values = bench.put(Storage.from(columns.map((j) => row[j]!)));
    const numbers = bench.space(columns.length * 4);
    new Uint32Array(bench.memory.buffer, numbers, columns.length).set(columns);
    new Uint32Array(bench.memory.buffer, records + i * 12, 3).set([values, numbers, columns.length]);
  });
  return records;
}

/** The same rows with their zeros. */
const putDense = (bench: Bench, X: readonly number[][], Storage: typeof Float64Array | typeof Float32Array) =>
  bench.put(Storage.from(X.flat()));

describeEachBuild("sparse kernels", (bench) => {
  describe.each(STORAGES)("$name", ({ name, Storage }) => {
    const { kernels } = bench;
    /** What a call answers on dense and on sparse rows. */
    function both<T>(X: readonly number[][], call: (layout: "" | "Sparse", x: Pointer) => T): [T, T] {
      const dense = call("", putDense(bench, X, Storage));
      bench.clear();
      const sparse = call("Sparse", putSparse(bench, X, Storage));
      bench.clear();
      return [dense, sparse];
    }

    it.each(SHAPES)("scores of %i x %i are the dense ones to the bit", (rows, cols) => {
      const w = randoms(cols, 3);
      const [dense, sparse] = both(sparseRows(rows, cols), (layout, x) => {
        const z = bench.vector(rows);
        kernels[`scores${layout}${name}`](rows, cols, x, bench.put(w), 0.3, z);
        return bench.get(z, rows);
      });
      expect(sparse).toEqual(dense);
    });

    it.each(SHAPES)("losses and gradients of %i x %i", (rows, cols) => {
      const [w, y] = [randoms(cols, 4), randoms(rows, 5)];
      for (const loss of ["lossGradient", "brierLossGradient", "squaredErrorGradient"] as const) {
        const t = loss === "squaredErrorGradient" ? targets(rows).map(Math.abs) : targets(rows);
        for (const at of ["", "At"] as const) {
          const order = Uint32Array.from({ length: rows }, (_, i) => (i * 5 + 1) % rows);
          const [dense, sparse] = both(sparseRows(rows, cols), (layout, x) => {
            const [scratch, out] = [bench.space(SCRATCH_BYTES), bench.vector(cols + 1)];
            const indices = bench.space(rows * 4);
            new Uint32Array(bench.memory.buffer, indices, rows).set(order);
            const rest = [bench.put(t), bench.put(y)]; // values, or offsets
            const args = [rows, cols, x, ...(at ? [indices] : []), ...rest, bench.put(w), 0.2, scratch, out];
            const kernel = kernels[`${loss}${at}${layout}${name}`] as (...args: number[]) => number;
            return { value: kernel(...args), gradient: bench.get(out, cols + 1) };
          });
          expect(relativeError([sparse.value], [dense.value])).toBeLessThan(1e-13);
          expect(relativeError(sparse.gradient, dense.gradient)).toBeLessThan(1e-13);
        }
      }
    });

    it.each(SHAPES)("products with the Hessian of %i x %i", (rows, cols) => {
      const [v, h] = [randoms(cols, 6), randoms(rows, 7).map(Math.abs)];
      const [dense, sparse] = both(sparseRows(rows, cols), (layout, x) => {
        const [scratch, out] = [bench.space(SCRATCH_BYTES), bench.vector(cols + 1)];
        kernels[`hessianProduct${layout}${name}`](
          rows,
          cols,
          x,
          bench.put(h),
          bench.put(v),
          -0.7,
          scratch,
          out,
        );
        return bench.get(out, cols + 1);
      });
      expect(relativeError(sparse, dense)).toBeLessThan(1e-13);
    });

    it.each(SHAPES)("scores with the gradient of %i x %i", (rows, cols) => {
      const x = putSparse(bench, sparseRows(rows, cols), Storage);
      const offsets = randoms(rows, 5);
      const [t, offset, w] = [targets(rows), offsets, randoms(cols, 4)].map((values) => bench.put(values));
      const [scratch, out, z] = [bench.space(SCRATCH_BYTES), bench.vector(cols + 1), bench.vector(rows)];
      const args = [rows, cols, x, t!, offset!, w!, 0.2, scratch, out] as const;
      const loss = kernels[`lossGradientSparse${name}`](...args);
      const gradient = bench.get(out, cols + 1);
      expect(kernels[`scoredSparseLossGradient${name}`](...args, z)).toBe(loss);
      expect(bench.get(out, cols + 1)).toEqual(gradient);
      const scores = bench.get(z, rows);
      kernels[`scoresSparse${name}`](rows, cols, x, w!, 0.2, z);
      const expected = bench.get(z, rows).map((score, i) => score + offsets[i]!);
      expect(relativeError(scores, expected)).toBeLessThan(1e-13);
      bench.clear();
    });

    it.each(SHAPES)("some of the columns of %i x %i, in their new order", (rows, cols) => {
      const X = sparseRows(rows, cols).map((row) => Array.from(Storage.from(row)));
      const kept = [...Array(cols).keys()].filter((j) => (j * 7) % 3 !== 1);
      const numbers = bench.space(cols * 4);
      const table = Int32Array.from({ length: cols }, (_, j) => kept.indexOf(j));
      new Int32Array(bench.memory.buffer, numbers, cols).set(table);
      const x = putSparse(bench, X, Storage);
      const counts = bench.space(rows * 4);
      kernels.countSparseColumns(rows, x, numbers, counts);
      const entries = X.map((row) => kept.flatMap((j, k) => (row[j] === 0 ? [] : [[k, row[j]!]])));
      const found = [...new Uint32Array(bench.memory.buffer, counts, rows)];
      expect(found).toEqual(entries.map(({ length }) => length));

      const all = entries.flat();
      const values = bench.space((all.length + 1) * Storage.BYTES_PER_ELEMENT);
      const columns = bench.space((all.length + 1) * 4);
      kernels.pickSparseColumns(rows, Storage.BYTES_PER_ELEMENT, x, numbers, values, columns);
      expect([...new Storage(bench.memory.buffer, values, all.length)]).toEqual(
        all.map(([, value]) => value),
      );
      expect([...new Uint32Array(bench.memory.buffer, columns, all.length)]).toEqual(all.map(([k]) => k));
      bench.clear();
    });

    it.each(SHAPES)("moments of the columns of %i x %i, zeros counted", (rows, cols) => {
      const t = targets(rows);
      const [shift, unit] = [randoms(cols, 8), randoms(cols, 9).map((value) => 1 + value / 2)];
      const X = sparseRows(rows, cols);
      shift[0] = X[0]![0]!;
      const [dense, sparse] = both(X, (layout, x) => {
        const out = bench.vector(4 * cols);
        kernels[`columnMoments${layout}${name}`](
          rows,
          cols,
          x,
          bench.put(t),
          bench.put(shift),
          bench.put(unit),
          out,
        );
        return bench.get(out, 4 * cols);
      });
      const moment = (k: number) => Float64Array.from({ length: cols }, (_, j) => sparse[4 * j + k]!);
      expect(relativeError(moment(0), dense.subarray(0, cols))).toBeLessThan(1e-12);
      expect(relativeError(moment(1), dense.subarray(cols, 2 * cols))).toBeLessThan(1e-12);
      const isZero = (bits: Float64Array) => Array.from(bits, (value) => value === 0);
      expect(isZero(moment(2))).toEqual(isZero(dense.subarray(2 * cols, 3 * cols)));
    });

    it.each(SHAPES)("Hessians of %i x %i, as dense ones with centres of 0", (rows, cols) => {
      const h = randoms(rows, 10).map((value, i) => (i % 4 === 2 ? 0 : Math.abs(value)));
      for (const size of [cols, cols + 1]) {
        const stride = SymmetricMatrix.stride(size);
        const [dense, sparse] = both(sparseRows(rows, cols), (layout, x) => {
          const [zeros, ones] = [
            bench.put(new Float64Array(cols)),
            bench.put(new Float64Array(cols).fill(1)),
          ];
          const panels = bench.space(Math.ceil(size / 4) * panelRows(126) * PANEL_ROW_BYTES);
          const length = SymmetricMatrix.bytes(size) / 8;
          const out = bench.put(new Float64Array(length));
          const kernel = kernels[`hessian${layout}${name}`];
          kernel(rows, cols, size, stride, x, bench.put(h), zeros, ones, panels, out);
          const matrix = bench.get(out, length);
          return Array.from({ length: size * size }, (_, k) => {
            const [i, j] = [Math.floor(k / size), k % size];
            return j < i ? 0 : matrix[i * stride + j]!;
          });
        });
        expect(relativeError(sparse, dense)).toBeLessThan(1e-13);
      }
    });

    it.each(SHAPES)("panels of %i x %i are the dense ones to the bit", (rows, cols) => {
      const n = Math.min(rows, 126);
      const [h, center] = [randoms(n, 11).map(Math.abs), randoms(cols, 12)];
      const scale = randoms(cols, 13).map((value) => 1 + value / 2);
      const [dense, sparse] = both(sparseRows(n, cols), (layout, x) => {
        const bytes = Math.ceil(cols / 4) * panelRows(n) * PANEL_ROW_BYTES;
        const panels = bench.put(new Float64Array(bytes / 8));
        const kernel = kernels[`pack${layout}${name}`];
        kernel(n, cols, x, bench.put(h), bench.put(center), bench.put(scale), panels);
        return bench.get(panels, bytes / 8);
      });
      expect(sparse.map((value) => value + 0)).toEqual(dense.map((value) => value + 0));
    });

    it.each(SHAPES)("softmax of %i x %i", (rows, cols) => {
      for (const classes of [2, 3, 5]) {
        for (const size of [cols, cols + 1]) {
          const weight = randoms(rows, 14).map((value, i) => (i % 5 === 1 ? 0 : Math.abs(value)));
          const y = Float64Array.from({ length: rows }, (_, i) => (i * 7) % classes);
          const offset = randoms(rows * classes, 18);
          const center = randoms(cols, 15);
          const scale = randoms(cols, 16).map((value) => 1 + value / 2);
          const w = randoms(inFours(classes) * size, 17);
          for (let j = 0; j < size; j++) {
            for (let k = classes; k < inFours(classes); k++) w[((k >> 2) * size + j) * 4 + (k & 3)] = 0;
          }
          const padded = inFours(classes) * inFours(size);
          const [dense, sparse] = both(sparseRows(rows, cols), (layout, x) => {
            const [s, c, t] = [bench.put(weight), bench.put(center), bench.put(scale)];
            const scratch = bench.space(softmaxScratch(size, classes));
            const p = bench.vector(rows * classes);
            const [g, product] = [bench.put(new Float64Array(padded)), bench.put(new Float64Array(padded))];
            const shape = [rows, cols, size, classes] as const;
            const coefficients = bench.put(w);
            const loss = kernels[`softmaxGradient${layout}${name}`](
              ...shape,
              x,
              s,
              bench.put(y),
              bench.put(offset),
              c,
              t,
              coefficients,
              p,
              rows * 8,
              scratch,
              g,
            );
            kernels[`softmaxProduct${layout}${name}`](
              ...shape,
              x,
              s,
              c,
              t,
              coefficients,
              p,
              rows * 8,
              scratch,
              product,
            );
            const pairs = (classes * (classes - 1)) / 2;
            const stride = SymmetricMatrix.stride(size);
            const length = (pairs * SymmetricMatrix.bytes(size)) / 8;
            const h = bench.put(new Float64Array(length));
            const panels = bench.space(softmaxPanels(size));
            kernels[`softmaxHessian${layout}${name}`](...shape, stride, x, s, p, rows * 8, c, t, panels, h);
            const rowsOf = (pointer: Pointer) =>
              Array.from({ length: classes * size }, (_, i) => {
                const at = Math.floor(i / size) * inFours(size) + (i % size);
                return bench.get(pointer, padded)[at]!;
              });
            return {
              loss,
              p: bench.get(p, rows * classes),
              g: rowsOf(g),
              product: rowsOf(product),
              h: bench.get(h, length),
            };
          });
          expect(relativeError([sparse.loss], [dense.loss])).toBeLessThan(1e-12);
          expect(relativeError(sparse.p, dense.p)).toBeLessThan(1e-12);
          expect(relativeError(sparse.g, dense.g)).toBeLessThan(1e-12);
          expect(relativeError(sparse.product, dense.product)).toBeLessThan(1e-12);
          expect(relativeError(sparse.h, dense.h)).toBeLessThan(1e-12);
        }
      }
    });
  });
});
