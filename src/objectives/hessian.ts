import type { RowBlock, Segment } from "../data/storage.ts";
import type { SymmetricMatrix } from "../wasm/matrix.ts";
import type { Gram, Pack, PackIntercept, Pointer } from "../wasm/kernels.ts";
import type { Vector } from "../wasm/vector.ts";
import type { Workspace } from "../wasm/workspace.ts";
import type { Coordinates } from "./coordinates.ts";
import { after, type Later } from "./objective.ts";
import { packings, panelsBytes } from "./packings.ts";
import type { RowLoss } from "./row-loss.ts";
import { accumulate, type RowSums, type SegmentSpace } from "./row-sums.ts";

/** How rows become a Gram matrix, to either precision. */
interface GramKernels {
  readonly pack: Pack;
  readonly packIntercept: PackIntercept;
  readonly gram: Gram;
}

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
      this.#buffers.set(space, createBuffers(workspace, space.segment, coordinates));
    }
  }

  /** At the scores xᵢ · w + b; `out` is overwritten. */
  evaluate(w: Vector, b: number, out: SymmetricMatrix): Later<void> {
    return this.#sum(w, b, out, ({ kernels, rowKernels }) => ({
      pack: rowKernels.pack,
      packIntercept: kernels.packIntercept,
      gram: kernels.gram,
    }));
  }

  /**
   * As `evaluate`, in half the time: rows are centred and scaled in f64, then rounded to f32, and multiplied and added
   * up in f32 over one packing of them. Each entry is off by about 1e-7 √(Hᵢᵢ Hⱼⱼ); numbers that f32 can't hold make
   * infinite entries, or none.
   */
  approximate(w: Vector, b: number, out: SymmetricMatrix): Later<void> {
    return this.#sum(w, b, out, ({ kernels, rowKernels }) => ({
      pack: rowKernels.packSingle,
      packIntercept: kernels.packInterceptSingle,
      gram: kernels.gramSingle,
    }));
  }

  #sum(
    w: Vector,
    b: number,
    out: SymmetricMatrix,
    kernelsOf: (space: SegmentSpace) => GramKernels,
  ): Later<void> {
    for (const [space, { gram }] of this.#buffers) {
      space.w.copy(w);
      gram.values.fill(0);
    }
    const pass = this.#rows.each((space, block) => this.#addBlock(space, block, b, kernelsOf(space)));
    return after(pass, () => {
      out.values.fill(0);
      for (const { gram } of this.#buffers.values()) accumulate(gram.values, out.values);
    });
  }

  #addBlock(space: SegmentSpace, block: RowBlock, b: number, kernels: GramKernels): void {
    const { center, unit, curvature, panels, gram } = this.#buffers.get(space) as Buffers;
    const { cols, rowBytes } = this.#rows.storage;
    const z = curvature.pointer;
    space.rowKernels.scores(block.rows, cols, block.x, space.w.pointer, b, z);
    const h = this.#loss.curvature(space.kernels, block.rows, z, space.target.pointer + block.offset * 8);
    for (const { from, rows } of packings(block.rows)) {
      const hFrom = h + from * 8;
      kernels.pack(rows, cols, block.x + from * rowBytes, hFrom, center.pointer, unit.pointer, panels);
      if (this.#intercept) kernels.packIntercept(rows, cols, hFrom, panels);
      kernels.gram(rows, this.#size, gram.stride, panels, gram.pointer);
    }
  }
}

function createBuffers(
  workspace: Workspace,
  { arena, blocks }: Segment,
  { center, unit, size }: Coordinates,
): Buffers {
  const buffers = {
    center: workspace.vector(center.length, arena),
    unit: workspace.vector(unit.length, arena),
    curvature: workspace.vector(Math.max(...blocks.map(({ rows }) => rows)), arena),
    panels: workspace.space(panelsBytes(size), arena),
    gram: workspace.matrix(size, arena),
  };
  buffers.center.values.set(center.values);
  buffers.unit.values.set(unit.values);
  return buffers;
}
