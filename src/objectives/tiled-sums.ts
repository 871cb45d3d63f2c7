import { RowTiles } from "../data/row-tiles.ts";
import type { RowStorage } from "../data/storage.ts";
import { after, type Later } from "../later.ts";
import { COUNT } from "../wasm/program.ts";
import type { Vector } from "../wasm/vector.ts";
import { type Workspace, whereRoom } from "../wasm/workspace.ts";
import { INTERCEPT } from "./loss-calls.ts";
import { ofRow, type Pass, type RowSums, spaceOfEachLane } from "./row-sums.ts";

/**
 * Log losses and their gradient in single precision, on a copy of the rows, x̃ = (x − center) scale, that stays with them:
 *
 *   w̃ = w / scale    b̃ = b + Σ centerⱼ wⱼ    ∂loss/∂w = ∂loss/∂w̃ / scale + center ∂loss/∂b
 */
export class TiledSums {
  readonly #rows: RowSums;
  readonly #tiles: RowTiles;
  readonly #pass: Pass;
  /** In the memory of each segment. */
  readonly #w: Float32Array[] = [];

  /** @throws {@link MemoryError} if there isn't room for a few vectors of the columns */
  constructor(rows: RowSums, tiles: RowTiles, workspace: Workspace) {
    const { cols } = rows.storage;
    this.#rows = rows;
    this.#tiles = tiles;
    this.#pass = rows.summing(({ segment, target, scratch, answer }) => {
      const { arena } = segment;
      const w = workspace.space(4 * cols, arena);
      this.#w.push(arena.f32(w, cols));
      const sums = spaceOfEachLane(rows.lanes, 16 * cols, workspace, arena);
      const [x, t] = [ofRow(tiles.at(segment).x, 4 * cols), ofRow(target.pointer, 8)];
      const args = [COUNT, cols, x, t, w, INTERCEPT, scratch, sums, answer.at];
      return [{ kernel: "lossGradientTiled", args, sums: true }];
    });
  }

  /** Σ lossᵢ at the scores xᵢ · w + b, and its derivative by w and b. */
  sum(w: Vector, b: number, out: Vector): Later<number> {
    const { center, scale } = this.#tiles;
    const { values } = w;
    let intercept = b;
    for (let j = 0; j < values.length; j++) intercept += center[j] * values[j];
    for (const single of this.#w) for (let j = 0; j < values.length; j++) single[j] = values[j] / scale[j];
    for (const program of this.#pass.values()) program.set(INTERCEPT.name, intercept);
    return after(this.#rows.sum(w, out, this.#pass), (sum) => {
      const derivative = out.values;
      const slope = derivative[center.length];
      for (let j = 0; j < center.length; j++) derivative[j] = derivative[j] / scale[j] + center[j] * slope;
      return sum;
    });
  }
}

/**
 * Undefined where there isn't room for a copy of the rows. It is kept with them, as they don't change; one pass to make it.
 *
 * @throws {@link MemoryError} if there isn't room for a few vectors of the columns
 */
export function tiledSums(rows: RowSums, workspace: Workspace): Later<TiledSums | undefined> {
  const { storage } = rows;
  const use = (tiles: RowTiles) => new TiledSums(rows, tiles, workspace);
  if (storage.tiles) return use(storage.tiles);
  const { used, limit } = storage.runtime.memory;
  // Samples need room as well.
  if (used + 2 * RowTiles.bytes(storage) > limit) return undefined;
  const tiles = whereRoom(() => new RowTiles(storage));
  return tiles && after(rows.run(copying(rows, tiles)), () => use(keep(tiles, storage)));
}

function copying(rows: RowSums, tiles: RowTiles): Pass {
  const { cols, dtype, rowBytes } = rows.storage;
  return rows.pass(({ segment }) => {
    const { x, center, scale } = tiles.at(segment);
    const args = [COUNT, cols, ofRow(segment.x, rowBytes), center, scale, ofRow(x, 4 * cols)];
    return [{ kernel: dtype === "f64" ? "tileRowsF64" : "tileRowsF32", args }];
  });
}

/** Another fit may have made them meanwhile. */
function keep(tiles: RowTiles, storage: RowStorage): RowTiles {
  if (storage.tiles) tiles.dispose();
  return (storage.tiles ??= tiles);
}
