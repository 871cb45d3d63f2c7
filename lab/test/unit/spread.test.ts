import fc from "fast-check";
import { expect, test } from "vitest";
import { spread } from "../../src/charts/series.tsx";

test("labels keep their distance and their order, and stay inside", () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -50, max: 400, noNaN: true }), { minLength: 1, maxLength: 8 }),
      (wanted) => {
        const placed = spread(wanted, 15, 12, 300);
        const order = wanted.map((_, i) => i).toSorted((i, j) => (wanted[i] ?? 0) - (wanted[j] ?? 0));
        const sorted = order.map((i) => placed[i] ?? Number.NaN);
        for (const [k, height] of sorted.entries()) {
          expect(height).toBeGreaterThanOrEqual(12);
          expect(height).toBeLessThanOrEqual(300);
          if (k > 0) expect(height - (sorted[k - 1] ?? 0)).toBeGreaterThanOrEqual(15 - 1e-9);
        }
      },
    ),
  );
});

test("labels that are far apart stay where they are", () => {
  expect(spread([200, 40, 100], 15, 12, 300)).toEqual([200, 40, 100]);
});
