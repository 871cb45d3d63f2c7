import type { Vector } from "../wasm/vector.ts";
import type { Workspace } from "../wasm/workspace.ts";
import type { RowSums } from "./row-sums.ts";

/** The least and the largest margin of rows with a weight: positive ones are on the right side. */
export interface Margins {
  readonly least: number;
  readonly largest: number;
}

/** Of the margins mᵢ = ±(xᵢ · w + b), + for the second class: one pass over the rows. */
export function margins(rows: RowSums, w: Vector, b: number, workspace: Workspace): Margins {
  const { cols } = rows.storage;
  let least = Number.POSITIVE_INFINITY;
  let largest = Number.NEGATIVE_INFINITY;
  for (const space of rows.spaces) space.w.copy(w);
  const scores = new Map(
    rows.spaces.map((space) => {
      const longest = Math.max(...space.segment.blocks.map((block) => block.rows));
      return [space, workspace.vector(longest, space.segment.arena)];
    }),
  );
  rows.each((space, block) => {
    const z = scores.get(space) as Vector;
    space.rowKernels.scores(block.rows, cols, block.x, space.w.pointer, b, z.pointer);
    for (let i = 0; i < block.rows; i++) {
      const t = space.target.values[block.offset + i];
      if (t === 0) continue;
      const margin = t > 0 ? z.values[i] : -z.values[i];
      if (margin < least) least = margin;
      if (margin > largest) largest = margin;
    }
  });
  return { least, largest };
}
