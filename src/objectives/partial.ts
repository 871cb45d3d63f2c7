import type { RowStorage } from "../data/storage.ts";
import type { Arena } from "../wasm/arena.ts";
import { Workspace } from "../wasm/workspace.ts";

// What copies rows or columns is loaded with what is made of the copies.
export { gatherColumns, sumsBeside } from "./column-subset.ts";
export { sampleRows } from "./row-sample.ts";

/**
 * Makes something of a copy of rows and a workspace of its own, both of which `giveBack` gives back: at once where making
 * it fails.
 */
export function partialOf<O>(
  arena: Arena,
  storage: RowStorage,
  make: (workspace: Workspace, giveBack: () => void) => O,
): O {
  const workspace = new Workspace(arena);
  const giveBack = () => {
    workspace.dispose();
    storage.release();
  };
  try {
    return make(workspace, giveBack);
  } catch (error) {
    giveBack();
    throw error;
  }
}
