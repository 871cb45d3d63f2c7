import { checkRows, copyRows } from "./put-rows.ts";
import type { RowSource } from "./rows.ts";
import type { RowStorage } from "./storage.ts";

/**
 * Copies rows to a storage of as many.
 *
 * @throws {@link InputError} that names the first value that can't be used
 */
export function fill(argument: string, source: RowSource, storage: RowStorage): void {
  for (const segment of storage.segments) {
    const { kernels } = segment.arena;
    const kernel = storage.dtype === "f64" ? kernels.firstNonFiniteF64 : kernels.firstNonFiniteF32;
    for (const { x, offset, rows } of segment.blocks) {
      copyRows(source, storage, segment, offset, rows);
      if (kernel(rows * storage.cols, x) >= 0) checkRows(argument, storage, segment, offset, rows, source);
    }
  }
}
