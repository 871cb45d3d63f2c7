import { expect, it } from "vitest";
import { describeEachBuild, lengths } from "./harness.ts";
import { randoms, storages } from "./reference.ts";

describeEachBuild("firstNonFinite", (bench) => {
  for (const { name, Storage } of storages)
    it.each(lengths)(`${name} of length %i`, (n) => {
      const first = (x: ArrayLike<number>) => bench.kernels[`firstNonFinite${name}`](n, bench.put(x));
      const x = Storage.from(randoms(n));
      x.fill(-3e38, 0, 2);
      x.fill(-0, 2, 3);
      x.fill(1e-45, 3, 4);
      expect(first(x)).toBe(-1);
      for (const i of [0, 1, n >> 1, n - 2, n - 1].filter((index) => index >= 0 && index < n))
        for (const bad of [NaN, Infinity, -Infinity]) {
          const spoilt = x.slice();
          spoilt[i] = bad;
          expect(first(spoilt)).toBe(i);
          spoilt[n - 1] = NaN;
          expect(first(spoilt)).toBe(i);
        }
      bench.clear();
    });
});
