import { RowStorage } from "../data/storage.ts";
import { Workspace } from "../wasm/workspace.ts";
import { RowSums } from "./row-sums.ts";

/** About the bytes of rows that are gathered at a time, on their way to a memory that may be another. */
const GATHERED_BYTES = 2 ** 18;

/**
 * Some columns of all rows, as a storage of its own, which who asked for it releases.
 *
 * @throws {@link MemoryError} if there isn't room for the copy
 */
export function gatherColumns({ storage, spaces }: RowSums, columns: Uint32Array): RowStorage {
  const picked = storage.pickColumns?.(columns);
  if (picked) return picked;
  const { runtime, rows, cols, dtype } = storage;
  const count = columns.length;
  const into = new RowStorage(runtime, rows, count, dtype);
  const most = Math.max(1, Math.floor(GATHERED_BYTES / into.rowBytes));
  try {
    for (const { segment, kernels } of spaces) {
      const { arena, firstRow } = segment;
      const gather = dtype === "f64" ? kernels.gatherColumnsF64 : kernels.gatherColumnsF32;
      const workspace = new Workspace(arena);
      try {
        const indices = workspace.space(4 * count);
        arena.u32(indices, count).set(columns);
        const gathered = workspace.space(most * into.rowBytes);
        for (let offset = 0; offset < segment.rows;) {
          const target = into.segmentOf(firstRow + offset);
          const room = target.firstRow + target.rows - (firstRow + offset);
          const n = Math.min(most, room, segment.rows - offset);
          gather(n, cols, segment.x + offset * storage.rowBytes, count, indices, gathered);
          const values = dtype === "f64" ? arena.f64(gathered, n * count) : arena.f32(gathered, n * count);
          into.view(target, firstRow + offset - target.firstRow, n).set(values);
          offset += n;
        }
      } finally {
        workspace.dispose();
      }
    }
  } catch (error) {
    into.release();
    throw error;
  }
  return into;
}

/** Sums over a storage of the same rows, with the target, and what else lies beside them. */
export function sumsBeside(storage: RowStorage, { spaces, turns }: RowSums, workspace: Workspace): RowSums {
  const [target, y, offset] = (["target", "y", "offset"] as const).map((name) =>
    joined(spaces.map((space) => space[name].values)),
  );
  return new RowSums(storage, target, workspace, turns, y, offset);
}

/** The values of the segments one behind the other. */
function joined(parts: readonly Float64Array[]): Float64Array {
  if (parts.length === 1) return parts[0];
  const all = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
