import type { RowBlock } from "../data/storage.ts";
import { SymmetricMatrix } from "../wasm/matrix.ts";
import type { Arena } from "../wasm/arena.ts";
import type { Pointer } from "../wasm/kernels.ts";
import type { Vector } from "../wasm/vector.ts";
import type { Workspace } from "../wasm/workspace.ts";
import type { Coordinates } from "./coordinates.ts";
import { after, type Later } from "./objective.ts";
import type { RowLoss } from "./row-loss.ts";
import { accumulate, type RowSums, type SegmentSpace } from "./row-sums.ts";

/**
 * How many rows are packed at a time: two packed panels of them (4 KiB) stay in the L1 cache, and 62, not being a
 * multiple of four, keeps panels an odd number of cache lines apart (256 rows: 1.3 to 3 times slower packing).
 */
const PACKED_ROWS = 62;

interface Buffers {
  readonly center: Vector;
  readonly unit: Vector;
  readonly curvature: Vector;
  readonly panels: Pointer;
  readonly gram: SymmetricMatrix;
}

/**
 * The Hessian of the loss in solver coordinates:
 *
 *   H = Σ hᵢ x̃ᵢ x̃ᵢᵀ    x̃ᵢ = [t ∘ (xᵢ − x̄), 1]    hᵢ = ∂²lossᵢ/∂zᵢ² ≥ 0
 *
 * Rows are centred while they are packed for the Gram kernel, so that columns far from zero cost no digits.
 */
export class HessianSum {
  readonly #rows: RowSums;
  readonly #loss: RowLoss;
  readonly #size: number;
  readonly #intercept: boolean;
  readonly #buffers = new Map<SegmentSpace, Buffers>();

  /** @throws {@link MemoryError} if there isn't room for a matrix beside each segment of rows */
  constructor(rows: RowSums, loss: RowLoss, coordinates: Coordinates, workspace: Workspace) {
    this.#rows = rows;
    this.#loss = loss;
    this.#size = coordinates.size;
    this.#intercept = coordinates.fitIntercept;
    for (const space of rows.spaces) {
      this.#buffers.set(space, createBuffers(workspace, space.segment.arena, coordinates));
    }
  }

  /** At the scores xᵢ · w + b; `out` is overwritten. */
  evaluate(w: Vector, b: number, out: SymmetricMatrix): Later<void> {
    for (const [space, { gram }] of this.#buffers) {
      space.w.copy(w);
      gram.values.fill(0);
    }
    const pass = this.#rows.each((space, block) => this.#addBlock(space, block, b));
    return after(pass, () => {
      out.values.fill(0);
      for (const { gram } of this.#buffers.values()) accumulate(gram.values, out.values);
    });
  }

  #addBlock(space: SegmentSpace, block: RowBlock, b: number): void {
    const { kernels, rowKernels, target, w } = space;
    const { center, unit, curvature, panels, gram } = this.#buffers.get(space) as Buffers;
    const { cols, rowBytes } = this.#rows.storage;
    for (let from = 0; from < block.rows; from += PACKED_ROWS) {
      const rows = Math.min(PACKED_ROWS, block.rows - from);
      const x = block.x + from * rowBytes;
      const z = curvature.pointer;
      rowKernels.scores(rows, cols, x, w.pointer, b, z);
      const h = this.#loss.curvature(kernels, rows, z, target.pointer + (block.offset + from) * 8);
      rowKernels.pack(rows, cols, x, h, center.pointer, unit.pointer, panels);
      if (this.#intercept) kernels.packIntercept(rows, cols, h, panels);
      kernels.gram(rows, this.#size, panels, gram.pointer);
    }
  }
}

function createBuffers(workspace: Workspace, arena: Arena, { center, unit, size }: Coordinates): Buffers {
  const buffers = {
    center: workspace.vector(center.length, arena),
    unit: workspace.vector(unit.length, arena),
    curvature: workspace.vector(PACKED_ROWS, arena),
    panels: workspace.space(PACKED_ROWS * SymmetricMatrix.stride(size) * 8, arena),
    gram: workspace.matrix(size, arena),
  };
  buffers.center.values.set(center.values);
  buffers.unit.values.set(unit.values);
  return buffers;
}
