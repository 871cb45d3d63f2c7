import type { RowsInput } from "../data/rows.ts";
import { type LinearModel, scoreRows } from "../data/score-rows.ts";
import { sigmoid } from "../numerics/exp.ts";

/** Who computes batches. All answer the same bits. */
export interface Batch {
  /** zᵢ = xᵢ · w + b of every row. */
  scores(model: LinearModel, X: RowsInput): Float64Array;
  /** σ(zᵢ). */
  sigmoids(z: Float64Array): Float64Array;
}

/** In TypeScript. */
export const plain: Batch = {
  scores: (model, X) => scoreRows(model, X),
  sigmoids: (z) => z.map(sigmoid),
};
