import { expect, it } from "vitest";
import { type Pointer, SCRATCH_BYTES } from "../../src/wasm/kernels.ts";
import { describeEachBuild } from "./harness.ts";
import { randoms, relativeError, rowOf, shapes, storages, targets, type Vector } from "./reference.ts";

describeEachBuild("the gradient of rows by number", (bench) => {
  /** u32 values lie where f64 ones would, two in each. */
  const putIndices = (indices: readonly number[]): Pointer => {
    const pointer = bench.vector(Math.ceil(indices.length / 2));
    new Uint32Array(bench.memory.buffer, pointer, indices.length).set(indices);
    return pointer;
  };

  for (const { name, Storage } of storages) {
    const cases = shapes.flatMap(([rows, cols]) => [false, true].map((offset) => ({ rows, cols, offset })));
    it.each(cases)(
      `${name} $rows x $cols is that of the same rows side by side, with offsets: $offset`,
      ({ rows, cols, offset }) => {
        const x = Storage.from(randoms(rows * cols, 50));
        const [w, t, y] = [randoms(cols, 51), targets(rows), randoms(rows, 52)];
        const s = t.map(Math.abs);
        // With some more than once, some never, and any number of rows left over.
        const indices = Array.from({ length: rows }, (_, i) => (i * i + 3 * i + 1) % rows);
        const at = (values: Vector) => indices.map((i) => values[i]!);
        const gathered = Storage.from(indices.flatMap((i) => rowOf(x, i, cols)));

        const [scratch, out] = [bench.space(SCRATCH_BYTES), bench.vector(cols + 1)];
        const rest = [bench.put(w), 0.3, scratch, out] as const;
        const read = (loss: number) => [loss, ...bench.get(out, cols + 1)];
        const { kernels } = bench;
        const o = randoms(rows, 53);
        const put = (values: Vector) => (offset ? bench.put(values) : 0);
        const [po, go] = [put(o), put(at(o))];
        const [px, pi, pt, ps, py] = [
          bench.put(x),
          putIndices(indices),
          ...[t, s, y].map((v) => bench.put(v)),
        ];
        const found = [
          read(kernels[`lossGradientAt${name}`](rows, cols, px, pi, pt!, po, ...rest)),
          read(kernels[`brierLossGradientAt${name}`](rows, cols, px, pi, pt!, po, ...rest)),
          read(kernels[`squaredErrorGradientAt${name}`](rows, cols, px, pi, ps!, py!, ...rest)),
        ];
        const [gx, gt, gs, gy] = [gathered, at(t), at(s), at(y)].map((values) => bench.put(values));
        const expected = [
          read(kernels[`lossGradient${name}`](rows, cols, gx!, gt!, go, ...rest)),
          read(kernels[`brierLossGradient${name}`](rows, cols, gx!, gt!, go, ...rest)),
          read(kernels[`squaredErrorGradient${name}`](rows, cols, gx!, gs!, gy!, ...rest)),
        ];
        bench.clear();
        found.forEach((values, k) => expect(relativeError(values, expected[k]!)).toBeLessThan(1e-13));
      },
    );
  }
});
