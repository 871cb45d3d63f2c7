import { roomForTiles, type RowTiles, tileKernel } from "../data/row-tiles.ts";
import type { RowStorage } from "../data/storage.ts";
import { after, type Later } from "../later.ts";
import { COUNT, type KernelName } from "../wasm/program.ts";
import type { Vector } from "../wasm/vector.ts";
import { type Workspace, whereRoom } from "../wasm/workspace.ts";
import { INTERCEPT } from "./loss-calls.ts";
import type { RowLoss } from "./row-loss.ts";
import { ofRow, type Pass, type RowSums, spaceOfEachLane } from "./row-sums.ts";

/**
 * What single precision may take from a value, for the rounding of its terms and of the products in their scores, and from
 * a gradient: 1e-6 √(2 F / n) at most (200000 × 100, 2000000 × 7), √(2 F) being a bound on the root mean square of what it
 * is a mean of; and as coefficients are rounded.
 */
const ROUNDING = 2 ** -23;
const LEAST_GRADIENT = 3e-5;

/**
 * Losses and their gradient in single precision, on a copy of the rows, x̃ = (x − center) scale, that stays with them:
 *
 *   w̃ = w / scale    b̃ = b + Σ centerⱼ wⱼ    ∂loss/∂w = ∂loss/∂w̃ / scale + center ∂loss/∂b
 *
 * The kernel has w̃ and b̃ in units of log₂ e, so that its exponentials are powers of 2.
 */
export class TiledSums {
  readonly #rows: RowSums;
  readonly #tiles: RowTiles;
  readonly #pass: Pass;
  /** In the memory of each segment. */
  readonly #w: Float32Array[] = [];
  /** |b̃| + Σ |w̃ⱼ| of the latest scores, about what their products are together at the most. */
  #size = 0;

  /** @throws {@link MemoryError} if there isn't room for a few vectors of the columns */
  constructor(rows: RowSums, kernel: KernelName, tiles: RowTiles, workspace: Workspace) {
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
      return [{ kernel, args, sums: true }];
    });
  }

  /** By how much F may be off that was made of the latest sum. */
  uncertainty(value: number): number {
    return ROUNDING * (value + Math.sqrt(2 * value) * this.#size);
  }

  /** Whether what is rounded matters little beside this gradient of F at x, or beside `tol`, and f32 held all. */
  isGoodEnough(value: number, gradient: Vector, x: Vector, tol: number): boolean {
    const spread = Math.sqrt((2 * value) / this.#rows.storage.rows);
    const least = LEAST_GRADIENT * spread + ROUNDING * Math.min(1, value) * x.normMax();
    return Math.max(gradient.normMax(), tol) > least && Number.isFinite(value + gradient.norm2());
  }

  /** Σ lossᵢ at the scores xᵢ · w + b, and its derivative by w and b. */
  sum(w: Vector, b: number, out: Vector): Later<number> {
    const { center, scale } = this.#tiles;
    const { values } = w;
    let intercept = b;
    let size = 0;
    for (let j = 0; j < values.length; j++) {
      intercept += center[j] * values[j];
      size += Math.abs(values[j] / scale[j]);
    }
    this.#size = Math.abs(intercept) + size;
    for (const single of this.#w) {
      for (let j = 0; j < values.length; j++) single[j] = (values[j] / scale[j]) * Math.LOG2E;
    }
    for (const program of this.#pass.values()) program.set(INTERCEPT.name, intercept * Math.LOG2E);
    return after(this.#rows.sum(w, out, this.#pass), (sum) => {
      const derivative = out.values;
      const slope = derivative[center.length];
      for (let j = 0; j < center.length; j++) derivative[j] = derivative[j] / scale[j] + center[j] * slope;
      return sum;
    });
  }
}

/** Undefined where there isn't room for a copy of the rows. It is kept with them, as they don't change; one pass to make it. */
export async function tiledSums(
  rows: RowSums,
  { gradientTiled }: RowLoss,
  workspace: Workspace,
): Promise<TiledSums | undefined> {
  const tiles = (rows.storage.tiles as RowTiles | undefined) ?? (await copyOf(rows));
  return gradientTiled && tiles && whereRoom(() => new TiledSums(rows, gradientTiled, tiles, workspace));
}

async function copyOf(rows: RowSums): Promise<RowTiles | undefined> {
  const { storage } = rows;
  const tiles = roomForTiles(storage, storedRow(storage));
  if (!tiles) return undefined;
  try {
    await rows.run(copying(rows, tiles));
  } catch (error) {
    tiles.dispose();
    throw error;
  }
  if (storage.tiles) tiles.dispose(); // another fit has made them meanwhile
  return (storage.tiles ??= tiles) as RowTiles;
}

/** The values of a row. */
function storedRow(storage: RowStorage): (row: number) => ArrayLike<number> {
  return (row) => {
    const segment = storage.segmentOf(row);
    return storage.view(segment, row - segment.firstRow, 1);
  };
}

function copying(rows: RowSums, tiles: RowTiles): Pass {
  const { cols, dtype, rowBytes } = rows.storage;
  return rows.pass(({ segment }) => {
    const { x, center, scale } = tiles.at(segment);
    const args = [COUNT, cols, ofRow(segment.x, rowBytes), center, scale, ofRow(x, 4 * cols)];
    return [{ kernel: tileKernel(dtype), args }];
  });
}
