import { expect, it } from "vitest";
import { scoreRow } from "../../src/numerics/score-row.ts";
import { describeEachBuild } from "./harness.ts";
import { randoms, relativeError, scores, shapes, storages } from "./reference.ts";

describeEachBuild("scores", (bench) => {
  for (const { name, Storage } of storages)
    it.each(shapes)(`${name} %i x %i: the same bits as the TypeScript twin, in every build`, (rows, cols) => {
      const x = Storage.from(randoms(rows * cols, 5));
      const w = randoms(cols, 6);
      const z = bench.vector(rows);
      bench.kernels[`scores${name}`](rows, cols, bench.put(x), bench.put(w), 0.3, z);
      const actual = bench.get(z, rows);
      expect(actual).toEqual(Float64Array.from({ length: rows }, (_, i) => scoreRow(x, i * cols, w, 0.3)));
      expect(relativeError(actual, scores(rows, cols, x, w, 0.3))).toBeLessThan(1e-13);
      bench.clear();
    });
});
