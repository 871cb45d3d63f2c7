import { expect, it } from "vitest";
import { scoreRow } from "../../src/numerics/score-row.ts";
import { scoreRows } from "../../src/numerics/score-rows.ts";
import { randoms } from "../kernels/reference.ts";

it.each([0, 1, 2, 3, 7, 64])("the scores of %i rows together are those of single rows", (rows) => {
  for (const cols of [1, 2, 3, 8, 31]) {
    const x = Float64Array.from(randoms(rows * cols, 5));
    const w = Float64Array.from(randoms(cols, 6));
    const z = new Float64Array(rows);
    scoreRows(x, w, 0.3, z);
    expect(z).toEqual(z.map((_, i) => scoreRow(x, i * cols, w, 0.3)));
  }
});
