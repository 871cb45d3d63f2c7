import { Workspace } from "../wasm/workspace.ts";
import { rowKernels, type RowStorage } from "./storage.ts";

/** zᵢ = xᵢ · w + b of every row, in the kernels. */
export function scoreDataset(storage: RowStorage, w: Float64Array, b: number): Float64Array {
  const scores = new Float64Array(storage.rows);
  for (const { arena, blocks, firstRow } of storage.segments) {
    const workspace = new Workspace(arena);
    try {
      const weights = workspace.vector(storage.cols);
      weights.values.set(w);
      const z = workspace.vector(Math.max(...blocks.map(({ rows }) => rows)));
      for (const { x, offset, rows } of blocks) {
        rowKernels(arena, storage.layout).scores(rows, storage.cols, x, weights.pointer, b, z.pointer);
        scores.set(z.values.subarray(0, rows), firstRow + offset);
      }
    } finally {
      workspace.dispose();
    }
  }
  return scores;
}
