import type { Arena } from "../wasm/arena.ts";
import { Workspace } from "../wasm/workspace.ts";
import type { Dataset } from "./dataset.ts";
import { eachGathered } from "./gather-rows.ts";
import { type RowBlock, rowKernels, type RowStorage } from "./storage.ts";

/** zᵢ = xᵢ · w + b of every row, in the kernels. */
export function scoreDataset(dataset: Dataset, w: Float64Array, b: number): Float64Array {
  const { storage, selection, rows } = dataset;
  const scores = new Float64Array(rows);
  if (selection) {
    eachGathered(storage, selection, ({ arena, x, from, rows: count }) => {
      scoreBlocks(storage, arena, [{ x, offset: 0, rows: count }], w, b, scores.subarray(from));
    });
  } else {
    for (const { arena, blocks, firstRow } of storage.segments) {
      scoreBlocks(storage, arena, blocks, w, b, scores.subarray(firstRow));
    }
  }
  return scores;
}

function scoreBlocks(
  { cols, layout }: RowStorage,
  arena: Arena,
  blocks: readonly RowBlock[],
  w: Float64Array,
  b: number,
  scores: Float64Array,
): void {
  const workspace = new Workspace(arena);
  try {
    const weights = workspace.copy(w);
    const z = workspace.vector(Math.max(...blocks.map(({ rows }) => rows)));
    for (const { x, offset, rows } of blocks) {
      rowKernels(arena, layout).scores(rows, cols, x, weights.pointer, b, z.pointer);
      scores.set(z.values.subarray(0, rows), offset);
    }
  } finally {
    workspace.dispose();
  }
}
